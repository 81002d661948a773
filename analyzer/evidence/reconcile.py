"""Reconciliations between populations: each is a file in `reconciliations/`, its name the name of the test."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..catalog import read_yaml
from ..errors import CatalogError
from ..model import AssuranceResult, Period
from .store import Store

FOLDER = Path(__file__).with_name("reconciliations")
SHOWN = 8


class Reconciliation(BaseModel):
    """One comparison of two populations.

    Attributes:
        needs: columns (`table.column`) that must hold something, or the test cannot run; `a|b` means one of the two.
        any_of: at least one of these must hold something.
        agree: what is true when nothing is found, as reports print it.
        limits: what the comparison cannot see.
        sql: yields `item`, `side` (what is wrong with it, as a clause after a number) and `why` for each difference.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    needs: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    agree: str
    limits: str = ""
    sql: str


@cache
def reconciliations() -> dict[str, Reconciliation]:
    """All reconciliations that ship, by name.

    Raises:
        CatalogError: with all faults of all files.
    """
    faults: list[str] = []
    paths = sorted(FOLDER.glob("*.yaml"))
    found = {path.stem: read_yaml(path, Reconciliation.model_validate, faults) for path in paths}
    if faults:
        raise CatalogError("\n".join(faults))
    return {name: one for name, one in found.items() if one}


def reconcile(store: Store, period: Period) -> list[AssuranceResult]:
    """Run all reconciliations of which at least one side is there."""
    return [result for name, one in reconciliations().items() if (result := _run(name, one, store, period))]


def _run(name: str, one: Reconciliation, store: Store, period: Period) -> AssuranceResult | None:
    tables = tuple(dict.fromkeys(
        column.split(".")[0] for entry in (*one.needs, *one.any_of) for column in entry.split("|")
    ))  # fmt: skip
    if not any(store.count(table) for table in tables):
        return None
    missing = [entry for entry in one.needs if not any(_filled(store, column) for column in entry.split("|"))]
    if one.any_of and not any(_filled(store, column) for column in one.any_of):
        missing.append(" or ".join(one.any_of))
    if missing:
        why = f"{one.title} cannot be compared: the evidence has no {', '.join(missing).replace('|', ' or ')}"
        return AssuranceResult(test=name, tables=tables, passed=None, why=why)
    given = {"period_start": period.start, "period_end": period.end, "as_of": period.as_of}
    columns, rows = store.rows(one.sql, given)
    items = [str(row[columns.index("item")]) for row in rows]
    if not rows:
        return AssuranceResult(test=name, tables=tables, passed=True, why=one.agree)
    sides = Counter(str(row[columns.index("side")]) for row in rows)
    by_side = {
        side: [i for i, row in zip(items, rows, strict=True) if row[columns.index("side")] == side] for side in sides
    }
    why = "; ".join(f"{count} {side} ({_listed(by_side[side])})" for side, count in sides.items())
    return AssuranceResult(test=name, tables=tables, passed=False, why=why, items=tuple(items))


def _listed(items: list[str]) -> str:
    more = len(items) - SHOWN
    return ", ".join(items[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _filled(store: Store, column: str) -> bool:
    table, name = column.split(".")
    _, rows = store.rows(f'select 1 from "{table}" where "{name}" is not null limit 1')
    return bool(rows)
