"""The other identifiers of the records that break a check: what the file numbers them by, where the check names them otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..evidence.cells import tell_apart
from ..evidence.headers import words_of
from ..model import Observation, Verdict
from .profile import Column, RecordSet

NAMES = frozenset({"name", "title", "label"})


def identified(verdict: Verdict, sets: Sequence[RecordSet]) -> Verdict:
    """The verdict whose exceptions carry, in their rows, the identifiers of the one record of its evidence that each names.

    A check over stores names them as other exports do; the register that lists `HB-7` and `quay-db` in one record tells both.
    """
    known = [
        (records, columns) for records in sets if records.file in verdict.evidence and len(columns := _identifying(records)) > 1
    ]
    if not known or not verdict.exceptions:
        return verdict
    return replace(verdict, exceptions=tuple(_with_identifiers(one, known) for one in verdict.exceptions))


def _identifying(records: RecordSet) -> list[Column]:
    """The columns by each of which every record can be told."""
    single = [column for column in records.columns if len(column.values) == len(records.rows) and "" not in column.values]
    return [column for column in single if tell_apart(tuple(column.values)) or not NAMES.isdisjoint(words_of(column.header)[-1:])]


def _with_identifiers(one: Observation, known: Sequence[tuple[RecordSet, Sequence[Column]]]) -> Observation:
    item = one.item.strip().lower()
    found: list[Mapping[str, str]] = [
        {column.header: row.get(column.header) or "" for column in columns}
        for records, columns in known
        for row in records.rows
        if any((row.get(column.header) or "").strip().lower() == item for column in columns)
    ]
    if len(found) != 1:
        return one
    said = {str(value).lower() for value in one.row.values()} | {item}
    added = {header: cell for header, cell in found[0].items() if header not in one.row and cell.strip().lower() not in said}
    return replace(one, row={**one.row, **added}) if added else one
