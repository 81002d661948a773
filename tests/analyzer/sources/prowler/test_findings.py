"""Findings of a scanner are evidence about what it checked: with its coverage, and no verdict of another standard."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import HERE, load_catalog
from analyzer.evidence.load import load_evidence
from analyzer.model import Period
from analyzer.pipeline import examine

CATALOG = load_catalog()
PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
SCAN = HERE / "sources" / "prowler" / "ocsf" / "examples" / "scan" / "findings.ocsf.json"


def findings() -> list[dict[str, Any]]:
    return json.loads(SCAN.read_text())


def verdict(tmp_path: Path, sentence: str, records: list[dict[str, Any]]) -> Any:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "scan.json").write_text(json.dumps(records))
    document = tmp_path / "policy.md"
    document.write_text(f"# Hardening\n\n{sentence}\n")
    (one,) = examine([document], [evidence], PERIOD, CATALOG).run.verdicts
    return one


@pytest.mark.parametrize("result", ["PASS", "FAIL"])
@pytest.mark.parametrize(
    "sentence", ["Servers are hardened to CIS benchmarks.", "Production servers are built from hardened baselines."]
)
def test_they_say_nothing_of_a_standard_that_the_scanner_is_not(tmp_path: Path, sentence: str, result: str) -> None:
    records = [{**one, "status_code": result, "status": "New"} for one in findings()[:2]]
    one = verdict(tmp_path, sentence, records)
    assert one.status not in ("supported", "contradicted") and one.exceptions == ()


def test_what_was_not_checked_is_no_pass(tmp_path: Path) -> None:
    records = [{**one, "status_code": "MANUAL"} for one in findings()[:2]]
    one = verdict(tmp_path, "Production servers are built from hardened baselines.", records)
    assert one.status not in ("supported", "contradicted")


def test_each_finding_tells_what_its_check_looked_at(tmp_path: Path) -> None:
    loaded = load_evidence([SCAN], CATALOG, PERIOD)
    _, rows = loaded.store.rows("select asset, result, notes from baseline_results where asset like '%ivo'")
    ((_, result, notes),) = rows
    assert result == "fail"
    assert "as Prowler found it; resources that the check looked at: 3, in accounts: 1" in notes
    _, coverage = loaded.store.rows("select asset, notes from baseline_results where result = 'info'")
    assert coverage == [
        (
            "111122223333",
            "checks with findings: 2, resources: 4; passed: 1, failed: 2, to be checked by hand: 1, muted among them: 1",
        )
    ]


def test_findings_of_several_accounts_have_a_coverage_each(tmp_path: Path) -> None:
    other = json.loads(json.dumps(findings()[0]).replace("111122223333", "444455556666"))
    path = tmp_path / "scan.json"
    path.write_text(json.dumps([*findings(), other]))
    loaded = load_evidence([path], CATALOG, PERIOD)
    _, coverage = loaded.store.rows("select asset from baseline_results where rule like 'coverage%' order by 1")
    assert coverage == [("111122223333",), ("444455556666",)]
    _, rows = loaded.store.rows("select distinct notes from baseline_results where rule like 'iam_user%'")
    assert all("in accounts: 2" in notes for (notes,) in rows)


@pytest.mark.parametrize("title", ["IAM user has hardware MFA enabled", None])
def test_a_finding_whose_check_has_no_id_is_not_lost(tmp_path: Path, title: str | None) -> None:
    one = findings()[0]
    one["metadata"]["event_code"], one["finding_info"]["title"] = None, title
    path = tmp_path / "scan.json"
    path.write_text(json.dumps([one]))
    _, rows = load_evidence([path], CATALOG, PERIOD).store.rows("select rule from baseline_results where result <> 'info'")
    assert rows == [(title or "a check without an id",)]


@pytest.mark.slow
def test_a_scan_as_long_as_of_a_whole_account_is_read(tmp_path: Path) -> None:
    path, first = tmp_path / "scan.json", json.dumps({**findings()[0], "risk_details": "a long text " * 500})
    with path.open("w") as file:
        for number in range(14_000):
            file.write(f"{',' if number else '['}\n{first.replace('user/mara', f'user/person{number}')}")
        file.write("\n]\n")
    one = load_evidence([path], CATALOG, PERIOD)
    assert one.left_out == ()
    assert one.store.rows("select count(*) from baseline_results where result = 'pass'")[1] == [(14_000,)]
