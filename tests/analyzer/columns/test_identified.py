"""Exceptions of a check carry what the file numbers their records by."""

from __future__ import annotations

from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review


def test_the_number_of_what_a_check_calls_by_its_name(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text("# Harbour data\n\n## Encryption\n\nAll data stores are encrypted at rest.\n", encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    rows = [f"HB-{n},quay-db-{n},postgres,production,{'no' if n == 2 else 'yes'}" for n in range(1, 5)]
    lines = "\n".join(["store_id,store_name,engine,environment,encrypted", *rows])
    (evidence / "data-stores.csv").write_text(lines + "\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    (verdict,) = [one for one in run.verdicts if one.status == "contradicted"]
    (broken,) = verdict.exceptions
    assert {broken.item, broken.row.get("store_id")} == {"quay-db-2", "HB-2"}
