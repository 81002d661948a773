"""Truth over the period: each promise about a state, judged again on every day of which a locker holds exports.

A single snapshot speaks for a day. Where a locker holds several, each promise is judged on each of them as a review of that day
would have, with the tests of completeness and accuracy of that day, and the days are joined to spans.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from ..catalog import Catalog
from ..evidence.assurance.tests.stale_evidence import STALE_DAYS
from ..evidence.locker import Locker
from ..judge import Evidence
from ..model import AssuranceResult, EvidenceFile, Period, Verdict
from .dating import Dating
from .days import Load, Look
from .joining import Instant, join
from .lists import TABLE as USERS
from .lists import Doubt, UserList, compared
from .log import Log, read_log
from .states import is_of_a_state, tables_held_against, tables_read
from .streams import Stream, files_between, streams_of

ASIDE = timedelta(days=STALE_DAYS)  # so far outside the period an export may bound its first or last days


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The verdicts with the history of their promises, and how the user lists of the period agree with the log."""

    verdicts: list[Verdict]
    assurance: tuple[AssuranceResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A promise whose history a locker may tell.

    Attributes:
        at: its place among the verdicts.
        streams: what its check may read.
        beside: what the tests of completeness and accuracy hold it against.
        days: on which there is something new to see.
    """

    at: int
    streams: tuple[Stream, ...]
    beside: tuple[Stream, ...]
    days: frozenset[date]

    def uncovered(self, day: date) -> str:
        """Why the exports say nothing of a day; empty where they do."""
        missing = dict.fromkeys(one.lacks(day) for one in self.streams if not one.covers(day))
        return "; ".join(missing)


def with_history(
    verdicts: Sequence[Verdict], judged_on: Evidence, evidence: Sequence[Path], files: Sequence[EvidenceFile], catalog: Catalog,
    load: Load, progress: Callable[[int, int], None] = lambda done, of: None,
) -> History:  # fmt: skip
    """The verdicts with what became of each promise over the period, where the exports of several days tell it.

    Args:
        judged_on: what the verdicts were judged on; exceptions that it knows excuse on the days on which they were valid.
        evidence: the paths that the review was given.
        files: the files that it read.
        load: reads files that were found into tables, for a period.
        progress: called with the number of days that were looked at, and of how many.

    Raises:
        LockerError: if the ledger of a locker does not hold together.
    """
    period = judged_on.period
    end = min(period.end, period.as_of)
    first, last = period.start - ASIDE, end + ASIDE
    streams = streams_of(evidence, files, catalog)
    told = [
        _Told(at=at, streams=own, beside=_feeding(streams, tables_held_against(verdict, catalog)), days=frozenset(days))
        for at, verdict in enumerate(verdicts)
        if (own := _behind(verdict, streams, catalog)) and len(days := [day for day in _days(own) if first <= day <= last]) > 1
    ]
    rosters = _feeding(streams, frozenset({USERS}))
    log = read_log(judged_on.store, files, streams, first, last) if judged_on.store and rosters else Log()
    of_rosters = {day for day in _days(rosters) if first <= day <= last} if log.changes else set[date]()
    every = sorted({*(day for one in told for day in one.days), *of_rosters})
    look = Look(evidence=evidence, judged_on=judged_on, catalog=catalog, load=load)
    seen: dict[int, list[Instant]] = {one.at: [] for one in told}
    lists: list[UserList] = []
    for done, day in enumerate(every, start=1):
        due = [one for one in told if day in one.days and not one.uncovered(day)]
        progress(done, len(every))
        if not due and day not in of_rosters:
            continue
        beside = (*rosters, *(stream for one in due for stream in one.beside))
        found = look.at(day, [(verdicts[one.at], one.streams) for one in due], beside)
        for one, instant in zip(due, found.instants, strict=True):
            seen[one.at].append(instant)
        lists += found.lists
    doubts, assurance = compared(lists, log)
    directories = sorted({one.system for one in lists})
    result = list(verdicts)
    for one in told:
        of_roles = "privileged" in verdicts[one.at].binding.scope
        instants = Dating(log=log, directories=directories, of_roles=of_roles).dated(seen[one.at])
        result[one.at] = replace(result[one.at], history=join(instants, period.start, end, partial(_unclear, one, doubts)))
    return History(verdicts=result, assurance=() if assurance is None else (assurance,))


def _unclear(one: _Told, doubts: Sequence[Doubt], day: date) -> str:
    """Why nothing is known of a day: no export speaks for it, or the user lists around it do not tell who had an account."""
    of_users = doubts if any(USERS in stream.tables for stream in one.streams) else ()
    return one.uncovered(day) or next((doubt.why for doubt in of_users if doubt.first <= day <= doubt.last), "")


def files_looked_at(locker: Path, period: Period) -> list[Path]:
    """The files of a locker that `with_history` may read for a period.

    Raises:
        LockerError: if the ledger of the locker does not hold together.
    """
    return files_between(Locker(locker), period.start - ASIDE, min(period.end, period.as_of) + ASIDE)


def _behind(verdict: Verdict, streams: Sequence[Stream], catalog: Catalog) -> tuple[Stream, ...]:
    """The streams that feed what the check behind a verdict may read; none where a file of it is in no stream."""
    if verdict.query is None or not is_of_a_state(verdict, catalog):
        return ()
    if not all(any(sha in stream.files for stream in streams) for sha in verdict.query.files.values()):
        return ()
    return _feeding(streams, tables_read(verdict, catalog))


def _feeding(streams: Sequence[Stream], tables: frozenset[str]) -> tuple[Stream, ...]:
    return tuple(stream for stream in streams if stream.tables & tables)


def _days(streams: Sequence[Stream]) -> list[date]:
    """The days on which one of the streams of states has an export; events that are collected show no state."""
    return sorted({day for stream in streams if not stream.of_events for day in stream.exports})
