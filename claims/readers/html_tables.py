"""HTML tables laid out as a grid: cells over several rows and columns, and which rows are headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .folding import fold
from .html_page import Page, words
from .table_header import names_columns

MAX_SPAN = 200
MAX_CELLS = 200_000
MAX_HEADERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlCell:
    """A cell: its element, its first row and column, and how many of each it covers."""

    element: Any
    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlTable:
    """A table: its cells by rows, the text of each column in each row, and the words that name the columns."""

    rows: tuple[tuple[HtmlCell, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    caption: Any


def layout(element: Any, page: Page) -> HtmlTable:
    """Lay out a `<table>` element."""
    heads, elements, caption = _rows(element)
    taken: dict[tuple[int, int], HtmlCell] = {}
    rows: list[tuple[HtmlCell, ...]] = []
    for index, row in enumerate(elements):
        cells: list[HtmlCell] = []
        column = 0
        for cell in (one for one in row if one.tag in ("td", "th") and page.is_read(one)):
            while (index, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan", len(elements) - index), len(elements) - index)
            across = _span(cell, "colspan", 1)
            made = HtmlCell(element=cell, row=index, column=column, rows=down, columns=across, text=cell_text(cell, page))
            if len(taken) + down * across > MAX_CELLS:
                break
            taken |= {(index + y, column + x): made for y in range(down) for x in range(across)}
            cells.append(made)
            column += across
        rows.append(tuple(cells))
    width = max((column + 1 for _, column in taken), default=0)
    texts = tuple(tuple(_text(taken.get((y, x)), x) for x in range(width)) for y in range(len(elements)))
    count = _headers(rows, texts, heads, page)
    columns = [[cell.text if (cell := taken.get((y, x))) else "" for x in range(width)] for y in range(count)]
    header = tuple(" ".join(dict.fromkeys(text for text in column if text)) for column in zip(*columns, strict=True))
    return HtmlTable(rows=tuple(rows), texts=texts, header=header, caption=caption)


def _text(cell: HtmlCell | None, column: int) -> str:
    """What a column of a row says: a cell over several columns says it once, one over several rows in each."""
    return cell.text if cell is not None and cell.column == column else ""


def _rows(table: Any) -> tuple[int, list[Any], Any]:
    """The number of rows in `<thead>`, all rows in the order in which they are shown, and the caption."""
    head: list[Any] = []
    body: list[Any] = []
    foot: list[Any] = []
    caption = None
    for child in table:
        if child.tag == "tr":
            body.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            part = {"thead": head, "tbody": body, "tfoot": foot}[child.tag]
            part += [row for row in child if row.tag == "tr"]
        elif child.tag == "caption":
            caption = child
    return len(head), head + body + foot, caption


def _span(cell: Any, name: str, zero: int) -> int:
    said = (cell.get(name) or "1").strip()
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    return min(number or max(1, zero), MAX_SPAN)


def cell_text(cell: Any, page: Page) -> str:
    """The folded text of a cell, without nested tables and what is hidden."""
    parts: list[str] = []
    stack: list[Any] = [cell]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        if one is not cell:
            stack.append(one.tail or "")
            if one.tag == "table" or page.unread(one):
                continue
            if one.tag in ("p", "div", "br", "li", "ul", "ol"):
                parts.append(" ")
        stack += [*reversed(one), one.text or ""]
    return fold("".join(parts))[0]


def is_layout(element: Any) -> bool:
    """Whether a table only arranges the page: it says so, has one column, or holds headings."""
    if (element.get("role") or "").lower() in ("presentation", "none"):
        return True
    if any(True for _ in element.iter("h1", "h2", "h3")) and element.find(".//th") is None:
        return True
    return all(len([one for one in row if one.tag in ("td", "th")]) < 2 for row in element.iter("tr"))


def _headers(rows: list[tuple[HtmlCell, ...]], texts: tuple[tuple[str, ...], ...], heads: int, page: Page) -> int:
    """How many rows at the top name the columns."""
    if 0 < heads < len(rows):
        return min(heads, MAX_HEADERS)
    if len(rows) < 2 or len(texts[0]) < 2:
        return 0
    for marked in (_is_th, _is_bold):
        count = next((n for n, row in enumerate(rows) if not row or not all(marked(cell, page) for cell in row)), len(rows))
        if 0 < count <= MAX_HEADERS and count < len(rows):
            return count
    return int(not any(cell.element.tag == "th" for row in rows for cell in row) and names_columns(texts[0], texts[1:]))


def _is_th(cell: HtmlCell, _: Page) -> bool:
    return cell.element.tag == "th"


def _is_bold(cell: HtmlCell, page: Page) -> bool:
    """Whether all text of a cell is bold."""
    bold = sum(len(text) for one in cell.element.iter() if isinstance(one.tag, str) and page.is_bold(one) for text in words(one))
    return bool(cell.text) and bold >= sum(len(text) for text in words(cell.element))
