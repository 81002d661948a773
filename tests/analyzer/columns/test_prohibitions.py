"""What must not be at all is not broken by a record that has nothing."""

from __future__ import annotations

from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review

ROW = "| Voice calls | Not permitted as a second factor |"


def test_nothing_breaks_no_prohibition(tmp_path: Path) -> None:
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    policy.write_text(f"# Harbour logins\n\n## Sign-in\n\n| Topic | Rule |\n|---|---|\n{ROW}\n", encoding="utf-8")
    evidence.mkdir()
    rows = [f"ana{n},Quay,active,{'' if n == 3 else ('totp', 'totp; key', 'key')[n % 3]},2026-06-01" for n in range(20)]
    head = "account,unit,state,second_factors,last_sign_in"
    (evidence / "harbour-logins.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    assert run.verdicts
    assert [one.item for verdict in run.verdicts for one in verdict.exceptions] == []
