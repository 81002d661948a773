"""Reads workbooks (XLSX) that hold statements, as control matrices and answered questionnaires do.

Each visible cell is a block with its row; saved results stand for formulas, and what the workbook hides is named as not read.
"""

from __future__ import annotations

from pathlib import PurePath

from ..errors import DocumentError
from ..model import Document, LeftOut
from .grid import Grid, GridReader
from .office_package import BROKEN, Package, open_archive, relations_of
from .workbook_sheets import Sheet, letters, sheets

MAIN = "xl/workbook.xml"
UNNAMED = ("sheet", "tabelle", "feuil", "hoja")  # what Excel calls a sheet that nobody named


def is_workbook(names: frozenset[str]) -> bool:
    """Whether the parts of an archive are those of a workbook, and of nothing else."""
    return MAIN in names and "word/document.xml" not in names


def read_workbook(data: bytes, path: str, name: str, sha256: str) -> Document:
    """Read a workbook.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.
        sha256: the hash of the bytes.

    Raises:
        DocumentError: if it is damaged or encrypted, declares entities, would unpack to more than a document can be, or holds
            no text.
    """
    archive, names = open_archive(data, path)
    office = (one.target for one in relations_of(archive, names, "", path) if one.kind == "officeDocument")
    main = next((target for target in office if target in names), MAIN)
    reader, left_out = GridReader(name), list[LeftOut]()
    for title, sheet in sheets(Package(path=path, archive=archive, names=names, main=main)):
        what = f"{name}, sheet {title}"
        if sheet is None:
            left_out.append(LeftOut(what=what, why="the workbook hides it", advice="Show the sheet if it is meant to be read."))
            continue
        left_out += _unread(what, sheet)
        reader.read(_grid(sheet, PurePath(name).stem))
    if not reader.blocks:
        raise DocumentError(path, "no visible sheet of the workbook holds text", BROKEN)
    return Document(
        path=path, name=name, kind="table", sha256=sha256, blocks=tuple(reader.blocks), left_out=tuple(left_out),
    )  # fmt: skip


def _grid(sheet: Sheet, otherwise: str) -> Grid:
    unnamed = sheet.title.casefold().rstrip("0123456789 ") in UNNAMED
    return Grid(
        title=(otherwise if unnamed else sheet.title) if sheet.cells else "", rows=sheet.cells, below=sheet.below,
        place=lambda row, column: f"sheet {sheet.title}, cell {letters(column)}{row}",
    )  # fmt: skip


def _unread(what: str, sheet: Sheet) -> list[LeftOut]:
    found: list[LeftOut] = []
    if sheet.hidden:
        why = f"{sheet.hidden:,} rows and columns of it are hidden" if sheet.hidden > 1 else "one row or column of it is hidden"
        found.append(LeftOut(what=what, why=why, advice="Show them, or take filters off, if they are meant to be read."))
    if sheet.unsaved:
        cells = f"{sheet.unsaved:,} cells hold" if sheet.unsaved > 1 else "one cell holds"
        why = f"{cells} a formula without a saved result, or an error"
        found.append(LeftOut(what=what, why=why, advice="Open the workbook, correct them, and save it again."))
    return found
