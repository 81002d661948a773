"""Word tables laid out as a grid: merged cells once, and which rows are headers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .folding import fold
from .word_package import W
from .word_styles import Styles, value_of, whole
from .word_text import is_on, readable_children, visible_runs, visible_text

HEADER_CELL_LENGTH = 60
LONG_TEXT = 3
MEASURES = re.compile(
    r"\b(?:SLAs?|targets?|time(?:frame|line)?s?|deadlines?|frequency|retention|periods?|intervals?|schedule|limits?|windows?|requirements?|due)\b",
    re.IGNORECASE,
)
MAX_SPAN = 200

_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table.

    Attributes:
        element: the `w:tc`.
        column: its first column in the grid, from 0.
        span: the number of columns it covers.
        text: its paragraphs' text, or that of the cell above that it continues.
        continued: it continues the cell above, so it has no text of its own.
    """

    element: Any
    column: int
    span: int
    text: str
    continued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row; `marked` tells that Word repeats it as a header on each page."""

    cells: tuple[Cell, ...]
    marked: bool

    def texts(self, width: int, *, repeat: bool = False) -> tuple[str, ...]:
        """The text of each column of the grid; a wide cell's text once, or in each of its columns with `repeat`."""
        texts = [""] * width
        for cell in self.cells:
            for column in range(cell.column, cell.column + (cell.span if repeat else 1)):
                texts[column] = cell.text
        return tuple(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `headers` is the number of rows at its top that are headers, `header` their text for each column."""

    rows: tuple[TableRow, ...]
    width: int
    headers: int
    header: tuple[str, ...]


def layout(table: Any, styles: Styles) -> Table:
    """Lay out a `w:tbl` element."""
    rows: list[TableRow] = []
    above: dict[int, Cell] = {}
    for element in _unwrapped(table, "tr"):
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        cells = _cells(element, properties, above)
        above = {cell.column: cell for cell in cells}
        rows.append(TableRow(cells=tuple(cells), marked=is_on(properties, "tblHeader")))
    width = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
    headers = next((n for n, row in enumerate(rows) if not row.marked), len(rows))
    if headers == 0 and _looks_like_header(rows, width, styles):
        headers = 1
    columns = [row.texts(width, repeat=True) for row in rows[:headers]]
    header = tuple(" ".join(dict.fromkeys(text for text in column if text)) for column in zip(*columns, strict=True))
    return Table(rows=tuple(rows), width=width, headers=headers, header=header)


def _unwrapped(parent: Any, name: str) -> list[Any]:
    """The rows or cells of a table, those in content controls included."""
    found: list[Any] = []
    for child in readable_children(parent):
        if child.tag == f"{W}{name}":
            found.append(child)
        elif child.tag in _WRAPPERS:
            found += _unwrapped(child, name)
    return found


def _cells(row: Any, properties: Any, above: dict[int, Cell]) -> list[Cell]:
    cells: list[Cell] = []
    column = min(whole(value_of(properties, "gridBefore")) or 0, MAX_SPAN)
    for element in _unwrapped(row, "tc"):
        settings = element.find(f"{W}tcPr")
        span = min(whole(value_of(settings, "gridSpan")) or 1, MAX_SPAN)
        merge = settings.find(f"{W}vMerge") if settings is not None else None
        upper = above.get(column)
        continued = merge is not None and merge.get(f"{W}val", "continue") == "continue" and upper is not None
        text = cell_text(element)
        if continued and upper is not None and not text:
            text = upper.text
        cells.append(Cell(element=element, column=column, span=span, text=text, continued=continued))
        column += span
    return cells


def cell_text(cell: Any) -> str:
    """The folded text of a cell's own paragraphs, those of nested tables left out."""
    texts = (fold(visible_text(paragraph))[0] for paragraph in _unwrapped(cell, "p"))
    return " ".join(text for text in texts if text)


def _looks_like_header(rows: list[TableRow], width: int, styles: Styles) -> bool:
    """Whether an unmarked first row names the columns: short texts, set apart by bold, shading or brevity."""
    if len(rows) < 2 or len(rows[0].cells) < 2:
        return False
    first, body = rows[0].cells, rows[1:]
    texts = [cell.text for cell in first]
    named = [text for text in texts if text]
    if len(named) < len(texts) - 1 or len({*named}) < len(named):
        return False
    if any(len(text) > HEADER_CELL_LENGTH or text.endswith((".", ":", ";")) for text in named):
        return False
    if all(_bold(cell, styles) for cell in first if cell.text):
        return not all(_bold(cell, styles) for row in body for cell in row.cells if cell.text)
    if all(_shade(cell) for cell in first):
        return not all(_shade(cell) for row in body for cell in row.cells)
    return _shorter_than_body(rows[0].texts(width, repeat=True), body, width)


def _shorter_than_body(named: tuple[str, ...], body: list[TableRow], width: int) -> bool:
    """Whether one column holds long texts or figures below the first row, which has short words only.

    Of two columns, or where some rows hold words ("next business day"), the first row has to name a measure ("Target").
    """
    if any(character.isdigit() for text in named for character in text):
        return False
    longest = max(map(len, named))
    for index in range(1, width):
        column = [row.texts(width)[index] for row in body]
        if not all(column):
            continue
        figures = sum(any(sign.isdigit() for sign in text) for text in column)
        told = width > 2 and figures == len(column)
        named_so = MEASURES.search(named[index]) is not None and figures * 2 >= len(column)
        if (len(column) > 1 and (told or named_so)) or min(map(len, column)) > LONG_TEXT * longest:
            return True
    return False


def _bold(cell: Cell, styles: Styles) -> bool:
    """Whether all visible text of a cell is bold."""
    for paragraph in _unwrapped(cell.element, "p"):
        by_style = styles.is_bold(paragraph)
        for element, text in visible_runs(paragraph):
            run = next(element.iterancestors(f"{W}r"), None) if element is not None and text.strip() else None
            if run is None:
                continue
            properties = run.find(f"{W}rPr")
            own = properties is not None and properties.find(f"{W}b") is not None
            if not (is_on(properties, "b") if own else by_style):
                return False
    return True


def _shade(cell: Cell) -> bool:
    shading = cell.element.find(f"{W}tcPr/{W}shd")
    return shading is not None and shading.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff")
