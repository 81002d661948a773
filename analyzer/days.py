"""Days as people write them: in a cell that begins with one, and within a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = "|".join(MONTHS)
WEEKDAY = r"\s*(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
DAY = re.compile(
    WEEKDAY + r"(?:(?P<iso>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<rest>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})?)(?!\d|\.\d)",
    re.IGNORECASE,
)
NAMED_DAY = re.compile(
    WEEKDAY + rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -](?P<name>(?:{MONTH})[a-z]*)\.?"
    rf"|(?P<name2>(?:{MONTH})[a-z]*)\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:,?[ -](?P<year>\d{4}))?(?![\d:])",
    re.IGNORECASE,
)
DATES = re.compile(
    r"(?<![\d.-])(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)|(?<![\d.])(?P<dotted>\d{1,2}\.\s?\d{1,2}\.(?:\s?20\d{2}|\d{4}|\d{2})?)(?!\d)"
    rf"|\b(?P<named>\d{{1,2}}(?:st|nd|rd|th|\.)?[ -](?:{MONTH})[a-z]*\.?(?:,?[ -]\d{{4}})?"
    rf"|(?:{MONTH})[a-z]*\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)\b"
    r"|(?<![\d/.])(?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))(?![\d/])",
    re.IGNORECASE,
)
ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
ANY_YEAR = date(2000, 12, 31)  # the end of a year that has every day, to read dates whose year is not asked for
AHEAD = timedelta(days=60)  # so long after the end of the period a date without a year may lie


def day_of(cell: str, last: date | None = None, day_first: bool | None = None) -> date | None:
    """The day that a cell begins with, in a form that cannot be misread.

    Args:
        last: the end of the period; without it a day without a year is none.
        day_first: how `04/05/2026` is meant; None where nothing tells.
    """
    if found := DAY.match(cell):
        if found["iso"]:
            return _made(int(found["iso"]), int(found["month"]), int(found["rest"]))
        if not found["year"] and found["mark"] != ".":
            return None
        first, second = int(found["first"]), int(found["second"])
        orders = [(first, second), (second, first)]
        if found["mark"] == "." or day_first is not None:
            orders = orders[:1] if day_first or found["mark"] == "." else orders[1:]
        weekday = (found["weekday"] or "")[:3].lower()
        days = {one for day, month in orders if (one := _in_year(_year(found["year"]), month, day, last))}
        return next(iter(told)) if len(told := {one for one in days if weekday in ("", f"{one:%a}".lower())}) == 1 else None
    if found := NAMED_DAY.match(cell):
        month = MONTHS.index((found["name"] or found["name2"])[:3].lower()) + 1
        return _in_year(_year(found["year"]), month, int(found["day"] or found["day2"]), last)
    return None


def days_it_may_mean(cell: str, last: date | None = None) -> frozenset[date]:
    """The days that a cell may begin with; of a date that can be read in two ways both.

    Args:
        last: the end of the period; without it a day without a year is none.
    """
    return frozenset(day for order in (None, True, False) if (day := day_of(cell, last, order)))


def dates_in(text: str) -> Iterator[tuple[str, int]]:
    """What reads as a date within a text, as `day_of` takes it, and where it begins."""
    for found in DATES.finditer(text):
        yield (re.sub(r"\s", "", found[0]) if found["dotted"] else found[0]), found.start()


def is_day_first(cells: Iterable[str]) -> bool | None:
    """Whether the days in figures of a file have the day before the month; None where both orders are possible."""
    written = [cell for cell in cells if (found := DAY.match(cell)) and found["first"] and found["mark"] != "." and found["year"]]
    fitting = [order for order in (True, False) if all(day_of(cell, day_first=order) for cell in written)]
    return fitting[0] if len(fitting) == 1 else None


def _year(text: str | None) -> int | None:
    return None if not text else int(text) if len(text) == 4 else 2000 + int(text)


def _in_year(year: int | None, month: int, day: int, last: date | None) -> date | None:
    """A day; without a year, of the last year in which it lies before the end of the period."""
    if year is not None:
        return _made(year, month, day)
    if last is None:
        return None
    found = [_made(one, month, day) for one in (last.year + 1, last.year, last.year - 1)]
    return next((one for one in found if one and one <= last + AHEAD), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
