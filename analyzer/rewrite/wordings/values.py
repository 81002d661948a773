"""Another value: the nearest one on its scale that the evidence supports for everything in scope."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.nlp.quantities import quantities

from ...model import Verdict
from ..desk import Desk
from .steps import looser, near

ORDER = 1
A_DAY = re.compile(r"(?:by|on|until|before|no later than)\b", re.IGNORECASE)  # "by the end of the next business day"
NEARLY_ALL = 0.9  # of a population; where as many keep the promise, saying so keeps more of it than another value
FEWEST = 5  # of fewer items a share says nothing


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text with one value loosened by so little that it is still the same promise."""
    if not nearly_all(verdict):
        yield from (text for text, is_near in loosened(verdict, desk) if is_near)


def nearly_all(verdict: Verdict) -> bool:
    """Whether nearly all of a population keep the promise."""
    population = verdict.population or 0
    return population >= FEWEST and population - len(verdict.exceptions) >= NEARLY_ALL * population


def loosened(verdict: Verdict, desk: Desk) -> list[tuple[str, bool]]:
    """The text with one value loosened as little as needed, for each value that it states, and whether that is near.

    There is none where the evidence may not be complete, which no other value mends.
    """
    claim = verdict.claim
    if verdict.status != "contradicted" or verdict.assurance:
        return []
    found: list[tuple[str, bool]] = []
    for quantity in quantities(claim.text):
        within = "within " if A_DAY.match(claim.text, quantity.start, quantity.end) else ""
        for scale in looser(quantity, claim.text):
            texts = {claim.text[: quantity.start] + within + said + claim.text[quantity.end :]: said for said in scale}
            if best := desk.first_true(claim, list(texts)) or desk.first_unbroken(claim, list(texts)):
                found.append((best, near(quantity, texts[best])))
                break
    return found
