"""User lists that name the second factors in the same row."""

from __future__ import annotations

from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.evidence.load import load_evidence
from tests.analyzer.builders import PERIOD

LINES = (
    "User ID,Email,Status,Last Login,Enrolled Factors",
    "u1,ana@x.example,ACTIVE,2026-06-01,security_key|totp",
    "u2,bo@x.example,ACTIVE,2026-06-02,none",
    "u3,cleo@x.example,ACTIVE,2026-06-03,SMS",
    "u4,dan@x.example,ACTIVE,2026-06-03,",
)


def test_each_factor_of_a_user_is_a_row_and_none_is_none(tmp_path: Path) -> None:
    (tmp_path / "directory.csv").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    store = load_evidence([tmp_path], load_catalog(), PERIOD).store
    _, rows = store.rows("select user_id, factor_type, evidence_row from idp_factors order by 1, 2")
    assert [row[:2] for row in rows] == [("u1", "security_key"), ("u1", "totp"), ("u3", "SMS")]
    assert store.count("idp_users") == 4
