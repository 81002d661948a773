"""The embedded SQL engine. The only file that knows which one it is.

Exports are loaded as text into staging tables of the vendor-neutral shape; `finish` casts them to the declared types
and reports every value that its column cannot hold. Files that are read where they lie become parts of their tables.
After that the engine is locked: no file but these, no network, no setting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb

from ..catalog import Table
from ..model import Observation, Period
from .casts import NUMERIC_DATE, PLAIN, SQL_TYPES, CastFault, Order, cast_sql, clean_sql, column_orders, quoted, reorder_sql
from .parts import ColumnType, Part, parts_sql, period_sql
from .records import FAULTS_SHOWN
from .tally import MOST_WHOLE, Tally, counted
from .values import QueryError, as_text, check_contract, observation

MEMORY_LIMIT = "1GB"
LARGE = 200_000  # rows; up to here the whole answer of a query is taken out of the engine
LOADS = frozenset({"INSERT", "UPDATE", "DELETE", "SELECT", "CREATE", "DROP"})
LONGEST_ROW = 4_000_000
LARGEST_TABLE = 64 * 1024 * 1024
CALENDAR = Path(__file__).with_name("calendar.sql")


class Store:
    """Typed evidence tables for one review.

    Args:
        tables: the tables of the catalogue that this review may need.
        period: gives the calendar its buckets.
        holidays: days that are not business days, besides Saturdays and Sundays.
        workspace: the one folder that the engine may read and write, for exports on their way into the tables and for
            what does not fit into memory. Without one it reads and writes no file at all.
        memory: what the engine may take of it, such as "1GB"; the process itself needs some more.
        files: evidence that it reads where it lies, and never writes.
    """

    def __init__(
        self, tables: Mapping[str, Table], period: Period, holidays: Sequence[date] = (), workspace: Path | None = None,
        memory: str | None = None, files: Sequence[Path] = (),
    ) -> None:  # fmt: skip
        self.tables = dict(tables)
        self.more_faults: Counter[str] = Counter()
        self.largest = 0
        self._parts: dict[str, list[Part]] = {}
        self._counts: dict[str, int] = {}
        self._files: dict[str, tuple[str, ...]] = {}
        self._tallies: dict[str, Tally] = {}
        self._typed: set[str] = set()  # tables that have rows of their own, once it is finished
        self.period = period
        self.raw_kind = ""
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "2",
                "memory_limit": memory or MEMORY_LIMIT,
            },
        )  # fmt: skip
        self._run("set global TimeZone = 'UTC'")
        self._run(f"set global temp_directory = {quoted(str(workspace / 'spill') if workspace else '')}")
        if workspace:
            self._run(f"set global allowed_directories = [{quoted(str(workspace) + '/')}]")
        if files:
            self._run(f"set global allowed_paths = [{', '.join(quoted(str(file)) for file in files)}]")
        self._run("set global enable_external_access = false")
        self._run("create schema staging")
        for table in self.tables.values():
            columns = ", ".join(f'"{name}" varchar' for name in table.columns)
            self._run(f'create table staging."{table.id}" ({columns}, evidence_file varchar, evidence_row bigint)')
        self._calendar(holidays)

    def _run(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
        try:
            return self.connection.cursor().execute(sql, params).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise QueryError("the evidence needs more memory, or more room for temporary files; raise --memory") from error

    def _calendar(self, holidays: Sequence[date]) -> None:
        """The tables `calendar` and `buckets`."""
        given = {"holidays": list(holidays), "first": self.period.start, "last": self.period.end}
        for statement in CALENDAR.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                self._run(statement, {name: value for name, value in given.items() if f"${name}" in statement})

    def add_rows(self, table: str, rows: Iterable[Mapping[str, Any]], file: str) -> int:
        """Put rows of the neutral shape into staging and return their number.

        Values may be of any type, lists as lists.
        """
        names = list(self.tables[table].columns)
        values = []
        for number, row in enumerate(rows, start=1):
            unknown = set(row) - set(names)
            if unknown:
                raise QueryError(f"table {table} has no column {', '.join(sorted(unknown))}")
            values.append([*(as_text(row.get(name)) for name in names), file, number])
        if values:
            marks = ", ".join("?" * (len(names) + 2))
            self.connection.cursor().executemany(f'insert into staging."{table}" values ({marks})', values)
        return len(values)

    def stage(self, data: Path, kind: Literal["csv", "json"], columns: Mapping[str, int], file: str) -> None:
        """Make the records of an export the relation `raw` that `run_load` reads; it lasts until the next.

        Args:
            data: the records as `load` writes them into the workspace: the number of the row first, then its cells
                (comma-separated) or its JSON text (after a tab).
            kind: which of the two.
            columns: names of its columns and the cell (from 0) each shows, -1 for one that is always NULL; a
                JSON export always has the one column `record`.
            file: name of the export, its column `file`.
        """
        if kind == "json":
            fields, shown = "'record': 'json'", "record"
            dialect = r"delim='\t', quote='', escape=''"
        else:
            width = max(columns.values(), default=-1) + 1
            fields = ", ".join(f"'c{at}': 'varchar'" for at in range(width))
            cells = {column: f"c{at}" if at >= 0 else "cast(null as varchar)" for column, at in columns.items()}
            shown = ", ".join(f"{cell} as {_name(column)}" for column, cell in cells.items())
            dialect = "delim=',', quote='\"', escape='\"', null_padding=false"
        self.stage_select(
            f"select row_number, {shown}, {quoted(file)} as file"
            f" from read_csv({quoted(str(data))}, header=false, auto_detect=false, {dialect}, strict_mode=false,"
            f" max_line_size={LONGEST_ROW}, columns={{'row_number': 'bigint', {fields}}})",
            in_place=data.stat().st_size >= LARGEST_TABLE,
        )

    def stage_select(self, select: str, in_place: bool) -> None:
        """Make what a select yields the relation `raw`; it lasts until the next.

        Args:
            in_place: whether its files are read each time that `raw` is.

        Raises:
            QueryError: if the engine refuses it.
        """
        kind = "view" if in_place else "table"
        if self.raw_kind:
            self._run(f"drop {self.raw_kind} staging.raw")
            self.raw_kind = ""
        self.look(f"create {kind} staging.raw as {select}")
        self.raw_kind = kind

    def look(self, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a statement of the loader's own.

        Raises:
            QueryError: if the engine refuses it.
        """
        try:
            return self._run(sql, params)
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def types(self, sql: str) -> dict[str, ColumnType]:
        """The columns of a query and their types.

        Raises:
            QueryError: if the engine refuses it.
        """
        try:
            relation = self.connection.cursor().sql(sql)
            return dict(zip(relation.columns, map(ColumnType.of, relation.types), strict=True))
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def add_part(self, part: Part) -> None:
        """Make the rows of a file rows of a table, once `finish` is called."""
        self._parts.setdefault(part.table, []).append(part)

    def run_load(self, sql: str) -> None:
        """Run a source's `load.sql`, wholly or not at all; its table names mean the staging tables.

        Raises:
            QueryError: if the engine refuses it.
        """
        cursor = self.connection.cursor()
        try:
            cursor.execute("set schema = 'staging'")
            cursor.execute("begin")
            for statement in duckdb.extract_statements(sql):
                if statement.type.name not in LOADS:
                    raise QueryError(f"load.sql fills tables and does nothing else; {statement.type.name} is not allowed")
                cursor.execute(statement)
            cursor.execute("commit")
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def finish(self, orders: Mapping[str, Order] | None = None) -> list[CastFault]:
        """Cast staging to the declared types, lock the engine, and return every value that did not fit.

        Args:
            orders: evidence files whose numeric dates are known to put the day or the month first. For the others the
                order is taken from the column where a value proves it (a first or second part above 12, and no value that
                proves the opposite), or from the file's other columns; where none does, such dates are faults.
        """
        filled = [table for table in self.tables.values() if self._staged(table.id)]
        known = self._proven_orders(filled)
        faults: list[CastFault] = []
        self._run("create schema typed")
        for table in self.tables.values():
            if table in filled:
                self._settle_dates(table, known, orders or {})
                faults += self._cast(table)
            self._assemble(table, table in filled)
        self._run("drop schema staging cascade")
        self._run("set lock_configuration = true")
        return faults

    def _assemble(self, table: Table, filled: bool) -> None:
        """Make the table of a query out of what was staged and of the files that are its parts."""
        parts = self._parts.get(table.id, [])
        selects = [f'select * from typed."{table.id}"'] if filled else []
        read = [part for part in parts if not part.in_place]
        if read:
            self._run(f'create table typed."{table.id} read" as {parts_sql(table, read)}')
            selects.append(f'select * from typed."{table.id} read"')
        if placed := [part for part in parts if part.in_place]:
            selects.append(parts_sql(table, placed))
        if not selects:
            columns = ", ".join(f'"{n}" {SQL_TYPES[c.type]}' for n, c in table.columns.items())
            self._run(f'create table main."{table.id}" ({columns}, evidence_file varchar, evidence_row bigint)')
            return
        self._run(f'create view main."{table.id}" as {" union all ".join(selects)}')
        staged = self._run(f'select count(*) from typed."{table.id}"')[0][0] if filled else 0
        self.largest = max(self.largest, staged + sum(part.rows for part in parts))

    def _staged(self, table: str) -> bool:
        return bool(self._run(f'select 1 from staging."{table}" limit 1'))

    def _proven_orders(self, tables: Sequence[Table]) -> dict[tuple[str, str, str], Order]:
        """The order of day and month in each column of a file whose dates prove it, by file, table and column.

        A column that proves neither has the order of the file's other columns, where none of them proves another.
        """
        values = " union all ".join(
            f'select evidence_file as f, {quoted(table.id)} as t, {quoted(name)} as c, trim("{name}") as v'
            f' from staging."{table.id}" where "{name}" is not null'
            for table in tables for name in _moments(table)
        )  # fmt: skip
        if not values:
            return {}
        part = "try_cast(string_split_regex(v, '[/.-]')[{}] as integer)"
        highest = self._run(
            f"select f, t, c, coalesce(max({part.format(1)}), 0), coalesce(max({part.format(2)}), 0) from ({values}) as s"
            f" where regexp_matches(v, {quoted(NUMERIC_DATE)}) group by f, t, c"
        )
        return column_orders({(file, table, column): (first, second) for file, table, column, first, second in highest})

    def _settle_dates(self, table: Table, known: Mapping[tuple[str, str, str], Order], given: Mapping[str, Order]) -> None:
        orders = {(file, column): order for (file, of, column), order in known.items() if of == table.id}
        orders |= {(file, column): order for file, order in given.items() for column in _moments(table)}
        for (file, name), order in orders.items():
            self._run(
                f'update staging."{table.id}" set "{name}" = coalesce({reorder_sql(_name(name), order)}, "{name}")'
                f' where evidence_file = $file and regexp_matches(trim("{name}"), {quoted(NUMERIC_DATE)})',
                {"file": file},
            )

    def _cast(self, table: Table) -> list[CastFault]:
        """Make the typed table out of the staged one; returns the values that were lost on the way."""
        types = {name: column.type for name, column in table.columns.items()}
        said = self._run(f'select {", ".join(f"count({_name(name)})" for name in types)} from staging."{table.id}"')[0]
        filled = {name: kind for (name, kind), count in zip(types.items(), said, strict=True) if count}
        origin = "evidence_file, evidence_row"
        cleaned = ", ".join([*(f'{clean_sql(_name(n), t)} as "{n}"' for n, t in filled.items()), origin])
        clean = f'(select {cleaned} from staging."{table.id}")'
        usual = [name for name, kind in filled.items() if kind in PLAIN]
        counts = ["count(*)", *(f'count("{name}")' for name in filled)]
        odd = [f'count("{n}") - count({cast_sql(_name(n), filled[n], plain=True)})' for n in usual]
        before = self._run(f"select {', '.join([*counts, *odd])} from {clean} as clean")[0]
        plain = {name for name, others in zip(usual, before[len(counts) :], strict=True) if not others}
        read = {name: cast_sql(_name(name), kind, name in plain) for name, kind in filled.items()}
        casts = ", ".join(f'cast({read.get(n, "null")} as {SQL_TYPES[t]}) as "{n}"' for n, t in types.items())
        self._run(f'create table typed."{table.id}" as select {casts}, {origin} from {clean} as clean')
        self._typed.add(table.id)
        after = self._run(f'select {", ".join(counts)} from typed."{table.id}"')[0]
        faults = []
        for (name, kind), whole, kept in zip(filled.items(), before[1 : len(counts)], after[1:], strict=True):
            if whole != kept:
                lost = f'from {clean} as clean where "{name}" is not null and {cast_sql(_name(name), kind)} is null'
                rows = self._run(
                    f'select {quoted(name)}, evidence_file, evidence_row, "{name}" {lost}'
                    f" qualify row_number() over (partition by evidence_file order by evidence_row) <= {FAULTS_SHOWN}"
                )
                faults += rows
                self.more_faults.update(dict(self._run(f"select evidence_file, count(*) {lost} group by evidence_file")))
                self.more_faults.subtract(Counter(row[1] for row in rows))
        self._run(f'drop table staging."{table.id}"')
        faults.sort(key=lambda row: (row[1] or "", row[2] or 0, row[0]))
        return [CastFault(table.id, column, file, row, str(value)[:80]) for column, file, row, value in faults]

    def staged_rows(self, file: str, tables: Iterable[str]) -> dict[str, int]:
        """Rows that a file has put into staging so far, of those tables, empty ones left out."""
        count = 'select count(*) from staging."{}" where evidence_file = $file'
        counts = {
            table: int(self._run(count.format(table), {"file": file})[0][0])
            + sum(part.rows for part in self._parts.get(table, ()) if part.file == file)
            for table in tables
        }
        return {table: rows for table, rows in counts.items() if rows}

    def count(self, table: str) -> int:
        """Number of rows of a finished table that say anything; an empty line of an export is no evidence."""
        if table not in self._counts:
            values = ", ".join(f'cast("{name}" as varchar)' for name in self.tables[table].columns)
            said = f'select count(*) from typed."{table}" where coalesce({values}) is not null'
            rows = self._run(said)[0][0] if table in self._typed else 0
            self._counts[table] = int(rows) + sum(part.rows for part in self._parts.get(table, ()))
        return self._counts[table]

    def files(self, table: str) -> tuple[str, ...]:
        """The evidence files behind a finished table."""
        if table not in self._files:
            rows = self._run(f'select distinct evidence_file from typed."{table}"') if table in self._typed else []
            names = {*(row[0] for row in rows), *(part.file for part in self._parts.get(table, ()))}
            self._files[table] = tuple(sorted(names))
        return self._files[table]

    def rows(self, sql: str, params: Mapping[str, Any] | None = None) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of a query; only the parameters it names are passed.

        Raises:
            QueryError: if the engine refuses it.
        """
        wanted = set(re.findall(r"\$([a-z_][a-z0-9_]*)", sql))
        given = params or {}
        missing = wanted - set(given)
        if missing:
            raise QueryError(f"the query names a parameter that nobody gives: {', '.join(sorted(missing))}")
        if any(part.in_place for parts in self._parts.values() for part in parts):
            sql = period_sql(sql, self._moments())
        cursor = self.connection.cursor()
        try:
            statements = duckdb.extract_statements(sql)
            if [statement.type.name for statement in statements] != ["SELECT"]:
                raise QueryError("a query is one question; it changes nothing and writes nothing")
            cursor.execute(sql, {name: given[name] for name in wanted})
            return [c[0] for c in cursor.description or ()], cursor.fetchall()
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def _moments(self) -> frozenset[str]:
        """The names that stand for a moment or a day in every table that has a column of that name."""
        others = {name for table in self.tables.values() for name in table.columns.keys() - set(_moments(table))}
        return frozenset(name for table in self.tables.values() for name in _moments(table) if name not in others)

    def observe(self, sql: str, params: Mapping[str, Any], columns_of_holding: Sequence[str] | None = None) -> list[Observation]:
        """Run a check's query and read its rows as observations.

        Args:
            columns_of_holding: the further columns to keep of what holds, of more than `MOST_WHOLE` items; all when left out.

        Raises:
            QueryError: if the engine refuses it or the contract's columns are missing.
        """
        columns, rows = self.rows(sql, params)
        check_contract(columns)
        kept = columns_of_holding if len(rows) > MOST_WHOLE else None
        return [observation(columns, values, kept) for values in rows]

    def tally(self, sql: str, params: Mapping[str, Any], names: Sequence[str], large: int = LARGE) -> Tally:
        """Run a check's query and count its rows; only what does not hold leaves the engine item by item.

        A question about large tables that was asked before is answered as it was then: finished tables do not change.

        Args:
            names: the further columns by which the counts are kept apart.
            large: from this number of rows of the largest table on, the engine counts.

        Raises:
            QueryError: if the engine refuses it or the contract's columns are missing.
        """
        if self.largest < large:
            return Tally.of(self.observe(sql, params, names), names)
        asked = repr((sql, sorted(params.items()), tuple(names)))
        if asked not in self._tallies:
            self._tallies[asked] = counted(lambda text: self.rows(text, params), sql, names)
        return self._tallies[asked]


def _name(column: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + column.replace('"', '""') + '"'


def _moments(table: Table) -> list[str]:
    return [name for name, column in table.columns.items() if column.type in ("timestamp", "date")]
