"""True wordings: what is proposed is supported when it is read and tested again, and says as much as the evidence supports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import AssuranceResult, Verdict
from analyzer.rewrite import Desk, with_rewrites
from analyzer.rewrite.desk import document_of
from analyzer.rewrite.propose import in_place
from analyzer.rewrite.wordings.steps import looser, near
from analyzer.testing import sentence
from claims import Document
from claims.nlp.quantities import quantities
from tests.analyzer.builders import PERIOD

CATALOG = load_catalog()
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def rewritten(text: str, given: Rows, *assurance: AssuranceResult) -> tuple[Verdict, Desk]:
    """The verdict on a sentence with its repairs, and the desk on which they were tried."""
    store = Store(CATALOG.tables, PERIOD)
    for table, rows in given.items():
        store.add_rows(table, rows, f"{table}.csv")
    store.finish()
    evidence = Evidence(store=store, period=PERIOD, assurance=assurance)
    desk = Desk(catalog=CATALOG, reader=CATALOG.extractor, evidence=evidence, config=Config(), otherwise=lambda verdict, _: verdict)
    (claim, *_) = CATALOG.extractor.claims(sentence(text))
    (verdict,) = with_rewrites(judge([bind(claim, CATALOG, PERIOD)], CATALOG, evidence), desk)
    return verdict, desk


def laptops(*encrypted: bool, platform: str = "macOS") -> list[dict[str, Any]]:
    return [{"device_id": f"L-{platform[:1]}{n}", "platform": platform, "disk_encrypted": one} for n, one in enumerate(encrypted)]


def findings(*days: int) -> list[dict[str, Any]]:
    return [
        {
            "finding_id": f"V-{n}", "asset": f"web-{n}", "severity": "critical", "status": "resolved",
            "first_seen_at": "2026-01-10", "resolved_at": f"2026-01-{10 + one}",
        }
        for n, one in enumerate(days)
    ]  # fmt: skip


def test_a_share_says_how_far_a_promise_holds_without_naming_anybody() -> None:
    verdict, desk = rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[True] * 18, False)})
    assert verdict.status == "contradicted"
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "18 of the 19 laptops have full-disk encryption (as of 30 June 2026)."
    assert desk.holds(verdict.claim, verdict.rewrite.wording)
    assert all(one.item not in verdict.rewrite.wording for one in verdict.exceptions)
    assert "L-m18" in (verdict.rewrite.repair or "")
    assert "device policy" in (verdict.rewrite.repair or "")


def test_a_name_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    devices = [*laptops(True, True), {"device_id": "Spare Inc.", "platform": "macOS", "disk_encrypted": False}]
    verdict, _ = rewritten("All laptops have full-disk encryption.", {"devices": devices})
    assert verdict.rewrite is not None
    assert (verdict.rewrite.repair or "").startswith("Bring this item in line: Spare Inc. ")


def test_the_share_is_the_largest_that_is_true() -> None:
    verdict, desk = rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[True] * 18, False)})
    more = desk.try_wording(verdict.claim, "19 of the 20 laptops have full-disk encryption (as of 30 June 2026)")
    assert more is not None
    assert more.status == "contradicted"


def test_a_value_close_to_the_promised_one_takes_its_place() -> None:
    given = {"vuln_findings": findings(2, 5, 12, 6, 7)}
    verdict, desk = rewritten("Critical vulnerabilities are remediated within 7 days.", given)
    assert verdict.rewrite is not None
    assert (verdict.rewrite.way, verdict.rewrite.wording) == ("values", "Critical vulnerabilities are remediated within 14 days.")
    stricter = desk.try_wording(verdict.claim, "Critical vulnerabilities are remediated within 10 days")
    assert stricter is not None
    assert stricter.status == "contradicted"


def test_what_fails_is_left_out_by_its_kind_where_all_of_it_is_of_one_kind() -> None:
    rows = [*laptops(*[True] * 12), *laptops(False, False, False, platform="Linux")]
    verdict, _ = rewritten("All laptops have full-disk encryption.", {"devices": rows})
    assert verdict.rewrite is not None
    assert verdict.rewrite.way == "exclusions"
    assert "except for linux devices" in (verdict.rewrite.wording or "")


def test_a_department_that_is_left_out_is_called_one() -> None:
    people = [
        {"email": f"p{n}@acme.example", "status": "active", "worker_type": "employee", "start_date": "2024-01-01",
         "department": "Sales" if n > 11 else "Engineering"}
        for n in range(15)
    ]  # fmt: skip
    devices = [{"device_id": f"L-{n}", "owner_email": f"p{n}@acme.example", "enrolled_at": "2024-01-02"} for n in range(12)]
    text = "Every employee works on a company laptop that is enrolled in the device manager"
    verdict, _ = rewritten(f"{text}.", {"people": people, "devices": devices})
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == f"{text}, except for the Sales department."


def test_one_item_alone_is_not_left_out_by_its_kind() -> None:
    verdict, _ = rewritten(
        "All laptops have full-disk encryption.", {"devices": [*laptops(*[True] * 12), *laptops(False, platform="Linux")]}
    )
    assert verdict.rewrite is not None
    assert verdict.rewrite.way == "shares"


def test_a_kind_that_mostly_keeps_the_promise_is_not_left_out() -> None:
    rows = [*laptops(*[True] * 12), *laptops(False, True, True, True, platform="Linux")]
    verdict, _ = rewritten("All laptops have full-disk encryption.", {"devices": rows})
    assert verdict.rewrite is not None
    assert verdict.rewrite.way == "shares"


def test_where_most_of_a_population_fails_nothing_is_proposed_and_the_reason_is_said() -> None:
    verdict, _ = rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[False] * 8, True)})
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording is None
    assert "make it true, or take it out" in verdict.rewrite.why
    assert verdict.rewrite.repair


def test_a_promise_that_holds_needs_no_repair() -> None:
    assert rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[True] * 6)})[0].rewrite is None


def test_a_plan_gets_advice_and_no_wording() -> None:
    verdict, _ = rewritten("We plan to encrypt all laptops with full-disk encryption.", {"devices": laptops(*[True] * 6)})
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording is None
    assert "plan" in verdict.rewrite.why


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Access is removed within 24 hours.", "36 hours", "1095 days"),
        ("Access is removed within one business day.", "2 business days", "90 business days"),
        ("Access is reviewed quarterly.", "semi-annually", "every two years"),
        ("Quarterly access reviews are performed.", "semi-annual", "two-yearly"),
        ("Connections use TLS 1.3.", "TLS 1.2", "TLS 1.0"),
    ],
)
def test_the_scale_of_a_value_goes_from_the_nearest_to_the_loosest(text: str, first: str, last: str) -> None:
    (quantity,) = quantities(text)
    loosest = looser(quantity, text)[0]
    assert (loosest[0], loosest[-1]) == (first, last)
    assert near(quantity, loosest[0]) or quantity.kind == "version"
    assert not near(quantity, loosest[-1])


def test_a_wording_stands_in_the_place_of_the_words_that_carry_the_claim() -> None:
    claim = next(iter(CATALOG.extractor.claims(sentence("Nightly jobs run, and backups are retained for 35 days."))))
    assert in_place(claim, claim.text) == claim.quote


def test_marks_of_emphasis_stay_in_the_place_of_a_claim() -> None:
    source = "Critical vulnerabilities are remediated within **7 days**."
    claim = replace(next(iter(CATALOG.extractor.claims(sentence(source.replace("*", ""))))), quote=source)
    assert in_place(claim, claim.text.replace("7", "14")) == source.replace("7", "14")
    assert in_place(claim, f"{claim.text} (4 of 5)") == source.replace("**.", "** (4 of 5).")


def test_a_share_that_holds_whatever_is_missing_is_said_where_the_evidence_may_not_be_complete() -> None:
    unknown = AssuranceResult(
        test="people_in_mdm", tables=("devices",), passed=False, why="one has no device", items=("ana@acme.example",),
        guards="every", part="reconciliation", counts={"people": 20, "devices": 19},
    )  # fmt: skip
    verdict, desk = rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[True] * 18, False)}, unknown)
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "At least 90% of laptops have full-disk encryption (as of 30 June 2026)."
    assert not desk.holds(verdict.claim, "At least 91% of laptops have full-disk encryption (as of 30 June 2026)")
    verdict, _ = rewritten("All laptops are encrypted with FileVault.", {"devices": laptops(*[True] * 18, False)}, unknown)
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "At least 90% of laptops are encrypted (as of 30 June 2026)."


def test_with_what_it_is_done_is_left_out_where_nothing_shows_it_and_most_keep_the_rest() -> None:
    verdict, _ = rewritten("All laptops are encrypted with FileVault.", {"devices": laptops(*[True] * 18, False)})
    assert verdict.rewrite is not None
    assert (verdict.rewrite.way, verdict.rewrite.wording) == (
        "unshown",
        "18 of the 19 laptops are encrypted (as of 30 June 2026).",
    )


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Full-disk encryption is required on all laptops.", "Full-disk encryption is required on all laptops (18 of 19, as of"),
        ("All laptop data is under full-disk encryption.", "All laptop data is under full-disk encryption (18 of 19, as of"),
        ("Of all laptops, no more than 2 have no full-disk encryption.", None),
    ],
)
def test_a_share_takes_the_place_of_all_only_where_it_counts_the_subject(text: str, wording: str | None) -> None:
    verdict, _ = rewritten(text, {"devices": laptops(*[True] * 18, False)})
    found = verdict.rewrite.wording if verdict.rewrite else None
    assert found is None if wording is None else (found or "").startswith(wording)


def test_what_the_evidence_cannot_tell_counts_as_if_it_failed() -> None:
    rows = [*laptops(*[True] * 17, False), {"device_id": "L-x", "platform": "macOS"}]
    verdict, desk = rewritten("All laptops have full-disk encryption.", {"devices": rows})
    assert (len(verdict.exceptions), len(verdict.unknown)) == (1, 1)
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "At least 89% of laptops have full-disk encryption (as of 30 June 2026)."
    assert not desk.holds(verdict.claim, "At least 90% of laptops have full-disk encryption (as of 30 June 2026)")


def test_no_share_stands_beside_a_hundred_percent() -> None:
    verdict, _ = rewritten("Full-disk encryption covers 100% of laptops.", {"devices": laptops(*[True] * 18, False)})
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "Full-disk encryption covers 94% of laptops."


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("All laptops have full-disk encryption.", "All laptops have full-disk encryption (3 of 4, as of 30 June 2026)."),
        ("In each of the two offices all laptops have full-disk encryption.", None),
    ],
)
def test_few_are_measured_where_no_number_stands_beside_them(text: str, wording: str | None) -> None:
    verdict, _ = rewritten(text, {"devices": laptops(True, True, True, False)})
    assert verdict.status == "contradicted"
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == wording


def test_an_item_of_a_list_is_read_under_its_introduction() -> None:
    (claim, *_) = (one for one in CATALOG.extractor.claims(listed("Laptops must have:", "full-disk encryption")))
    (block,) = document_of(claim, f"{claim.text} (18 of 19, as of 30 June 2026)").blocks
    assert (block.lead_in, block.text) == ("Laptops must have:", "full-disk encryption (18 of 19, as of 30 June 2026)")


def listed(introduction: str, item: str) -> Document:
    """A document that is a list of one item."""
    document = sentence(item)
    (block,) = document.blocks
    return replace(document, blocks=(replace(block, kind="list_item", level=1, lead_in=introduction),))


def test_where_nearly_all_keep_a_promise_its_value_stays_and_the_share_is_said() -> None:
    given = {"vuln_findings": findings(*[3] * 19, 12)}
    verdict, _ = rewritten("Critical vulnerabilities are remediated within 7 days.", given)
    assert verdict.rewrite is not None
    assert (verdict.rewrite.way, "19 of 20" in (verdict.rewrite.wording or "")) == ("shares", True)
