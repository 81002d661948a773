"""Two exports of the same thing over the same window: their bytes agree, or the difference wants an explanation."""

from __future__ import annotations

from collections.abc import Iterable

from ..manifest import Listed, listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Repeated exports"
PART = "accuracy"
GUARDS = "every"
LIMITS = "Exports without a window may differ because time passed, and are not compared."


def run(material: Material) -> Iterable[Outcome]:
    """Compare the hashes of exports with the same table, system, tenant, query and window."""
    groups: dict[tuple[str, ...], list[Listed]] = {}
    for one in listed_files(material):
        if one.text("sha256") and one.moment("window_start") and one.moment("window_end"):
            columns = ("table", "source_system", "account_scope", "query", "parameters", "window_start", "window_end")
            # Of one part a collector writes several files of one window (one for each repository), each with its name.
            name = one.name if any(file.whole for file in one.files) else ""
            groups.setdefault((name, *(one.text(column).lower() for column in columns)), []).append(one)
    repeated = [group for group in groups.values() if len(group) > 1]
    if not repeated:
        return no_manifest(material, "two exports of the same thing over the same window")
    failures = []
    for group in repeated:
        if len({one.text("sha256").lower() for one in group}) > 1:
            why = f"{', '.join(one.name for one in group)} are exports of the same window and differ"
            failures.append(failed(group[0].tables, why, "repeated exports differ", [one.name for one in group]))
    return in_order(failures, f"{len(repeated)} repeated exports agree", [t for group in repeated for t in group[0].tables])
