"""What "nightly" says before a noun: which recurrences are meant, and not that there is one of everything each night."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ..model import Observation, Verdict
from ..status import named

OFTEN = r"(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|annual|yearly)"
OF_A_RHYTHM = re.compile(
    rf"^\W*(?:[^:;|]{{1,30}}: )?(?:(?:the|our|all|each|every) )?{OFTEN} (?!and\b|or\b|basis\b)[a-z]", re.IGNORECASE
)
MAKES = re.compile(
    r"\b(?:(?:is|are|be|been|being)\s+(?:\w+ly\s+)?(?:taken|made|run|performed|created|done|executed|scheduled|conducted|carried|held|kept)"
    r"|we|takes?|runs?|performs?|must be|shall be)\b",
    re.IGNORECASE,
)
MOST = 0.5  # of its recurrences; what misses more of them has another rhythm


def of_its_rhythm(verdict: Verdict) -> Verdict:
    """A contradicted verdict without the missed recurrences of what recurs in another rhythm than the one that the claim speaks of.

    "Nightly copies finish before five" says nothing of what is copied once a week. Where nothing keeps that rhythm, or the claim
    speaks of all of something or says that it is done so often, all stays.
    """
    claim = verdict.claim
    only_called = OF_A_RHYTHM.match(claim.text) and not MAKES.search(claim.text)
    if claim.quantifier == "all" or "frequency" not in claim.params or not only_called:
        return verdict
    missed = Counter(one.row["resource_id"] for one in verdict.exceptions if _is_of_a_day(one))
    kept = Counter(one.row["resource_id"] for one in verdict.holding if _is_of_a_day(one))
    others = {name for name, count in missed.items() if count > MOST * (count + kept[name])}
    if not others or not set(kept) - others:
        return verdict
    left = tuple(one for one in verdict.exceptions if one.row.get("resource_id") not in others)
    unknown = tuple(one for one in verdict.unknown if one.row.get("resource_id") not in others)
    holding = tuple(one for one in verdict.holding if one.row.get("resource_id") not in others)
    population = len(left) + len(unknown) + len(holding) + len(verdict.excused)
    of = f"It speaks of what has that rhythm, which {', '.join(sorted(others))} {'has' if len(others) == 1 else 'have'} not."
    given = replace(verdict, exceptions=left, unknown=unknown, holding=holding, drawn=(), groups=(), population=population)
    if not left:
        return replace(given, status="not_shown", why=f"No exception of the check is among what is meant. {of}")
    return replace(given, why=f"{len(left)} of {population} break it: {named(left)}. {of}")


def _is_of_a_day(one: Observation) -> bool:
    return bool(one.row.get("resource_id") and one.row.get("since"))
