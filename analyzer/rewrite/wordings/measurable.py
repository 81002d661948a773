"""A frequency or a time in the place of a word that leaves nothing to falsify ("periodically", "promptly")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Verdict
from ..desk import Desk
from .steps import FREQUENCIES, NO_NOUN

ORDER = 5
HOW_OFTEN = re.compile(
    r"periodic(?:ally)?|regular(?:ly)?|routine(?:ly)?|from time to time|frequent(?:ly)?|ongoing"
    r"|on an? (?:ongoing|regular|periodic|as-needed|as needed) basis|at (?:regular|planned|defined) intervals|as needed",
    re.IGNORECASE,
)
HOW_SOON = re.compile(
    r"in a timely (?:manner|fashion)|timely|prompt(?:ly)?|as soon as (?:possible|practicable)|without undue delay|quickly"
    r"|expeditiously",
    re.IGNORECASE,
)
TIMES = (
    "1 hour", "4 hours", "8 hours", "24 hours", "48 hours", "72 hours", "5 days", "7 days", "14 days", "30 days", "60 days",
    "90 days", "180 days",
)  # fmt: skip


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text with the strictest measurable word that the evidence supports."""
    claim = verdict.claim
    if verdict.status != "not_testable" or claim.modality != "in_force":
        return
    if found := HOW_OFTEN.search(claim.text):
        adverb = NO_NOUN.match(claim.text[found.end() :]) or found[0].lower().endswith(("ly", "basis", "intervals", "needed"))
        yield from _strictest(verdict, desk, found, [FREQUENCIES[name][not adverb] for name in FREQUENCIES])
    if found := HOW_SOON.search(claim.text):
        yield from _strictest(verdict, desk, found, [f"within {time}" for time in TIMES])


def _strictest(verdict: Verdict, desk: Desk, found: re.Match[str], said: list[str]) -> Iterator[str]:
    text = verdict.claim.text
    if best := desk.first_true(verdict.claim, [text[: found.start()] + one + text[found.end() :] for one in said]):
        yield best
