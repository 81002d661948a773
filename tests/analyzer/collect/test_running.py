"""A whole run against a server: what is in the locker, what an interrupt leaves, what a gap says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, CollectError, Collector, Options, Part, Session, Target, collect
from analyzer.evidence.locker import Entry, Locker
from tests.analyzer.collect.servers import DIRECTORY, PEOPLE, Asked, Reply, Server, directory, serving

TOKEN = "canary-7f3a9c51d2"
Answer = Callable[[Asked], Reply]


def run(server: Server, locker: Path, **how: Any) -> Collected:
    how = {"environ": {"DIRECTORY_TOKEN": TOKEN}, "sleep": lambda seconds: None, **how}
    return collect(DIRECTORY, locker, options=Options({"endpoint": (server.url,)}), **how)


def serving_directory(change: Callable[[Asked, Reply], Reply] = lambda asked, reply: reply):
    place: list[str] = []
    usual = directory(lambda: place[0])
    context = serving(lambda asked: change(asked, usual(asked)))

    class Started:
        def __enter__(self) -> Server:
            server = context.__enter__()
            place.append(server.url)
            return server

        def __exit__(self, *error: Any) -> None:
            context.__exit__(*error)

    return Started()


def entries(locker: Path) -> dict[str, Entry]:
    return {one.name: one for one in Locker(locker).entries()}


def content(locker: Path, name: str) -> Any:
    entry = entries(locker)[name]
    return json.loads(Locker(locker).file_of(entry).read_text())


def people_in(locker: Path) -> list[str]:
    entry = entries(locker)["directory.acme.example.users.json"]
    text = Locker(locker).file_of(entry).read_text()
    return [user["id"] for line in text.splitlines() for user in json.loads(line)]


def test_a_run_brings_every_page_with_what_the_ledger_needs(tmp_path: Path) -> None:
    with serving_directory() as server:
        done = run(server, tmp_path)
    assert people_in(tmp_path) == [one["id"] for one in PEOPLE]
    users = entries(tmp_path)["directory.acme.example.users.json"]
    assert (users.rows, users.pages, users.complete, users.principal) == (25, 3, True, "reader@acme.example")
    assert users.parameters == {"call": "GET /users", "limit": 10}
    assert users.collected is not None and users.collected.kind == "snapshot"
    assert Locker(tmp_path).verify() == []
    assert done.gaps == () and not (tmp_path / "collecting" / "directory").exists()


def test_secrets_of_answers_and_of_the_run_are_nowhere(tmp_path: Path) -> None:
    def leak(asked: Asked, reply: Reply) -> Reply:
        if asked.path == "/users" and "after" not in asked.query:
            reply.value[0]["note"] = f"token {TOKEN}"
        if asked.path == "/users/u3/factors":
            return Reply({"message": f"the token {TOKEN} may not"}, status=403)
        return reply

    with serving_directory(leak) as server:
        done = run(server, tmp_path)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert TOKEN.encode() not in written and b"JBSWY3DPEHPK3PXP" not in written
    assert TOKEN not in repr(done)
    assert "activation.sharedSecret" in entries(tmp_path)["directory.acme.example.users.factors.json"].redacted


def test_a_denied_call_is_a_gap_and_what_came_before_is_no_whole(tmp_path: Path) -> None:
    def deny(asked: Asked, reply: Reply) -> Reply:
        return Reply({"message": "insufficient scope"}, status=403) if asked.path == "/users/u20/factors" else reply

    with serving_directory(deny) as server:
        done = run(server, tmp_path)
    (gap,) = done.gaps
    assert gap.tables == ("idp_users", "idp_factors") and "insufficient scope" in gap.why and "users.read" in gap.advice
    assert entries(tmp_path)["directory.acme.example.users.factors.json"].complete is False
    assert entries(tmp_path)["directory.acme.example.users.json"].complete is True
    record = content(tmp_path, next(name for name in entries(tmp_path) if ".run." in name))["collectorRun"]
    assert record["status"] == "partial"
    assert [(one["part"], one["complete"]) for one in record["parts"]] == [("users", False), ("log", True)]


@pytest.mark.parametrize("killed_at", range(1, 31))
def test_a_kill_at_any_call_loses_nothing_and_brings_nothing_twice(tmp_path: Path, killed_at: int) -> None:
    calls = 0

    def kill(asked: Asked, reply: Reply) -> Reply:
        nonlocal calls
        calls += 1
        if calls == killed_at:
            return Reply(status=401, value={"message": "pulled the plug"})
        return reply

    with serving_directory(kill) as server:
        with pytest.raises(CollectError):
            run(server, tmp_path)
        done = run(server, tmp_path)
    assert done.resumed
    assert people_in(tmp_path) == [one["id"] for one in PEOPLE]
    factors = content(tmp_path, "directory.acme.example.users.factors.json")
    assert sorted(one["user"] for one in factors) == sorted(one["id"] for one in PEOPLE)
    names = [one.name for one in Locker(tmp_path).entries()]
    assert len(names) == len(set(names)) == 4
    assert done.gaps == ()


def test_a_torn_page_on_disk_is_fetched_again(tmp_path: Path) -> None:
    def stop(asked: Asked, reply: Reply) -> Reply:
        return Reply(status=401) if asked.query.get("after") == "20" and len(tries) == 0 else reply

    tries: list[int] = []
    with serving_directory(stop) as server:
        with pytest.raises(CollectError):
            run(server, tmp_path)
        tries.append(1)
        pages = tmp_path / "collecting" / "directory" / "directory.acme.example.users.json.pages"
        pages.write_bytes(pages.read_bytes()[:-5])
        run(server, tmp_path)
    assert people_in(tmp_path) == [one["id"] for one in PEOPLE]


def test_events_go_on_where_the_last_whole_run_ended(tmp_path: Path) -> None:
    moments = iter([datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC)])
    with serving_directory() as server:
        for moment in moments:
            run(server, tmp_path, only=["log"], now=lambda moment=moment: moment)
    logs = [one for one in Locker(tmp_path).entries() if one.collected and one.collected.part == "log"]
    assert [one.window for one in logs] == [
        "2026-01-30T00:00:00Z..2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z..2026-03-08T00:00:00Z",
    ]  # fmt: skip


def test_events_of_a_broken_run_are_fetched_again(tmp_path: Path) -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC)
    denied = [True]

    def deny(asked: Asked, reply: Reply) -> Reply:
        return Reply({"message": "no"}, status=403) if denied[0] and asked.path == "/log" else reply

    with serving_directory(deny) as server:
        run(server, tmp_path, only=["log"], now=lambda: first)
        denied[0] = False
        run(server, tmp_path, only=["log"], now=lambda: first + timedelta(days=7))
    logs = [one for one in Locker(tmp_path).entries() if one.collected and one.collected.part == "log"]
    assert [(one.complete, one.window) for one in logs] == [
        (False, "2026-01-30T00:00:00Z..2026-03-01T00:00:00Z"), (True, "2026-02-06T00:00:00Z..2026-03-08T00:00:00Z"),
    ]  # fmt: skip


def test_an_interrupted_run_with_other_options_is_another_run(tmp_path: Path) -> None:
    def stop(asked: Asked, reply: Reply) -> Reply:
        return Reply(status=401) if asked.query.get("after") == "20" else reply

    with serving_directory(stop) as server, pytest.raises(CollectError):
        run(server, tmp_path)
    with serving_directory() as server:
        assert not run(server, tmp_path, only=["users"]).resumed
    assert people_in(tmp_path) == [one["id"] for one in PEOPLE]


def test_missing_and_refused_credentials_are_told(tmp_path: Path) -> None:
    with serving_directory(lambda asked, reply: Reply({"message": "expired"}, status=401)) as server:
        with pytest.raises(CollectError, match="DIRECTORY_TOKEN"):
            run(server, tmp_path, environ={})
        with pytest.raises(CollectError, match="expired, withdrawn or wrong"):
            run(server, tmp_path)


def test_a_part_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with serving_directory() as server, pytest.raises(CollectError, match="users, log"):
        run(server, tmp_path, only=["people"])


def test_a_session_shows_no_credentials(tmp_path: Path) -> None:
    shown: list[str] = []
    with serving_directory() as server:
        run(server, tmp_path, prepare=lambda session: shown.append(repr(session)))
    assert shown and TOKEN not in shown[0]


def in_parts(collect_one: Callable[[Session, Target, Part], None], at_once: int = 3) -> Collector:
    parts = tuple(Part(name=f"p{number}", title=f"part {number}", calls=(), tables=()) for number in range(6))
    here = Target(account="acme.example", principal="reader")
    return Collector(
        name="directory", title="Directory", parts=parts, connect=lambda session: [here], collect=collect_one, at_once=at_once
    )


def test_parts_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    together = threading.Barrier(3)

    def one(session: Session, target: Target, part: Part) -> None:
        together.wait(20)
        with session.stream(target, part, call="GET /x", records=True) as stream:
            for number in range(30):
                stream.record({"part": part.name, "number": number}, key=str(number))
            if part.name == "p4":
                stream.gap("it is denied", what="eu-west-1")

    done = collect(in_parts(one), tmp_path)
    assert [gap.part for gap in done.gaps] == ["p4"]
    rows = {name: one.rows for name, one in entries(tmp_path).items() if ".run." not in name}
    assert rows == {f"directory.acme.example.p{number}.json": 30 for number in range(6)}
    assert len(Locker(tmp_path).entries()) == 7 and Locker(tmp_path).verify() == []


def test_what_goes_wrong_in_one_part_ends_the_others_and_the_next_run_goes_on(tmp_path: Path) -> None:
    broken, ran = [True], []

    def one(session: Session, target: Target, part: Part) -> None:
        ran.append(part.name)
        with session.stream(target, part, call="GET /x", records=True) as stream:
            if part.name == "p1" and broken[0]:
                raise CollectError("The credentials have expired")
            session.map(lambda number: stream.record({"number": number}, key=number), stream.todo("0123456789", key=str))

    with pytest.raises(CollectError, match="have expired"):
        collect(in_parts(one), tmp_path)
    assert "p5" not in ran
    broken[0] = False
    done = collect(in_parts(one), tmp_path)
    assert done.resumed and len(Locker(tmp_path).entries()) == 7
    for name in (one for one in entries(tmp_path) if ".run." not in one):
        assert sorted(one["number"] for one in content(tmp_path, name)) == sorted("0123456789")
