"""Rows and values that could not be read are missing from what was tested."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Values and the types of their columns"
PART = "accuracy"
GUARDS = "every"
LIMITS = "A value of the right type may still be wrong."
SHOWN = 3


def run(material: Material) -> Iterable[Outcome]:
    """Report each file with rows or values that did not fit."""
    failures = []
    for file in material.files:
        if file.faults:
            shown = "; ".join(file.faults[:SHOWN]) + (" and more" if len(file.faults) > SHOWN else "")
            why = f"{file.path} could not be read in full: {shown}"
            failures.append(failed(file.tables, why, "exports hold values that could not be read", [file.path]))
    return in_order(failures, f"every row and value of {len(material.files)} files could be read", tables_of(material.files))
