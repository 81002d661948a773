"""What an accepted deviation of the user's own files excuses, by the rules that hold for registers of exceptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from claims import Claim

from ..exceptions import Acceptance, is_valid
from ..exceptions.validity import Window
from ..model import Observation, Period
from .model import RegisteredException


def label(entry: RegisteredException) -> str:
    """What an entry is called, as no other one is: its item, what it applies to, and its days."""
    about = entry.claim_said if entry.names_claim else entry.topic or "every topic"
    return f"{entry.item}, {about}, {entry.from_} to {entry.to}"


def applies(entry: RegisteredException, claim: Claim) -> bool:
    """Whether an entry is about a claim; one that names a claim is about no other."""
    return entry.topic in (None, claim.topic) and (not entry.names_claim or entry.claim == claim.id)


def names(item: str, observation: Observation) -> bool:
    """Whether the item of an entry is an observed one: by any of its identifiers, or as a pattern by its name alone."""
    wanted = item.strip().lower()
    if wanted == observation.item.lower() or any(isinstance(v, str) and v.lower() == wanted for v in observation.row.values()):
        return True
    return "*" in wanted and fits(wanted, observation.item.lower())


def fits(pattern: str, name: str) -> bool:
    """Whether a pattern with `*` for any characters fits a name."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name, re.DOTALL) is not None


def as_acceptance(entry: RegisteredException) -> Acceptance:
    """An entry as those of registers among the evidence are."""
    end = min(entry.to, entry.revoked - timedelta(days=1)) if entry.revoked else entry.to
    return Acceptance(
        reference=f"for {entry.item}", affected={"item": entry.item}, reason=entry.reason, approver=entry.approver,
        start=entry.from_, end=end, controls=entry.compensating_control or "",
    )  # fmt: skip


def excuses(
    entry: RegisteredException, observation: Observation, period: Period, window: Window, doubts: Sequence[str] = ()
) -> tuple[bool, str]:
    """Whether an entry excuses an item that it names, and the words that say why it does or does not.

    Args:
        window: whether the claim is judged over the period or as of its end.
        doubts: what the evidence says against its compensating control.
    """
    valid, why = is_valid(as_acceptance(entry), "item", observation, period, window)
    if valid:
        said = f"accepted by {entry.approver} from {entry.from_} to {entry.to}: {entry.reason}"
        return True, f"{said.rstrip('.')}. {' '.join(doubts)}" if doubts else said
    if entry.revoked and entry.revoked <= period.as_of:
        return False, f"The exception for {entry.item} was revoked on {entry.revoked} and excuses nothing since."
    return False, why
