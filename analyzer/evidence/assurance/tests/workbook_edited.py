"""Workbooks that somebody worked on after they were exported: filters, hidden rows and sheets, formulas among the data."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Signs of editing in workbooks"
PART = "integrity"
GUARDS = "named"
LIMITS = "A register that is kept as a workbook is edited by design; a value that was typed over leaves no sign."


def run(material: Material) -> Iterable[Outcome]:
    """Report each sheet that carries signs of editing."""
    books = [file for file in material.files if ".xls" in file.path.lower()]
    failures = [
        failed(file.tables, f"{file.path}: {'; '.join(file.edited)}", "sheets carry signs of editing", [file.path])
        for file in books
        if file.edited
    ]
    return in_order(failures, f"{len(books)} sheets carry no sign of editing", tables_of(books))
