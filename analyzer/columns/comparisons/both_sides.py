"""What both sides, or all of several, have to do, where each has a column of its own ("signed by guest", "signed by host")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..words import says, stem, tokens

BOTH = re.compile(
    r"\b(?P<verb>\w+)(?: \w+ly)? by (?:both(?: of)?(?: the)?|all(?: the)? (?=parties|sides|signatories)|each (?=party|side))"
    r" ?(?:sides?|part(?:y|ies)|signatories|of them|persons?|people)\b",
    re.IGNORECASE,
)
FEWEST = 2  # columns
SHARE = 0.6  # of the records


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The columns that say of each side whether it did what a claim says both do."""
    found = BOTH.search(asked.text)
    sides = _sides(found["verb"], records) if found else []
    if len(sides) < FEWEST:
        return
    made = Candidate(
        kind="both", alone=True, test=each(all_did), records=records, column=sides[0], start=None, scope=scope, score=5.0,
        values=tuple(c.header for c in sides),
    )  # fmt: skip
    if mostly_kept(all_did, made, asked, share=SHARE):
        yield made


def _sides(verb: str, records: RecordSet) -> list[Column]:
    """The columns whose headers say that somebody did it, each somebody else."""
    kinds = ("answer", "moment", "presence")
    named = [(c, [stem(word) for word in tokens(c.header)]) for c in records.columns if c.kind in kinds]
    return [c for c, words in named if stem(verb) in words and len(set(words) - {stem(verb), "by", "on", "at", "date"}) == 1]


def all_did(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether each side did it; an empty cell tells only beside a filled one."""
    cells = {header: (row.get(header) or "").strip() for header in candidate.values}
    said = {header: says(cell) for header, cell in cells.items()}
    told = ", ".join(f"{header} is {cell or 'empty'}" for header, cell in cells.items())
    missing = [header for header, one in said.items() if one not in ("yes", "something")]
    if len(missing) == len(cells) and not any(one == "no" for one in said.values()):
        return None, "nothing", told
    return not missing, cells[missing[0]] or "nothing" if missing else "all", told
