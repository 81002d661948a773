"""The visible cells of a workbook's sheets as the texts that Excel shows, from XML that nobody trusts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ..errors import DocumentError
from .office_package import Package

MAX_CELLS = 1_000_000
MAX_COLUMN = 16_384
DATES = frozenset((*range(14, 23), *range(45, 48)))  # the built-in number formats that show a day or a time
SHARES = frozenset((9, 10))
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # what a number format says literally or about colours
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
SPAN = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
FIRST_DAY, FIRST_DAY_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LAST_DAY = 2_958_465  # 9999-12-31


@dataclass(slots=True)
class Sheet:
    """A sheet as a reader sees it; rows and columns count from 1.

    Attributes:
        cells: the texts of cells that hold any, by row and column.
        below: for each cell of a merged column the row whose text it shows.
        hidden: how many rows and columns with text are hidden.
        unsaved: how many cells hold a formula whose result was not saved, or an error.
    """

    title: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    below: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden: int = 0
    unsaved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    package: Package
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    first_day: datetime


def letters(column: int) -> str:
    """The name of a column, from 1: A, B, ..., Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def sheets(package: Package) -> Iterator[tuple[str, Sheet | None]]:
    """The sheets by their titles in order; None for one that is hidden.

    Raises:
        DocumentError: if a part is missing, damaged, too large, or declares entities.
    """
    root = package.xml(package.main)
    targets = {one.id: one for one in package.relations(package.main)}
    kinds = {one.kind: one.target for one in targets.values()}
    properties = next(_named(root.iter(), "workbookPr"), None)
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    book = _Book(
        package=package, strings=_strings(package, kinds.get("sharedStrings")), formats=_formats(package, kinds.get("styles")),
        first_day=FIRST_DAY_OF_1904 if since_1904 else FIRST_DAY,
    )  # fmt: skip
    for element in _named(root.iter(), "sheet"):
        title = element.get("name") or "?"
        part = targets.get(next((value for name, value in element.attrib.items() if str(name).endswith("}id")), ""))
        if part is None or part.kind != "worksheet":
            continue
        yield title, None if element.get("state", "visible") != "visible" else _sheet(book, part.target, title)


def _named(elements: Iterable[Any], name: str) -> Iterator[Any]:
    """The elements of a local name: strict and transitional files differ in their namespaces only."""
    return (one for one in elements if _is(one, name))


def _is(element: Any, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _strings(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None or part not in package.names:
        return ()
    return tuple(_said(one) for one in _named(package.xml(part), "si"))


def _said(element: Any) -> str:
    """The text of a string, its runs joined; how it is pronounced is left aside."""
    parts = [one for child in element for one in ([child] if not len(child) else [] if _is(child, "rPh") else child)]
    return "".join(one.text or "" for one in parts if _is(one, "t"))


def _formats(package: Package, part: str | None) -> tuple[str, ...]:
    """What the numbers of each cell style show: `date`, `share` or nothing particular."""
    if part is None or part not in package.names:
        return ()
    root = package.xml(part)
    custom = {one.get("numFmtId"): NOT_SHOWN.sub("", one.get("formatCode", "")) for one in _named(root.iter(), "numFmt")}
    found: list[str] = []
    for style in _named(next(_named(root, "cellXfs"), ()), "xf"):
        number = style.get("numFmtId", "0")
        code = custom.get(number, "")
        dated = (number.isdigit() and int(number) in DATES and not code) or re.search(r"[ymdhs]", code, re.IGNORECASE)
        found.append("date" if dated else "share" if "%" in code or (number.isdigit() and int(number) in SHARES) else "")
    return tuple(found)


def _sheet(book: _Book, part: str, title: str) -> Sheet:
    root, sheet, count = book.package.xml(part), Sheet(title=title), 0
    columns = [
        range(_whole(one.get("min")), min(_whole(one.get("max")), MAX_COLUMN) + 1)
        for one in _named(root.iter(), "col")
        if one.get("hidden") in ("1", "true")
    ]
    unseen: set[int] = set()
    number = 0
    for row in _named(next(_named(root, "sheetData"), ()), "row"):
        number = _whole(row.get("r")) or number + 1
        cells: dict[int, str] = {}
        for column, cell in _placed(row):
            count += 1
            if count > MAX_CELLS:
                raise DocumentError(
                    book.package.path, f"the sheet {title} has over {MAX_CELLS:,} cells", "Give only the controls or the answers."
                )
            text = _text(cell, book, sheet)
            if text.strip() and any(column in one for one in columns):
                unseen.add(column)
            elif text.strip():
                cells[column] = text
        if cells and row.get("hidden") in ("1", "true"):
            sheet.hidden += 1
        elif cells:
            sheet.cells[number] = cells
    sheet.hidden += len(unseen)
    _merge(sheet, root)
    return sheet


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    column = 0
    for cell in _named(row, "c"):
        found = CELL.fullmatch(cell.get("r", ""))
        column = _column(found[1]) if found else column + 1
        if column <= MAX_COLUMN:
            yield column, cell


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _text(cell: Any, book: _Book, sheet: Sheet) -> str:
    kind, value = cell.get("t", "n"), next(_named(cell, "v"), None)
    if kind == "inlineStr":
        return "".join(map(_said, _named(cell, "is")))
    said = (value.text or "") if value is not None else ""
    if (not said and kind != "str" and next(_named(cell, "f"), None) is not None) or (kind == "e" and said != "#N/A"):
        sheet.unsaved += 1
        return ""
    if kind == "s":
        return book.strings[int(said)] if said.isdigit() and int(said) < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if said == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return "" if kind == "e" else said
    return _number(said, book, _whole(cell.get("s")))


def _number(said: str, book: _Book, style: int) -> str:
    try:
        value = float(said)
    except ValueError:
        return said
    shows = book.formats[style] if style < len(book.formats) else ""
    if shows == "date" and 0 <= value <= LAST_DAY:
        moment = book.first_day + timedelta(days=value)
        return moment.date().isoformat() if value.is_integer() else moment.isoformat(sep=" ", timespec="minutes")
    if shows == "share":
        return f"{value * 100:.12g}%"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"


def _merge(sheet: Sheet, root: Any) -> None:
    """Let each row of a merged column say what the merged cell says."""
    numbers = sorted(sheet.cells)
    for element in _named(root.iter(), "mergeCell"):
        found = SPAN.fullmatch(element.get("ref", ""))
        if not found or found[1] != found[3] or len(sheet.below) > MAX_CELLS:
            continue
        column, top, bottom = _column(found[1]), int(found[2]), int(found[4])
        if column in sheet.cells.get(top, {}):
            for row in numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]:
                sheet.below[row, column] = top
