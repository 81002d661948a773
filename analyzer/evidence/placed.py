"""Files that the engine reads itself: columns whose type fits stay where they are, so that a check reads what it asks for.

A column becomes a column of a table in one of two ways. Where its type is that of the table (a text, a number, a moment,
yes or no), the table is a view over the file; projections and filters of a query reach it. Where its values have to be
read first (a date written as text), they are read once, by the rules that hold for every export, and the table holds the
result. What cannot be mapped column by column goes through staging like any other export.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..catalog import Table
from ..errors import EvidenceError
from .casts import NULL_TEXTS, NUMERIC_DATE, SQL_TYPES, Order, cast_sql, clean_sql, column_orders, quoted, reorder_sql, word_list
from .neutral import NUMBERED, NeutralLoad, value_sql
from .records import FAULTS_SHOWN, SAMPLE, Problems, Records, unique_names
from .store import ColumnType, Part, QueryError, Store

NUMBERS = frozenset(
    {"tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
     "decimal", "float", "double"}
)  # fmt: skip
MOMENTS = frozenset({"date", "timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"})
TEXTS = frozenset({"varchar", "uuid", "enum"})
NESTED = frozenset({"struct", "map", "list", "array", "union", "variant"})
TEXT = ColumnType("varchar")


@dataclass(frozen=True, slots=True)
class Source:
    """A column of the file, or a field of an object that stands in one.

    Attributes:
        sql: how a query over the file names it.
        type: its type in the engine.
    """

    sql: str
    type: ColumnType

    def text(self) -> str:
        """The expression of its value as an export in text would write it."""
        kind = self.type.id
        if kind in NESTED:
            return f"cast(to_json({self.sql}) as varchar)"
        if kind in ("float", "double"):
            whole = f"{self.sql} = floor({self.sql}) and abs({self.sql}) < 1e15"
            return f"case when {whole} then cast(cast({self.sql} as bigint) as varchar) else cast({self.sql} as varchar) end"
        return self.sql if kind == "varchar" else f"cast({self.sql} as varchar)"

    def fitting(self, kind: str) -> str | None:
        """The expression that is a value of a table's column of this kind as it stands, None where it has to be read first."""
        own, inner = self.type.id, self.type.children
        if kind == "text":
            return self.text()
        if kind == "number" and own in NUMBERS:
            return self.sql if own == "double" else f"cast({self.sql} as double)"
        if kind == "boolean" and own == "boolean":
            return self.sql
        if kind == "list" and own == "list" and inner[0][1].id in TEXTS | NUMBERS:
            return self.sql if inner[0][1].id == "varchar" else f"cast({self.sql} as varchar[])"
        if kind in ("timestamp", "date"):
            if own == "timestamp with time zone":
                return f"cast({self.sql} at time zone 'UTC' as {kind})"
            if own in MOMENTS:
                return self.sql if own == kind else f"cast({self.sql} as {kind})"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Records):
    """Records that only the engine reads; `rows` counts them without their cells."""

    file: PlacedFile


@dataclass(frozen=True, kw_only=True)
class PlacedFile:
    """A file that the engine reads itself.

    Attributes:
        store: its engine is allowed to read the file.
        path: where it lies.
        name: as messages call it.
        relation: the file in the `from` of a query.
        numbered: the same with the number of each row, where that costs something.
        row: the expression of the number of a row, over `numbered`.
        types: its columns.
        headers: what its columns are called, where these are not their names in the relation.
        rows: number of its rows.
        columnar: whether a query reads only the columns and stretches of rows that it asks for.
        problem: what is wrong with a file of its kind whose rows cannot be read.
    """

    store: Store = field(repr=False)
    path: Path
    name: str
    relation: str
    numbered: str
    row: str
    types: dict[str, ColumnType]
    headers: Sequence[str] = ()
    rows: int
    columnar: bool = False
    problem: str

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The columns by name; of a column of objects its fields, as `owner.email`."""
        found: dict[str, Source] = {}
        for name, kind in self.types.items():
            if kind.id == "struct":
                found |= {f"{name}.{inner}": Source(f"{_name(name)}.{_name(inner)}", one) for inner, one in kind.children}
            else:
                found[name] = Source(_name(name), kind)
        return dict(zip(self.headers or unique_names(list(found)), found.values(), strict=True))

    def table(self) -> Placed:
        """The file as a table of texts, to recognise it by.

        Raises:
            EvidenceError: if its rows cannot be read.
        """
        shown = ", ".join(source.text() for source in self.sources.values())
        sample = [
            {name: "" if value is None else value for name, value in zip(self.sources, row, strict=True)}
            for row in self._look(f"select {shown} from {self.relation} limit {SAMPLE}")
        ]
        return Placed(kind="csv", columns=tuple(self.sources), sample=tuple(sample), rows=self._count, file=self)

    def objects(self) -> Placed:
        """The file as JSON records, to recognise an API export by that somebody has put into Parquet.

        Raises:
            EvidenceError: if its rows cannot be read.
        """
        rows = self._look(f"select cast(to_json(r) as varchar) from {self.relation} as r limit {SAMPLE}")
        return Placed(kind="json", sample=tuple(json.loads(row[0]) for row in rows), rows=self._count, file=self)

    def _count(self, problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
        """Its rows without their cells, which nobody but the engine reads."""
        yield from ((number, []) for number in range(1, self.rows + 1))

    def _look(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self.store.look(sql)
        except QueryError as error:
            raise EvidenceError(self.name, self.problem, "Export it again") from error

    def raw_sql(self, kind: str, columns: Mapping[str, int]) -> str:
        """The select that gives `load.sql` its relation `raw`, as texts.

        Args:
            kind: `json` for one column `record`, `csv` for the columns.
            columns: names of the columns and the place (from 0) of the column each shows, -1 for one that is always NULL.
        """
        if kind == "json":
            shown = "cast(to_json(r) as json) as record"
        else:
            texts = [source.text() for source in self.sources.values()]
            cells = {name: texts[at] if at >= 0 else "cast(null as varchar)" for name, at in columns.items()}
            shown = ", ".join(f"{cell} as {_name(name)}" for name, cell in cells.items())
        return f"select {self.row} as row_number, {shown}, {quoted(self.name)} as file from {self.numbered} as r"

    def mapped(self, neutral: NeutralLoad, table: Table) -> dict[str, Source] | None:
        """The source of each column of the table, where the file fills this one table column by column; None where not."""
        found: dict[str, Source] = {}
        for header, target in neutral.mapping.items():
            column = target.removeprefix(f"{table.id}.")
            source = self.sources[header]
            if column not in table.columns or column in found:
                return None
            if column in NUMBERED and source.type.id not in NUMBERS:
                source = Source(value_sql(column, source.text()), TEXT)
            if column in neutral.naming and source.type.id in TEXTS:
                source = Source(value_sql(column, source.text(), neutral.naming), TEXT)
            found[column] = source
        return found if neutral.tables == (table.id,) else None

    def load(self, table: Table, columns: Mapping[str, Source]) -> list[str]:
        """Make the file a part of a table; returns the values that its columns cannot hold, for people.

        Args:
            columns: the source of each column that the file has.

        Raises:
            EvidenceError: if its rows cannot be read.
        """
        kinds = {column: table.columns[column].type for column in columns}
        orders = self._orders({name: source for name, source in columns.items() if kinds[name] in ("timestamp", "date")})
        read: dict[str, tuple[str, str]] = {}
        taken: dict[str, str] = {}
        for column, source in columns.items():
            own = source.fitting(kinds[column])
            if own is None:
                cleaned = clean_sql(_settled(source.text(), orders.get(column)), kinds[column])
                own = f"cast({cast_sql(f'({cleaned})', kinds[column])} as {SQL_TYPES[kinds[column]]})"
                read[column] = cleaned, own
            taken[column] = own
        texts = [column for column in columns if kinds[column] == "text" and columns[column].type.id == "varchar"]
        facts = [f"count({expression})" for pair in read.values() for expression in pair]
        facts += [f"count(*) filter (where {_untidy(columns[column].sql)})" for column in texts]
        facts.append(f"count(*) filter (where {' or '.join(f'{source.sql} is not null' for source in columns.values())})")
        found = [int(one) for one in self._look(f"select {', '.join(facts)} from {self.relation}")[0]]
        for column, untidy in zip(texts, found[2 * len(read) : -1], strict=True):
            if untidy:
                taken[column] = clean_sql(columns[column].sql, "text")
        lost = [(column, *found[2 * at : 2 * at + 2]) for at, column in enumerate(read)]
        self.store.add_part(
            Part(
                table=table.id, path=self.path if self.columnar and "filename" not in self.types else None,
                relation=self.numbered, file=self.name, columns=taken, rows=found[-1], row=self.row,
                in_place=self.columnar and not read,
            )
        )  # fmt: skip
        return [
            fault
            for column, whole, kept in lost
            if whole > kept
            for fault in self._faults(table, column, *read[column], whole - kept)
        ]

    def _orders(self, moments: Mapping[str, Source]) -> dict[str, Order]:
        """Whether the day or the month comes first in columns of dates written with digits, where dates of the file prove it."""
        texts = {name: source.text() for name, source in moments.items() if source.fitting("timestamp") is None}
        if not texts:
            return {}
        numeric = quoted(NUMERIC_DATE)
        highest = [
            f"coalesce(max(try_cast(string_split_regex(trim({text}), '[/.-]')[{at}] as integer))"
            f" filter (where regexp_matches(trim({text}), {numeric})), 0)"
            for text in texts.values()
            for at in (1, 2)
        ]
        found = self._look(f"select {', '.join(highest)} from {self.relation}")[0]
        pairs = zip(found[::2], found[1::2], strict=True)
        orders = column_orders({(self.name, "", name): pair for name, pair in zip(texts, pairs, strict=True)})
        return {name: order for (_, _, name), order in orders.items()}

    def _faults(self, table: Table, column: str, cleaned: str, typed: str, count: int) -> list[str]:
        rows = self._look(
            f"select {self.row}, {cleaned} from {self.numbered} where {cleaned} is not null and {typed} is null"
            f" order by 1 limit {FAULTS_SHOWN}"
        )
        faults = [f"row {row}: {str(value)[:80]!r} is not a {table.id}.{column}" for row, value in rows]
        more = count - len(faults)
        return [*faults, f"and {more} more values that are not a {table.id}.{column}"] if more else faults


def _untidy(text: str) -> str:
    """The condition of texts that other exports are cleaned of: spaces around them, and the words that stand for nothing."""
    longest = max(len(word.encode()) for word in NULL_TEXTS)
    nothing = f"case when strlen({text}) <= {longest} then lower({text}) in {word_list(NULL_TEXTS)} else false end"
    return f"{nothing} or starts_with({text}, ' ') or suffix({text}, ' ')"


def _settled(text: str, order: Order | None) -> str:
    """The text with the order of day and month that the file proves."""
    if order is None:
        return text
    numeric = f"regexp_matches(trim({text}), {quoted(NUMERIC_DATE)})"
    return f"case when {numeric} then coalesce({reorder_sql(text, order)}, {text}) else {text} end"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
