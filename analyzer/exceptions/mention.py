"""Whether words that name both a thing and what is allowed to it are about an item: "ledger-db nightly run of 20.09.".

The words name an item by its identifier or name, by a thing and the day on which it happened, or by several values of its row of
which one is its own. Where they give a day, what is of other days is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from ..days import ANY_YEAR, DATES, ISO_DAY, dates_in, day_of, days_it_may_mean
from ..model import Observation
from .words import answer_of, fits, is_nothing, lexicon

if TYPE_CHECKING:
    from .naming import Named

SHORTEST = 3  # characters of a value that words can mention
IDENTIFIER = 4  # characters of an identifier; a shorter one stands in other words
LONGEST = 60  # of a value that words can mention
FEWEST = 2  # values of a row that words without its name have to mention
NUMBERED = re.compile(r"[a-z]+-?\d+")


def is_identifier(value: str) -> bool:
    """Whether a value looks like an identifier: one word with a figure, a dot, a hyphen or an at sign in it."""
    text = value.strip()
    return (
        len(text) >= IDENTIFIER
        and re.search(r"\s", text) is None
        and re.search(r"[\d@._-]", text) is not None
        and not fits(lexicon().no_identifiers, text)
    )


def days_in(text: str, last: date | None) -> frozenset[tuple[int | None, int, int]]:
    """Year, month and day of the dates within words; the year is None where none is said.

    Args:
        last: the end of the period, by which a date is read that gives no year.
    """
    return frozenset(_days(text, last))


def _days(text: str, last: date | None) -> Iterator[tuple[int | None, int, int]]:
    for cell, _ in dates_in(text):
        if day := day_of(cell):
            yield day.year, day.month, day.day
        elif day := day_of(cell, last or ANY_YEAR):
            yield None, day.month, day.day


def cells_of(observation: Observation) -> frozenset[str]:
    """The values of a row that words can mention, in lower case: no answers, dates or sentences."""
    cells = {
        str(value).strip().lower()
        for value in observation.row.values()
        if value is not None and not isinstance(value, (bool, date))
    }
    return frozenset(
        cell
        for cell in cells
        if SHORTEST <= len(cell) <= LONGEST and answer_of(cell) is None and not is_nothing(cell) and day_of(cell) is None
    )


def days_of(observation: Observation, last: date | None) -> frozenset[date]:
    """The days that a row and the name of its item state; of dates that can be read in two ways both."""
    found: set[date] = set()
    for value in (*observation.row.values(), observation.item):
        if isinstance(value, date):
            found.add(date(value.year, value.month, value.day))
        elif isinstance(value, str) and len(value) <= LONGEST:
            found |= days_it_may_mean(value, last)
            found |= {day for one in ISO_DAY.findall(value) if (day := day_of(one))}
    return frozenset(found)


def mentioned(text: str, named: Named) -> frozenset[str]:
    """The values of an item's row, and its names, that words mention."""
    values = named.cells | named.identifiers | named.names | named.places | {named.item}
    return frozenset(one for one in values if stands_in(one, text)) if text else frozenset()


def stands_in(name: str, text: str) -> bool:
    """Whether words mention a name as a whole."""
    return bool(name) and name.lower() in text.lower() and _is_whole(name, text)


@cache
def _is_whole(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-]|\.\w)", text, re.IGNORECASE) is not None


def how_mentioned(text: str, named: Named, *, speaks: bool) -> Literal["event", "item", "group"] | None:
    """How words are about an item, if they are.

    Args:
        speaks: whether they are clearly about the rule that the item breaks; a thing that several items share is meant only then.
    """
    said = mentioned(text, named)
    dated = days_in(text, None)
    if (
        dated
        and named.days
        and not any((day.month, day.day) == (m, d) and y in (None, day.year) for day in named.days for y, m, d in dated)
    ):
        return None
    if not said:
        return None
    if said & (named.own | {named.item} | named.names - named.places - named.identifiers - (named.cells - named.telling)):
        return "event" if dated else "item"
    things = said & (named.identifiers | named.places | named.names)
    if dated and named.days and things:
        return "event"
    if len(said) >= FEWEST and said & named.telling and not names_another(text, named):
        return "item"
    return "group" if things and speaks else None


def names_another(text: str, named: Named, reference: str = "") -> bool:
    """Whether words hold an identifier that no value of an item's row has.

    Args:
        reference: of an entry; what else stands in a value that names it says nothing of the item.
    """
    values = {*named.cells, *named.identifiers, *named.names, *named.places, named.item}
    known = " ".join(value for value in values if not (reference and stands_in(reference, value)))
    return any((is_identifier(word) or NUMBERED.fullmatch(word)) and word not in known for word in words_of(DATES.sub(" ", text)))


@cache
def words_of(text: str) -> frozenset[str]:
    """The words of a text or cell in lower case, without the marks around them."""
    return frozenset(word.strip("().,;:'\"").lower() for word in re.split(r"[\s;,|]+", text))


def without(text: str, named: Named) -> str:
    """Words without what names an item."""
    left = text
    for one in sorted(mentioned(text, named), key=len, reverse=True):
        left = re.sub(rf"(?<![\w-]){re.escape(one)}(?![\w-])", " ", left, flags=re.IGNORECASE)
    return DATES.sub(" ", left)


def refers_to(observation: Observation, reference: str) -> bool:
    """Whether a row names an entry by its reference, such as W-14."""
    if len(reference) < SHORTEST or not re.fullmatch(r"[A-Za-z]+[A-Za-z_-]*\d[\w-]*", reference):
        return False
    return any(isinstance(value, str) and stands_in(reference, value) for value in observation.row.values())
