"""What has to happen every week, month, quarter or the like, where each record is one time that it did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claims.nlp.quantities import quantities
from claims.row_text import cells_of

from ..judge import Evidence
from ..model import Observation
from .candidate import Candidate, Row, Scope
from .claim import RELATIVE, Asked
from .grammar import grammar_of
from .profile import Column, RecordSet
from .telling import WIDE
from .words import says, stem, stems, tokens

DAYS = ("day", "business_day", "day_except_sunday")
EACH = re.compile(r"\b(?:each|every)\b", re.IGNORECASE)  # what happens to each of several things is no one occurrence a month
LEAST_SHARE = 0.6  # of the buckets that have a record; below it the records are of something else
LEAST_OF_DAYS = 0.85  # of them, where each is a day; some are holidays
LEAST = 2  # of them
OUTCOME = re.compile(r"\b(?:outcome|result|status|state|success\w*|completion)\b", re.IGNORECASE)
ROLLING = re.compile(r"\b(?:last|latest|next|previous|due|until|target)\b", re.IGNORECASE)  # of each thing, and no occurrence
VERB = 3  # words in which the verb of a predicate stands
BUCKETS = """
select label, starts_on, ends_on from buckets where unit = $unit and whole and ends_on <= $as_of order by starts_on
"""


def cadences(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of days of records that are the occurrences of what a claim says happens every week, month or the like."""
    if asked.bucket is None or asked.cell or EACH.search(asked.claim.scope or ""):
        return
    of_row = asked.claim.form == "row"
    if of_row and any(q.kind == "frequency" for _, label in cells_of(asked.claim.text)[:1] for q in quantities(label)):
        return  # "Daily copies | kept 30 days" only names what it is about
    of_label = of_row and bool(scope)
    happens = asked.around if of_label else happening(asked)
    said = (records.subject & happens) - WIDE - stems("person employee user account")
    days = when_columns(records) if said or of_label else _done_on(asked, records)
    if len(days) == 1:
        yield Candidate(
            kind="cadence", alone=True, test=occurrences, records=records, column=days[0], scope=scope,
            score=2.0 + len(said) + bool(scope),
        )


def _done_on(asked: Asked, records: RecordSet) -> list[Column]:
    """The column that says when what a sentence says was done, of records that have no other name ("review_date")."""
    verb = done(asked)
    moments = [c for c in records.columns if c.kind == "moment" and c.about and frozenset(c.about) <= verb]
    return [c for c in moments if not ROLLING.search(" ".join(tokens(c.header)))]


def done(asked: Asked) -> frozenset[str]:
    """Stems of the verb of what a sentence says."""
    return stems(" ".join(grammar_of(asked.text).predicate.split()[:VERB]))


def happening(asked: Asked) -> frozenset[str]:
    """Stems of what a sentence says to happen: of its verb, and of the noun that it speaks of without what belongs to that."""
    halves = grammar_of(asked.text)
    for clause in RELATIVE.finditer(asked.text):  # "a gauge that is read every week"
        if any(q.kind == "frequency" for q in quantities(clause[1])):
            return stems(" ".join(clause[1].split()[:VERB]))
    speaks_of = re.split(r"\b(?:of|for|in|on|to|with|from|by)\b", halves.subject, maxsplit=1)[0]
    return done(asked) | frozenset(stem(word) for word in tokens(speaks_of)[-1:])


def when_columns(records: RecordSet) -> list[Column]:
    """The columns that say when a record happened; of a beginning and an end the beginning."""
    days = [c for c in records.columns if c.kind == "moment" and c.moments and is_when(c, records)]
    begins = [c for c in days if frozenset(c.about) & stems("start begin")]
    ends = [c for c in days if frozenset(c.about) & stems("end complete finish")]
    if len(begins) == 1 and len(begins) + len(ends) == len(days):
        return begins
    return days[:1] if _of_one_day(days, records) else days


def _of_one_day(columns: Sequence[Column], records: RecordSet) -> bool:
    """Whether several columns give the same day in every record that has them."""
    rows = [[moment.date() for c in columns if (moment := records.moment(row, c))] for row in records.rows]
    return len(columns) > 1 and all(len(set(days)) <= 1 for days in rows)


def is_when(column: Column, records: RecordSet) -> bool:
    """Whether a column of days says when a record happened, and not when something about it is due."""
    return frozenset(column.about) <= records.subject | stems("start begin run day perform complete end hold conduct execute")


def failed(records: RecordSet, row: Row) -> bool:
    """Whether a record says that what it tells of failed, so that it did not happen."""
    outcomes = (c.header for c in records.columns if OUTCOME.search(" ".join(tokens(c.header))))
    return any(says(row.get(header) or "") == "no" for header in outcomes)


def occurrences(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """One observation for each bucket that lies wholly in the period: whether a record falls into it."""
    if evidence.store is None:
        return []
    well = [row for row in rows if not failed(candidate.records, row)]
    days = [moment.date() for row in well if (moment := candidate.records.moment(row, candidate.column))]
    _, buckets = evidence.store.rows(BUCKETS, {"unit": asked.bucket, "as_of": evidence.period.as_of})
    kept = {label: any(first <= day <= last for day in days) for label, first, last in buckets}
    lasts = {label: {"from": str(first), "to": str(last)} for label, first, last in buckets if first != last}
    least = LEAST_OF_DAYS if asked.bucket in DAYS else LEAST_SHARE
    if sum(kept.values()) < max(LEAST, least * len(kept)):
        return []
    where = candidate.records.file
    return [
        Observation(
            item=label, holds=held, observed="on record" if held else "no record",
            reason=f"{where} has {'a' if held else 'no'} record of {label}", row=lasts.get(label, {}),
        )
        for label, held in kept.items()
    ]  # fmt: skip
