"""What the columns of a record set are, told from their headers and values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from .dates import read_dates
from .values import hours_of, number_of, unit_of
from .words import about_of, container_stems, says, stems, subject_stems, tokens

Kind = Literal["answer", "presence", "moment", "amount", "category", "identifier", "text", "empty"]
CATEGORIES = 15  # a column with more different values is no category
LONGEST_CATEGORY = 60  # characters
MOSTLY = 0.9  # of the cells that say something
SOME = 0.7  # of them, where the header names a unit
FEW = 0.4  # of them, where the header says date
ANSWERS = 0.6  # of them, for a column of answers
DATED = frozenset(
    "date at on time utc timestamp datetime due expiry since until last next completed initiated created reviewed".split()  # noqa: SIM905
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a record set.

    Attributes:
        header: as the file has it.
        about: the stems of its header, without the words that say only what kind of value it holds.
        kind: an answer (yes, no, pending), something that is there or not, a moment, an amount of time, a category, ...
        values: how often each different value occurs.
        unit: hours per unit of an amount of time.
    """

    header: str
    about: tuple[str, ...]
    all_stems: frozenset[str]
    kind: Kind
    values: Counter[str]
    unit: float | None = None
    moments: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def only_days(self) -> bool:
        """Whether its moments are days without a time."""
        return all(moment.time() == datetime.min.time() for moment in self.moments.values())

    @cached_property
    def is_figures(self) -> bool:
        """Whether all that its cells say are figures, of which there are at least two."""
        filled = [value for value in self.values if says(value) != "nothing"]
        return self.kind != "moment" and len(filled) > 1 and all(number_of(value) is not None for value in filled)

    def moment(self, cell: str) -> datetime | None:
        """The moment that a cell states; None where it states none, or not surely one."""
        return self.moments.get(cell.strip())

    def amount(self, cell: str) -> float | None:
        """The hours of a cell of an amount of time."""
        return hours_of(cell, self.unit)


@dataclass(frozen=True, kw_only=True)
class RecordSet:
    """The records of one kind of an evidence file, as text.

    Attributes:
        file: name of the evidence file.
        name: name of the sheet, array or table within it; the file's own for a file of one kind of record.
        rows: one mapping of headers to cells for each record.
        last: the end of the period, for dates without a year.
        other: the set of another file that says more of what these records name.
        foreign: the headers that come from there.
    """

    file: str
    name: str
    rows: Sequence[Mapping[str, str]]
    headers: tuple[str, ...] = field(default=())
    last: date | None = None
    other: RecordSet | None = None
    foreign: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of the file."""
        cells = {header: [(row.get(header, "") or "").strip() for row in self.rows] for header in self.headers}
        dates = read_dates(cells, self.last)
        return tuple(_profile(header, cells[header], dates[header]) for header in self.headers)

    def moment(self, row: Mapping[str, str], column: Column | None) -> datetime | None:
        """The moment that a row states in a column."""
        return column.moment(row.get(column.header) or "") if column else None

    @cached_property
    def subject(self) -> frozenset[str]:
        """Stems of what the records are about: of the names of file and set, and of what identifies a record."""
        names = [self.file.rsplit("/", maxsplit=1)[-1].rsplit(".", maxsplit=1)[0], self.name]
        said = Counter(one for c in self.columns for one in set(c.about))
        answers = frozenset(one for c in self.columns if c.kind in ("answer", "presence") for one in c.about if said[one] == 1)
        there = self.other.subject if self.other else frozenset[str]()
        key = frozenset(self.key.about) - container_stems() if self.key else frozenset[str]()
        return (subject_stems(names) - answers) | key | there

    @cached_property
    def key(self) -> Column | None:
        """The column that identifies a record."""
        unique = [
            c
            for c in self.columns
            if len(c.values) == len(self.rows)
            and "" not in c.values
            and c.kind in ("identifier", "text", "category")
            and c.header not in self.foreign
            and not (self._begins_with_days and c.is_figures)
        ]
        file = subject_stems([self.file.rsplit("/", maxsplit=1)[-1].rsplit(".", maxsplit=1)[0], self.name])
        own = [c for c in unique if c.about and c is self.columns[0] and frozenset(c.about) <= file]
        named = own or [
            c for c in unique if tokens(c.header)[-1:] and tokens(c.header)[-1].lower() in ("id", "number", "key", "ref", "ticket")
        ]
        return (named or unique or [None])[0]

    @cached_property
    def _begins_with_days(self) -> bool:
        """Whether the first column gives each record a day of its own."""
        first = self.columns[0] if self.columns else None
        return first is not None and first.kind == "moment" and first.only_days and len(first.values) == len(self.rows)

    def item_of(self, row: Mapping[str, str]) -> str:
        """What names a record."""
        if self.key is None and self._begins_with_days:
            return row.get(self.columns[0].header, "")
        return row.get(self.key.header, "") if self.key else " / ".join(filter(None, list(row.values())[:2]))


def _profile(header: str, cells: Sequence[str], dates: Mapping[str, datetime]) -> Column:
    values = Counter(cell.strip() for cell in cells)
    filled = [cell.strip() for cell in cells if says(cell.strip()) != "nothing"]
    about = about_of(header)
    made: dict[str, Any] = {"header": header, "about": about, "all_stems": stems(header), "values": values}
    if not filled:
        return Column(kind="empty", **made)
    if _is_dated(header, filled, dates):
        return Column(kind="moment", moments=dates, **made)
    unit = unit_of(header)
    amounts = sum(hours_of(cell, unit) is not None for cell in filled)
    if amounts >= (SOME if unit else MOSTLY) * len(filled):
        return Column(kind="amount", unit=unit, **made)
    return Column(kind=_kind(header, cells, filled), **made)


def _kind(header: str, cells: Sequence[str], filled: Sequence[str]) -> Kind:
    """What a column of words is: an answer, an identifier, something that is there or not, a category or text."""
    different = len(set(filled))
    if 1 < different <= CATEGORIES and all(cell.isdigit() for cell in filled) and set(filled) != {"0", "1"}:
        return "category"  # numbers of tiers, classes or the like; 1 is no yes among them
    if different > 2 and all(re.fullmatch(r"[\d.,]+%?", cell) for cell in filled):
        return "text"
    said = Counter(says(cell) for cell in filled)
    if different > 1 and header_says_kind(header) and max(map(len, filled)) <= LONGEST_CATEGORY:
        return "category"  # "Planned" is a kind of change and no answer
    if said["yes"] + said["no"] + said["pending"] >= ANSWERS * len(filled):
        return "answer"
    if (CATEGORIES < different == len(filled)) or (different == len(cells) and header.lower().endswith("id")):
        return "identifier"
    if len(filled) < len(cells) or said["no"] or said["pending"]:
        return "presence"
    return "category" if different <= CATEGORIES and max(map(len, filled)) <= LONGEST_CATEGORY else "text"


def header_says_kind(header: str) -> bool:
    """Whether a header says that of which kind each record is stands below."""
    return bool({"type", "kind", "category", "class"} & {word.lower() for word in tokens(header)[-1:]})


def _is_dated(header: str, filled: Sequence[str], dates: Mapping[str, datetime]) -> bool:
    """A column of dates, and not of numbers or names that happen to read as one."""
    dated = sum(cell in dates for cell in filled)
    named = bool(DATED & {word.lower() for word in tokens(header)})
    return dated >= MOSTLY * len(filled) or (named and dated >= FEW * len(filled))
