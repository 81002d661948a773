"""Makes the mutants of a claim and looks at them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from ..catalog import TopicEntry
from ..evidence.altered import Change
from ..evidence.store import QueryError
from ..evidence.tally import Tally
from ..judge import NAMED_BY, narrow
from ..model import Binding, Observation, Verdict
from .facts import Reading, Recipe, applicable, derived, reading, removed
from .lab import Lab
from .model import Mutant
from .promises import Promise, promises
from .rows import Rows

ITEMS = 3  # of a claim whose facts are changed
UNSCALED = ("enum", "flag", "text", "set")  # types of promised values that have no ends
TRIES = 80  # changes that are tried on an item before it counts as a survivor
ENOUGH = 24  # of them, after which what leaves an item open is taken, and an exception is removed with its rows


class Mutants:
    """The mutants of claims over the store of a lab.

    Args:
        seed: draws the items whose facts are changed.
    """

    def __init__(self, lab: Lab, seed: int) -> None:
        self.lab = lab
        self.seed = seed
        self.rows = Rows(lab.store)
        self._worked: dict[tuple[str, bool], dict[Recipe, None]] = {}

    def of(self, binding: Binding, before: Verdict) -> Iterator[Mutant]:
        """Mutants of what a claim promises, then of the facts that it is judged by.

        Args:
            before: its verdict on the evidence as it is.
        """
        yield from self._promises(binding, before)
        yield from self._facts(binding, before)

    def _promises(self, binding: Binding, before: Verdict) -> Iterator[Mutant]:
        """One mutant for each stated value: one of the other values at least has to be noticed.

        A value without a scale (what is allowed, who has to approve) may decide only on items that break, as one that allows
        more does where nothing has to be allowed. Such a change makes no difference on this evidence and is no mutant; it is one
        if it makes none either once a fact is changed.
        """
        entry = self.lab.catalog.topics[binding.check or ""]
        judged = [part for part in binding.parts if self._items(binding, part)]
        for variants in promises(binding, entry, self.lab.evidence.period, judged):
            one, after = self._first_promise(variants, before)
            killed = _differs(before, after)
            if not killed and entry.topic.parameters[one.name].type in UNSCALED and self._decides(binding, variants, judged):
                continue
            yield Mutant(
                claim=binding.claim, topic=entry.id, kind="promise", flipped=str(one), before=before.status, after=after.status,
                killed=killed, why="" if killed else "the evidence has no item that this value decides",
            )  # fmt: skip

    def _first_promise(self, variants: Sequence[Promise], before: Verdict) -> tuple[Promise, Verdict]:
        """The first variant that the verdict notices, else the first of all."""
        for one in variants:
            try:
                after = self.lab.judge(one.binding)
            except QueryError:
                continue
            if _differs(before, after):
                return one, after
        return variants[0], before

    def _decides(self, binding: Binding, variants: Sequence[Promise], judged: Sequence[str]) -> bool:
        """Whether an item that keeps a promise would be told otherwise by another value if one of its facts were another."""
        entry = self.lab.catalog.topics[binding.check or ""]
        for part in judged:
            read = reading(entry, part, self.rows)
            for item in [one for one in self._items(binding, part) if one.holds][:ITEMS]:
                look = partial(self._are_told_apart, read, binding, variants, item)
                if any(self.lab.under(change, look) for change in self._derived(read, entry, item)):
                    return True
        return False

    def _are_told_apart(self, read: Reading, binding: Binding, variants: Sequence[Promise], item: Observation) -> bool:
        """Whether one of several promises finds an item otherwise than the stated one, in the store as it is now."""
        stated = self._outcomes(read, binding, item)
        return any(self._outcomes(read, one.binding, item) != stated for one in variants)

    def _facts(self, binding: Binding, before: Verdict) -> Iterator[Mutant]:
        """Mutants of facts: items that hold made to break, and for a contradiction those that break repaired.

        What breaks by another part of the check already is told by the verdict as it is, and is not broken once more.
        """
        entry = self.lab.catalog.topics[binding.check or ""]
        chance = random.Random(f"{self.seed} {binding.claim.id}")
        told = {item for found in _items(before) for item in found} if len(binding.parts) > 1 else set()
        for name in binding.parts:
            read = reading(entry, name, self.rows)
            items = self._items(binding, name)
            unlike = {holds: [one for one in items if one.holds is (not holds)][:ITEMS] for holds in (True, False)}
            for holds in (True, False) if before.status == "contradicted" else (True,):
                fitting = [one for one in items if one.holds is holds and not (holds and one.item in told)]
                for item in sorted(chance.sample(fitting, min(ITEMS, len(fitting))), key=lambda one: one.item):
                    yield from self._mutants(read, entry, binding, before, item, unlike[holds])

    def _items(self, binding: Binding, part: str) -> Sequence[Observation]:
        """The items of a part that a claim's own words speak of; none where its query cannot run."""
        try:
            return narrow(binding.claim.scope, Tally.of(self.lab.found(binding, part), NAMED_BY)).items or ()
        except QueryError:
            return ()

    def _mutants(
        self, read: Reading, entry: TopicEntry, binding: Binding, before: Verdict, item: Observation, unlike: Sequence[Observation]
    ) -> Iterator[Mutant]:
        breaking = item.holds is True
        stated = {name for name, value in binding.claim.params.items() if value is not None}
        ways = applicable(read, stated, item, self.rows) if breaking else []
        for way in ways or [self._derived(read, entry, item, unlike)]:
            change, after = self._first(way, read, binding, before, item)
            killed = change is not None
            if change and not ways:
                self._worked.setdefault((f"{entry.id}/{read.name}", breaking), {})[_recipe(change)] = None
            yield Mutant(
                claim=binding.claim, topic=entry.id, kind="fact" if breaking else "repair", item=item.item,
                flipped=str(change or (way[0] if ways else "nothing that the check reads makes a difference")),
                before=before.status, after=after.status, killed=killed,
                why="" if killed else _survived(read, breaking, bool(ways)),
            )  # fmt: skip

    def _derived(self, read: Reading, entry: TopicEntry, item: Observation, unlike: Sequence[Observation] = ()) -> list[Change]:
        """What may break or repair an item, with what did so to another item of the same check first."""
        worked = self._worked.get((f"{entry.id}/{read.name}", item.holds is True), {})
        found: dict[Change, None] = {}
        for change in derived(read, item, self.rows, self.lab.evidence.period, list(worked), unlike):
            found[change] = None
            if len(found) == (TRIES if item.holds else ENOUGH):
                break
        return [*found, *([] if item.holds else removed(read, item, self.rows))]

    def _first(
        self, changes: Iterable[Change], read: Reading, binding: Binding, before: Verdict, item: Observation
    ) -> tuple[Change | None, Verdict]:
        """The first change that the verdict notices because the item breaks, or no longer breaks; else one that leaves it open.

        A verdict that is another one because an item that held is gone (nothing is left to show it) is left open too.
        """
        wanted = item.holds is not True
        given = self._outcomes(read, binding, item)
        undecided: tuple[Change, Verdict] | None = None

        def look() -> tuple[Counter[bool | None], Verdict]:
            found = self._outcomes(read, binding, item)
            return found, before if found == given else self.lab.judge(binding)

        for tried, change in enumerate(changes):
            if undecided and tried >= ENOUGH:
                break
            seen = self.lab.under(change, look)
            if seen is None or not _differs(before, seen[1]):
                continue
            outcomes, after = seen
            if outcomes[not wanted] >= given[not wanted]:
                continue
            if outcomes[wanted] > given[wanted] or (wanted and change.to == "delete"):
                return change, after
            if not wanted and (outcomes[None] > given[None] or after.status != before.status):
                undecided = undecided or (change, after)
        return undecided or (None, before)

    def _outcomes(self, read: Reading, binding: Binding, item: Observation) -> Counter[bool | None]:
        """How often each outcome is found under the name of an item, which several accounts of a person may share."""
        return Counter(one.holds for one in self.lab.found(binding, read.name) if one.item == item.item)


def _recipe(change: Change) -> Recipe:
    return change.table, change.column, change.to


def _differs(before: Verdict, after: Verdict) -> bool:
    """Whether a verdict noticed: it is another one, or names other items."""
    return (before.status, before.population, _items(before)) != (after.status, after.population, _items(after))


def _items(verdict: Verdict) -> list[list[str]]:
    return [sorted(one.item for one in found) for found in (verdict.exceptions, verdict.excused, verdict.unknown)]


def _survived(read: Reading, breaking: bool, is_declared: bool) -> str:
    if not read.tables:
        return "the rows behind the item are not in the evidence"
    if is_declared:
        return "the check does not notice what it declares to break it: a fault of the check"
    return "no single cell of what the check reads decides on this item" + ("" if breaking else "; several facts break it")


__all__ = ["Mutants"]
