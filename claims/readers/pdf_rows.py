"""Tables of a PDF put together over the pages they run on, with the rows that name their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .pdf_page import Line
from .pdf_tables import PdfCell, PdfTable
from .table_header import names_columns

SAME_EDGE = 5.0  # points
MAX_HEADERS = 3


@dataclass(slots=True, kw_only=True)
class TableRow:
    """A row: for each column that has a cell of its own, the cell's lines and how many columns it covers."""

    cells: dict[int, list[Line]] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)
    above: dict[int, list[Line]] = field(default_factory=dict)
    filled: bool = False

    def texts(self, width: int) -> tuple[str, ...]:
        """The text of each column; a wide cell's text once."""
        texts = [""] * width
        for column, lines in (self.above | self.cells).items():
            texts[column] = " ".join(line.text for line in lines)
        return tuple(texts)

    def repeated(self, width: int, texts: Sequence[str]) -> tuple[str, ...]:
        """Texts of columns, that of a wide cell in each of its columns."""
        shown = list(texts)
        for column, span in self.spans.items():
            shown[column : min(width, column + span)] = [texts[column]] * (min(width, column + span) - column)
        return tuple(shown)

    @property
    def bold(self) -> bool:
        """Whether all text in it is bold."""
        lines = [line for cell in self.cells.values() for line in cell]
        return bool(lines) and all(line.bold for line in lines)


@dataclass(slots=True, kw_only=True)
class WholeTable:
    """A table over all its pages, of which `page` is the first; `headers` is the number of its rows that name the columns."""

    page: int
    edges: tuple[float, ...]
    rows: list[TableRow]
    headers: int = 0

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.edges) - 1


def whole_table(table: PdfTable) -> WholeTable:
    """A table of one page."""
    rows: list[TableRow] = []
    standing: dict[int, tuple[int, PdfCell]] = {}
    for cells in table.rows:
        row = TableRow(filled=bool(cells) and all(cell.filled for cell in cells if cell.lines))
        index = cells[0].row
        row.above = {column: list(cell.lines) for column, (end, cell) in standing.items() if end > index}
        for cell in cells:
            row.cells[cell.column] = list(cell.lines)
            row.spans[cell.column] = cell.columns
            standing[cell.column] = (cell.row + cell.rows, cell)
        row.above = {column: lines for column, lines in row.above.items() if column not in row.cells}
        rows.append(row)
    whole = WholeTable(page=table.page, edges=table.edges, rows=rows)
    whole.headers = _headers(whole)
    return whole


def continues(above: WholeTable, below: WholeTable) -> bool:
    """Whether a table at the top of a page or column may go on from the one before: its columns are as wide."""
    shift = below.edges[0] - above.edges[0]
    return len(above.edges) == len(below.edges) and all(
        abs(y - x - shift) <= SAME_EDGE for x, y in zip(above.edges, below.edges, strict=True)
    )


def append(above: WholeTable, below: WholeTable) -> None:
    """Add the rows of a continuation: its repeated header is dropped, a row that the page's end cut is made whole."""
    rows = below.rows
    repeated = 0
    while repeated < min(above.headers, len(rows)) and rows[repeated].texts(below.width) == above.rows[repeated].texts(above.width):
        repeated += 1
    rows = rows[repeated:]
    if rows and len(above.rows) > above.headers and _is_rest(above.rows[-1], rows[0]):
        for column, lines in rows[0].cells.items():
            cell = above.rows[-1].cells[column]
            if cell and lines:
                # The page ended here, not the line: nothing tells that the next word would have fitted.
                cell[-1] = replace(cell[-1], edge=cell[-1].right)
            cell.extend(lines)
        rows = rows[1:]
    above.rows += rows
    if not above.headers:
        above.headers = _headers(above)


def _is_rest(above: TableRow, below: TableRow) -> bool:
    """Whether a row is what did not fit on the page before of the row above."""
    if not below.cells or set(below.cells) - set(above.cells):
        return False
    texts = {column: " ".join(line.text for line in lines) for column, lines in below.cells.items()}
    named = {column: text for column, text in texts.items() if text}
    before = {column: " ".join(line.text for line in above.cells[column]) for column in named}
    if named and all(text[0].islower() for text in named.values()):
        return True
    unnamed = not texts.get(min(texts))
    return unnamed and any(text and not text.endswith((".", ";", ":")) for text in before.values())


def _headers(table: WholeTable) -> int:
    """How many rows at the top name the columns: set in bold, shaded, or short above long texts."""
    rows = table.rows
    if len(rows) < 2 or not any(sum(bool(lines) for lines in row.cells.values()) > 1 for row in rows[:MAX_HEADERS]):
        return 0
    for marked in (lambda row: row.bold, lambda row: row.filled):
        count = next((n for n, row in enumerate(rows) if not marked(row)), len(rows))
        if 0 < count <= MAX_HEADERS and count < len(rows):
            return count
    return int(names_columns(rows[0].texts(table.width), [row.texts(table.width) for row in rows[1:]]))
