"""Evidence with a fact changed, for as long as somebody looks at it. The files and the rows that were read stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .casts import SQL_TYPES, quoted
from .store import Store

MOST_ROWS = 20_000  # of a table, that are looked through for the rows of an item
SPELT = {
    "false": "false", "true": "true", "null": "null", "late": "timestamp '2199-12-31'", "early": "timestamp '1971-01-01'",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact changed.

    Attributes:
        table: the table it stands in.
        rows: its rows, each by file and row number.
        column: its column; none where the rows are deleted.
        to: `false`, `true`, `null`, `late`, `early`, `delete`, or the words of the cell.
    """

    table: str
    rows: tuple[tuple[str, int], ...]
    column: str = ""
    to: str

    def __str__(self) -> str:
        where = ", ".join(f"{file} row {row}" for file, row in self.rows[:2]) + (", ..." if len(self.rows) > 2 else "")
        done = "deleted" if self.to == "delete" else f"{self.column} made {self.to or 'blank'}"
        return f"{self.table}: {done} ({where})"


@contextmanager
def altered(store: Store, change: Change) -> Iterator[None]:
    """The finished tables of a store with one fact changed; afterwards they are as before.

    Raises:
        QueryError: if the column cannot hold the value.
    """
    rows = ", ".join(f"({quoted(file)}, {row})" for file, row in change.rows)
    hit = f"(evidence_file, evidence_row) in ({rows})"
    name = f'main."{change.table}"'
    body = _body(store, change.table)
    if change.to == "delete":
        select = f"select * from ({body}) as kept where not ({hit})"
    else:
        kind = store.tables[change.table].columns[change.column].type
        cell = _cell(change.to, kind)
        select = (
            f'select * replace (case when {hit} then {cell} else "{change.column}" end as "{change.column}") from ({body}) as kept'
        )
    store.look(f"create or replace view {name} as {select}")
    try:
        yield
    finally:
        store.look(f"create or replace view {name} as {body}")


def rows_of(store: Store, table: str) -> list[dict[str, Any]]:
    """The rows of a finished table with their `evidence_file` and `evidence_row`, `MOST_ROWS` at most."""
    columns, rows = store.rows(f'select * from "{table}" order by evidence_file, evidence_row limit {MOST_ROWS}')
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _body(store: Store, table: str) -> str:
    """The select behind a finished table."""
    named = "select sql from duckdb_views() where schema_name = 'main' and view_name = $table"
    return store.look(named, {"table": table})[0][0].rstrip().rstrip(";").split(" AS ", 1)[1]


def _cell(to: str, kind: str) -> str:
    """The changed cell in SQL."""
    sql = SQL_TYPES[kind]
    if to in SPELT and not (kind in ("text", "list") and to in ("true", "false")):
        return f"cast({SPELT[to]} as {sql})"
    return f"[{quoted(to)}]" if kind == "list" else f"cast({quoted(to)} as {sql})"


__all__ = ["Change", "altered", "rows_of"]
