"""A test that the columns of a record set offer for a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..judge import Evidence
from ..model import Observation, Period
from .claim import Asked
from .profile import Column, RecordSet

Row = Mapping[str, str]
Scope = dict[str, tuple[str, ...]]
Judged = tuple[bool | None, str, str]  # whether it holds, what was found, and why
Judge = Callable[["Candidate", Row, Asked, Period], Judged]
Test = Callable[["Candidate", Sequence[Row], Asked, Evidence], list[Observation]]


FEWEST = 3  # records that tell; of fewer nothing is known of most
MOSTLY = 0.55  # of them
ALWAYS = Period(start=date.min, end=date.max, as_of=date.max)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A test of a claim by columns of one record set.

    Attributes:
        kind: what is compared.
        test: compares it, for the rows of the population.
        records: whose rows are the population.
        column: the column that shows it; for a deadline the end or the amount.
        start: for a deadline the column with its beginning, None for an amount.
        scope: the values of categories to which the population is restricted.
        score: how much of the header the claim itself says, and how tellingly.
        by: for coverage the records that have to hold a row.
        keys: for coverage the joining columns, of the population and of the other records.
        values: for a choice those that the claim allows or forbids.
        measured: whether what is found is held against what the claim states, which all records may break.
        alone: whether the claim says so much of the columns that the records need no other name in it.
        prose: whether the records are minutes, whose columns are no headers that a claim could name.
    """

    kind: str
    test: Test
    records: RecordSet
    column: Column
    start: Column | None = None
    scope: Scope = field(default_factory=dict)
    score: float = 0.0
    by: RecordSet | None = None
    keys: tuple[str, str] | None = None
    values: tuple[str, ...] = ()
    measured: bool = False
    alone: bool = False
    prose: bool = False

    @property
    def needs_both(self) -> bool:
        """Whether it takes something from each of the two files whose records were brought together."""
        used = {self.column.header, *([self.start.header] if self.start else []), *self.scope}
        return bool(used & self.records.foreign) and bool(used - self.records.foreign)

    def population(self) -> list[Row]:
        """The rows that the claim speaks of."""
        return [
            row for row in self.records.rows if all((row.get(header) or "").strip() in said for header, said in self.scope.items())
        ]

    def observe(self, asked: Asked, evidence: Evidence) -> list[Observation]:
        """What the test finds in the population."""
        return self.test(self, self.population(), asked, evidence)


def told(judge: Judge, candidate: Candidate, asked: Asked) -> list[bool]:
    """What a judge finds in the population, whenever it was, leaving out the rows that tell nothing."""
    found = (judge(candidate, row, asked, ALWAYS)[0] for row in candidate.population())
    return [holds for holds in found if holds is not None]


def mostly_kept(judge: Judge, candidate: Candidate, asked: Asked, *, least: int = FEWEST, share: float = MOSTLY) -> bool:
    """Whether enough records tell, and most of them keep it; else the columns are of something else than the claim speaks of.

    Args:
        least: records that have to tell.
        share: of them, that has to keep it at least.
    """
    known = told(judge, candidate, asked)
    return len(known) >= least and sum(known) >= share * len(known)


def each(judge: Judge) -> Test:
    """A test that asks the same of every row."""

    def test(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
        return [observation(candidate, row, judge(candidate, row, asked, evidence.period)) for row in rows]

    return test


def observation(candidate: Candidate, row: Row, judged: Judged) -> Observation:
    """What was found in one row."""
    holds, observed, reason = judged
    shown = {header: cell for header, cell in row.items() if cell}
    return Observation(item=candidate.records.item_of(row), holds=holds, observed=observed, reason=reason, row=shown)
