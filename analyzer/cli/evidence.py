"""`goldenthread evidence`: the locker, a folder of exports as they came with a sealed ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from . import timestamp as timestamps
from .options import SOURCES

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="Keep exports unchanged in a locker: a folder with the files as they came and a sealed ledger of them.",
)  # fmt: skip
LOCKER = typer.Argument(help="The locker's folder.", show_default=False)
FILES = typer.Argument(help="Exports to add.", show_default=False, exists=True, dir_okay=False)
EXTRACTED = typer.Option(None, "--extracted-at", help="When they were made, such as 2026-06-30T17:00 (UTC).")
COUNT = typer.Option(None, "--count", min=0, help="The number of rows that the source reports.")


@app.command("add")
def add(
    locker: Path = LOCKER, files: list[Path] = FILES, extracted_at: datetime | None = EXTRACTED,
    count: int | None = COUNT, sources: list[Path] = SOURCES,
) -> None:  # fmt: skip
    """Add exports to a locker, which is made where there is none. Secrets that API exports carry are blanked out."""
    from ..catalog import load_catalog
    from ..errors import LockerError
    from ..evidence.describe import describe
    from ..evidence.locker import Locker

    catalog = load_catalog((), tuple(sources))
    redact = sorted({key for source in catalog.sources.values() for key in source.spec.redact})
    for file in files:
        known = describe(file, catalog)
        name = file.name if file.is_absolute() or ".." in file.parts else file.as_posix()
        try:
            entry = Locker(locker).add(
                file,
                name=name,
                source=known.source,
                rows=known.rows,
                extracted_at=extracted_at,
                source_count=count,
                redact=redact,
            )
        except OSError as error:
            raise LockerError(f"{file}: it cannot be added to {locker} ({error.strerror})") from error
        what = known.source or known.problem
        typer.echo(f"{entry.entry:4}  {entry.name}  {entry.sha256[:12]}  {what}")
        if entry.redacted:
            typer.echo(f"      blanked out before storing: {', '.join(entry.redacted)}")


@app.command("match")
def match(
    files: list[Path] = typer.Argument(help="Exports to look at.", show_default=False, exists=True),
    config: Path | None = typer.Option(None, "--config", help="A goldenthread.toml with corrections."),
    sources: list[Path] = SOURCES,
) -> None:
    """Show which tables exports are taken for, column by column, how sure that is, and how to correct it."""
    from datetime import date

    from ..catalog import load_catalog
    from ..config import Config, read_config
    from ..evidence.load import ADVICE_UNKNOWN
    from ..model import Period
    from ..pipeline import evidence_of

    catalog, today = load_catalog((), tuple(sources)), date.today()
    settings = read_config(config) if config else Config()
    period = Period(start=today.replace(month=1, day=1), end=today, as_of=today)
    loaded = evidence_of(files, catalog, period, settings)
    for file in loaded.files:
        tables = ", ".join(f"{table} ({rows:,} rows)" for table, rows in file.tables.items())
        typer.echo(f"{file.path}: {tables or 'no rows'}")
        if file.source != "matched":
            typer.echo(f"  recognised as {file.source}")
        for header, column in file.mapping.items():
            sure = f"  like it, {file.alike[header]:.0%}" if header in file.alike else ""
            typer.echo(f"  {header:28} {column}{sure}")
        if file.alike:
            table = next(iter(file.tables))
            columns = {file.mapping[header].partition(".")[2]: header for header in file.alike}
            typer.echo("  Until somebody confirms what was told by likeness, nothing that rests on it is supported:")
            typer.echo(_rule(Path(file.path).name, table, columns))
        for fault in file.faults:
            typer.echo(f"  {fault}")
    for left in loaded.left_out:
        typer.echo(f"{left.what}: left alone\n  {left.why}\n  {left.advice or ''}".rstrip())
        if left.advice == ADVICE_UNKNOWN:
            typer.echo(_rule(left.what, "...", {"column": "Header"}))


def _rule(file: str, table: str, columns: Mapping[str, str]) -> str:
    """A rule as it stands in goldenthread.toml; strings of JSON are strings of TOML."""
    named = ", ".join(f"{column} = {json.dumps(header, ensure_ascii=False)}" for column, header in columns.items())
    return f'    [[match]]\n    file = {json.dumps(file, ensure_ascii=False)}\n    table = "{table}"\n    columns = {{ {named} }}'


@app.command("list")
def list_entries(locker: Path = LOCKER) -> None:
    """List what a locker holds."""
    for entry in _locker(locker).entries():
        rows = "?" if entry.rows is None else f"{entry.rows:,}"
        typer.echo(f"{entry.entry:4}  {entry.added_at}  {rows:>9} rows  {entry.source or '-':28}  {entry.name}")


@app.command("show")
def show(locker: Path = LOCKER, entry: int = typer.Argument(help="The entry's number.", show_default=False)) -> None:
    """Show an entry of a locker: everything that the ledger knows of one file."""
    from ..errors import LockerError

    entries = {one.entry: one for one in _locker(locker).entries()}
    if entry not in entries:
        raise LockerError(f"{locker} has no entry {entry}; its entries are 1 to {len(entries)}")
    for name, value in entries[entry].model_dump().items():
        if value not in (None, ()):
            typer.echo(f"{name:14} {', '.join(value) if isinstance(value, tuple) else value}")
    typer.echo(f"{'file':14} {_locker(locker).file_of(entries[entry])}")


@app.command("verify")
def verify(
    locker: Path = LOCKER, config: Path | None = timestamps.CONFIG,
    certificates: Path | None = typer.Option(None, "--certificates", help="PEM of the time-stamp authority's root."),
) -> None:  # fmt: skip
    """Check that nothing in a locker changed since it was added, and its time-stamps, offline; exit code 2 where something did."""
    from ..errors import LockerError
    from ..evidence.locker import PROVES

    there = _locker(locker)
    stamp_faults, stamped = timestamps.verify_stamps(there, config, certificates)
    faults = [*there.verify(), *stamp_faults]
    if faults:
        raise LockerError("\n".join([f"{locker} does not agree with its ledger:", *(f"  {fault}" for fault in faults)]))
    entries = there.entries()
    typer.echo(f"{len(entries)} entries, each file as it was added, the ledger unbroken.")
    for line in stamped:
        typer.echo(line)
    if entries:
        typer.echo(f"Hash of the newest entry: {entries[-1].hash}")
        typer.echo("Keep that hash somewhere else: with it, entries removed from the end are noticed too.")
    typer.echo(PROVES)


app.command("timestamp")(timestamps.timestamp)


def _locker(folder: Path) -> Any:
    from ..errors import LockerError
    from ..evidence.locker import LEDGER, Locker, is_locker

    if not is_locker(folder):
        raise LockerError(f"{folder} is no locker: it has no {LEDGER}. `goldenthread evidence add` makes one")
    return Locker(folder)
