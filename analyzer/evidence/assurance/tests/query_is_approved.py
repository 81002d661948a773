"""The query that made an export against the one that was approved, and against the one of its last export."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..manifest import Listed, listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Query of an export and query that was approved"
PART = "query logic"
GUARDS = "every"
LIMITS = "What an approved query asks is its reviewer's matter; without hashes only a change of the text between exports is seen."


def run(material: Material) -> Iterable[Outcome]:
    """Compare hashes where both are stated, else the texts of queries for the same thing."""
    listed = listed_files(material)
    approved = [one for one in listed if one.text("approved_query_sha256") and _hash(one)]
    groups: dict[tuple[str, str], list[Listed]] = {}
    for one in listed:
        if one.text("query") and one.text("table"):
            groups.setdefault((one.text("source_system").lower(), one.text("table").lower()), []).append(one)
    repeated = [group for group in groups.values() if len(group) > 1]
    if not approved and not repeated:
        return no_manifest(material, "the approved queries, or two exports of the same thing")
    failures = [
        failed(
            one.tables, f"{one.name} was made by another query than the approved one", "exports are of another query", [one.name]
        )
        for one in approved
        if _hash(one) != one.text("approved_query_sha256").lower()
    ]
    for group in repeated:
        if len({" ".join(one.text("query").split()) for one in group}) > 1:
            why = f"{', '.join(one.name for one in group)} are exports of the same thing by different queries"
            failures.append(failed(group[0].tables, why, "exports are of another query", [one.name for one in group]))
    tested = [*approved, *(one for group in repeated for one in group)]
    return in_order(
        failures, f"{len(tested)} exports were made by the approved or the same query", [t for one in tested for t in one.tables]
    )


def _hash(one: Listed) -> str:
    stated = one.text("query_sha256").lower()
    return stated or (hashlib.sha256(one.text("query").encode()).hexdigest() if one.text("query") else "")
