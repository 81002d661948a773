"""Findings of Security Hub: what is open and what is closed, what was not judged, and lists that were cut off."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import HERE, load_catalog
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.model import Period
from analyzer.pipeline import examine

CATALOG = load_catalog()
PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
FOLDER = HERE / "sources" / "security_hub"
ASFF = FOLDER / "asff" / "examples" / "get_findings" / "findings.json"
OCSF = FOLDER / "ocsf" / "examples" / "get_findings_v2" / "findings.json"
OCSF_VULNERABILITIES = FOLDER / "ocsf" / "examples" / "vulnerabilities" / "findings.json"
PROWLER = HERE / "sources" / "prowler" / "ocsf" / "examples" / "scan" / "findings.ocsf.json"


def loaded(tmp_path: Path, *contents: Any) -> Loaded:
    for number, content in enumerate(contents):
        (tmp_path / f"{number}.json").write_text(json.dumps(content))
    return load_evidence([tmp_path], CATALOG, PERIOD)


def test_each_format_is_known_for_what_it_is() -> None:
    one = load_evidence([ASFF, OCSF, PROWLER], CATALOG, PERIOD)
    assert [file.source for file in one.files] == ["security_hub/asff", "security_hub/ocsf", "prowler/ocsf"]


@pytest.mark.parametrize("example", [ASFF, OCSF])
def test_a_list_that_goes_on_is_incomplete(tmp_path: Path, example: Path) -> None:
    one = loaded(tmp_path, {**json.loads(example.read_text()), "NextToken": "more"})
    assert "more pages follow" in str(one.files[0].incomplete)


def test_findings_of_an_event_are_read(tmp_path: Path) -> None:
    findings = json.loads(ASFF.read_text())["Findings"]
    one = loaded(tmp_path, [{"source": "aws.securityhub", "detail": {"findings": findings[:1]}}])
    assert one.store.rows("select asset, result from baseline_results where result <> 'info'")[1] == [
        ("arn:aws:s3:::acme-open", "failed")
    ]


def test_a_vulnerability_that_is_still_open_is_named(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "findings.json").write_bytes(ASFF.read_bytes())
    document = tmp_path / "policy.md"
    document.write_text("# Vulnerabilities\n\nCritical vulnerabilities are remediated within 15 days.\n")
    (one,) = examine([document], [evidence], PERIOD, CATALOG).run.verdicts
    assert one.status == "contradicted"
    assert any("CVE-2026-1000" in str(item) for item in one.exceptions)


def vulnerabilities(tmp_path: Path, example: Path, **changed: Any) -> list[tuple[Any, ...]]:
    """What is read of the first vulnerability of an example with some of its members changed."""
    content = json.loads(example.read_text())
    records = content["Findings"] if isinstance(content, dict) else content
    one = next(record for record in records if "Vulnerabilities" in record or "vulnerabilities" in record)
    store = loaded(tmp_path, [{**one, **changed}]).store
    return store.rows("select finding_id, status, cast(resolved_at as date) from vuln_findings order by 1")[1]


def test_what_people_mark_as_resolved_is_open_as_long_as_the_product_finds_it(tmp_path: Path) -> None:
    marked = vulnerabilities(tmp_path, ASFF, Workflow={"Status": "RESOLVED"})
    assert marked == [("CVE-2026-1000", "open, though marked as resolved", None)]


def test_what_is_resolved_without_being_closed_has_no_day(tmp_path: Path) -> None:
    assert vulnerabilities(tmp_path, OCSF_VULNERABILITIES, status="Resolved") == [("CVE-2026-1000", "resolved", None)]


def test_what_the_product_closes_is_resolved_on_that_day(tmp_path: Path) -> None:
    closed = vulnerabilities(tmp_path, OCSF_VULNERABILITIES, activity_name="Close")
    assert closed == [("CVE-2026-1000", "resolved", date(2026, 6, 20))]


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("asff", {"Vulnerabilities": [{"Id": "CVE-2026-1"}, {"Id": "CVE-2026-2"}]}),
        ("ocsf", {"vulnerabilities": [{"cve": {"uid": "CVE-2026-1"}}, {"cve": {"uid": "CVE-2026-2"}}]}),
    ],
)
def test_every_vulnerability_of_a_finding_is_read(tmp_path: Path, name: str, changed: dict[str, Any]) -> None:
    example = {"asff": ASFF, "ocsf": OCSF_VULNERABILITIES}[name]
    assert [found[0] for found in vulnerabilities(tmp_path, example, **changed)] == ["CVE-2026-1", "CVE-2026-2"]


def test_a_control_without_an_id_is_not_lost(tmp_path: Path) -> None:
    one = json.loads(ASFF.read_text())["Findings"][0]
    del one["Compliance"]["SecurityControlId"]
    store = loaded(tmp_path, [{**one, "GeneratorId": None}]).store
    assert store.rows("select rule from baseline_results where result = 'failed'")[1] == [(one["Title"],)]
