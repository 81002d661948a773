"""`goldenthread template`: what a template would commit a company to, before it is adopted."""

from __future__ import annotations

from pathlib import Path

import typer

from .options import AS_OF, CONFIG, EVIDENCE, PERIOD, QUIET, SEMANTICS, check_exist


def template(
    documents: list[Path] = typer.Argument(..., help="Files and folders to read.", show_default=False),
    evidence: list[Path] = EVIDENCE,
    period: str | None = PERIOD,
    as_of: str | None = AS_OF,
    config: Path | None = CONFIG,
    library: Path | None = typer.Option(None, help="A file of fingerprints; says which words stand in the texts that it knows."),
    learn: Path | None = typer.Option(None, help="Add the fingerprints of the documents to this file, and review nothing."),
    format: str = typer.Option("terminal", "--format", "-f", help="terminal or json."),
    quiet: bool = QUIET,
    semantics: bool = SEMANTICS,
) -> None:
    """List what is left of a template in documents, each promise that they make, and the evidence that it takes to show it."""
    from rich.console import Console

    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..pipeline import review
    from ..template import boilerplate, commitments, needs, read_library, residue
    from ..template.report import render, render_json
    from .review import period_of, settings_of, show_progress

    if format not in ("terminal", "json"):
        raise AnalyzerError(f"--format takes terminal or json, not {format!r}.")
    check_exist(*documents, *evidence)
    known = read_library(library) if library is not None else []
    if learn is not None:
        _learn(documents, learn)
        return
    settings, _ = settings_of(config, documents, semantics)
    catalog = load_catalog()
    with show_progress(quiet or format == "json", "Reading the documents") as progress:
        run = review(documents, evidence, period_of(period, as_of, settings), catalog, settings, progress)
    if not run.documents:
        raise AnalyzerError("; ".join(f"{one.what}: {one.why}" for one in run.left_out) or "There is nothing to read.")
    names = (*((settings.organisation,) if settings.organisation else ()), *settings.names)
    left, found = residue(run.documents, names), commitments(run, catalog)
    missing, borrowed = needs(found, run, catalog), boilerplate(run.documents, known, names) if known else []
    if format == "json":
        typer.echo(render_json(run, left, found, missing, borrowed))
    else:
        render(run, catalog, left, found, missing, Console(), borrowed)
    for one in run.left_out:
        typer.echo(f"Left out: {one.what}: {one.why}.", err=True)
    raise typer.Exit(1 if any(one.state == "broken" for one in found) else 0)


def _learn(documents: list[Path], file: Path) -> None:
    """Add the fingerprints of documents to a library, which is made where there is none."""
    from ..pipeline import read_documents
    from ..reports.text import counted
    from ..template import learned, read_library, write_library

    read_in, left_out = read_documents(documents)
    sources = learned(read_in, read_library(file) if file.exists() else ())
    write_library(file, sources)
    paragraphs = sum(len(one.sketches) for one in sources)
    of, texts = counted(paragraphs, "paragraph"), counted(len(sources), "text")
    typer.echo(f"{file} holds fingerprints of {of} from {texts}, and none of their words.")
    for one in left_out:
        typer.echo(f"Left out: {one.what}: {one.why}.", err=True)
