"""The embedded SQL engine. The only file that knows which one it is.

Exports are loaded as text into staging tables of the vendor-neutral shape; `finish` casts them to the declared types
and reports every value that its column cannot hold. After that the engine is locked: no file, no network, no setting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from ..catalog import Table
from ..errors import AnalyzerError
from ..model import Observation, Period

CONTRACT = ("item", "holds", "observed", "reason")
NULL_WORDS = ("", "n/a", "na", "none", "null", "-", "--", "no_information", "not_supported", "0000-00-00", "never", "never logged in")
TRUE_WORDS = ("true", "t", "yes", "y", "1", "1.0", "enabled", "on", "✓", "✔", "x", "active", "required", "pass", "passed", "encrypted")
FALSE_WORDS = ("false", "f", "no", "n", "0", "0.0", "disabled", "off", "✗", "✘", "inactive", "fail", "failed", "unencrypted", "not encrypted")
DATE_FORMATS = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%d/%b/%y %I:%M %p", "%d/%b/%Y %H:%M")
SQL_TYPES = {
    "text": "VARCHAR", "number": "DOUBLE", "boolean": "BOOLEAN", "timestamp": "TIMESTAMP", "date": "DATE",
    "list": "VARCHAR[]", "tls_version": "VARCHAR",
}  # fmt: skip


class QueryError(AnalyzerError):
    """A query that the engine refuses, or whose columns are not those of the contract."""


@dataclass(frozen=True, slots=True)
class CastFault:
    """A value that its column cannot hold."""

    table: str
    column: str
    file: str
    row: int
    value: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}: {self.value!r} is not a {self.table}.{self.column}"


def _words(words: Iterable[str]) -> str:
    return "(" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + ")"


def _cast(column: str, kind: str) -> str:
    """The SQL expression that reads text column `column` as `kind`; NULL where it cannot."""
    text = f"nullif(trim({column}), '')"
    value = f"(case when lower(trim({column})) in {_words(NULL_WORDS)} then null else {text} end)"
    if kind == "text":
        return text
    if kind == "number":
        return f"try_cast(regexp_replace({value}, '[,$%\\s]', '', 'g') as double)"
    if kind == "boolean":
        return f"(case when lower({value}) in {_words(TRUE_WORDS)} then true when lower({value}) in {_words(FALSE_WORDS)} then false end)"
    if kind in ("timestamp", "date"):
        formats = "[" + ", ".join(f"'{f}'" for f in DATE_FORMATS) + "]"
        zoned = f"try_cast(regexp_replace({value}, '\\s*(UTC|GMT)$', 'Z') as timestamptz) at time zone 'UTC'"
        moment = f"coalesce({zoned}, try_strptime({value}, {formats}))"
        return f"cast({moment} as date)" if kind == "date" else moment
    if kind == "list":
        split = f"string_split_regex(trim({value}), '\\s*[;,|]\\s*')"
        return f"(case when {value} like '[%' then from_json({value}, '[\"VARCHAR\"]') else {split} end)"
    if kind == "tls_version":
        return f"(case when {value} ilike '%ssl%3%' then '0.3' else nullif(regexp_extract({value}, '1[._-]?([0-3])', 1), '') end)"
    raise AssertionError(kind)


class Store:
    """Typed evidence tables for one review.

    Args:
        tables: the tables of the catalogue that this review may need.
        period: gives the calendar its buckets.
        holidays: days that are not business days, besides Saturdays and Sundays.
    """

    def __init__(self, tables: Mapping[str, Table], period: Period, holidays: Sequence[date] = ()) -> None:
        self.tables = dict(tables)
        self.period = period
        self.connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        self._run("set global TimeZone = 'UTC'")
        self._run("create schema staging")
        for table in self.tables.values():
            columns = ", ".join(f'"{name}" varchar' for name in table.columns)
            self._run(f'create table staging."{table.id}" ({columns}, evidence_file varchar, evidence_row bigint)')
        self._calendar(holidays)

    def _run(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
        return self.connection.cursor().execute(sql, params).fetchall()

    def _calendar(self, holidays: Sequence[date]) -> None:
        """`calendar`: a row a day with a running number of business days; `buckets`: the periods a frequency expects."""
        self._run(
            """create table calendar as
            with days as (
              select cast(d as date) as day,
                     isodow(d) < 6 and not list_contains($holidays, cast(d as date)) as is_business_day
              from generate_series(timestamp '2010-01-01', timestamp '2035-12-31', interval 1 day) as s(d))
            select day, is_business_day,
                   sum(case when is_business_day then 1 else 0 end) over (order by day) as business_day_number
            from days""",
            {"holidays": list(holidays)},
        )
        self._run(
            """create table buckets as
            with days as (select day, is_business_day from calendar),
            named as (
              select 'day' as unit, strftime(day, '%Y-%m-%d') as label, day, day as first, day as last from days
              union all
              select 'business_day', strftime(day, '%Y-%m-%d'), day, day, day from days where is_business_day
              union all
              select 'week', strftime(day, '%G-W%V'), day, cast(date_trunc('week', day) as date),
                     cast(date_trunc('week', day) + interval 6 day as date) from days
              union all
              select 'month', strftime(day, '%Y-%m'), day, cast(date_trunc('month', day) as date), last_day(day) from days
              union all
              select 'quarter', strftime(day, '%Y') || '-Q' || quarter(day), day, cast(date_trunc('quarter', day) as date),
                     cast(date_trunc('quarter', day) + interval 3 month - interval 1 day as date) from days
              union all
              select 'half', strftime(day, '%Y') || case when month(day) < 7 then '-H1' else '-H2' end, day,
                     make_date(year(day), case when month(day) < 7 then 1 else 7 end, 1),
                     make_date(year(day), case when month(day) < 7 then 6 else 12 end, case when month(day) < 7 then 30 else 31 end)
              from days
              union all
              select 'year', strftime(day, '%Y'), day, make_date(year(day), 1, 1), make_date(year(day), 12, 31) from days)
            select unit, label, min(first) as starts_on, max(last) as ends_on,
                   min(first) >= $first and max(last) <= $last as whole
            from named where day between $first and $last group by unit, label order by unit, starts_on""",
            {"first": self.period.start, "last": self.period.end},
        )

    def add_rows(self, table: str, rows: Iterable[Mapping[str, Any]], file: str) -> int:
        """Put rows of the neutral shape into staging; values may be of any type, lists as lists. Returns their number."""
        names = list(self.tables[table].columns)
        values = []
        for number, row in enumerate(rows, start=1):
            unknown = set(row) - set(names)
            if unknown:
                raise QueryError(f"table {table} has no column {', '.join(sorted(unknown))}")
            values.append([*(_as_text(row.get(name)) for name in names), file, number])
        if values:
            marks = ", ".join("?" * (len(names) + 2))
            self.connection.cursor().executemany(f'insert into staging."{table}" values ({marks})', values)
        return len(values)

    def run_load(self, sql: str) -> None:
        """Run a source's `load.sql`; its table names mean the staging tables.

        Raises:
            QueryError: if the engine refuses it.
        """
        cursor = self.connection.cursor()
        try:
            cursor.execute("set schema = 'staging'")
            for statement in duckdb.extract_statements(sql):
                cursor.execute(statement)
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def finish(self) -> list[CastFault]:
        """Cast staging to the declared types, lock the engine, and return every value that did not fit."""
        faults: list[CastFault] = []
        for table in self.tables.values():
            casts = ", ".join(f'{_cast(chr(34) + n + chr(34), c.type)}::{SQL_TYPES[c.type]} as "{n}"' for n, c in table.columns.items())
            self._run(f'create table main."{table.id}" as select {casts}, evidence_file, evidence_row from staging."{table.id}"')
            faults += self._faults(table)
        self._run("drop schema staging cascade")
        self._run("set enable_external_access = false")
        self._run("set lock_configuration = true")
        return faults

    def _faults(self, table: Table) -> list[CastFault]:
        if not self.count(table.id):
            return []
        tests = [
            f"select '{name}' as c, evidence_file, evidence_row, \"{name}\" from staging.\"{table.id}\""
            f" where lower(trim(\"{name}\")) not in {_words(NULL_WORDS)} and {_cast(chr(34) + name + chr(34), column.type)} is null"
            for name, column in table.columns.items() if column.type != "text"
        ]  # fmt: skip
        if not tests:
            return []
        rows = self._run(" union all ".join(tests) + " order by 2, 3, 1")
        return [CastFault(table.id, column, file, row, str(value)[:80]) for column, file, row, value in rows]

    def count(self, table: str) -> int:
        """Number of rows of a finished table."""
        return int(self._run(f'select count(*) from main."{table}"')[0][0])

    def files(self, table: str) -> tuple[str, ...]:
        """The evidence files behind a finished table."""
        return tuple(row[0] for row in self._run(f'select distinct evidence_file from main."{table}" order by 1'))

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
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql, {name: given[name] for name in wanted})
            return [c[0] for c in cursor.description or ()], cursor.fetchall()
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def observe(self, sql: str, params: Mapping[str, Any]) -> list[Observation]:
        """Run a check's query and read its rows as observations.

        Raises:
            QueryError: if the engine refuses it or the contract's columns are missing.
        """
        columns, rows = self.rows(sql, params)
        lacking = [name for name in CONTRACT if name not in columns]
        if lacking:
            raise QueryError(f"the query does not yield the column {', '.join(lacking)}")
        observations = []
        for values in rows:
            row = dict(zip(columns, values, strict=True))
            item, holds, observed, reason = (row.pop(name) for name in CONTRACT)
            observations.append(
                Observation(
                    item=_as_text(item) or "(unnamed)", holds=None if holds is None else bool(holds),
                    observed=_as_text(observed) or "", reason=_as_text(reason) or "",
                    row={name: _plain(value) for name, value in row.items() if value is not None},
                )  # fmt: skip
            )
        return observations


def _plain(value: Any) -> Any:
    """A value as JSON and reports can hold it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    plain = _plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        import json

        return json.dumps(plain)
    return str(plain)
