"""The rows of a candidate's population, each with whether the promise holds for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from ..exceptions import is_register as is_register_of_exceptions
from ..model import Observation, Period
from .cadence import occurrences
from .candidate import Candidate, Judged
from .claim import WEEKDAYS, Asked
from .limits import Limit
from .profile import RecordSet
from .relations import RELATIONS
from .words import says

SHARE_FILLED = 0.6  # of the rows in scope; below it an empty cell says nothing about a promise
ENDED = re.compile(
    r"terminat|inactive|closed|retired|decommission|withdrawn|cancel|void|archived|superseded|draft|rejected|denied", re.IGNORECASE
)


def population(candidate: Candidate) -> list[Mapping[str, str]]:
    """The rows that the claim speaks of."""
    return [
        row
        for row in candidate.records.rows
        if all((row.get(header) or "").strip() in values for header, values in candidate.scope.items())
    ]


def observe(candidate: Candidate, asked: Asked, period: Period) -> list[Observation]:
    """One observation for each row of the population."""
    rows = population(candidate)
    if candidate.kind == "cadence":
        return occurrences(candidate, rows, asked, period)
    if candidate.kind == "state":
        judged = _states(candidate, rows, asked)
    elif candidate.kind == "weekday":
        judged = [_weekday(candidate, row, asked) for row in rows]
    elif candidate.kind == "coverage":
        rows = [
            row
            for row in rows
            if not any(ENDED.search(row.get(c.header) or "") for c in candidate.records.columns if "status" in c.header.lower())
        ]
        judged = _covered(candidate, rows)
    elif relation := RELATIONS.get(candidate.kind):
        judged = [relation(candidate, row, asked, period) for row in rows]
    elif candidate.kind == "age":
        judged = [_age(candidate, row, asked, period) for row in rows]
    else:
        rows = [row for row in rows if _in_period(candidate, row, period)]
        judged = [_time(candidate, row, asked, period) for row in rows]
    return [
        Observation(
            item=candidate.records.item_of(row),
            holds=holds,
            observed=observed,
            reason=reason,
            row={k: v for k, v in row.items() if v},
        )
        for row, (holds, observed, reason) in zip(rows, judged, strict=True)
    ]


def _states(candidate: Candidate, rows: list[Mapping[str, str]], asked: Asked) -> list[Judged]:
    column = candidate.column
    cells = [(row.get(column.header) or "").strip() for row in rows]
    said = [says(cell) for cell in cells]
    filled = sum(one in ("yes", "something") for one in said)
    telling = filled >= SHARE_FILLED * len(rows) if rows else False
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
        elif one == "nothing" and cell == "" and telling and column.kind in ("presence", "identifier"):
            result.append((False, shown, f"{column.header} is empty, where other records fill it"))
        else:
            result.append((None, shown, f"{column.header} says «{shown}»"))
    return result


def _weekday(candidate: Candidate, row: Mapping[str, str], asked: Asked) -> Judged:
    cell = (row.get(candidate.column.header) or "").strip()
    day = candidate.column.moment(cell)
    if day is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    return (
        (day.weekday() in asked.weekdays) is not asked.denies,
        f"{cell}, a {WEEKDAYS[day.weekday()].title()}",
        f"{candidate.column.header} is a {WEEKDAYS[day.weekday()].title()}",
    )


def _covered(candidate: Candidate, rows: list[Mapping[str, str]]) -> list[Judged]:
    own, other = candidate.keys or ("", "")
    there = {(row.get(other) or "").strip().lower() for row in candidate.by.rows} if candidate.by else set()
    name = candidate.by.file if candidate.by else ""
    result: list[Judged] = []
    for row in rows:
        found = (row.get(own) or "").strip().lower() in there
        result.append((found, "on record" if found else "no record", f"{name} has {'a' if found else 'no'} record of it"))
    return result


def _in_period(candidate: Candidate, row: Mapping[str, str], period: Period) -> bool:
    """Whether what a record measures had begun by the end of the period, and was not over before it."""
    began, ended = candidate.records.moment(row, candidate.start), candidate.records.moment(row, candidate.column)
    return not (began and began.date() > period.as_of) and not (ended and ended.date() < period.start)


def _time(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    limit = asked.limit
    cell = (row.get(candidate.column.header) or "").strip()
    if limit is None:
        return None, cell, ""
    if candidate.kind == "amount":
        taken = candidate.column.amount(cell)
        if taken is None or limit.hours is None:
            return None, cell or "nothing", f"{candidate.column.header} gives no time to compare"
        holds = taken <= limit.hours + 1e-6
        return holds, cell, f"{candidate.column.header} is {cell}; promised within {limit.stated}"
    began = candidate.records.moment(row, candidate.start)
    ended = candidate.column.moment(cell)
    if began is None:
        return None, cell or "nothing", "the evidence does not say when its time began"
    if ended is None or ended.date() > period.as_of:
        if ended is None and says(cell) in ("something", "yes"):
            return None, cell, f"{candidate.column.header} gives no day"
        late = not _within(began, datetime.combine(period.as_of, datetime.min.time()), limit)
        if not late:
            return True, "not yet due", "not yet due"
        days = (period.as_of - began.date()).days
        open_ = f"{candidate.column.header} is still open" if ended is None else "it was still open at the end of the period,"
        return False, cell or "nothing", f"{open_} {days} days after {began.date()}; promised within {limit.stated}"
    holds = _within(began, ended, limit)
    return holds, f"{began} to {ended}", f"from {_shown(began)} to {_shown(ended)}; promised within {limit.stated}"


def _shown(moment: datetime) -> str:
    return str(moment.date()) if moment.time() == datetime.min.time() else moment.isoformat(sep=" ", timespec="minutes")


def _within(began: datetime, ended: datetime, limit: Limit) -> bool:
    days = (ended.date() - began.date()).days
    if limit.business_days is not None:
        return _business_days(began.date(), ended.date()) <= limit.business_days
    hours = limit.hours or 0.0
    if limit.whole_days or all(m.time() == datetime.min.time() for m in (began, ended)) or hours >= 48:
        return days <= hours / 24 or days <= 0
    return (ended - began).total_seconds() / 3600 <= hours + 1e-6


def _business_days(start: date, end: date) -> int:
    """Working days after the first day up to and with the last."""
    days = 0
    while start < end:
        start += timedelta(days=1)
        days += start.weekday() < 5
    return days


def _age(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    cell = (row.get(candidate.column.header) or "").strip()
    last = candidate.column.moment(cell)
    if last is None or asked.every is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    days, stated = asked.every
    age = (period.as_of - last.date()).days
    return age <= days, cell, f"{candidate.column.header} is {cell}, {age} days before the end of the period; promised {stated}"


def is_register(records: RecordSet) -> bool:
    """A register of exceptions excuses and is no population."""
    if "except" in {w for c in records.columns[:1] for w in c.all_stems}:
        return True
    named = re.search(r"exception|acceptance|waiver", records.file, re.IGNORECASE) is not None
    return named or is_register_of_exceptions(records)
