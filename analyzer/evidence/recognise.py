"""Which source made a file: by the shape of its records, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..catalog import Recognise, SourceEntry
from ..errors import EvidenceError
from .jsonfile import JsonFile
from .records import Records

LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Recognised:
    """Records of a file with the source that made them."""

    records: Records
    source: SourceEntry


def recognise(content: Records | JsonFile, sources: Iterable[SourceEntry], name: str) -> list[Recognised]:
    """The sources of a file's records, one for each kind of record in it; the one that requires the most wins.

    Args:
        content: the records of the file.
        sources: the sources of the catalogue.
        name: the file as messages call it.

    Raises:
        EvidenceError: if two sources claim the same records equally.
    """
    by_place: dict[str, list[SourceEntry]] = {}
    found: dict[str, Records] = {}
    for source in sources:
        shape = source.spec.recognise
        for place in _places(content, shape):
            if (place in found or _place(content, place, found)) and _fits(found[place], source):
                by_place.setdefault(place, []).append(source)
                break
    winners = []
    for place, claimants in by_place.items():
        ranked = sorted(claimants, key=lambda source: -_weight(source.spec.recognise))
        if len(ranked) > 1 and _weight(ranked[0].spec.recognise) == _weight(ranked[1].spec.recognise):
            raise EvidenceError(
                name, f"it could come from {ranked[0].id} as well as from {ranked[1].id}",
                "Their source.yaml have to require more",
            )  # fmt: skip
        winners.append(Recognised(found[place], ranked[0]))
    return winners


def _places(content: Records | JsonFile, shape: Recognise) -> Iterable[str]:
    """Where records of a shape may stand in a file."""
    if not isinstance(content, JsonFile):
        return ("",)
    return [one for place in shape.records for one in (content.arrays() if place == "*" else [place])]


def _place(content: Records | JsonFile, place: str, found: dict[str, Records]) -> bool:
    records = content.at(place) if isinstance(content, JsonFile) else content
    if records is not None:
        found[place] = records
    return records is not None


def _weight(shape: Recognise) -> int:
    return len(shape.require) + bool(shape.any_of)


def _fits(records: Records, source: SourceEntry) -> bool:
    shape = source.spec.recognise
    if shape.format != records.kind:
        return False
    if records.kind == "csv":
        headers = {header.lower() for header in records.columns}
        names = headers | {
            column.lower() for column, under in source.spec.columns.items() if headers & {u.lower() for u in under}
        }
        return _satisfied(shape, lambda path: path.lower() in names)
    sample = records.sample[:LOOKED_AT]
    counts = {
        path: sum(1 for record in sample if has_path(record, path))
        for entry in (*shape.require, *shape.any_of, *shape.forbid) for path in entry.split("|")
    }  # fmt: skip
    half = len(sample) / 2
    required = all(max(counts[path] for path in entry.split("|")) >= half for entry in shape.require)
    return required and _satisfied(shape, lambda path: counts[path] > 0)


def _satisfied(shape: Recognise, there: Any) -> bool:
    def any_path(entry: str) -> bool:
        return any(there(path) for path in entry.split("|"))

    return (
        all(any_path(entry) for entry in shape.require)
        and (not shape.any_of or any(any_path(entry) for entry in shape.any_of))
        and not any(any_path(entry) for entry in shape.forbid)
    )


def has_path(record: Mapping[str, Any], path: str) -> bool:
    """Whether a record has something, be it null, at a dotted path."""
    value: Any = record
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def source_columns(records: Records, source: SourceEntry) -> dict[str, int]:
    """The columns of the view `raw`: the source's own names for them, then the file's headers.

    Returns:
        The cell behind each name, counted from 0; -1 where the file has none.
    """
    at = {header.lower(): number for number, header in enumerate(records.columns)}
    columns = {
        name: next((at[header.lower()] for header in headers if header.lower() in at), -1)
        for name, headers in source.spec.columns.items()
    }
    taken = {name.lower() for name in columns}
    return {**columns, **{header: n for n, header in enumerate(records.columns) if header.lower() not in taken}}
