"""A figure that is the product of two others of the same record ("the price is weight times rate")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..values import number_of
from ..words import stems, tokens

TIMES = re.compile(
    r"\b(?:multiplied (?:by|with)|times|product of [^.;]{2,40}? and)\b|\bproduct of\b|[×*]|(?<=\w) x (?=\w)", re.IGNORECASE
)
NEARLY = 1e-6


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The three columns of figures of which a claim says that one is the product of the others."""
    text = f"{' '.join(label.text for label in asked.labels[:1])} {asked.cell.text}" if asked.cell else asked.text
    if not TIMES.search(text):
        return
    said = stems(text)
    named = [c for c in records.columns if c.is_figures and _words(c) and _words(c) <= said]
    if len(named) != 3:
        return
    for whole in named:
        first, second = (c for c in named if c is not whole)
        made = Candidate(
            kind="product", alone=True, test=each(multiplied), records=records, column=whole, start=first, score=5.5,
            scope=_plain(scope, named), values=(first.header, second.header),
        )  # fmt: skip
        if mostly_kept(multiplied, made, asked):
            yield made


def _words(column: Column) -> frozenset[str]:
    return stems(" ".join(tokens(column.header)))


def _plain(scope: Scope, named: list[Column]) -> Scope:
    """The restriction of the rows without what only names the columns that are compared."""
    return {header: values for header, values in scope.items() if header not in {c.header for c in named}}


def multiplied(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a figure is the product of the others."""
    whole = number_of(row.get(candidate.column.header) or "")
    first, second = (number_of(row.get(header) or "") for header in candidate.values)
    if whole is None or first is None or second is None:
        return None, row.get(candidate.column.header) or "nothing", "a figure is missing"
    told = f"{candidate.column.header} is {whole:g}, {candidate.values[0]} {first:g} and {candidate.values[1]} {second:g}"
    return abs(first * second - whole) < NEARLY, f"{whole:g}", told
