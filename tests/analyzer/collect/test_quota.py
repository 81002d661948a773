"""A source that says with 403, in a reason, that there were too many requests is waited for; one that denies is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzer.collect import Denied, Options, Session
from analyzer.collect.state import Checkpoint
from tests.analyzer.collect.servers import DIRECTORY, Asked, Reply, serving

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def refusal(reason: str) -> Reply:
    return Reply({"error": {"code": 403, "message": "No.", "errors": [{"domain": "usageLimits", "reason": reason}]}}, status=403)


@pytest.mark.parametrize(
    "reason", ["quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "forbidden"]
)
def test_a_quota_is_waited_for_and_a_denial_is_not(tmp_path: Path, reason: str) -> None:
    waits: list[float] = []
    left = [refusal(reason)]

    def answer(asked: Asked) -> Reply:
        return left.pop() if left else Reply([])

    with serving(answer) as server:
        session = Session(
            collector=DIRECTORY, locker=tmp_path, checkpoint=Checkpoint(tmp_path, "directory", "x", NOW),
            options=Options({"endpoint": (server.url,)}), environ={}, sleep=waits.append, now=lambda: NOW,
        )  # fmt: skip
        if reason in ("dailyLimitExceeded", "forbidden"):
            with pytest.raises(Denied):
                session.http.get("/users")
        else:
            assert session.http.get("/users").json == []
        session.close()
        session.checkpoint.close()
    assert all(0 < one <= 2 for one in waits) and len(waits) == (reason not in ("dailyLimitExceeded", "forbidden"))
