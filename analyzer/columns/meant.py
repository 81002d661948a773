"""The exceptions of a check that a sentence does not mean, because a column of the evidence says that they are of another class."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import Observation, Verdict
from ..status import named
from .claim import Asked
from .profile import RecordSet
from .words import stems


def only_meant(verdict: Verdict, sets: Sequence[RecordSet]) -> Verdict:
    """A contradicted verdict without the exceptions that lie outside of the class which the sentence's scope names.

    "Major risks are reviewed monthly" speaks of the rows whose class is Major, whether or not a table of the product knows that
    column. Rows in which the column is empty stay.
    """
    asked = Asked(verdict.claim)
    kept = list(verdict.exceptions)
    told: list[str] = []
    for records in (one for one in sets if one.file in verdict.evidence):
        for header, values in _classes(asked, records):
            others = {_cells(row) for row in records.rows if (row.get(header) or "").strip() not in (*values, "")}
            inside = {_cells(row) for row in records.rows if (row.get(header) or "").strip() in (*values, "")}
            left = [one for one in kept if _is_in(one, inside) or not _is_in(one, others)]
            if len(left) < len(kept):
                kept = left
                told.append(f"{header} is {' or '.join(values)}")
    if not told:
        return verdict
    of = f"The sentence speaks of the rows of {', '.join(verdict.evidence)} in which {' and '.join(told)}."
    if not kept:
        return replace(verdict, status="not_shown", exceptions=(), why=f"No exception of the check is among what is meant. {of}")
    why = f"{len(kept)} {'breaks' if len(kept) == 1 else 'break'} it: {named(kept)}. {of}"
    return replace(verdict, exceptions=tuple(kept), why=why)


def _classes(asked: Asked, records: RecordSet) -> list[tuple[str, tuple[str, ...]]]:
    """The columns of categories of which the words for the population name some of the values, and not all."""
    scope = asked.claim.scope or ""
    found: list[tuple[str, tuple[str, ...]]] = []
    for column in (c for c in records.columns if c.kind == "category" and c is not records.key):
        values = tuple(value for value in column.values if _names(value, scope))
        others = any(_names(value, asked.claim.text) for value in column.values if value not in values)
        if values and not others and len(values) < len([value for value in column.values if value]):
            found.append((column.header, values))
    return found


def _names(value: str, scope: str) -> bool:
    said = re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", scope, re.IGNORECASE) if len(value) > 2 else None
    return said is not None and bool(stems(value))


def _cells(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(cell.strip().lower() for cell in row.values() if cell and cell.strip())


def _is_in(one: Observation, rows: set[frozenset[str]]) -> bool:
    return any(one.item.strip().lower() in row for row in rows)
