"""Hours of the day by which something is done: of the day of each record, or of that on which something else happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each
from ..claim import Asked
from ..profile import RecordSet
from ..telling import own_words
from ..words import beginnings, stems

CUTOFF = re.compile(
    r"\b(?:by|before|no later than|not later than|until):?\s+(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\b"
    r"(?:\s*(?:hours?|h|UTC|GMT|CES?T))?\s*(?P<on>on the (?:same )?(?:business |working )?day\b.*|(?:on )?the (?:next|following) "
    r"(?:calendar |business |working )?day\b)?",
    re.IGNORECASE | re.DOTALL,
)
NEXT = re.compile(r"\b(?:next|following)\b", re.IGNORECASE)
FRIDAY = 4
OVERNIGHT = timedelta(hours=12)  # what begins that much later than the hour named has until that hour of the next day


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of moments that have to lie before an hour of a day ("by 18:00 on the day they are opened", "Shut by | 18:00")."""
    found = CUTOFF.search(asked.text)
    if not found:
        return
    timed = [c for c in records.columns if c.kind == "moment" and c.about and not c.only_days]
    ends = [c for c in timed if own_words(c, records) <= stems(asked.text[: found.start()])]
    days = [c for c in records.columns if c.kind == "moment" and c not in ends]
    if found["on"]:
        behind, named = stems(found["on"]), [c for c in days if c.about]
        begins = [c for c in named if own_words(c, records) <= behind] or [c for c in named if frozenset(c.about) & beginnings()]
    else:
        whole = [c for c in days if c.only_days]
        whole = [c for c in whole if "" not in c.values] if len(whole) > 1 else whole
        begins = whole or ([c for c in days if frozenset(c.about) & beginnings()] if ends else [])
    if len(ends) == 1 and len(begins) == 1:
        yield Candidate(
            kind="cutoff", measured=True, test=each(in_hours), records=records, column=ends[0], start=begins[0], scope=scope,
            score=5.0,
        )  # fmt: skip


def in_hours(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record was done by the hour named of the day named."""
    began, ended = candidate.records.moment(row, candidate.start), candidate.records.moment(row, candidate.column)
    found = CUTOFF.search(asked.text)
    if began is None or ended is None or found is None:
        return None, (row.get(candidate.column.header) or "").strip() or "nothing", "the evidence does not date both"
    day = began.date()
    if NEXT.search(found["on"] or ""):
        day += timedelta(days=1)
        while re.search(r"business|working", found["on"] or "", re.IGNORECASE) and day.weekday() > FRIDAY:
            day += timedelta(days=1)
    last = datetime.combine(day, time(int(found["hour"]), int(found["minute"])))
    if not found["on"] and _begun_after(candidate, row, last + OVERNIGHT, ended):
        last += timedelta(days=1)
    shown = f"{candidate.start.header if candidate.start else ''} is {began}, {candidate.column.header} {ended}"
    return ended <= last, str(ended), shown


def _begun_after(candidate: Candidate, row: Mapping[str, str], earliest: datetime, ended: datetime) -> bool:
    """Whether what a record tells of began later than a moment: a day in a log of nights is the one on which the night begins."""
    moments = (candidate.records.moment(row, c) for c in candidate.records.columns if c.kind == "moment" and not c.only_days)
    return any(earliest <= moment < ended for moment in moments if moment)
