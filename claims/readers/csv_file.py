"""Reads tables of separated values (CSV, TSV) that hold statements, as exports of matrices and questionnaires do."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from ..errors import DocumentError
from ..model import Document, LeftOut
from .grid import Grid, GridReader
from .text_file import decode
from .workbook_sheets import MAX_CELLS, letters

SUFFIXES = (".csv", ".tsv")
DELIMITERS = ",;\t|"
LOOKED_AT = 20_000  # characters
LONGEST_FIELD = 1_000_000


def read_csv(data: bytes, path: str, name: str, sha256: str) -> Document:
    """Read a file of separated values; which sign separates them is told from its first lines.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.
        sha256: the hash of the bytes.

    Raises:
        DocumentError: if it is no text, is too large, holds a field that never ends, or nothing at all.
    """
    text, notes = decode(data, path, name)
    separator = _separator(text[:LOOKED_AT])
    rows: dict[int, dict[int, str]] = {}
    count = 0
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            count += len(fields)
            if count > MAX_CELLS:
                raise DocumentError(path, f"the file has over {MAX_CELLS:,} cells", "Give only the controls or the answers.")
            if cells := {column: field for column, field in enumerate(fields, start=1) if field.strip()}:
                rows[number] = cells
    except csv.Error as error:
        advice = "Check its quotation marks, or save it as a workbook (.xlsx) and give that."
        raise DocumentError(path, f"the file cannot be taken apart into rows ({error})", advice) from error
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise DocumentError(path, "the file holds no text", "Check that it was exported completely.")
    reader = GridReader(name)
    reader.read(
        Grid(title=PurePath(name).stem, rows=rows, below={}, place=lambda row, column: f"row {row}, column {letters(column)}")
    )
    return Document(
        path=path, name=name, kind="table", sha256=sha256, blocks=tuple(reader.blocks), left_out=tuple[LeftOut, ...](notes)
    )


def _separator(text: str) -> str:
    """The sign that parts most rows into equally many fields; a comma where none does."""

    def shape(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)]
        except csv.Error:
            return (0, 0)
        common = max(set(widths), key=widths.count, default=0)
        return (widths.count(common) if common > 1 else 0, common)

    return max(DELIMITERS, key=shape)
