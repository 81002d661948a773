"""A check that the engine counts finds what a check finds whose every row is looked at."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from analyzer.bind import query_parameters
from analyzer.catalog import TopicEntry, load_catalog
from analyzer.evidence import tally
from analyzer.evidence.store import QueryError, Store
from analyzer.evidence.tally import Tally
from analyzer.judge import NAMED_BY
from analyzer.testing import EXAMPLE_PERIOD, example_store, load_examples

from .loading import PERIOD, catalog_of

QUERY = """
select name as item, case status when 'left' then false when 'active' then true end as holds, status as observed,
  'since ' || cast(start_date as varchar) as reason, department as system, email, start_date
from people"""
CHECKED = [entry for entry in load_catalog().topics.values() if entry.sql]


def people(*rows: tuple[str, str, str]) -> Store:
    """A store with people: name, status and department."""
    store = Store(catalog_of("people").tables, PERIOD)
    given: list[dict[str, Any]] = [{"name": n, "status": s, "department": d, "start_date": "2024-02-01"} for n, s, d in rows]
    store.add_rows("people", given, "people.csv")
    store.finish()
    return store


def shape(found: Tally) -> tuple[Any, ...]:
    """What a verdict takes from a tally."""
    groups = Counter[tuple[Any, ...]]()
    for group in found.groups:
        groups[group.holds, *sorted((name, str(value)) for name, value in group.names.items())] += group.count
    return groups, sorted(found.listed, key=repr), [one.item for one in found.listed]


STAFF = [("Eva", "active", "IT"), ("Kim", "left", "IT"), ("Leo", "active", "IT"), ("Ada", "active", ""), ("Zoe", "away", "HR")]


@pytest.mark.parametrize(
    "order", ["", "\norder by item", "\norder by system, item;", "\norder by lower(name) -- by name", "\nlimit 4"]
)
def test_both_ways_find_the_same(order: str) -> None:
    store = people(*STAFF, ("Kim", "left", "IT"))
    one, other = (store.tally(QUERY + order, {}, NAMED_BY, large) for large in (0, 1000))
    assert one.items is None
    assert other.items is not None
    if "limit" not in order:
        assert shape(one)[:2] == shape(other)[:2]
        assert (one.count(), one.count(True), one.count(False), one.count(None)) == (6, 3, 2, 1)


@pytest.mark.parametrize("order", ["item", "system, item"])
def test_what_does_not_hold_is_listed_in_the_order_of_the_query(order: str) -> None:
    store = people(*STAFF, ("Bea", "left", "HR"))
    one, other = (store.tally(f"{QUERY} order by {order}", {}, NAMED_BY, large) for large in (0, 1000))
    assert [o.item for o in one.listed] == [o.item for o in other.listed]


def test_items_are_kept_apart_by_the_names_that_a_scope_may_use() -> None:
    found = people(*STAFF).tally(QUERY, {}, NAMED_BY, 0)
    assert found.where(lambda row: row.get("system") == "IT").count() == 3
    assert found.where(lambda row: row.get("system") == "HR").count(None) == 1


def test_beyond_the_most_that_is_listed_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_LISTED", 3)
    found = people(*STAFF, *((f"P{number}", "left", "IT") for number in range(9))).tally(QUERY, {}, NAMED_BY, 0)
    assert (found.count(), found.count(True), found.count(False), found.count(None)) == (14, 3, 10, 1)
    assert 0 < len(found.listed) <= 3


def test_a_query_without_the_columns_of_a_check_is_refused() -> None:
    with pytest.raises(QueryError, match="observed, reason"):
        people(*STAFF).tally("select name as item, true as holds from people", {}, NAMED_BY, 0)


@pytest.mark.parametrize("entry", CHECKED, ids=[entry.id for entry in CHECKED])
def test_every_check_can_be_counted(entry: TopicEntry) -> None:
    catalog = load_catalog()
    for example in load_examples(entry)[:3]:
        store = example_store(entry, example.given, EXAMPLE_PERIOD, catalog)
        given = query_parameters(entry, {}, {}, EXAMPLE_PERIOD)
        one, other = (store.tally(entry.sql or "", given, NAMED_BY, large) for large in (0, 1 << 40))
        assert shape(one)[:2] == shape(other)[:2]
