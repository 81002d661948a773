"""AWS Backup: plans with what they select, recovery points with their copies, plans of restore tests, jobs."""

from __future__ import annotations

from typing import Any

from .calls import Account
from .listing import Listing

TAG = "aws:ResourceTag/"
# what AWS Backup backs up, as far as the service that lists tags knows it by this name
TAGGED = (
    "rds:db", "rds:cluster", "dynamodb:table", "ec2:volume", "ec2:instance", "elasticfilesystem:file-system", "s3",
    "fsx:file-system",
)  # fmt: skip


def _plans(account: Account, region: str) -> list[dict[str, Any]]:
    """Plans with their rules and selections; the resources that the selections choose among; what the region leaves out."""
    plans = [_plan(account, region, one) for one in account.items("backup", "ListBackupPlans", "BackupPlansList", region)]
    if not plans:
        return []
    settings = account.call("backup", "DescribeRegionSettings", region).get("ResourceTypeOptInPreference", {})
    tagged = _tagged(account, region) if any(_chooses(one) for plan in plans for one in plan["Selections"]) else []
    return [{**plan, "ResourceTypeOptInPreference": settings, "TaggedResources": _candidates(plan, tagged)} for plan in plans]


def _plan(account: Account, region: str, listed: dict[str, Any]) -> dict[str, Any]:
    which = {"BackupPlanId": listed["BackupPlanId"]}
    selections = [
        account.call("backup", "GetBackupSelection", region, SelectionId=one["SelectionId"], **which)["BackupSelection"]
        for one in account.items("backup", "ListBackupSelections", "BackupSelectionsList", region, **which)
    ]
    return {**listed, **account.call("backup", "GetBackupPlan", region, **which), "Selections": selections}


def _chooses(selection: dict[str, Any]) -> bool:
    """Whether a selection chooses among resources instead of naming each."""
    named = selection.get("Resources") or ["*"]
    return bool(selection.get("ListOfTags") or _keys(selection) or any("*" in one for one in named))


def _keys(selection: dict[str, Any]) -> set[str]:
    """The keys of the tags that a selection asks for."""
    asked = [*(selection.get("ListOfTags") or [])]
    asked += [one for conditions in (selection.get("Conditions") or {}).values() for one in conditions or []]
    return {str(one.get("ConditionKey", "")).removeprefix(TAG) for one in asked}


def _tagged(account: Account, region: str) -> list[dict[str, Any]]:
    return account.items(
        "resourcegroupstaggingapi", "GetResources", "ResourceTagMappingList", region, ResourceTypeFilters=list(TAGGED),
        ResourcesPerPage=100,
    )  # fmt: skip


def _candidates(plan: dict[str, Any], tagged: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The resources that a plan may choose, with those of their tags that it asks for."""
    choosing = [one for one in plan["Selections"] if _chooses(one)]
    keys = {key for one in choosing for key in _keys(one)}
    found = [
        {"ResourceARN": one["ResourceARN"], "Tags": [tag for tag in one.get("Tags", []) if tag["Key"] in keys]} for one in tagged
    ]
    return [one for one in found if one["Tags"] or not all(_keys(selection) for selection in choosing)] if choosing else []


def _recovery_points(account: Account, region: str) -> list[dict[str, Any]]:
    """What every vault holds, with the jobs that copied it; the oldest of these says how far back their list reaches."""
    vaults = account.items("backup", "ListBackupVaults", "BackupVaultList", region)
    held = [
        (vault, point)
        for vault in vaults  # also those that are said to be empty: the count of a vault may be late
        for point in account.items(
            "backup", "ListRecoveryPointsByBackupVault", "RecoveryPoints", region, BackupVaultName=vault["BackupVaultName"]
        )
    ]
    if not held:
        return []
    jobs = account.items("backup", "ListCopyJobs", "CopyJobs", region)
    oldest = min((one["CreationDate"] for one in jobs), default=None)
    copies: dict[str, list[dict[str, Any]]] = {}
    for job in jobs:
        copies.setdefault(job.get("SourceRecoveryPointArn", ""), []).append(job)
    now = account.session.now()
    return [
        {
            **point, "VaultLocked": vault.get("Locked"), "CopyJobs": copies.get(point["RecoveryPointArn"], []),
            "CopyJobsSince": oldest,
            # until that date whoever may change the vault can take the lock off
            "VaultLockIsFinal": bool(vault.get("Locked") and vault.get("LockDate") and vault["LockDate"] <= now),
        }
        for vault, point in held
    ]  # fmt: skip


def _restore_testing_plans(account: Account, region: str) -> list[dict[str, Any]]:
    found = []
    for plan in account.items("backup", "ListRestoreTestingPlans", "RestoreTestingPlans", region):
        name = plan["RestoreTestingPlanName"]
        listed = account.items(
            "backup", "ListRestoreTestingSelections", "RestoreTestingSelections", region, RestoreTestingPlanName=name
        )
        selections = [
            account.call(
                "backup", "GetRestoreTestingSelection", region, RestoreTestingPlanName=name,
                RestoreTestingSelectionName=one["RestoreTestingSelectionName"],
            )["RestoreTestingSelection"]
            for one in listed
        ]  # fmt: skip
        found.append({**plan, "Selections": selections})
    return found


BACKUP_PLANS = (
    Listing(label="plans", service="backup", operation="GetBackupPlan", items="BackupPlans", source="aws/backup_plans",
            whole=_plans),
    Listing(label="recovery-points", service="backup", operation="ListRecoveryPointsByBackupVault", items="RecoveryPoints",
            source="aws/recovery_points", whole=_recovery_points),
    Listing(label="restore-test-plans", service="backup", operation="ListRestoreTestingPlans", items="RestoreTestingPlans",
            source="aws/restore_testing_plans", whole=_restore_testing_plans),
)  # fmt: skip
BACKUP_JOBS = (
    Listing(label="jobs", service="backup", operation="ListBackupJobs", items="BackupJobs", source="aws/backup_jobs",
            window=("ByCreatedAfter", "ByCreatedBefore")),
    Listing(label="restores", service="backup", operation="ListRestoreJobs", items="RestoreJobs", source="aws/restore_jobs",
            window=("ByCreatedAfter", "ByCreatedBefore")),
)  # fmt: skip
