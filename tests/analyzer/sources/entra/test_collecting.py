"""Collecting a tenant of Entra: what it finds, what it says of what is denied, what an interrupt leaves."""

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
from tests.analyzer.sources.entra.company import NOW, PEOPLE, SUPPORT, TENANT, guid, login, sign_in
from tests.analyzer.sources.entra.conftest import Collect, Served
from tests.analyzer.sources.entra.tenant import error


def loaded(locker: Path) -> Loaded:
    return lockers.loaded(locker, NOW.date() + timedelta(days=7))


def entries(locker: Path) -> dict[str, Entry]:
    return lockers.entries(locker, f"entra.{TENANT}.")


def test_people_with_their_factors_roles_and_devices_are_found(run: Collect, tmp_path: Path) -> None:
    done = run()
    assert done.gaps == ()
    one = loaded(tmp_path / "locker")
    assert rows(one, "select status, count(*) from idp_users group by 1 order by 1") == [
        ("ACTIVE", 24),
        ("DELETED", 1),
        ("DISABLED", 1),
    ]
    assert rows(one, "select email from idp_users where status = 'DELETED'") == [(login(30),)]
    kinds = "select factor_type, count(*) from idp_factors group by 1 order by 1"
    assert rows(one, kinds) == [("sms_voice", 1), ("webauthn_hardware_key", 22)]
    assert rows(one, "select user_id from idp_factors where factor_type = 'sms_voice'") == [(guid(3),)]
    admins = "select account_id, role from app_accounts where is_privileged and account_type = 'user' order by 1"
    assert rows(one, admins) == [(login(0), "Global Administrator"), (login(1), "Global Administrator")]
    policy = "select status, mfa_required, groups_excluded from idp_policies order by 1, 2"
    assert rows(one, policy) == [
        ("ACTIVE", True, ["Emergency accounts"]), ("INACTIVE", True, ["Emergency accounts"]), ("INACTIVE", None, None),
    ]  # fmt: skip
    assert rows(one, "select serial, owner_email from devices where not disk_encrypted") == [("SN4", login(4))]
    changes = "select event, account_id, role_after from account_events order by ts"
    assert rows(one, changes) == [("Add member to role", login(24), "Global Reader"), ("Disable account", login(24), None)]
    assert rows(one, "select result, count(*) from auth_events group by 1 order by 1") == [("failure", 1), ("success", 59)]


def test_the_population_is_held_against_the_count_of_the_directory(run: Collect, tmp_path: Path) -> None:
    run(only=["users"])
    users = entries(tmp_path / "locker")["users.json"]
    assert (users.rows, users.source_count, users.pages, users.complete) == (PEOPLE, PEOPLE, 3, True)
    assert users.principal == "goldenthread"


@pytest.mark.parametrize("headers", [{"retry-after": "7"}, {}], ids=["with Retry-After", "without"])
def test_too_many_requests_are_waited_for(served: Served, run: Collect, tmp_path: Path, headers: dict[str, str]) -> None:
    waits: list[float] = []
    refused: list[str] = []

    def limit(asked: Asked, reply: Reply) -> Reply:
        if asked.path == "/v1.0/users" and "$skiptoken" in asked.query and len(refused) < 2:
            refused.append(asked.path)
            return error(429, "TooManyRequests", "Too many requests.", **headers)
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
        return error(503, "ServiceUnavailable", "Try again") if number == 2 else reply

    served.change = breaking
    done = run(only=["policies", "devices"])
    assert done.gaps == ()
    assert entries(tmp_path / "locker")["devices.json"].rows == 12


def test_a_method_list_that_is_denied_is_a_gap_and_the_report_speaks_for_all(served: Served, run: Collect, tmp_path: Path) -> None:
    served.tenant.roles = tuple(one for one in served.tenant.roles if one != "UserAuthenticationMethod.Read.All")
    done = run(only=["methods"])
    (gap,) = done.gaps
    assert "UserAuthenticationMethod.Read.All" in gap.advice and "which factors each person has" in gap.advice
    assert gap.tables == ("idp_factors",) and "Insufficient privileges" in gap.why
    one = loaded(tmp_path / "locker")
    kinds = "select factor_type, count(*) from idp_factors group by 1 order by 1"
    assert rows(one, kinds) == [("sms_voice", 1), ("webauthn_hardware_key", 22)]


def test_a_tenant_without_the_licence_has_users_without_their_last_sign_in(served: Served, run: Collect, tmp_path: Path) -> None:
    served.tenant.premium = False
    done = run(only=["users", "sign_ins"])
    assert [gap.part for gap in done.gaps] == ["sign_ins"] and "P1 or P2" in done.gaps[0].advice
    assert "signInActivity: the tenant has no licence" in str(entries(tmp_path / "locker")["users.json"].parameters)
    assert rows(loaded(tmp_path / "locker"), "select count(*), count(last_login_at) from idp_users where status <> 'DELETED'") == [
        (25, 0)
    ]


def test_a_denied_part_stops_no_other(served: Served, run: Collect, tmp_path: Path) -> None:
    served.tenant.roles = ("User.Read.All", "AuditLog.Read.All")
    done = run()
    assert {gap.part for gap in done.gaps} == {"methods", "policies", "roles", "groups", "devices"}
    assert entries(tmp_path / "locker")["users.json"].complete
    assert "roles.json" not in entries(tmp_path / "locker")


def test_a_group_that_hides_its_members_leaves_the_others(served: Served, run: Collect, tmp_path: Path) -> None:
    def deny(asked: Asked, reply: Reply) -> Reply:
        hidden = f"/groups/{SUPPORT}/members" in asked.path
        return error(403, "Authorization_RequestDenied", "Insufficient privileges.") if hidden else reply

    served.change = deny
    (gap,) = run(only=["groups"]).gaps
    assert "Support" in gap.what and "Member.Read.Hidden" in gap.advice
    members = entries(tmp_path / "locker")["groups.members.json"]
    assert (members.rows, members.complete) == (1, False)


PARTS = ["users", "methods", "roles", "audits"]


def content(locker: Path) -> dict[str, list[str]]:
    """Every record by its file, in an order of its own."""
    found = {}
    for name, entry in entries(locker).items():
        if ".run." not in entry.name:
            pages = json.loads(Locker(locker).file_of(entry).read_text())
            pages = pages if isinstance(pages, list) else [pages]
            records = [one for page in pages for one in page.get("value", [page])]
            found[name] = sorted(json.dumps(one, sort_keys=True) for one in records)
    return found


@pytest.mark.parametrize("killed_at", [*range(1, 13), 20, *range(30, 38)])
def test_an_interrupt_loses_nothing_and_brings_nothing_twice(served: Served, run: Collect, tmp_path: Path, killed_at: int) -> None:
    calls = 0

    def kill(asked: Asked, reply: Reply) -> Reply:
        nonlocal calls
        if "/oauth2/" in asked.path:
            return reply
        calls += 1
        if calls == killed_at:
            served.tenant.tokens.clear()
            return error(401, "InvalidAuthenticationToken", "pulled the plug")
        return error(401, "InvalidAuthenticationToken", "still gone") if calls > killed_at and not back else reply

    back: list[bool] = []
    run(tmp_path / "whole", only=PARTS)
    served.change = kill
    with pytest.raises(CollectError):
        run(only=PARTS)
    back.append(True)
    assert run(only=PARTS).resumed
    assert content(tmp_path / "locker") == content(tmp_path / "whole")


def test_a_token_that_ends_is_renewed(served: Served, run: Collect) -> None:
    def expire(asked: Asked, reply: Reply) -> Reply:
        if asked.path.endswith("managedDevices") and len(served.tenant.tokens) == 1:
            return error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
        return reply

    served.change = expire
    assert run(only=["devices"]).gaps == ()
    assert len(served.tenant.tokens) == 2


def test_an_entry_that_came_late_is_found_and_one_that_was_seen_is_no_second(served: Served, run: Collect, tmp_path: Path) -> None:
    run(only=["sign_ins"])
    log = served.tenant.lists["/auditLogs/signIns"]
    log[0] = {**log[0], "riskState": "atRisk"}
    log.insert(1, sign_in(900, NOW - timedelta(minutes=50)))
    run(only=["sign_ins"], now=lambda: NOW + timedelta(days=7))
    windows = [one.window for one in entries(tmp_path / "locker").values() if one.window]
    assert windows == ["2026-05-31T08:00:00Z..2026-06-30T08:00:00Z", "2026-06-30T08:00:00Z..2026-07-07T08:00:00Z"]
    assert rows(loaded(tmp_path / "locker"), "select count(*), count(distinct ts) from auth_events") == [(61, 61)]


def test_events_begin_where_they_are_asked_to(served: Served, run: Collect, tmp_path: Path) -> None:
    run(only=["sign_ins"], since=NOW - timedelta(days=3))
    first = (NOW - timedelta(days=3)).replace(tzinfo=None)
    assert rows(loaded(tmp_path / "locker"), "select count(*), min(ts) from auth_events") == [(7, first)]


def test_what_the_log_no_longer_has_is_a_gap(run: Collect) -> None:
    done = run(only=["audits"], since=NOW - timedelta(days=90))
    assert ["30 days" in gap.why for gap in done.gaps] == [True]
    assert run(only=["audits"], since=NOW - timedelta(days=20)).gaps == ()


def test_permissions_that_can_write_are_reported(served: Served, run: Collect) -> None:
    served.tenant.roles += ("User.ReadWrite.All", "Mail.Send", "Reports.Read.All")
    (target,) = run(only=["devices"]).targets
    assert target.write_access == ("User.ReadWrite.All", "Mail.Send")
    assert "Reports.Read.All" in target.scopes and target.account == TENANT


def test_secrets_and_telephone_numbers_are_nowhere(served: Served, run: Collect, tmp_path: Path) -> None:
    def leak(asked: Asked, reply: Reply) -> Reply:
        if asked.path.endswith("managedDevices"):
            reply.value["value"][0]["notes"] = served.tenant.tokens[0]
        return error(403, "Denied", f"not with {served.tenant.secret}") if asked.path.endswith("directoryAudits") else reply

    served.change = leak
    done = run()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for canary in (served.tenant.secret, served.tenant.tokens[0], "canary-signature", "canary-lock-1", "5550100199"):
        assert canary.encode() not in written and canary not in repr(done)
    assert "phoneNumber" in entries(tmp_path / "locker")["methods.of_users.json"].redacted


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/v1.0/users/1"), ("POST", "/v1.0/users"), ("DELETE", "/v1.0/users/1/authentication/methods/2"),
        ("GET", "/v1.0/users/1/messages"), ("POST", "/v1.0/$batch"), ("GET", "/beta/users"),
        ("GET", "/v1.0/users/1/authentication/methods/2"),
    ],
)  # fmt: skip
def test_nothing_else_is_sent(served: Served, run: Collect, method: str, path: str) -> None:
    def send(session: Session) -> None:
        with pytest.raises(OperationRefused):
            session.http.send(method, path)
        assert served.server.asked == []

    run(only=["devices"], prepare=send)
    assert {one.method for one in find_collector("entra").operations if one.api == "api"} == {"GET"}
