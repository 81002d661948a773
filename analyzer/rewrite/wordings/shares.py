"""A measured share: for how many of a population a promise holds, on the day that the evidence speaks for.

Where the evidence cannot tell for some, or may not be complete, it is the share for which it holds whatever becomes of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from claims import Claim
from claims.nlp.quantities import quantities

from ...doubts import least_share
from ...model import Observation, Verdict
from ...status import ROUNDING
from ..desk import Desk

ORDER = 3
NO_PLURAL = r"(?!(?:is|was|has|access|process|business|within|in|of|for|to|with|on|at|by|from|that|which|who|and|or)\b)"
ALL = re.compile(
    rf"\b(?:all(?: of)?(?: the| our)?|100% of(?: the| our)?)\s+(?=(?:{NO_PLURAL}[a-z-]+\s+){{0,4}}?{NO_PLURAL}[a-z-]+s\b)",
    re.IGNORECASE,
)
FEWEST = 3  # of fewer items a share says nothing
FEW = 5
LEAST = 0.5  # a promise that less than half of a population keeps is none
WHOLE = re.compile(r"\b100 ?(?:%|per ?cent\b)", re.IGNORECASE)  # beside which a share reads as its contradiction
LIMIT = re.compile(r"\b(?:no|not) more than\b|\bat most\b|\ba maximum of\b|\bfewer than\b", re.IGNORECASE)


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text for the measured part of its population."""
    claim, population = verdict.claim, verdict.population or 0
    if verdict.status != "contradicted" or claim.share is not None:
        return
    counts = [one for one in quantities(claim.text) if one.kind == "count"]
    if any(LIMIT.search(claim.text, 0, one.start) for one in counts) or (counts and population < FEW):
        return  # whether so many are too many is no question of shares, and few beside a number read as if it meant them
    kept = kept_of(verdict)
    if population < FEWEST or not 0 < LEAST * population <= kept < population:
        return
    day = _day(desk)
    if not verdict.unknown:
        for text in _said(claim, *_counted(kept, population), day):
            yield text
            if otherwise := _counted_otherwise(verdict, desk.try_wording(claim, text)):
                yield from _said(claim, *_counted(*otherwise), day)
    if not verdict.unknown and not verdict.assurance:
        return
    excused = [Observation(item=one.item, holds=False, observed="", reason=one.why) for one in verdict.excused]
    least = least_share(verdict.assurance, population, kept, verdict.holding, (*verdict.exceptions, *verdict.unknown, *excused))
    if least is not None and least >= LEAST:
        percents = [f"at least {one}%" for one in range(99, math.floor(100 * least + ROUNDING) - 1, -1)]
        for texts in zip(*(_said(claim, f"{one} of", one, day) for one in percents), strict=True):
            yield desk.first_true(claim, texts) or texts[-1]


def _counted(kept: int, population: int) -> tuple[str, str]:
    """A share in the place of "all", and behind a sentence."""
    return f"{kept:,} of the {population:,}", f"{kept:,} of {population:,}"


def _counted_otherwise(verdict: Verdict, tried: Verdict | None) -> tuple[int, int] | None:
    """How many keep a promise, and of how many, where columns count the same items in another way than the check does."""
    if tried is None or tried.status != "contradicted" or tried.query is not None or not tried.population:
        return None
    broken = {one.item for one in tried.exceptions}
    same = bool(broken) and broken <= {one.item for one in verdict.exceptions} and not tried.unknown
    kept = kept_of(tried)
    return (kept, tried.population) if same and kept >= LEAST * tried.population >= LEAST * FEWEST else None


def kept_of(verdict: Verdict) -> int:
    """How many items are known to keep a promise, or are excused."""
    return (verdict.population or 0) - len(verdict.exceptions) - len(verdict.unknown)


def _said(claim: Claim, of_all: str, measured: str, day: str) -> Iterator[str]:
    """The text for a part of its population: in the place of "all" where the sentence begins with it, and behind the sentence.

    What is done by nobody is "true of" so many: the bare number would read as those that do it.
    """
    if (found := ALL.search(claim.text)) and claim.form != "row" and claim.text[: found.start()].rstrip()[-1:] in ("", ":"):
        first = of_all[:1].upper() + of_all[1:] if found.start() == 0 else of_all
        yield f"{claim.text[: found.start()]}{first} {claim.text[found.end() :]} (as of {day})"
    if not WHOLE.search(claim.text):
        yield f"{claim.text} ({'true of ' if claim.negated else ''}{measured}, as of {day})"


def _day(desk: Desk) -> str:
    """The day that the evidence speaks for, as documents write it."""
    day = desk.evidence.period.as_of
    return f"{day.day} {day:%B %Y}"
