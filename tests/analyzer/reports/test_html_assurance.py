"""The page on completeness and accuracy: what was compared, what is missing on either side, what rests on it."""

from __future__ import annotations

import re
from dataclasses import replace

from analyzer.model import AssuranceResult, Difference, Query, Run
from analyzer.reports.html import render
from analyzer.reports.terminal import render as render_terminal
from tests.analyzer.reports.report_samples import Sample

GHOST, ABSENT = "active accounts belong to nobody in HR", "active people have no directory account"
COMPARED = AssuranceResult(
    test="people_in_directory", tables=("people", "idp_users"), passed=False, title="People in HR and accounts in the directory",
    part="reconciliation", why=f"{GHOST}: 1 (ghost); {ABSENT}: 1 (bo)", items=("ghost", "bo"),
    counts={"people": 118, "idp_users": 120},
    differences=(Difference(item="ghost", side=GHOST, why="u-9"), Difference(item="bo", side=ABSENT)),
)  # fmt: skip
AGREED = AssuranceResult(
    test="keys_in_kms", tables=("kms_keys",), passed=True, title="Keys in use and keys listed", part="reconciliation", why="all are"
)
IDLE = AssuranceResult(
    test="own", tables=("repos",), passed=None, title="Repositories and rules", part="reconciliation", why="no rules"
)
WHOLE = AssuranceResult(
    test="source_count", tables=("devices",), passed=False, title="Rows and reported rows", part="completeness", guards="every",
    why="devices.csv holds 2 of 9 rows", items=("devices.csv",),
    differences=(Difference(item="devices.csv", side="exports differ"),),
)  # fmt: skip


def with_results(sample: Sample, *results: AssuranceResult) -> Run:
    """The sample's run with these results; the check of its first verdict read the directory and the list of devices."""
    first = sample.run.verdicts[0]
    query = Query(sql="select 1", params={}, row_counts={"people": 118, "idp_users": 120, "devices": 2}, files={})
    judged = replace(first, query=query, binding=replace(first.binding, claim=replace(first.claim, topic="mfa_enforced")))
    return replace(sample.run, verdicts=(judged, *(replace(one, query=None) for one in sample.run.verdicts[1:])), assurance=results)


def page(run: Run, sample: Sample) -> str:
    """The text of the page on completeness and accuracy, with the links it has."""
    whole = render(run, sample.catalog)
    return whole[whole.index('<section id="assurance"') : whole.index('<section id="left-out"')]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_says_what_was_compared_and_what_is_missing_on_either_side(sample: Sample) -> None:
    text = words(page(with_results(sample, COMPARED), sample))
    assert "People in HR and accounts in the directory reconciliation" in text
    assert "People (118) Identity provider: users (120)" in text
    assert f"1 item: {GHOST} ghost u-9" in text
    assert f"1 item: {ABSENT} bo" in text


def test_it_links_the_verdicts_that_rest_on_a_test(sample: Sample) -> None:
    html = page(with_results(sample, COMPARED), sample)
    assert "1 verdict rests on it" in words(html)
    (number,) = re.findall(r'class="resting" data-findings="(\d+)"', html)
    assert f'id="f-{number}"' in render(with_results(sample, COMPARED), sample.catalog)
    assert "1 verdict rests on a test that failed" in words(html)


def test_a_test_of_files_says_why_and_what_passed_or_could_not_run_stands_apart(sample: Sample) -> None:
    text = words(page(with_results(sample, WHOLE, AGREED, IDLE), sample))
    assert "1 result with faults, 1 without, 1 that could not be run" in text
    assert "devices.csv holds 2 of 9 rows" in text
    order = [
        "What is missing or does not agree",
        "Populations that agree",
        "Keys in use",
        "What could not be tested",
        "Repositories and rules",
    ]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)


def test_hostile_names_stay_text(sample: Sample) -> None:
    item = Difference(item="<img src=x onerror=alert(1)>", side="<b>side</b>", why="</details>")
    html = page(with_results(sample, replace(COMPARED, differences=(item,))), sample)
    assert "<img" not in html
    assert "<b>side" not in html


def test_without_any_test_the_page_says_so(sample: Sample) -> None:
    assert "No test ran." in page(with_results(sample), sample)


def test_the_terminal_sums_up(sample: Sample) -> None:
    shown = " ".join(render_terminal(with_results(sample, COMPARED, AGREED, IDLE), sample.catalog).split())
    assert "1 tests without a fault, 1 with, 1 that could not run" in shown
    assert "2 pairs of populations compared" in shown
    assert f"{GHOST}: 1 (ghost)" in shown
