"""JSON: complete, valid whatever the text holds, and under the agreed names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from analyzer.model import Observation
from analyzer.reports.json_report import claims_json, plain, render
from tests.analyzer.reports.report_samples import HOSTILE, Sample, without_verdicts

CLAIM_FIELDS = {
    "id", "document", "quote", "text", "sentence", "topic", "params", "quantifier", "scope", "modality", "party",
    "testable", "negated", "heading_path", "place", "confidence", "triggers", "hedges", "exception",
}  # fmt: skip
VERDICT_FIELDS = {
    "verdict", "population", "exceptions", "excused", "unknown", "evidence", "assurance", "severity", "why", "rewrite",
    "query",
}  # fmt: skip


def test_a_verdict_has_all_fields(sample: Sample) -> None:
    report = json.loads(render(sample.run, sample.catalog))
    assert set(report) == {"verdicts", "conflicts", "omissions", "language", "left_out", "assurance", "run", "rejected", "register"}
    assert len(report["verdicts"]) == len(sample.run.verdicts)
    first = report["verdicts"][0]
    assert set(first) >= CLAIM_FIELDS | VERDICT_FIELDS
    assert (first["verdict"], first["document"], first["quote"]) == (
        "contradicted",
        "description.docx",
        "a hardware token",
    )
    assert first["params"] == {"methods_allowed": ["hardware_token"]}
    assert (first["population"], len(first["exceptions"])) == (131, 120)
    assert first["exceptions"][1] == {
        "item": "user001@northwind.example", "observed": "SMS", "reason": "no hardware token is enrolled",
        "row": {"email": "user001@northwind.example", "factor": "sms", "logins": 7, "since": "2026-01-02"},
    }  # fmt: skip
    assert first["excused"] == [{"item": "svc-ci", "why": "exception EX-7, until 2026-12-31"}]
    assert first["severity"]["level"] == "material"
    assert first["severity"]["rules"][0]["direction"] == "raise"
    assert first["query"]["params"] == {"period_start": "2026-01-01", "sla_hours": None, "platform": "macOS"}
    assert first["place"]["part"] == "document"


def test_the_run_says_what_was_read(sample: Sample) -> None:
    run = json.loads(render(sample.run, sample.catalog))["run"]
    assert run["period"] == {"start": "2026-01-01", "end": "2026-06-30"}
    assert [one["name"] for one in run["documents"]] == ["description.docx", "policy.md"]
    assert run["documents"][0]["sha256"] == sample.word.sha256
    assert [one["path"] for one in run["evidence"]] == ["okta/factors.json", "jamf/computers.csv", "notes.csv"]


def test_text_comes_through_unchanged(sample: Sample) -> None:
    report = json.loads(render(sample.run, sample.catalog))
    assert report["verdicts"][0]["exceptions"][0]["item"] == HOSTILE


def test_an_empty_run_is_valid(sample: Sample) -> None:
    report = json.loads(render(without_verdicts(sample), sample.catalog))
    assert report["verdicts"] == []
    assert report["run"]["organisation"] is None


def test_half_a_surrogate_pair_can_be_written_to_a_file(sample: Sample) -> None:
    broken = Observation(item="\ud800", holds=False, observed="", reason="", row={"ratio": float("nan")})
    verdict = replace(sample.run.verdicts[0], exceptions=(broken,))
    text = render(replace(sample.run, verdicts=(verdict,)), sample.catalog)
    item = json.loads(text.encode("utf-8"))["verdicts"][0]["exceptions"][0]
    assert (item["item"], item["row"]) == ("\ud800", {"ratio": "nan"})


def test_claims_stand_on_their_own(sample: Sample) -> None:
    report = json.loads(claims_json(verdict.claim for verdict in sample.run.verdicts))
    assert set(report) == {"claims"}
    assert len(report["claims"]) == len(sample.run.verdicts)
    assert set(report["claims"][0]) >= CLAIM_FIELDS


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),
        (date(2026, 1, 2), "2026-01-02"),
        (timedelta(hours=1), 3600.0),
        (Decimal("1.50"), 1.5),
        (Decimal("7"), 7),
        ({"b", "a"}, ["a", "b"]),
        ({1: (True, None)}, {"1": [True, None]}),
        (b"\x01", "01"),
    ],
)
def test_values_of_evidence_become_json(value: object, expected: object) -> None:
    assert plain(value) == expected
