"""Rules that hold work to the slot or window of its kind, told by what broke the rows of the document that state these windows.

"Planned work is done inside its slot" is broken by each work that lay outside of the hours which a table of slots gives for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..model import Observation, Verdict
from ..status import named
from .claim import Asked

IN_ITS = re.compile(
    r"\b(?:in|inside|within|during|outside(?: of)?) (?:the|its|their|that|an?) (?:\w+ ){0,2}?(?P<what>slot|window)s?\b",
    re.IGNORECASE,
)
UNDECIDED = ("not_shown", "partly_supported")


def told_by_slots(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts, with those contradicted that hold records to slots or windows which a row of their document finds broken."""
    return [_told(one, verdicts) for one in verdicts]


def _told(verdict: Verdict, verdicts: Sequence[Verdict]) -> Verdict:
    claim = verdict.claim
    said = IN_ITS.search(claim.text)
    if said is None or verdict.status not in UNDECIDED or claim.modality != "in_force" or _has_hours(verdict):
        return verdict
    rows = [
        one for one in verdicts
        if one.status == "contradicted" and one.claim.form == "row" and one.claim.place.document == claim.place.document
        and said["what"].lower() in one.claim.text.lower() and _has_hours(one)
    ]  # fmt: skip
    broken: dict[str, Observation] = {item.item: item for one in rows for item in one.exceptions}
    if not broken:
        return verdict
    excused = {item.item: item for one in rows for item in one.excused if item.item not in broken}
    found = tuple(broken.values())
    stated = "; ".join(dict.fromkeys(f"«{one.claim.quote}»" for one in rows))
    return replace(
        verdict, status="contradicted", why=f"{len(found)} lay outside of what {stated} states: {named(found)}.",
        population=sum(one.population or 0 for one in rows), exceptions=found, excused=tuple(excused.values()), unknown=(),
        holding=(), drawn=(), groups=(), query=None, evidence=tuple(dict.fromkeys(name for one in rows for name in one.evidence)),
    )  # fmt: skip


def _has_hours(verdict: Verdict) -> bool:
    """Whether a claim states days of the week or hours of a day itself."""
    asked = Asked(verdict.claim)
    return bool(asked.weekdays or asked.hours)
