"""Lists of endpoints that name the web application firewall before each."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review
from tests.analyzer.evidence.loading import load, write

LINES = (
    "endpoint,min_tls,waf_policy,waf_mode,scanned_on\n"
    "quay.harbour.example,1.2,tide-rules,block,2026-06-20\n"
    "crane.harbour.example,1.3,tide-rules,{mode},2026-06-20\n"
    "buoy.harbour.example,{tls},tide-rules,block,2026-06-20\n"
    "mole.harbour.example,1.2,{policy},{policed},2026-06-20\n"
)


@pytest.mark.parametrize(("name", "told"), [("public-scan.csv", 4), ("scan.csv", 3)])
def test_an_endpoint_without_a_firewall_ought_to_have_one_where_all_are_public(tmp_path: Path, name: str, told: int) -> None:
    write(tmp_path, name, LINES.format(mode="preview", tls="1.2", policy="", policed=""))
    store = load(tmp_path, "tls_endpoints", "protective_services").store
    _, rows = store.rows("select resource_id, enabled, mode from protective_services order by 1")
    assert len(rows) == told
    assert ("crane.harbour.example", "yes", "preview") in [row[:3] for row in rows]
    assert (("mole.harbour.example", "no", None) in [row[:3] for row in rows]) == (told == 4)


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("| TLS version | 1.2 or higher |", "buoy.harbour.example"),
        ("| Web application firewall | Akamai in blocking mode on every public endpoint |", "crane.harbour.example"),
    ],
)
def test_what_rows_of_a_table_promise_of_endpoints(tmp_path: Path, row: str, broken: str) -> None:
    policy = write(tmp_path, "policy.md", f"# Edge\n\n## Public endpoints\n\n| Item | Requirement |\n|---|---|\n{row}\n")
    write(tmp_path / "evidence", "public-scan.csv", LINES.format(mode="preview", tls="1.0", policy="tide-rules", policed="block"))
    run = review([policy], [tmp_path / "evidence"], parse_period("2026-01-01..2026-06-30"), load_catalog())
    (verdict,) = [one for one in run.verdicts if one.status == "contradicted"]
    assert [one.item for one in verdict.exceptions] == [broken]
