"""Since when an item breaks a promise: the runs that are kept, looked through backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..model import Run, Verdict
from .claims import match

Fate = Literal["kept", "absent", "unseen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier run under the name that people know it by, such as "2026-Q2"."""

    label: str
    run: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The first run that saw something, and the day that its snapshots speak for."""

    label: str
    day: date

    def days_to(self, day: date) -> int:
        """The days from then to another day."""
        return (day - self.day).days


class History:
    """The runs before the newest one, and which of their verdicts are on the same promise."""

    def __init__(self, past: Sequence[Past], new: Run) -> None:
        """Pair the promises of each run with those of the next.

        Args:
            past: the earlier runs, oldest first.
            new: the newest run.
        """
        self._past = list(reversed(past))
        self._before: list[dict[int, Verdict]] = []
        later = {id(one.claim): id(one) for one in new.verdicts}
        claims = [one.claim for one in new.verdicts]
        for one in self._past:
            held = {id(verdict.claim): verdict for verdict in one.run.verdicts}
            older = [verdict.claim for verdict in one.run.verdicts]
            found: dict[int, Verdict] = {}
            following: dict[int, int] = {}
            for pair in match(older, claims):
                if pair.old is not None and pair.new is not None and pair.kind != "split" and id(pair.new) in later:
                    origin = later[id(pair.new)]
                    found[origin] = held[id(pair.old)]
                    following[id(pair.old)] = origin
            self._before.append(found)
            claims, later = older, following

    def since(self, verdict: Verdict, item: str) -> Seen | None:
        """The first run of an unbroken row of runs, ending before the newest, in which an item broke a promise.

        A run that did not see the item, or could not tell, is passed over: it did not see it put right.
        """
        first: Seen | None = None
        for past, verdicts in zip(self._past, self._before, strict=True):
            before = verdicts.get(id(verdict))
            if before is None:
                break
            if any(one.item == item for one in before.exceptions):
                first = Seen(label=past.label, day=past.run.period.as_of)
            elif fate_of(item, before) == "kept":
                break
        return first

    def between(self, verdict: Verdict, old: Run) -> list[tuple[Seen, Verdict]]:
        """The verdicts on a promise in the runs after an old one and before the newest, oldest first."""
        found: list[tuple[Seen, Verdict]] = []
        for past, verdicts in zip(self._past, self._before, strict=True):
            before = verdicts.get(id(verdict))
            if past.run is old or before is None:
                break
            found.insert(0, (Seen(label=past.label, day=past.run.period.as_of), before))
        return found

    def same_evidence_since(self, sha256: str) -> Seen | None:
        """The first run that read evidence with the same bytes."""
        first: Seen | None = None
        for past in self._past:
            if any(one.sha256 == sha256 for one in past.run.evidence):
                first = Seen(label=past.label, day=past.run.period.as_of)
        return first


def fate_of(item: str, verdict: Verdict) -> Fate:
    """What a verdict tells of an item that it does not name as breaking the promise.

    `kept`: the promise holds for it, or the population is too large to list. `absent`: it is not in the population. `unseen`: the
    evidence does not tell.
    """
    if not verdict.population or any(one.item == item for one in verdict.unknown):
        return "unseen"
    told = [verdict.holding, verdict.exceptions, verdict.excused, verdict.unknown]
    listed = sum(map(len, told)) >= verdict.population
    return "absent" if listed and all(one.item != item for one in verdict.holding) else "kept"
