"""A test that the columns of a record set offer for a claim."""

from __future__ import annotations

from dataclasses import dataclass, field

from .profile import Column, RecordSet

Scope = dict[str, tuple[str, ...]]
Judged = tuple[bool | None, str, str]  # whether it holds, what was found, and why


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A test of a claim by columns of one record set.

    Attributes:
        kind: what is compared.
        records: whose rows are the population.
        column: the column that shows it; for a deadline the end or the amount.
        start: for a deadline the column with its beginning, None for an amount.
        scope: the values of categories to which the population is restricted.
        score: how much of the header the claim itself says, and how tellingly.
        by: for coverage the records that have to hold a row.
        keys: for coverage the joining columns, of the population and of the other records.
        values: for a choice those that the claim allows or forbids.
    """

    kind: str
    records: RecordSet
    column: Column
    start: Column | None = None
    scope: Scope = field(default_factory=dict)
    score: float = 0.0
    by: RecordSet | None = None
    keys: tuple[str, str] | None = None
    values: tuple[str, ...] = ()
