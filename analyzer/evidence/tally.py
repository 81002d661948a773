"""What a check's query says of its population, counted by the engine: only what does not hold is listed item by item."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Observation
from .values import check_contract, observation, plain

MOST_LISTED = 50_000
MOST_WHOLE = 1_500  # items; up to here a population is listed whole, what holds included
MOST_DRAWN = 60  # items that hold, of a population that is not listed whole
MOST_RANKED = 50_000  # items; of more none are drawn, as ranking them takes longer than it tells
ORDERED_BY = re.compile(r"\border\s+by\s+(\w+(?:\s*,\s*\w+)*)\s*;?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of one outcome that the same names speak of.

    Attributes:
        holds: whether the promise holds for them; None where the evidence cannot tell.
        names: the columns that name where they belong ({"system": "Okta"}), empty ones left out.
        count: how many they are.
    """

    holds: bool | None
    names: dict[str, Any]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The outcome of a check over its whole population.

    Attributes:
        groups: all items, counted.
        listed: the items that do not hold or cannot be told, in the order of the query, `MOST_LISTED` of them at most.
        items: all items where they are at hand one by one, as they are in a small population; None where they are not.
    """

    groups: tuple[Group, ...] = ()
    listed: tuple[Observation, ...] = ()
    items: tuple[Observation, ...] | None = ()

    @classmethod
    def of(cls, observations: Iterable[Observation], names: Sequence[str]) -> Tally:
        """The tally of observations that are all at hand.

        Args:
            names: the columns that name where an item belongs.
        """
        given = list(observations)
        counts = Counter((one.holds, tuple((name, str(one.row[name])) for name in names if name in one.row)) for one in given)
        groups = (Group(holds=holds, names=dict(row), count=count) for (holds, row), count in counts.items())
        return cls(groups=tuple(groups), listed=tuple(one for one in given if not one.holds), items=tuple(given))

    def count(self, *outcomes: bool | None) -> int:
        """Number of items with one of the outcomes, of all items where none is given."""
        return sum(group.count for group in self.groups if not outcomes or group.holds in outcomes)

    @property
    def holding(self) -> tuple[Observation, ...]:
        """The items that hold, where there are no more than `MOST_WHOLE` items in all."""
        return tuple(one for one in self.items if one.holds) if self.items and len(self.items) <= MOST_WHOLE else ()

    @property
    def drawn(self) -> tuple[Observation, ...]:
        """Some of the items that hold, where there are too many for `holding`: anybody draws the same, and nobody chooses."""
        if not self.items or not MOST_WHOLE < len(self.items) <= MOST_RANKED:
            return ()
        return tuple(heapq.nsmallest(MOST_DRAWN, (one for one in self.items if one.holds), key=_rank))

    def by(self, column: str) -> tuple[tuple[str, str, int, int, int], ...]:
        """A column, where it says that items belong, and how many of them hold, do not and cannot be told.

        Nothing where some belong to nothing.
        """
        counts: dict[str, Counter[bool | None]] = {}
        for group in self.groups:
            counts.setdefault(str(group.names.get(column) or ""), Counter())[group.holds] += group.count
        return () if "" in counts else tuple((column, name, of[True], of[False], of[None]) for name, of in counts.items())

    def where(self, wanted: Callable[[Mapping[str, Any]], bool]) -> Tally:
        """Only the items whose names are wanted."""
        return Tally(
            groups=tuple(group for group in self.groups if wanted(group.names)),
            listed=tuple(one for one in self.listed if wanted(one.row)),
            items=None if self.items is None else tuple(one for one in self.items if wanted(one.row)),
        )


def _rank(one: Observation) -> tuple[str, str]:
    return hashlib.sha256(one.item.encode(errors="replace")).hexdigest(), one.item


def counted(rows: Callable[[str], tuple[list[str], list[tuple[Any, ...]]]], sql: str, names: Sequence[str]) -> Tally:
    """The tally of a query that the engine counts, so that what holds never leaves it.

    Args:
        rows: runs a query and gives its columns and rows.
        sql: a check's query.
        names: the columns by which the counts are kept apart.

    Raises:
        QueryError: if the engine refuses it or the contract's columns are missing.
    """
    columns, _ = rows(f"select * from (\n{sql.rstrip().rstrip(';')}\n) as answer limit 0")
    check_contract(columns)
    names = [name for name in names if name in columns]
    _, found = rows(_listing_sql(sql, columns, names))
    listed = [observation(columns, row[:-1]) for row in found if not row[columns.index("holds")] for _ in range(row[-1])]
    if len(found) <= MOST_LISTED:
        at = [columns.index(name) for name in ("holds", *names)]
        outcomes = [(*(row[place] for place in at), row[-1]) for row in found]
    else:
        _, outcomes = rows(_groups_sql(sql, names))
    counts = Counter[tuple[Any, ...]]()
    for *outcome, count in outcomes:
        counts[tuple(plain(value) if value is not None else None for value in outcome)] += count
    groups = (
        Group(
            holds=None if holds is None else bool(holds),
            names={name: value for name, value in zip(names, of, strict=True) if value is not None},
            count=count,
        )
        for (holds, *of), count in counts.items()
    )
    return Tally(groups=tuple(groups), listed=tuple(listed[:MOST_LISTED]), items=None)


def _listing_sql(sql: str, columns: Sequence[str], names: Sequence[str]) -> str:
    """The query that groups what holds by its names and lists the rest, what holds first, then in the order of `sql`.

    The last column, `items`, counts. The sort of the whole population, which nobody looks at, is left out.

    Args:
        sql: a check's query.
        columns: its columns.
        names: those of them to keep of items that hold.
    """
    given = ORDERED_BY.search(sql)
    order = [name.strip().lower() for name in given[1].split(",")] if given else ["item"]
    if not set(order) <= set(columns):
        given, order = None, ["item"]
    inner = sql[: given.start()] if given else sql.rstrip().rstrip(";")
    shown = ", ".join(
        f'"{name}"' if name == "holds" or name in names else f'case when holds then null else "{name}" end as "{name}"'
        for name in columns
    )
    quoted = ", ".join(f'"{name}"' for name in columns)
    order += [name for name in columns if name not in order]
    by = ", ".join(f'"{name}"' for name in order)
    return (
        f"select {quoted}, count(*) as items from (select {shown} from (\n{inner}\n) as answer) as reduced"
        f" group by {quoted} order by case when holds then 0 else 1 end, {by} limit {MOST_LISTED + 1}"
    )


def _groups_sql(sql: str, names: Sequence[str]) -> str:
    """The query that counts the whole population by outcome and names."""
    by = ", ".join(["holds", *(f'"{name}"' for name in names)])
    return f"select {by}, count(*) as items from (\n{sql.rstrip().rstrip(';')}\n) as answer group by {by}"
