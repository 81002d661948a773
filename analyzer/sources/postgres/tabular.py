"""Tables that other collectors filled, asked over a connection: which are there, their columns, their rows into the locker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from analyzer.collect import Session, Stream, Target

from .wire import Row, plain

COLUMNS = """
select table_schema, table_name, column_name from information_schema.columns
where table_schema not in ('information_schema', 'pg_catalog') order by table_schema, table_name, ordinal_position
"""


class Asked(Protocol):
    """What answers statements of a list with rows."""

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement's answer."""
        ...


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A table that a tool publishes.

    Attributes:
        table: its name.
        columns: those that a source reads; one that the tool's version does not have is left out.
        needed: those without which the rows say nothing.
        by: a column that has to be given a value in the question, and the option of the command line that gives it.
    """

    table: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    by: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """A table where it is: a schema that has it, with the statement that asks for its rows."""

    wanted: Wanted
    schema: str
    columns: tuple[str, ...]
    statement: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """The columns that it needs and does not have."""
        return tuple(one for one in self.wanted.needed if one not in self.columns)


def quoted(name: str) -> str:
    """A name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def found_in(
    rows: Iterable[Row], wanted: Sequence[Wanted], *, extra: Sequence[str] = (), newest: bool = False, as_json: bool = False
) -> list[Found]:
    """The tables that are there.

    Args:
        rows: the answer to `COLUMNS`.
        wanted: the tables that are looked for.
        extra: further columns that are asked for where they are there.
        newest: only the rows of the last synchronisation of each source, where the table tells it.
        as_json: every value is asked for as JSON, where the engine has values that Python does not.
    """
    places: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        places.setdefault((row["table_schema"], row["table_name"]), []).append(row["column_name"])
    found = []
    for one in wanted:
        for (schema, table), there in places.items():
            if table != one.table:
                continue
            columns = tuple(name for name in (*one.columns, *extra) if name in there)
            if columns:
                statement = _statement(schema, one, columns, as_json, newest and {"_cq_sync_time", "_cq_source_name"} <= set(there))
                found.append(Found(wanted=one, schema=schema, columns=columns, statement=statement))
    return found


def _statement(schema: str, wanted: Wanted, columns: Sequence[str], as_json: bool, newest: bool) -> str:
    place = f"{quoted(schema)}.{quoted(wanted.table)}"
    shown = "to_json(a.{0}) as {0}" if as_json else "a.{0}"
    text = f"select {', '.join(shown.format(quoted(name)) for name in columns)} from {place} as a"
    if newest:
        text += (
            f" join (select _cq_source_name as s, max(_cq_sync_time) as m from {place} group by _cq_source_name) as l"
            " on l.m = a._cq_sync_time and l.s is not distinct from a._cq_source_name"
        )
    return f"{text} where a.{quoted(wanted.by[0])} = %s" if wanted.by else text


@dataclass(kw_only=True)
class Tables:
    """The tables of a tool's database on their way into the locker.

    Attributes:
        asked: answers the statements.
        found: the tables that are there.
        keep: which rows of a schema are kept; all when left out.
    """

    asked: Asked
    found: Sequence[Found]
    keep: Callable[[Found, Row], bool] = lambda found, row: True

    def of(self, table: str) -> list[Found]:
        """The places of a table."""
        return [one for one in self.found if one.wanted.table == table]

    def rows(self, one: Found, values: Sequence[str] = ()) -> Iterator[Row]:
        """The rows of a table, as JSON can hold them.

        Args:
            values: those of the column that the question has to name, asked one by one.
        """
        for params in [(value,) for value in values] if one.wanted.by else [()]:
            for row in self.asked.rows(one.statement, params):
                if self.keep(one, row):
                    yield plain(row)


def keep_rows(stream: Stream, table: str, place: str, rows: Sequence[Row]) -> None:
    """Keep the rows of one place of a table as one page, so that an interrupt leaves all of them or none."""
    body = json.dumps({"table": table, "place": place, "rows": rows}, ensure_ascii=False, separators=(",", ":")).encode()
    stream.add(body, rows=len(rows), key=place)


def lacks(stream: Stream, one: Found) -> bool:
    """Whether a table lacks columns that it needs, which is then a gap of the stream."""
    if one.lacking:
        stream.gap(f"the table has no column {', '.join(one.lacking)}", "Its tool has another version", what=one.schema)
    return bool(one.lacking)


def values_of(session: Session, wanted: Wanted) -> tuple[str, ...]:
    """The values of the column that a question has to name, from the options; none where it names none."""
    return session.options.many(wanted.by[1]) if wanted.by else ()


def target_of(account: str, name: str, principal: str, tables: Tables, write: tuple[str, ...] = (), unknown: str = "") -> Target:
    """The target of a tool's database."""
    return Target(account=account, name=name, principal=principal, write_access=write, unknown_access=unknown, handle=tables)
