"""Rows and values that could not be read are missing from what was tested."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ....model import EvidenceFile
from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Values and the types of their columns"
PART = "accuracy"
GUARDS = "every"
LIMITS = "A value of the right type may still be wrong."
SHOWN = 3
ONE_VALUE = re.compile(r"row (?P<row>\d+): .* is not a (?P<table>\w+)\.\w+(?: \(.*\))?", re.DOTALL)


def run(material: Material) -> Iterable[Outcome]:
    """Report each file with rows or values that did not fit, by the rows where only values of some are lost."""
    failures = []
    for file in material.files:
        if file.faults:
            shown = "; ".join(file.faults[:SHOWN]) + (" and more" if len(file.faults) > SHOWN else "")
            why = f"{file.path} could not be read in full: {shown}"
            named = _rows_of(file, material)
            side = "rows hold values that could not be read" if named else "exports hold values that could not be read"
            failures.append(failed(file.tables, why, side, named or [file.path]))
    return in_order(failures, f"every row and value of {len(material.files)} files could be read", tables_of(material.files))


def _rows_of(file: EvidenceFile, material: Material) -> list[str]:
    """The keys of the rows that lack a value; none where more is lost than values of rows that have a key."""
    named: list[str] = []
    for fault in file.faults:
        found = ONE_VALUE.fullmatch(fault)
        key = _key_of(file.path, found["table"], int(found["row"]), material) if found else ""
        if not key:
            return []
        named.append(key)
    return list(dict.fromkeys(named))


def _key_of(path: str, table: str, row: int, material: Material) -> str:
    """The key of one row of a file; empty where it has none, or the row is not there once."""
    if not material.has(table):
        return ""
    parts = [f'cast("{name}" as varchar)' for entry in material.catalog.tables[table].key for name in entry.split("|")]
    sql = f'select {", ".join(parts)} from "{table}" where evidence_file = $path and evidence_row = $row'
    _, rows = material.store.rows(sql, {"path": path, "row": row})
    return " ".join(dict.fromkeys(str(one) for one in rows[0] if one is not None)) if len(rows) == 1 else ""
