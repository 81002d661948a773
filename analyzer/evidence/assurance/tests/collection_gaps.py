"""Times of the period that no successful run of a collector covers, and runs that were turned away for too many requests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from statistics import median

from ..manifest import listed_files
from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Runs of collectors and the period"
PART = "completeness"
GUARDS = "every"
LIMITS = (
    "A run that calls itself a success and got nothing is believed; gaps are told from one and a half times the usual window on."
    " Runs on demand, whose files state their own windows, are not tested here."
)
TABLE = "collector_runs"
DONE = re.compile(r"succ|complete|ok|pass|done", re.IGNORECASE)
NOT_DONE = re.compile(r"fail|error|partial|incomplete|not ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Run:
    connector: str
    status: str
    refused: int
    start: datetime
    end: datetime

    @property
    def is_done(self) -> bool:
        return bool(DONE.search(self.status)) and not NOT_DONE.search(self.status)


def run(material: Material) -> Iterable[Outcome]:
    """Merge the windows of the successful runs of each connector and subtract them from the period."""
    if not material.has(TABLE):
        return []
    _, rows = material.store.rows(
        f"select coalesce(connector, 'collector'), coalesce(status, ''), coalesce(http_429, 0),"
        f" coalesce(window_start, started_at), coalesce(window_end, ended_at, started_at) from {TABLE}"
        f" where coalesce(window_start, started_at) is not null and coalesce(kind, '') <> 'on demand'"
    )
    runs = [_Run(str(who), str(status), int(refused), start, end) for who, status, refused, start, end in rows]
    failures = []
    for connector in sorted({one.connector for one in runs}):
        own = [one for one in runs if one.connector == connector]
        tables = _tables(connector, material)
        gaps = _gaps(own, material)
        if gaps:
            places = [f"{connector}: {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}" for start, end in gaps]
            why = f"no successful run of {connector} covers {listed([place.partition(': ')[2] for place in places])}"
            failures.append(failed(tables, why, "times are covered by no run", places))
        refused = [one for one in own if one.refused and not one.is_done]
        if refused:
            days = [f"{connector}: {one.start:%Y-%m-%d %H:%M}" for one in refused]
            why = f"{len(refused)} runs of {connector} were refused for too many requests and did not succeed"
            failures.append(failed(tables, why, "runs were refused for too many requests", days))
    if not runs and material.store.rows(f"select 1 from {TABLE} where kind = 'on demand' limit 1")[1]:
        return []
    if not runs:
        return [Outcome(passed=None, tables=(TABLE,), why="the runs of collectors carry neither windows nor times")]
    every = {table for one in runs for table in _tables(one.connector, material)}
    return in_order(failures, f"{len(runs)} runs cover the whole period", sorted(every))


def _tables(connector: str, material: Material) -> tuple[str, ...]:
    """The tables that came out of a connector's files, as the manifest and the recognised sources tell it."""
    word = re.split(r"\W+", connector.lower())[0]
    named = [one.tables for one in listed_files(material) if word and word in one.text("source_system").lower()]
    named += [tuple(file.tables) for file in material.files if word and word in (file.source or "").lower().split("/")]
    return tuple(dict.fromkeys((*(table for tables in named for table in tables), TABLE)))


def _gaps(runs: list[_Run], material: Material) -> list[tuple[datetime, datetime]]:
    """What the successful runs leave uncovered, longer than one and a half times what one attempt is after another."""
    first = datetime.combine(material.period.start, time())
    last = datetime.combine(min(material.period.end, material.period.as_of), time())
    tried = sorted(runs, key=lambda one: one.start)
    steps = [(b.start - a.start).total_seconds() for a, b in pairwise(tried) if b.start > a.start]
    windows = [(one.end - one.start).total_seconds() for one in tried]
    cadence = timedelta(seconds=max(median(windows), median(steps) if steps else 0.0))
    ordered = [one for one in tried if one.is_done]
    if not ordered:
        return [(first, last)]
    gaps, reached = [], first
    for one in ordered:
        if one.start - reached > 1.5 * cadence:
            gaps.append((reached, one.start))
        reached = max(reached, one.end)
    if last - reached > 1.5 * cadence:
        gaps.append((reached, last))
    return gaps
