"""The words of registers of exceptions, and what their cells say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
import yaml
from pydantic import BaseModel, ConfigDict

from ..catalog import Loader
from ..evidence.casts import FALSE_WORDS, TRUE_WORDS

STEMMER = snowballstemmer.stemmer("english")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY = r"\s*(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
DAY = re.compile(
    WEEKDAY + r"(?:(?P<iso>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<rest>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})?)(?!\d|\.\d)",
    re.IGNORECASE,
)
NAMED_DAY = re.compile(
    WEEKDAY + rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -](?P<name>(?:{'|'.join(MONTHS)})[a-z]*)\.?"
    rf"|(?P<name2>(?:{'|'.join(MONTHS)})[a-z]*)\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:,?[ -](?P<year>\d{4}))?(?![\d:])",
    re.IGNORECASE,
)
AHEAD = timedelta(days=60)  # so long after the end of the period a date without a year may lie
STOP = frozenset(
    """
    a all an and any are as at be been by can could do does each every for from has have having if in into is it its may must no not
    of on or our per shall should such than that the their them they this those to under up use used using via was were when where
    which while who will with within without
    """.split()  # noqa: SIM905 - so many quoted words are harder to read
)


class _Status(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    refused: str
    unsettled: str
    ended: str
    lasting: str
    in_force: str


class _Terms(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    exceptions: str
    none: str
    grants: str
    deputies: str
    role: str
    ranks: tuple[tuple[str, ...], ...]
    short: dict[str, str]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    roles: dict[str, str]
    approver_besides: str
    called: str
    called_maybe: str
    called_otherwise: str
    called_other_log: str
    foreign: str
    lifts: str
    states: str
    because: str
    events: str
    places: str
    no_names: str
    naming: str
    no_identifiers: str
    everything: str
    nothing: str
    endless: str
    status: _Status
    retroactive: str
    until: str
    prolonged: str
    not_renewed: str
    succeeds: str
    succeeded: str
    still: str
    still_cell: str
    common_words: tuple[str, ...]
    aspects: dict[str, dict[str, str]]
    terms: _Terms


@cache
def lexicon() -> _Words:
    """The words of this package, as `words.yaml` has them."""
    return _Words.model_validate(yaml.load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), Loader))


@lru_cache(4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def finds(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a pattern of `words.yaml` in a text."""
    return _compiled(pattern).search(text)


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern of `words.yaml` is the whole text."""
    return _compiled(pattern).fullmatch(text.strip()) is not None


@cache
def joined(header: str) -> str:
    """A header in lower case, its words joined by `_`: `approvedBy` and `Approved By` are `approved_by`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    return "_".join(re.findall(r"[a-z0-9]+", spaced.lower()))


@cache
def role_of(header: str) -> str | None:
    """What a header of a register means; None for one that means nothing known."""
    name = joined(header)
    return next((role for role, pattern in lexicon().roles.items() if fits(pattern, name)), None)


def is_nothing(cell: str) -> bool:
    """Whether a cell says nothing, such as `N/A`, or only that it has yet to be filled."""
    return fits(lexicon().nothing, cell)


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


def answer_of(cell: str) -> bool | None:
    """Whether a cell says yes or no."""
    text = cell.strip().lower()
    return True if text in TRUE_WORDS else False if text in FALSE_WORDS else None


@cache
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that mean something."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    words = [word.lower() for word in re.findall(r"[A-Za-z]{2,}", spaced)]
    return frozenset(str(STEMMER.stemWord(word)) for word in words if word not in STOP)
