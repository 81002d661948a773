"""What has to happen every week, month, quarter or the like, where each record is one time that it did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..judge import Evidence
from ..model import Observation
from .candidate import Candidate, Row, Scope
from .claim import Asked
from .grammar import grammar_of
from .profile import Column, RecordSet
from .telling import WIDE
from .words import stem, stems, tokens

DAYS = ("day", "business_day")
LEAST_SHARE = 0.6  # of the buckets that have a record; below it the records are of something else
LEAST = 2  # of them
VERB = 3  # words in which the verb of a predicate stands
BUCKETS = """
select label, starts_on, ends_on from buckets where unit = $unit and whole and ends_on <= $as_of order by starts_on
"""


def cadences(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of days of records that are the occurrences of what a claim says happens every week, month or the like."""
    if asked.bucket is None or asked.bucket in DAYS or asked.cell:
        return
    done = (records.subject & _happens(asked)) - WIDE - stems("person employee user account")
    days = [c for c in records.columns if c.kind == "moment" and c.moments and _is_when(c, records)]
    if done and len(days) == 1:
        yield Candidate(
            kind="cadence", test=occurrences, records=records, column=days[0], scope=scope, score=2.0 + len(done) + bool(scope)
        )


def _happens(asked: Asked) -> frozenset[str]:
    """Stems of what a sentence says to happen: of its verb, and of the noun that it speaks of without what belongs to that."""
    halves = grammar_of(asked.text)
    speaks_of = re.split(r"\b(?:of|for|in|on|to|with|from|by)\b", halves.subject, maxsplit=1)[0]
    return stems(" ".join(halves.predicate.split()[:VERB])) | frozenset(stem(word) for word in tokens(speaks_of)[-1:])


def _is_when(column: Column, records: RecordSet) -> bool:
    """Whether a column of days says when a record happened, and not when something about it is due."""
    return frozenset(column.about) <= records.subject | stems("start begin run day perform complete end hold conduct")


def occurrences(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """One observation for each bucket that lies wholly in the period: whether a record falls into it."""
    if evidence.store is None:
        return []
    days = [moment.date() for row in rows if (moment := candidate.records.moment(row, candidate.column))]
    _, buckets = evidence.store.rows(BUCKETS, {"unit": asked.bucket, "as_of": evidence.period.as_of})
    kept = {label: any(first <= day <= last for day in days) for label, first, last in buckets}
    if sum(kept.values()) < max(LEAST, LEAST_SHARE * len(kept)):
        return []
    where = candidate.records.file
    return [
        Observation(
            item=label, holds=held, observed="on record" if held else "no record",
            reason=f"{where} has {'a' if held else 'no'} record of {label}", row={},
        )
        for label, held in kept.items()
    ]  # fmt: skip
