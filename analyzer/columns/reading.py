"""Evidence files as record sets: every kind of record in every file, whether or not a table is known for it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ..catalog import SourceEntry
from ..errors import EvidenceError
from ..evidence.files import examine, open_records
from ..evidence.find import find_files
from ..evidence.jsonfile import JsonFile
from ..evidence.nested import PARENT
from ..evidence.recognise import recognise
from ..evidence.records import Problems, Records, Tables
from .clocks import dated
from .profile import RecordSet

LARGEST_FILE = 20_000_000  # bytes; larger files are left to the checks of the catalogue
MOST_ROWS = 100_000
LEAST_OF_MANY = 4  # columns from which a row with one filled cell is no record
DENIES = re.compile(r"^(?:not?|non|un|missing|without)_?", re.IGNORECASE)
SAME_KIND = 0.5  # of the keys of two arrays of one file; from here on they hold one kind of record


def read_sets(
    paths: Sequence[Path], documents: Collection[Path] = (), sources: Collection[SourceEntry] = (), last: date | None = None
) -> list[RecordSet]:
    """The record sets of all evidence below the paths; files that cannot be read are left out here, as the loader tells.

    What a collector brought is left to its sources. Tables in reports are left to the checks of the catalogue: many sum up,
    and their rows are no records.

    Args:
        documents: files under review; where they lie among the evidence, they are none.
        sources: exports that are known; what they recognise is left to the checks, which know what its columns mean.
        last: the end of the period, for dates without a year.
    """
    reviewed = {document.resolve() for document in documents}
    found = [file for file in find_files(paths)[0] if not file.collected and file.path.resolve() not in reviewed]
    small = [file for file in found if file.path.stat().st_size <= LARGEST_FILE]
    return [replace(one, last=last) for file in small for one in _sets_of(file.path, file.name, sources)]


def _sets_of(path: Path, name: str, sources: Collection[SourceEntry]) -> list[RecordSet]:
    try:
        content = open_records(path, name, examine(path, name))
        if not isinstance(content, Tables) and recognise(content, sources, name):
            return []
        if isinstance(content, JsonFile):
            return _of_json(name, {records.name: _json_rows(records) for records in content.sets()})
        if isinstance(content, Tables):
            found = () if content.in_prose else content.found
            return [one for records in found for one in _made(name, records.name, _table_rows(records))]
        return _made(name, "", _table_rows(content))
    except (EvidenceError, UnicodeError):
        return []


def _table_rows(records: Records) -> list[dict[str, str]]:
    problems = Problems()
    rows = []
    for _, cells in records.rows(problems):
        if isinstance(cells, list) and not is_heading(cells):
            rows.append(dict(zip(records.columns, cells, strict=False)))
        if len(rows) > MOST_ROWS:
            return []
    return rows


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row only names what follows it ("APRIL") or sums it up in words: one cell of many is filled."""
    return len(cells) >= LEAST_OF_MANY and sum(bool(cell.strip()) for cell in cells) <= 1


def _json_rows(records: Records) -> list[dict[str, str]]:
    problems = Problems()
    rows = []
    for _, text in records.rows(problems):
        if isinstance(text, str) and isinstance(record := json.loads(text), dict):
            rows.append(dict(_flat({key: value for key, value in record.items() if key not in records.context or _is_owner(key)})))
        if len(rows) > MOST_ROWS:
            return []
    return rows


def _is_owner(key: str) -> bool:
    """Whether a key of what a record stands in names the thing it belongs to, and says not only of which file it is."""
    return not key.startswith(f"{PARENT}.")


def _flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The cells of a record: nested objects by dotted names, lists joined, objects in a list counted."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            plain = [str(one) for one in value if not isinstance(one, (dict, list))]
            yield prefix + key, "; ".join(plain) if len(plain) == len(value) else f"{len(value)} entries"
        elif isinstance(value, bool):
            yield prefix + key, "Yes" if value else "No"
        else:
            yield prefix + key, "" if value is None else str(value)


def _of_json(file: str, arrays: Mapping[str, list[dict[str, str]]]) -> list[RecordSet]:
    """Arrays that hold one kind of record are one set; the name of its array is then a cell of each record."""
    groups: list[list[str]] = []
    for place, rows in arrays.items():
        keys = {key for row in rows for key in row}
        for group in groups:
            others = {key for row in arrays[group[0]] for key in row}
            denied = any(DENIES.sub("", _last(a)) == _last(b) for a, b in ((place, group[0]), (group[0], place)))
            if len(keys & others) >= (2 if denied else max(2, SAME_KIND * min(len(keys), len(others)))):
                group.append(place)
                break
        else:
            groups.append([place])
    sets: list[RecordSet] = []
    for group in groups:
        named = [(_last(place), row) for place in group for row in arrays[place]]
        rows = [row if len(group) == 1 else {**_listed(name, group), **row} for name, row in named]
        sets += _made(file, _last(group[0]) if len(group) == 1 else "", rows)
    return sets


def _listed(name: str, group: Sequence[str]) -> dict[str, str]:
    """In which array a record stands; of an array and its denial (`scanned`, `not_scanned`) as yes and no."""
    names = [_last(place) for place in group]
    for one in names:
        rest = DENIES.sub("", one)
        if rest != one and rest in names:
            return {rest: "No" if name == one else "Yes"}
    return {"list": name.replace("_", " ")}


def _last(place: str) -> str:
    return place.rstrip("[]").rsplit(".", maxsplit=1)[-1]


def _made(file: str, name: str, rows: list[dict[str, str]]) -> list[RecordSet]:
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    return [RecordSet(file=file, name=name, rows=dated(rows, headers), headers=headers)] if rows and headers else []
