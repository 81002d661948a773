"""The order in which a reader takes the text of a page: columns from left to right, each from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from .pdf_page import Line

COLUMN_WIDTH = 0.15  # of the page: what is narrower holds labels, not text
COLUMN_LINES = 3  # a column of text has at least as many lines
FILLED = 0.7  # of a column's width that a line of text fills
WORDS = 4  # of a line of text in a column
MOSTLY = 0.5  # of the length of all lines, which such lines make up
GUTTER = 7.0  # points, and no less than the height of a line
SHARE = 0.25  # of what stands on a page, or within a column, that has to stand in columns
SHARE_WITHIN = 0.5
SAME_LINE = 4.0  # points
CANDIDATES = 150

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Generic[T]):
    """Something that stands on a page: a piece of a line, or a table."""

    left: float
    top: float
    right: float
    bottom: float
    words: int
    content: T


def in_order(
    pieces: Sequence[Piece[T]], width: float, place: Callable[[Sequence[Piece[T]], float, float], list[T]],
    margin: float, edge: float, depth: int = 0,
) -> list[T]:  # fmt: skip
    """The contents of pieces in reading order.

    Args:
        pieces: of a page or of a column.
        width: of the page, in points.
        place: makes the contents of one column out of its pieces and its left and right edge.
        margin: the left edge of the text.
        edge: the right edge of the text.
        depth: how many times the page was parted already.
    """
    at = _gutter(pieces, width, SHARE if depth == 0 else SHARE_WITHIN) if depth < 3 else None
    if at is None:
        return place(pieces, margin, edge)
    found: list[T] = []
    for band in _bands(pieces, at):
        left, right = _sides(band, at)
        if _is_columns(left, right, width):
            between = min(piece.left for piece in right)
            found += in_order(left, width, place, margin, max(piece.right for piece in left), depth + 1)
            found += in_order(right, width, place, between, max(edge, *(piece.right for piece in right)), depth + 1)
        else:
            found += place(band, margin, edge)
    return found


def _gutter(pieces: Sequence[Piece[T]], width: float, share: float) -> float | None:
    """Where the gap between two columns runs, or None where less than a share of the text would stand in columns."""
    starts = Counter(round(piece.left) - 2.0 for piece in pieces if piece.left > COLUMN_WIDTH * width)
    best, gutter = share * len(pieces), None
    for at, _ in starts.most_common(CANDIDATES):
        score = 0
        for band in _bands(pieces, at):
            left, right = _sides(band, at)
            if _is_columns(left, right, width):
                score += len(band)
        if score > best:
            best, gutter = score, at
    return gutter


def _bands(pieces: Sequence[Piece[T]], at: float) -> list[list[Piece[T]]]:
    """Pieces from the top, parted by those that stand across a gutter; such pieces go together in bands of their own."""
    bands: list[list[Piece[T]]] = []
    across = None
    for piece in sorted(pieces, key=lambda one: (one.top, one.left)):
        crosses = piece.left < at < piece.right
        if crosses is not across or not bands:
            bands.append([])
            across = crosses
        bands[-1].append(piece)
    return bands


def _sides(band: Sequence[Piece[T]], at: float) -> tuple[list[Piece[T]], list[Piece[T]]]:
    return [p for p in band if p.right <= at], [p for p in band if p.left >= at]


def _is_columns(left: Sequence[Piece[T]], right: Sequence[Piece[T]], width: float) -> bool:
    """Whether the two sides of a gutter are columns of running text, rather than labels and values or cells of a table."""
    if len(left) < COLUMN_LINES and len(right) < COLUMN_LINES:
        return False
    if not left or not right:
        return False
    height = max(min(piece.bottom - piece.top for piece in side) for side in (left, right))
    if min(piece.left for piece in right) - max(piece.right for piece in left) < max(GUTTER, height):
        return False
    return _is_text(left, width) and _is_text(right, width)


def _is_text(pieces: Sequence[Piece[T]], width: float) -> bool:
    """Whether most of what stands on one side is lines of text that fill their column."""
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    if right - left < COLUMN_WIDTH * width:
        return False
    lines: list[tuple[float, float, int]] = []
    before = None
    for piece in sorted(pieces, key=lambda one: (round(one.bottom / SAME_LINE), one.left)):
        if before is not None and round(before.bottom / SAME_LINE) == round(piece.bottom / SAME_LINE):
            start, _, count = lines.pop()
            lines.append((start, piece.right, count + piece.words))
        else:
            lines.append((piece.left, piece.right, piece.words))
        before = piece
    full = [end - start for start, end, count in lines if end - start >= FILLED * (right - left) and count >= WORDS]
    return sum(full) >= MOSTLY * sum(end - start for start, end, _ in lines)


def joined_rows(pieces: Sequence[Line], margin: float, edge: float) -> list[Line]:
    """Pieces of lines of one column put together to whole lines, from the top."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda one: (one.base, one.left)):
        near = rows[-1][0] if rows else None
        if near is not None and abs(piece.base - near.base) < 0.2 * max(piece.size, near.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [
        replace(row[0], words=tuple(word for piece in row for word in piece.words), margin=margin, edge=edge)
        for row in (sorted(row, key=lambda piece: piece.left) for row in rows)
    ]
