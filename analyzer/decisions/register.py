"""Notes on accepted exceptions: those that ended or soon will, that nobody approved, that overlap, or that excuse nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from ..model import Period, RegisterNote, Verdict
from .accepting import applies, fits, label
from .model import RegisteredException

SOON = timedelta(days=30)
JUDGED = ("supported", "contradicted", "partly_supported", "not_shown")


def notes_on(
    entries: Sequence[RegisteredException], verdicts: Sequence[Verdict], period: Period, controls: Mapping[str, Sequence[str]],
) -> tuple[RegisterNote, ...]:  # fmt: skip
    """The notes on accepted exceptions, in the order of the entries.

    Args:
        entries: those that may apply to the claims under review.
        controls: what was found of the compensating controls, by the label of the entry.
    """
    used = {one.entry for verdict in verdicts for one in verdict.excused}
    notes: list[RegisterNote] = []
    for at, entry in enumerate(entries):
        called = label(entry)
        state = list(_state(entry, period))
        notes += (RegisterNote(entry=called, kind=kind, why=why) for kind, why in state)
        in_force = all(kind == "expiring" for kind, _ in state) and entry.from_ <= period.as_of
        if in_force and called not in used and (why := _unused(entry, verdicts)):
            notes.append(RegisterNote(entry=called, kind="unused", why=why))
        notes += (
            RegisterNote(entry=called, kind="overlapping", why=f"It overlaps with the exception for {label(other)}.")
            for other in entries[at + 1 :]
            if _overlap(entry, other)
        )
        notes += (RegisterNote(entry=called, kind="control", why=why) for why in controls.get(called, ()))
    return tuple(notes)


def _state(entry: RegisteredException, period: Period) -> Iterator[tuple[str, str]]:
    if not entry.approver.strip():
        yield "unapproved", "Nobody approved it, so it excuses nothing."
    if entry.revoked and entry.revoked <= period.as_of:
        yield "revoked", f"It was revoked on {entry.revoked} and excuses nothing since."
    elif entry.to < period.as_of:
        yield "expired", f"It ended on {entry.to} and excuses nothing since: renew it, or bring the item in line and take it out."
    elif entry.to <= period.as_of + SOON:
        left = (entry.to - period.as_of).days
        when = f"{left} day{'s' if left > 1 else ''} after this review" if left else "the day of this review"
        yield "expiring", f"It ends on {entry.to}, {when}."


def _unused(entry: RegisteredException, verdicts: Sequence[Verdict]) -> str:
    """Why an entry in force excuses nothing, as far as the review can tell; empty where it cannot."""
    about = [one for one in verdicts if applies(entry, one.claim)]
    asked = [one for one in about if one.query is not None and one.status in JUDGED]
    if not about:
        return "No claim of the documents is about its topic, so it excuses nothing."
    if not asked:
        return ""
    return "No item that breaks a promise is named by it, so it excuses nothing: take it out if the deviation is over."


def _overlap(one: RegisteredException, other: RegisteredException) -> bool:
    """Whether two entries excuse the same item of the same promise on the same day."""
    if one.to < other.from_ or other.to < one.from_:
        return False
    if None not in (one.topic, other.topic) and one.topic != other.topic:
        return False
    if one.names_claim and other.names_claim and one.claim != other.claim:
        return False
    a, b = (entry.item.strip().lower() for entry in (one, other))
    return a == b or fits(a, b) or fits(b, a)
