"""People whom records name and who have to be there still, where a list of people says who left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..joining import joining_columns
from ..profile import Column, RecordSet
from ..words import tokens

THERE = (
    r"(?:current(?:ly)?|active|still|present|serving)(?: (?:and |or )?(?:an? |our |the )?(?:employed|active|permanent|own))*"
    r"(?: (?:members? of |at |by |with )?(?:the |our )?(?:employe(?:e|es|d)|staff|personnel|colleagues?|workforce|people|persons?"
    r"|users?|company))"
)
STILL_HERE = re.compile(
    rf"\b(?:be|is|are|being|remains?|by|to|has|have|a) (?:an? )?{THERE}\b"
    r"|\b(?:is|are|be) still (?:employed|with (?:us|the company))\b|\b(?:is|are|be) employed by\b"
    r"|\b(?:never|not|no|nobody)\b[^.;]{0,40}\b(?:former (?:employees?|staff|colleagues?)|leavers?|(?:has|have) left)\b",
    re.IGNORECASE,
)
STATUS = re.compile(r"\b(?:status|state|employment|active)\b", re.IGNORECASE)
LEFT_ON = re.compile(
    r"\b(?:left|leaving|leave date|leaver|last (?:working )?day|exit|termination|terminated|departure|end(?:ed)?(?: date| on)"
    r"|employment end)\b",
    re.IGNORECASE,
)
GONE = re.compile(
    r"(?:left|leaver|gone|former|departed|terminated|resigned|retired|dismissed|inactive|not active|ended|offboarded)\b.*",
    re.IGNORECASE,
)
HERE = re.compile(r"(?:active|employed|current|present|working|in service|on (?:\w+ )?leave)\b.*", re.IGNORECASE)


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of the people whom a claim speaks of, with what a list of people says of each of them."""
    if records.other is None or not STILL_HERE.search(asked.text) or asked.limit or asked.every:
        return
    keys = joining_columns(records.other, records)
    named = next((c for c in records.columns if keys and c.header == keys[1]), None)
    told = _tells(records)
    if named is None or told is None or not frozenset(named.about) & asked.words:
        return
    own = {header: values for header, values in scope.items() if header not in records.foreign}
    made = Candidate(kind="still here", test=each(here), records=records, column=told, start=named, scope=own, score=5.0)
    if mostly_kept(here, made, asked):
        yield made


def _tells(records: RecordSet) -> Column | None:
    """What of the list of people says who left: their state, else the day on which they did."""
    foreign = [c for c in records.columns if c.header in records.foreign]
    states = [c for c in foreign if STATUS.search(" ".join(tokens(c.header))) and any(GONE.fullmatch(v) for v in c.values)]
    days = [c for c in foreign if c.kind == "moment" and LEFT_ON.search(" ".join(tokens(c.header)))]
    return next((found[0] for found in (states, days) if len(found) == 1), None)


def here(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether the one whom a record names had not left by the end of the period."""
    cell = (row.get(candidate.column.header) or "").strip()
    who = (row.get(candidate.start.header) or "").strip() if candidate.start else ""
    shown = f"{who}: {candidate.column.header} is {cell or 'empty'}"
    if candidate.column.kind == "moment":
        day = candidate.column.moment(cell)
        if day is None:
            return (True if not cell else None), cell or "nothing", shown
        return day.date() > period.as_of, cell, shown
    left = [c for c in candidate.records.columns if c.kind == "moment" and LEFT_ON.search(" ".join(tokens(c.header)))]
    days = [day.date() for c in left if (day := candidate.records.moment(row, c))]
    if GONE.fullmatch(cell):
        return (None if days and max(days) > period.as_of else False), cell, shown
    return (True if HERE.fullmatch(cell) else None), cell or "nothing", shown
