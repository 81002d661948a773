"""`goldenthread report`: any format from a saved run, later."""

from __future__ import annotations

from pathlib import Path

import typer

from .options import SOURCES, TOPICS


def _list(wanted: bool) -> None:
    if not wanted:
        return
    from textwrap import fill

    from ..reports import formats

    for name, one in sorted(formats().items()):
        written = one.filename or ("a file for each document" if one.filename_of else "shown, not written")
        said = f"{one.title.removesuffix('.')} ({written})"
        typer.echo(fill(said, 80, initial_indent=f"{name:<10}", subsequent_indent=" " * 10, break_on_hyphens=False))
    raise typer.Exit


def report(
    saved: Path = typer.Argument(..., metavar="RUN", help="A run that `goldenthread review --save` wrote.", show_default=False),
    format: list[str] = typer.Option(
        [], "--format", "-f", help="The format; may be given several times. The list of them: --formats.", show_default=False
    ),
    out: Path | None = typer.Option(
        None, help="The folder for the files; without one, a format of one text file is printed.", show_default=False
    ),
    tracked: bool = typer.Option(False, "--tracked", help="Put wordings that are true into the Word file as tracked changes."),
    list_formats: bool = typer.Option(False, "--formats", help="List the formats and end.", is_eager=True, callback=_list),
    topics: list[Path] = TOPICS,
    sources: list[Path] = SOURCES,
) -> None:
    """Make reports from a saved run; nothing is reviewed again."""
    from ..catalog import load_catalog
    from ..saved_run import load_run
    from .review import check_formats, write_reports

    del list_formats
    formats = list(dict.fromkeys(format)) or ["terminal", *(["json", "html", "word"] if out else [])]
    check_formats(formats, out)
    run = load_run(saved)
    write_reports(run, formats, out, load_catalog(tuple(topics), tuple(sources)), tracked)
