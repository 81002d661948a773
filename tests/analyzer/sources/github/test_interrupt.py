"""A collecting process that is killed: the same command goes on, loses nothing and brings nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.evidence.locker import Entry, Locker
from tests.analyzer.collect.servers import Asked
from tests.analyzer.sources.github.conftest import NOW, deployment, pull, sha
from tests.analyzer.sources.github.github_org import TOKEN, Org

PARTS = "members,collaborators,rules,pull_requests,commits,deployments,dependabot,audit_log"


def command(org: Org, locker: Path) -> subprocess.Popen[bytes]:
    words = (sys.executable, "-m", "analyzer", "collect", "github", "--endpoint", org.url, "--org", "acme", "--into", str(locker))
    more = ("--only", PARTS, "--since", "2026-01-01", "-q")
    environ = {**os.environ, "GITHUB_TOKEN": TOKEN}
    return subprocess.Popen([*words, *more], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


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
        assert reached.wait(120), process.communicate()
    finally:
        process.kill()
        process.communicate()
        org.faults.remove(count)
    assert process.returncode < 0


def records(locker: Path, part: str) -> list[Any]:
    (entry,) = entries(locker, part)
    text, found, place = Locker(locker).file_of(entry).read_text(encoding="utf-8"), [], 0
    while place < len(text):
        page, place = json.JSONDecoder().raw_decode(text, place)
        found += page
        place += len(text[place:]) - len(text[place:].lstrip())
    return found


def entries(locker: Path, part: str) -> list[Entry]:
    return [one for one in Locker(locker).entries() if one.name.startswith((f"github.acme.{part}.json", f"github.acme.{part}.2"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "moments", [(3, 60), (8, 235), (232, 3, 9)], ids=["early and among rules", "at rules and changes", "changes"]
)
def test_killed_again_and_again_and_then_let_run(org: Org, tmp_path: Path, moments: tuple[int, ...]) -> None:
    for n in range(40):
        org.pulls[f"acme/tool{n:03}"] = [pull(f"acme/tool{n:03}", k, NOW - timedelta(days=k)) for k in range(1, 120)]
        org.deployments[f"acme/tool{n:03}"] = [deployment(1000 + n, NOW - timedelta(days=n), sha(n))]
    locker = tmp_path / "locker"
    for at in moments:
        killed(org, locker, at)
    process = command(org, locker)
    said = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert "Went on with the run that was interrupted" in said[1].decode() and "gaps" not in said[1].decode()
    assert sorted(one["node"]["login"] for one in records(locker, "members")) == [one["login"] for one in org.members]
    protected = [one["repository"] for one in records(locker, "rules") if "protection" in one]
    assert sorted(protected) == sorted(name for name in org.repositories if name != "acme/old")
    rulesets = Counter(one["repository"] for one in records(locker, "rules.rulesets"))
    assert rulesets == {name: 2 if name == "acme/wiki" else 1 for name in protected}
    changes = Counter(one["id"] for one in records(locker, "pull_requests"))
    wanted = [(name, one["number"]) for name, pulls in org.pulls.items() for one in pulls if one["mergedAt"] >= "2026-01-01"]
    assert changes == Counter(f"PR_{name}_{number}" for name, number in wanted)
    assert Counter(one["oid"] for one in records(locker, "commits")) == Counter(
        one["sha"] for pulls in org.pulls.values() for one in pulls if one["mergedAt"] >= "2026-01-01"
    )
    made = Counter(one["databaseId"] for one in records(locker, "deployments"))
    assert made == Counter(one["databaseId"] for found in org.deployments.values() for one in found)
    assert Counter(one["number"] for one in records(locker, "dependabot")) == Counter(range(1, 131))
    assert len({one["_document_id"] for one in records(locker, "audit_log")}) == len(records(locker, "audit_log")) == 250
    names = [one.name for one in Locker(locker).entries()]
    assert len(names) == len(set(names)) and all(one.complete for one in Locker(locker).entries())
    assert Locker(locker).verify() == []
    assert TOKEN.encode() not in said[0] + said[1]
