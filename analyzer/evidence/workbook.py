"""Workbooks (XLSX) as raw records: the tables of each sheet, hidden ones too, with the results that were saved.

A cell becomes the text that its number format shows where that says more than the number: 0.985 as `98.5%`, 45930 under a
date format as `2025-09-30`. Formulas are never computed: one without a saved result is an empty cell and a fault.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from ..errors import EvidenceError
from .grid import DATA_CELL, HEADER_ROWS, Span, filled, header_of, records_of, tables_of
from .package import ADVICE, BROKEN, Layout, check_package, sheet_layout
from .records import LONGEST_ROW, SAMPLE, Problems, Records, Tables, printable, unique_names

LOOKED_AT = 60
UNIT = re.compile(r'[#,0.]+\s*"\s*([A-Za-z%]{1,12})"')
NOT_THERE = ("#N/A",)


class _Sheet:
    """A sheet in memory: its cells as text by row, and what was wrong with some of them, by their places."""

    def __init__(self, title: str, layout: Layout) -> None:
        self.title, self.layout = title, layout
        self.rows: dict[int, list[str]] = {}
        self.faults: dict[int, list[str]] = {}

    def add(self, cells: Sequence[Any], number: int) -> None:
        texts = []
        for column, cell in enumerate(cells, start=1):
            text = _text(cell.value, cell.number_format) if cell.value is not None else ""
            place = f"cell {get_column_letter(column)}{number}"
            if cell.data_type == "e" and text not in NOT_THERE:
                self._fault(number, f"{place} holds the error {printable(text, 20)}; it is read as empty")
                text = ""
            elif (number, column) in self.layout.unsaved:
                self._fault(number, f"{place} holds a formula without a saved result; open the workbook and save it again")
            texts.append(text)
        if any(text.strip() for text in texts):
            self.rows[number] = texts

    def _fault(self, number: int, fault: str) -> None:
        self.faults.setdefault(number, []).append(fault)

    def square(self) -> None:
        """Make all rows equally wide, and let the cells of a merged column each say what it says."""
        width = max((max(filled(cells)) + 1 for cells in self.rows.values()), default=0)
        for number, cells in self.rows.items():
            self.rows[number] = cells[:width] + [""] * (width - len(cells))
        for span in self.layout.spans:
            said = self.rows.get(span.top, [])
            if span.left > width or span.top == span.bottom or not said or not said[span.left - 1].strip():
                continue
            for number in range(span.top + 1, min(span.bottom, max(self.rows)) + 1):
                if number in self.rows:
                    self.rows[number][span.left - 1] = said[span.left - 1]


def read_workbook(path: Path, name: str) -> Tables:
    """Read the tables of a workbook.

    Args:
        path: the file.
        name: the file as messages call it.

    Returns:
        The records of each table, named by its sheet, and why sheets with something like a table could not be read.

    Raises:
        EvidenceError: if it is no workbook, is damaged, hostile or too large, or holds no table with a header row.
    """
    check_package(path, name)
    found: list[Records] = []
    problems: list[EvidenceError] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for sheet, hidden in _sheets(path, name, problems):
            tables, faults = _tables(sheet, hidden, name)
            found += tables
            problems += faults
    if not found:
        raise problems[0] if problems else EvidenceError(name, "no sheet of it holds a table with a header row", ADVICE)
    return Tables(found=tuple(found), left_out=tuple(problems))


def _sheets(path: Path, name: str, problems: list[EvidenceError]) -> Iterator[tuple[_Sheet, bool]]:
    """The sheets, and whether each is hidden."""
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library raises whatever its parsers raise
        raise EvidenceError(name, f"the workbook cannot be read ({printable(str(error))})", BROKEN) from error
    try:
        for one in book.worksheets:
            called = f"{name} [{printable(one.title)}]"
            try:
                sheet = _Sheet(one.title, sheet_layout(path, getattr(one, "_worksheet_path", ""), called))
                one.reset_dimensions()  # pyright: ignore[reportAttributeAccessIssue]
                for number, cells in enumerate(one.iter_rows(), start=1):
                    sheet.add(cells, number)
            except EvidenceError as error:
                problems.append(error)
                continue
            except (ValueError, KeyError, IndexError, TypeError, OverflowError, SyntaxError, zipfile.BadZipFile) as error:
                problems.append(EvidenceError(called, f"the sheet cannot be read ({printable(str(error))})", BROKEN))
                continue
            sheet.square()
            yield sheet, one.sheet_state != "visible"
    finally:
        book.close()


def _tables(sheet: _Sheet, hidden: bool, name: str) -> tuple[list[Records], list[EvidenceError]]:
    found: list[Records] = []
    faults: list[EvidenceError] = []
    tables = tables_of(sheet.rows)
    for at, (title, rows) in enumerate(tables, start=1):
        called = printable(sheet.title)
        if len(tables) > 1:
            called += f", table {at}" + (f": {printable(title)}" if title else "")
        numbers = list(rows)
        spans = [_within(span, numbers) for span in sheet.layout.spans if span.bottom > span.top or span.right > span.left]
        header = header_of(list(rows.values())[: LOOKED_AT + HEADER_ROWS], [span for span in spans if span])
        if header is None:
            continue
        data_like = next((cell for cell in header.names if DATA_CELL.fullmatch(cell)), None)
        if data_like is not None:
            problem = f"there is no header row: the first row holds {printable(data_like, 40)!r}"
            place = f"row {numbers[header.row]}"
            faults.append(EvidenceError(f"{name} [{called}]", problem, "Add a row with the names of the columns", place))
            continue
        records = _records(sheet, hidden, called, header.names, {number: rows[number] for number in numbers[header.row + 1 :]})
        if records.sample:
            found.append(records)
        elif len(tables) == 1 and len(filled(header.names)) > 2:
            problem = "there is a header row and no row below it"
            faults.append(EvidenceError(f"{name} [{called}]", problem, "Export it again with its rows"))
    return found, faults


def _within(span: Span, numbers: Sequence[int]) -> Span | None:
    """A merged cell with its rows counted among the rows of a table, from 0."""
    inside = [at for at, number in enumerate(numbers[: LOOKED_AT + HEADER_ROWS]) if span.top <= number <= span.bottom]
    return Span(inside[0], span.left - 1, inside[-1], span.right - 1) if inside else None


def _records(sheet: _Sheet, hidden: bool, called: str, header: list[str], rows: dict[int, list[str]]) -> Records:
    used = [at for at, cell in enumerate(header) if cell.strip() or any(row[at].strip() for row in rows.values())]
    names = [header[at] for at in used]
    merged = {span.top for span in sheet.layout.spans if span.left < span.right}
    below = [(number, [row[at] for at in used]) for number, row in rows.items() if not (number in merged and len(filled(row)) == 1)]
    kept = list(records_of(below, names))
    columns = unique_names(names)

    def read(problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
        for number, cells in kept:
            for fault in sheet.faults.get(number, ()):
                problems.add(fault)
            if sum(map(len, cells)) > LONGEST_ROW:
                problems.add(f"row {number} has over {LONGEST_ROW:,} characters; it was left out", left_out=True)
            else:
                yield number, cells

    return Records(
        kind="csv", columns=columns, sample=tuple(dict(zip(columns, cells, strict=True)) for _, cells in kept[:SAMPLE]),
        rows=read, name=called, edited=_edited(sheet.layout, hidden),
    )  # fmt: skip


def _edited(layout: Layout, hidden: bool) -> tuple[str, ...]:
    signs = []
    if hidden:
        signs.append("the sheet is hidden; it was read")
    if layout.filtered:
        signs.append("a filter is set; the rows that it hides were read")
    if layout.hidden:
        signs.append(f"{layout.hidden:,} rows are hidden; they were read" if layout.hidden > 1 else "1 row is hidden; it was read")
    if layout.formulas:
        many = f"{layout.formulas:,} cells hold formulas; their saved results were read"
        signs.append(many if layout.formulas > 1 else "1 cell holds a formula; its saved result was read")
    return tuple(signs)


def _text(value: Any, number_format: str | None) -> str:
    """A cell's value as text that the types of the tables can read."""
    shown = number_format or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        timeless = value.time() == time() and not re.search(r"[hs]", re.sub(r'".*?"|\[.*?\]', "", shown.lower()))
        return value.date().isoformat() if timeless else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:.10g} hours"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _figure(value, shown)
    return str(value)


def _figure(value: float, shown: str) -> str:
    if "%" in re.sub(r'".*?"', "", shown):
        return f"{value * 100:.12g}%"
    plain = str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if re.fullmatch(r"0{2,}", shown):
        return plain.zfill(len(shown))
    unit = UNIT.match(shown)
    return f"{plain} {unit[1]}" if unit else plain
