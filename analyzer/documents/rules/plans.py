"""Plans among facts: what is not yet done, in a text that says what is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims import Claim

from ...model import Conflict, Language
from ..material import Material

NO_PLAN = re.compile(r"^(?:when|once|where|as soon as|after)\b.*\bavailable$", re.IGNORECASE)  # a condition, and no plan
# What the sentence has to say for these phrases to tell of a plan: "New services not yet integrated" is the name of an exception.
SAYS_SO = {
    "not yet": re.compile(r"\b(?:is|are|was|were|has|have|do|does)\b[^.;]{0,20}\bnot yet\b", re.IGNORECASE),
    "roadmap": re.compile(r"\b(?:on|in|part of) (?:the|our|its|a) (?:[\w-]+ ){0,2}roadmap\b", re.IGNORECASE),
    "in the future": re.compile(r"^(?!.*\b(?:how to|prevent\w*|avoid\w*|reduc\w*|recur\w*)\b)", re.IGNORECASE | re.DOTALL),
}


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
        says_so = SAYS_SO.get(phrase.lower())
        if material.is_record(claim.place.document) or (says_so and not says_so.search(claim.sentence)):
            continue
        seen.add(key)
        yield Language(
            document=claim.place.document, quote=claim.quote, place=claim.place, claim=claim.id, kind="plan",
            why=(f"“{phrase}”: t" if phrase else "T")
            + "his is a plan, and no control that is in place. Label it as one, with who does it by when, or take it out.",
        )  # fmt: skip
