"""What the records of a population say of a promise: a state, a day of the week, a time taken, an age, a record elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ..exceptions import is_register as is_register_of_exceptions
from ..judge import Evidence
from ..model import Observation, Period
from .beginning import is_target
from .candidate import Candidate, Judged, Row, each, observation
from .claim import WEEKDAYS, Asked
from .limits import Limit
from .profile import Column, RecordSet
from .words import says, stems, tokens

LEAST_PAIRS = 5  # records with both moments; of fewer their order may be chance
NEARLY = 0.9  # of them
NEARLY_ALL = 0.8  # of the rows in scope, for a promise of all of them
DAY = 24.0  # hours
MANY_OTHERS = 10  # records outside of a scope, none of which fills a column that is meant for those within
SHARE_FILLED = 0.6  # of the rows in scope; below it an empty cell says nothing about a promise
# What a day says of something that is over: without it, it is still open.
OVER = stems("closed resolved completed finished ended removed returned left answered expired merged deployed released")
REMARKS = stems("reason cause description comment note remark narrative justification explanation grounds")
UNPLANNED = re.compile(
    r"(?:emergency|unplanned|urgent|expedited|hot-?fix|break[- ]?fix|fault repair|incident response)(?: \w+)?", re.IGNORECASE
)
ENDS = re.compile(
    r"^(?:to|until|till)\b|\b(?:end|ends|ended|finish|finished|complete|completed|stop|stopped|back up)\b", re.IGNORECASE
)
SKIPPED = 0.15  # of the rows in scope; where more go on without a step it is none that each of them has
DONE = 0.4  # of the rows in scope have an end; below it most rows are none of which one is due
ENDED = re.compile(
    r"terminat|inactive|closed|retired|decommission|withdrawn|cancel|void|archived|superseded|draft|rejected|denied", re.IGNORECASE
)


def state(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each record says that something is done or there; an empty cell tells only where the others are filled."""
    return [observation(candidate, row, judged) for row, judged in zip(rows, _states(candidate, rows, asked), strict=True)]


def _states(candidate: Candidate, rows: Sequence[Row], asked: Asked) -> list[Judged]:
    column = candidate.column
    cells = [(row.get(column.header) or "").strip() for row in rows]
    said = [says(cell) for cell in cells]
    if frozenset(column.all_stems) & REMARKS:  # "Missing flag" is a reason that is given
        said = ["something" if one == "no" and " " in cell else one for cell, one in zip(cells, said, strict=True)]
    filled = sum(one in ("yes", "something") for one in said)
    telling = bool(rows) and (filled >= SHARE_FILLED * len(rows) or _is_theirs(candidate, rows, filled))
    opposite = any(f"un{word}" in asked.words for word in column.about)  # "no unescorted visitor"
    if asked.wants_off and column.kind == "answer" and not opposite:
        return [_off(column.header, cell or "nothing", one) for cell, one in zip(cells, said, strict=True)]
    if asked.prohibits and column.kind in ("presence", "identifier"):  # what is there is of some kind, and nothing is none
        return [(None, cell or "nothing", f"{column.header} does not say whether it is prohibited") for cell in cells]
    mostly = asked.claim.quantifier == "all" and filled >= NEARLY_ALL * len(rows)
    empty_tells = column.kind in ("presence", "identifier") or (
        column.kind == "moment" and (bool(candidate.scope) or mostly) and not frozenset(column.about) & OVER
    )
    later = [] if empty_tells or column.kind != "moment" else _later(candidate.records, column)
    result: list[Judged] = []
    waits = [c for c in candidate.records.columns if c.kind == "moment" and c is not column and frozenset(c.about) & asked.before]
    for row, cell, one in zip(rows, cells, said, strict=True):
        shown = cell or "nothing"
        went_on = next((c.header for c in waits if c.moment(row.get(c.header) or "")), None)
        if one == "pending" and went_on:
            result.append((False, shown, f"{column.header} says «{shown}», and {went_on} is {row[went_on]}"))
            continue
        if one in ("yes", "something"):
            result.append((True, shown, f"{column.header} says «{shown}»"))
        elif one == "no" and column.kind in ("answer", "presence", "identifier", "moment"):
            result.append((False, shown, f"{column.header} says «{shown}»"))
        elif one == "nothing" and cell == "" and telling and (empty_tells or any((row.get(c.header) or "").strip() for c in later)):
            result.append((False, shown, f"{column.header} is empty, where other records fill it"))
        else:
            result.append((None, shown, f"{column.header} says «{shown}»"))
    return result


def _is_theirs(candidate: Candidate, rows: Sequence[Row], filled: int) -> bool:
    """Whether a column is filled for records in scope alone, so that it is meant for them, and they are what has to fill it."""
    meant = {id(row) for row in rows}
    others = [row for row in candidate.records.rows if id(row) not in meant]
    empty = not any((row.get(candidate.column.header) or "").strip() for row in others)
    return bool(candidate.scope) and filled > 0 and len(others) >= MANY_OTHERS and empty


def _later(records: RecordSet, column: Column) -> list[Column]:
    """The columns of moments that come after those of another in nearly every record that has both."""
    found: list[Column] = []
    for other in (c for c in records.columns if c.kind == "moment" and c is not column):
        pairs = [(records.moment(row, column), records.moment(row, other)) for row in records.rows]
        both = [(a, b) for a, b in pairs if a and b]
        if len(both) >= LEAST_PAIRS and sum(a <= b for a, b in both) >= NEARLY * len(both):
            found.append(other)
    return found


def _off(header: str, shown: str, said: str) -> Judged:
    """What an answer tells of something that has to be switched off or must not be."""
    return {"yes": False, "no": True}.get(said), shown, f"{header} says «{shown}»"


def unplanned(row: Row) -> bool:
    """Whether a record says by a word of its own that it could not wait for a time that was planned."""
    return any(UNPLANNED.fullmatch((cell or "").strip()) for cell in row.values())


def weekday(candidate: Candidate, row: Row, asked: Asked, period: Period) -> Judged:
    """Whether a record falls on one of the days of the week that the claim names."""
    cell = (row.get(candidate.column.header) or "").strip()
    day = candidate.column.moment(cell)
    if day is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    if unplanned(row):
        return None, cell, "it was not planned"
    inside = day.weekday() in asked.weekdays
    hours = asked.hours
    if inside and hours and not candidate.column.only_days:
        inside = hours[0] <= day.time() <= hours[1] if hours[0] < hours[1] else not hours[1] < day.time() < hours[0]
        over = _over_at(candidate, row, day)
        if inside and over and over > _end_of(day, hours):
            return asked.denies, f"{cell} to {over:%H:%M}", f"it began at {day:%H:%M} and ended only at {over:%H:%M}"
    at = "" if candidate.column.only_days else f" at {day:%H:%M}"
    name = WEEKDAYS[day.weekday()].title()
    return inside is not asked.denies, f"{cell}, a {name}", f"{candidate.column.header} is a {name}{at}"


def _over_at(candidate: Candidate, row: Row, began: datetime) -> datetime | None:
    """When what a record tells of was over, where one column says it."""
    timed = [c for c in candidate.records.columns if c.kind == "moment" and not c.only_days]
    ends = [c for c in timed if ENDS.search(" ".join(tokens(c.header)))]
    over = candidate.records.moment(row, ends[0]) if len(ends) == 1 and ends[0] is not candidate.column else None
    return over if over and over > began else None


def _end_of(began: datetime, hours: tuple[time, time]) -> datetime:
    """The end of the hours in which something began."""
    end = datetime.combine(began.date(), hours[1])
    return end + timedelta(days=1) if end < began else end


def covered(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each record that is not ended stands in the other records too."""
    states = [column.header for column in candidate.records.columns if "status" in column.header.lower()]
    own, other = candidate.keys or ("", "")
    there = {(row.get(other) or "").strip().lower() for row in candidate.by.rows} if candidate.by else set()
    name = candidate.by.file if candidate.by else ""
    result: list[Observation] = []
    for row in (one for one in rows if not any(ENDED.search(one.get(header) or "") for header in states)):
        found = (row.get(own) or "").strip().lower() in there
        told = f"{name} has {'a' if found else 'no'} record of it"
        result.append(observation(candidate, row, (found, "on record" if found else "no record", told)))
    return result


def taken(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each record of the period took no longer than promised."""
    within = [row for row in rows if _in_period(candidate, row, evidence.period)]
    found = each(_time)(candidate, within, asked, evidence)
    open_ = [not (row.get(candidate.column.header) or "").strip() for row in within]
    if candidate.start is None:
        return found
    skipped = [unfilled and _went_on(candidate, row) for row, unfilled in zip(within, open_, strict=True)]
    never_due = sum(open_) > (1 - DONE) * len(within)
    no_step = sum(skipped) > SKIPPED * len(within)
    untold = [unfilled and (never_due or (no_step and over)) for unfilled, over in zip(open_, skipped, strict=True)]
    return [replace(one, holds=None) if nothing else one for one, nothing in zip(found, untold, strict=True)]


def _in_period(candidate: Candidate, row: Row, period: Period) -> bool:
    """Whether what a record measures had begun by the end of the period, and was not over before it."""
    began, ended = candidate.records.moment(row, candidate.start), candidate.records.moment(row, candidate.column)
    return not (began and began.date() > period.as_of) and not (ended and ended.date() < period.start)


def _time(candidate: Candidate, row: Row, asked: Asked, period: Period) -> Judged:
    limit = asked.limit
    cell = (row.get(candidate.column.header) or "").strip()
    if limit is None:
        return None, cell, ""
    if candidate.kind == "amount":
        hours = candidate.column.amount(cell)
        if hours is None or limit.hours is None:
            return None, cell or "nothing", f"{candidate.column.header} gives no time to compare"
        holds = hours <= limit.hours + 1e-6
        return holds, cell, f"{candidate.column.header} is {cell}; promised {limit.promised}"
    began = candidate.records.moment(row, candidate.start)
    ended = candidate.column.moment(cell)
    if began is None:
        return None, cell or "nothing", "the evidence does not say when its time began"
    if ended is None or ended.date() > period.as_of:
        if ended is None and says(cell) in ("something", "yes"):
            return None, cell, f"{candidate.column.header} gives no day"
        late = not in_time(began, datetime.combine(period.as_of, datetime.min.time()), limit)
        if not late:
            return True, "not yet due", "not yet due"
        days = (period.as_of - began.date()).days
        open_ = f"{candidate.column.header} is still open" if ended is None else "it was still open at the end of the period,"
        return False, cell or "nothing", f"{open_} {days} days after {began.date()}; promised {limit.promised}"
    holds = None if _hour_unknown(candidate, began, ended, limit) else in_time(began, ended, limit)
    return holds, f"{began} to {ended}", f"from {_shown(began)} to {_shown(ended)}; promised {limit.promised}"


def _went_on(candidate: Candidate, row: Row) -> bool:
    """Whether a record went on to its end without the moment that is asked for."""
    later = (c for c in _later(candidate.records, candidate.column) if not is_target(c))
    return any(candidate.records.moment(row, c) for c in later)


def _hour_unknown(candidate: Candidate, began: datetime, ended: datetime, limit: Limit) -> bool:
    """Whether hours are promised and the evidence gives only the day on which the time began, the one on which it ended."""
    hours = limit.hours is not None and limit.hours < DAY
    days = candidate.start is not None and candidate.start.only_days and not candidate.column.only_days
    return hours and days and began.date() == ended.date()


def _shown(moment: datetime) -> str:
    return str(moment.date()) if moment.time() == datetime.min.time() else moment.isoformat(sep=" ", timespec="minutes")


def in_time(began: datetime, ended: datetime, limit: Limit) -> bool:
    """Whether what began at one moment and ended at another took no longer than a limit."""
    days = (ended.date() - began.date()).days
    if limit.business_days is not None:
        return business_days(began.date(), ended.date()) <= limit.business_days
    hours = limit.hours or 0.0
    if limit.whole_days or all(m.time() == datetime.min.time() for m in (began, ended)) or hours >= 48:
        return days <= hours / 24 or days <= 0
    return (ended - began).total_seconds() / 3600 <= hours + 1e-6


def business_days(start: date, end: date) -> int:
    """Working days after the first day up to and with the last."""
    days = 0
    while start < end:
        start += timedelta(days=1)
        days += start.weekday() < 5
    return days


def ages(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """The same of all rows; where the sentence singles them out and most have a day, those without one were left out."""
    found = each(age)(candidate, rows, asked, evidence)
    empty = [not (row.get(candidate.column.header) or "").strip() for row in rows]
    if not candidate.scope or sum(empty) > (1 - SHARE_FILLED) * len(rows):
        return found
    reason = f"{candidate.column.header} is empty, where other records fill it"
    return [replace(one, holds=False, reason=reason) if none else one for one, none in zip(found, empty, strict=True)]


def age(candidate: Candidate, row: Row, asked: Asked, period: Period) -> Judged:
    """Whether what has to be done again and again was last done recently enough."""
    cell = (row.get(candidate.column.header) or "").strip()
    last = candidate.column.moment(cell)
    if last is None or asked.every is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    days, stated = asked.every
    since = (period.as_of - last.date()).days
    return since <= days, cell, f"{candidate.column.header} is {cell}, {since} days before the end of the period; promised {stated}"


def is_register(records: RecordSet) -> bool:
    """A register of exceptions excuses and is no population."""
    if "except" in {w for c in records.columns[:1] for w in c.all_stems}:
        return True
    named = re.search(r"exception|acceptance|waiver", records.file, re.IGNORECASE) is not None
    return named or is_register_of_exceptions(records)
