"""The rows that a claim means by a figure that lies beyond another one of the same record ("gauges above their limit")."""

from __future__ import annotations

import re
from dataclasses import replace

from .claim import Asked
from .profile import Column, RecordSet
from .values import number_of
from .words import stem, stems, tokens

BEYOND = re.compile(
    r"\b(?:(?P<over>beyond|above|over|exceed(?:s|ing)?|higher than|greater than|in excess of)|below|under|lower than|less than)"
    r" (?:its|their|the|an?) (?:own |agreed |set |upper |lower |defined )?"
    r"(?P<bound>limit|threshold|maximum|minimum|ceiling|floor|tolerance|target)s?\b",
    re.IGNORECASE,
)
FIGURES = stems("value reading measured actual level amount result figure score observed")


def rows_beyond(asked: Asked, records: RecordSet) -> RecordSet:
    """The records of which a claim speaks, where it means those whose figure lies beyond their bound; else all of them."""
    found = BEYOND.search(asked.claim.scope or asked.text)
    if not found:
        return records
    figures = [c for c in records.columns if c.is_figures and c.kind != "moment"]
    bounds = [c for c in figures if stem(found["bound"]) in _words(c)]
    values = [c for c in figures if c not in bounds and _words(c) & (FIGURES | asked.words)]
    if len(bounds) != 1 or len(values) != 1:
        return records
    over = found["over"] is not None
    rows = [row for row in records.rows if _is_beyond(row.get(values[0].header), row.get(bounds[0].header), over=over)]
    return replace(records, rows=rows)


def _words(column: Column) -> frozenset[str]:
    return stems(" ".join(tokens(column.header)))


def _is_beyond(value: str | None, bound: str | None, *, over: bool) -> bool:
    figure, limit = number_of(value or ""), number_of(bound or "")
    return figure is not None and limit is not None and (figure > limit if over else figure < limit)
