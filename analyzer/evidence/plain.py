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
ODD = (b"\0", b"\n\n", b"\n\r\n", b"\r\r")


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
    if delimiter is None or _is_odd(path, delimiter):
        return None
    cells = [f"c{at}" for at in range(len(records.columns))]
    shown = ", ".join(f"replace(replace({cell}, e'\\r\\n', e'\\n'), e'\\r', e'\\n') as {cell}" for cell in cells)
    types = ", ".join(f"'{cell}': 'varchar'" for cell in cells)
    numbered = (
        f"select row_number() over () + 1 as number, {shown} from read_csv({quoted(str(path))}, header=false, skip=1,"
        f" auto_detect=false, delim={quoted(delimiter)}, quote='\"', escape='\"', comment='', strict_mode=true,"
        f" null_padding=false, max_line_size={LONGEST_ROW}, columns={{{types}}})"
    )
    said = f"coalesce({', '.join(cells)})"
    relation = f"(select * from ({numbered}) as numbered where {said} is not null)"
    header = next(csv.reader([_first_line(path, encoding)], delimiter=delimiter))
    single = " + ".join(f"case when trim({cell}) <> '' then 1 else 0 end" for cell in cells)
    words = [f"trim({cell})" for cell in cells]
    total = f"coalesce({', '.join(f'nullif({word}, {quoted(str())})' for word in words)}) ilike '%total%'"
    odd = f"{total} or {single} <= 1 or c0 = {quoted(header[0])}"
    try:
        rows, odd_rows = store.look(f"select count(*), count(*) filter (where {odd}) from {relation} as r")[0]
    except QueryError:
        return None
    if odd_rows or not rows:
        return None
    file = PlacedFile(
        store=store, path=path, name=name, relation=relation, row="number", types=dict.fromkeys(cells, TEXT),
        headers=records.columns, rows=int(rows), problem="its rows cannot be told apart",
    )  # fmt: skip
    return file.table()


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


def _is_odd(path: Path, delimiter: str) -> bool:
    """Whether the bytes hold what the two readers take differently: empty lines, NUL, spaces between quotation and cell."""
    mark = delimiter.encode()
    signs = (*ODD, mark + b' "', b'" ' + mark)
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            block = rest + chunk
            if any(sign in block for sign in signs):
                return True
            rest = block[-3:]
    return False
