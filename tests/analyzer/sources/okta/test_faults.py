"""What an organisation may do to a collector: limits, refusals, faults, slowness; and what the collector says then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from analyzer.collect import CollectError
from analyzer.evidence.assurance import assure
from analyzer.evidence.load import Loaded
from analyzer.evidence.locker import Locker
from tests.analyzer.collect.lockers import CATALOG, rows
from tests.analyzer.collect.servers import Asked, Reply
from tests.analyzer.sources.okta.conftest import MANY, NOW, Collect
from tests.analyzer.sources.okta.okta_org import RECORDED, Fault, Org

Load = Callable[..., Loaded]
DENIED = {
    **RECORDED["too_many"],
    "errorCode": "E0000006",
    "errorSummary": "You do not have permission to perform the requested action",
}


def once(path: str, *replies: Reply) -> Fault:
    """Misbehave at a path, so many times."""
    left = list(replies)
    return lambda asked: left.pop(0) if asked.path == path and left else None


def everybody(one: Loaded) -> list[tuple[int, int]]:
    return rows(one, "select (select count(distinct user_id) from idp_users), (select count(*) from idp_users)")


@MANY
def test_refused_for_too_many_calls_without_a_word_how_long(run: Collect, org: Org, loaded: Load) -> None:
    headers = {"X-Rate-Limit-Limit": "600", "X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": str(int(NOW.timestamp()) + 41)}
    org.faults.append(once("/api/v1/users", Reply(RECORDED["too_many"], status=429, headers=headers)))
    waits: list[float] = []
    done = run(only=["users"], sleep=waits.append)
    assert waits[0] == 42.0 and done.stats.refused == 1 and done.gaps == ()
    assert everybody(loaded()) == [(251, 251)]


@MANY
def test_the_last_tenth_of_the_calls_of_a_minute_is_left_to_others(run: Collect, org: Org) -> None:
    org.limit = 100
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        org.next_minute()

    done = run(only=["users"], sleep=sleep)
    assert (done.stats.refused, done.gaps) == (0, ())
    assert len(waits) >= 2 and set(waits) == {31.0}


@MANY
@pytest.mark.parametrize(
    "reply",
    [
        Reply({"errorSummary": "Internal Server Error"}, status=500), Reply(b"<html>Bad gateway</html>", status=502),
        Reply(b'[{"id": "00u0", "status":', cut=False), Reply([], cut=True), Reply(hang=True),
    ],
    ids=["500", "502", "half a JSON", "cut off", "hangs up"],
)  # fmt: skip
def test_faults_on_the_way_are_repeated(run: Collect, org: Org, loaded: Load, reply: Reply) -> None:
    org.faults += [once("/api/v1/users", reply, reply), once("/api/v1/users/00u3/factors", reply)]
    done = run(only=["users"])
    assert done.gaps == () and done.stats.retries == 3
    one = loaded()
    assert everybody(one) == [(251, 251)]
    assert rows(one, "select factor_type from idp_factors where user_id = '00u3'") == [("otp_hardware_token",)]


def test_a_server_that_stays_broken_is_a_gap(run: Collect, org: Org) -> None:
    org.faults.append(lambda asked: Reply(b"", status=503) if asked.path == "/api/v1/devices" else None)
    (gap,) = run(only=["devices", "groups"]).gaps
    assert gap.part == "devices" and "503" in gap.why and gap.tables == ("devices",)


def test_a_slow_answer_is_waited_for(run: Collect, org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    import httpx

    monkeypatch.setattr("analyzer.collect.http.TIMEOUT", httpx.Timeout(0.25))
    slow = [0.6]

    def answer(asked: Asked) -> None:
        if asked.path == "/api/v1/devices" and slow:
            time.sleep(slow.pop())

    org.faults.append(answer)
    done = run(only=["devices"])
    assert done.gaps == () and done.stats.retries == 1


@pytest.mark.parametrize(
    ("path", "part", "scope"),
    [
        ("/api/v1/users", "users", "okta.users.read"), ("/api/v1/users/00u10/factors", "users", "okta.users.read"),
        ("/api/v1/policies", "policies", "okta.policies.read"), ("/api/v1/groups/00gengineers", "policies", "okta.groups.read"),
        ("/api/v1/apps", "apps", "okta.apps.read"), ("/api/v1/apps/0oawiki/users", "apps", "okta.apps.read"),
        ("/api/v1/iam/assignees/users", "admins", "okta.roles.read"), ("/api/v1/logs", "log", "okta.logs.read"),
    ],
)  # fmt: skip
def test_one_denied_call_is_a_gap_with_what_is_lost(
    run: Collect, org: Org, loaded: Load, tmp_path: Path, path: str, part: str, scope: str
) -> None:
    org.faults.append(lambda asked: Reply(DENIED, status=403) if asked.path == path else None)
    done = run(only=[part, "devices"])
    assert {gap.part for gap in done.gaps} == {part}
    assert all("do not have permission" in gap.why and scope in gap.advice for gap in done.gaps)
    one = loaded()
    tables = next(gap.tables for gap in done.gaps)
    failed = {table for result in assure(one.store, CATALOG, one.files, one.store.period) if result.passed is False
              for table in result.tables}  # fmt: skip
    assert set(tables) <= failed
    assert Locker(tmp_path / "locker").verify() == []


def test_a_feature_that_the_organisation_does_not_have_is_a_gap_and_the_rest_goes_on(run: Collect, org: Org) -> None:
    org.faults.append(lambda asked: Reply(RECORDED["no_feature"], status=401) if asked.path == "/api/v1/devices" else None)
    done = run(only=["devices", "groups"])
    (gap,) = done.gaps
    assert gap.part == "devices" and "permission to access the feature" in gap.why
    assert any(name.endswith("groups.members.json") for name in done.files)


def test_a_user_that_is_deleted_meanwhile_is_a_gap_by_name(run: Collect, org: Org) -> None:
    org.faults.append(
        lambda asked: Reply(RECORDED["not_found"], status=404) if asked.path == "/api/v1/users/00u8/factors" else None
    )
    (gap,) = run(only=["users"]).gaps
    assert "person8@acme.example" in gap.what


def test_a_withdrawn_token_ends_the_run_with_words(run: Collect, org: Org) -> None:
    said = {**DENIED, "errorCode": "E0000011", "errorSummary": "Invalid token provided"}
    org.faults.append(lambda asked: Reply(said, status=401) if asked.path == "/api/v1/users/me" else None)
    with pytest.raises(CollectError, match=r"Invalid token provided.*expired, withdrawn or wrong"):
        run()


def test_a_log_that_breaks_off_is_asked_for_again_from_its_begin(run: Collect, org: Org, loaded: Load, tmp_path: Path) -> None:
    def deny(asked: Asked) -> Reply | None:
        return Reply(DENIED, status=403) if asked.path == "/api/v1/logs" and "after" in asked.query else None

    org.faults.append(deny)
    assert len(run(only=["log"]).gaps) == 1
    org.faults.clear()
    run(only=["log"], now=lambda: NOW + timedelta(hours=2))
    assert rows(loaded(), "select count(*), count(distinct ts) from auth_events") == [(1200, 1200)]


def test_another_server_in_a_next_link_is_not_followed(run: Collect, org: Org) -> None:
    stranger = Reply([], headers={"Link": '<https://elsewhere.example/api/v1/users?after=x>; rel="next"'})
    org.faults.append(once("/api/v1/groups", stranger))
    with pytest.raises(CollectError, match="no server of this collector"):
        run(only=["groups"])
