"""Days of the year by which, or between which, something has to be done ("by June 30", "between 1 May and 15 June")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ...days import MONTHS
from ...model import Period
from ..beginning import FIRST_DAY, is_target
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..telling import completion, core_words, own_words
from ..words import beginnings, says, tokens

MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"
DAY = rf"(?:{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH})"
BY = re.compile(rf"\b(?:by|before|no later than|not later than|until)\s+(?:the )?(?P<last>{DAY})(?!,? \d{{4}})\b", re.IGNORECASE)
BETWEEN = re.compile(rf"\b(?:between|from)\s+(?P<first>{DAY})\s+(?:and|to|until)\s+(?P<last>{DAY})(?!,? \d{{4}})\b", re.IGNORECASE)
LEAST_KEEP = 0.5  # of the records that tell; where fewer keep the days they are days of something else


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of days that have to lie before, or between, the days of the year that a claim names."""
    if window_of(asked.text, 2000) is None:
        return
    ends = [c for c in records.columns if c.kind == "moment" and c.about and _is_done(c, asked, records, scope)]
    ends = ends or _only_day(asked, records)
    if len(ends) != 1:
        return
    made = Candidate(
        kind="calendar", measured=True, test=each(in_window), records=records, column=ends[0], scope=scope,
        score=5.0 + len(ends[0].about) + bool(scope),
    )  # fmt: skip
    if mostly_kept(in_window, made, asked, least=1, share=LEAST_KEEP):
        yield made


def _only_day(asked: Asked, records: RecordSet) -> list[Column]:
    """The one day that records of what a claim requires have, besides those on which it begins or is due."""
    if not records.subject & asked.required:
        return []
    return [
        c for c in records.columns
        if c.kind == "moment" and not frozenset(c.about) & beginnings() and not is_target(c)
        and not FIRST_DAY.fullmatch(" ".join(tokens(c.header)))
    ]  # fmt: skip


def _is_done(column: Column, asked: Asked, records: RecordSet, scope: Scope) -> bool:
    """Whether a column says when what a claim says was done: in its words, or in a row of the document that names the records."""
    own = own_words(column, records)
    rest = core_words(column, records)
    if re.search(r"due|target|deadline|plan|next|expir", column.header, re.IGNORECASE):
        return False
    said = bool(own & asked.words) and own <= asked.words | completion()
    return said or (asked.claim.form == "row" and bool(scope) and rest <= completion())


def window_of(text: str, year: int) -> tuple[date, date] | None:
    """The first and last day that a text names, in a year; None where it names none."""
    between = BETWEEN.search(text)
    found = between or BY.search(text)
    last = day_of_year(found["last"], year) if found else None
    first = day_of_year(between["first"], year) if between else date(year, 1, 1)
    return (first, last) if first and last and first <= last else None


def day_of_year(text: str, year: int) -> date | None:
    """The day of a year that a text names by month and number."""
    month = next((at for at, name in enumerate(MONTHS, start=1) if re.search(rf"\b{name}", text, re.IGNORECASE)), None)
    number = re.search(r"\d{1,2}", text)
    try:
        return date(year, month, int(number[0])) if month and number else None
    except ValueError:
        return None


def in_window(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether it was done between the days named, in the year in which it was done or that the period ends in."""
    cell = (row.get(candidate.column.header) or "").strip()
    done = candidate.column.moment(cell)
    if done is None and cell and says(cell) not in ("no", "pending", "nothing"):
        return None, cell, f"{candidate.column.header} gives no day"
    window = window_of(asked.text, done.year if done else period.as_of.year)
    if window is None:
        return None, cell or "nothing", "the days named cannot be read"
    first, last = window
    begun = [
        moment for c in candidate.records.columns
        if c.kind == "moment" and frozenset(c.about) & beginnings() and (moment := candidate.records.moment(row, c))
    ]  # fmt: skip
    if done is None:
        late = last <= period.as_of and not any(moment.date() > first for moment in begun)
        return (False if late else None), cell or "nothing", f"{candidate.column.header} is {cell or 'empty'}; {last} has passed"
    if any(moment.date() > last for moment in begun):
        return None, cell, "it began only after the days named"
    return first <= done.date() <= last, cell, f"{candidate.column.header} is {cell}; promised between {first} and {last}"
