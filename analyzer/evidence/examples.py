"""Runs the examples of sources: an export beside `expected.yaml`, which lists what it has to become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from ..catalog import Catalog, SourceEntry
from ..model import Period
from .load import load_evidence

EXPECTED = "expected.yaml"


def source_examples(source: SourceEntry) -> list[Path]:
    """The folders of a source's examples."""
    return sorted(path.parent for path in source.folder.glob(f"examples/*/{EXPECTED}"))


def run_source_example(folder: Path, source: SourceEntry, catalog: Catalog, period: Period) -> list[str]:
    """Load an example's export and compare; the result lists every difference from `expected.yaml`.

    `expected.yaml` has, for each table, its rows in the order of the export. Only the columns that a row names are
    compared, the number of rows always.
    """
    expected: dict[str, list[dict[str, Any]]] = yaml.safe_load((folder / EXPECTED).read_text(encoding="utf-8"))
    exports = sorted(path for path in folder.iterdir() if path.name != EXPECTED)
    tables = {name: catalog.tables[name] for name in (*source.spec.tables, *expected)}
    loaded = load_evidence(exports, replace(catalog, tables=tables), period)
    faults = [f"{one.what} was left out: {one.why}" for one in loaded.left_out]
    faults += [f"{f.path} was taken for {f.source}, not {source.id}" for f in loaded.files if f.source != source.id]
    faults += [f"{file.path}: {fault}" for file in loaded.files for fault in file.faults]
    for table, rows in expected.items():
        columns, found = loaded.store.rows(f'select * from "{table}"')
        by_place = sorted(found, key=lambda row: (row[columns.index("evidence_row")], [str(value) for value in row]))
        if len(by_place) != len(rows):
            faults.append(f"{table} has {len(by_place)} rows instead of {len(rows)}")
            continue
        for number, (row, wanted) in enumerate(zip(by_place, rows, strict=True), start=1):
            for column, value in wanted.items():
                got = row[columns.index(column)]
                if _text(got) != _text(value):
                    faults.append(f"{table}, row {number}: {column} is {got!r} instead of {value!r}")
    return faults


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")
