"""What an assurance test looks at, and what it answers.

A module in `tests` has `TITLE`, `PART` and `GUARDS` (as `AssuranceResult` has them), `LIMITS` (what it cannot see), where it
names checks itself `CHECKS`, and `run(material)`, which yields an `Outcome` for each failure, one that passed where there
was none, one that could not run where something is missing, and nothing where there is nothing to test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...catalog import Catalog, Table
from ...model import Difference, EvidenceFile, Period
from ..store import Store

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The evidence of a review as the tests see it.

    Attributes:
        store: the finished tables.
        catalog: gives the keys and dates of the tables and the page sizes of the sources.
        files: the files that were read.
        period: the period of the review.
    """

    store: Store
    catalog: Catalog
    files: Sequence[EvidenceFile]
    period: Period

    def has(self, table: str) -> bool:
        """Whether a table holds anything."""
        return table in self.store.tables and self.store.count(table) > 0

    def tables(self) -> list[Table]:
        """The tables that hold something."""
        return [table for table in self.catalog.tables.values() if self.has(table.id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a test found: `passed`, `why`, `tables` and the rest as `AssuranceResult` has them."""

    passed: bool | None
    tables: tuple[str, ...]
    why: str
    differences: tuple[Difference, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def failed(tables: Iterable[str], why: str, side: str, items: Iterable[str] = ()) -> Outcome:
    """A failure.

    Args:
        side: what is wrong with each of the items, as a clause.
    """
    differences = tuple(Difference(item=item, side=side) for item in items)
    return Outcome(passed=False, tables=tuple(tables), why=why, differences=differences)


def in_order(failures: Iterable[Outcome], why: str, tables: Iterable[str]) -> list[Outcome]:
    """The failures, or a single outcome that says what was found in order; nothing where nothing was tested.

    Args:
        tables: those that were tested.
    """
    found = list(failures)
    named = tuple(dict.fromkeys(tables))
    return found or ([Outcome(passed=True, tables=named, why=why)] if named else [])


def could_not_run(why: str, tables: Iterable[str]) -> list[Outcome]:
    """A single outcome that says what is missing; nothing where no table is concerned."""
    named = tuple(dict.fromkeys(tables))
    return [Outcome(passed=None, tables=named, why=why)] if named else []


def tables_of(files: Iterable[EvidenceFile]) -> list[str]:
    """The tables that came out of files."""
    return [table for file in files for table in file.tables]


def listed(items: Sequence[str], shown: int = SHOWN) -> str:
    """The first items and how many more there are."""
    more = len(items) - shown
    return ", ".join(items[:shown]) + (f" and {more:,} more" if more > 0 else "")
