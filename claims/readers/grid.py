"""Cells of a sheet as blocks: which rows name columns, which are headings between them, and what each cell states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model import Block, BlockKind, Place, Row
from .folding import fold
from .lines import Line, statements
from .lists import Lists

HEADER_CELL_LENGTH = 60
HEADING_LENGTH = 120
SENTENCE_END = re.compile(r"[.?!:;]$")
ABBREVIATED = re.compile(r"\w{1,4}\.")  # "No.", "Ref."
FIGURE = re.compile(r"[\d.,:%/ -]+")
Cells = Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet, or a file that is one.

    Attributes:
        title: how it is called; empty where nobody named it.
        rows: the texts of the cells that hold any, by row and column, from 1.
        below: for each cell of a merged column the row whose text it shows.
        place: how a person finds a cell, from its row and column.
    """

    title: str
    rows: Mapping[int, Cells]
    below: Mapping[tuple[int, int], int]
    place: Callable[[int, int], str]


@dataclass(slots=True)
class _Table:
    """Rows that stand together, and the row that names their columns: the first of them, or one further up."""

    header: int | None
    rows: list[int] = field(default_factory=list)


class GridReader:
    """Makes the blocks of a document's grids, one after the other.

    Args:
        name: the document, as reports call it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self._at = self._tables = 0
        self._path: tuple[str, ...] = ()

    def read(self, grid: Grid) -> None:
        """Add the blocks of a grid: its title as a heading, texts between tables, and a block for each statement of a cell."""
        self._path = ()
        if grid.title:
            self._add(grid.title, "heading", None, level=1)
            self._path = (grid.title,)
        top = self._path
        for part in _parts(grid.rows):
            if isinstance(part, _Table):
                self._table(grid, part)
                continue
            ((column, text),) = grid.rows[part].items()
            where = grid.place(part, column)
            if _is_heading(text):
                self._path = top
                self._add(fold(text)[0], "heading", where, level=len(top) + 1)
                self._path = (*top, fold(text)[0])
            else:
                self._statements(text, "paragraph", where, None)

    def _table(self, grid: Grid, table: _Table) -> None:
        self._tables += 1
        heads = grid.rows[table.header] if table.header is not None else {}
        columns = sorted({column for row in table.rows for column in grid.rows[row]} | heads.keys())
        header = tuple(fold(heads.get(one, ""))[0] for one in columns) if heads else ()
        for index, number in enumerate(table.rows, start=int(table.header not in (None, table.rows[0]))):
            cells = grid.rows[number]
            shown = {one: cells.get(one) or self._merged(grid, number, one) for one in columns}
            texts = tuple(fold(shown[one])[0] for one in columns)
            for at, column in enumerate(columns):
                if column in cells:
                    row = Row(table=self._tables, index=index, column=at, cells=texts, header=header)
                    self._statements(cells[column], "cell", grid.place(number, column), row)

    @staticmethod
    def _merged(grid: Grid, row: int, column: int) -> str:
        top = grid.below.get((row, column))
        return grid.rows[top].get(column, "") if top is not None else ""

    def _statements(self, text: str, kind: BlockKind, where: str, row: Row | None) -> None:
        lists = Lists()
        lines = [
            Line(text=line, positions=range(len(line)), forced=number > 0)
            for number, line in enumerate(fold(line)[0] for line in text.split("\n"))
        ]
        for one in statements(lines):
            if one.label:
                level = 1 + lists.typed_level(one.label, 0)
                self._add(one.text, kind, where, row=row, level=level, lead_in=lists.item(level, one.text), label=one.label)
            else:
                lists.paragraph(one.text)
                self._add(one.text, kind, where, row=row)

    def _add(
        self, text: str, kind: BlockKind, where: str | None, *, row: Row | None = None, level: int | None = None,
        lead_in: str | None = None, label: str | None = None,
    ) -> None:  # fmt: skip
        place = Place(document=self.name, start=self._at, end=self._at + len(text), cell=where)
        self._at += len(text) + 1
        self.blocks.append(
            Block(
                text=text, kind=kind, place=place, source=text, heading_path=self._path, level=level, lead_in=lead_in, label=label,
                row=row,
            )
        )  # fmt: skip


def _parts(rows: Mapping[int, Cells]) -> Iterator[_Table | int]:
    """The tables of a grid, and the rows between them that hold one text, in their order.

    A heading between rows of a table leaves its header in force; only an empty row and new names of columns end it.
    """
    table: _Table | None = None
    header: int | None = None
    last = 0
    for number, cells in rows.items():
        after_gap, last = number > last + 1, number
        if len(cells) == 1 and (_heads(cells, rows[header]) if header is not None else table is None or after_gap):
            if table is not None:
                yield table
            table = None
            yield number
        elif (header is None or after_gap) and (table is None or after_gap) and _names_columns(cells):
            if table is not None:
                yield table
            table, header = _Table(header=number, rows=[number]), number
        else:
            table = table or _Table(header=header)
            table.rows.append(number)
    if table is not None:
        yield table


def _heads(cells: Cells, header: Cells) -> bool:
    """Whether a row of one cell stands over the rows below it, and is none of them."""
    ((column, text),) = cells.items()
    return column == min(header) and _is_heading(text)


def _is_heading(text: str) -> bool:
    return len(text) <= HEADING_LENGTH and "\n" not in text.strip() and not _ends_a_sentence(text.strip())


def _ends_a_sentence(text: str) -> bool:
    return SENTENCE_END.search(text) is not None and not ABBREVIATED.fullmatch(text)


def _names_columns(cells: Cells) -> bool:
    texts = [text.strip() for text in cells.values()]
    return (
        len(texts) > 1
        and len({text.casefold() for text in texts}) == len(texts)
        and not any(len(text) > HEADER_CELL_LENGTH or FIGURE.fullmatch(text) or _ends_a_sentence(text) for text in texts)
    )
