"""Who has to do something by their role, where the records name who did it with the role ("Ana Lund (Head of Operations)")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import RecordSet
from ..roles import role_in, same_role
from ..words import says, stem, stems, tokens

BY = re.compile(r"\bby (?:the |an? |our )?(?P<role>[A-Z][\w&/'’-]*(?: (?:of|and|for|the|&|[A-Z][\w&/'’-]*))*)")
MOST = 0.6  # of the records have the role; where fewer do, the sentence is about others


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column that names who did what a claim says, with the role that the claim demands of them."""
    found = BY.search(asked.text)
    if not found:
        return
    verb = asked.text[: found.start()].split()[-1:] or [""]
    for column in records.columns:
        roles = [role for value in column.values if (role := role_in(value))]
        filled = [value for value in column.values if says(value) == "something"]
        done = stem(verb[0]) in stems(column.header) and tokens(column.header)[-1:] == ["by"]
        if not done or len(roles) < MOST * len(filled) or not filled:
            continue
        made = Candidate(
            kind="agent", test=each(agent), records=records, column=column, scope=scope, score=4.0, values=(found["role"],)
        )
        if mostly_kept(agent, made, asked, share=MOST):
            yield made


def agent(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether who did it had the role."""
    cell = (row.get(candidate.column.header) or "").strip()
    role = role_in(cell)
    if not role:
        return None, cell or "nothing", f"{candidate.column.header} names no role"
    wanted = candidate.values[0]
    return same_role(role, wanted), cell, f"{candidate.column.header} is {cell}; promised is the {wanted}"
