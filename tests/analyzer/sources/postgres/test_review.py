"""From the live server to the verdict: collect, review, change one rule of access, collect, review again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine
from tests.analyzer.sources.postgres.conftest import Collect
from tests.analyzer.sources.postgres.real_server import RULES, Server

TEXT = """# Security policy

All internal connections are encrypted with TLS 1.2 or higher.

Passwords must have at least 12 characters.
"""


def verdicts(tmp_path: Path, day: date) -> dict[str, Verdict]:
    document = tmp_path / "policy.md"
    document.write_text(TEXT)
    period = Period(start=day - timedelta(days=30), end=day, as_of=day)
    found = examine([document], [tmp_path / "locker"], period, load_catalog()).run.verdicts
    return {str(one.binding.check): one for one in found}


def test_a_rule_that_lets_plain_connections_in_names_the_server_and_the_day_before_still_stands(
    server: Server, run: Collect, tmp_path: Path
) -> None:
    today = datetime.now(UTC)
    before = today - timedelta(days=1)
    run(only=["settings", "tls"], now=lambda: before)
    server.rules(*RULES, "host all all 10.0.0.0/8 scram-sha-256")
    try:
        run(only=["settings", "tls"], now=lambda: today)
    finally:
        server.rules(*RULES)
    name = f"127.0.0.1:{server.port}"
    first, second = verdicts(tmp_path, before.date()), verdicts(tmp_path, today.date())
    assert (first["encryption_in_transit"].status, first["encryption_in_transit"].exceptions) == ("partly_supported", ())
    assert second["encryption_in_transit"].status == "contradicted"
    assert [one.item for one in second["encryption_in_transit"].exceptions] == [name]
    assert second["password_policy"].status == "contradicted"
    assert "PostgreSQL" in str(second["password_policy"].exceptions)
