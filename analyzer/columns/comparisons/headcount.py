"""How many at most may be of a kind, have a role or hold a right, where each record says of which kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claims.nlp.quantities import quantities

from ...judge import Evidence
from ...model import Observation
from ..candidate import Candidate, Row, Scope, observation
from ..claim import Asked
from ..profile import RecordSet
from ..telling import PEOPLE
from ..words import stems, tokens
from .idling import GONE, STATE

AT_MOST = re.compile(
    r"\b(?:no|not|never) more than|\bat most|\bmaximum|\blimited to|\b(?:may|must|do|does)(?: not|n't) exceed", re.IGNORECASE
)
BEHIND = re.compile(
    r"\W*(?P<what>[A-Za-z][\w/ -]{2,50}?)(?:\W*$|[.,;:(]|\b(?:at|in|on|for|with|per|who|that|which|exist|are|is)\b)"
)
HOLDS = PEOPLE | stems("hold holds have has own role group rights account login user member")  # "people who hold the ... role"
LONGEST = 50  # characters between the limit and the figure


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of kinds of which a claim limits how many records may be of one."""
    found = most_of(asked.text)
    if asked.cell or asked.limit or asked.every or not found:
        return
    _, what = found
    for column in (c for c in records.columns if c.kind in ("category", "presence") and len(c.values) > 1):
        values = tuple(value for value in column.values if (own := stems(value)) and own <= stems(what) <= own | HOLDS)
        narrowed = {header: said for header, said in scope.items() if header != column.header}
        if values and not narrowed:
            yield Candidate(
                kind="headcount", alone=True, measured=True, test=counted, records=records, column=column,
                scope={column.header: values}, score=4.0,
            )  # fmt: skip


def most_of(text: str) -> tuple[int, str] | None:
    """How many of what a text allows at most; None where it says no such thing."""
    most = AT_MOST.search(text)
    figures = [q for q in quantities(text) if q.kind == "count" and most and 0 <= q.start - most.end() < LONGEST]
    if not most or len(figures) != 1 or isinstance(figures[0].value, str) or figures[0].value is None:
        return None
    behind = BEHIND.match(text[figures[0].end :])
    said = text[figures[0].start : figures[0].end]
    own = re.sub(r"^\W*\w+\s*", "", said)  # a figure may come with what it counts ("six keepers")
    what = f"{own} {behind['what'] if behind else ''}".strip()
    return (int(float(str(figures[0].value))), what) if what else None


def counted(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether there are no more than promised; where there are more, each of them is one of too many."""
    states = [c.header for c in candidate.records.columns if c.kind != "moment" and STATE.search(" ".join(tokens(c.header)))]
    there = [row for row in rows if not any(GONE.fullmatch((row.get(header) or "").strip()) for header in states)]
    found = most_of(asked.text)
    if not found:
        return []
    told = f"there are {len(there)}, promised are at most {found[0]}"
    kind = candidate.column.header
    return [observation(candidate, row, (len(there) <= found[0], (row.get(kind) or "").strip(), told)) for row in there]
