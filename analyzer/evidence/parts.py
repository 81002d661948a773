"""Tables that are read where they lie: files that are parts of a table, and the query over them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..catalog import Table
from .casts import SQL_TYPES, quoted

PERIOD = re.compile(
    r"\bcast\((?P<moment>(?:\w+\.)?(?P<column>\w+)) as date\) between \$period_start and \$period_end\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ColumnType:
    """The type of a column of a file: its name in the engine, and of nested types the names and types inside."""

    id: str
    children: tuple[tuple[str, ColumnType], ...] = ()

    @classmethod
    def of(cls, kind: Any) -> ColumnType:
        """The type that the engine names; of an array or list its element, of an object its fields."""
        nested = kind.id in ("struct", "list", "array", "map", "union")
        inner = ((name, one) for name, one in kind.children if not isinstance(one, int)) if nested else ()
        return cls(kind.id, tuple((name, cls.of(one)) for name, one in inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file whose rows are rows of a table.

    Attributes:
        table: the table.
        path: of a Parquet file that may be read together with others where it lies; None for another.
        relation: the file in the `from` of a query.
        file: its name in reports.
        columns: the typed expression of each column of the table that it has.
        rows: number of its rows that say anything.
        in_place: whether a query may evaluate the expressions each time it reads the file.
        row: the expression of the number of a row.
    """

    table: str
    path: Path | None
    relation: str
    file: str
    columns: Mapping[str, str]
    rows: int
    in_place: bool = True
    row: str


def parts_sql(table: Table, parts: Sequence[Part]) -> str:
    """The select of all rows of a table's parts; files with the same columns are read as one."""
    alike: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        key = (tuple(sorted(part.columns.items())), part.row, part.relation if part.path is None else "")
        alike.setdefault(key, []).append(part)
    return " union all ".join(_select(table, same) for same in alike.values())


def _select(table: Table, parts: Sequence[Part]) -> str:
    first = parts[0]
    nothing = {name: f"cast(null as {SQL_TYPES[column.type]})" for name, column in table.columns.items()}
    shown = [f'{expression} as "{name}"' for name, expression in {**nothing, **first.columns}.items()]
    paths = ", ".join(quoted(str(part.path)) for part in parts)
    names = ", ".join(quoted(part.file) for part in parts)
    file, relation = names, first.relation
    if len(parts) > 1:
        file, relation = f"list_extract([{names}], list_position([{paths}], filename))", f"read_parquet([{paths}])"
    return f"select {', '.join(shown)}, {file} as evidence_file, {first.row} as evidence_row from {relation}"


def period_sql(sql: str, moments: frozenset[str]) -> str:
    """The same query with its period as bounds of the column itself, by which a scan leaves out what lies outside.

    Args:
        sql: a check's query.
        moments: the columns of moments and days of all tables.
    """

    def bounds(found: re.Match[str]) -> str:
        if found["column"] not in moments:
            return found[0]
        moment = found["moment"]
        return f"({moment} >= cast($period_start as date) and {moment} < cast($period_end as date) + interval 1 day)"

    return PERIOD.sub(bounds, sql)
