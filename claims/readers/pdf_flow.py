"""The pages of a PDF as one stream in reading order: paragraphs and whole tables, running heads taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .pdf_columns import Piece, in_order, joined_rows
from .pdf_page import Line, Page, Word, pieces_of, rows_of
from .pdf_paragraphs import Joiner, Paragraph
from .pdf_rows import WholeTable, append, continues, whole_table
from .pdf_running import running
from .pdf_tables import PdfTable, tables_of

BULLET_GAP = 30.0  # points between a bullet drawn as a shape and its text
MAX_DOTS = 400  # of a page; more are a drawing
SCAN = 0.4  # of a page that a picture covers under recognised text

NOTE_SIZE = 0.93  # times the size of the text, at most, in which footnotes are set

_NOTE = re.compile(r"(?P<mark>\d{1,3}|[*†‡§]{1,3})\s*(?=[A-Z“\"(])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote."""

    mark: str
    paragraph: Paragraph


Item = Paragraph | WholeTable | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a reader sees, in order.

    Attributes:
        running: heads and feet, each text once: kind, text, first page.
        joiner: joins the lines of cells.
        body: the size of most text.
        lines: all lines but heads, feet and footnotes.
    """

    items: tuple[Item, ...]
    running: tuple[tuple[str, str, int], ...]
    joiner: Joiner
    body: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    page: Page
    pieces: list[Line]
    tables: list[PdfTable]


def flow_of(pages: Sequence[Page]) -> Flow:
    """Put the text of pages in order."""
    parts = [_parts(page) for page in pages]
    dropped, texts = running([(part.page, part.pieces, part.tables) for part in parts])
    for part in parts:
        part.pieces[:] = [piece for piece in part.pieces if id(piece) not in dropped]
        part.tables[:] = [table for table in part.tables if id(table) not in dropped]
    body = _body([piece for part in parts for piece in part.pieces])
    stream: list[Line | PdfTable] = []
    below: list[list[Line]] = []
    for part in parts:
        margin, edge = _edges(part, parts)
        ordered = in_order(_placed(part), part.page.width, _column, margin, edge)
        at = _notes_begin(ordered, body)
        below.append([line for line in ordered[at:] if isinstance(line, Line)])
        stream += ordered[:at]
    lines = [line for item in stream for line in ([item] if isinstance(item, Line) else _lines_of(item))]
    joiner = Joiner([*lines, *(line for group in below for line in group)])
    items = _items(stream, joiner)
    for group in below:
        _insert_notes(items, group, joiner)
    return Flow(items=tuple(items), running=tuple(texts), joiner=joiner, body=body, lines=tuple(lines))


def _body(lines: Sequence[Line]) -> float:
    """The size of most text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _notes_begin(ordered: Sequence[Line | PdfTable], body: float) -> int:
    """Where the footnotes at the end of a page begin; its length where there are none."""
    begin = len(ordered)
    for at in range(len(ordered) - 1, -1, -1):
        line = ordered[at]
        if not isinstance(line, Line) or line.size > NOTE_SIZE * body:
            break
        if _NOTE.match(line.text):
            begin = at
    return begin


def _insert_notes(items: list[Item], lines: list[Line], joiner: Joiner) -> None:
    """Put the footnotes of a page behind the last text that begins on it."""
    groups: list[list[Line]] = []
    for line in lines:
        if _NOTE.match(line.text) or not groups:
            groups.append([])
        groups[-1].append(line)
    for group in groups:
        after = next((n for n in range(len(items), 0, -1) if _page(items[n - 1]) <= group[0].page), 0)
        paragraph = joiner.paragraph(group)
        found = _NOTE.match(paragraph.text)
        items.insert(after, Note(mark=found["mark"] if found else "", paragraph=paragraph))


def _page(item: Item) -> int:
    if isinstance(item, WholeTable):
        return item.page
    return item.page if isinstance(item, Paragraph) else item.paragraph.page


def _parts(page: Page) -> _Parts:
    seen = tuple(word for word in page.words if not word.hidden or page.pictures >= SCAN)
    tables, words = tables_of(replace(page, words=(*seen, *_bullets(page, seen))))
    pieces = [piece for row in rows_of(words) for piece in pieces_of(row, page.number)]
    return _Parts(page, pieces, tables)


def _bullets(page: Page, words: Sequence[Word]) -> list[Word]:
    """Bullets that are drawn as shapes, as words before the text they stand beside."""
    found: list[Word] = []
    if len(page.dots) > MAX_DOTS:
        return found
    for left, top, right, bottom in page.dots:
        middle = (top + bottom) / 2
        beside = [w for w in words if w.top <= middle <= w.bottom and -1 < w.left - right < BULLET_GAP]
        if beside and not any(w.top <= middle <= w.bottom and w.left < right and w.right > left - 12 for w in words):
            first = min(beside, key=lambda word: word.left)
            found.append(replace(first, text="•", left=left, right=min(right, first.left - 1), bold=False))
    return found


def _edges(part: _Parts, parts: Sequence[_Parts]) -> tuple[float, float]:
    """The left and right edge of the text on pages of one width, a few lines that stick out not counted."""
    alike = [other for other in parts if abs(other.page.width - part.page.width) < 1]
    lefts = sorted(piece.left for other in alike for piece in other.pieces)
    rights = sorted(piece.right for other in alike for piece in other.pieces)
    if not lefts:
        return 0.0, part.page.width
    return lefts[len(lefts) // 50], rights[-1 - len(rights) // 50]


def _placed(part: _Parts) -> list[Piece[Line | PdfTable]]:
    pieces: list[Piece[Line | PdfTable]] = [
        Piece(left=p.left, top=p.top, right=p.right, bottom=p.bottom, words=len(p.words), content=p) for p in part.pieces
    ]
    for table in part.tables:
        left, top, right, bottom = table.box
        pieces.append(Piece(left=left, top=top, right=right, bottom=bottom, words=10, content=table))
    return pieces


def _column(pieces: Sequence[Piece[Line | PdfTable]], margin: float, edge: float) -> list[Line | PdfTable]:
    """The lines and tables of one column from the top."""
    lines = joined_rows([piece.content for piece in pieces if isinstance(piece.content, Line)], margin, edge)
    tables = [piece.content for piece in pieces if isinstance(piece.content, PdfTable)]
    mixed: list[tuple[float, Line | PdfTable]] = [(line.base, line) for line in lines]
    mixed += [(table.box[1], table) for table in tables]
    return [item for _, item in sorted(mixed, key=lambda pair: pair[0])]


def _lines_of(table: PdfTable) -> list[Line]:
    return [line for row in table.rows for cell in row for line in cell.lines]


def _items(stream: Sequence[Line | PdfTable], joiner: Joiner) -> list[Item]:
    """Lines joined to paragraphs, tables to those they continue."""
    items: list[Item] = []
    waiting: list[Line] = []
    before: PdfTable | None = None
    for item in stream:
        if isinstance(item, Line):
            waiting.append(item)
            continue
        items += joiner.paragraphs(waiting)
        table = whole_table(item)
        last = items[-1] if items and not waiting else None
        if isinstance(last, WholeTable) and before and _is_further_on(before, item) and continues(last, table):
            append(last, table)
        else:
            items.append(table)
        waiting, before = [], item
    return items + joiner.paragraphs(waiting)


def _is_further_on(before: PdfTable, table: PdfTable) -> bool:
    """Whether a table stands on the page after another, or in the next column."""
    return table.page == before.page + 1 or (table.page == before.page and table.box[0] >= before.box[2])
