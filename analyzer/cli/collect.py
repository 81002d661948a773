"""`goldenthread collect`: facts from the systems themselves into a locker, read-only."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import typer

from .options import QUIET, SOURCES
from .review import show_progress

if TYPE_CHECKING:
    from ..collect import Collected, Collector

DEFAULT_LOCKER = Path("locker")
SHOWN_GAPS = 20


def collect(
    context: typer.Context,
    vendor: str = typer.Argument(None, help="The system to collect from; all are listed when left out.", show_default=False),
    into: Path = typer.Option(DEFAULT_LOCKER, "--into", help="The locker's folder; it is made where there is none."),
    only: list[str] = typer.Option([], "--only", help="Parts to collect, with commas or several times; all when left out."),
    since: str | None = typer.Option(None, "--since", help="Collect events from this day on, such as 2026-01-01 (UTC)."),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Print the calls that would be made and the system's own options, and call nothing."
    ),
    credentials: bool = typer.Option(False, "--credentials", help="Print which credentials and rights are needed."),
    quiet: bool = QUIET,
    sources: list[Path] = SOURCES,
) -> None:
    """Collect from a system with read-only credentials; run it again after an interrupt and it goes on where it stopped."""
    from ..collect import CollectError, credentials_page, find_collector, parsed, selected, vendors
    from ..collect import collect as run_collect

    if not vendor:
        for name in sorted(vendors(sources)):
            typer.echo(f"{name:12} {find_collector(name, sources).title}")
        return
    if credentials:
        typer.echo(credentials_page(vendor, sources).rstrip())
        return
    collector = find_collector(vendor, sources)
    options = parsed(collector.options, context.args, os.environ)
    parts = [name.strip() for one in only for name in one.split(",") if name.strip()]
    if dry_run:
        _print_plan(collector, parts)
        return
    selected(collector, parts)
    try:
        with show_progress(quiet, "Connecting") as progress:
            done = run_collect(
                collector, into, options=options, environ=os.environ, only=parts, since=_moment(since), progress=progress
            )
    except KeyboardInterrupt:
        raise CollectError("Interrupted", "Run the same command again to go on where it stopped") from None
    except OSError as error:
        raise CollectError(f"{into} cannot be written ({error.strerror})") from error
    _print_result(done, into)
    if not any(not name.rpartition(".run.")[1] for name in done.files):
        raise typer.Exit(2)


def _moment(text: str | None) -> datetime | None:
    from ..collect import CollectError

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CollectError(f"--since takes a day such as 2026-01-01, not {text!r}") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _print_plan(collector: Collector, only: list[str]) -> None:
    from ..collect import selected

    parts = selected(collector, only)
    typer.echo(f"{collector.title}: these calls would be made; each only reads.")
    permissions = {part.permission for part in parts}
    shared = permissions.pop() if len(permissions) == 1 and len(parts) > 1 else ""
    if shared:
        typer.echo(_wrapped(f"Every part needs {shared}.", ""))
    for part in parts:
        typer.echo("\n" + _wrapped(f"{part.name}: {part.title} -> {', '.join(part.tables) or 'no table'}", ""))
        if part.permission and part.permission != shared:
            typer.echo(_wrapped(f"needs {part.permission}"))
        if part.permission and part.lost:
            typer.echo(_wrapped(f"without it this is not shown: {part.lost}"))
        for call in part.calls:
            typer.echo(_wrapped(call))
    if collector.options:
        typer.echo("\nOptions of this collector's own:")
        for option in collector.options:
            variable = f" (or {option.variable})" if option.variable else ""
            typer.echo(_wrapped(f"--{option.name:14} {option.help}{variable}", "  ", " " * 19))


def _wrapped(text: str, first: str = "  ", rest: str = "    ") -> str:
    """A line as lines of at most 80 characters; calls and options are not broken at their hyphens."""
    return fill(text, 80, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False)


def _print_result(done: Collected, locker: Path) -> None:
    if done.resumed:
        typer.echo("Went on with the run that was interrupted.", err=True)
    accounts = ", ".join(f"{one.name} ({one.account})" if one.name else one.account for one in done.targets)
    counts = f"{done.stats.calls:,} calls, {done.stats.pages:,} answers kept"
    typer.echo(f"{len(done.files)} files from {accounts} into {locker}: {counts}.")
    for note in done.notes:
        typer.echo(f"Note: {note}.", err=True)
    if done.gaps:
        gaps = "1 gap; nothing that rests on it" if len(done.gaps) == 1 else f"{len(done.gaps)} gaps; nothing that rests on them"
        typer.echo(f"{gaps} will be supported:", err=True)
        for gap in done.gaps[:SHOWN_GAPS]:
            typer.echo(f"  {gap.account}, {gap.part}, {gap.what}: {gap.why}." + (f" {gap.advice}." if gap.advice else ""), err=True)
        if len(done.gaps) > SHOWN_GAPS:
            typer.echo(f"  and {len(done.gaps) - SHOWN_GAPS} more, in the record of the run in the locker", err=True)
