"""Workbooks for tests: made by a library, and changed part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MATRIX = (
    ("Brightloom: controls, January to June 2026",),
    (),
    ("Control ID", "Control activity", "Criteria", "Frequency", "Test performed", "Result"),
    ("Logical access",),
    ("AC-01", "Access of leavers is removed within 24 hours.", "CC6.2", "Per event", "Inspected five tickets.", "No exceptions."),
    ("AC-02", "System owners review access to production.", "CC6.3", "Quarterly", "Inspected one review.", "No exceptions."),
    ("Vulnerabilities",),
    ("VM-01", "1. Critical vulnerabilities are fixed within 7 days.\n2. High ones are fixed within 30 days.", "CC7.1"),
)


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook with rows on each sheet."""
    book = Workbook()
    book.remove(book.active)  # pyright: ignore[reportArgumentType]
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def with_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Put other bytes in the place of parts of a workbook, or beside them."""
    with zipfile.ZipFile(path) as held:
        all_parts = {name: held.read(name) for name in held.namelist()} | dict(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in all_parts.items():
            written.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path
