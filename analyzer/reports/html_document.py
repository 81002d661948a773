"""The documents for the web page: their blocks, with the words of each claim marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from claims import Block, Document

from ..model import STATUSES, Status, Verdict
from .summary import STATUS_WORDS

Key = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of a block's text that the same claims cover; `findings` are their numbers, the gravest first."""

    text: str
    findings: tuple[int, ...] = ()
    status: Status | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A block of a document; `level` is that of the HTML heading or the depth of the list item."""

    kind: str
    level: int
    label: str
    segments: tuple[Segment, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table: rows of cells, each with the blocks that stand in it; the first row is a header row or not."""

    header: bool
    rows: tuple[tuple[tuple[BlockView, ...], ...], ...]
    kind: str = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document for the page; `findings` counts its claims."""

    number: int
    name: str
    title: str
    blocks: tuple[BlockView | TableView, ...]
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int
    finding: int
    status: Status


def _key(block: Block) -> Key:
    return (block.place.part, block.place.paragraph)


def _spans(blocks: Sequence[Block], numbered: Iterable[tuple[int, Verdict]]) -> dict[int, list[_Span]]:
    """For each block by its position, the spans of its text that claims cover."""
    by_key: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for index, block in enumerate(blocks):
        by_key[_key(block)].append((block.place.start, index))
    for entries in by_key.values():
        entries.sort()
    found: dict[int, list[_Span]] = defaultdict(list)
    for number, verdict in numbered:
        place = verdict.claim.place
        entries = by_key.get((place.part, place.paragraph), [])
        first = max(bisect_right(entries, (place.start, len(blocks))) - 1, 0)
        for start, index in entries[first:]:
            if start >= place.end:
                break
            positions = blocks[index].offsets or range(len(blocks[index].text))
            low, high = bisect_left(positions, place.start - start), bisect_left(positions, place.end - start)
            if low < high:
                found[index].append(_Span(start=low, end=high, finding=number, status=verdict.status))
    return found


def _label(spans: Sequence[_Span]) -> str:
    word = STATUS_WORDS[spans[0].status]
    return word if len(spans) == 1 else f"{word}; {len(spans)} findings on these words"


def segments(text: str, spans: Sequence[_Span]) -> tuple[Segment, ...]:
    """The text cut at every edge of a span."""
    edges = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    cut: list[Segment] = []
    for start, end in pairwise(edges):
        over = [span for span in spans if span.start <= start and end <= span.end]
        over.sort(key=lambda span: (STATUSES.index(span.status), span.finding))
        if over:
            numbers = tuple(span.finding for span in over)
            cut.append(Segment(text=text[start:end], findings=numbers, status=over[0].status, label=_label(over)))
        else:
            cut.append(Segment(text=text[start:end]))
    return tuple(cut)


def _view(block: Block, spans: Sequence[_Span]) -> BlockView:
    level = min((block.level or 1) + 2, 6) if block.kind == "heading" else min(block.level or 1, 6)
    return BlockView(
        kind=block.kind, level=level, label=block.label or "", line=block.place.line,
        segments=segments(block.text, spans),
    )  # fmt: skip


def _table(cells: Sequence[tuple[Block, BlockView]]) -> TableView:
    grid: dict[int, dict[int, list[BlockView]]] = defaultdict(lambda: defaultdict(list))
    width, header = 0, False
    for block, view in cells:
        if block.row is not None:
            grid[block.row.index][block.row.column].append(view)
            width = max(width, block.row.column + 1, len(block.row.header))
            header = header or bool(block.row.header)
    return TableView(
        header=header and 0 in grid,
        rows=tuple(tuple(tuple(grid[row].get(column, ())) for column in range(width)) for row in sorted(grid)),
    )


def _grouped(pairs: Sequence[tuple[Block, BlockView]]) -> Iterator[BlockView | TableView]:
    """Cells gathered into their tables, a nested table after the one around it; all else as it stands."""
    at = 0
    while at < len(pairs):
        if pairs[at][0].row is None:
            yield pairs[at][1]
            at += 1
            continue
        tables: dict[int, list[tuple[Block, BlockView]]] = {}
        while at < len(pairs) and (row := pairs[at][0].row) is not None:
            tables.setdefault(row.table, []).append(pairs[at])
            at += 1
        yield from (_table(cells) for cells in tables.values())


def document_view(document: Document, number: int, numbered: Iterable[tuple[int, Verdict]]) -> DocumentView:
    """A document with its claims marked.

    Args:
        number: of the document, from 1.
        numbered: the verdicts on claims of this document, each with its number in the report.
    """
    own = sorted(numbered, key=lambda pair: attrgetter("start", "end")(pair[1].claim.place))
    spans = _spans(document.blocks, own)
    pairs = [(block, _view(block, spans.get(index, ()))) for index, block in enumerate(document.blocks)]
    return DocumentView(
        number=number, name=document.name, title=document.properties.get("title", ""), findings=len(own),
        blocks=tuple(_grouped(pairs)),
    )  # fmt: skip
