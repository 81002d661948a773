"""Another value: the nearest one on its scale that the evidence supports for everything in scope."""

from __future__ import annotations

from collections.abc import Iterator

from claims.nlp.quantities import quantities

from ...model import Verdict
from ..desk import Desk
from .steps import looser, near

ORDER = 1


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text with one value loosened by so little that it is still the same promise."""
    yield from (text for text, is_near in loosened(verdict, desk) if is_near)


def loosened(verdict: Verdict, desk: Desk) -> list[tuple[str, bool]]:
    """The text with one value loosened as little as needed, for each value that it states, and whether that is near."""
    claim = verdict.claim
    if verdict.status != "contradicted":
        return []
    found: list[tuple[str, bool]] = []
    for quantity in quantities(claim.text):
        for scale in looser(quantity, claim.text):
            texts = {claim.text[: quantity.start] + said + claim.text[quantity.end :]: said for said in scale}
            if best := desk.first_true(claim, list(texts)):
                found.append((best, near(quantity, texts[best])))
                break
    return found
