"""Collecting the tables of Steampipe: whose rows they are, what they become, what is left out and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.collect import OperationRefused, Session
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.locker import Locker
from analyzer.model import Period
from analyzer.sources.postgres.wire import Wire
from analyzer.sources.steampipe.tables import TABLES
from tests.analyzer.sources.postgres.real_server import Server
from tests.analyzer.sources.steampipe.conftest import PASSWORD, PUBLISHED, Collect, add

CATALOG = load_catalog()


def loaded(locker: Path, day: date | None = None) -> Loaded:
    today = day or date.fromisoformat(str(Locker(locker).entries()[-1].extracted_at)[:10])
    return load_evidence([locker], CATALOG, Period(start=today - timedelta(days=180), end=today, as_of=today))


def rows(one: Loaded, sql: str) -> list[tuple[Any, ...]]:
    return one.store.rows(sql)[1]


def test_every_column_that_is_asked_for_is_published() -> None:
    for wanted in (one for tables in TABLES.values() for one in tables):
        published = {**PUBLISHED["tables"][wanted.table], **PUBLISHED["common"][wanted.table.partition("_")[0]]}
        assert set(wanted.columns) <= set(published), wanted.table
        assert set(wanted.needed) <= set(wanted.columns)
        assert f"steampipe/{wanted.table}" in CATALOG.sources and f"steampipe/{wanted.table}_csv" in CATALOG.sources


def test_people_of_every_connection_come_once(run: Collect, tmp_path: Path) -> None:
    done = run(only=["aws_iam", "aws_data"])
    assert done.gaps == ()
    one = loaded(tmp_path / "locker")
    assert rows(one, "select account_id, mfa_enabled from app_accounts order by 1") == [
        ("ivo@acme.example", False), ("mara@acme.example", True), ("noa@acme.example", True),
    ]  # fmt: skip
    assert rows(one, "select distinct factor_type from idp_factors") == [("totp_app",)]
    assert rows(one, "select resource_id, env, public, encrypted from data_stores") == [
        ("acme-invoices", "production", True, False)
    ]
    assert "credentials of its own" in done.notes[0]


def test_changes_come_with_their_reviews(run: Collect, tmp_path: Path) -> None:
    done = run(only=["github"], options={"repository": ("acme/api",), "organization": ("acme",)})
    assert done.gaps == ()
    one = loaded(tmp_path / "locker")
    assert rows(one, "select repo, number, approvers from pull_requests order by number") == [
        ("acme/api", 1, ["ivo"]), ("acme/api", 2, []),
    ]  # fmt: skip
    assert rows(one, "select reviewer, state from pull_request_reviews") == [("ivo", "APPROVED")]
    assert rows(one, "select account_id, is_privileged from app_accounts") == [("mara", True)]
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    assert b"canary" not in written


def test_people_of_other_directories(run: Collect, tmp_path: Path) -> None:
    assert run(only=["entra", "google"]).gaps == ()
    one = loaded(tmp_path / "locker")
    people = "select u.email, f.factor_type from idp_users as u left join idp_factors as f on f.user_id = u.user_id order by 1"
    assert rows(one, people) == [("ivo@acme.example", None), ("mara@acme.example", "webauthn_hardware_key")]


def test_what_answers_by_name_only_is_a_gap_without_one(run: Collect) -> None:
    done = run(only=["github"])
    assert {gap.part for gap in done.gaps} == {"github"}
    assert "--repository" in str(done.gaps) and "--organization" in str(done.gaps)


def test_a_plugin_without_a_table_that_is_asked_for_leaves_one_gap(server: Server, run: Collect) -> None:
    server.sql("alter table okta.okta_factor rename to okta_factors", database="steampipe")
    try:
        done = run(only=["okta"])
    finally:
        server.sql("alter table okta.okta_factors rename to okta_factor", database="steampipe")
    assert [gap.why for gap in done.gaps] == ["its plugin has no such table"]


def test_a_table_without_a_column_that_it_needs_is_a_gap(server: Server, run: Collect, tmp_path: Path) -> None:
    server.sql("alter table okta.okta_factor rename factor_type to factor_kind", database="steampipe")
    try:
        done = run(only=["okta"])
    finally:
        server.sql("alter table okta.okta_factor rename factor_kind to factor_type", database="steampipe")
    (gap,) = done.gaps
    assert "factor_type" in gap.why and "idp_factors" in gap.tables
    assert rows(loaded(tmp_path / "locker"), "select count(*) from idp_users") == [(1,)]


def test_one_connection_that_is_denied_leaves_the_others(server: Server, run: Collect, tmp_path: Path) -> None:
    server.sql(
        "alter table aws_prod.aws_iam_user rename to users",
        "create function aws_prod.denied() returns text language plpgsql as $$ begin raise exception"
        " 'operation error IAM: ListUsers, StatusCode: 403, AccessDenied' using errcode = 'HV000'; end $$",
        "create view aws_prod.aws_iam_user as select * from aws_prod.users where aws_prod.denied() = ''",
        "grant select on aws_prod.aws_iam_user to steampipe", database="steampipe",
    )  # fmt: skip
    try:
        done = run(only=["aws_iam"])
    finally:
        server.sql(
            "drop view aws_prod.aws_iam_user", "drop function aws_prod.denied", "alter table aws_prod.users rename to aws_iam_user",
            database="steampipe",
        )  # fmt: skip
    (gap,) = done.gaps
    assert gap.what.endswith("aws_prod") and "denies it" in gap.why and "idp_factors" in gap.tables
    people = "select account_id from app_accounts order by 1"
    assert ("noa@acme.example",) in rows(loaded(tmp_path / "locker"), people)


def test_what_a_system_denies_is_a_gap(server: Server, run: Collect, tmp_path: Path) -> None:
    server.sql(
        "revoke select on okta.okta_factor from steampipe",
        "grant select (id) on okta.okta_factor to steampipe",
        database="steampipe",
    )
    try:
        done = run(only=["okta"])
    finally:
        server.sql("grant select on okta.okta_factor to steampipe", database="steampipe")
    assert [gap.part for gap in done.gaps] == ["okta"]


def test_a_change_is_seen_in_the_next_run_and_the_day_before_stays_as_it_was(server: Server, run: Collect, tmp_path: Path) -> None:
    today = datetime.now(UTC)
    before = today - timedelta(days=1)
    run(only=["okta"], now=lambda: before)
    add(server, "okta", "okta_factor", {"id": "f2", "user_id": "00u1", "factor_type": "u2f", "status": "ACTIVE"})
    try:
        run(only=["okta"], now=lambda: today)
    finally:
        server.sql("delete from okta.okta_factor where id = 'f2'", database="steampipe")
    kinds = "select factor_type from idp_factors order by 1"
    assert rows(loaded(tmp_path / "locker", before.date()), kinds) == [("sms_voice",)]
    assert rows(loaded(tmp_path / "locker", today.date()), kinds) == [("sms_voice",), ("webauthn_hardware_key",)]


def test_only_the_tables_of_the_list_are_asked(server: Server, run: Collect) -> None:
    asked: list[Wire] = []

    def prepare(session: Session) -> None:
        place = {"host": "127.0.0.1", "port": str(server.port), "user": "steampipe", "password": PASSWORD, "dbname": "steampipe"}
        wire = Wire(session=session, title="it", place=place, statements=('select a."id" from "okta"."okta_user" as a',))
        assert wire.rows('select a."id" from "okta"."okta_user" as a') == [{"id": "00u1"}]
        for other in ('select * from "okta"."okta_user" as a', 'delete from "okta"."okta_user"', "create table x (a int)"):
            with pytest.raises(OperationRefused):
                wire.rows(other)
        asked.append(wire)

    run(only=["okta"], prepare=prepare)
    assert asked
