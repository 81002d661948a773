"""Days of the month by which something is done for each month ("every month by the 10th", "by the fifth working day")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ...days import MONTHS
from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..telling import completion, own_words

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "fifteenth", "twentieth")
NUMBERS = (*range(1, 11), 15, 20)
BY_DAY = re.compile(
    rf"\b(?:by|before|on or before|no later than|not later than|until|within) the "
    rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
    r"(?P<working> (?:working|business) day)?(?: (?:calendar )?day)?\b(?! (?:\w+ )?(?:january|february|march|april|may|june|july))",
    re.IGNORECASE,
)
MONTH = re.compile(
    rf"(?P<year>\d{{4}})-(?P<number>\d{{2}})|(?P<name>{'|'.join(MONTHS)})[a-z]*\.?[ -](?P<of>\d{{4}})", re.IGNORECASE
)
FEWEST = 2  # records that tell
SUNDAY = 5


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of days that have to lie before a day of the month after the one that each record is of."""
    if not BY_DAY.search(asked.text):
        return
    of = [c for c in records.columns if _is_of_months(c)]
    ends = [
        c for c in records.columns
        if c.kind == "moment" and c not in of and c.about and own_words(c, records) & asked.words
        and own_words(c, records) <= asked.words | completion()
    ]  # fmt: skip
    if len(of) != 1 or len(ends) != 1:
        return
    made = Candidate(
        kind="month", measured=True, test=each(by_day), records=records, column=ends[0], start=of[0], scope=scope, score=5.0
    )
    if mostly_kept(by_day, made, asked, least=FEWEST):
        yield made


def _is_of_months(column: Column) -> bool:
    filled = [value for value in column.values if value]
    return bool(filled) and all(MONTH.fullmatch(value.strip()) for value in filled)


def month_of(text: str) -> date | None:
    """The first day of the month that a cell names."""
    found = MONTH.fullmatch(text.strip())
    if not found:
        return None
    number = int(found["number"]) if found["number"] else MONTHS.index(found["name"][:3].lower()) + 1
    return date(int(found["year"] or found["of"]), number, 1) if 1 <= number <= len(MONTHS) else None


def last_day(asked: Asked, month: date) -> date | None:
    """The day of the month after another by which a claim wants something done."""
    found = BY_DAY.search(asked.text)
    if not found:
        return None
    said = found["day"].lower()
    number = NUMBERS[ORDINALS.index(said)] if said in ORDINALS else int(re.sub(r"\D", "", said))
    first = (month + timedelta(days=31)).replace(day=1)
    if not found["working"]:
        return first + timedelta(days=number - 1)
    days = [day for at in range(62) if (day := first + timedelta(days=at)).weekday() < SUNDAY]
    return days[number - 1]


def by_day(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what a record tells of was done by the day of the next month."""
    cell = (row.get(candidate.column.header) or "").strip()
    month = month_of((row.get(candidate.start.header) or "") if candidate.start else "")
    last = last_day(asked, month) if month else None
    done = candidate.records.moment(row, candidate.column)
    if month is None or last is None or (done is None and cell):
        return None, cell or "nothing", "the evidence does not give month and day"
    if done is None:
        return (None if last > period.as_of else False), "nothing", f"{candidate.column.header} is empty; {last} has passed"
    return done.date() <= last, cell, f"{candidate.column.header} is {cell}; for {month:%B %Y} it had to be by {last}"
