"""Rows that point to rows of another table which is there: most of them have to find it."""

from __future__ import annotations

from collections.abc import Iterable

from ....catalog import Table
from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Rows and the rows that they point to"
PART = "accuracy"
GUARDS = "together"
LIMITS = "A few that point nowhere are left to the reconciliations; a pointer to the wrong row is not seen."
LEAST_FOUND = 0.9
OTHER_NAMES = ("email", "name", "account_id")


def run(material: Material) -> Iterable[Outcome]:
    """Compare each column that has the name of another table's key with that key."""
    tables, tested, failures = material.tables(), [], []
    owners = {table.key[0]: table for table in tables if len(table.key) == 1 and table.key[0].endswith("_id")}
    for table in tables:
        for column, owner in owners.items():
            if owner.id == table.id or column not in table.columns:
                continue
            total, lost = _lost(material, table, owner, column)
            if not total:
                continue
            tested += [table.id, owner.id]
            if len(lost) > (1 - LEAST_FOUND) * total:
                why = (
                    f"{table.title}: {len(lost):,} of {total:,} values of {column.replace('_', ' ')} are not in"
                    f" {owner.title.lower()} ({listed(lost)})"
                )
                failures.append(failed([table.id, owner.id], why, f"are not in {owner.title.lower()}", lost))
    return in_order(failures, f"the rows of {len(set(tested))} tables find the rows that they point to", tested)


def _lost(material: Material, table: Table, owner: Table, column: str) -> tuple[int, list[str]]:
    """The number of different values of a column, and those that its owner does not know by any of its names."""
    names = [name for name in (column, *OTHER_NAMES) if name in owner.columns]
    known = " union ".join(
        f'select lower(cast("{name}" as varchar)) as v from "{owner.id}" where "{name}" is not null' for name in names
    )
    _, rows = material.store.rows(
        f'select cast(min(c."{column}") as varchar), k.v is null from "{table.id}" as c'
        f' left join ({known}) as k on k.v = lower(cast(c."{column}" as varchar)) where c."{column}" is not null'
        f' group by lower(cast(c."{column}" as varchar)), k.v is null order by 1'
    )
    return len(rows), [str(value) for value, missing in rows if missing]
