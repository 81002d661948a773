"""The rows that were read against the number that the source reports."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Rows of an export and the number that its source reports"
PART = "completeness"
GUARDS = "every"
LIMITS = "It says nothing of exports whose source reports no number."


def run(material: Material) -> Iterable[Outcome]:
    """Compare for each file with a reported number."""
    counted = [file for file in material.files if file.source_count is not None]
    failures = [
        failed(
            file.tables, f"{file.path} holds {file.rows:,} rows and its source reports {file.source_count:,}",
            "exports hold another number of rows than their source reports", [file.path],
        )
        for file in counted if file.source_count != file.rows
    ]  # fmt: skip
    return in_order(failures, f"{len(counted)} files hold as many rows as reported", tables_of(counted))
