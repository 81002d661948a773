"""Delimited text (CSV, TSV and their kin) as raw records, row by row.

Cells are text and stay text: a formula is kept as its characters, a date as it was written. The `csv` module is used
because it keeps duplicate headers, which real exports have, and never guesses a type.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from ..errors import EvidenceError
from .grid import DATA_CELL, HEADER_ROWS, header_of, is_remark, is_total
from .records import LONGEST_ROW, SAMPLE, Problems, Records, printable, unique_names

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
HEAD_CHARACTERS = 200_000
HEAD_ROWS = 60
TITLE_ROWS = 25
LONGEST_CELL = 1_000_000

END = "\x1dend\x1d"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the cells are parted, how many rows stand above the header, and the header."""

    delimiter: str
    skip: int
    header: list[str]


def read_delimited(path: Path, name: str, encoding: str) -> Records:
    """Find the table in a delimited file; its rows are read when they are asked for.

    Args:
        path: the file.
        name: the file as messages call it.
        encoding: its text encoding.

    Raises:
        EvidenceError: if it holds no table with a header row.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(HEAD_CHARACTERS).replace("\0", "")
        whole = not file.read(1)
    lines = head.splitlines(keepends=True)
    shape = _shape(lines if whole or len(lines) == 1 else lines[:-1], name)
    columns = unique_names(shape.header)

    def rows(problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
        with path.open(encoding=encoding, newline="") as file:
            yield from _data_rows(file, shape, name, problems)

    first = islice(rows(Problems()), SAMPLE)
    sample = tuple(dict(zip(columns, cells, strict=False)) for _, cells in first)
    if not sample:
        raise EvidenceError(name, "there is a header row and no row below it", "Export it again with its rows")
    return Records(kind="csv", columns=columns, sample=sample, rows=rows)


def _shape(lines: list[str], name: str) -> Shape:
    declared = re.fullmatch(r'"?sep=(.)"?\s*', lines[0]) if lines else None
    if declared:
        return _with_delimiter(lines, declared[1], name, titles=1)
    best: tuple[tuple[bool, float, int], str] | None = None
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), HEAD_ROWS) if any(row)]
        except csv.Error:
            continue
        if not widths:
            continue
        width = _usual(widths)
        count = widths.count(width)
        score = (widths[0] == width or (width > 2 and widths[0] == 1), count / len(widths), width)
        if width > 1 and (best is None or score > best[0]):
            best = score, delimiter
    if best is None:
        raise EvidenceError(
            name, f"only one column was found; the separators tried are {', '.join(DELIMITERS.values())}",
            "Export it as comma-separated text with a header row",
        )  # fmt: skip
    return _with_delimiter(lines, best[1], name, titles=0)


def _with_delimiter(lines: list[str], delimiter: str, name: str, titles: int) -> Shape:
    """The shape, once the delimiter is known; titles and remarks above the header are narrower than the table."""
    rows = list(islice(csv.reader(lines, delimiter=delimiter), HEAD_ROWS))
    width = _usual([len(row) for row in rows if any(row)])
    grid = [row + [""] * (width - len(row)) for row in rows[titles:]]
    header = header_of(grid[: TITLE_ROWS + HEADER_ROWS]) or header_of(grid)
    if header is None or header.row + titles >= TITLE_ROWS + HEADER_ROWS:
        raise EvidenceError(name, "no header row was found", "Export it as comma-separated text with a header row")
    names = header.names[: max(map(len, rows[titles + header.first : titles + header.row + 1]))]
    while len(names) > width and not names[-1].strip():
        names.pop()
    data_like = next((cell for cell in names if DATA_CELL.fullmatch(cell)), None)
    if data_like is not None:
        raise EvidenceError(
            name, f"there is no header row: the first row holds {printable(data_like, 40)!r}",
            "Export it again with the names of the columns", f"row {titles + header.row + 1}",
        )  # fmt: skip
    return Shape(delimiter, titles + header.row, names)


def _usual(widths: list[int]) -> int:
    """The width that most rows have, the wider one where two are as common; rows of one cell count only if all are."""
    counts = Counter(width for width in widths if width > 1) or Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=0)


class _Lines:
    """The lines of a file without NUL characters; behind the last one comes `END`, alone unless a quotation is open."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.cut_off = file, False

    def __iter__(self) -> Iterator[str]:
        last = "\n"
        for line in self.file:
            last = line if "\0" not in line else line.replace("\0", "")
            yield last
        self.cut_off = not last.endswith(("\n", "\r"))
        yield END


def _data_rows(file: TextIO, shape: Shape, name: str, problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
    """The rows below the header, each as wide as the header; whatever does not fit is told to `problems`."""
    width, number, read = len(shape.header), 0, 0
    waiting: tuple[int, list[str]] | None = None
    lone: list[int] = []
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=shape.delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            if cells == [END]:
                break
            read = reader.line_num
            if number <= shape.skip + 1 or not any(cells):
                continue
            if waiting:
                yield from _fitted(*waiting, width, problems)
                waiting = None
            if is_total(cells) or cells == shape.header:
                continue
            if (1 == sum(1 for cell in cells if cell) < width - 1 and len(cells) < width) or is_remark(cells):
                lone.append(number)
                continue
            for row in lone:
                problems.add(f"row {row} has one cell where the header has {width}; it was left out", left_out=True)
            lone, waiting = [], (number, cells)
        else:
            raise EvidenceError(
                name, "a quotation mark opens and never closes, so the rows behind it cannot be told apart",
                "Export it again; quotation marks inside a cell have to be doubled", f"row {number}",
            )  # fmt: skip
    except csv.Error as error:
        raise EvidenceError(
            name, f"the table cannot be read on ({error})",
            f"A quotation mark that never closes or a cell of over {LONGEST_CELL:,} characters is the usual reason",
            f"behind line {read}",
        ) from error  # fmt: skip
    last = lone[-1] if lone else waiting[0] if waiting else 0
    if lines.cut_off and (lone or (waiting and len(waiting[1]) < width)):
        problems.add(f"row {last}, the last one, breaks off; it was left out", left_out=True)
        waiting = None if not lone else waiting
    if waiting:
        yield from _fitted(*waiting, width, problems)


def _fitted(number: int, cells: list[str], width: int, problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
    """The row as wide as the header, or nothing where its cells cannot be told apart."""
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            problems.add(f"row {number} has {len(cells)} cells where the header has {width}; it was left out", True)
            return
        cells = cells[:width]
    elif len(cells) < width:
        problems.add(f"row {number} has {len(cells)} cells where the header has {width}; the others are read as empty")
        cells = cells + [""] * (width - len(cells))
    if sum(map(len, cells)) > LONGEST_ROW:
        problems.add(f"row {number} has over {LONGEST_ROW:,} characters; it was left out", True)
        return
    yield number, cells
