"""Plans among facts: what is not yet done, in a text that says what is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims import Claim

from ...model import Conflict, Language
from ..material import Material

NO_PLAN = re.compile(r"^(?:when|once|where|as soon as|after)\b.*\bavailable$", re.IGNORECASE)  # a condition, and no plan


def _phrase(claim: Claim) -> str:
    return next((one.phrase for one in claim.triggers if one.field == "modality"), "")


def find(material: Material) -> Iterator[Conflict | Language]:
    """Sentences whose claims are planned by their own words."""
    seen: set[tuple[str, str]] = set()
    for claim in material.claims:
        key = (claim.place.document, claim.sentence)
        phrase = _phrase(claim)
        if claim.modality != "planned" or claim.party != "own" or claim.topic == "other" or key in seen or NO_PLAN.search(phrase):
            continue
        seen.add(key)
        yield Language(
            document=claim.place.document, quote=claim.quote, place=claim.place, claim=claim.id, kind="plan",
            why=(f"“{phrase}”: t" if phrase else "T")
            + "his is a plan, and no control that is in place. Label it as one, with who does it by when, or take it out.",
        )  # fmt: skip
