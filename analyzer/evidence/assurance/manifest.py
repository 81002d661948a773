"""The manifest of the evidence beside the files that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from ...model import EvidenceFile
from ..manifest import TABLE
from .material import Material, Outcome, could_not_run, tables_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the manifest.

    Attributes:
        row: its values by column.
        files: what was read of the file that it speaks of: a workbook gives one for each sheet.
        tables: the tables that came out of it; the manifest itself where that is not known.
    """

    row: dict[str, Any]
    files: tuple[EvidenceFile, ...]
    tables: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called for people."""
        return str(self.row.get("file") or self.row.get("table") or self.row.get("source_system") or "an export without a name")

    def text(self, column: str) -> str:
        """A value as text, empty where there is none."""
        value = self.row.get(column)
        return "" if value is None else str(value).strip()

    def moment(self, column: str) -> datetime | None:
        """A moment, None where there is none."""
        value = self.row.get(column)
        return value if isinstance(value, datetime) else None


def listed_files(material: Material) -> list[Listed]:
    """The rows of the manifest, each with its file: by name, by hash, or by the table that only one file fills."""
    if not material.has(TABLE):
        return []
    columns, rows = material.store.rows(f'select * from "{TABLE}" order by evidence_file, evidence_row')
    return [_listed(dict(zip(columns, row, strict=True)), material) for row in rows]


def _listed(row: dict[str, Any], material: Material) -> Listed:
    named = _base(row.get("file"))
    digest = str(row.get("sha256") or "").lower()
    table = re.sub(r"[\s-]+", "_", str(row.get("table") or "").strip().lower())
    found = [file for file in material.files if named and _base(file.path) == named]
    found = found or [file for file in material.files if digest and file.sha256 == digest]
    filling = [file for file in material.files if table and table in file.tables]
    found = found or (filling if len(filling) == 1 else [])
    filled = tuple(dict.fromkeys(name for file in found for name in file.tables))
    return Listed(row=row, files=tuple(found), tables=filled or ((table,) if table in material.catalog.tables else (TABLE,)))


def _base(name: Any) -> str:
    return re.sub(r" \[[^\]]*\]$", "", PurePosixPath(str(name or "").replace("\\", "/")).name.lower())


def no_manifest(material: Material, what: str) -> Iterable[Outcome]:
    """What a test says that needs a manifest which is not there or does not tell."""
    return could_not_run(f"the evidence has no manifest that tells {what}", tables_of(material.files))
