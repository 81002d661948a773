"""The mark from which a test counts as passed, where records have the mark and say which tests were passed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import RecordSet
from ..values import number_of
from ..words import says, tokens

MARK = re.compile(
    r"\b(?:pass(?:ing)?[- ](?:mark|score|grade|rate|threshold)s?|minimum (?:\w+ )?(?:mark|score|grade)s?"
    r"|(?:mark|score|grade)s? (?:of|is|must be) (?:at least )?[^.;]{1,20}(?:to pass|needed|required|or (?:more|higher|above))"
    r"|pass(?:ed|es)?\b[^.;]{0,30}\bat least)\b",
    re.IGNORECASE,
)
STATES_IT = re.compile(
    r"(?:\W*\b(?:is|are|of|at|least|be|must|set|lies|stands|to|for|all|every|courses?|tests?|exams?|any)\b)*\W*", re.IGNORECASE
)
SCORED = re.compile(r"\b(?:score|scored|mark|marks|grade|points)\b", re.IGNORECASE)
STATE = re.compile(r"\b(?:state|status|result|outcome|passed)\b", re.IGNORECASE)
PASSED = re.compile(r"(?:pass(?:ed)?|completed?|success(?:ful)?|yes)\b.*", re.IGNORECASE)
SHARE = 0.6  # of the tests passed reach the mark; where fewer do, it is the mark of something else


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of marks, beside the one that says which tests were passed."""
    found = MARK.search(asked.text)
    number = re.compile(r"\d").search(asked.text, found.start()) if found else None
    if asked.figure is None or found is None or number is None or not _states_it(asked.text[found.end() : number.start()]):
        return
    marks = [c for c in records.columns if c.is_figures and SCORED.search(" ".join(tokens(c.header)))]
    states = [
        c for c in records.columns
        if c.kind in ("answer", "category", "presence") and c not in marks and STATE.search(" ".join(tokens(c.header)))
    ]  # fmt: skip
    states = [c for c in states if any(PASSED.match(value) for value in c.values)] if len(states) > 1 else states
    if len(marks) != 1 or len(states) > 1:
        return
    state = states[0] if states else None
    made = Candidate(
        kind="mark", alone=True, test=each(reached), records=records, column=marks[0], start=state, scope=scope, score=5.0
    )
    if mostly_kept(reached, made, asked, share=SHARE):
        yield made


def _states_it(between: str) -> bool:
    """Whether nothing but what states a mark stands between the word for it and its figure."""
    return STATES_IT.fullmatch(between) is not None


def reached(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a test that counts as passed reached the mark; one that was not passed tells nothing."""
    cell = (row.get(candidate.column.header) or "").strip()
    mark, state = number_of(cell), (row.get(candidate.start.header) or "").strip() if candidate.start else ""
    if mark is None or asked.figure is None or (candidate.start and not PASSED.match(state)) or says(cell) == "nothing":
        return None, cell or "nothing", f"{candidate.column.header} tells of no test that was passed"
    told = f" and {candidate.start.header} «{state}»" if candidate.start else ""
    return mark >= asked.figure, cell, f"{candidate.column.header} is {cell}{told}; promised is at least {asked.figure:g}"
