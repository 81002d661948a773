"""`goldenthread collect aws` killed by the system in the middle, and taken up again: nothing is lost, nothing comes twice."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.evidence.locker import LEDGER, Locker
from tests.analyzer.sources.aws.moto_account import REGION, Account, environment

PARTS = "account,iam,s3,databases,volumes,keys,trails,logs,network,computers"
SECONDS = 120
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)?")


def started(account: Account, locker: Path) -> subprocess.Popen[str]:
    words = ["collect", "aws", "--region", REGION, "--into", str(locker), "--only", PARTS, "--quiet"]
    path = {"PATH": os.environ["PATH"], "HOME": str(locker.parent)}
    return subprocess.Popen(
        [sys.executable, "-m", "analyzer", *words], env={**environment(account.url), **path}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def killed_when(account: Account, locker: Path, due: Callable[[], bool]) -> bool:
    """Start it, kill it as soon as something is so, and say whether it was killed before it ended by itself."""
    with started(account, locker) as process:
        end = time.monotonic() + SECONDS
        while process.poll() is None and not due() and time.monotonic() < end:
            time.sleep(0.002)
        process.kill()
        process.communicate()
    return process.returncode == -signal.SIGKILL


def whole(account: Account, locker: Path) -> str:
    with started(account, locker) as process:
        out, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, errors
    return out + errors


def lines_of(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


def pages(locker: Path) -> int:
    return sum(lines_of(file) for file in (locker / "collecting").rglob("*.index"))


def kept(locker: Path) -> dict[str, list[str]]:
    """What each file of a locker holds, in an order that does not depend on threads, without moments: some are of the answer."""

    def record(value: Any) -> str:
        return MOMENT.sub("then", json.dumps(value, sort_keys=True))

    there = Locker(locker)
    return {
        entry.name: sorted(record(one) for page in json.loads(there.file_of(entry).read_text()) for one in records(page))
        for entry in there.entries()
        if ".run." not in entry.name
    }


def records(page: dict[str, Any]) -> list[Any]:
    return [one for value in page.values() if isinstance(value, list) for one in value]


@pytest.mark.slow
def test_killed_at_any_moment(account: Account, tmp_path: Path) -> None:
    usual, locker = tmp_path / "usual", tmp_path / "killed"
    whole(account, usual)
    moments: list[Callable[[], bool]] = [
        (locker / "collecting" / "aws" / "run.json").exists,
        lambda: pages(locker) > 0,
        *(lambda above=above: lines_of(locker / LEDGER) > above for above in (0, 4, 9, 14)),
    ]
    for due in moments:
        assert killed_when(account, locker, due)
        assert not [fault for fault in Locker(locker).verify() if "interrupted" not in fault and "is no locker" not in fault]
    assert "Went on with the run that was interrupted." in whole(account, locker)
    there = Locker(locker)
    names = [entry.name for entry in there.entries()]
    assert there.verify() == []
    assert len(names) == len(set(names)) and [name for name in names if ".run." in name]
    assert kept(locker) == kept(usual)
    assert len({entry.collected.run for entry in there.entries() if entry.collected}) == 1
    assert not (locker / "collecting" / "aws").exists() and list((locker / "incoming").iterdir()) == []
