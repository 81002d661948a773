"""What has to be so unless somebody agreed, where records say both ("Thrown away, unless the cook agrees in writing")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..words import says, stems

UNLESS = re.compile(r",?\s+(?:unless|except (?:when|where|if|with)|save with|other than with)\s+", re.IGNORECASE)
SHARE = 0.5  # of the records
FEWEST = 2


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column whose value a cell of a document's row demands, and the column that says who agreed to another."""
    sides = UNLESS.split(asked.cell.text) if asked.cell else []
    if len(sides) != 2 or not scope:
        return
    wanted = sides[0].strip(" `*_.").lower()
    agreed = [c for c in records.columns if c.kind in ("presence", "answer") and _is_agreement(c, sides[1])]
    for column in (c for c in records.columns if c.kind in ("category", "answer", "presence") and c.header not in scope):
        values = tuple(value for value in column.values if value.lower() == wanted)
        if not values or len(agreed) != 1 or agreed[0] is column:
            continue
        made = Candidate(
            kind="unless", alone=True, test=each(so_or_agreed), records=records, column=column, start=agreed[0], scope=scope,
            score=4.0, values=values,
        )  # fmt: skip
        if mostly_kept(so_or_agreed, made, asked, least=FEWEST, share=SHARE):
            yield made


def _is_agreement(column: Column, said: str) -> bool:
    """Whether a column is filled where somebody agreed to what an exception to a rule says."""
    own = frozenset(column.about)
    return bool(own) and own <= stems(said)


def so_or_agreed(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record has the value, or says who agreed to another."""
    cell = (row.get(candidate.column.header) or "").strip()
    agreed = (row.get(candidate.start.header) or "").strip() if candidate.start else ""
    if says(cell) in ("nothing", "pending"):
        return None, cell or "nothing", f"{candidate.column.header} says nothing yet"
    holds = cell in candidate.values or says(agreed) in ("yes", "something")
    header = candidate.start.header if candidate.start else ""
    return holds, cell, f"{candidate.column.header} says «{cell}», {header} {agreed or 'nothing'}"
