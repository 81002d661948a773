"""From when the time of a deadline runs: the column of moments that a claim names, or the only one that can be its beginning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from .claim import Asked
from .profile import Column, RecordSet
from .telling import PEOPLE, WHO, endings, own_words
from .words import beginnings, stem, stems, tokens

LEAST_DATED = 3  # records; of fewer their order may be chance
OF_PEOPLE = stems("termination lastday hire join leaver")
LAST_DAYS = stems("lastday end ended ends leave left leaving exit termination last day contract")
JOINS = stems("hire hired join joining joiner joined")
FIRST_DAY = re.compile(
    r"(?:start|started|first day|join(?:ed|ing)?|hired?|hiring|employed|entry|onboard(?:ed|ing)?)(?: (?:date|day|on|at|since))?"
    r"|date of (?:joining|hire|entry)",
    re.IGNORECASE,
)
ENDMOST = stems("last first latest earliest")  # which of several is meant, and not what
ROLLING = frozenset(("last", "latest", "previous", "next", "recent"))  # words of moments that move on with each repetition


def beginning_of(asked: Asked, end: Column, moments: Sequence[Column], records: RecordSet) -> Column | None:
    """The column from which the time runs: the one that the claim names, or the only one that can be its beginning."""
    dated = [c for c in moments if c is not end and not is_target(c)]
    others = [c for c in dated if c.about]
    named = [
        c for c in others if own_words(c, records) <= asked.clock and frozenset(c.about) - own_words(c, records) <= asked.around
    ]
    over = [c for c in others if frozenset(c.about) <= endings()] if asked.clock and asked.clock <= endings() else []
    named = named or (over if len(over) == 1 else [])
    if named:
        return named[0] if len(named) == 1 else None
    if asked.clock and (any(w in asked.clock for c in others for w in c.about) or asked.clock & OF_PEOPLE):
        return _by_clock(asked, others, records)
    return (None if asked.clock else _unsaid(asked, end, others, records)) or _first(end, dated, records)


def first_days(columns: Sequence[Column], records: RecordSet, said: frozenset[str]) -> list[Column]:
    """The column of the first day of the people of whom records are, where a claim speaks of that day in whatever words."""
    people = any(frozenset(c.about) & PEOPLE or c.header.lower() in WHO for c in records.columns)
    return [c for c in columns if FIRST_DAY.fullmatch(" ".join(tokens(c.header)))] if people and said & JOINS else []


def _by_clock(asked: Asked, others: Sequence[Column], records: RecordSet) -> Column | None:
    """The one column whose words a claim says of the event from which its time runs; a log that does not know it tells nothing."""
    last = [c for c in others if "lastday" in asked.clock and frozenset(c.about) <= LAST_DAYS]
    last = last or first_days(others, records, asked.clock)
    near = last if len(last) == 1 else [c for c in others if asked.clock_first in c.about]
    return near[0] if len(near) == 1 else None


def _unsaid(asked: Asked, end: Column, others: Sequence[Column], records: RecordSet) -> Column | None:
    """Where a claim names no event: what was done to what it speaks of ("approved requests"), or the end of what goes before."""
    alone = stems(asked.claim.scope or "")
    events = _participles(asked) | (alone if len(alone) == 1 else frozenset())  # "approved requests", "deployments"
    marked = [c for c in others if len(c.about) == 1 and c.about[0] in events]
    over = [c for c in others if frozenset(c.about) <= endings() and comes_first(c, end, records)]
    return next((found[0] for found in (marked, over) if len(found) == 1), None)


def _first(end: Column, dated: Sequence[Column], records: RecordSet) -> Column | None:
    """The column that says by its header that something began, or the one that lies before the end and all others."""
    first = [c for c in dated if frozenset(c.about) & beginnings() and not frozenset(c.about) & frozenset(end.about)]
    if not first:
        once = [c for c in dated if not frozenset(tokens(c.header.lower())) & ROLLING]
        earliest = [c for c in once if in_order([c, end, *(other for other in dated if other is not c)], records)]
        return earliest[0] if len(earliest) == 1 else None
    before = [c for c in first if comes_first(c, end, records)] if len(first) > 1 else first
    return before[0] if before and (len(before) == 1 or in_order(before, records)) else None


def is_target(column: Column) -> bool:
    """A column that states the promise and not what happened."""
    return bool(re.search(r"target|\bsla\b|_sla|due|deadline|next|expir|max", column.header, re.IGNORECASE))


def in_order(columns: Sequence[Column], records: RecordSet) -> bool:
    """Whether the first of several columns of moments lies before the others in every record."""
    return all(comes_first(columns[0], other, records) for other in columns[1:])


def comes_first(begin: Column, end: Column, records: RecordSet) -> bool:
    """Whether the moments of one column lie before those of another in every record that has both."""
    return len(_both(begin, end, records)) >= LEAST_DATED and never_after(begin, end, records)


def never_after(begin: Column, end: Column, records: RecordSet) -> bool:
    """Whether no record that has both dates one after the other, however few have both."""
    return all(a <= b for a, b in _both(begin, end, records))


def _both(begin: Column, end: Column, records: RecordSet) -> list[tuple[datetime, datetime]]:
    pairs = ((records.moment(row, begin), records.moment(row, end)) for row in records.rows)
    return [(a, b) for a, b in pairs if a and b]


def _participles(asked: Asked) -> frozenset[str]:
    """Stems of what has been done to what a claim speaks of ("approved requests", "reported losses")."""
    return frozenset(stem(word) for word in re.findall(r"\b[a-z]+ed\b(?=\s+[a-z])", (asked.claim.scope or "").lower()))
