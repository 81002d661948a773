"""From the live account to the verdict: collect, review, change one thing, collect, review again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyzer.catalog import load_catalog
from analyzer.cli import app
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine
from tests.analyzer.collect.canaries import Case, Written
from tests.analyzer.collect.canaries import run as command
from tests.analyzer.sources.aws.conftest import Collect
from tests.analyzer.sources.aws.moto_account import REGION, Account, environment

TEXT = """# Security policy

All load balancers require TLS 1.0 or higher.

Users who sign in to the AWS console must use multi-factor authentication.
"""


def verdicts(tmp_path: Path, day: date) -> list[Verdict]:
    document = tmp_path / "policy.md"
    document.write_text(TEXT)
    period = Period(start=day - timedelta(days=30), end=day, as_of=day)
    return list(examine([document], [tmp_path / "locker"], period, load_catalog()).run.verdicts)


def test_a_person_who_loses_the_second_factor_is_named_and_the_day_before_still_stands(
    account: Account, run: Collect, tmp_path: Path
) -> None:
    who = "person0004@acme.example"
    today = datetime.now(UTC)
    before = today - timedelta(days=1)
    iam = account.client("iam")
    run(only=["account", "iam", "load_balancers"], now=lambda: before)
    serial = f"arn:aws:iam::123456789012:sms-mfa/{who}"
    iam.deactivate_mfa_device(UserName=who, SerialNumber=serial)
    try:
        run(only=["account", "iam", "load_balancers"], now=lambda: today)
    finally:
        iam.enable_mfa_device(UserName=who, SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321")
    for day, broken in ((before.date(), False), (today.date(), True)):
        found = [one for one in verdicts(tmp_path, day) if one.binding.check == "mfa_enforced"]
        items = {item.item for one in found for item in one.exceptions}
        assert found and (who in items) is broken, [(one.status, one.why) for one in found]


@pytest.mark.parametrize("parts", [["account"]])
def test_what_was_not_collected_is_not_shown(account: Account, run: Collect, tmp_path: Path, parts: list[str]) -> None:
    run(only=parts)
    assert {one.status for one in verdicts(tmp_path, datetime.now(UTC).date())} <= {"not_shown", "not_testable"}


def test_no_credential_is_in_anything_that_was_written(
    account: Account, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {**environment(account.url), "AWS_SESSION_TOKEN": "canary/session+token==5a0f"}
    secrets = (given["AWS_SECRET_ACCESS_KEY"], given["AWS_SESSION_TOKEN"], "canary-of-the-database", "canary-of-the-function")
    words = ("--endpoint", account.url, "--region", REGION, "--only", "account,iam,s3,databases,load_balancers,computers")
    (tmp_path / "policy.md").write_text(TEXT)
    with monkeypatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        written = command("aws", Case(environ=given, words=words, secrets=secrets), tmp_path / "out" / "locker", caplog)
    reported = CliRunner().invoke(
        app, ["review", str(tmp_path / "policy.md"), "-e", str(tmp_path / "out" / "locker"), "--out", str(tmp_path / "out")]
    )
    assert "files from acme-production" in written.texts["terminal"] and reported.exit_code in (0, 1)
    everything = Written(tmp_path / "out", {**written.texts, "review": reported.output})
    assert len(list((tmp_path / "out").glob("*.*"))) > 1
    assert [(secret, everything.holds(secret)) for secret in secrets if everything.holds(secret)] == []
