"""A measured share: for how many of a population a promise holds, on the day that the evidence speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Verdict
from ..desk import Desk

ORDER = 3
ALL = re.compile(r"\b(?:all(?: of)?(?: the| our)?|100% of(?: the| our)?)\s+(?=(?:[a-z-]+\s+){0,4}?[a-z-]+s\b)", re.IGNORECASE)
FEWEST = 5  # of fewer items a share says nothing
LEAST = 0.5  # a promise that less than half of a population keeps is none


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text for the measured part of its population."""
    claim, population = verdict.claim, verdict.population or 0
    if verdict.status != "contradicted" or claim.share is not None or verdict.unknown:
        return
    kept = population - len(verdict.exceptions)
    if population < FEWEST or not 0 < LEAST * population <= kept < population:
        return
    measured = f"{kept:,} of {population:,}, as of {_day(desk)}"
    if (found := ALL.search(claim.text)) and claim.form != "row":
        yield f"{claim.text[: found.start()]}{kept:,} of the {population:,} {claim.text[found.end() :]} (as of {_day(desk)})"
    yield f"{claim.text} ({measured})"


def _day(desk: Desk) -> str:
    """The day that the evidence speaks for, as documents write it."""
    day = desk.evidence.period.as_of
    return f"{day.day} {day:%B %Y}"
