"""Who works for the organisation, by the evidence."""

from __future__ import annotations

from ..evidence.store import Store

QUERY = "select distinct lower(name) as name from people where name is not null"


def roster_of(store: Store | None) -> frozenset[str] | None:
    """The names on the roster in lower case, or None where the evidence holds no roster with names."""
    if store is None or not store.count("people"):
        return None
    _, rows = store.rows(QUERY)
    return frozenset(str(row[0]) for row in rows) or None
