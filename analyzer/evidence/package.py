"""A workbook (XLSX) opened without trusting it: the archive is checked before anything in it is parsed."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from ..errors import EvidenceError
from .grid import Span

MAX_PARTS = 10_000
MAX_TOTAL = 1_000_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 20_000_000
MAX_CELLS = 4_000_000
MAX_SPANS = 100_000
CHUNK = 1024 * 1024
ADVICE = "Save each sheet as CSV (UTF-8) and add that"
BROKEN = "Open the workbook, save it under a new name and add that"
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
OTHER_KINDS = (
    ("word/document.xml", "it is a Word document, which is not read as evidence", "Export the data behind it as CSV or JSON"),
    ("ppt/presentation.xml", "it is a presentation, which is not read as evidence", "Export the data behind it as CSV or JSON"),
    ("xl/workbook.bin", "it is a binary workbook (XLSB)", "Save it as XLSX"),
    ("content.xml", "it is an OpenDocument file", "Save it as XLSX or CSV (UTF-8)"),
)


@dataclass(slots=True)
class Layout:
    """What the XML of a sheet says beside its values; rows and columns count from 1.

    Attributes:
        spans: merged cells.
        unsaved: cells with a formula whose result was not saved.
        formulas: cells with a formula.
        hidden: rows that are hidden.
        filtered: whether a filter is set.
    """

    spans: list[Span] = field(default_factory=list)
    unsaved: set[tuple[int, int]] = field(default_factory=set)
    formulas: int = 0
    hidden: int = 0
    filtered: bool = False


def check_package(path: Path, name: str) -> None:
    """Refuse an archive that is no workbook, is damaged, declares entities or would unpack to more than a workbook can be.

    Args:
        path: the file.
        name: the file as messages call it.

    Raises:
        EvidenceError: with what is wrong.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries, name)
            names = {entry.filename for entry in entries}
            for part, problem, advice in OTHER_KINDS:
                if part in names:
                    raise EvidenceError(name, problem, advice)
            if not any(entry.startswith("xl/") for entry in names):
                raise EvidenceError(name, "it is a ZIP file, which is not read as evidence", "Unpack it first")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, entry, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise EvidenceError(name, f"it is an Office or ZIP file that is damaged or was cut short ({error})", BROKEN) from error


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS or total > MAX_TOTAL:
        raise EvidenceError(name, f"it would unpack to {total // 1_000_000:,} MB in {len(entries):,} parts", ADVICE)
    for entry in entries:
        if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise EvidenceError(name, f"its part {entry.filename} unpacks to over {MAX_RATIO} times its size", ADVICE, "a ZIP bomb")
        if entry.flag_bits & 1:
            raise EvidenceError(name, "it is protected with a password", "Save it without the password")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            if any(declaration in before + chunk for declaration in DECLARATIONS):
                raise EvidenceError(name, f"its part {entry.filename} declares entities, as no workbook does", ADVICE)
            before = chunk[-32:]


def sheet_layout(path: Path, part: str, name: str) -> Layout:
    """Read what a sheet's XML says beside its values.

    Args:
        path: the workbook.
        part: name of the sheet's part in the archive.
        name: the sheet as messages call it.

    Raises:
        EvidenceError: if it cannot be parsed or is too large.
    """
    layout, cells, rows = Layout(), 0, 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as file:
            for _, element in iterparse(file, events=("end",)):
                kind = element.tag.rsplit("}", maxsplit=1)[-1]
                if kind == "c":
                    _note_cell(element, layout)
                elif kind == "row":
                    rows += 1
                    cells += max((_column(cell) for cell in element), default=0)
                    layout.hidden += element.get("hidden") in ("1", "true")
                    element.clear()
                elif kind == "mergeCell" and len(layout.spans) < MAX_SPANS:
                    left, top, right, bottom = range_boundaries(element.get("ref", ""))
                    layout.spans.append(Span(top or 1, left or 1, bottom or 1, right or 1))
                elif kind == "filterColumn":
                    layout.filtered = True
                if cells > MAX_CELLS:
                    raise EvidenceError(name, f"the sheet has over {MAX_CELLS:,} cells", ADVICE, f"behind row {rows}")
    except (ParseError, DefusedXmlException, ValueError, KeyError, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise EvidenceError(name, f"the sheet cannot be read ({error})", BROKEN) from error
    return layout


def _note_cell(cell: Element, layout: Layout) -> None:
    formula = value = None
    for child in cell:
        kind = child.tag.rsplit("}", maxsplit=1)[-1]
        formula = child if kind == "f" else formula
        value = child if kind in ("v", "is") else value
    if formula is not None:
        layout.formulas += 1
        empty = value is None or (value.text is None and len(value) == 0 and cell.get("t") != "str")
        if empty and (place := cell.get("r")):
            layout.unsaved.add(coordinate_to_tuple(place))


def _column(cell: Element) -> int:
    place = cell.get("r", "")
    return coordinate_to_tuple(place)[1] if place else 1
