"""What adopting a text would commit a company to: each promise, what would show it, and what today's evidence says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..catalog import Catalog
from ..model import Run, Verdict

State = Literal["shown", "broken", "unshown", "open", "vague"]
STATES: dict[str, State] = {
    "supported": "shown", "partly_supported": "open", "contradicted": "broken", "inconsistent": "broken", "not_testable": "vague",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise that the text makes.

    Attributes:
        state: what evidence says of it today: shown, broken, shown in part (open), nothing (unshown), or vague: nothing could.
        tables: the ids of the evidence tables that its check asks; empty where no check tests it.
    """

    verdict: Verdict
    state: State
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Evidence that promises need and that was not given.

    Attributes:
        title: what it is about.
        sources: where companies have it.
        promises: how many promises wait for it.
    """

    table: str
    title: str
    sources: str
    promises: int


def commitments(run: Run, catalog: Catalog) -> list[Commitment]:
    """The company's own promises of a run, in the order of the text; plans and what others do are none."""
    own = [one for one in run.verdicts if one.claim.party == "own" and one.claim.modality == "in_force"]
    return [
        Commitment(verdict=one, state=STATES.get(one.status, "unshown"), tables=_tables(one, catalog))
        for one in own
        if one.status != "out_of_scope"
    ]


def needs(found: Sequence[Commitment], run: Run, catalog: Catalog) -> list[Need]:
    """The evidence that promises wait for, the one that most wait for first."""
    given = {table for file in run.evidence for table, rows in file.tables.items() if rows}
    waiting: dict[str, int] = {}
    for one in found:
        if one.state in ("unshown", "open"):
            for table in one.tables:
                if table not in given:
                    waiting[table] = waiting.get(table, 0) + 1
    ordered = sorted(waiting.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Need(table=t, title=catalog.tables[t].title, sources=catalog.tables[t].sources, promises=n) for t, n in ordered]


def _tables(verdict: Verdict, catalog: Catalog) -> tuple[str, ...]:
    entry = catalog.topics.get(verdict.claim.topic)
    if entry is None or entry.check is None:
        return ()
    parts = [entry.check.parts[part] for part in verdict.binding.parts if part in entry.check.parts]
    asked = [*entry.check.needs, *(table for part in parts for table in part.tables)] or list(entry.check.uses[:1])
    return tuple(dict.fromkeys(asked))
