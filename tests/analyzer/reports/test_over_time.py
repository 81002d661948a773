"""What reports say of a promise over the period."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from analyzer.model import Run, Span, SpanState
from analyzer.reports import formats
from analyzer.reports.over_time import over_time
from tests.analyzer.truth.lockers import CATALOG, laptops, only, reviewed
from tests.analyzer.truth.lockers import add as put

DAYS = (date(2026, 1, 1), date(2026, 1, 25), date(2026, 2, 15), date(2026, 3, 10))


def span(start: str, end: str, state: SpanState, *items: str, why: str = "", partly: bool = False) -> Span:
    return Span(
        start=date.fromisoformat(start), end=date.fromisoformat(end), state=state, items=items, why=why, partly=partly
    )  # fmt: skip


def test_it_counts_the_days_and_names_those_on_which_it_did_not_hold() -> None:
    told = over_time(
        [
            span("2026-01-01", "2026-03-02", "held"),
            span("2026-03-03", "2026-03-20", "broken", "ann", "ben"),
            span("2026-03-21", "2026-04-01", "broken", "ann"),
            span("2026-04-02", "2026-06-16", "held"),
            span("2026-06-17", "2026-06-30", "unknown", why="no export of users after 2026-06-16"),
        ]
    )
    assert told == (
        "held 137 of 181 days; not from 3 March to 1 April (ann, ben); unknown 14 days (no export of users after 2026-06-16)"
    )


def test_a_single_day_many_items_and_years() -> None:
    many = span("2026-01-01", "2026-01-01", "broken", "a", "b", "c")
    assert over_time([span("2025-12-01", "2025-12-31", "held"), many]) == "held 31 of 32 days; not on 1 January 2026 (3 items)"


def test_a_promise_that_was_never_kept() -> None:
    always = span("2026-01-01", "2026-01-31", "broken", "ann")
    assert over_time([always]) == "broken on all 31 days (ann)"
    assert over_time([always, span("2026-02-01", "2026-02-28", "broken", "ben")]) == "broken on all 59 days (ann, ben)"
    unknown = span("2026-02-01", "2026-02-01", "unknown", why="no export")
    assert over_time([always, unknown]) == (
        "held on none of 32 days; not from 1 January to 31 January (ann); unknown 1 day (no export)"
    )


def test_what_is_shown_in_part_is_said_to_be() -> None:
    assert over_time([span("2026-01-01", "2026-01-02", "held", partly=True)]) == "held, as far as shown, 2 of 2 days"


def test_a_single_snapshot_says_nothing_of_the_period() -> None:
    assert over_time([]) == ""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    locker = tmp_path_factory.mktemp("told") / "locker"
    for day in DAYS:
        put(locker, "laptops.csv", laptops(day, *(("lt-8",) if day == DAYS[1] else ())), day)
    return reviewed(locker, DAYS[0], DAYS[-1])


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_promise_that_was_broken_and_holds_again_is_reported(run: Run, name: str) -> None:
    text = " ".join(str(formats()[name].render(run, CATALOG)).split())
    assert "kept at the end, but not over the whole period" in text.lower()
    assert "not from 25 January to 14 February" in text


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_finding_says_since_when(run: Run, name: str) -> None:
    since = span("2026-01-01", "2026-01-24", "held"), span("2026-01-25", "2026-03-10", "broken", "lt-8")
    broken = replace(only(run), status="contradicted", history=since)
    text = " ".join(str(formats()[name].render(replace(run, verdicts=(broken,)), CATALOG)).split())
    assert "not from 25 January to 10 March (lt-8" in text.replace("\\", "")


def test_json_holds_every_span(run: Run) -> None:
    held = json.loads(formats()["json"].render(run, CATALOG))
    (verdict,) = (one for one in held["verdicts"] if one["history"])
    assert {one["state"] for one in verdict["history"]} == {"held", "broken", "unknown"}
    assert verdict["history"][0] == {
        "start": "2026-01-01", "end": "2026-01-01", "state": "held", "items": [], "why": "kept in the export of 2026-01-01",
        "partly": False,
    }  # fmt: skip
