"""Proof by mutation: one promise or one fact is changed at a time, and the verdict has to change with it.

A check that gives the same verdict whatever the evidence says shows nothing. Here each check is run again on the user's own
documents and evidence with a stated value or a cell changed; what it does not notice is a survivor, and named.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from claims import Claim

from ..catalog import Catalog, TopicEntry
from ..config import Config, RegisteredException
from ..evidence.altered import Change, altered
from ..evidence.load import load_evidence
from ..evidence.store import QueryError, Store
from ..judge import Evidence, judge
from ..model import Binding, Observation, Period, Run, Verdict
from ..pipeline import Progress, review
from .facts import Reading, applicable, derived, reading
from .model import Mutant, Proof, Rate
from .promises import promises
from .rows import Rows

ITEMS = 3  # of a claim whose facts are changed
TRIES = 24  # changes that are tried on an item before it counts as a survivor
PROVEN = ("supported", "partly_supported", "contradicted")
Found = TypeVar("Found")


def prove(
    documents: Sequence[Path], given: Sequence[Path], period: Period, catalog: Catalog, config: Config | None = None,
    seed: int = 1, topics: Sequence[str] = (), progress: Progress = lambda what, done, of: None,
) -> Proof:  # fmt: skip
    """Review documents against evidence, then change promises and facts one by one and see whether the verdicts notice.

    Args:
        documents: files and folders.
        given: the evidence; its files are only read.
        seed: draws the items whose facts are changed; the same seed draws the same.
        topics: only claims judged by these checks; all when left out.
    """
    config = config or Config()
    run = review(documents, given, period, catalog, config, progress)
    store = load_evidence(given, catalog, period, config.holidays, [], config.memory).store
    evidence = Evidence(
        store=store, period=period, assurance=run.assurance, register=(*config.exceptions, *_excused(run)),
    )  # fmt: skip
    bindings = [v.binding for v in run.verdicts if v.query and (not topics or v.binding.check in topics)]
    return prove_bindings(bindings, catalog, evidence, store, seed, progress)


def prove_bindings(
    bindings: Sequence[Binding], catalog: Catalog, evidence: Evidence, store: Store, seed: int = 1,
    progress: Progress = lambda what, done, of: None,
) -> Proof:  # fmt: skip
    """The mutants of bindings over a store; claims that ask the same of the evidence are proven once.

    Args:
        store: the finished tables of `evidence`, which are altered one fact at a time and always put back.
    """
    lab = _Lab(catalog, evidence, store, seed)
    mutants: list[Mutant] = []
    unproven: list[tuple[Claim, str]] = []
    same: dict[str, str] = {}
    seen: dict[str, str] = {}
    for done, binding in enumerate(bindings, start=1):
        key = repr((binding.check, binding.parts, sorted(binding.params.items(), key=str), sorted(binding.scope.items())))
        if key in seen:
            same[binding.claim.id] = seen[key]
            continue
        seen[key] = binding.claim.id
        before = lab.judge(binding)
        if before.status not in PROVEN:
            continue
        found = [*lab.promises(binding, before), *lab.facts(binding, before)]
        mutants += found
        if not found:
            unproven.append((binding.claim, "no value is promised and no item of it can be changed"))
        progress("Changing promises and facts", done, len(bindings))
    return Proof(mutants=tuple(mutants), unproven=tuple(unproven), same=same)


class _Lab:
    """Makes mutants and looks at them."""

    def __init__(self, catalog: Catalog, evidence: Evidence, store: Store, seed: int) -> None:
        self.catalog = catalog
        self.evidence = evidence
        self.store = store
        self.rows = Rows(store)
        self.seed = seed

    def judge(self, binding: Binding) -> Verdict:
        """The verdict on the store as it is now."""
        return judge([binding], self.catalog, self.evidence)[0]

    def promises(self, binding: Binding, before: Verdict) -> Iterable[Mutant]:
        """One mutant for each stated value: one of the other values at least has to be noticed."""
        entry = self.catalog.topics[binding.check or ""]
        for variants in promises(binding, entry, self.evidence.period):
            verdicts = [(one, self.judge(one.binding)) for one in variants]
            noticed = [(one, after) for one, after in verdicts if _differs(before, after)]
            one, after = (noticed or verdicts)[0]
            yield Mutant(
                claim=binding.claim, topic=entry.id, kind="promise", flipped=str(one), before=before.status, after=after.status,
                killed=bool(noticed), why="" if noticed else "the evidence has no item that this value decides",
            )  # fmt: skip

    def facts(self, binding: Binding, before: Verdict) -> Iterable[Mutant]:
        """Mutants of facts: items that hold made to break, and for a contradiction those that break repaired."""
        entry = self.catalog.topics[binding.check or ""]
        chance = random.Random(f"{self.seed} {binding.claim.id}")
        for name in binding.parts:
            read = reading(entry, name, self.rows)
            try:
                items = self._observe(read, binding)
            except QueryError:
                continue
            outcomes = (True, False) if before.status == "contradicted" else (True,)
            for holds in outcomes:
                fitting = [one for one in items if one.holds is holds]
                for item in sorted(chance.sample(fitting, min(ITEMS, len(fitting))), key=lambda one: one.item):
                    yield from self._mutants(read, entry, binding, before, item)

    def _mutants(self, read: Reading, entry: TopicEntry, binding: Binding, before: Verdict, item: Observation) -> Iterable[Mutant]:
        breaking = item.holds is True
        wanted = not breaking
        stated = {name for name, value in binding.claim.params.items() if value is not None}
        ways = applicable(read, stated, item, self.rows) if breaking else []
        for way in ways or [list(derived(read, item, self.rows, self.evidence.period))[:TRIES]]:
            change, after = self._first(way, read, binding, before, item, wanted)
            killed = change is not None
            yield Mutant(
                claim=binding.claim, topic=entry.id, kind="fact" if breaking else "repair", item=item.item,
                flipped=str(change or (way[0] if ways else "nothing that the check reads makes a difference")),
                before=before.status, after=after.status, killed=killed,
                why="" if killed else _survived(read, breaking, bool(ways)),
            )  # fmt: skip

    def _first(
        self, changes: Sequence[Change], read: Reading, binding: Binding, before: Verdict, item: Observation, wanted: bool
    ) -> tuple[Change | None, Verdict]:
        """The first change after which the item has the other outcome, else the first that makes the verdict another."""
        undecided: list[Change] = []
        outcomes = self._outcomes(read, binding, item)
        for change in changes:
            found = self._under(change, lambda: self._outcomes(read, binding, item))
            if found is None:
                continue
            if found[wanted] > outcomes[wanted] and found[not wanted] < outcomes[not wanted]:
                after = self._under(change, lambda: self.judge(binding))
                return change, after or before
            if found[None] > outcomes[None]:
                undecided.append(change)
        for change in undecided[:1] if not wanted else []:
            after = self._under(change, lambda: self.judge(binding))
            if after and after.status != before.status:
                return change, after
        return None, before

    def _under(self, change: Change, look: Callable[[], Found]) -> Found | None:
        """What is seen with a fact changed; None where the tables cannot hold the change."""
        try:
            with altered(self.store, change):
                return look()
        except QueryError:
            return None

    def _outcomes(self, read: Reading, binding: Binding, item: Observation) -> Counter[bool | None]:
        """How often each outcome is found under the name of an item, which several accounts of a person may share."""
        return Counter(one.holds for one in self._observe(read, binding) if one.item == item.item)

    def _observe(self, read: Reading, binding: Binding) -> list[Observation]:
        return self.store.observe(read.sql, binding.params)


def _differs(before: Verdict, after: Verdict) -> bool:
    """Whether a verdict noticed: it is another one, or names other items."""
    return (before.status, before.population, _items(before)) != (after.status, after.population, _items(after))


def _items(verdict: Verdict) -> tuple[list[str], list[str]]:
    return sorted(one.item for one in verdict.exceptions), sorted(one.item for one in verdict.unknown)


def _survived(read: Reading, breaking: bool, is_declared: bool) -> str:
    if not read.tables:
        return "the rows behind the item are not in the evidence"
    if is_declared:
        return "the check does not notice what it declares to break it: a fault of the check"
    return "no single cell of what the check reads decides on this item" + ("" if breaking else "; several facts break it")


def _excused(run: Run) -> list[RegisteredException]:
    """What the review excused, so that it is excused in the proof too."""
    days = {"from": run.period.start, "to": run.period.end}
    return [
        RegisteredException.model_validate(
            {"item": one.item, "topic": verdict.binding.check, "reason": one.why or "accepted", "approver": "review", **days}
        )
        for verdict in run.verdicts
        for one in verdict.excused
    ]


__all__ = ["Mutant", "Proof", "Rate", "prove", "prove_bindings"]
