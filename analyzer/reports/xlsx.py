"""Excel workpaper: register of claims, findings, populations, exceptions, evidence with hashes, assurance tests."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ..catalog import Catalog
from ..model import Run
from .text import clean, show
from .xlsx_sheets import Sheet, moment, sheets

NAME = "xlsx"
FILENAME = "report.xlsx"
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
MOST_CHARACTERS = 32_000  # a cell holds 32,767
EPOCH = date(1900, 3, 1)  # Excel's calendar is wrong before
LARGEST = 10**15  # whole numbers keep 15 digits
FORMULA = tuple("=+-@\t\r")
LINE, MOST_LINES = 15, 10  # points; lines of a row
HEAD, TEXT = "FF1F3A4D", "FFFFFFFF"


def render(run: Run, catalog: Catalog) -> bytes:
    """The workpaper. Everything from documents and evidence is a number, a date or text, never a formula or a link."""
    return workbook("Workpaper of a review", sheets(run, catalog), moment(run.started_at))


def workbook(title: str, held: Iterable[Sheet], when: Any = None) -> bytes:
    """A workbook of sheets.

    Args:
        when: what was held in it was found then; the file says so in place of the present moment.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    made = excel_value(when)
    book.properties.creator, book.properties.title = "Goldenthread", title
    if isinstance(made, datetime):
        book.properties.created = book.properties.modified = made
    for sheet in held:
        _write(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for number, (_, width) in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    heads: list[Any] = []
    for name, _ in sheet.columns:
        head = WriteOnlyCell(page, value=clean(name))
        head.data_type = "s"
        head.font, head.fill = Font(name="Calibri", size=11, bold=True, color=TEXT), PatternFill("solid", fgColor=HEAD)
        head.alignment = Alignment(vertical="top", wrap_text=True)
        heads.append(head)
    page.append(heads)
    looks, count = _looks(page), 0
    for row in _bounded(sheet.rows):
        page.row_dimensions[count + 2].height = LINE * _lines(row, sheet)
        page.append([None if value is None else _cell(page, WriteOnlyCell, value, looks) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count + 1}"


def _lines(row: Sequence[Any], sheet: Sheet) -> int:
    """The lines that the longest text of a row takes in its column, up to a bound: not every program finds them itself."""
    texts = ((value, width) for value, (_, width) in zip(row, sheet.columns, strict=False) if isinstance(value, str))
    needed = (sum(math.ceil((len(line) or 1) / width) for line in text[:MOST_CHARACTERS].split("\n")) for text, width in texts)
    return min(max(needed, default=1), MOST_LINES)


def _bounded(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            yield ("Further rows do not fit into a sheet; report.json holds them all.",)
            return
        yield row


def _looks(page: Any) -> dict[str, Any]:
    """The look of each kind of cell, made once: a cell that makes its own costs a hundred times as much."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    found: dict[str, Any] = {}
    for name, form, wrapped, quoted in (
        ("text", "General", False, False), ("long", "General", True, False), ("quoted", "General", True, True),
        ("moment", "yyyy-mm-dd hh:mm:ss", False, False), ("day", "yyyy-mm-dd", False, False), ("whole", "#,##0", False, False),
    ):  # fmt: skip
        cell = WriteOnlyCell(page)
        cell.alignment, cell.number_format, cell.quotePrefix = Alignment(vertical="top", wrap_text=wrapped), form, quoted
        found[name] = cell._style
    return found


def _cell(page: Any, make: Any, value: Any, looks: dict[str, Any]) -> Any:
    held = excel_value(value)
    cell = make(page, value=held)
    match held:
        case str():
            cell.data_type = "s"
            cell._style = looks["quoted" if held.startswith(FORMULA) else "long" if len(held) > 30 else "text"]
        case datetime():
            cell._style = looks["moment"]
        case date():
            cell._style = looks["day"]
        case int():
            cell._style = looks["whole"]
        case _:
            cell._style = looks["text"]
    return cell


def excel_value(value: Any) -> Any:
    """A value as a cell can hold it: numbers, dates and times as such (in UTC, without a zone), everything else as safe text."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case int() | float() | Decimal() if math.isfinite(value) and abs(value) < LARGEST:
            return value
        case datetime():
            moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            return (moment if moment.time() != datetime.min.time() else moment.date()) if moment.date() >= EPOCH else show(value)
        case date():
            return value if value >= EPOCH else show(value)
    text = clean(show(value))
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"
