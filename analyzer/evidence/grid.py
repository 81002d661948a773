"""Where the table is in a grid of cells: below titles and remarks, under one or more header rows, above totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LONGEST_NAME = 120
HEADER_ROWS = 3
FILLED = 0.8
USED = 1 / 3
DATA_CELL = re.compile(
    r"\s*(?:[^\s@,;]+@[^\s@,;]+\.\w+|\d{4}-\d\d-\d\d(?:[T ].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4})\s*"
)
FIGURE = re.compile(
    r"\s*[-+(]?[$€£]?\s?\d[\d,.' ]*\s?(?:%|[$€£]|[KMGT]i?B|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)?\)?"
    r"\s*(?:/\s*\d+)?\s*",
    re.IGNORECASE,
)
ANSWER = re.compile(r"\s*(?:yes|no|true|false|y|n|n/a|active|pass|fail)\s*", re.IGNORECASE)
TOTAL = re.compile(r"\W*(?:(?:grand|sub|over-?all)[- ]?)?totals?(?:\s*(?::|=|[-–—(]|for|of|by)?\s.*|\s*:)?\W*", re.IGNORECASE)
REMARK = re.compile(
    r"\W*(?:notes?|source|remarks?|legend|generated|exported|prepared|printed|report(?:ed)?|as of|end of|page"
    r"|confidential|disclaimer|\(?continued|total|records?|rows?|count|showing|\d+ (?:rows?|records?|results?|items?|entries))\b.*"
    r"|[*†‡].*|[-=_ ]+",
    re.IGNORECASE | re.DOTALL,
)


def filled(cells: Sequence[str]) -> list[int]:
    """The numbers of the cells that hold something."""
    return [at for at, cell in enumerate(cells) if cell.strip()]


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums others up: it says so first, and holds nothing but figures besides."""
    said = [cell for cell in cells if cell.strip()]
    return bool(said) and bool(TOTAL.fullmatch(said[0])) and all(FIGURE.fullmatch(cell) for cell in said[1:])


def is_remark(cells: Sequence[str]) -> bool:
    """Whether a row as wide as the others holds one cell only, and that reads like a remark and not like a name."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return len(said) == 1 < len(cells) and (bool(REMARK.fullmatch(said[0])) or len(said[0]) > LONGEST_NAME)


def could_name(cell: str) -> bool:
    """Whether a cell could be the name of a column."""
    return len(cell) <= LONGEST_NAME and not any(form.fullmatch(cell) for form in (DATA_CELL, FIGURE, ANSWER))


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The number of the first row that fills nearly all columns that the rows use; None where there is no such row.

    Whether its cells can be names is another question: where they cannot, the table has no header.
    """
    many = [set(at) for row in rows if len(at := filled(row)) > 1]
    counts = Counter(column for row in many for column in row)
    used = {column for column, count in counts.items() if count >= len(many) * USED}
    for at, row in enumerate(rows):
        own = used & set(filled(row))
        lacks_first_only = len(used) > 3 and used - own == {min(used)}
        if len(own) > 1 and (len(own) >= FILLED * len(used) or lacks_first_only):
            return at
    return None


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: its first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a table's columns, and the numbers of the first and the last row that they stand in."""

    first: int
    row: int
    names: list[str]


def header_of(rows: Sequence[Sequence[str]], spans: Sequence[Span] = ()) -> Header | None:
    """The header of a table, joined from its rows where it has several: `Access` over `Granted` is `Access Granted`.

    Rows are joined where merged cells hold them together; without knowledge of merged cells, where one row fills the gaps
    of the other, or tells apart names that occur twice.

    Args:
        rows: the first rows of the grid, titles included, each as wide as the widest.
        spans: its merged cells, rows counted as in `rows`.
    """
    at = header_row(rows)
    if at is None:
        return None
    wide = [span for span in spans if span.left < span.right]
    first, last = at, at
    while first and last - first + 1 < HEADER_ROWS and _belongs_above(rows, first, spans, wide):
        first -= 1
    while last - first + 1 < HEADER_ROWS and last + 2 < len(rows) and _goes_on(rows, last, spans, wide):
        last += 1
    if first == last:
        return Header(at, at, list(rows[at]))
    labels = [_labels(rows[row], row, wide if spans else None, last=row == last) for row in range(first, last + 1)]
    names = [" ".join(dict.fromkeys(part for one in labels if (part := one[column].strip()))) for column in range(len(rows[at]))]
    return Header(first, last, names)


def _belongs_above(rows: Sequence[Sequence[str]], at: int, spans: Sequence[Span], wide: Sequence[Span]) -> bool:
    """Whether the row above a header row is a part of the header, and no title."""
    above, row = rows[at - 1], rows[at]
    said = filled(above)
    if len(said) < 2 or not all(could_name(above[column]) for column in said):
        return False
    gaps = set(said) - set(filled(row))
    if spans:
        held = _across(spans, at - 1)
        starts = {span.left for span in wide if span.top <= at - 1 <= span.bottom}
        return bool(held | starts) and set(said) <= held | starts | gaps
    names = [row[column].strip().lower() for column in filled(row)]
    return bool(gaps) or len(set(names)) < len(names)


def _goes_on(rows: Sequence[Sequence[str]], at: int, spans: Sequence[Span], wide: Sequence[Span]) -> bool:
    """Whether the row below a header row is a part of the header, and no record."""
    below, row = rows[at + 1], rows[at]
    said = filled(below)
    if not said or not all(could_name(below[column]) for column in said):
        return False
    if spans:
        inside = [span for span in wide if span.top <= at <= span.bottom]
        under = {column for span in inside for column in range(span.left, span.right + 1)}
        return bool(under) and under <= set(said) <= under | _across(spans, at)
    gaps = {column for column in range(len(row)) if not row[column].strip()} & set(said)
    return bool(gaps) and len(said) < FILLED * len(filled(row)) and all(c in gaps or c + 1 in gaps for c in said)


def _across(spans: Sequence[Span], at: int) -> set[int]:
    """The columns whose cell in a row is one with the cell below it."""
    return {column for span in spans if span.top <= at < span.bottom for column in range(span.left, span.right + 1)}


def _labels(row: Sequence[str], at: int, wide: Sequence[Span] | None, last: bool) -> list[str]:
    """A header row whose wide cells name each column below them."""
    labels = list(row)
    if wide is not None:
        for span in wide:
            if span.top <= at <= span.bottom:
                labels[span.left : span.right + 1] = [row[span.left]] * (span.right + 1 - span.left)
    elif not last:
        for column in range(1, len(labels)):
            labels[column] = labels[column] if labels[column].strip() else labels[column - 1]
    return labels


def records_of(rows: Sequence[tuple[int, list[str]]], header: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The records below a header: without totals, remarks at the end, and headers repeated at the top of a page."""
    end = len(rows)
    while end and (is_total(rows[end - 1][1]) or is_remark(rows[end - 1][1]) or not filled(rows[end - 1][1])):
        end -= 1
    names = [cell.strip().lower() for cell in header]
    for number, cells in rows[:end]:
        if filled(cells) and not is_total(cells) and [cell.strip().lower() for cell in cells] != names:
            yield number, cells


def tables_of(rows: Mapping[int, list[str]]) -> list[tuple[str, dict[int, list[str]]]]:
    """The tables that stand one below the other, parted by empty rows, each with the title above it.

    A new table begins only where it is clear: at other columns, with a row of names over rows that hold values.
    """
    tables: list[tuple[str, dict[int, list[str]]]] = []
    for block in _blocks(rows):
        lone = 0
        numbers = list(block)
        while lone < len(numbers) and len(filled(block[numbers[lone]])) == 1:
            lone += 1
        title = block[numbers[0]][filled(block[numbers[0]])[0]].strip() if lone else ""
        body = [block[number] for number in numbers[lone:]]
        if not tables or (body and _begins(body, list(tables[-1][1].values()))):
            tables.append((title, dict(block)))
        else:
            tables[-1][1].update(block)
    return tables


def _blocks(rows: Mapping[int, list[str]]) -> Iterator[dict[int, list[str]]]:
    block: dict[int, list[str]] = {}
    for number, cells in rows.items():
        if block and (number - 1 not in block):
            yield block
            block = {}
        block[number] = cells
    if block:
        yield block


def _begins(body: Sequence[Sequence[str]], before: Sequence[Sequence[str]]) -> bool:
    """Whether rows behind an empty one are another table than the rows before it."""
    names = filled(body[0])
    if len(body) < 2 or len(names) < 2 or not all(could_name(body[0][column]) for column in names):
        return False
    own = {column for row in body for column in filled(row)}
    header = header_row(before)
    if header is None or not all(could_name(before[header][column]) for column in filled(before[header])):
        return own == set(names)
    if own != set(names) or set(filled(before[header])) == own:
        return [cell.strip() for cell in before[header]] == [cell.strip() for cell in body[0]]
    below = [row[column] for row in body[1:] for column in names if row[column].strip()]
    return any(not could_name(cell) for cell in below)
