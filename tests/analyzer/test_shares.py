"""Promises for a share of the population: what fails within the share breaks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import Verdict
from analyzer.testing import sentence
from claims.nlp.quantities import quantities
from claims.shares import share_of
from tests.analyzer.builders import PERIOD

CATALOG = load_catalog()


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("At least 95% of laptops are encrypted.", 0.95),
        ("38 of the 40 admin accounts hold a hardware key.", 0.95),
        ("38 of the 40 GitHub accounts hold a hardware key.", 0.95),
        ("Page 3 of 12 Confidential", None),
        ("Disk encryption covers 97.5 percent of servers.", 0.975),
        ("100% of laptops are encrypted.", None),
        ("Two of three approvers sign each change.", None),
        ("2 of 3 approvers sign each change.", None),
        ("Laptops are encrypted (2 of 3, as of 30 June 2026).", 2 / 3),
        ("Laptops are encrypted (at least 95%, as of 30 June 2026).", 0.95),
        ("Scans reach 100% of subnets (18 of 20, as of 30 June 2026).", 0.9),
        ("Up to 5% of requests may be late.", None),
        ("The service is up 99.9% of the time.", None),
    ],
)
def test_the_share_of_a_sentence(text: str, share: float | None) -> None:
    assert share_of(text, {}) == share


def test_a_measured_share_and_its_day_are_no_values_of_the_promise() -> None:
    for measure in ("2,537 of 2,541, as of 30 June 2026", "at least 95%, as of 30 June 2026", "as of 30 June 2026"):
        (value,) = quantities(f"Changes are approved by at least one reviewer ({measure}).")
        assert value.value == 1


def test_a_percentage_that_the_topic_tests_is_no_share() -> None:
    assert share_of("At least 95% of staff complete the course.", {"completion": 95}) is None


def told(text: str, encrypted: Sequence[bool | None]) -> Verdict:
    claims = CATALOG.extractor.claims(sentence(text))
    store = Store(CATALOG.tables, PERIOD)
    rows: list[dict[str, Any]] = [
        {"device_id": f"L-{n}", "platform": "macOS", "disk_encrypted": one} for n, one in enumerate(encrypted)
    ]
    store.add_rows("devices", rows, "devices.csv")
    store.finish()
    (given, *_) = judge([bind(c, CATALOG, PERIOD) for c in claims], CATALOG, Evidence(store=store, period=PERIOD))
    return given


def test_failures_beyond_the_share_break_the_promise_and_are_named() -> None:
    given = told("At least 95% of laptops have full-disk encryption.", [True] * 18 + [False] * 2)
    assert (given.status, [one.item for one in given.exceptions]) == ("contradicted", ["L-18", "L-19"])
    assert "(90%)" in given.why
    assert "95%" in given.why


def test_failures_within_the_share_break_nothing() -> None:
    given = told("At least 90% of laptops have full-disk encryption.", [True] * 18 + [False] * 2)
    assert given.status in ("supported", "partly_supported")
    assert not given.exceptions


def test_what_the_evidence_cannot_tell_decides_neither_way() -> None:
    given = told("At least 95% of laptops have full-disk encryption.", [True] * 18 + [None] * 2)
    assert given.status not in ("supported", "contradicted")
