"""Exports that say themselves that they are not the whole: a cursor on the last page, rows that were left out."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Last page of an export"
PART = "completeness"
GUARDS = "every"
LIMITS = "An export that carries neither a cursor nor a remark cannot be seen to be a part."


def run(material: Material) -> Iterable[Outcome]:
    """Report each file that is known not to hold everything."""
    failures = []
    for file in material.files:
        more = [reason for reason in file.incomplete if not reason.endswith("left out")]
        if more:
            why = f"{file.path} is not the whole: {'; '.join(more)}"
            failures.append(failed(file.tables, why, "exports are not the whole", [file.path]))
    return in_order(failures, f"none of {len(material.files)} files says that more follows", tables_of(material.files))
