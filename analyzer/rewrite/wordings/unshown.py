"""Without what nothing shows: a value that the evidence does not reach is left out, the rest of the promise stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.nlp.quantities import quantities

from ...model import Verdict
from ..desk import Desk

ORDER = 6
BEFORE = r"(?:,?\s*(?:and\s+)?(?:at least|at a minimum|within|no later than|every|for(?: at least)?|not more than|up to)?\s*)$"
BEHIND = r"^(?:\s+(?:of|after|from|following|before)\s+(?:the\s+|their\s+)?\w+)?"


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text without each value that the verdict says the evidence does not show."""
    claim = verdict.claim
    if verdict.status != "partly_supported":
        return
    for quantity in quantities(claim.text):
        said = claim.text[quantity.start : quantity.end]
        if f"«{said}»" not in verdict.why:
            continue
        before, behind = claim.text[: quantity.start], claim.text[quantity.end :]
        start = re.search(BEFORE, before, re.IGNORECASE)
        end = re.match(BEHIND, behind, re.IGNORECASE)
        yield (before[: start.start()] if start else before) + (behind[end.end() :] if end else behind)
