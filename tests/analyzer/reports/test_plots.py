"""The plots of a finding: what they say in words, what they draw, and when they are not drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from analyzer.catalog import load_catalog
from analyzer.model import Observation, Period, Span, Verdict
from analyzer.reports.html_findings import promised, values_tested
from analyzer.reports.plots import Plot, plots_of
from tests.analyzer.builders import PERIOD, claim
from tests.analyzer.reports.report_samples import make_verdict


def item(name: str, holds: bool | None, observed: str = "", **row: Any) -> Observation:
    return Observation(item=name, holds=holds, observed=observed, reason="", row=row)


def judged(items: list[Observation], topic: str = "vuln_remediation", population: int | None = None, **params: Any) -> Verdict:
    """A verdict over these items, all of them listed unless the population is said to be larger."""
    verdict = make_verdict(claim(topic, params=params), "contradicted", population=population or len(items))
    split: dict[bool | None, list[Observation]] = {True: [], False: [], None: []}
    for one in items:
        split[one.holds].append(one)
    return replace(verdict, holding=tuple(split[True]), exceptions=tuple(split[False]), unknown=tuple(split[None]))


def named(verdict: Verdict, title: str, period: Period = PERIOD) -> Plot | None:
    return next((one for one in plots_of(verdict, period) if one.title == title), None)


def bars(plot: Plot) -> list[str]:
    """The states of the bars, in the order in which they are drawn."""
    return re.findall(r"<rect[^>]* class=\"p-(\w+)\"", plot.svg)


def closing(*days: float, limit: int = 7) -> list[Observation]:
    return [item(f"V-{n}", taken <= limit, f"resolved after {taken} days", severity="critical") for n, taken in enumerate(days)]


TAKEN = "Time taken against the promise"


def test_times_are_held_against_the_promise_in_words() -> None:
    plot = named(judged(closing(1, 2, 3, 7, 9, 34), sla="7 days"), TAKEN)
    assert plot is not None
    assert plot.text == "promised 7 days: 6 items, median 5 days, longest 34 days, 2 later than promised."


def test_no_bar_stands_on_both_sides_of_the_promised_time() -> None:
    plot = named(judged(closing(1, 6.9, 7, 7.1, 8, 100), sla="7 days"), TAKEN)
    assert plot is not None
    (line,) = re.findall(r'<line x1="([\d.]+)" x2="[\d.]+" [^>]*class="p-promise"', plot.svg)
    for x, width, state in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]* class="p-(\w+)"', plot.svg):
        right = float(x) + float(width)
        assert right <= float(line) if state == "hold" else float(x) >= float(line) - 0.01


def test_what_was_promised_by_severity_is_drawn_by_severity() -> None:
    high = [item(f"H-{n}", True, "resolved after 20 days", severity="high") for n in range(3)]
    plot = named(judged([*closing(1, 2, 9), *high], sla={"critical": "7 days", "high": "30 days"}), TAKEN)
    assert plot is not None
    assert plot.text.startswith("critical, promised 7 days: 3 items")
    assert "high, promised 30 days: 3 items" in plot.text
    assert plot.svg.count("p-promise") == 2


def test_times_of_something_else_than_the_promise_are_not_drawn() -> None:
    held_late = [item(f"V-{n}", True, f"open for {n * 40} days") for n in range(1, 9)]
    assert named(judged(held_late, sla="7 days"), TAKEN) is None


def test_times_are_not_drawn_where_not_all_items_are_known_or_measured() -> None:
    assert named(judged(closing(1, 2, 3, 4, 9), sla="7 days", population=400), TAKEN) is None
    unmeasured = [item(f"V-{n}", True, "resolved") for n in range(9)]
    assert named(judged([*closing(1, 2, 9), *unmeasured], sla="7 days"), TAKEN) is None


def test_what_recurs_stands_in_a_calendar_and_what_was_missed_is_named() -> None:
    days = [item(f"db {date(2026, 1, day)}", day != 9, "1 succeeded") for day in range(1, 32)]
    plot = named(judged(days, "backup_frequency", frequency="daily"), "Calendar")
    assert plot is not None
    assert plot.text == "30 of 31 kept; missed: db 2026-01-09."
    assert bars(plot) == ["hold", "exception", "hold"]


def test_quarters_weeks_and_months_are_placed_and_other_names_are_not_guessed() -> None:
    for labels in (("2026-Q1", "2026-Q2"), ("2026-W02", "2026-W03"), ("2026-01", "2026-02"), ("2026-H1", "2026")):
        plot = named(judged([item(one, True) for one in labels]), "Calendar")
        assert plot is not None, labels
    for labels in (("2026-Q5", "2026-Q1"), ("2026-02-30", "2026-02-01"), ("rack 12", "rack 13"), ("2019-Q1", "2019-Q2")):
        assert named(judged([item(one, True) for one in labels]), "Calendar") is None, labels


def test_coverage_is_told_by_group_with_the_worst_first() -> None:
    items = [item(f"a{n}", n > 1, system="GitHub") for n in range(5)] + [item(f"b{n}", True, system="Okta") for n in range(7)]
    plot = named(judged(items), "By system")
    assert plot is not None
    assert plot.text == "Items that hold: GitHub 3 of 5, Okta 7 of 7."


def test_coverage_of_a_population_that_is_only_counted_is_told_from_the_counts() -> None:
    counted = replace(judged([], population=2541), groups=(("system", "GitHub", 2000, 4, 1), ("system", "Okta", 536, 0, 0)))
    plot = named(counted, "By system")
    assert plot is not None
    assert plot.text == "Items that hold: GitHub 2,000 of 2,005, Okta 536 of 536."
    assert bars(plot) == ["hold", "unknown", "exception", "hold"]


def test_groups_of_one_or_of_many_are_not_drawn() -> None:
    assert named(judged([item(f"a{n}", True, system="Okta") for n in range(20)]), "By system") is None
    assert named(judged([item(f"a{n}", True, system=f"s{n}") for n in range(20)]), "By system") is None


def test_the_period_is_drawn_from_the_history_of_a_promise() -> None:
    history = (
        Span(start=date(2026, 1, 1), end=date(2026, 3, 2), state="held"),
        Span(start=date(2026, 3, 3), end=date(2026, 4, 1), state="broken", items=("ana",)),
        Span(start=date(2026, 4, 2), end=date(2026, 6, 30), state="unknown", why="nothing was collected"),
    )
    plot = named(replace(judged([item("ana", False)]), history=history), "Over the period")
    assert plot is not None
    assert bars(plot) == ["hold", "exception", "unknown"]
    assert "61 of 181 days" in plot.text
    assert named(judged([item("ana", False)]), "Over the period") is None


def test_names_of_evidence_stay_text_in_a_drawing() -> None:
    name = '"><script>alert(1)</script>\u202e'
    items = [item(f"a{n}", True, system=name) for n in range(5)] + [item(f"b{n}", True, system="Okta") for n in range(5)]
    plot = named(judged(items), "By system")
    assert plot is not None
    assert "<script" not in plot.svg
    assert "&lt;script" in plot.svg
    assert "\u202e" not in plot.svg


def test_the_promised_value_of_an_item_is_that_of_its_severity() -> None:
    entry = load_catalog().topics["vuln_remediation"]
    verdict = judged(closing(9), sla={"critical": "7 days", "high": "30 days"})
    values = values_tested(verdict, entry)
    assert promised(values, item("V-1", False, severity="Critical")) == "7 days"
    assert promised(values, item("V-1", False)) == "critical: 7 days, high: 30 days"
    assert values_tested(judged(closing(9), owner="IT"), entry) == {}
