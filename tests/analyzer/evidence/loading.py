"""Helpers of the evidence tests: write exports into a folder and load them into a few tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analyzer.catalog import Catalog, load_catalog
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.model import Period

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
PEOPLE = "email,name,start_date,end_date,status\n"


def catalog_of(*tables: str) -> Catalog:
    """The catalogue with only these tables."""
    catalog = load_catalog()
    return replace(catalog, tables={name: catalog.tables[name] for name in tables})


def load(folder: Path, *tables: str) -> Loaded:
    """Load a folder into these tables."""
    return load_evidence([folder], catalog_of(*(tables or ("people",))), PERIOD)


def write(folder: Path, name: str, content: str | bytes | Sequence[Any] | dict[str, Any]) -> Path:
    """Write an export: text, bytes, or anything else as JSON."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
    return path


def column(loaded: Loaded, table: str, name: str) -> list[Any]:
    """The values of a column, in the order of the rows of the export."""
    _, rows = loaded.store.rows(f'select "{name}" from "{table}" order by evidence_file, evidence_row')
    return [row[0] for row in rows]
