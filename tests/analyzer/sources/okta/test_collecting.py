"""Collecting an organisation over HTTP: people, factors, rules, apps, devices and events as they reach the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from analyzer.collect import OperationRefused, Session, credentials_page
from analyzer.evidence.load import Loaded
from analyzer.evidence.locker import Locker
from analyzer.sources.okta.app import READS
from tests.analyzer.collect.lockers import names, rows
from tests.analyzer.sources.okta.conftest import MANY, NOW, Collect, event
from tests.analyzer.sources.okta.okta_org import ORG_ID, TOKEN, Org

Load = Callable[..., Loaded]


def test_a_whole_run_has_no_gap_and_every_file_is_known(run: Collect, loaded: Load, tmp_path: Path) -> None:
    done = run()
    assert done.gaps == () and done.notes == ()
    one = loaded()
    assert [file.faults for file in one.files if file.faults] == []
    assert Locker(tmp_path / "locker").verify() == []
    unknown = {what.what for what in one.left_out if "recognis" in what.why or "source" in what.why}
    assert all(any(part in name for part in ("groups", "authenticators", "mfa-enroll", "apps.json")) for name in unknown), unknown


@MANY
def test_everybody_is_there_deprovisioned_users_too(run: Collect, loaded: Load) -> None:
    run(only=["users"])
    one = loaded()
    assert rows(one, "select status, count(*) from idp_users group by 1 order by 1") == [
        ("ACTIVE", 246), ("DEPROVISIONED", 3), ("STAGED", 1), ("SUSPENDED", 1),
    ]  # fmt: skip
    assert rows(one, "select count(distinct user_id) from idp_users") == [(251,)]
    gone = "select cast(deactivated_at as varchar) from idp_users where email = 'person247@acme.example'"
    assert rows(one, gone) == [("2026-05-04 17:00:00",)]


def test_each_person_has_the_kinds_of_factor_that_they_enrolled(run: Collect, loaded: Load) -> None:
    run(only=["users"])
    kinds = "select factor_type from idp_factors where user_id = '00u{}' and status = 'ACTIVE' order by 1"
    one = loaded()
    found = {number: [kind for (kind,) in rows(one, kinds.format(number))] for number in range(8)}
    assert found == {
        0: ["webauthn_hardware_key"], 1: ["push", "sms_voice"], 2: ["security_question", "totp_app"], 3: ["otp_hardware_token"],
        4: ["passkey_platform_bound", "passkey_synced"], 5: ["webauthn"], 6: [], 7: ["push"],
    }  # fmt: skip


def test_who_is_deprovisioned_between_the_two_lists_stands_there_once(run: Collect, org: Org, loaded: Load) -> None:
    def leave(asked: object) -> None:
        if "filter" in getattr(asked, "query", {}):
            org.users[9]["status"] = "DEPROVISIONED"

    org.faults.append(leave)
    run(only=["users"])
    assert rows(loaded(), "select status from idp_users where user_id = '00u9'") == [("ACTIVE",)]


def test_administrators_by_themselves_and_by_a_group(run: Collect, loaded: Load) -> None:
    run(only=["admins"])
    found = rows(loaded(), "select account_id, role, is_privileged, mfa_enabled, status from app_accounts order by account_id")
    assert found == [
        ("person0@acme.example", "Super Administrator", True, True, "ACTIVE"),
        ("person1@acme.example", "User Administrator", True, True, "ACTIVE"),
        ("person2@acme.example", "Group Administrator", True, True, "ACTIVE"),
        ("person7@acme.example", "Help Desk Administrator", True, True, "SUSPENDED"),
        ("personowner@acme.example", "Read-only Administrator", False, True, "ACTIVE"),
    ]


def test_rules_say_whom_they_are_for_and_what_they_ask(run: Collect, loaded: Load) -> None:
    run(only=["policies"])
    one = loaded()
    assert rows(one, "select name, mfa_required, groups_included from idp_policies order by name") == [
        ("Any two factors: Catch-all rule", False, None), ("Default Policy: Default Rule", False, None),
        ("Staff: Factor", True, ["Engineers"]),
    ]  # fmt: skip
    assert rows(one, "select policy, min_length, lockout_attempts from password_settings") == [("python_sdk Test-Password", 8, 10)]
    assert set(rows(one, "select idle_minutes, absolute_minutes from session_settings")) == {(720, None)}


def test_assignments_say_who_reaches_an_app_and_how(run: Collect, loaded: Load) -> None:
    run(only=["apps"])
    found = rows(loaded(), "select system, account_id, auth_via_sso from app_accounts order by 1, 2")
    assert found == [
        ("Ledger", "person0@acme.example", True), ("Ledger", "person1@acme.example", True), ("Wiki", "person0@acme.example", False),
    ]  # fmt: skip


def test_devices_that_are_managed_with_their_disks(run: Collect, loaded: Load) -> None:
    run(only=["devices"])
    found = rows(loaded(), "select serial, owner_email, platform, disk_encrypted from devices order by 1")
    assert found == [
        ("SERIAL-guo1", "person0@acme.example", "macOS", True), ("SERIAL-guo2", "person1@acme.example", "Windows", False),
    ]  # fmt: skip


def test_the_classic_engine_has_no_devices_and_no_access_policies(run: Collect, org: Org) -> None:
    org.pipeline = "v1"
    org.faults.append(lambda asked: None if "devices" not in asked.path and "ACCESS" not in str(asked.query) else pytest.fail())
    assert run(only=["devices", "policies"]).gaps == ()


def test_members_of_groups(run: Collect, tmp_path: Path) -> None:
    run(only=["groups"])
    entry = next(one for one in Locker(tmp_path / "locker").entries() if one.name.endswith("groups.members.json"))
    members = json.loads(Locker(tmp_path / "locker").file_of(entry).read_text())
    assert {one["group"]["name"]: [member["login"] for member in one["members"]] for one in members} == {
        "Engineers": ["person0@acme.example", "person1@acme.example"], "Helpers": ["person2@acme.example"],
    }  # fmt: skip


def test_events_of_the_window_and_then_only_what_is_new(run: Collect, org: Org, loaded: Load, tmp_path: Path) -> None:
    run(only=["log"])
    first = loaded()
    assert rows(first, "select count(*), count(distinct ts) from auth_events") == [(1200, 1200)]
    assert rows(first, "select system, account_id, event from account_events") == [("Okta", "person27@acme.example", "deactivated")]
    org.events.append(event(6000, NOW + timedelta(hours=1)))
    org.events.append(event(6001, NOW - timedelta(minutes=5)))  # which came late into the log
    run(only=["log"], now=lambda: NOW + timedelta(days=1))
    assert rows(loaded((NOW + timedelta(days=1)).date()), "select count(*) from auth_events") == [(1202,)]
    windows = [entry.window for entry in Locker(tmp_path / "locker").entries() if entry.window]
    assert windows == ["2026-04-03T08:00:00Z..2026-07-01T08:00:00Z", "2026-07-01T08:00:00Z..2026-07-02T08:00:00Z"]


def test_since_says_how_far_back(run: Collect, loaded: Load) -> None:
    run(only=["log"], since=NOW - timedelta(days=15))
    assert rows(loaded(), "select count(*) from auth_events") == [(120,)]


def test_nothing_but_reading_leaves(run: Collect, org: Org) -> None:
    tried: list[str] = []

    def attempt(session: Session) -> None:
        for method, path in (
            ("POST", "/api/v1/users"), ("DELETE", "/api/v1/users/00u1"), ("POST", "/api/v1/users/00u1/lifecycle/deactivate"),
            ("PUT", "/api/v1/policies/00psign"), ("POST", "/api/v1/users/00u1/factors"), ("POST", "/api/v1/apps/0oa1/users"),
            ("DELETE", "/api/v1/users/00u1/factors/sms1"), ("GET", "/api/v1/users/00u1/../../../oauth2/v1/keys"),
            ("GET", "/api/v1/api-tokens"), ("POST", "/oauth2/v1/revoke"), ("GET", "/api/v1/apps/0oa1/credentials/keys"),
        ):  # fmt: skip
            with pytest.raises(OperationRefused):
                session.http.send(method, path)
            tried.append(path)
        with pytest.raises(OperationRefused):
            session.http.client.post(httpx.URL(org.url).join("/api/v1/users"), json={})

    before = len(tried)
    run(only=["devices"], prepare=attempt)
    assert len(tried) - before == 11


def test_only_reads_are_sent_in_a_whole_run(run: Collect, org: Org) -> None:
    seen: list[str] = []
    org.faults.append(lambda asked: seen.append(asked.method))
    run()
    assert set(seen) == {"GET"}


def test_secrets_are_nowhere(run: Collect, tmp_path: Path) -> None:
    run()
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    assert TOKEN.encode() not in written and b"HE64TMLL2IUZW2ZLB" not in written
    factors = next(one for one in Locker(tmp_path / "locker").entries() if one.name.endswith("users.factors.json"))
    assert "sharedSecret" in factors.redacted


def test_the_page_names_every_scope_that_is_asked_for() -> None:
    page = credentials_page("okta")
    assert [scope for scope in READS if scope not in page] == []


def test_files_carry_the_id_of_the_organisation(run: Collect, tmp_path: Path) -> None:
    run(only=["users"])
    assert [name for name in names(tmp_path / "locker") if ORG_ID not in name] == []
