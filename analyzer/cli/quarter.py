"""`goldenthread quarter`: a quarter reviewed, compared with the one before, and kept; for cron and CI."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import QUIET, SEMANTICS, SOURCES, TOPICS

if TYPE_CHECKING:
    from ..config import Config
    from ..pipeline import Progress
    from ..quarter_page import Brought


def quarter(
    quarter: str = typer.Argument(..., help="Such as 2026-Q3.", show_default=False),
    into: Path | None = typer.Option(None, "--into", help="Where reviews are kept; `quarters` beside the configuration."),
    config: Path = typer.Option(Path("goldenthread.toml"), help="It names the documents and the evidence."),
    format: list[str] = typer.Option([], "--format", "-f", help="A format of reports; all of them when left out."),
    bundle: bool = typer.Option(False, "--bundle", help="Put the file for the auditor beside the reports."),
    fail_on: str = typer.Option("any", "--fail-on", help="What makes the exit code 1: any, material, new, regressions, never."),
    collect: bool = typer.Option(True, help="Collect first what the configuration names, or review what is there."),
    quiet: bool = QUIET,
    semantics: bool = SEMANTICS,
    topics: list[Path] = TOPICS,
    sources: list[Path] = SOURCES,
) -> None:
    """Collect what is configured, review a quarter, compare it with the quarter before, and keep all in one folder.

    Exit codes: 0 nothing contradicted, 1 potential misstatements, 2 it was not done, or not all of it.
    """
    from ..catalog import load_catalog
    from ..comparing.gate import check_known, fails
    from ..quarter import review_quarter
    from .review import check_formats, settings_of, show_progress

    check_known(fail_on)
    settings, base = settings_of(config, [], semantics)
    folder = into or base / "quarters"
    check_formats(format, folder)
    catalog = load_catalog(tuple(topics), tuple(sources))
    with show_progress(quiet) as progress:
        done = review_quarter(
            quarter, config, settings, folder, catalog, today=datetime.now(UTC).date(), wanted=list(dict.fromkeys(format)),
            bundle=bundle, topics=topics, sources=sources, progress=progress,
            fetch=lambda: _fetch(settings, base, sources, progress) if collect else (),
        )  # fmt: skip
    typer.echo(f"{done.line} {done.folder / 'index.html'}")
    for failure in done.failures:
        typer.echo(f"goldenthread: {failure}", err=True)
    raise typer.Exit(2 if done.failures else int(fails(done.run, done.found, fail_on)))


def _fetch(settings: Config, base: Path, sources: list[Path], progress: Progress) -> list[Brought]:
    from ..collect import collect_configured
    from ..quarter_page import Brought
    from ..reports.text import counted

    fetched = collect_configured(settings.collect, base, os.environ, sources=sources, progress=progress)
    return [
        Brought(
            system=one.title, problem=one.problem, told=f"{counted(one.files, 'file')} came." if one.files else "",
            gaps=tuple(f"{gap.part}, {gap.what}: {gap.why}." for gap in one.done.gaps) if one.done else (),
        )
        for one in fetched
    ]  # fmt: skip
