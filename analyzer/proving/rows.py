"""The rows of the evidence that an item of a check stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..evidence.altered import rows_of
from ..evidence.store import Store
from ..model import Observation

Row = dict[str, Any]
ORIGIN = ("evidence_file", "evidence_row")
SHORTEST = 3  # characters of a cell that names something inside a longer item
MOST_TOGETHER = 500  # rows that are changed together where none of them names the item


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The rows of a table, and the rows in which each cell stands, in lower case."""

    rows: list[Row]
    cells: dict[str, list[int]]

    @classmethod
    def of(cls, rows: list[Row]) -> _Table:
        cells: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            for cell in {_text(value) for key, value in row.items() if key not in ORIGIN and value is not None}:
                cells.setdefault(cell, []).append(at)
        return cls(rows=rows, cells=cells)

    def naming(self, name: str) -> dict[int, int]:
        """The rows of which a cell stands in a name, each with the number of characters that do."""
        words = set(re.split(r"[^\w.]+", name))
        inside: Counter[int] = Counter()
        for cell, at in self.cells.items():
            if cell in words or cell == name or (len(cell) >= SHORTEST and cell in name):
                inside.update(dict.fromkeys(at, len(cell)))
        return {at: inside[at] for at in sorted(inside)}

    def holding(self, values: Iterable[str]) -> Counter[int]:
        """The rows that hold one of some values, each with the number of them."""
        return Counter(at for value in values for at in self.cells.get(value, ()))


class Rows:
    """Rows of the tables of a store, each table read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._read: dict[str, _Table] = {}

    def all(self, table: str) -> list[Row]:
        """The rows of a table."""
        return self._table(table).rows

    def _table(self, table: str) -> _Table:
        if table not in self._read:
            self._read[table] = _Table.of(rows_of(self.store, table) if self.store.count(table) else [])
        return self._read[table]

    def of(self, item: Observation, table: str) -> list[list[Row]]:
        """Groups of rows that may stand for an item, the most likely first.

        The rows that name it best and hold what is shown beside it, all that name it best, all that name it at all; where none
        does, all rows of a small table, as for a setting.
        """
        rows = self.all(table)
        named = self._table(table).naming(item.item.lower())
        if named:
            held = self._table(table).holding(
                {str(value).lower() for value in item.row.values() if value is not None and len(str(value)) >= SHORTEST}
            )
            scored = {at: (inside, held[at]) for at, inside in named.items()}
            best, most = max(scored.values()), max(named.values())
            closest = [rows[at] for at, score in scored.items() if score == best]
            groups = [
                _saying(closest, item.item.lower()), closest,
                [rows[at] for at, inside in named.items() if inside == most], [rows[at] for at in named],
            ]  # fmt: skip
        else:
            groups = [rows] if len(rows) <= MOST_TOGETHER else []
        return [group for at, group in enumerate(groups) if group and group not in groups[:at]]

    def naming(self, item: Observation, table: str, beside: Sequence[str]) -> list[list[Row]]:
        """Groups of rows of a table that name an item, or that carry a key of a row that names it in one of the tables `beside`.

        An item that is a day, a month or a quarter is named by what happened in it.
        """
        name = item.item.lower()
        named = self._table(table).naming(name)
        if inside := self.inside(item, table):
            return inside
        if self.bucket(item.item.split(" ")[-1]):
            return []
        if named:
            return self.of(item, table)
        linked = {
            str(self.all(other)[at][column]).lower()
            for other in beside if other != table
            for at in self._table(other).naming(name)
            for key in self.store.tables[other].key for column in key.split("|") if self.all(other)[at].get(column) is not None
        }  # fmt: skip
        rows = [self.all(table)[at] for at in sorted(self._table(table).holding(linked))]
        return [rows] if rows else []

    def inside(self, item: Observation, table: str) -> list[list[Row]]:
        """What happened in the bucket of the period that an item is, to what it names where that is told; empty for other items."""
        bucket = self.bucket(item.item.split(" ")[-1])
        if bucket is None:
            return []
        happened = self.between(table, self.moments(table), *bucket)
        named = self._table(table).naming(item.item.lower())
        best = max(named.values(), default=0)
        own = {keys([self.all(table)[at]]) for at, score in named.items() if score == best}
        both = [row for row in happened if keys([row]) in own] or happened
        return [both] if both else []

    def nearest(self, item: Observation, table: str, first: date) -> list[Row]:
        """The rows of the last day before a bucket of the period on which something happened to what an item names."""
        rows, named = self.all(table), self._table(table).naming(item.item.lower())
        best = max(named.values(), default=0)
        before = [(day, rows[at]) for at, score in named.items() if score == best and (day := self._day(rows[at], table)) < first]
        last = max((day for day, _ in before), default=None)
        return [row for day, row in before if day == last]

    def moments(self, table: str) -> list[str]:
        """The columns of a table that tell when."""
        return [name for name, column in self.store.tables[table].columns.items() if column.type in ("timestamp", "date")]

    def _day(self, row: Row, table: str) -> date:
        """The first day that a row names."""
        days = [v.date() if isinstance(v, datetime) else v for v in (row[name] for name in self.moments(table)) if v is not None]
        return min(days, default=date.max)

    def between(self, table: str, columns: Sequence[str], first: date, last: date) -> list[Row]:
        """The rows of which one of the columns names a day from `first` to `last`."""
        return [row for row in self.all(table) if any(_within(row.get(column), first, last) for column in columns)]

    def bucket(self, label: str) -> tuple[date, date] | None:
        """The first and last day of a bucket of the period by its label, or None."""
        _, found = self.store.rows("select starts_on, ends_on from buckets where label = $label limit 1", {"label": label})
        return (found[0][0], found[0][1]) if found else None


def keys(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """File and number of rows, each once."""
    return tuple(dict.fromkeys((str(row["evidence_file"]), int(row["evidence_row"])) for row in rows))


def _saying(rows: Sequence[Row], name: str) -> list[Row]:
    """Those of several rows that alone have a word of a name inside a longer cell, as the stage `unit-tests` has of "unit"."""
    words = {word for word in re.split(r"[\W_]+", name) if len(word) > SHORTEST}
    said = [
        {word for word in words if any(word in _text(v) for k, v in row.items() if v is not None and k not in ORIGIN)}
        for row in rows
    ]
    common = set[str].intersection(*said) if said else set[str]()
    return [row for row, own in zip(rows, said, strict=True) if own - common]


def _text(value: Any) -> str:
    """A cell as an item spells it: numbers without a point where they are whole."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).lower()


def _within(value: Any, first: date, last: date) -> bool:
    if isinstance(value, datetime):
        value = value.date()
    return isinstance(value, date) and first <= value < last + timedelta(days=1)
