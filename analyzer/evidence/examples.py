"""Runs the examples of sources and tables: an export beside `expected.yaml`, which lists what it has to become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from ..catalog import HERE, Catalog, SourceEntry, Table
from ..model import Period
from .load import load_evidence

EXPECTED = "expected.yaml"


def source_examples(source: SourceEntry) -> list[Path]:
    """The folders of a source's examples."""
    return _cases(source.folder / "examples")


def table_examples(table: Table) -> list[Path]:
    """The folders of the examples of exports that are matched to a table by their headers."""
    return _cases(HERE / "tables" / "examples" / table.id)


def example_exports(folder: Path) -> list[Path]:
    """The exports of an example."""
    return sorted(path for path in folder.iterdir() if path.name != EXPECTED)


def _cases(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{EXPECTED}"))


def run_source_example(folder: Path, source: SourceEntry, catalog: Catalog, period: Period) -> list[str]:
    """Load an example's export and compare; the result lists every difference from `expected.yaml`.

    `expected.yaml` has, for each table, its rows in the order of the export. Only the columns that a row names are
    compared, the number of rows always.
    """
    expected = _expected(folder)
    tables = {name: catalog.tables[name] for name in (*source.spec.tables, *expected)}
    return _differences(folder, source.id, expected, replace(catalog, tables=tables), period)


def run_table_example(folder: Path, catalog: Catalog, period: Period) -> list[str]:
    """The same for an export that no source describes; all tables and sources of the catalogue compete for it."""
    return _differences(folder, "matched", _expected(folder), catalog, period)


def _expected(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load((folder / EXPECTED).read_text(encoding="utf-8"))


def _differences(
    folder: Path, source: str, expected: dict[str, list[dict[str, Any]]], catalog: Catalog, period: Period
) -> list[str]:
    loaded = load_evidence(example_exports(folder), catalog, period)
    faults = [f"{one.what} was left out: {one.why}" for one in loaded.left_out]
    faults += [f"{f.path} was taken for {f.source}, not {source}" for f in loaded.files if f.source != source]
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
