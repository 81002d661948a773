"""Collectors that may do more than read, as the source itself says."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order

TITLE = "Permissions of the collector"
PART = "operation"
GUARDS = "named"
LIMITS = "Only what the source tells of the permissions of its own caller is seen."
TABLE = "collector_runs"


def run(material: Material) -> Iterable[Outcome]:
    """Report each account whose newest run had a permission to write."""
    if not material.has(TABLE):
        return []
    _, rows = material.store.rows(
        f"select connector, account_id, principal, write_access from {TABLE} where kind = 'on demand'"
        f" qualify row_number() over (partition by connector, account_id order by started_at desc nulls last) = 1"
        f" order by connector, account_id"
    )
    failures = [
        failed(
            [TABLE], f"{who} may change {connector} {account}: {', '.join(str(one) for one in access)}",
            "collectors may do more than read", [f"{connector} {account}: {who}"],
        )
        for connector, account, who, access in rows if access
    ]  # fmt: skip
    return in_order(failures, f"{len(rows)} collectors only read", [TABLE] if rows else [])
