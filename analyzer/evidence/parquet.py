"""Parquet files as evidence: by their bytes, read where they lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ..catalog import SourceEntry
from ..errors import EvidenceError
from .casts import quoted
from .placed import Placed, PlacedFile
from .recognise import recognise
from .store import QueryError, Store

MAGIC = b"PAR1"
ROW = "file_row_number"
DAMAGED = "it is a Parquet file that breaks off or is damaged"


def is_parquet(path: Path) -> bool:
    """Whether the bytes of a file say that it is Parquet."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def hash_of(path: Path, name: str) -> str:
    """The sha256 of a file, hexadecimal.

    Raises:
        EvidenceError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EvidenceError(name, f"it cannot be opened ({error.strerror})", "Check the path and its rights") from error


def read_parquet(store: Store, path: Path, name: str, sources: Iterable[SourceEntry]) -> Placed:
    """The records of a Parquet file: as a table, or as JSON where a source knows them as those of an API.

    Args:
        store: its engine is allowed to read the file.
        path: the file.
        name: the file as messages call it.
        sources: the sources of the catalogue.

    Raises:
        EvidenceError: if the engine cannot read it or it has no row.
    """
    relation = f"read_parquet({quoted(str(path))})"
    try:
        types = store.types(f"select * from {relation} limit 0")
        rows = int(store.look(f"select count(*) from {relation}")[0][0])
    except QueryError as error:
        raise EvidenceError(name, DAMAGED, "Export it again") from error
    if not rows:
        raise EvidenceError(name, "the Parquet file has no row", "Export it again with its rows")
    file = PlacedFile(
        store=store, path=path, name=name, relation=relation, numbered=relation, types=types, rows=rows,
        columnar=True, problem=DAMAGED, row="cast(null as bigint)" if ROW in types else f"{ROW} + 1",
    )  # fmt: skip
    objects = file.objects()
    return objects if recognise(objects, sources, name) else file.table()
