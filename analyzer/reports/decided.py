"""What somebody decided, and what is to be said of the register, in the words of all reports."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Decision, Excused, RegisterNote, Verdict
from .text import one_line, sentence

DECIDED = {"confirm": "Confirmed", "correct": "Corrected", "reject": "Rejected", None: "Noted"}
KIND_WORDS = {
    "expired": "Ended", "expiring": "Ends soon", "revoked": "Revoked", "unapproved": "Not approved", "unused": "Unused",
    "overlapping": "Overlapping", "control": "Compensating control", "gone": "Claim not found", "changed": "Claim has changed",
    "several": "Claim not clear", "faulty": "Cannot be applied",
}  # fmt: skip
ORDER = tuple(KIND_WORDS)


def decision_text(decision: Decision) -> str:
    """A decision in one or more sentences: what, by whom, when and why, the owner and the note."""
    by = f" by {one_line(decision.by)}" if decision.by else ""
    on = f" on {decision.on}" if decision.on else ""
    parts: list[str] = []
    if decision.kind or by or on:
        parts.append(sentence(f"{DECIDED[decision.kind]}{by}{on}{f': {one_line(decision.reason)}' if decision.reason else ''}"))
    if decision.was:
        parts.append(f"Read before as «{one_line(decision.was)}».")
    if decision.owner:
        parts.append(sentence(f"Owner: {one_line(decision.owner)}"))
    if decision.note:
        parts.append(sentence(f"Note: {one_line(decision.note)}"))
    return " ".join(parts)


def accepted(verdict: Verdict) -> tuple[Excused, ...]:
    """The items that break a claim and that an entry of the configuration or of the decisions file accepts."""
    return tuple(one for one in verdict.excused if one.entry)


def kind_words(note: RegisterNote) -> str:
    """What kind of note it is."""
    return KIND_WORDS.get(note.kind, note.kind.capitalize())


def by_kind(notes: Iterable[RegisterNote]) -> list[RegisterNote]:
    """Notes on entries that no longer apply before those on entries that do."""
    return sorted(notes, key=lambda one: ORDER.index(one.kind) if one.kind in ORDER else len(ORDER))
