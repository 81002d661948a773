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


def test_a_list_of_accounts_with_their_factors_is_no_list_of_factors(tmp_path: Path) -> None:
    lines = (
        "account,holder,kind,unit,state,second_factors,created_on,last_sign_in",
        "ana.q,Ana Q,user,Quay,active,totp_app; security_key,2025-01-10,2026-06-01",
        "bo.q,Bo Q,user,Quay,active,,2025-01-11,2026-06-02",
        "cy.q,Cy Q,user,Quay,disabled,,2025-01-12,2026-02-02",
    )
    (tmp_path / "harbour-logins.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    store = load_evidence([tmp_path], load_catalog(), PERIOD).store
    _, rows = store.rows("select user_id, status, name, account_type from idp_users order by 1")
    assert [row[:2] for row in rows] == [("ana.q", "active"), ("bo.q", "active"), ("cy.q", "disabled")]
    assert (rows[0][2], rows[0][3]) == ("Ana Q", "user")
    _, factors = store.rows("select user_id, factor_type from idp_factors order by 2")
    assert [row[:2] for row in factors] == [("ana.q", "security_key"), ("ana.q", "totp_app")]


def test_a_list_of_factors_stays_one_though_each_user_has_one(tmp_path: Path) -> None:
    lines = ("user,factor,status,enrolled_on,last_used", "ana.q,totp,active,2025-01-10,2026-06-01", "bo.q,sms,active,2025-01-11,")
    (tmp_path / "tokens.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    store = load_evidence([tmp_path], load_catalog(), PERIOD).store
    assert (store.count("idp_factors"), store.count("idp_users")) == (2, 0)
