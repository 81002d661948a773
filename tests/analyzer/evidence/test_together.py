"""Several parts of a check look at the same items: counted by the engine, they say what they say item by item."""

from __future__ import annotations

import pytest

from analyzer.evidence.tally import Tally
from analyzer.evidence.together import together
from analyzer.judge import NAMED_BY

from .test_tally import STAFF, people, shape

ACTIVE = """
select name as item, case status when 'left' then false when 'active' then true end as holds, status as observed,
  'since ' || cast(start_date as varchar) as reason, department as system
from people order by item"""
IN_IT = """
select name as item, department = 'IT' as holds, coalesce(department, 'nowhere') as observed, 'department' as reason
from people where name <> 'Leo'"""
NOBODY = "select name as item, true as holds, '' as observed, '' as reason from people where false;"


def both_ways(*queries: str, narrowed: str = "") -> tuple[Tally, Tally]:
    """What the parts find together, counted by the engine and item by item."""
    store = people(*STAFF, ("Kim", "left", "HR"))

    def found(large: int) -> Tally:
        tallies = [store.tally(sql, {}, NAMED_BY, large) for sql in queries]
        if narrowed:
            tallies[0] = tallies[0].where(lambda row: row.get("system") == narrowed)
        return together(tallies, queries, NAMED_BY, store.rows)

    return found(0), found(1000)


@pytest.mark.parametrize("queries", [(ACTIVE, IN_IT), (IN_IT, ACTIVE), (ACTIVE, ACTIVE), (ACTIVE, NOBODY), (NOBODY, NOBODY)])
def test_both_ways_count_the_same(queries: tuple[str, str]) -> None:
    one, other = both_ways(*queries)
    assert shape(one)[0] == shape(other)[0]
    assert sorted(o.item for o in one.listed) == sorted(o.item for o in other.listed)
    assert {(o.item, o.holds) for o in one.listed} == {(o.item, o.holds) for o in other.listed}


def test_an_item_is_as_good_as_its_worst_part() -> None:
    found, _ = both_ways(ACTIVE, IN_IT)
    assert (found.count(), found.count(True), found.count(False), found.count(None)) == (6, 2, 3, 1)
    assert {(o.item, o.observed) for o in found.listed if o.item != "Kim"} == {("Zoe", "HR"), ("Ada", "nowhere")}


def test_what_a_scope_leaves_out_of_one_part_stays_in_the_other() -> None:
    one, other = both_ways(ACTIVE, IN_IT, narrowed="HR")
    assert shape(one)[0] == shape(other)[0]
    assert one.items is None
    assert other.items is not None
