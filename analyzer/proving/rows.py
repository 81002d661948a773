"""The rows of the evidence that an item of a check stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ..evidence.altered import rows_of
from ..evidence.store import Store
from ..model import Observation

Row = dict[str, Any]
ORIGIN = ("evidence_file", "evidence_row")
SHORTEST = 3  # characters of a cell that names something inside a longer item
MOST_TOGETHER = 500  # rows that are changed together where none of them names the item


class Rows:
    """Rows of the tables of a store, each table read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._read: dict[str, list[Row]] = {}

    def all(self, table: str) -> list[Row]:
        """The rows of a table."""
        if table not in self._read:
            self._read[table] = rows_of(self.store, table) if self.store.count(table) else []
        return self._read[table]

    def of(self, item: Observation, table: str) -> list[list[Row]]:
        """Groups of rows that may stand for an item, the most likely first.

        The rows that name it best, then all that name it at all; where none does, all rows of a small table, as for a setting.
        """
        name = item.item.lower()
        beside = {str(value).lower() for value in item.row.values() if value is not None and len(str(value)) >= SHORTEST}
        scored = [(_score(row, name, beside), row) for row in self.all(table)]
        naming = [(score, row) for score, row in scored if score[0] > 0]
        if naming:
            best = max(score for score, _ in naming)
            groups = [[row for score, row in naming if score == best], [row for _, row in naming]]
        else:
            groups = [[row for _, row in scored]] if len(scored) <= MOST_TOGETHER else []
        return [group for at, group in enumerate(groups) if group and group not in groups[:at]]

    def naming(self, item: Observation, table: str, beside: Sequence[str]) -> list[list[Row]]:
        """Groups of rows of a table that name an item, or that carry a key of a row that names it in one of the tables `beside`.

        An item that is a day, a month or a quarter is named by what happened in it.
        """
        name = item.item.lower()
        named = [row for row in self.all(table) if _score(row, name, set())[0]]
        if bucket := self.bucket(item.item.split(" ")[-1]):
            moments = [name for name, column in self.store.tables[table].columns.items() if column.type in ("timestamp", "date")]
            inside = self.between(table, moments, *bucket)
            both = [row for row in inside if row in named] or inside
            return [both] if both else []
        if named:
            return self.of(item, table)
        linked = {
            str(row[column]).lower()
            for other in beside if other != table
            for row in self.all(other) if _score(row, name, set())[0]
            for key in self.store.tables[other].key for column in key.split("|") if row.get(column) is not None
        }  # fmt: skip
        rows = [row for row in self.all(table) if linked & {str(v).lower() for k, v in row.items() if k not in ORIGIN}]
        return [rows] if rows else []

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


def _score(row: Row, name: str, beside: set[str]) -> tuple[int, int]:
    """How much of the item's name stands in a row, and how many of the values that are shown beside it."""
    cells = {_text(value) for key, value in row.items() if key not in ORIGIN and value is not None}
    words = set(re.split(r"[^\w.]+", name))
    inside = sum(len(cell) for cell in cells if cell in words or cell == name or (len(cell) >= SHORTEST and cell in name))
    return inside, len(cells & beside)


def _text(value: Any) -> str:
    """A cell as an item spells it: numbers without a point where they are whole."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).lower()


def _within(value: Any, first: date, last: date) -> bool:
    if isinstance(value, datetime):
        value = value.date()
    return isinstance(value, date) and first <= value < last + timedelta(days=1)
