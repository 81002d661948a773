"""What a review tells of decisions: those on its claims, the claims that are none, and what is to be done about entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claims import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided on a claim, or noted.

    Attributes:
        kind: None where it is only a note or an owner.
        owner: who answers for the claim.
        by: who decided.
        on: when, as 2026-06-30; empty where nobody says.
        was: of a corrected claim how it was read before.
    """

    kind: Literal["confirm", "correct", "reject"] | None = None
    reason: str = ""
    note: str = ""
    owner: str = ""
    by: str = ""
    on: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A sentence that was taken for a claim and of which somebody decided that it is none."""

    claim: Claim
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterNote:
    """What is to be said of an entry of the register: of an accepted exception, or of a decision on a claim.

    Attributes:
        entry: what it is called.
        kind: `expired`, `expiring`, `revoked`, `unapproved`, `unused`, `overlapping`, `control`, or for the claim that it names
            `gone`, `changed`, `several`, and for a correction that cannot be applied `faulty`.
        why: one or two sentences.
    """

    entry: str
    kind: str
    why: str
