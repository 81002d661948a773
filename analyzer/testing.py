"""Runs examples: used by the tests, by `goldenthread topics test`, and by authors of private topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from claims import Block, Document, Place

from .bind import bind, query_parameters
from .catalog import Catalog, Loader, TopicEntry, load_catalog
from .config import RegisteredException
from .errors import CatalogError
from .evidence.store import Store
from .excuse import acceptances
from .judge import Evidence, judge
from .model import Observation, Period, Status, Verdict

EXAMPLE_PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))


class Example(BaseModel):
    """A sentence and rows, and the verdict they have to give: documentation and test in one.

    Attributes:
        heading: the heading under which the sentence stands, where it needs one.
        period: first and last day; the first half of 2026 when left out.
        given: rows per table.
        exceptions: the items that break the claim, all of them; not compared when left out.
        excused: the items that the register excuses.
        accepted: the exceptions that somebody accepted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    claim: str
    heading: str | None = None
    period: tuple[date, date] | None = None
    given: dict[str, list[dict[str, Any]]]
    expect: Status
    population: int | None = None
    exceptions: tuple[str, ...] | None = None
    excused: tuple[str, ...] | None = None
    accepted: tuple[RegisteredException, ...] = ()


def load_examples(entry: TopicEntry) -> list[Example]:
    """The examples in a topic's folder.

    Raises:
        CatalogError: if there are none, or they cannot be read.
    """
    path = entry.folder / "examples.yaml"
    try:
        return TypeAdapter(list[Example]).validate_python(yaml.load(path.read_text(encoding="utf-8"), Loader))
    except FileNotFoundError as error:
        raise CatalogError(f"{path}: a topic with a check has examples") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise CatalogError(f"{path}: {error}") from error


def sentence(text: str, heading: str | None = None) -> Document:
    """A document that consists of one sentence, for examples."""
    path = (heading,) if heading else ()
    place = Place(document="example.md", start=0, end=len(text), line=1, column=1)
    block = Block(text=text, kind="paragraph", place=place, heading_path=path)
    return Document(path="example.md", name="example.md", kind="markdown", sha256="", blocks=(block,))


def judge_example(entry: TopicEntry, example: Example, catalog: Catalog) -> Verdict | None:
    """The verdict on the example's sentence for this topic; None where the sentence is not taken for a claim on it."""
    period = Period(start=example.period[0], end=example.period[1], as_of=example.period[1]) if example.period else EXAMPLE_PERIOD
    found = [c for c in catalog.extractor.claims(sentence(example.claim, example.heading)) if c.topic == entry.id]
    if not found:
        return None
    store = example_store(entry, example.given, period, catalog)
    verdicts = judge(
        [bind(c, catalog, period) for c in found],
        catalog,
        Evidence(store=store, period=period, register=example.accepted, accepted=acceptances(store, catalog, period)),
    )
    worst = ("contradicted", "not_shown", "partly_supported", "not_testable", "out_of_scope", "supported")
    return min(verdicts, key=lambda v: worst.index(v.status))


def run_example(entry: TopicEntry, example: Example, catalog: Catalog) -> list[str]:
    """Run an example; the result lists how the verdict differs from the one expected."""
    verdict = judge_example(entry, example, catalog)
    if verdict is None:
        return [f"no claim on {entry.id} was found in {example.claim!r}"]
    faults = []
    if verdict.status != example.expect:
        faults.append(f"{verdict.status} instead of {example.expect}: {verdict.why}")
    if example.population is not None and verdict.population != example.population:
        faults.append(f"a population of {verdict.population} instead of {example.population}")
    for name in ("exceptions", "excused"):
        wanted = getattr(example, name)
        items = sorted(one.item for one in getattr(verdict, name))
        if wanted is not None and items != sorted(wanted):
            faults.append(f"{name} {items} instead of {sorted(wanted)}")
    return faults


def example_store(
    entry: TopicEntry, given: Mapping[str, Sequence[Mapping[str, Any]]], period: Period = EXAMPLE_PERIOD,
    catalog: Catalog | None = None,
) -> Store:  # fmt: skip
    """A store that holds the rows of an example; tables of the check that it does not give are empty."""
    catalog = catalog or load_catalog()
    check = entry.check
    names = dict.fromkeys((*(check.tables if check else ()), *given))
    store = Store({name: catalog.tables[name] for name in names}, period)
    for table, rows in given.items():
        store.add_rows(table, rows, f"{table}.csv")
    store.finish()
    return store


def observe_rows(
    topic: str, params: Mapping[str, Any], given: Mapping[str, Sequence[Mapping[str, Any]]],
    scope: Mapping[str, str] | None = None, period: Period = EXAMPLE_PERIOD,
) -> list[Observation]:  # fmt: skip
    """Run a topic's query over rows, without any language: the promised values in normal form, as a claim has them."""
    entry = load_catalog().topics[topic]
    if entry.check is None or entry.sql is None:
        raise ValueError(f"{topic} has no check")
    store = example_store(entry, given, period)
    return store.observe(entry.sql, query_parameters(entry, params, scope or {}, period))
