"""Shares beside doubts about the evidence: what doubts name is counted as if it failed, and what they do not name is no support."""

from __future__ import annotations

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.doubts import least_share
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import AssuranceResult, Observation, Verdict
from analyzer.testing import sentence
from tests.analyzer.builders import PERIOD

CATALOG = load_catalog()


def doubt(*items: str, part: str = "reconciliation", rows: int = 10) -> AssuranceResult:
    return AssuranceResult(
        test="people_in_mdm", tables=("devices",), passed=False, why="people have no device", items=items, guards="every",
        part=part, counts={"people": 31, "devices": rows},
    )  # fmt: skip


def laptop(number: int, holds: bool) -> Observation:
    return Observation(item=f"L-{number}", holds=holds, observed="", reason="", row={"owner": f"p{number}@acme.example", "days": 7})


HOLDING, BROKEN = [laptop(n, True) for n in range(8)], [laptop(n, False) for n in (8, 9)]


@pytest.mark.parametrize(
    ("guards", "share"),
    [
        ([], 8 / 10),
        ([doubt("L-8", "p9@acme.example")], 8 / 10),
        ([doubt("L-1"), doubt("P1@acme.example", part="operation")], 7 / 10),
        ([doubt("nobody@acme.example")], 8 / 11),
        ([doubt("nobody@acme.example", "L-0")], 7 / 11),
        ([doubt("nobody@acme.example", part="operation")], None),
        ([doubt("acme/api", rows=4)], None),
        ([doubt("L-44", "L-0", part="operation")], 7 / 11),
        ([doubt("nobody@acme.example", "L-0", part="operation")], None),
        ([doubt("L-0 main", "L-9 main", part="operation")], 7 / 10),
        ([doubt("L-1#4", "L-8#main", rows=4)], 7 / 10),
        ([doubt("7"), doubt("L-0")], 7 / 11),
        ([doubt()], None),
    ],
)
def test_what_a_doubt_names_counts_as_failed(guards: list[AssuranceResult], share: float | None) -> None:
    assert least_share(guards, 10, 8, HOLDING, BROKEN) == share


def test_all_items_of_one_that_a_doubt_names_count_as_failed_although_one_of_them_is_broken_anyway() -> None:
    accounts = [Observation(item="ana", holds=holds, observed="", reason="") for holds in (True, True, False)]
    others = [laptop(n, True) for n in range(7)]
    assert least_share([doubt("ana")], 10, 9, [*accounts[:2], *others], accounts[2:]) == 7 / 10


def test_a_population_that_is_not_at_hand_is_in_doubt_as_a_whole() -> None:
    assert least_share([doubt("L-1")], 10, 8, [], BROKEN) is None


def told(text: str, *assurance: AssuranceResult) -> Verdict:
    store = Store(CATALOG.tables, PERIOD)
    rows = [{"device_id": f"L-{n}", "platform": "macOS", "disk_encrypted": n < 18} for n in range(20)]
    store.add_rows("devices", rows, "devices.csv")
    store.finish()
    claims = CATALOG.extractor.claims(sentence(text))
    evidence = Evidence(store=store, period=PERIOD, assurance=assurance)
    (given, *_) = judge([bind(one, CATALOG, PERIOD) for one in claims], CATALOG, evidence)
    return given


@pytest.mark.parametrize(("share", "status"), [(81, "supported"), (82, "not_shown"), (90, "not_shown"), (91, "contradicted")])
def test_a_share_is_supported_where_it_holds_whatever_the_doubts_turn_out_to_be(share: int, status: str) -> None:
    given = told(f"At least {share}% of laptops have full-disk encryption.", doubt("a@acme.example", "b@acme.example", rows=20))
    assert (given.status, [one.test for one in given.assurance]) == (status, ["people_in_mdm"])
    assert ("even if all fails that is in doubt: people have no device" in given.why) == (status == "supported")


def test_a_doubt_that_names_nothing_is_no_support() -> None:
    assert told("At least 81% of laptops have full-disk encryption.", doubt()).status == "not_shown"
