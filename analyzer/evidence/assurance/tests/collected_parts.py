"""Parts of a collection that no run brought whole: what is missing there is a gap and not an absence."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Gaps of collections"
PART = "completeness"
GUARDS = "every"
LIMITS = "Parts that nobody asked for (`--only`) are not missed; the reconciliations of the populations tell that."
TABLE = "collector_parts"


def run(material: Material) -> Iterable[Outcome]:
    """Report each part of an account that no run up to the day of the review brought whole."""
    if not material.has(TABLE):
        return []
    _, rows = material.store.rows(
        f"select connector, account_id, part, complete, gap, reason, fills from {TABLE} where cast(ended_at as date) <= $as_of"
        f" order by connector, account_id, part, ended_at desc, gap",
        {"as_of": material.period.as_of},
    )
    parts: dict[tuple[str, str, str], list[tuple[bool, str, str, list[str]]]] = {}
    for connector, account, part, complete, gap, reason, fills in rows:
        parts.setdefault((str(connector), str(account), str(part)), []).append((bool(complete), str(gap), str(reason), fills or []))
    failures = []
    for (connector, account, part), runs in parts.items():
        if any(complete for complete, *_ in runs):
            continue
        gaps = dict.fromkeys(f"{gap} ({reason})" for _, gap, reason, _ in runs)
        tables = dict.fromkeys(table for *_, fills in runs for table in fills if table in material.catalog.tables)
        why = f"{part} of {connector} {account} was not collected whole: {listed(list(gaps))}"
        failures.append(failed(tables, why, "parts were not collected whole", [f"{connector} {account}: {part}"]))
    tested = {table for runs in parts.values() for *_, fills in runs for table in fills if table in material.catalog.tables}
    return in_order(failures, f"{len(parts)} parts were collected whole", sorted(tested))
