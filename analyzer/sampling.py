"""Samples that anybody can draw again, and what they would have missed.

The items of a population are put in the order of the SHA-256 of the seed, the population's name and the item, a line break
between them; the sample is the first of them. The hash of a population is that of its items in the order of their
characters, each followed by a line break. An item that holds a line break is written as its JSON text for both.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, comb, exp, lgamma
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .catalog import Catalog, Table, read_yaml
from .errors import AnalyzerError
from .evidence.store import QueryError, Store
from .model import Period, Query, Verdict

Frequency = Literal["annual", "semiannual", "quarterly", "monthly", "weekly", "daily", "per_event"]
UNITS: dict[str, Frequency] = {
    "year": "annual", "half": "semiannual", "quarter": "quarterly", "month": "monthly", "week": "weekly", "day": "daily",
    "business_day": "daily",
}  # fmt: skip
SIZES = Path(__file__).with_name("sampling.yaml")
LABEL = re.compile(r"\d{4}(?:-[A-Z0-9]+)*")
CONFIDENCE = 0.9
EXACT = 20_000


class SampleSize(BaseModel):
    """How many items to draw: `size`, or a `share` of the population, at least `least` and at most `most`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    size: int | None = Field(default=None, ge=1)
    share: float | None = Field(default=None, gt=0, le=1)
    least: int = Field(default=1, ge=1)
    most: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_of_both(self) -> SampleSize:
        if (self.size is None) == (self.share is None):
            raise ValueError("give either `size` or `share`")
        return self

    def of(self, population: int) -> int:
        """The number of items to draw of a population."""
        wanted = self.size if self.size is not None else max(self.least, ceil(population * (self.share or 0)))
        return min(population, wanted if self.most is None else min(wanted, self.most))


Sizes = Mapping[Frequency, SampleSize]


class _SizesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    annual: SampleSize
    semiannual: SampleSize
    quarterly: SampleSize
    monthly: SampleSize
    weekly: SampleSize
    daily: SampleSize
    per_event: SampleSize


def read_sizes(path: Path = SIZES) -> Sizes:
    """The table of sample sizes by frequency; another file than the one that ships names all frequencies too.

    Raises:
        AnalyzerError: with every fault of the file.
    """
    faults: list[str] = []
    found = read_yaml(path, _SizesFile.model_validate, faults)
    if found is None:
        raise AnalyzerError("\n".join(faults))
    return {frequency: getattr(found, frequency) for frequency in _SizesFile.model_fields}  # type: ignore[misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Items that a sample can be drawn of.

    Attributes:
        name: what the draw depends on beside seed and item.
        frequency: how often the control operates that made the items.
        exceptions: the items that break the promise, where that is known; each stands in `items`.
    """

    name: str
    title: str
    items: tuple[str, ...]
    frequency: Frequency = "per_event"
    exceptions: tuple[str, ...] | None = None

    @property
    def sha256(self) -> str:
        """The hash of all items, hexadecimal, whatever their order."""
        return hashlib.sha256("".join(f"{one}\n" for one in sorted(map(_line, self.items))).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What a sample of this size misses of the exceptions there are.

    Attributes:
        exceptions: their number in the population.
        none_found: the probability that a sample holds none of them (hypergeometric).
        expected: the number that a sample holds on average.
        found: those that the drawn sample holds.
    """

    exceptions: int
    none_found: float
    expected: float
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A drawn sample.

    Attributes:
        chosen: the items, in the order of the draw.
        not_excluded: the highest share of exceptions that a sample of this size without any still leaves possible, at a
            confidence of 90 %.
        missed: None where the exceptions are not known.
    """

    population: Population
    seed: str
    chosen: tuple[str, ...]
    not_excluded: float
    missed: Missed | None


def draw(population: Population, size: int, seed: str) -> Sample:
    """Draw a sample; the same seed, name and items give the same sample on any machine, in whatever order they come."""
    ranked = sorted(population.items, key=lambda item: (_rank(seed, population.name, item), item))
    chosen = tuple(ranked[:size])
    missed = None
    if population.exceptions is not None:
        bad, total = set(population.exceptions), len(population.items)
        missed = Missed(
            exceptions=len(bad), none_found=none_found(total, len(bad), len(chosen)),
            expected=len(chosen) * len(bad) / total if total else 0.0, found=tuple(one for one in chosen if one in bad),
        )  # fmt: skip
    rate = not_excluded(len(population.items), len(chosen))
    return Sample(population=population, seed=seed, chosen=chosen, not_excluded=rate, missed=missed)


def _line(item: str) -> str:
    return json.dumps(item, ensure_ascii=False) if "\n" in item or "\r" in item else item


def _rank(seed: str, name: str, item: str) -> str:
    return hashlib.sha256(f"{seed}\n{name}\n{_line(item)}".encode(errors="replace")).hexdigest()


def none_found(population: int, exceptions: int, size: int) -> float:
    """The probability that a sample without replacement holds none of the exceptions."""
    if exceptions == 0 or size == 0:
        return 1.0
    if size > population - exceptions:
        return 0.0
    if population <= EXACT:
        return comb(population - exceptions, size) / comb(population, size)
    rest = population - exceptions
    return exp(lgamma(rest + 1) - lgamma(rest - size + 1) - lgamma(population + 1) + lgamma(population - size + 1))


def not_excluded(population: int, size: int, confidence: float = CONFIDENCE) -> float:
    """The highest share of exceptions of which a sample holds none with a probability of more than 1 - `confidence`."""
    if population == 0:
        return 0.0
    low, high = 0, population
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if none_found(population, middle, size) > 1 - confidence else (low, middle - 1)
    return low / population


def populations_of_tables(store: Store, catalog: Catalog, period: Period) -> list[Population]:
    """The rows of each table that holds something, named by their keys; of events those of the period."""
    found = []
    for table in catalog.tables.values():
        if table.id in store.tables and store.count(table.id):
            items = _distinct(_keys(store, table, period))
            if items:
                found.append(Population(name=table.id, title=table.title, items=items))
    return found


def _keys(store: Store, table: Table, period: Period) -> list[str]:
    def text(name: str) -> str:
        shown = f'cast("{name}" as varchar)'
        return f"regexp_replace({shown}, '\\.0$', '')" if table.columns[name].type == "number" else shown

    parts = [", ".join(text(name) for name in entry.split("|")) for entry in table.key]
    named = " || ' / ' || ".join(f"coalesce({part}, '')" for part in parts)
    at = f'cast("{table.events_at}" as date)'
    within = f" where {at} between $period_start and $period_end" if table.events_at else ""
    _, rows = store.rows(
        f'select {named}, evidence_file, evidence_row from "{table.id}"{within} order by evidence_file, evidence_row',
        {"period_start": period.start, "period_end": period.end},
    )
    return [key if key.strip(" /") else f"{file} row {row}" for key, file, row in rows]


def populations_of_verdicts(verdicts: Iterable[Verdict], store: Store) -> tuple[list[Population], list[tuple[str, str]]]:
    """The populations behind the verdicts of a review, with the exceptions that examining all of them found.

    Args:
        store: the evidence of that review.

    Returns:
        The populations, one for each question that was asked, and the titles of those that cannot be drawn of, with why.
    """
    found: dict[tuple[str, str], Population] = {}
    refused: dict[tuple[str, str], tuple[str, str]] = {}
    for verdict in verdicts:
        if verdict.query is None or not verdict.population:
            continue
        key = (verdict.query.sql, repr(sorted(verdict.query.params.items())))
        if key in found or key in refused:
            continue
        check = verdict.binding.check or verdict.claim.topic
        number = 1 + sum(one.name.split("#")[0] == check for one in found.values())
        try:
            rows = _perform(verdict.query, store)
        except QueryError as error:
            refused[key] = (verdict.claim.quote, f"the query cannot be performed again: {error}")
            continue
        if len(rows) != verdict.population:
            refused[key] = (verdict.claim.quote, "the verdict is on those of the query's items that names in the sentence tell")
            continue
        excused = {one.item for one in verdict.excused}
        items = _distinct([item for item, _ in rows])
        broken = tuple(name for name, (item, holds) in zip(items, rows, strict=True) if holds is False and item not in excused)
        found[key] = Population(
            name=check if number == 1 else f"{check}#{number}", title=verdict.claim.quote, items=items,
            frequency=_frequency(verdict, items, store), exceptions=broken,
        )  # fmt: skip
    return list(found.values()), list(refused.values())


def _perform(query: Query, store: Store) -> list[tuple[str, bool | None]]:
    """Every item of a query that ran and whether the promise holds for it, in an order that only they decide."""
    found: list[tuple[str, bool | None]] = []
    for sql in query.sql.split("\n;\n"):
        columns, rows = store.rows(sql, query.params)
        item, holds = columns.index("item"), columns.index("holds")
        found += [("(unnamed)" if row[item] in (None, "") else str(row[item]), row[holds]) for row in rows]
    return sorted(found, key=lambda one: (one[0], str(one[1])))


def _frequency(verdict: Verdict, items: Sequence[str], store: Store) -> Frequency:
    """How often the control operates: as the claim says where most items are the times it had to, else per event."""
    for unit in (value for name, value in verdict.binding.params.items() if name.endswith("_unit") and value in UNITS):
        _, rows = store.rows("select label from buckets where unit = $unit", {"unit": unit})
        labels = {str(row[0]) for row in rows}
        if 2 * sum(any(word in labels for word in LABEL.findall(item)) for item in items) > len(items):
            return UNITS[unit]
    return "per_event"


def _distinct(items: Sequence[str]) -> tuple[str, ...]:
    """The items, those that occur several times with their number."""
    seen: Counter[str] = Counter()
    result = []
    for item in items:
        seen[item] += 1
        result.append(item if seen[item] == 1 else f"{item} #{seen[item]}")
    return tuple(result)
