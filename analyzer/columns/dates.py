"""Columns of dates in any of the styles that exports use, read as a whole: one column tells how another cell of it is meant.

`04.05.2026` has its day first, and `20260504` its year. Of `04/05/2026` the column decides, by a part above 12 or by the day of
the week that stands before it; then the other columns of the file, where they agree. What stays open is no date. A date without a
year is of the last year in which it lies before the end of the period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ..days import AHEAD
from .values import MONTHS, moment_of

Order = Literal["dmy", "mdy"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = r"(?:(?:T|[ ,]+)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]m)?)?"
BEFORE = r"^\s*(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
BEHIND = r"\s*(?:Z|UTC|GMT|CES?T|h|[+-]\d{2}:?\d{2})?\s*$"
NUMBERS = re.compile(
    rf"{BEFORE}(?P<a>\d{{1,4}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P<closed>(?P=mark))?(?P<c>\d{{4}}|\d{{2}})?{CLOCK}{BEHIND}",
    re.IGNORECASE,
)
DAY_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -]+(?P<month>[a-z]{3,9})\.?"
MONTH_DAY = r"(?P<month2>[a-z]{3,9})\.?[ -]+(?P<day2>\d{1,2})"
COMPACT = re.compile(r"^\s*(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})\s*$")
NAMED = re.compile(
    rf"{BEFORE}(?:{DAY_MONTH}|{MONTH_DAY})(?:,?[ -]+(?P<year>\d{{4}}|\d{{2}}))?(?![\d:]){CLOCK}{BEHIND}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as a cell writes it, before its order and year are known."""

    a: int
    b: int
    year: int | None
    order: Order | None
    clock: tuple[int, int, int]
    weekday: int | None

    def parts(self, order: Order) -> tuple[int, int]:
        """Day and month."""
        return (self.a, self.b) if (self.order or order) == "dmy" else (self.b, self.a)

    def moment(self, order: Order, last: date | None) -> datetime | None:
        day, month = self.parts(order)
        if self.year is not None:
            return _made(self.year, month, day, self.clock)
        if last is None:
            return None
        found = [_made(year, month, day, self.clock) for year in (last.year + 1, last.year, last.year - 1)]
        return next((one for one in found if one and one.date() <= last + AHEAD), None)


def read_dates(columns: Mapping[str, Sequence[str]], last: date | None = None) -> dict[str, dict[str, datetime]]:
    """What the cells of each column say as moments; cells that are none, or not surely one, are left out.

    Args:
        columns: the cells of each column of one file.
        last: the end of the period, for dates without a year.
    """
    written = {header: {cell: one for cell in set(cells) if (one := _written(cell))} for header, cells in columns.items()}
    orders: dict[str, Order | None] = {header: _order(ones.values()) for header, ones in written.items()}
    agreed: set[Order] = {order for order in orders.values() if order}
    of_file: Order | None = next(iter(agreed)) if len(agreed) == 1 else None
    found: dict[str, dict[str, datetime]] = {}
    for header, cells in columns.items():
        known = {cell: moment for cell in set(cells) if (moment := moment_of(cell))}
        for cell, one in written[header].items():
            order = one.order or orders[header] or of_file
            if order and (moment := one.moment(order, last)):
                known.setdefault(cell, moment)
        found[header] = known
    return found


def _written(cell: str) -> _Written | None:
    if found := COMPACT.match(cell):
        return _Written(int(found["day"]), int(found["month"]), int(found["year"]), "dmy", (0, 0, 0), None)
    if found := NUMBERS.match(cell):
        return _of_numbers(found)
    if found := NAMED.match(cell):
        month = MONTHS.get((found["month"] or found["month2"])[:3].lower())
        if month is None:
            return None
        return _Written(int(found["day"] or found["day2"]), month, _year(found["year"]), "dmy", _clock(found), _weekday(found))
    return None


def _of_numbers(found: re.Match[str]) -> _Written | None:
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) == 4:
        return _Written(int(c), int(b), int(a), "dmy", _clock(found), _weekday(found)) if c and len(c) == 2 else None
    timed = found["mark"] == "/" and found["hour"] is not None  # `04/02 09:12` is a day; `04/02` may be a share
    if len(a) > 2 or not (found["closed"] or timed) or (c is None and not timed and found["mark"] != "."):
        return None
    order: Order | None = "dmy" if found["mark"] == "." else None
    return _Written(int(a), int(b), _year(c), order, _clock(found), _weekday(found))


def _order(written: Iterable[_Written]) -> Order | None:
    """The order of day and month of a column's numeric dates: the one in which all of them are dates, if it is the only one."""
    open_ones = [one for one in written if one.order is None]
    fitting: list[Order] = [order for order in ("dmy", "mdy") if all(_fits(one, order) for one in open_ones)]
    return fitting[0] if open_ones and len(fitting) == 1 else None


def _fits(one: _Written, order: Order) -> bool:
    day, month = one.parts(order)
    moment = _made(one.year or 2000, month, day, (0, 0, 0))
    return moment is not None and (one.weekday is None or one.year is None or moment.weekday() == one.weekday)


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour = int(found["hour"] or 0)
    if half := (found["half"] or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour, int(found["minute"] or 0), int(found["second"] or 0)


def _weekday(found: re.Match[str]) -> int | None:
    return WEEKDAYS.index(found["weekday"].lower()[:3]) if found["weekday"] else None


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


def _made(year: int, month: int, day: int, clock: tuple[int, int, int]) -> datetime | None:
    try:
        return datetime(year, month, day, *clock)
    except ValueError:
        return None
