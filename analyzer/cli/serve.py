"""`goldenthread serve`: the review page on this machine, with decisions that stay."""

from __future__ import annotations

import contextlib
from pathlib import Path

import typer


def serve(
    documents: list[Path] = typer.Argument(
        None, help="Files and folders to review; those of the configuration when left out.", show_default=False
    ),
    evidence: list[Path] = typer.Option(
        [], "--evidence", "-e", help="A file, a folder of exports, or a locker.", show_default=False
    ),
    period: str | None = typer.Option(None, help="First and last day, as 2026-01-01..2026-06-30."),
    as_of: str | None = typer.Option(None, "--as-of", help="The day that snapshots speak for; else the period's last."),
    config: Path | None = typer.Option(None, help="A goldenthread.toml; the one beside the documents when left out."),
    port: int = typer.Option(0, min=0, max=65535, help="The port on 127.0.0.1; any that is free when left out."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Show no progress."),
    semantics: bool = typer.Option(True, help="Decide topics by meaning beside wording, or by wording alone."),
    wordings: bool = typer.Option(True, help="Look for a wording that is true where a promise does not hold."),
    topics: list[Path] = typer.Option([], "--topics", help="A folder of your own topics.", show_default=False),
    sources: list[Path] = typer.Option([], "--sources", help="A folder of your own sources.", show_default=False),
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
    wanted = list(documents or []) or [base / name for name in settings.documents]
    given = list(evidence) or [base / name for name in settings.evidence]
    if not wanted:
        raise AnalyzerError("Nothing to review. Name documents, or list them in a goldenthread.toml here.")
    absent = [str(path) for path in (*wanted, *given) if not path.exists()]
    if absent:
        raise AnalyzerError("There is no such file or folder: " + ", ".join(absent) + ".")
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
