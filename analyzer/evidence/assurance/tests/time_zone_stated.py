"""Times without a zone may be off by a day at either end of the period."""

from __future__ import annotations

from collections.abc import Iterable

from ..manifest import listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Time zone of an export"
PART = "parameters"
GUARDS = "named"
LIMITS = "Times that carry their zone in every value need no statement, and are reported all the same."


def run(material: Material) -> Iterable[Outcome]:
    """Look for a time zone in each row of the manifest."""
    listed = listed_files(material)
    if not listed:
        return no_manifest(material, "the time zone of each export")
    failures = [
        failed(one.tables, f"{one.name} does not state its time zone", "exports state no time zone", [one.name])
        for one in listed
        if not one.text("timezone")
    ]
    return in_order(failures, f"{len(listed)} exports state their time zone", [t for one in listed for t in one.tables])
