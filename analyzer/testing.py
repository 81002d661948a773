"""Runs examples: used by the tests, by `goldenthread topics test`, and by authors of private topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .bind import query_parameters
from .catalog import Catalog, TopicEntry, load_catalog
from .evidence.store import Store
from .model import Observation, Period

EXAMPLE_PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))


def example_store(
    entry: TopicEntry, given: Mapping[str, Sequence[Mapping[str, Any]]], period: Period = EXAMPLE_PERIOD,
    catalog: Catalog | None = None,
) -> Store:  # fmt: skip
    """A store that holds the rows of an example; tables of the check that it does not give are empty."""
    catalog = catalog or load_catalog()
    check = entry.check
    names = dict.fromkeys((*(check.needs if check else ()), *(check.uses if check else ()), *given))
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
