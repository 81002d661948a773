"""Rows with the same key: the same thing twice, or exports that overlap. Rows without a full key are left aside."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Rows and their keys"
PART = "accuracy"
GUARDS = "every"
LIMITS = "Rows that name the same thing in two spellings are not seen to be one."


def run(material: Material) -> Iterable[Outcome]:
    """Look for repeated keys in every table."""
    tables, failures = material.tables(), []
    for table in tables:
        parts = [_coalesced(entry) for entry in table.key]
        named = " || ' / ' || ".join(f"cast({part} as varchar)" for part in parts)
        keyed = f'from "{table.id}" where {" and ".join(f"{part} is not null" for part in parts)}'
        _, rows = material.store.rows(
            f"select {named}, count(*) {keyed}"
            f" and hash({', '.join(parts)}) in (select hash({', '.join(parts)}) {keyed} group by 1 having count(*) > 1)"
            f" group by 1 having count(*) > 1 order by 1"
        )
        if rows:
            keys = [str(row[0]) for row in rows]
            more = sum(int(row[1]) - 1 for row in rows)
            why = f"{table.title}: {more} rows repeat another ({listed(keys)}); exports may overlap"
            failures.append(failed([table.id], why, "keys occur more than once", keys))
    return in_order(failures, f"no row of {len(tables)} tables repeats another", [table.id for table in tables])


def _coalesced(entry: str) -> str:
    names = [f'"{name}"' for name in entry.split("|")]
    return names[0] if len(names) == 1 else f"coalesce({', '.join(f'cast({name} as varchar)' for name in names)})"
