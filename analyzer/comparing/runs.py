"""What moved between two runs: promises, verdicts and why they turned, exceptions, populations, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..model import Run, Status, Verdict
from .claims import Pair, match

Cause = Literal["text", "fact", "both", "evidence"]
GREW = 0.2  # of a population; a change beyond it is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A promise of both runs, and what became of it.

    Attributes:
        cause: why it has another verdict: the text, the facts, both, or evidence that came or went; None where it has the same.
        opened, closed, still: items that break it now and did not, did and do not, and did and do.
        population: the number of items before and now, where both are known.
    """

    pair: Pair
    before: Status
    now: Status
    cause: Cause | None
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    still: tuple[str, ...]
    population: tuple[int, int] | None

    @property
    def turned(self) -> bool:
        """Whether it has another verdict than before."""
        return self.before != self.now

    @property
    def resized(self) -> bool:
        """Whether its population grew or shrank by more than a fifth."""
        return self.population is not None and abs(self.population[1] - self.population[0]) > GREW * max(self.population[0], 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs side by side.

    Attributes:
        moved: the promises of both runs.
        added, dropped: the promises of the new run only, and of the old one only, with their verdicts.
        vanished, appeared: evidence files that only the old, or only the new run had, by name.
    """

    moved: tuple[Moved, ...]
    added: tuple[Verdict, ...]
    dropped: tuple[Verdict, ...]
    vanished: tuple[str, ...]
    appeared: tuple[str, ...]

    @property
    def worse(self) -> tuple[Moved, ...]:
        """Promises that are contradicted now and were not, or that more items break than before."""
        return tuple(one for one in self.moved if one.now == "contradicted" and (one.turned or one.opened))

    @property
    def breaks(self) -> bool:
        """Whether something is broken now that was not: a promise that got worse, or a new one that is contradicted."""
        return bool(self.worse) or any(one.status == "contradicted" for one in self.added)


def compare(old: Run, new: Run) -> Comparison:
    """Compare two runs; neither is changed."""
    before = {id(one.claim): one for one in old.verdicts}
    now = {id(one.claim): one for one in new.verdicts}
    pairs = match([one.claim for one in old.verdicts], [one.claim for one in new.verdicts])
    moved = [
        _moved(pair, before[id(pair.old)], now[id(pair.new)]) for pair in pairs if pair.old is not None and pair.new is not None
    ]
    files, later = ({one.path for one in run.evidence} for run in (old, new))
    return Comparison(
        moved=tuple(moved),
        added=tuple(now[id(pair.new)] for pair in pairs if pair.old is None and pair.new is not None),
        dropped=tuple(before[id(pair.old)] for pair in pairs if pair.new is None and pair.old is not None),
        vanished=tuple(sorted(files - later)),
        appeared=tuple(sorted(later - files)),
    )


def _moved(pair: Pair, old: Verdict, new: Verdict) -> Moved:
    failed, fails = (list(dict.fromkeys(one.item for one in verdict.exceptions)) for verdict in (old, new))
    return Moved(
        pair=pair,
        before=old.status,
        now=new.status,
        cause=_cause(pair, old, new) if old.status != new.status else None,
        opened=tuple(item for item in fails if item not in failed),
        closed=tuple(item for item in failed if item not in fails),
        still=tuple(item for item in fails if item in failed),
        population=(old.population, new.population) if old.population is not None and new.population is not None else None,
    )


def _cause(pair: Pair, old: Verdict, new: Verdict) -> Cause:
    """Why a verdict turned: by its text where that promises something else, by what the evidence says, or by having any."""
    by_text = pair.kind in ("changed", "split")
    if not by_text and bool(_files(old)) != bool(_files(new)):
        return "evidence"
    by_fact = _facts(old) != _facts(new)
    return "both" if by_text and by_fact else "text" if by_text else "fact"


def _files(verdict: Verdict) -> Sequence[str]:
    return verdict.evidence


def _facts(verdict: Verdict) -> tuple[object, ...]:
    """What the evidence behind a verdict is: its files with their hashes."""
    return tuple(sorted((verdict.query.files if verdict.query else {}).items()))
