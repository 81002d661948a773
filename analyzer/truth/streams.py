"""The exports of a locker that follow each other, and the days that they cover.

A stream is a part that a collector brings run after run, or an export that is added again and again under one name. It covers
the days between two exports that follow each other as closely as the stream usually does; a longer gap is covered by nothing,
whatever stands on its two sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median

from ..catalog import Catalog
from ..evidence.assurance.tests.stale_evidence import STALE_DAYS
from ..evidence.locker import Entry, Locker, is_locker
from ..evidence.snapshots import day_of, whole_runs
from ..model import EvidenceFile

LATE = 1.5  # an export is missing where the next one is this many times as far away as is usual
WEEKEND = 4  # days; a long weekend is no gap
FEWEST = 3  # exports that tell what is usual


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Exports that follow each other.

    Attributes:
        key: what the entries of its ledger have in common.
        title: what it is, for people.
        exports: by the day, in order, the hashes of the files that were whole on it; of several on one day those of the last.
        tables: what it may fill.
        of_events: whether it holds what happened, and not how things stood.
        windows: of events that a collector brought, the time that its runs speak for, in UTC.
    """

    key: tuple[str, ...]
    title: str
    exports: dict[date, frozenset[str]]
    tables: frozenset[str]
    of_events: bool = False
    windows: tuple[tuple[datetime, datetime], ...] = ()

    @cached_property
    def files(self) -> frozenset[str]:
        """The hashes of all its files."""
        return frozenset(sha for files in self.exports.values() for sha in files)

    @cached_property
    def longest(self) -> int:
        """The number of days from one export to the next beyond which one is missing."""
        steps = [(b - a).days for a, b in pairwise(self.exports)]
        return min(STALE_DAYS, max(WEEKEND, int(LATE * median(steps)))) if len(self.exports) >= FEWEST else STALE_DAYS

    @cached_property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """The days that it covers: those of its exports, and those between two that are near enough."""
        between = [(a, b) for a, b in pairwise(self.exports) if (b - a).days <= self.longest]
        windows = [(start.date(), end.date()) for start, end in self.windows]
        merged: list[tuple[date, date]] = []
        for first, last in sorted(windows or [*((day, day) for day in self.exports), *between]):
            if merged and first <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(last, merged[-1][1])
            else:
                merged.append((first, last))
        return tuple(merged)

    def covers(self, day: date) -> bool:
        """Whether its exports speak for a day."""
        return any(first <= day <= last for first, last in self.spans)

    def lacks(self, day: date) -> str:
        """What it lacks of a day that it does not cover."""
        before = max((last for _, last in self.spans if last < day), default=None)
        after = min((first for first, _ in self.spans if first > day), default=None)
        if before and after:
            return f"no export of {self.title} between {before} and {after}"
        return f"no export of {self.title} " + (f"after {before}" if before else f"before {after}" if after else "is whole")

    def latest(self, day: date) -> frozenset[str]:
        """The files of the last export that is not later than a day."""
        return next((files for one, files in reversed(self.exports.items()) if one <= day), frozenset())


def streams_of(evidence: Iterable[Path], files: Sequence[EvidenceFile], catalog: Catalog) -> list[Stream]:
    """The streams of the lockers among paths; an export that does not say when it was made is in none.

    Args:
        files: what a review read, which tells what exports are that no source recognises.

    Raises:
        LockerError: if the ledger of a locker does not hold together.
    """
    filled: dict[str, set[str]] = {}
    for file in files:
        filled.setdefault(file.sha256, set()).update(file.tables)
    return [stream for path in evidence if is_locker(path) for stream in _of_ledger(Locker(path).entries(), filled, catalog)]


def key_of(entry: Entry) -> tuple[str, ...]:
    """What an entry has in common with the others of its stream."""
    one = entry.collected
    return (one.vendor, one.account, one.part, one.kind) if one else (entry.name, entry.source or "")


def _is_of_events(entry: Entry) -> bool:
    return entry.collected is not None and entry.collected.kind == "events"


def _runs(entries: Sequence[Entry]) -> dict[tuple[str, ...], list[tuple[Entry, ...]]]:
    """The whole exports of each stream, those of one run of a collector together."""
    found: dict[tuple[str, ...], list[tuple[Entry, ...]]] = {key: runs for key, runs in whole_runs(entries).items() if runs}
    for entry in entries:
        if not entry.collected and entry.extracted_at and entry.complete is not False:
            found.setdefault(key_of(entry), []).append((entry,))
    return found


def _of_ledger(entries: Sequence[Entry], filled: Mapping[str, set[str]], catalog: Catalog) -> Iterable[Stream]:
    for key, runs in _runs(entries).items():
        tables, of_events = _tables(runs, filled, catalog), all(_is_of_events(run[0]) for run in runs)
        yield Stream(
            key=key, title=_title(runs[0][0]), exports=_by_day(runs, catalog), tables=tables,
            of_events=of_events or any(catalog.tables[table].events_at for table in tables),
            windows=tuple(window for run in runs if of_events and (window := _window(run))),
        )  # fmt: skip


def _title(entry: Entry) -> str:
    one = entry.collected
    return f"{one.vendor} {one.account}, {one.part}" if one else entry.name


def files_between(locker: Locker, first: date, last: date) -> list[Path]:
    """The files that a look at any day between two may read: all of these days, and what was the latest whole export before.

    Raises:
        LockerError: if the ledger of the locker does not hold together.
    """
    entries = locker.entries()
    whole = [entry for runs in _runs(entries).values() for run in runs for entry in run]
    days = [day_of(one) for one in whole if first <= day_of(one) <= last and not _is_of_events(one)]
    if not days:
        return []
    oldest: dict[tuple[str, ...], date] = {}
    for entry in whole:
        if day_of(entry) <= min(days):
            oldest[key_of(entry)] = max(day_of(entry), oldest.get(key_of(entry), date.min))
    from_there = [one for one in entries if _is_of_events(one) or day_of(one) >= oldest.get(key_of(one), date.min)]
    kept = [one for one in from_there if day_of(one) <= last]
    return [path for one in kept if (path := locker.file_of(one)).is_file()]


def _tables(runs: Sequence[Sequence[Entry]], filled: Mapping[str, set[str]], catalog: Catalog) -> frozenset[str]:
    """What files fill: by the sources that recognise them, and by what came out of them."""
    entries = [entry for run in runs for entry in run]
    named = dict.fromkeys(name for entry in entries for name in (entry.source or "").split(", "))
    known = [catalog.sources[name].spec.tables for name in named if name in catalog.sources]
    return frozenset(table for tables in (*known, *(filled.get(entry.sha256, ()) for entry in entries)) for table in tables)


def _by_day(runs: Sequence[Sequence[Entry]], catalog: Catalog) -> dict[date, frozenset[str]]:
    """The files of each day that say something; of several runs on a day those of the last in the ledger."""
    ordered = sorted(runs, key=lambda run: max(one.entry for one in run))
    found = {max(map(day_of, run)): frozenset(one.sha256 for one in run if _says_something(one, catalog)) for run in ordered}
    return dict(sorted(found.items()))


def _says_something(entry: Entry, catalog: Catalog) -> bool:
    """Whether a file has rows that fill tables; what a collector brings and no source knows is only kept."""
    return entry.rows != 0 and (entry.collected is None or entry.source in catalog.sources)


def _window(run: Sequence[Entry]) -> tuple[datetime, datetime] | None:
    """The time that all the files of a run of events speak for."""
    windows = [one.window.partition("..") for one in run if one.window]
    return (max(moment(one[0]) for one in windows), min(moment(one[2]) for one in windows)) if windows else None


def moment(text: str) -> datetime:
    """A moment of the ledger, in UTC."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
