"""`goldenthread template`: what a template would commit a company to, before it is adopted."""

from __future__ import annotations

from pathlib import Path

import typer


def template(
    documents: list[Path] = typer.Argument(..., help="Files and folders to read.", show_default=False),
    evidence: list[Path] = typer.Option(
        [], "--evidence", "-e", help="A file, a folder of exports, or a locker.", show_default=False
    ),
    period: str | None = typer.Option(None, help="First and last day, as 2026-01-01..2026-06-30."),
    as_of: str | None = typer.Option(None, "--as-of", help="The day that snapshots speak for."),
    config: Path | None = typer.Option(None, help="A goldenthread.toml; the one beside the documents when left out."),
    format: str = typer.Option("terminal", "--format", "-f", help="terminal or json."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Show no progress."),
    semantics: bool = typer.Option(True, help="Decide topics by meaning beside wording, or by wording alone."),
) -> None:
    """List what is left of a template in documents, each promise that they make, and the evidence that it takes to show it."""
    from rich.console import Console

    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..pipeline import review
    from ..template import commitments, needs, residue
    from ..template.report import render, render_json
    from .review import period_of, settings_of, show_progress

    if format not in ("terminal", "json"):
        raise AnalyzerError(f"--format takes terminal or json, not {format!r}.")
    absent = [str(path) for path in (*documents, *evidence) if not path.exists()]
    if absent:
        raise AnalyzerError("There is no such file or folder: " + ", ".join(absent) + ".")
    settings, _ = settings_of(config, documents, semantics)
    catalog = load_catalog()
    with show_progress(quiet or format == "json", "Reading the documents") as progress:
        run = review(documents, evidence, period_of(period, as_of, settings), catalog, settings, progress)
    if not run.documents:
        raise AnalyzerError("; ".join(f"{one.what}: {one.why}" for one in run.left_out) or "There is nothing to read.")
    names = (*((settings.organisation,) if settings.organisation else ()), *settings.names)
    left, found = residue(run.documents, names), commitments(run, catalog)
    missing = needs(found, run, catalog)
    if format == "json":
        typer.echo(render_json(run, left, found, missing))
    else:
        render(run, catalog, left, found, missing, Console())
    for one in run.left_out:
        typer.echo(f"Left out: {one.what}: {one.why}.", err=True)
    raise typer.Exit(1 if any(one.state == "broken" for one in found) else 0)
