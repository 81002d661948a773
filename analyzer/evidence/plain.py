"""Large delimited files in which every row is as wide as the header, read by the engine and not row by row.

A file is plain when the engine's strict reader and the reader of `delimited` say the same of it: UTF-8, the header in the
first line, no empty line, no row of another width, no total and no remark among the rows. Any other file is read row by
row, where each fault is told.
"""

from __future__ import annotations

import csv
from pathlib import Path

from .casts import quoted
from .delimited import DELIMITERS
from .placed import TEXT, Placed, PlacedFile
from .records import LONGEST_ROW, Records, unique_names
from .store import QueryError, Store

LARGE_FILE = 32_000_000  # bytes; below it the difference is not felt
CHUNK = 8 * 1024 * 1024


def may_be_plain(path: Path) -> bool:
    """Whether a file is so large that it is worth asking the engine."""
    return path.stat().st_size >= LARGE_FILE


def plain_records(store: Store, path: Path, name: str, records: Records, encoding: str) -> Placed | None:
    """The records of a delimited file as the engine reads them; None where the file is not plain.

    Args:
        store: its engine is allowed to read the file.
        path: the file.
        name: the file as messages call it.
        records: as `read_delimited` found them.
        encoding: the file's text encoding.
    """
    if not may_be_plain(path) or encoding not in ("utf-8", "utf-8-sig") or records.kind != "csv" or records.incomplete:
        return None
    delimiter = _delimiter(path, records.columns, encoding)
    signs = _signs(path, delimiter) if delimiter else None
    if delimiter is None or signs is None:
        return None
    cells = [f"c{at}" for at in range(len(records.columns))]
    types = ", ".join(f"'{cell}': 'varchar'" for cell in cells)
    read = (
        f"read_csv({quoted(str(path))}, header=false, skip=1, auto_detect=false, delim={quoted(delimiter)}, quote='\"',"
        f" escape='\"', comment='', strict_mode=true, null_padding=false, max_line_size={LONGEST_ROW}, columns={{{types}}})"
    )
    shown = ", ".join(f"replace(replace({cell}, e'\\r\\n', e'\\n'), e'\\r', e'\\n') as {cell}" if signs else cell for cell in cells)
    said = f"coalesce({', '.join(cells)}) is not null"
    relation = f"(select {shown} from {read} where {said})"
    numbered = f"(select * from (select row_number() over () + 1 as number, {shown} from {read}) as numbered where {said})"
    header = next(csv.reader([_first_line(path, encoding)], delimiter=delimiter))
    try:
        rows, odd = store.look(f"select count(*), count(*) filter (where {_odd_row(cells, header)}) from {relation} as r")[0]
    except QueryError:
        return None
    if odd or not rows:
        return None
    file = PlacedFile(
        store=store, path=path, name=name, relation=relation, numbered=numbered, row="number",
        types=dict.fromkeys(cells, TEXT), headers=records.columns, rows=int(rows), problem="its rows cannot be told apart",
    )  # fmt: skip
    return file.table()


def _odd_row(cells: list[str], header: list[str]) -> str:
    """The condition of rows that may be a total, a remark or the header once more."""
    filled = [f"trim(coalesce({cell}, '')) <> ''" for cell in cells]
    count = " + ".join(f"cast({one} as integer)" for one in filled)
    said = ", ".join(f"nullif(trim({cell}), '')" for cell in cells)
    lonely = f"case when {filled[0]} and {filled[1]} then false else {count} <= 1 end"
    return f"coalesce({said}) ilike '%total%' or {lonely} or c0 = {quoted(header[0])}"


def _first_line(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline=None) as file:
        return file.readline(LONGEST_ROW).rstrip("\n")


def _delimiter(path: Path, columns: tuple[str, ...], encoding: str) -> str | None:
    """The delimiter by which the first line is the header, None where the header stands further below."""
    line = _first_line(path, encoding)
    for delimiter in DELIMITERS:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        if unique_names(cells) == columns:
            return delimiter
    return None


def _signs(path: Path, delimiter: str) -> bool | None:
    """Whether the bytes hold a carriage return; None where they hold what the two readers take differently.

    That is NUL, an empty line, or spaces between a quotation and the delimiter.
    """
    mark = delimiter.encode()
    odd = (b"\0", b"\n\n", b"\n\r\n", b"\r\r", mark + b' "', b'" ' + mark, b'  "', b'"  ')
    rest, returns = b"", False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            block = rest + chunk
            end = block.rfind(b"\n") + 1 if len(chunk) == CHUNK else len(block)
            lines = block[:end].replace(b'""', b"")
            if end == 0 or any(sign in lines for sign in odd):
                return None
            returns = returns or b"\r" in lines
            rest = block[end - 1 :]
    return returns
