"""AWS Backup from the calls to the verdict: plans and what they select, recovery points and their copies, denied regions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from analyzer.catalog import load_catalog
from analyzer.collect import Session
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine
from analyzer.sources.aws import targets
from tests.analyzer.sources.aws.conftest import Collect
from tests.analyzer.sources.aws.moto_account import ACCOUNT, Account

HOME, OTHER = "eu-west-1", "eu-central-1"
NOW = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
ORDERS = f"arn:aws:rds:{HOME}:{ACCOUNT}:db:orders"
LEDGER = f"arn:aws:rds:{HOME}:{ACCOUNT}:db:ledger"
CATALOG = load_catalog()
Answers = dict[str, Any]


def vault(region: str, name: str = "daily") -> str:
    return f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:{name}"


def point(days_ago: int, kept: int = 35) -> dict[str, Any]:
    taken = (NOW - timedelta(days=days_ago)).timestamp()
    return {
        "RecoveryPointArn": f"arn:aws:backup:{HOME}:{ACCOUNT}:recovery-point:{days_ago}", "BackupVaultName": "daily",
        "BackupVaultArn": vault(HOME), "ResourceArn": ORDERS, "Status": "COMPLETED", "CreationDate": taken,
        "CompletionDate": taken + 600, "CalculatedLifecycle": {"DeleteAt": taken + kept * 86400}, "IsEncrypted": True,
        "Lifecycle": {"DeleteAfterDays": kept},
    }  # fmt: skip


def copy_job(days_ago: int) -> dict[str, Any]:
    return {
        "CopyJobId": f"C{days_ago}", "SourceBackupVaultArn": vault(HOME), "DestinationBackupVaultArn": vault(OTHER, "copies"),
        "SourceRecoveryPointArn": point(days_ago)["RecoveryPointArn"], "ResourceArn": ORDERS, "State": "COMPLETED",
        "CreationDate": (NOW - timedelta(days=days_ago)).timestamp() + 900,
    }  # fmt: skip


def plan(name: str, selections: list[str]) -> Answers:
    rule = {"RuleName": "nightly", "RuleId": "r1", "TargetBackupVaultName": "daily", "ScheduleExpression": "cron(0 5 ? * * *)"}
    arn = f"arn:aws:backup:{HOME}:{ACCOUNT}:plan:{name}"
    body = {"BackupPlanName": name, "Rules": [{**rule, "Lifecycle": {"DeleteAfterDays": 35}}]}
    listed = {"BackupPlanArn": arn, "BackupPlanId": name, "BackupPlanName": name, "CreationDate": 1700000000}
    return {
        f"/backup/plans/{name}": {**listed, "BackupPlan": body},
        f"/backup/plans/{name}/selections": {"BackupSelectionsList": [{"SelectionId": one} for one in selections]},
        "listed": listed,
    }


@pytest.fixture
def answers() -> Answers:
    """What AWS Backup says in the home region; in others there is nothing."""
    named, unused = plan("named", ["s1", "s2"]), plan("unused", [])
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}
    return {
        "/backup/plans": {"BackupPlansList": [named.pop("listed"), unused.pop("listed")]}, **named, **unused,
        "/backup/plans/named/selections/s1": {"BackupSelection": {"SelectionName": "s1", "Resources": [ORDERS]}},
        "/backup/plans/named/selections/s2": {"BackupSelection": {"SelectionName": "s2", "ListOfTags": [tag]}},
        "/account-settings": {"ResourceTypeOptInPreference": {"RDS": True}},
        "/backup-vaults": {"BackupVaultList": [{"BackupVaultName": "daily", "BackupVaultArn": vault(HOME), "Locked": False,
                                                "NumberOfRecoveryPoints": 0}]},
        "/backup-vaults/daily/recovery-points": {"RecoveryPoints": [point(n) for n in range(1, 8)]},
        "/copy-jobs": {"CopyJobs": [copy_job(n) for n in range(1, 8)]},
        "/restore-testing/plans": {"RestoreTestingPlans": [{
            "RestoreTestingPlanArn": f"arn:aws:backup:{HOME}:{ACCOUNT}:restore-testing-plan:monthly", "CreationTime": 1700000000,
            "RestoreTestingPlanName": "monthly", "ScheduleExpression": "cron(0 5 1 * ? *)"}]},
        "/restore-testing/plans/monthly/selections": {"RestoreTestingSelections": []},
    }  # fmt: skip


@pytest.fixture
def collected(
    account: Account, run: Collect, answers: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., Any]]:
    """Collects, AWS Backup and the tags answering as said, and a region denied where one is named."""
    guard = targets.guarded

    def said(request: Any, body: Mapping[str, Any], status: int = 200) -> AWSResponse:
        class Raw:
            def stream(self) -> Iterator[bytes]:
                yield json.dumps(body).encode()

        return AWSResponse(request.url, status, {"Content-Type": "application/json"}, Raw())

    def collecting(denied: str = "") -> Any:
        def answer(request: Any, **known: Any) -> AWSResponse:
            signed = str(request.headers.get("Authorization"))
            if denied and f"/{denied}/" in signed:
                return said(request, {"Code": "AccessDeniedException", "Message": "explicit deny"}, 403)
            here = f"/{HOME}/" in signed
            return said(request, answers.get(urlsplit(request.url).path.rstrip("/"), {}) if here else {})

        def tagged(request: Any, **known: Any) -> AWSResponse:
            tags = [{"Key": "backup", "Value": "daily"}, {"Key": "owner", "Value": "someone"}]
            return said(request, {"ResourceTagMappingList": [{"ResourceARN": LEDGER, "Tags": tags}]})

        def closing(boto: boto3.Session, session: Session) -> boto3.Session:
            guard(boto, session)
            boto.events.register("before-send.backup", answer)
            boto.events.register("before-send.resource-groups-tagging-api", tagged)
            return boto

        monkeypatch.setattr(targets, "guarded", closing)
        return run(options={"endpoint": (account.url,), "region": (HOME, OTHER)}, only=["backup_plans"])

    yield collecting


def period() -> Period:
    today = datetime.now(UTC).date()
    return Period(start=date.fromordinal(today.toordinal() - 6), end=today, as_of=today)


def rows(locker: Path, sql: str) -> list[tuple[Any, ...]]:
    one: Loaded = load_evidence([locker], CATALOG, period())
    assert one.left_out == ()
    return one.store.rows(sql)[1]


def verdicts(tmp_path: Path, *sentences: str) -> list[Verdict]:
    document = tmp_path / "policy.md"
    document.write_text("# Backup policy\n\n" + "\n\n".join(sentences) + "\n")
    return list(examine([document], [tmp_path / "locker"], period(), CATALOG).run.verdicts)


def test_a_plan_covers_what_it_names_and_what_is_tagged(collected: Callable[..., Any], tmp_path: Path) -> None:
    assert collected().gaps == ()
    planned = "select plan, kind, resource_id, every_days from backup_plans order by 2, 1, 3"
    assert rows(tmp_path / "locker", planned) == [("named", "backup", LEDGER, 1), ("named", "backup", ORDERS, 1)]
    kept = "select resource_id, retention_days from retention_settings order by 1"
    assert rows(tmp_path / "locker", kept) == [(LEDGER, 35), (ORDERS, 35)]


def test_only_the_tags_that_a_plan_asks_for_are_kept(collected: Callable[..., Any], tmp_path: Path) -> None:
    collected()
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    assert b"daily" in written and b"someone" not in written


def test_a_vault_that_is_said_to_be_empty_is_asked_all_the_same(collected: Callable[..., Any], tmp_path: Path) -> None:
    collected()
    points = "select count(*), count(distinct copied_to), max(copied_to) from backups where kind = 'recovery point'"
    assert rows(tmp_path / "locker", points) == [(7, 1, OTHER)]


def test_recovery_points_answer_what_is_kept_and_where(collected: Callable[..., Any], tmp_path: Path) -> None:
    collected()
    kept, encrypted, away = verdicts(
        tmp_path, "Backups are retained for 30 days.", "Backups are encrypted.", "Backups are replicated to a second region."
    )
    assert {one.holds for verdict in (kept, encrypted, away) for one in verdict.holding} == {True}
    assert [one.exceptions for one in (kept, encrypted, away)] == [(), (), ()]


def test_a_recovery_point_without_its_copy_is_named(collected: Callable[..., Any], answers: Answers, tmp_path: Path) -> None:
    answers["/copy-jobs"]["CopyJobs"] = [copy_job(n) for n in (7, 6, 5, 4, 2, 1)]
    collected()
    (away,) = verdicts(tmp_path, "Backups are replicated to a second region.")
    assert (away.status, [one.item for one in away.exceptions]) == ("contradicted", [point(3)["RecoveryPointArn"]])


def test_a_denied_region_is_a_gap_and_supports_nothing(collected: Callable[..., Any], tmp_path: Path) -> None:
    done = collected(denied=OTHER)
    assert {gap.what.rpartition(": ")[2] for gap in done.gaps} == {OTHER}
    for one in verdicts(tmp_path, "Backups are retained for 30 days.", "Backups are encrypted.", "Databases are backed up daily."):
        assert one.status in ("not_shown", "partly_supported") and one.exceptions == (), one.why


def test_where_the_backups_could_not_be_read_nothing_is_missing(collected: Callable[..., Any], tmp_path: Path) -> None:
    collected(denied=HOME)
    for one in verdicts(tmp_path, "Databases are backed up daily.", "Backups are replicated to a second region."):
        assert (one.status, one.exceptions) == ("not_shown", ()), one.why
