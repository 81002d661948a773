"""Which facts to change so that an item breaks its promise, or keeps it after all.

What a check declares as its `flips` is taken as it is. Otherwise the changes follow from the shape (a deadline is missed by a
late end, a review is lacking when its row is), and from the columns that the query reads by their types.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..catalog import TopicEntry
from ..evidence.altered import Change
from ..model import Observation, Period
from ..shape import Flip, Shape
from ..shapes import Age, Aggregate, Cadence, Coverage, Deadline, Filled, State
from .rows import Row, Rows, keys

HALF_A_DAY = timedelta(hours=12)
Recipe = tuple[str, str, str]
# Which values of each cell, on which of the groups of rows that may stand for an item, in the order in which they are tried.
PASSES = ((slice(2), slice(1)), (slice(2, 6), slice(1)), (slice(6, None), slice(1)), (slice(None), slice(1, None)))
DONORS = 6  # values of other rows that are tried in the place of a text
WORDS = ("", "null", "none-such", "failed", "disabled", "no", "yes", "approved", "enabled", "completed")
VALUES: dict[str, tuple[str, ...]] = {
    "boolean": ("false", "true", "null"), "number": ("0", "1000000", "null"), "text": WORDS, "list": ("null", "none-such"),
    "timestamp": ("late", "as of", "early", "null"), "date": ("late", "as of", "early", "null"),
    "tls_version": ("1.0", "1.3", "null"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a query, or a part of a check, looks at.

    Attributes:
        name: the name of the part; empty for the query of the topic.
        part: the part; None for the query of the topic.
        flips: what the check declares.
        tables: the tables that it reads and that have rows.
        decisive: the SQL that decides, whose columns are tried first; `sql` is all of it.
    """

    name: str
    part: Shape | None
    flips: tuple[Flip, ...]
    tables: tuple[str, ...]
    decisive: str
    sql: str


def reading(entry: TopicEntry, name: str, rows: Rows) -> Reading:
    """What the query of a topic (the empty name) or one of its parts looks at."""
    check = entry.check
    part = check.parts[name] if check and name else None
    tables = part.tables if part else (*check.needs, *check.uses) if check else ()
    sql = entry.queries[name]
    return Reading(
        name=name, part=part, flips=part.flips if part else check.flips if check else (),
        tables=tuple(dict.fromkeys(t for t in tables if rows.all(t))), decisive=_decisive(part) or sql, sql=sql,
    )  # fmt: skip


def applicable(read: Reading, stated: Collection[str], item: Observation, rows: Rows) -> list[list[Change]]:
    """What each flip that a check declares changes on an item, for a promise of the values `stated`.

    Of flips of several tables those of the first count of which the evidence says something on the item: where one table speaks
    for another, such as recovery points for a setting, only the first of them decides.
    """
    found: list[list[Change]] = []
    taken: dict[str, str] = {}
    for flip in read.flips:
        if (flip.when and flip.when not in stated) or taken.get(flip.when, flip.table) != flip.table:
            continue
        if changes := list(_declared(flip, read, item, rows)):
            taken[flip.when] = flip.table
            found.append(changes)
    return found


def _declared(flip: Flip, read: Reading, item: Observation, rows: Rows) -> Iterator[Change]:
    """The change that a check declares, on the rows of an item; none where they say nothing that could be changed."""
    for group in rows.naming(item, flip.table, read.tables):
        if flip.column and all(row[flip.column] is None or str(row[flip.column]).lower() == flip.to for row in group):
            continue
        yield Change(table=flip.table, rows=keys(group), column=flip.column, to=flip.to)


def derived(
    read: Reading, item: Observation, rows: Rows, period: Period, worked: Sequence[Recipe] = (), unlike: Sequence[Observation] = ()
) -> Iterator[Change]:
    """Changes of what a query reads on an item: those that worked on others, those that its shape tells, then cell by cell.

    Of each cell first the values that most likely decide, for all columns, then the others.

    Args:
        worked: table, column and value of the changes that made another item break or hold.
        unlike: items with the other outcome, whose cells are taken over.
    """
    groups = {table: rows.inside(item, table) or rows.of(item, table) for table in read.tables}
    for table, column, to in worked:
        yield from (Change(table=table, rows=keys(group), column=column, to=to) for group in groups.get(table, ()))
    part = read.part
    yield from _occurrences(read, item, rows)
    if isinstance(part, Coverage):
        for table in (t for t in read.tables if re.search(rf"\b{t}\b", part.by)):
            yield from (Change(table=table, rows=keys(group), to="delete") for group in groups[table])
    columns = sorted(_columns(read, rows), key=lambda one: not _says(groups[one[0]], one[1]))
    others = {table: [row for one in unlike for group in rows.of(one, table)[:1] for row in group[:1]] for table in read.tables}
    for values, closeness in PASSES:
        for table, column in columns:
            for group in groups[table][closeness]:
                for to in _values(_type(rows, table, column), column, group, rows.all(table), period, others[table])[values]:
                    yield Change(table=table, rows=keys(group), column=column, to=to)
        if item.holds:
            yield from (Change(table=t, rows=keys(group), to="delete") for t in read.tables for group in groups[t][closeness])


def _says(groups: Sequence[Sequence[Row]], column: str) -> bool:
    """Whether a column says anything of the rows that most likely stand for an item."""
    return bool(groups) and any(row[column] is not None for row in groups[0])


def removed(read: Reading, item: Observation, rows: Rows) -> Iterator[Change]:
    """The rows that name an item deleted, so that an exception has nothing left to rest on."""
    for table in read.tables:
        if named := rows.naming(item, table, read.tables):
            yield Change(table=table, rows=keys(named[0]), to="delete")


def _decisive(part: Shape | None) -> str:
    """The expressions of a shape that decide."""
    match part:
        case State():
            return part.holds
        case Filled():
            return part.column
        case Deadline():
            return f"{part.end} {part.done} {part.measured_hours} {part.start}"
        case Age() | Cadence():
            return part.at
        case Coverage():
            return f"{part.holds_if} {part.on} {part.by}"
        case Aggregate():
            return f"{part.value} {part.group}"
        case _:
            return ""


def _columns(read: Reading, rows: Rows) -> list[tuple[str, str]]:
    """The columns that a query names: those that its shape decides by, then flags, moments, numbers and texts."""
    found: dict[tuple[str, str], None] = {}
    for sql in (read.decisive, read.sql):
        for word in re.findall(r"[a-z_][a-z0-9_]*", sql):
            for table in read.tables:
                if word in rows.store.tables[table].columns:
                    found[table, word] = None
    ranks = {name: at for at, name in enumerate(("boolean", "timestamp", "date", "number", "tls_version", "text", "list"))}
    decisive = set(re.findall(r"[a-z_][a-z0-9_]*", read.decisive)) if read.part else set()
    return sorted(found, key=lambda one: (one[1] not in decisive, ranks[_type(rows, *one)]))


def _type(rows: Rows, table: str, column: str) -> str:
    return rows.store.tables[table].columns[column].type


def _values(kind: str, column: str, group: Sequence[Row], table: Sequence[Row], period: Period, unlike: Sequence[Row]) -> list[str]:
    """What to put into a cell: what it says for items with the other outcome, the ends of its scale, what stands elsewhere."""
    held = {str(row[column]).lower() for row in group}
    values = [str(period.as_of) if to == "as of" else to for to in VALUES[kind] if to not in held]
    if kind in ("timestamp", "date"):
        values[2:2] = sorted({str(v) for row in group for v in row.values() if hasattr(v, "isoformat")} - held)
        values += [str(period.start), *(str(row[column] + HALF_A_DAY) for row in group[:1] if row[column])]
    elif kind == "text":
        others = Counter(str(row[column]) for row in table if row[column] is not None and str(row[column]).lower() not in held)
        values[2:2] = [value for value, _ in others.most_common(DONORS)]
    if kind not in ("timestamp", "date", "list"):
        values = [*(_spelt(row[column]) for row in unlike if str(row[column]).lower() not in held), *values]
    return list(dict.fromkeys(values))


def _spelt(value: object) -> str:
    """A cell as a change writes it."""
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _occurrences(read: Reading, item: Observation, rows: Rows) -> Iterator[Change]:
    """What happened in the bucket that an item is, deleted, or the one before brought into it; the last time made early."""
    bucket = rows.bucket(item.item.split(" ")[-1])
    for table in read.tables:
        moments = rows.moments(table)
        named = [name for name in moments if isinstance(read.part, Cadence) and re.search(rf"\b{name}\b", read.part.at)] or moments
        if bucket and item.holds and (inside := rows.between(table, named, *bucket)):
            yield Change(table=table, rows=keys(inside), to="delete")
        if bucket and not item.holds and (before := rows.nearest(item, table, bucket[0])):
            yield from (Change(table=table, rows=keys(before), column=name, to=str(bucket[0])) for name in named)
        if not bucket and isinstance(read.part, Cadence) and rows.all(table):
            yield from (Change(table=table, rows=keys(rows.all(table)), column=name, to="early") for name in named)
