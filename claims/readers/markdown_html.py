"""HTML inside Markdown: its text, paragraph by paragraph and cell by cell, with the offset of every character."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import Row
from .folding import fold
from .html_elements import BREAKING, UNREAD
from .lines import Line

HtmlKind = Literal["paragraph", "heading", "list_item", "code"]

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<![^<>]*>|<\?.*?(?:\?>|\Z)"
    r"|<(?P<close>/)?(?P<name>[a-zA-Z][\w:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});)",
    re.DOTALL,
)


@dataclass(slots=True, kw_only=True)
class HtmlText:
    """A paragraph, heading, list item or table cell of an HTML fragment.

    Attributes:
        line: its visible characters and where they stand.
        level: heading level from 1, or None.
        table: number of the table within the fragment, from 0; None outside tables.
        row: number of the row in its table, from 0.
        column: number of the column, from 0.
        header: the cell is a `<th>`.
    """

    line: Line
    kind: HtmlKind = "paragraph"
    level: int | None = None
    table: int | None = None
    row: int = 0
    column: int = 0
    header: bool = False


@dataclass(slots=True)
class _Cell:
    table: int
    row: int = -1
    column: int = -1
    header: bool = False
    open: bool = False


@dataclass(slots=True)
class _Scan:
    """State of one pass over a fragment."""

    found: list[HtmlText] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    kind: HtmlKind = "paragraph"
    level: int | None = None
    tables: int = 0
    cells: list[_Cell] = field(default_factory=list)
    dropped: str | None = None

    def add(self, text: str, positions: Sequence[int]) -> None:
        if self.dropped is None:
            self.text.append(text)
            self.positions.extend(positions)

    def close(self) -> None:
        """End the paragraph that is being read."""
        text = "".join(self.text)
        if text.strip():
            line = Line(text=text, positions=tuple(self.positions), forced=True, separate=True)
            cell = self.cells[-1] if self.cells and self.cells[-1].open else None
            place = {"table": cell.table, "row": cell.row, "column": cell.column, "header": cell.header} if cell else {}
            self.found.append(HtmlText(line=line, kind=self.kind, level=self.level, **place))
        self.text, self.positions = [], []

    def tag(self, name: str, closing: bool) -> None:
        if self.dropped is not None:
            self.dropped = None if closing and name == self.dropped else self.dropped
        elif name in UNREAD:
            self.close()
            self.dropped = None if closing else name
        elif name in ("table", "tr", "td", "th"):
            self.close()
            self._table_tag(name, closing)
        elif re.fullmatch("h[1-6]", name):
            self._block("paragraph" if closing else "heading", None if closing else int(name[1]))
        elif name in ("li", "pre"):
            self._block("paragraph" if closing else "list_item" if name == "li" else "code", None)
        elif name in BREAKING:
            self._block("paragraph" if name not in ("br", "p") else self.kind, self.level)

    def _block(self, kind: HtmlKind, level: int | None) -> None:
        self.close()
        self.kind, self.level = kind, level

    def _table_tag(self, name: str, closing: bool) -> None:
        if name == "table" and not closing:
            self.cells.append(_Cell(self.tables))
            self.tables += 1
        elif not self.cells:
            return
        elif name == "table":
            self.cells.pop()
        elif name == "tr":
            self.cells[-1].row += 0 if closing else 1
            self.cells[-1].column, self.cells[-1].open = -1, False
        else:
            self.cells[-1].open = not closing
            if not closing:
                self.cells[-1].column += 1
                self.cells[-1].header = name == "th"


def html_texts(source: str, positions: Sequence[int]) -> list[HtmlText]:
    """Read an HTML fragment; comments, scripts and styles are left out.

    Args:
        source: the fragment.
        positions: the offset in the file of each of its characters.
    """
    scan, at = _Scan(), 0
    for markup in _MARKUP.finditer(source):
        scan.add(source[at : markup.start()], positions[at : markup.start()])
        at = markup.end()
        if markup["entity"]:
            shown = html.unescape(markup["entity"])
            scan.add(shown, [positions[markup.start()]] * len(shown))
        elif markup["name"]:
            scan.tag(markup["name"].lower(), bool(markup["close"]))
    scan.add(source[at:], positions[at:])
    scan.close()
    return scan.found


def html_rows(texts: Sequence[HtmlText], tables_before: int) -> list[Row | None]:
    """The table row of each text of a fragment, None for text outside tables.

    Args:
        texts: what `html_texts` found.
        tables_before: the number of tables in the document above the fragment.
    """
    cells: dict[tuple[int, int], dict[int, list[str]]] = {}
    headed: set[int] = set()
    for text in texts:
        if text.table is not None:
            row = cells.setdefault((text.table, text.row), {})
            row.setdefault(text.column, []).append(fold(text.line.text)[0])
            if text.header and text.row == 0:
                headed.add(text.table)
    whole = {
        place: tuple(" ".join(row.get(column, [])) for column in range(max(row) + 1)) for place, row in cells.items()
    }
    numbers = {table: number for number, table in enumerate(sorted({table for table, _ in cells}), tables_before + 1)}
    return [
        None
        if text.table is None
        else Row(
            table=numbers[text.table],
            index=text.row,
            column=text.column,
            cells=whole[(text.table, text.row)],
            header=whole[(text.table, 0)] if text.table in headed else (),
        )
        for text in texts
    ]
