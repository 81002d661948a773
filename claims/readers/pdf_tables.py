"""Tables of a PDF, found by the lines that are drawn around their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .pdf_page import Box, Line, Page, Word, pieces_of, rows_of

SNAP = 3.0  # points: edges nearer than this are one
COVER = 0.55  # of a cell's side that drawn lines have to cover to part it from its neighbour
MIN_CELL = 6.0  # points
MAX_EDGES = 120  # rows or columns of one table
FILL = (20.0, 8.0, 150.0)  # points: the least width, and the least and greatest height, of a coloured cell
PADDING = 5.0  # points left of the text of a column
TALLEST = 180.0  # points: what is higher between level lines is no row of a table, but text between rules
HEADER = 30.0  # points: the height of a header without a line above it, at most
OPEN_RULES = 3  # level lines that make a table without upright ones


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfCell:
    """A cell: the rows and columns of the grid that it covers, its box, and its lines from the top."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: tuple[Line, ...]
    filled: bool

    @property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfTable:
    """A table on one page: its cells by rows, `edges` the places of its columns' left edges and of its right edge."""

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: tuple[tuple[PdfCell, ...], ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A drawn line: `at` its place across, from `start` to `end` along."""

    at: float
    start: float
    end: float


def tables_of(page: Page) -> tuple[list[PdfTable], tuple[Word, ...]]:
    """The tables of a page, and the words that stand in none."""
    level = _merged([_Rule((t + b) / 2, left, right) for left, t, right, b in page.lines if right - left >= b - t])
    level = _merged([*level, *_edges_of_fills(page.fills)])
    upright = _merged([_Rule((left + right) / 2, t, b) for left, t, right, b in page.lines if right - left < b - t])
    words = list(page.words)
    found: list[PdfTable] = []
    for rules in _groups(level, upright, words):
        inside = [word for word in words if _within(word.middle, _hull(*rules))]
        table = _table(page, *rules, inside)
        if table is not None:
            found.append(table)
            taken = {id(word) for row in table.rows for cell in row for line in cell.lines for word in line.words}
            words = [word for word in words if id(word) not in taken]
    return found, tuple(words)


def _edges_of_fills(fills: Sequence[Box]) -> list[_Rule]:
    """The upper and lower edges of coloured boxes, which rows of a table may be."""
    rows = [fill for fill in fills if fill[2] - fill[0] >= FILL[0] and FILL[1] <= fill[3] - fill[1] <= FILL[2]]
    return [_Rule(at, left, right) for left, top, right, bottom in rows for at in (top, bottom)]


def _merged(rules: list[_Rule]) -> list[_Rule]:
    """Lines that go on from each other as one; an edge that is drawn twice counts once."""
    found: list[_Rule] = []
    for rule in sorted(rules, key=lambda one: (round(one.at / SNAP), one.start)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= SNAP and rule.start <= last.end + SNAP:
            found[-1] = _Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _groups(level: list[_Rule], upright: list[_Rule], words: Sequence[Word]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Lines that touch each other, and level lines of one width above each other; each group may be a table."""
    if len(level) * len(upright) > 1_000_000:
        return []
    parent = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            touches = across.start - SNAP <= down.at <= across.end + SNAP and down.start - SNAP <= across.at <= down.end + SNAP
            if touches:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for at, rule in enumerate((*level, *upright)):
        groups.setdefault(root(at), ([], []))[at >= len(level)].append(rule)
    crossed = [group for group in groups.values() if group[0] and group[1]]
    alone = [group[0][0] for group in groups.values() if not group[1] and len(group[0]) == 1]
    widths: dict[tuple[int, int], list[_Rule]] = {}
    for rule in alone:
        widths.setdefault((round(rule.start / SNAP), round(rule.end / SNAP)), []).append(rule)
    return crossed + [(rules, []) for alike in widths.values() for rules in _rows_of_cells(alike, words)]


def _rows_of_cells(rules: list[_Rule], words: Sequence[Word]) -> list[list[_Rule]]:
    """Level lines of one width, those together between which text stands in cells beside each other."""
    rules = sorted(rules, key=lambda one: one.at)
    groups: list[list[_Rule]] = []
    for above, below in pairwise(rules):
        band = [word for word in words if _within(word.middle, (above.start, above.at, above.end, below.at))]
        beside = any(len(pieces_of(row, 0)) > 1 for row in rows_of(band))
        if not beside or below.at - above.at > TALLEST:
            continue
        if groups and groups[-1][-1] is above:
            groups[-1].append(below)
        else:
            groups.append([*_unruled_top(above, words, rows_of(band)[0]), above, below])
    return groups


def _unruled_top(first: _Rule, words: Sequence[Word], below: Sequence[Word]) -> list[_Rule]:
    """A line above a row of cells that has none: the header of a table with lines below its rows only."""
    band = (first.start, first.at - HEADER, first.end, first.at)
    above = [word for word in words if _within(word.middle, band)]
    if not above:
        return []
    row = rows_of(above)[-1]
    top = min(word.top for word in row)
    lefts = [piece.left for piece in pieces_of(row, 0)]
    aligned = all(any(abs(left - word.left) < SNAP for word in below) for left in lefts)
    return [_Rule(top - 1, first.start, first.end)] if len(lefts) > 1 and aligned and first.at - top < HEADER else []


def _hull(level: Sequence[_Rule], upright: Sequence[_Rule]) -> Box:
    xs = [x for rule in level for x in (rule.start, rule.end)] + [rule.at for rule in upright]
    ys = [y for rule in upright for y in (rule.start, rule.end)] + [rule.at for rule in level]
    return min(xs), min(ys), max(xs), max(ys)


def _within(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _clusters(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _table(page: Page, level: list[_Rule], upright: list[_Rule], words: list[Word]) -> PdfTable | None:
    """The table that a group of lines draws, or None where it is a box, an underlining or a picture."""
    left, top, right, bottom = _hull(level, upright)
    ys = _clusters([top, bottom, *(rule.at for rule in level)])
    if not upright:
        if len(level) < OPEN_RULES and not any(_within(((left + right) / 2, (top + bottom) / 2), fill) for fill in page.fills):
            return None
        gutters = _gutters(words, ys)
        upright = [_Rule(at, top, bottom) for at in gutters]
    xs = _clusters([left, right, *(rule.at for rule in upright)])
    if not 3 <= len(xs) <= MAX_EDGES or not 2 <= len(ys) <= MAX_EDGES or not words:
        return None
    cells = _cells(page, xs, ys, level, upright, words)
    columns = {cell.column for cell in cells if cell.lines}
    if len(columns) < 2:
        return None
    rows = [tuple(cell for cell in cells if cell.row == row) for row in range(len(ys) - 1)]
    kept = tuple(row for row in rows if any(cell.lines for cell in row))
    return PdfTable(page=page.number, box=(left, top, right, bottom), edges=tuple(xs), rows=kept)


def _gutters(words: list[Word], ys: list[float]) -> list[float]:
    """Where the columns of a table with level lines only are parted: gaps that no word of any row crosses."""
    rows = rows_of([word for word in words if ys[0] < word.middle[1] < ys[-1]])
    spans = sorted((piece.left, piece.right) for row in rows for piece in pieces_of(row, 0))
    gaps: list[float] = []
    reach = spans[0][1] if spans else 0.0
    for start, end in spans:
        if start - reach > MIN_CELL:
            gaps.append(start - min(PADDING, (start - reach) / 2))
        reach = max(reach, end)
    return gaps


def _cells(
    page: Page, xs: list[float], ys: list[float], level: list[_Rule], upright: list[_Rule], words: list[Word]
) -> list[PdfCell]:
    """The cells of a grid; those that no drawn line parts are one."""
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and not _covered(upright, xs[column + 1], ys[row], ys[row + 1]):
                owner[root((row, column + 1))] = root((row, column))
            if row + 1 < rows and not _covered(level, ys[row + 1], xs[column], xs[column + 1]):
                owner[root((row + 1, column))] = root((row, column))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for cell in owner:
        members.setdefault(root(cell), []).append(cell)
    inside: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x, y = word.middle
        column = max(0, sum(edge <= x for edge in xs) - 1)
        row = max(0, sum(edge <= y for edge in ys) - 1)
        inside.setdefault(root((min(row, rows - 1), min(column, columns - 1))), []).append(word)
    found = [_cell(page, xs, ys, group, inside.get(head, [])) for head, group in members.items()]
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _covered(rules: list[_Rule], at: float, start: float, end: float) -> bool:
    """Whether drawn lines part two neighbours."""
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= SNAP
    )
    return covered >= COVER * (end - start)


def _cell(page: Page, xs: list[float], ys: list[float], group: list[tuple[int, int]], words: list[Word]) -> PdfCell:
    row, column = min(r for r, _ in group), min(c for _, c in group)
    last_row, last_column = max(r for r, _ in group), max(c for _, c in group)
    box = (xs[column], ys[row], xs[last_column + 1], ys[last_row + 1])
    padding = max(0.0, min((word.left for word in words), default=box[0]) - box[0])
    edge = max((word.right for word in words), default=box[2])
    lines = [
        Line(words=tuple(words_of_row), page=page.number, margin=box[0], edge=max(edge, box[2] - padding))
        for words_of_row in rows_of(words)
    ]
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return PdfCell(
        row=row, column=column, rows=last_row - row + 1, columns=last_column - column + 1, box=box, lines=tuple(lines),
        filled=any(_within(middle, fill) for fill in page.fills),
    )  # fmt: skip
