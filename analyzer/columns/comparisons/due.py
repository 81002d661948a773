"""Days that have to be kept: due dates, ends after which something has to be gone or is no longer valid, leads, and ages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from claims.nlp.quantities import quantities

from ...bind import duration_days, duration_hours
from ...judge import Evidence
from ...model import Observation, Period
from ..beginning import is_target
from ..cadence import when_columns
from ..candidate import Candidate, Judged, Row, Scope, each, observation
from ..claim import Asked
from ..joining import NAMES, name_of
from ..limits import OLDER
from ..profile import Column, RecordSet
from ..telling import completion, endings, names_population, own_words
from ..weigh import business_days
from ..words import beginnings, stems, tokens

BY_DUE = re.compile(
    r"\b(?:on|by|before|on or before|no later than|not later than|within) (?:the |its |their |an? )?(?:\w+ )?"
    r"(?:due|target|planned|agreed|end|expiry|expiration) dates?\b|\bon time\b",
    re.IGNORECASE,
)
DUE = re.compile(r"\b(?:due|target|deadline|planned|valid to|valid until|expir\w+|ends?)\b", re.IGNORECASE)
GOES = re.compile(r"\b(?:removed|deleted|revoked|withdrawn|disabled|closed|retired|deactivated|expired?)\b", re.IGNORECASE)
ENDS = re.compile(r"expir|not_?after|valid_?(?:until|to|thru|through)|renew|_end$", re.IGNORECASE)
VALID = re.compile(
    r"\b(?:current|valid|unexpired|up[- ]to[- ]date|not (?:be |yet )?(?:expired|lapsed|ended|run out)|in force|renewed before)\b",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:before|prior to|in advance of|ahead of|(?:ahead|in advance|beforehand|notice)(?=\W*$))(?![\w-])"
    r"(?P<then>.*)$",
    re.IGNORECASE | re.DOTALL,
)
DAY_BEFORE = re.compile(
    r"\b(?:by|on|no later than|not later than) the (?:\w+ )?day before\b(?P<then>.*)$", re.IGNORECASE | re.DOTALL
)
WHOSE = re.compile(
    r"\b(?:staff|employees?|persons?|people|users?|workers?|members?|names?|learners?|trainees?|attendees?|participants?|holders?"
    r"|drivers?|operators?|technicians?|engineers?|colleagues?|crew|e-?mail|login)\b",
    re.IGNORECASE,
)
LOOKED_AT = re.compile(r"(?:scanned|checked|observed|exported|as_?of|snapshot|seen|last_?seen|collected|queried)", re.IGNORECASE)
RUNS_OUT = re.compile(r"\b(?:expir\w+|run(?:s|ning)? out|end date|expiry|renewal|laps\w+)\b", re.IGNORECASE)


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The tests by days that have to be kept that a record set offers."""
    moments = [c for c in records.columns if c.kind == "moment"]
    yield from _by_due_dates(asked, records, scope, moments)
    yield from _leads(asked, records, scope, moments)
    yield from _older(asked, records, scope)
    yield from _valid(asked, records, scope)


def _by_due_dates(asked: Asked, records: RecordSet, scope: Scope, moments: list[Column]) -> Iterator[Candidate]:
    """What has to be done, or gone, by a day that each record states."""
    by = BY_DUE.search(asked.text)
    if not by or asked.limit:
        return
    until = [c for c in moments if DUE.search(c.header.replace("_", " "))]
    said = asked.words - (stems(by[0]) - stems(asked.text.replace(by[0], " ")))
    done = [c for c in moments if c not in until and c.about and own_words(c, records) <= said]
    done = done or [c for c in moments if c not in until and c.about and own_words(c, records) <= completion() | endings()]
    if len(until) != 1:
        return
    if len(done) == 1:
        alone = stems(until[0].header) <= stems(by[0]) and names_population(asked, records)
        yield Candidate(
            kind="due", alone=alone, test=each(due), records=records, column=done[0], start=until[0], scope=scope, score=5.0
        )
    elif GOES.search(asked.text) and len(moments) == 1:
        yield Candidate(kind="gone", test=each(gone), records=records, column=until[0], scope=scope, score=4.0)


def _leads(asked: Asked, records: RecordSet, scope: Scope, moments: list[Column]) -> Iterator[Candidate]:
    """What has to come some time before something else, or before what is running out."""
    found = lead_of(asked.text)
    if not found:
        return
    then = found.then
    said = stems(then)
    ends = [c for c in moments if ENDS.search(c.header)]
    if RUNS_OUT.search(then) and len(ends) == 1 and own_words(ends[0], records) & asked.words:
        yield Candidate(kind="margin", test=each(margin), records=records, column=ends[0], scope=scope, score=3.0)
        return
    after = [c for c in moments if c.about and own_words(c, records) & said] if then.strip(" .") else _happens(records)
    first = [c for c in moments if c not in after and c.about and own_words(c, records) <= asked.words - said]
    if len(after) == 1 and len(first) == 1:
        yield Candidate(kind="lead", test=each(lead), records=records, column=first[0], start=after[0], scope=scope, score=5.0)


def _happens(records: RecordSet) -> list[Column]:
    """The column that says when what each record tells of begins."""
    found = when_columns(records)
    begins = [c for c in found if frozenset(c.about) & beginnings()]
    return begins if len(begins) == 1 else found


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before something else something has to be done.

    Attributes:
        time: in calendar days and hours; of working days as many of these.
        then: the words for what comes then.
        working: whether only working days count.
    """

    time: timedelta
    then: str
    working: bool = False

    def kept(self, first: date, then: date) -> bool:
        """Whether the first of two days lies as long before the other as wanted."""
        if not self.working:
            return then - first >= self.time
        return business_days(first, then) >= self.time.days


def lead_of(text: str) -> Lead | None:
    """How long before something else a text wants something done."""
    if day := DAY_BEFORE.search(text):
        return Lead(timedelta(days=1), day["then"])
    found = [q for q in quantities(text) if q.kind == "duration"]
    behind = LEAD.match(text[found[0].end :]) if len(found) == 1 else None
    if not behind:
        return None
    hours, business_days = duration_hours(str(found[0].value))
    if business_days:
        return Lead(timedelta(days=business_days), behind["then"], working=True)
    return Lead(timedelta(hours=hours), behind["then"]) if hours else None


def _older(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """How old something that is there may be ("a report that is no older than 12 months")."""
    if not OLDER.search(asked.text):
        return
    moments = [c for c in records.columns if c.kind == "moment"]
    dated = [c for c in moments if c.about and own_words(c, records) <= asked.words]
    if len(dated) == 1:
        yield Candidate(
            kind="older", measured=True, test=each(young), records=records, column=dated[0], scope=scope, score=4.0 + bool(scope)
        )
    elif not dated and scope and asked.cell and _whose(records):
        events = [c for c in moments if c.about and not is_target(c)]
        done = [c for c in events if own_words(c, records) <= endings()]
        done = done or [c for c in events if own_words(c, records) <= completion()]
        if len(done) == 1:
            yield Candidate(kind="older", measured=True, test=latest_young, records=records, column=done[0], scope=scope, score=4.5)


def _whose(records: RecordSet) -> Column | None:
    """The column that says of whom a record is, where it is one of the several that a person may have."""
    found = [c for c in records.columns if c is not records.key and c.kind in NAMES and WHOSE.search(" ".join(tokens(c.header)))]
    return found[0] if found else None


def latest_young(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """The same of the last of each person's records: what was renewed is no longer old."""
    whose = _whose(candidate.records)
    last: dict[str, tuple[datetime, Row]] = {}
    for row in rows:
        day, name = candidate.records.moment(row, candidate.column), name_of(row, whose.header) if whose else ""
        if day and day.date() <= evidence.period.as_of and name and (name not in last or last[name][0] < day):
            last[name] = (day, row)
    return [observation(candidate, row, young(candidate, row, asked, evidence.period)) for _, row in last.values()]


def young(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what a record dates was, at the end of the period, no older than promised."""
    cell = (row.get(candidate.column.header) or "").strip()
    made = candidate.column.moment(cell)
    most = [q for q in quantities(asked.text) if q.kind == "duration"]
    days = duration_days(str(most[0].value)) if len(most) == 1 else None
    if made is None or days is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    age = (period.as_of - made.date()).days
    return age <= days, cell, f"{candidate.column.header} is {cell}, {age} days before the end of the period"


def _valid(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """What has to be current and whose last day the evidence gives."""
    if not VALID.search(asked.text):
        return
    for column in records.columns:
        if column.kind == "moment" and ENDS.search(column.header):
            own = (
                frozenset(column.about) - stems("expiry expiration expires renewal renew valid until through end") - records.subject
            )
            if own <= asked.words:
                yield Candidate(kind="valid", test=each(valid), records=records, column=column, scope=scope, score=2.5 + len(own))


def valid(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what has to be current was so when the record happened, or at the end of the period where it is no event."""
    cell = (row.get(candidate.column.header) or "").strip()
    until = candidate.column.moment(cell)
    if until is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    days = [c for c in when_columns(candidate.records) if c is not candidate.column]
    happened = candidate.records.moment(row, days[0]) if len(days) == 1 else None
    if happened is not None:
        return until.date() >= happened.date(), cell, f"{candidate.column.header} is {cell}, {days[0].header} {happened.date()}"
    return until.date() >= period.as_of, cell, f"{candidate.column.header} is {cell}"


def due(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record was done by its due date."""
    until, done = candidate.records.moment(row, candidate.start), candidate.records.moment(row, candidate.column)
    cell = (row.get(candidate.column.header) or "").strip()
    if until is None or (done is None and cell):
        return None, cell or "nothing", "the evidence does not date both"
    shown = f"{candidate.column.header} is {cell or 'empty'}, {candidate.start.header if candidate.start else ''} {until.date()}"
    if done is None:
        return (until.date() >= period.as_of, "open", shown)
    return done.date() <= until.date(), cell, shown


def gone(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record that stands in the evidence has not yet ended."""
    cell = (row.get(candidate.column.header) or "").strip()
    until = candidate.column.moment(cell)
    if until is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    return until.date() >= period.as_of, cell, f"{candidate.column.header} is {cell}, and it still stands"


def margin(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what runs out was renewed as early as promised, which it was not when less time than that is left."""
    cell = (row.get(candidate.column.header) or "").strip()
    until, lead = candidate.column.moment(cell), lead_of(asked.text)
    if until is None or lead is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    looked = [c for c in candidate.records.columns if c.kind == "moment" and LOOKED_AT.match(c.header)]
    seen = candidate.records.moment(row, looked[0]) if len(looked) == 1 else None
    day = min(seen.date(), period.as_of) if seen else period.as_of
    return lead.kept(day, until.date()), cell, f"{candidate.column.header} is {cell}, seen on {day}"


def lead(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what has to come first came as long before as promised."""
    first, then = candidate.records.moment(row, candidate.column), candidate.records.moment(row, candidate.start)
    wanted = lead_of(asked.text)
    cell = (row.get(candidate.column.header) or "").strip()
    if first is None or then is None or wanted is None:
        return None, cell or "nothing", "the evidence does not date both"
    shown = f"{candidate.column.header} is {cell}, {candidate.start.header if candidate.start else ''} {then.date()}"
    return wanted.kept(first.date(), then.date()), cell, shown
