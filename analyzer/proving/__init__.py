"""Proof by mutation: one promise or one fact is changed at a time, and the verdict has to change with it.

A check that gives the same verdict whatever the evidence says shows nothing. Here each check is run again on the user's own
documents and evidence with a stated value or a cell changed; what it does not notice is a survivor, and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claims import Claim

from ..catalog import Catalog
from ..config import Config
from ..evidence.store import QueryError, Store
from ..judge import Evidence
from ..model import Binding, Period
from ..pipeline import Progress, examine
from .lab import Lab
from .model import Mutant, Proof, Rate
from .mutants import Mutants

PROVEN = ("supported", "partly_supported", "contradicted")


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
    examined = examine(documents, given, period, catalog, config, progress)
    store = examined.evidence.store
    if store is None:
        return Proof(mutants=())
    bindings = [v.binding for v in examined.run.verdicts if v.query and (not topics or v.binding.check in topics)]
    return prove_bindings(bindings, catalog, examined.evidence, store, seed, progress)


def prove_bindings(
    bindings: Sequence[Binding], catalog: Catalog, evidence: Evidence, store: Store, seed: int = 1,
    progress: Progress = lambda what, done, of: None,
) -> Proof:  # fmt: skip
    """The mutants of bindings over a store; claims that ask the same of the evidence are proven once.

    Args:
        store: the finished tables of `evidence`, which are altered one fact at a time and always put back.
    """
    lab = Lab(catalog, evidence, store)
    maker = Mutants(lab, seed)
    mutants: list[Mutant] = []
    unproven: list[tuple[Claim, str]] = []
    same: dict[str, str] = {}
    seen: dict[str, str] = {}
    for done, binding in enumerate(bindings, start=1):
        progress("Changing promises and facts", done, len(bindings))
        try:
            before = lab.judge(binding)
        except QueryError:
            continue
        if before.status not in PROVEN:
            continue
        asked = repr(([lab.question(binding, part) for part in binding.parts], before.status, before.population))
        if asked in seen:
            same[binding.claim.id] = seen[asked]
            continue
        seen[asked] = binding.claim.id
        found = list(maker.of(binding, before))
        mutants += found
        if not found:
            unproven.append((binding.claim, "no value is promised and no item of it can be changed"))
    return Proof(mutants=tuple(mutants), unproven=tuple(unproven), same=same)


__all__ = ["Mutant", "Proof", "Rate", "prove", "prove_bindings"]
