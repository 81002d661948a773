"""What a single export is, without loading it anywhere: for the ledger of a locker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..catalog import Catalog
from ..errors import EvidenceError
from ..model import Period
from .files import examine, open_records
from .jsonfile import JsonFile
from .parquet import is_parquet, read_parquet
from .recognise import recognise
from .records import Problems, Records, Tables
from .store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is known of an export.

    Attributes:
        source: ids of the sources that recognise it, None where none does.
        rows: its records, None where they cannot be counted.
        problem: why it cannot be read or recognised, empty where it can.
    """

    source: str | None = None
    rows: int | None = None
    problem: str = ""


def describe(path: Path, catalog: Catalog) -> Description:
    """Recognise an export and count its records; a file that cannot be read is described by its problem."""
    name = path.name
    try:
        if is_parquet(path):
            store = Store({}, Period(start=date.min, end=date.min, as_of=date.min), files=[path.resolve()])
            content = read_parquet(store, path.resolve(), name, catalog.sources.values())
        else:
            content = open_records(path, name, examine(path, name))
        if isinstance(content, Tables):
            found = [one for records in content.found for one in recognise(records, catalog.sources.values(), name)]
        else:
            found = recognise(content, catalog.sources.values(), name)
        records = [one.records for one in found] or _sets(content)
        rows = sum(1 for one in records for _ in one.rows(Problems()))
    except EvidenceError as error:
        return Description(problem=error.problem)
    except UnicodeError:
        return Description(problem="its text encoding cannot be told")
    source = ", ".join(one.source.id for one in found) or None
    return Description(source=source, rows=rows, problem="" if source else "matched by its headers when it is read")


def _sets(content: Records | JsonFile | Tables) -> list[Records]:
    if isinstance(content, JsonFile):
        return content.sets()
    return list(content.found) if isinstance(content, Tables) else [content]
