"""Whether an entry of a register was valid at the time that matters, within its own terms; where not, why."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from ..days import ISO_DAY, day_of, days_it_may_mean
from ..model import Observation, Period
from .naming import About
from .register import Acceptance
from .words import finds, fits, lexicon

Window = Literal["period", "as_of"]
NOTHING = "and excuses nothing"
LONGEST = 40  # characters of a cell that is a day
TOO_LATE = re.compile(r"([a-z]+ed) (?:only )?after\b")


def is_valid(entry: Acceptance, about: About, observation: Observation, period: Period, window: Window) -> tuple[bool, str]:
    """Whether an entry excuses an item that it is about, and the words that say why it does or does not.

    What happened needs an entry that covers its day, or one that was approved later for that very event or says that it looks back.
    What still is needs one that is in force at the end of the review.

    Args:
        window: whether the claim is judged over the period or as of its end.
    """
    fault = _never_valid(entry, period) or _not_at(entry, about, observation, period, window)
    if fault:
        return False, f"The {entry.named} {fault}."
    until = f" until {entry.end}" if entry.end else ""
    same = "; requested and approved by the same person" if _same_person(entry) else ""
    return True, f"accepted by {entry.approver}{until} ({entry.reference} of the exception register{same})"


def _never_valid(entry: Acceptance, period: Period) -> str:
    """What keeps an entry from excusing anything at any time."""
    status = lexicon().status
    if finds(status.refused, entry.status):
        return f"has the status «{entry.status}» {NOTHING}"
    if finds(status.unsettled, entry.status):
        return f"is not approved (its status is «{entry.status}») {NOTHING}"
    if not entry.approver or entry.fault:
        return f"{entry.fault or 'names nobody who approved it'} {NOTHING}"
    if entry.approved and entry.approved > period.as_of:
        return f"was approved only on {entry.approved} {NOTHING}"
    if entry.unreadable:
        return f"gives an end that cannot be read ({entry.unreadable}) {NOTHING}"
    if entry.extended and entry.due and entry.approved and entry.approved > entry.due:
        return f"was granted on {entry.approved}, when the time until {entry.due} was over, {NOTHING}"
    if entry.status and not finds(status.in_force, entry.status) and not finds(status.ended, entry.status):
        return f"is not said to be in force (its status is «{entry.status}») {NOTHING}"
    return ""


def _not_at(entry: Acceptance, about: About, observation: Observation, period: Period, window: Window) -> str:
    """What keeps an entry from excusing an item at the time that matters for it."""
    happened = entry.done if entry.extended and entry.done else _happened(observation, period, window)
    moment = happened or period.as_of
    if entry.end and entry.end < moment:
        if entry.extended:
            return f"allowed until {entry.end}, which was not kept, {NOTHING}"
        renewed = ", was not renewed" if finds(lexicon().not_renewed, f"{entry.status} | {entry.notes}") else ""
        after = f", after {entry.capped}," if entry.capped else ""
        return f"expired on {entry.end}{after}{renewed} {NOTHING}"
    if about == "group" and not (happened and entry.end and (entry.start or entry.approved or entry.requested)):
        return "covers what happened within its days, and the evidence gives no day"
    if finds(lexicon().status.ended, entry.status) and not _outlasts(entry, about, happened):
        return f"is over (its status is «{entry.status}») {NOTHING}"
    opens = entry.start or min((day for day in (entry.requested, entry.approved) if day), default=None)
    if opens and opens > moment and not _looks_back(entry, about):
        return f"begins on {opens}, after {moment}, and does not excuse this"
    return ""


def _outlasts(entry: Acceptance, about: About, happened: date | None) -> bool:
    """Whether an entry that is over excused an item: what happened in its days, or what was accepted or retired for good."""
    if happened and (entry.end or about == "event"):
        return True
    return finds(lexicon().status.lasting, entry.status) is not None and not finds(r"\b(?:expired|lapsed)\b", entry.status)


def _looks_back(entry: Acceptance, about: About) -> bool:
    if entry.beforehand:
        return False
    said = finds(lexicon().retroactive, f"{entry.text} | {entry.reason} | {entry.notes}")
    return about == "event" or said is not None


def _happened(observation: Observation, period: Period, window: Window) -> date | None:
    """The latest day of the period that the item's reason names, or else its row; None for what still is so or states none."""
    if window == "as_of" or finds(lexicon().still, observation.reason):
        return None
    cells = [str(value) for value in observation.row.values()]
    if any(fits(lexicon().still_cell, cell) for cell in cells):
        return None
    told = [day_of(found) for found in ISO_DAY.findall(observation.reason)]
    stated = [day for cell in (*cells, observation.item) if len(cell) <= LONGEST for day in _days(cell, period.as_of)]
    for days in (told, _measured(observation, period.as_of), stated):
        if latest := max((day for day in days if day and period.start <= day <= period.as_of), default=None):
            return latest
    return None


def _measured(observation: Observation, last: date) -> list[date]:
    """The day on which the step was done that came too late, where the reason calls it as its column does ("resolved after")."""
    found = TOO_LATE.match(observation.reason)
    cells = [str(observation.row.get(f"{found[1]}_{ending}") or "") for ending in ("at", "on")] if found else []
    return [day for cell in cells if cell for day in _days(cell, last)]


def _days(cell: str, last: date) -> frozenset[date]:
    """The days that a cell may mean; a figure means none."""
    return frozenset() if re.fullmatch(r"\d*\.?\d*", cell) else days_it_may_mean(cell, last)


def _same_person(entry: Acceptance) -> bool:
    def name(text: str) -> str:
        return re.sub(r"\s*\(.*", "", text).strip().lower()

    return bool(entry.requester) and name(entry.requester) == name(entry.approver)
