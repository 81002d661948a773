"""Without what nothing shows: a value, or by whom or with what, that the evidence does not reach; the rest of the promise stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.nlp.quantities import quantities

from ...model import Verdict
from ..desk import Desk
from . import shares

ORDER = 6
BEFORE = r"(?:,?\s*(?:and\s+)?(?:at least|at a minimum|within|no later than|every|for(?: at least)?|not more than|up to)?\s*)$"
BEHIND = r"^(?:\s+(?:of|after|from|following|before)\s+(?:the\s+|their\s+)?\w+)?"


PHRASE = re.compile(
    r"\s+(?:by|with|via|using)\s+(?:[\w'’-]+\s+){0,5}?[\w'’-]+"
    r"(?=\s*(?:$|[.,;:(]|(?:before|after|prior|within|when|and|or|is|are|must|for|at|in|on|to|until|every|each)\b))",
    re.IGNORECASE,
)


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text without each value that the verdict says the evidence does not show, and without who does it or with what."""
    claim = verdict.claim
    if verdict.status == "contradicted":
        for text in shares.wordings(verdict, desk):
            yield from _without_phrase(text)
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
    if not verdict.unknown:
        yield from _without_phrase(claim.text)


def _without_phrase(text: str) -> Iterator[str]:
    for found in PHRASE.finditer(text):
        yield text[: found.start()] + text[found.end() :]
