"""The ledger lists every promised value with every sentence that states it."""

from __future__ import annotations

import json
from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.documents.ledger import ledger
from analyzer.documents.ledger_report import ledger_json, ledger_lines
from claims import read

TEXT = """# Policy

Backups are retained for 30 days.

Database backups are retained for 90 days.

Backups are kept for 30 days.

Critical vulnerabilities are fixed within 7 days and high ones within 30 days.
"""


def test_values_and_where_they_are_stated(tmp_path: Path) -> None:
    (tmp_path / "policy.md").write_text(TEXT, encoding="utf-8")
    catalog = load_catalog()
    entries = ledger(list(catalog.extractor.claims(read(tmp_path / "policy.md"))), catalog)
    kept = {one.value: len(one.claims) for one in entries if (one.topic, one.parameter) == ("backup_retention", "retention")}
    assert kept == {"30 days": 2, "90 days": 1}
    fixed = {one.parameter: one.value for one in entries if one.topic == "vuln_remediation"}
    assert fixed == {"sla.critical": "7 days", "sla.high": "30 days"}
    shown = "\n".join(ledger_lines(entries))
    assert "How long backups are kept: 2 values  (backup_retention.retention)" in shown.splitlines()
    assert "policy.md:5:1" in shown
    assert max(map(len, shown.splitlines())) <= 100
    told = json.loads(ledger_json(entries))["ledger"]
    assert {one["value"] for one in told if one["topic"] == "backup_retention"} == {"30 days", "90 days"}
    assert told[0]["stated"][0]["document"] == "policy.md"
