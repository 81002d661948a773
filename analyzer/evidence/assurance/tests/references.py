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
NAMED = 1000


def run(material: Material) -> Iterable[Outcome]:
    """Compare each column that has the name of another table's key with that key."""
    tables, tested, failures = material.tables(), [], []
    owners = {table.key[0]: table for table in tables if len(table.key) == 1 and table.key[0].endswith("_id")}
    for table in tables:
        for column, owner in owners.items():
            if owner.id == table.id or column not in table.columns:
                continue
            total, number, lost = _lost(material, table, owner, column)
            if not total:
                continue
            tested += [table.id, owner.id]
            if number > (1 - LEAST_FOUND) * total:
                why = (
                    f"{table.title}: {number:,} of {total:,} values of {column.replace('_', ' ')} are not in"
                    f" {owner.title.lower()} ({listed(lost)})"
                )
                failures.append(failed([table.id, owner.id], why, f"are not in {owner.title.lower()}", lost))
    return in_order(failures, f"the rows of {len(set(tested))} tables find the rows that they point to", tested)


def _lost(material: Material, table: Table, owner: Table, column: str) -> tuple[int, int, list[str]]:
    """The number of different values of a column, of those that its owner does not know by any of its names, and the first."""
    names = [name for name in (column, *OTHER_NAMES) if name in owner.columns]
    known = " union ".join(
        f'select lower(cast("{name}" as varchar)) as v from "{owner.id}" where "{name}" is not null' for name in names
    )
    _, rows = material.store.rows(
        f"""
        with pointers as (
          select lower(cast("{column}" as varchar)) as v, min(cast("{column}" as varchar)) as shown from "{table.id}"
          where "{column}" is not null group by lower(cast("{column}" as varchar))),
        told as (select p.shown, k.v is null as is_lost from pointers as p left join ({known}) as k on k.v = p.v)
        select shown, (select count(*) from told), (select count(*) from told where is_lost) from told
        where is_lost or (select count(*) from told where is_lost) = 0
        order by shown limit {NAMED}
        """
    )
    if not rows:
        return 0, 0, []
    total, lost = int(rows[0][1]), int(rows[0][2])
    return total, lost, [str(row[0]) for row in rows] if lost else []
