"""Rules that ask for an entry among the exceptions wherever another rule is not kept in time, told by what broke that rule.

"A finding that cannot be fixed in time requires a risk acceptance" is broken by each finding that was fixed too late and that no
valid entry excuses. What may have an entry in a register that was not given is not told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims import Claim

from ..judge import Evidence
from ..model import Observation, Verdict
from ..status import named
from .words import stems

ENTRY = r"(?:exceptions?|exemptions?|waivers?|deviations?|deferrals?|dispensations?|extensions?|(?:risk )?acceptances?)"
ASKS = re.compile(
    rf"\b(?:requires?|needs?|must have|is covered by|files?|has to have)\b[^.;]{{0,30}}\b(?:{ENTRY}|entry in the {ENTRY})\b",
    re.IGNORECASE,
)
NOT_IN_TIME = re.compile(
    r"\b(?:cannot|can not|could not|not) be (?:\w+ ){0,2}?"
    r"(?:kept|met|fixed|remediated|patched|closed|resolved|completed|re-?run|repeated|done)\b"
    r"|\bwill not be (?:repeated|re-?run)\b|\bnot (?:\w+ )?(?:in time|within)\b"
    r"|\b(?:overdue|late|past (?:its|the|their) (?:deadline|due date))\b"
    r"|\b(?:deviat\w+|departures?) from (?:the|these) (?:\w+ )?(?:times?|deadlines?|timeframes?|targets?|SLAs?)\b",
    re.IGNORECASE,
)
DURATION = re.compile(r"^\d+(?:\.\d+)? (?:business_)?(?:minutes?|hours?|days?|weeks?|months?)$")
LIMITED = re.compile(r"\bwithin\b|\bsame (?:\w+ )?day\b", re.IGNORECASE)
WORDS = stems("time exception requires require approved approve CISO deviation within deadline")
ALIKE = 2  # words that both rules say, where they are of different topics


def told_by_entries(verdicts: Sequence[Verdict], evidence: Evidence) -> list[Verdict]:
    """The verdicts, with those contradicted that ask for an entry which what broke another rule of their document has not."""
    if not evidence.accepted:
        return list(verdicts)
    return [_told(one, verdicts) if _asks(one) else one for one in verdicts]


def _asks(verdict: Verdict) -> bool:
    claim = verdict.claim
    undecided = verdict.status in ("not_shown", "partly_supported", "supported")
    return undecided and claim.modality == "in_force" and bool(ASKS.search(claim.text) and NOT_IN_TIME.search(claim.text))


def _told(verdict: Verdict, verdicts: Sequence[Verdict]) -> Verdict:
    broken_rules = [one for one in verdicts if one.status == "contradicted" and one is not verdict]
    others = [one for one in broken_rules if _is_meant(verdict.claim, one.claim)]
    broken: dict[str, Observation] = {one.item: one for other in others for one in other.exceptions}
    if not broken:
        return verdict
    excused = {one.item: one for other in others for one in other.excused if one.item not in broken}
    rules = "; ".join(dict.fromkeys(f"«{one.claim.text}»" for one in others))
    found = [replace(one, reason=f"{one.reason}, and no valid entry excuses it") for one in broken.values()]
    why = f"{len(found)} of {len(found) + len(excused)} that did not keep {rules} have no valid entry: {named(found)}."
    return replace(
        verdict, status="contradicted", why=why, population=len(found) + len(excused), exceptions=tuple(found),
        excused=tuple(excused.values()), unknown=(), holding=(), drawn=(), groups=(), query=None,
        evidence=tuple(dict.fromkeys(name for one in others for name in one.evidence)),
    )  # fmt: skip


def _is_meant(claim: Claim, other: Claim) -> bool:
    """Whether a rule in time is the one that a claim speaks of: of its topic or section, or in its words."""
    if claim.place.document != other.place.document or not _is_timed(other):
        return False
    said = stems(claim.text) - WORDS
    alike = said & (stems(other.text) | stems(" ".join(other.heading_path[-1:])))
    alike -= stems(other.scope or "") if other.form != "row" else frozenset()
    near = claim.topic == other.topic != "other" or claim.heading_path == other.heading_path
    return bool(alike) if near else len(alike) >= ALIKE


def _is_timed(claim: Claim) -> bool:
    values = [*claim.params.values()]
    stated = [value for one in values for value in (one.values() if isinstance(one, dict) else [one])]
    return any(isinstance(one, str) and DURATION.match(one) for one in stated) or LIMITED.search(claim.text) is not None
