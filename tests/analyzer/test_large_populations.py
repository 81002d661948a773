"""Verdicts on populations that the engine counts are those on the same rows looked at one by one."""

from __future__ import annotations

import pytest

from analyzer import judge as judging
from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.evidence import tally
from analyzer.judge import Evidence, judge
from analyzer.model import Verdict
from tests.analyzer.builders import PERIOD, Rows, claim, devices, store, verdict


def large_verdict(rows: Rows) -> Verdict:
    """The verdict that is given when the tables pass for large ones."""
    catalog = load_catalog()
    filled = store(rows, catalog)
    filled.largest = 1 << 40
    (given,) = judge([bind(claim(), catalog, PERIOD)], catalog, Evidence(store=filled, period=PERIOD))
    return given


@pytest.mark.parametrize("states", [(True, True), (True, False, False), (None, True, True, True), (None, False), ()])
def test_the_verdict_is_the_same(states: tuple[bool | None, ...]) -> None:
    rows = {"devices": devices(*states)}
    one, other = large_verdict(rows), verdict(claim(), rows)
    assert (one.status, one.why, one.population) == (other.status, other.why, other.population)
    assert (one.exceptions, one.unknown, one.query) == (other.exceptions, other.unknown, other.query)


def test_a_question_about_large_tables_is_asked_once_and_another_one_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    filled = store({"devices": devices(True, True, False)}, load_catalog())
    filled.largest = 1 << 40
    asked: list[str] = []
    rows = filled.rows
    monkeypatch.setattr(filled, "rows", lambda sql, params=None: asked.append(sql) or rows(sql, params))
    sql = "select device_id as item, disk_encrypted as holds, '' as observed, '' as reason from devices where device_id >= $least"
    first = filled.tally(sql, {"least": ""}, ())
    once = len(asked)
    assert filled.tally(sql, {"least": ""}, ()) == first
    assert len(asked) == once > 0
    assert filled.tally(sql, {"least": "~"}, ()).count() == 0


def test_what_is_not_listed_is_counted_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tally, judging):
        monkeypatch.setattr(module, "MOST_LISTED", 4)
    found = large_verdict({"devices": devices(*[False] * 9, True)})
    assert (found.status, found.population) == ("contradicted", 10)
    assert len(found.exceptions) == 4
    assert "9 of 10 break it" in found.why
    assert "and 6 more" in found.why
    assert "the first 4 are listed" in found.why


def test_of_a_population_that_is_not_listed_some_are_drawn_the_same_in_any_order_and_all_are_counted() -> None:
    rows = devices(*[True] * 1598, False, None)
    for row in rows[:500]:
        row["platform"] = "Linux"
    found, again = (verdict(claim(), {"devices": given}) for given in (rows, rows[::-1]))
    assert found.holding == ()
    assert (len(found.exceptions), len(found.unknown), len(found.drawn)) == (1, 1, tally.MOST_DRAWN)
    assert [one.item for one in found.drawn] == [one.item for one in again.drawn]
    assert all(one.holds for one in found.drawn)
    assert found.groups == (("platform", "Linux", 500, 0, 0), ("platform", "macOS", 1098, 1, 1))


def test_nothing_is_drawn_of_what_is_listed_whole() -> None:
    found = verdict(claim(), {"devices": devices(True, True, False)})
    assert (len(found.holding), found.drawn, found.groups) == (2, (), ())
