"""What several parts of a check find of the same items: one item of the population, however many parts look at it.

An item keeps the promise where it keeps it in every part that knows it. Small populations are put together item by item;
large ones are counted by the engine, and only what does not hold is put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..model import Observation
from .tally import Group, Tally
from .values import as_text

Rows = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]
HOLDS = {0: False, 1: None, 2: True}  # how the engine writes an outcome, so that the worst of several is the least


def together(answered: Sequence[Tally], queries: Sequence[str], names: Sequence[str], rows: Rows) -> Tally:
    """The items of all parts, each once.

    Args:
        answered: what each part finds of what the claim speaks of.
        queries: the query of each part, in the same order.
        names: the columns that name where an item belongs.
        rows: runs a query and gives its columns and rows; asked only where the items of some part are not at hand.

    Raises:
        QueryError: if the engine refuses to count.
    """
    filled = [(found, sql) for found, sql in zip(answered, queries, strict=True) if found.count()]
    if len(filled) < 2:
        return filled[0][0] if filled else answered[0]
    if all(found.items is not None for found, _ in filled):
        return Tally.of(_merged(found.items or () for found, _ in filled), names)
    groups = _groups([found for found, _ in filled], [sql for _, sql in filled], names, rows)
    return Tally(groups=groups, listed=tuple(_merged(found.listed for found, _ in filled)), items=None)


def _merged(parts: Iterable[Iterable[Observation]]) -> list[Observation]:
    items: dict[tuple[str, int], Observation] = {}
    for observations in parts:
        seen: Counter[str] = Counter()
        for one in observations:
            key = (one.item, seen[one.item])
            seen[one.item] += 1
            items[key] = _both(items[key], one) if key in items else one
    return list(items.values())


def _both(first: Observation, second: Observation) -> Observation:
    """What two parts found of one item; where it breaks or cannot be told, that is what is said of it."""
    holds = _worst((first.holds, second.holds))
    telling = [one for one in (first, second) if one.holds is holds]
    return Observation(
        item=first.item, holds=holds, observed="; ".join(dict.fromkeys(o.observed for o in telling)),
        reason="; ".join(dict.fromkeys(o.reason for o in telling)), row={**second.row, **first.row},
    )  # fmt: skip


def _worst(outcomes: Sequence[bool | None]) -> bool | None:
    return False if False in outcomes else None if None in outcomes else True


def _groups(answered: Sequence[Tally], queries: Sequence[str], names: Sequence[str], rows: Rows) -> tuple[Group, ...]:
    """The items of all parts, counted; an item that a part was not asked about is none of that part."""
    shown = [[name for name in names if name in rows(f"select * from (\n{_bare(sql)}\n) as answer limit 0")[0]] for sql in queries]
    wanted = [
        {tuple((name, as_text(value)) for name, value in group.names.items()) for group in found.groups} for found in answered
    ]
    counts = Counter[tuple[bool | None, tuple[tuple[str, Any], ...]]]()
    for *cells, count in rows(_groups_sql(queries, names, shown))[1]:
        found: list[tuple[bool | None, Mapping[str, Any]]] = []
        for part, keep in enumerate(wanted):
            outcome, *values = cells[part * (len(names) + 1) : (part + 1) * (len(names) + 1)]
            named = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            if outcome is not None and tuple((name, named[name]) for name in shown[part] if name in named) in keep:
                found.append((HOLDS[outcome], named))
        if found:
            where = {name: value for _, named in reversed(found) for name, value in named.items()}
            counts[_worst([holds for holds, _ in found]), tuple(where.items())] += count
    return tuple(Group(holds=holds, names=dict(where), count=count) for (holds, where), count in counts.items())


def _groups_sql(queries: Sequence[str], names: Sequence[str], shown: Sequence[Sequence[str]]) -> str:
    """The query that counts the items by the outcome and the names that each part gives them; NULL where it does not know one."""
    outcome = "case when holds then 2 when not holds then 0 else 1 end"
    parts = []
    for part, (sql, own) in enumerate(zip(queries, shown, strict=True)):
        cells = ", ".join(
            f'cast("{name}" as varchar) as "{name}"' if name in own else f'cast(null as varchar) as "{name}"' for name in names
        )
        nth = "row_number() over (partition by item order by observed, reason)"
        parts.append(f"select {part} as part, item, {outcome} as outcome, {cells}, {nth} as nth from (\n{_bare(sql)}\n) as answer")
    columns = ["outcome", *(f'"{name}"' for name in names)]
    cells = [f"max(case when part = {part} then {column} end)" for part in range(len(queries)) for column in columns]
    spread = ", ".join(f"{cell} as c{at}" for at, cell in enumerate(cells))
    by = ", ".join(f"c{at}" for at in range(len(cells)))
    items = f"select {spread} from ({' union all '.join(parts)}) as answers group by item, nth"
    return f"select {by}, count(*) from ({items}) as items group by {by}"


def _bare(sql: str) -> str:
    return sql.rstrip().rstrip(";")
