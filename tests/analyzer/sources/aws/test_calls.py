"""How AWS is called: moments as botocore reads them, the credential report made while the rest is asked, and denied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.utils import parse_timestamp

from analyzer.collect import Session
from analyzer.evidence.locker import Locker, is_locker
from analyzer.sources.aws import targets
from analyzer.sources.aws.calls import moment
from tests.analyzer.sources.aws.conftest import Collect

REPORT = "GenerateCredentialReport"


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01T09:30:00Z", "2026-03-01T09:30:00.123Z", "2026-03-01T09:30:00.123456789Z", "2026-03-01T09:30:00+00:00",
        "2026-03-01T09:30:00+0200", "2026-03-01T09:30:00", "2026-03-01", "20260301T093000Z", "Sun, 01 Mar 2026 09:30:00 GMT",
        "1772357400", "1772357400.25", 1772357400, 1772357400.25,
    ],
)  # fmt: skip
def test_moments_are_those_of_botocore(written: Any) -> None:
    ours, theirs = moment(written), parse_timestamp(written)
    assert (ours.isoformat(), ours.utcoffset()) == (theirs.isoformat(), theirs.utcoffset())


@pytest.mark.parametrize("written", ["soon", "2026-13-01T09:30:00Z", "2026-03-01Tea time"])
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        moment(written)


def calls_of(monkeypatch: pytest.MonkeyPatch, denied: str = "") -> list[str]:
    """The operations that the next run calls, in their order; one of them denied."""
    called: list[str] = []
    guard = targets.guarded

    def listening(boto: boto3.Session, session: Session) -> boto3.Session:
        guard(boto, session)
        boto.events.register("before-call", lambda model, **known: called.append(model.name))
        if denied:
            boto.events.register(f"before-send.iam.{denied}", forbidden)
        return boto

    monkeypatch.setattr(targets, "guarded", listening)
    return called


def forbidden(request: Any, **known: Any) -> Any:
    from botocore.awsrequest import AWSResponse

    text = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>"

    class Raw:
        def stream(self) -> Any:
            yield text

    return AWSResponse(request.url, 403, {}, Raw())


def test_the_credential_report_is_begun_before_anything_that_it_is_joined_with(
    run: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = calls_of(monkeypatch)
    waited: list[float] = []
    run(only=["iam"], sleep=waited.append)
    assert called.index(REPORT) < called.index("GetAccountAuthorizationDetails") < called.index("GetCredentialReport")
    assert waited == []


def test_a_report_that_is_not_granted_is_a_gap_and_no_account_without_users(
    run: Collect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls_of(monkeypatch, denied=REPORT)
    done = run(only=["iam"])
    assert [(gap.part, REPORT in gap.why) for gap in done.gaps] == [("iam", True)]
    locker = tmp_path / "locker"
    assert not is_locker(locker) or not [one for one in Locker(locker).entries() if one.source == "aws/iam_users"]
