"""`goldenthread quarter`: a quarter reviewed, compared with the one before, and kept; for cron and CI."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer


def quarter(
    quarter: str = typer.Argument(..., help="Such as 2026-Q3.", show_default=False),
    into: Path | None = typer.Option(None, "--into", help="Where reviews are kept; `quarters` beside the configuration."),
    config: Path = typer.Option(Path("goldenthread.toml"), help="It names the documents and the evidence."),
    format: list[str] = typer.Option([], "--format", "-f", help="A format of reports; all of them when left out."),
    bundle: bool = typer.Option(False, "--bundle", help="Put the file for the auditor beside the reports."),
    fail_on: str = typer.Option("any", "--fail-on", help="What makes the exit code 1: any, material, new, regressions, never."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Show no progress."),
    semantics: bool = typer.Option(True, help="Decide topics by meaning beside wording, or by wording alone."),
    topics: list[Path] = typer.Option([], "--topics", help="A folder of your own topics.", show_default=False),
    sources: list[Path] = typer.Option([], "--sources", help="A folder of your own sources.", show_default=False),
) -> None:
    """Review a quarter, compare it with the quarter before, and keep all outputs in one folder with a first page.

    Exit codes: 0 nothing contradicted, 1 potential misstatements, 2 it was not done, or not all of it.
    """
    from ..catalog import load_catalog
    from ..comparing.gate import FAIL_ON, fails
    from ..errors import AnalyzerError
    from ..quarter import review_quarter
    from .review import check_formats, settings_of, show_progress

    if fail_on not in FAIL_ON:
        raise AnalyzerError(f"--fail-on takes one of {', '.join(FAIL_ON)}, not {fail_on!r}.")
    settings, base = settings_of(config, [], semantics)
    folder = into or base / "quarters"
    check_formats(format, folder)
    catalog = load_catalog(tuple(topics), tuple(sources))
    with show_progress(quiet) as progress:
        done = review_quarter(
            quarter, config, settings, folder, catalog, today=datetime.now(UTC).date(), wanted=list(dict.fromkeys(format)),
            bundle=bundle, topics=topics, sources=sources, progress=progress,
        )  # fmt: skip
    typer.echo(f"{done.line} {done.folder / 'index.html'}")
    for failure in done.failures:
        typer.echo(f"goldenthread: {failure}", err=True)
    raise typer.Exit(2 if done.failures else int(fails(done.run, done.found, fail_on)))
