"""`goldenthread serve`: the review page on this machine, with decisions that stay."""

from __future__ import annotations

import contextlib
from pathlib import Path

import typer

from .options import AS_OF, CONFIG, DOCUMENTS, EVIDENCE, PERIOD, QUIET, SEMANTICS, SOURCES, TOPICS, WORDINGS, inputs


def serve(
    documents: list[Path] = DOCUMENTS,
    evidence: list[Path] = EVIDENCE,
    period: str | None = PERIOD,
    as_of: str | None = AS_OF,
    config: Path | None = CONFIG,
    port: int = typer.Option(0, min=0, max=65535, help="The port on 127.0.0.1; any that is free when left out."),
    quiet: bool = QUIET,
    semantics: bool = SEMANTICS,
    wordings: bool = WORDINGS,
    topics: list[Path] = TOPICS,
    sources: list[Path] = SOURCES,
) -> None:
    """Review, and show the page on this machine alone; what is decided there is kept in decisions.toml beside the configuration.

    The address holds a secret, so nobody else gets in; Ctrl+C ends it.
    """
    from ..catalog import load_catalog
    from ..decisions.file import NAME
    from ..errors import AnalyzerError
    from ..model import Run
    from ..pipeline import review
    from ..serving import Desk, Server
    from .review import decisions_folder, period_of, settings_of, show_progress

    settings, base = settings_of(config, documents or [], semantics)
    wanted, given = inputs(documents, evidence, settings, base)
    if not wanted:
        raise AnalyzerError("Nothing to review. Name documents, or list them in a goldenthread.toml here.")
    catalog = load_catalog(tuple(topics), tuple(sources))
    days = period_of(period, as_of, settings)

    def again() -> Run:
        current, _ = settings_of(config, documents or [], semantics)
        if not wordings:
            current = current.model_copy(update={"wordings": False})
        with show_progress(quiet) as progress:
            return review(wanted, given, days, catalog, current, progress)

    path = decisions_folder(config, documents or []) / NAME
    desk = Desk(again, catalog, path)
    try:
        server = Server(desk.answer, port)
    except OSError as error:
        raise AnalyzerError(f"Port {port} cannot be listened on: {error.strerror or error}. Name another with --port.") from error
    typer.echo(f"{server.address}\nDecisions go to {path}. Ctrl+C ends it.")
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
