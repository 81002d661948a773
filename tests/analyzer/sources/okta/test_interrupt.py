"""A collecting process that is killed: the same command goes on, loses nothing and brings nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.evidence.locker import Entry, Locker
from tests.analyzer.collect.servers import Asked
from tests.analyzer.sources.okta.conftest import MANY, event
from tests.analyzer.sources.okta.okta_org import TOKEN, Org

PARTS = "users,admins,policies,apps,groups,log"


def command(org: Org, locker: Path) -> subprocess.Popen[bytes]:
    words = (
        sys.executable,
        "-m",
        "analyzer",
        "collect",
        "okta",
        "--endpoint",
        org.url,
        "--into",
        str(locker),
        "--only",
        PARTS,
        "-q",
    )
    environ = {**os.environ, "OKTA_API_TOKEN": TOKEN}
    return subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed(org: Org, locker: Path, at: int) -> None:
    """Start the command and kill it with a signal that it cannot catch, when the server has seen so many calls."""
    reached = threading.Event()
    calls = [0]

    def count(asked: Asked) -> None:
        calls[0] += 1
        if calls[0] >= at:
            reached.set()

    org.faults.append(count)
    process = command(org, locker)
    try:
        assert reached.wait(60), process.communicate()
    finally:
        process.kill()
        process.communicate()
        org.faults.remove(count)
    assert process.returncode < 0


def records(locker: Path, ending: str) -> list[Any]:
    (entry,) = entries(locker, ending)
    text = Locker(locker).file_of(entry).read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        return [record for page in text.splitlines() for record in json.loads(page)]
    return found


def entries(locker: Path, ending: str) -> list[Entry]:
    return [one for one in Locker(locker).entries() if ending in one.name]


def ids(found: list[Any], key: str) -> list[str]:
    return sorted(one[key] for one in found)


@MANY
@pytest.mark.parametrize("moments", [(3, 40), (150, 120)], ids=["early and soon again", "among the factors and late"])
def test_killed_twice_and_then_let_run(org: Org, tmp_path: Path, moments: tuple[int, int]) -> None:
    locker, begin = tmp_path / "locker", datetime.now(UTC) - timedelta(days=20)
    org.clock, org.events = lambda: datetime.now(UTC), [event(number, begin + timedelta(minutes=number)) for number in range(2500)]
    for at in moments:
        killed(org, locker, at)
    process = command(org, locker)
    said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "Went on with the run that was interrupted" in said[1].decode() and "gaps" not in said[1].decode()
    people = [one for one in org.users if one["status"] != "DEPROVISIONED"]
    assert ids(records(locker, ".users.json"), "id") == ids(people, "id")
    assert ids(records(locker, ".users.deprovisioned."), "id") == ["00u247", "00u248", "00u249"]
    assert ids(records(locker, ".users.factors."), "user") == ids(people, "id")
    assert ids(records(locker, ".apps.json"), "id") == ids(org.apps, "id")
    assert ids([one["administrator"] for one in records(locker, ".admins.roles.")], "id") == sorted([*org.roles, "00u2"])
    assert ids(records(locker, ".log."), "uuid") == ids(org.events, "uuid")
    names = [one.name for one in Locker(locker).entries()]
    assert len(names) == len(set(names)) and all(one.complete for one in Locker(locker).entries())
    assert Locker(locker).verify() == []
    assert TOKEN.encode() not in said[0] + said[1]
