"""What comes out of a proof. All are frozen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from claims import Claim

from ..model import Status

Kind = Literal["promise", "fact", "repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One promised value or one fact changed, and what became of the verdict.

    Attributes:
        claim: the claim whose verdict was looked at.
        topic: its check.
        kind: a promised value changed, a fact changed so that the promise breaks, or so that an exception disappears.
        flipped: what was changed, in words.
        item: the item whose fact was changed; empty for a promise.
        before: the verdict on what was given; `after`, on the mutant.
        killed: whether the check noticed.
        why: for a survivor, what that says.
    """

    claim: Claim
    topic: str
    kind: Kind
    flipped: str
    item: str = ""
    before: Status
    after: Status
    killed: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of the mutants of a topic the check noticed."""

    topic: str
    mutants: int
    killed: int

    @property
    def share(self) -> float:
        """Killed of all, from 0 to 1."""
        return self.killed / self.mutants if self.mutants else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All mutants of a review.

    Attributes:
        unproven: claims that were judged and of which nothing could be changed, each with the reason.
        same: claims judged by the same question as one that was proven, by its id.
    """

    mutants: tuple[Mutant, ...]
    unproven: tuple[tuple[Claim, str], ...] = ()
    same: dict[str, str] = field(default_factory=dict)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that nothing noticed."""
        return tuple(one for one in self.mutants if not one.killed)

    def rates(self) -> list[Rate]:
        """The rate of each topic, by name."""
        return [_rate(topic, (m for m in self.mutants if m.topic == topic)) for topic in sorted({m.topic for m in self.mutants})]

    def total(self) -> Rate:
        """The rate of all topics together."""
        return _rate("all", self.mutants)


def _rate(topic: str, mutants: Iterable[Mutant]) -> Rate:
    found = list(mutants)
    return Rate(topic=topic, mutants=len(found), killed=sum(one.killed for one in found))
