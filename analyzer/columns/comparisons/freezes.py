"""Times of the year in which something must not happen ("no releases from December 20 to January 2")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ...days import MONTHS
from ...model import Period
from ..cadence import when_columns
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import RecordSet
from ..weigh import unplanned
from ..words import tokens
from .calendar_days import day_of_year

MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
TO = r"\s*(?:-|–|—|to|through|until|and)\s*"
RANGES = re.compile(
    rf"\b(?P<first>{MONTH} \d{{1,2}}){TO}(?P<last>(?:{MONTH} )?\d{{1,2}})\b(?!:)"
    rf"|\b(?P<from>\d{{1,2}}(?: {MONTH})?){TO}(?P<to>\d{{1,2}} {MONTH})",
    re.IGNORECASE,
)
FROZEN = re.compile(
    r"\b(?:freezes?|frozen|black-?outs?|embargo\w*|moratorium|quiet (?:periods?|times?)|no[- ]change)\b", re.IGNORECASE
)
IS_FROZEN = re.compile(r"\b(?:production|live (?:systems?|environments?)|releases|deployments) (?:is|are) frozen\b", re.IGNORECASE)
GOES_LIVE = re.compile(r"\b(?:released|deployed|live|went live|rolled out|in production)\b", re.IGNORECASE)
LEAST_OUTSIDE = 0.6  # of the records; where fewer lie outside, the records are of something else


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The day of each record, where a claim says that none lies between days of the year that it names."""
    if not (asked.denies or FROZEN.search(asked.text)) or not ranges_of(asked.text, 2000):
        return
    days = when_columns(records)
    said = [c for c in records.columns if c.kind == "moment" and c.about and frozenset(c.about) <= asked.words]
    begins = [c for c in days if c.about in ((), ("day",))] or (said if len(said) == 1 else days)
    live = [c for c in records.columns if c.kind == "moment" and GOES_LIVE.search(" ".join(tokens(c.header)))]
    whole = IS_FROZEN.search(asked.text) is not None and len(live) == 1
    if whole:
        begins = live
    if not begins or not (whole or records.subject & asked.around or scope):
        return
    made = Candidate(kind="freeze", test=each(outside), records=records, column=begins[0], scope=scope, score=4.0, alone=whole)
    if mostly_kept(outside, made, asked, least=1, share=LEAST_OUTSIDE):
        yield made


def ranges_of(text: str, year: int) -> list[tuple[date, date]]:
    """The first and last day of each time of the year that a text names; one over New Year begins in the year given."""
    found: list[tuple[date, date]] = []
    for m in RANGES.finditer(text):
        if m["first"]:
            month = re.match(MONTH, m["first"], re.IGNORECASE)
            last = m["last"] if re.search(r"[A-Za-z]", m["last"]) else f"{month[0] if month else ''} {m['last']}"
            first = m["first"]
        else:
            named = re.search(MONTH, m["to"], re.IGNORECASE)
            first = m["from"] if re.search(r"[A-Za-z]", m["from"]) else f"{m['from']} {named[0] if named else ''}"
            last = m["to"]
        begin, end = day_of_year(first, year), day_of_year(last, year)
        if begin and end and end < begin:
            end = day_of_year(last, year + 1)
        if begin and end:
            found.append((begin, end))
    return found


def outside(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record lies outside of the times named."""
    cell = (row.get(candidate.column.header) or "").strip()
    moment = candidate.column.moment(cell)
    if moment is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    if unplanned(row):
        return None, cell, "it was not planned"
    day = moment.date()
    years = (day.year, (day - timedelta(days=366)).year)
    inside = next(((a, b) for year in years for a, b in ranges_of(asked.text, year) if a <= day <= b), None)
    reason = f"{candidate.column.header} is {cell}" + (f", between {inside[0]:%d %B} and {inside[1]:%d %B}" if inside else "")
    return inside is None, cell, reason
