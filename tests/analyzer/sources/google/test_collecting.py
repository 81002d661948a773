"""Collecting a domain of Google Workspace: what it finds, what it says of what is denied, what an interrupt leaves."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from analyzer.collect import CollectError, OperationRefused, Session, find_collector
from analyzer.evidence.load import Loaded
from analyzer.evidence.locker import Entry, Locker
from tests.analyzer.collect import lockers
from tests.analyzer.collect.lockers import rows
from tests.analyzer.collect.servers import Asked, Reply
from tests.analyzer.sources.google.company import ADMIN, CUSTOMER, NOW, PEOPLE, READER, activity, login
from tests.analyzer.sources.google.conftest import Collect, Served
from tests.analyzer.sources.google.domain import PREFIX, error


def loaded(locker: Path) -> Loaded:
    return lockers.loaded(locker, NOW.date() + timedelta(days=7))


def entries(locker: Path) -> dict[str, Entry]:
    return lockers.entries(locker, f"google.{CUSTOMER}.")


def test_people_with_their_second_step_roles_and_devices_are_found(run: Collect, tmp_path: Path) -> None:
    done = run()
    assert done.gaps == ()
    (target,) = done.targets
    assert (target.account, target.principal) == (CUSTOMER, f"{READER} for {ADMIN}")
    assert target.write_access == () and "does not say which others" in target.unknown_access
    one = loaded(tmp_path / "locker")
    states = "select status, count(*) from idp_users group by 1 order by 1"
    assert rows(one, states) == [("ACTIVE", 24), ("DELETED", 1), ("SUSPENDED", 1)]
    assert rows(one, "select count(*) from idp_factors") == [(24,)]
    assert rows(one, "select name, mfa_required, groups_excluded from idp_policies") == [("2-Step Verification of /", True, None)]
    admins = "select account_id, role, is_privileged from app_accounts order by 1"
    assert rows(one, admins) == [
        (login(0), "_SEED_ADMIN_ROLE", True), (login(1), "Help desk", True), (login(2), "Auditors", False),
    ]  # fmt: skip
    assert rows(one, "select min_length, max_age_days from password_settings") == [(14, None)]
    assert rows(one, "select absolute_minutes from session_settings") == [(720,)]
    assert rows(one, "select serial, owner_email from devices where not disk_encrypted") == [("SN4", login(4))]
    assert rows(one, "select count(*) from devices where platform = 'ChromeOS'") == [(1,)]
    changes = "select event, account_id, role_after from account_events order by ts"
    assert rows(one, changes) == [("role granted", login(1), "Help desk"), ("suspended", login(24), None)]
    assert rows(one, "select attribute, new_value from config_history") == [("ENFORCE_STRONG_AUTHENTICATION", "ENFORCE")]
    assert rows(one, "select result, count(*) from auth_events group by 1 order by 1") == [("failure", 1), ("success", 59)]


def test_only_what_is_needed_is_asked_for(served: Served, run: Collect, tmp_path: Path) -> None:
    run()
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    for canary in (b"canary-home", b"15550100199", b"canary-imei"):
        assert canary not in written
    assert {one.method for one in served.server.asked if one.path != "/token"} == {"GET"}


def test_pages_are_followed_to_the_last(run: Collect, tmp_path: Path) -> None:
    run(only=["users"])
    users = entries(tmp_path / "locker")["users.json"]
    assert (users.rows, users.pages, users.complete) == (PEOPLE, 3, True)


@pytest.mark.parametrize(
    ("status", "reason", "headers"),
    [
        (429, "rateLimitExceeded", {"retry-after": "7"}), (429, "rateLimitExceeded", {}), (403, "userRateLimitExceeded", {}),
        (403, "quotaExceeded", {}),
    ],
)  # fmt: skip
def test_too_many_requests_are_waited_for(
    served: Served, run: Collect, tmp_path: Path, status: int, reason: str, headers: dict[str, str]
) -> None:
    waits: list[float] = []
    refused: list[str] = []

    def limit(asked: Asked, reply: Reply) -> Reply:
        if "pageToken" in asked.query and len(refused) < 2:
            refused.append(asked.path)
            return error(status, reason, "Request rate higher than configured.", **headers)
        return reply

    served.change = limit
    done = run(only=["users"], sleep=waits.append)
    assert len(waits) == 2 and (waits == [7, 7] if headers else all(0 < one <= 4 for one in waits))
    assert done.gaps == () and done.stats.refused == 2
    assert entries(tmp_path / "locker")["users.json"].rows == PEOPLE


def test_broken_answers_are_asked_for_again(served: Served, run: Collect, tmp_path: Path) -> None:
    broken: dict[str, int] = {}

    def breaking(asked: Asked, reply: Reply) -> Reply:
        number = broken[asked.path] = broken.get(asked.path, 0) + 1
        if number == 1:
            return Reply(reply.value, cut=True)
        return error(503, "backendError", "Try again") if number == 2 else reply

    served.change = breaking
    assert run(only=["groups", "mobile_devices"]).gaps == ()
    assert entries(tmp_path / "locker")["mobile_devices.json"].rows == 12


def test_a_scope_that_is_not_delegated_is_a_gap_and_stops_no_other(served: Served, run: Collect, tmp_path: Path) -> None:
    served.domain.delegated -= {one for one in served.domain.delegated if "mobile" in one or "policies" in one}
    done = run()
    assert {gap.part for gap in done.gaps} == {"mobile_devices", "policies"}
    mobile = next(gap for gap in done.gaps if gap.part == "mobile_devices")
    assert "admin.directory.device.mobile.readonly" in mobile.advice and "mobile devices are encrypted" in mobile.advice
    assert "insufficient authentication scopes" in mobile.why and mobile.tables == ("devices",)
    assert f"{PREFIX}admin.directory.device.mobile.readonly" not in done.targets[0].scopes
    assert entries(tmp_path / "locker")["users.json"].complete


def test_one_group_that_is_denied_leaves_the_others(served: Served, run: Collect, tmp_path: Path) -> None:
    def deny(asked: Asked, reply: Reply) -> Reply:
        return error(403, "forbidden", "Not Authorized to access this resource/api") if "g-staff" in asked.path else reply

    served.change = deny
    (gap,) = run(only=["groups"]).gaps
    assert "staff@acme.example" in gap.what and "Not Authorized" in gap.why
    assert entries(tmp_path / "locker")["groups.json"].complete
    members = entries(tmp_path / "locker")["groups.members.json"]
    assert (members.rows, members.complete) == (1, False)


PARTS = ["users", "roles", "groups", "logins"]


def content(locker: Path) -> dict[str, list[str]]:
    """Every record by its file, in an order of its own."""
    found = {}
    for name, entry in entries(locker).items():
        if ".run." not in entry.name:
            pages = json.loads(Locker(locker).file_of(entry).read_text())
            pages = pages if isinstance(pages, list) else [pages]
            lists = [next((value for value in page.values() if isinstance(value, list)), [page]) for page in pages]
            records = pages if ".members" in name or name.startswith("roles") else [one for page in lists for one in page]
            found[name] = sorted(json.dumps(one, sort_keys=True) for one in records)
    return found


@pytest.mark.parametrize("killed_at", range(1, 22))
def test_an_interrupt_loses_nothing_and_brings_nothing_twice(served: Served, run: Collect, tmp_path: Path, killed_at: int) -> None:
    calls = 0

    def kill(asked: Asked, reply: Reply) -> Reply:
        nonlocal calls
        if asked.path == "/token":
            return reply
        calls += 1
        return error(401, "authError", "pulled the plug") if calls >= killed_at and not back else reply

    back: list[bool] = []
    run(tmp_path / "whole", only=PARTS)
    served.change = kill
    with pytest.raises(CollectError):
        run(only=PARTS)
    back.append(True)
    run(only=PARTS)
    assert content(tmp_path / "locker") == content(tmp_path / "whole")


def test_a_token_that_ends_is_renewed(served: Served, run: Collect) -> None:
    def expire(asked: Asked, reply: Reply) -> Reply:
        if asked.path.endswith("/mobile") and len(served.domain.tokens) == 1:
            return error(401, "authError", "Invalid Credentials")
        return reply

    served.change = expire
    assert run(only=["mobile_devices"]).gaps == ()
    assert len(served.domain.tokens) == 2


def test_an_entry_that_came_late_is_found_and_one_that_was_seen_is_no_second(served: Served, run: Collect, tmp_path: Path) -> None:
    run(only=["logins"])
    late = activity(900, "login", NOW - timedelta(hours=2), "login", "login_success", login_challenge_method=["password"])
    served.domain.lists["reports.activities.list login"].insert(1, late)
    run(only=["logins"], now=lambda: NOW + timedelta(days=7))
    windows = [one.window for one in entries(tmp_path / "locker").values() if one.window]
    assert windows == ["2026-01-01T08:00:00Z..2026-06-30T08:00:00Z", "2026-06-30T08:00:00Z..2026-07-07T08:00:00Z"]
    assert rows(loaded(tmp_path / "locker"), "select count(*), count(distinct ts) from auth_events") == [(61, 61)]


def test_events_begin_where_they_are_asked_to(served: Served, run: Collect, tmp_path: Path) -> None:
    run(only=["logins"], since=NOW - timedelta(days=3))
    assert rows(loaded(tmp_path / "locker"), "select count(*), min(ts) from auth_events") == [
        (7, (NOW - timedelta(days=3)).replace(tzinfo=None))
    ]


def test_what_the_log_no_longer_has_is_a_gap(run: Collect) -> None:
    done = run(only=["admin"], since=NOW - timedelta(days=365))
    assert ["180 days" in gap.why for gap in done.gaps] == [True]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/admin/directory/v1/users/1"), ("POST", "/admin/directory/v1/users"),
        ("POST", "/admin/directory/v1/users/1/signOut"),
        ("GET", "/admin/directory/v1/users/1/tokens"), ("DELETE", "/admin/directory/v1/groups/1/members/2"),
        ("GET", "/admin/reports/v1/activity/users/all/applications/drive"), ("PATCH", "/v1/policies/1"),
    ],
)  # fmt: skip
def test_nothing_else_is_sent(served: Served, run: Collect, method: str, path: str) -> None:
    def send(session: Session) -> None:
        with pytest.raises(OperationRefused):
            session.http.send(method, path)
        assert served.server.asked == []

    run(only=["org_units"], prepare=send)
    assert {one.method for one in find_collector("google").operations if one.api != "login"} == {"GET"}
