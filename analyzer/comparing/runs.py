"""What moved between two runs: promises, verdicts and why they turned, exceptions, populations, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import Period, RegisterNote, Run, Status, Verdict
from .cause import Cause, Side, cause_of
from .claims import Pair, match
from .history import Fate, History, Past, Seen, fate_of
from .populations import Resized, resized
from .sources import Evidence, compare_evidence

OVER = ("expired", "revoked", "expiring")
NOW = {
    "kept": "put right", "absent": "no longer in the population", "unseen": "no longer told by the evidence",
    "accepted": "accepted now",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An item that broke a promise only between two runs.

    Attributes:
        seen: the runs between them that saw it, oldest first.
        now: what the newer one tells of it.
    """

    item: str
    seen: tuple[Seen, ...]
    now: Fate | Literal["accepted"]

    @property
    def runs(self) -> str:
        """The runs that saw it, by their names."""
        return ", ".join(one.label for one in self.seen)

    @property
    def told(self) -> str:
        """What the newer run tells of it, for people."""
        return NOW[self.now]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A promise of both runs, and what became of it.

    Attributes:
        cause: why it has another verdict; None where it has the same.
        opened, still: items that break it now and did not, and did and do.
        closed: items that broke it, and now do not.
        absent: items that broke it, and are not in the population any more.
        lapsed: of the opened ones, those that were accepted before.
        again: of the opened ones, those that a run before the old one saw, whose evidence then did not tell.
        accepted: items that broke it, and are accepted now.
        unseen: items that broke it, and of which the evidence no longer tells.
        reopened: of the ones that still break it, those that a run between the two saw keep it.
        passed: items that neither of the two runs saw break it, and one between them did.
        since: of items that break it now, the first run that saw it, where that is an earlier one.
        resized: what its population did that nothing explains.
    """

    pair: Pair
    before: Status
    now: Status
    cause: Cause | None
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    passed: tuple[Passed, ...] = ()
    since: Mapping[str, Seen] = field(default_factory=dict)
    resized: Resized | None = None

    @property
    def turned(self) -> bool:
        """Whether it has another verdict than before."""
        return self.before != self.now

    @property
    def worse(self) -> bool:
        """Whether it is contradicted now and was not, or more items break it than before."""
        return self.now == "contradicted" and (self.turned or bool(self.opened))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs side by side.

    Attributes:
        before, now: the periods of the two.
        pairs: all promises of both.
        moved: the promises of both runs.
        added, dropped: the promises of the new run only, and of the old one only, with their verdicts.
        decisions: notes on entries of the register that are new: they ended, were revoked, or end soon.
        evidence: what became of the evidence.
    """

    before: Period
    now: Period
    pairs: tuple[Pair, ...]
    moved: tuple[Moved, ...]
    added: tuple[Verdict, ...]
    dropped: tuple[Verdict, ...]
    decisions: tuple[RegisterNote, ...]
    evidence: Evidence

    @property
    def worse(self) -> tuple[Moved, ...]:
        """Promises that are contradicted now and were not, or that more items break than before."""
        return tuple(one for one in self.moved if one.worse)

    @property
    def regressions(self) -> tuple[Moved, ...]:
        """Promises of both runs that were not contradicted and are now, or that lost the evidence that supported them."""
        return tuple(one for one in self.moved if one.turned and (one.now == "contradicted" or one.before == "supported"))


def compare(old: Run, new: Run, past: Sequence[Past] = ()) -> Comparison:
    """Compare two runs; neither is changed.

    Args:
        past: the kept runs before the new one, oldest first and the old one among them: they say since when something is so.
    """
    before = {id(one.claim): one for one in old.verdicts}
    now = {id(one.claim): one for one in new.verdicts}
    pairs = match([one.claim for one in old.verdicts], [one.claim for one in new.verdicts])
    noted = {(one.entry, one.kind) for one in old.register}
    history = History(past or [Past(label=str(old.period), run=old)], new)
    moved = [
        _moved(pair, Side(verdict=before[id(pair.old)], run=old), Side(verdict=now[id(pair.new)], run=new), history)
        for pair in pairs if pair.old is not None and pair.new is not None
    ]  # fmt: skip
    return Comparison(
        before=old.period, now=new.period, pairs=tuple(pairs), moved=tuple(moved),
        added=tuple(now[id(pair.new)] for pair in pairs if pair.old is None and pair.new is not None),
        dropped=tuple(before[id(pair.old)] for pair in pairs if pair.new is None and pair.old is not None),
        decisions=tuple(one for one in new.register if one.kind in OVER and (one.entry, one.kind) not in noted),
        evidence=compare_evidence(old, new, history),
    )  # fmt: skip


def _moved(pair: Pair, one: Side, other: Side, history: History) -> Moved:
    old, new = one.verdict, other.verdict
    failed, fails = (list(dict.fromkeys(item.item for item in verdict.exceptions)) for verdict in (old, new))
    excused, excuses = ({item.item for item in verdict.excused} for verdict in (old, new))
    opened = [item for item in fails if item not in failed]
    ended = [item for item in failed if item not in fails]
    fates = {item: fate_of(item, new) for item in ended if item not in excuses}
    first = {item: seen for item in fails if (seen := history.since(new, item))}
    between = history.between(new, one.run)
    return Moved(
        pair=pair, before=old.status, now=new.status, cause=cause_of(pair, one, other) if old.status != new.status else None,
        opened=tuple(opened),
        closed=tuple(item for item, fate in fates.items() if fate == "kept"),
        absent=tuple(item for item, fate in fates.items() if fate == "absent"),
        still=tuple(item for item in fails if item in failed),
        lapsed=tuple(item for item in opened if item in excused),
        again=tuple(item for item in opened if item not in excused and item in first and first[item].day < one.run.period.as_of),
        accepted=tuple(item for item in ended if item in excuses),
        unseen=tuple(item for item, fate in fates.items() if fate == "unseen"),
        reopened=tuple(item for item in fails if item in failed and any(_put_right(item, told) for _, told in between)),
        passed=tuple(
            Passed(item=item, seen=seen, now="accepted" if item in excuses else fate_of(item, new))
            for item, seen in _broken_in(between).items() if item not in failed and item not in fails
        ),
        since=first, resized=resized(old, new, one.run, other.run),
    )  # fmt: skip


def _broken_in(between: Iterable[tuple[Seen, Verdict]]) -> dict[str, tuple[Seen, ...]]:
    """What runs saw break a promise, and which of them."""
    found: dict[str, tuple[Seen, ...]] = {}
    for seen, verdict in between:
        for item in dict.fromkeys(one.item for one in verdict.exceptions):
            found[item] = (*found.get(item, ()), seen)
    return found


def _put_right(item: str, verdict: Verdict) -> bool:
    told = (*verdict.exceptions, *verdict.excused)
    return all(one.item != item for one in told) and fate_of(item, verdict) == "kept"
