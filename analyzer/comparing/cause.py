"""Why a promise has another verdict than before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import Run, Verdict
from .claims import Pair

Cause = Literal["text", "fact", "both", "evidence", "acceptance", "period", "rules"]
UNDECIDED = ("not_shown", "partly_supported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A verdict and the run that it is of."""

    verdict: Verdict
    run: Run

    def facts(self) -> frozenset[str]:
        """The hashes of the evidence files behind the verdict, whatever they are called; the name of one that has no hash."""
        hashes = {one.path: one.sha256 for one in self.run.evidence}
        named = {path: hashes[path] for path in self.verdict.evidence if path in hashes}
        behind = named | (self.verdict.query.files if self.verdict.query else {})
        return frozenset(sha256 or path for path, sha256 in behind.items())

    def failing(self) -> frozenset[str]:
        """The tests of the evidence that speak against the verdict's evidence."""
        return frozenset(one.test for one in self.verdict.assurance if one.passed is False)

    def found(self) -> tuple[object, ...]:
        """What the evidence showed, apart from where it was read."""
        one = self.verdict
        items = ((item.item, item.observed) for item in (*one.exceptions, *one.unknown))
        return one.population, tuple(sorted(items)), tuple(sorted(item.item for item in one.excused)), self.failing()


def cause_of(pair: Pair, old: Side, new: Side) -> Cause:
    """What turned a verdict.

    `text`: the promise says something else, about the same evidence; `both`: and the evidence is another one too.
    `evidence`: it came, went, or its tests turned. `acceptance`: somebody accepted what breaks the promise, or no longer does.
    `fact`: the evidence is another one. `period`: the same evidence was asked about other days. `rules`: nothing of all that,
    so the settings or the version of the program.
    """
    same = old.facts() == new.facts()
    if pair.kind in ("changed", "split"):
        return "text" if same else "both"
    if bool(old.facts()) != bool(new.facts()):
        return "evidence"
    undecided = old.verdict.status in UNDECIDED or new.verdict.status in UNDECIDED
    if undecided and old.failing() != new.failing():
        return "evidence"
    if _by_acceptance(old.verdict, new.verdict):
        return "acceptance"
    if not same:
        return "rules" if old.found() == new.found() and old.run.version != new.run.version else "fact"
    return "period" if old.run.period != new.run.period else "rules"


def _by_acceptance(old: Verdict, new: Verdict) -> bool:
    """Whether all that breaks the promise on one side only is accepted on the other."""
    was, now = ({one.item for one in verdict.exceptions} for verdict in (old, new))
    accepted, accepts = ({one.item for one in verdict.excused} for verdict in (old, new))
    return bool(was ^ now) and now - was <= accepted and was - now <= accepts
