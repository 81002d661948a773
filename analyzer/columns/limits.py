"""The longest time that a promise allows, in the ways in which policies state it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.nlp.quantities import quantities

from ..bind import duration_hours
from .words import lexicon

NEAR = 60  # characters before a time in which what makes it a limit stands
BEHIND = re.compile(
    r"^\W{0,2}(?:\w+\W+){0,3}?(?:at most|at the latest|or (?:less|fewer|sooner|earlier)|maximum|max)\b", re.IGNORECASE
)
NOT_MORE = re.compile(
    r"\b(?:no|not|never|nobody|none|nor|cannot|without)\b[^.;]*\b(?:more|longer|later|older|beyond|over)\b[^.;]{0,12}$",
    re.IGNORECASE,
)
OLDER = re.compile(
    r"\b(?:no|not|never) (?:be )?(?:more than [^.;]{1,20} old|older than)\b|\bless than [^.;]{1,20} old\b", re.IGNORECASE
)
BUSINESS_HOURS = re.compile(r"\b(?:business|working|office) hours?\b", re.IGNORECASE)
SAID_AGAIN = re.compile(r"\s*\(\s*(?:i\.e\.,?\s*|that is,?\s*)?")
AFTER = re.compile(r"^\s*(?:after|from|of|following|since)\b", re.IGNORECASE)
DAYS = (
    (re.compile(r"\b(?:the )?(?:next|following) (?:business|working) day\b", re.IGNORECASE), None, 1),
    (re.compile(r"\b(?:the )?(?:next|following) (?:calendar )?day\b|\bthe day after\b", re.IGNORECASE), 1, None),
    (
        re.compile(
            r"\b(?:(?:on )?the )?same (?:calendar |business |working )?day\b|\bon the (?:very )?day\b"
            r"|\b(?:on|by|by the end of) (?:the|their|his or her|its) last (?:working |business )?day\b",
            re.IGNORECASE,
        ),
        0,
        None,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A time that a claim promises as the longest something may take.

    Attributes:
        hours: calendar hours, or None for business days.
        business_days: business days, or None.
        whole_days: whether calendar days are counted, whatever the time of day.
        stated: as the claim states it.
    """

    hours: float | None
    business_days: float | None
    stated: str
    whole_days: bool = False

    @property
    def promised(self) -> str:
        """How it is told beside what was found: "within 3 days", "on the same day"."""
        return self.stated if re.match(r"(?:on|by|within)\b", self.stated, re.IGNORECASE) else f"within {self.stated}"


def limit_of(text: str, above: str = "", *, a_row: bool = False) -> Limit | None:
    """The one time that a text promises as a limit; None where it states none, or several.

    Args:
        above: the heading above a row of a table, which may say that its times are limits.
        a_row: whether it stands in a table, where a time after an event is a limit ("14 days after start").
    """
    found = [q for q in quantities(text) if q.kind == "duration"]
    if len(found) > 1 and SAID_AGAIN.fullmatch(text[found[0].end : found[1].start]):
        found = found[1:]  # "within one month (30 days)"
    if all(DAYS[0][0].search(text[one.start : one.end]) for one in found):
        return _worded(text)
    if len(found) != 1 or re.search(lexicon().keeps, text, re.IGNORECASE):
        return None
    one = found[0]
    before = text[max(0, one.start - NEAR) : one.start]
    behind = text[one.end :]
    said = re.search(lexicon().within, before, re.IGNORECASE) or NOT_MORE.search(text[: one.start]) or BEHIND.search(behind)
    said = said or (a_row and AFTER.search(behind))
    if not said and not re.search(lexicon().within, above, re.IGNORECASE):
        return None
    hours, business = duration_hours(str(one.value))
    if hours is None and business is None:
        return None
    return Limit(hours=hours, business_days=business, stated=text[one.start : one.end])


def bare_limit(text: str) -> Limit | None:
    """The limit that a text is when it states a time and nothing else."""
    found = [q for q in quantities(text) if q.kind == "duration"]
    if len(found) != 1 or re.search(r"\w", text[: found[0].start] + text[found[0].end :]):
        return None
    hours, business = duration_hours(str(found[0].value))
    return Limit(hours=hours, business_days=business, stated=text.strip()) if hours or business else None


def _worded(text: str) -> Limit | None:
    for pattern, days, business in DAYS:
        if found := pattern.search(text):
            hours = None if days is None else 24.0 * days
            return Limit(hours=hours, business_days=business, stated=found[0], whole_days=True)
    return None
