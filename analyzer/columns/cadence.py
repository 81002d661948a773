"""What has to happen every month or quarter, where each record is one time that it did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Observation, Period
from .candidate import Candidate, Scope
from .claim import Asked
from .grammar import grammar_of
from .profile import Column, RecordSet
from .telling import WIDE
from .words import stem, stems, tokens

MONTH, QUARTER = 31, 92  # days between two occurrences, as a claim states them
LEAST_SHARE = 0.6  # of the months or quarters that have a record; below it the records are of something else
LEAST = 2  # of them
VERB = 3  # words in which the verb of a predicate stands


@dataclass(frozen=True, slots=True)
class _Span:
    """A month or a quarter, by its first day and the number of its months."""

    begins: date
    months: int

    @property
    def ends(self) -> date:
        """Its last day."""
        return _later(self.begins, self.months) - timedelta(days=1)

    @property
    def name(self) -> str:
        """As `2026-03` or `2026-Q1`."""
        year, month = self.begins.year, self.begins.month
        return f"{year}-{month:02d}" if self.months == 1 else f"{year}-Q{(month + 2) // 3}"


def cadences(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of days of records that are the occurrences of what a claim says happens every month or quarter."""
    if not asked.every or asked.every[0] not in (MONTH, QUARTER) or asked.cell:
        return
    done = (records.subject & _happens(asked)) - WIDE - stems("person employee user account")
    days = [c for c in records.columns if c.kind == "moment" and c.moments and _is_when(c, records)]
    if done and len(days) == 1:
        yield Candidate(kind="cadence", records=records, column=days[0], scope=scope, score=2.0 + len(done) + bool(scope))


def _happens(asked: Asked) -> frozenset[str]:
    """Stems of what a sentence says to happen: of its verb, and of the noun that it speaks of without what belongs to that."""
    halves = grammar_of(asked.text)
    speaks_of = re.split(r"\b(?:of|for|in|on|to|with|from|by)\b", halves.subject, maxsplit=1)[0]
    return stems(" ".join(halves.predicate.split()[:VERB])) | frozenset(stem(word) for word in tokens(speaks_of)[-1:])


def _is_when(column: Column, records: RecordSet) -> bool:
    """Whether a column of days says when a record happened, and not when something about it is due."""
    return frozenset(column.about) <= records.subject | stems("start begin run day perform complete end hold conduct")


def occurrences(candidate: Candidate, rows: Sequence[Mapping[str, str]], asked: Asked, period: Period) -> list[Observation]:
    """One observation for each whole month or quarter of the period: whether a record falls into it."""
    days = sorted(moment.date() for row in rows if (moment := candidate.records.moment(row, candidate.column)))
    months = 1 if asked.every and asked.every[0] == MONTH else 3
    spans = list(_spans(period, months))
    kept = [any(span.begins <= day <= span.ends for day in days) for span in spans]
    if sum(kept) < max(LEAST, LEAST_SHARE * len(spans)):
        return []
    where = candidate.records.file
    return [
        Observation(
            item=span.name, holds=held, observed="on record" if held else "no record",
            reason=f"{where} has {'a' if held else 'no'} record of {span.name}", row={},
        )
        for span, held in zip(spans, kept, strict=True)
    ]  # fmt: skip


def _spans(period: Period, months: int) -> Iterator[_Span]:
    """The months or quarters that lie wholly in the period and before its evidence was taken."""
    first = date(period.start.year, (period.start.month - 1) // months * months + 1, 1)
    while first <= period.end:
        span = _Span(first, months)
        if span.begins >= period.start and span.ends <= min(period.end, period.as_of):
            yield span
        first = _later(first, months)


def _later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)
