"""The cloud account: IAM users, password policy, keys, databases, buckets, their backups and restore tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from .output import END, days, identifier, moment, seeded, spaced, write_csv, write_json

ACCOUNT, REGION = "210987654321", "us-west-2"
KEYS = {  # alias: (key id, state, rotates)
    "prod-ledger": ("6f1c2a90-1d0e-4c3b-9a51-0b7c5e2d9f01", "Enabled", True),
    "prod-auth": ("0b94d7e2-58aa-4f6e-8c0d-31f2a7b6c902", "Enabled", True),
    "prod-billing": ("c2e8f513-7b4d-49a1-b6e3-5d90e1f4a803", "Enabled", True),
    "prod-documents": ("91d3b0a6-e25c-4d78-a9f7-84c6b3d2e704", "Enabled", False),
    "prod-backups": ("e7a5c4d1-0f83-4b92-8e16-2c5f9d7a6b05", "Enabled", True),
    "prod-warehouse": ("3a86e9f4-b1c7-4e05-9d28-7f1b6c4e5a06", "Enabled", True),
    "staging": ("5d2f7b18-c6e9-4a34-b0d5-9e8a3c1f4d07", "Enabled", True),
    "legacy-importer": ("aa40c6e3-92d8-47f1-85b2-6d3e0f9c1b08", "PendingDeletion", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A database instance or bucket."""

    name: str
    environment: str = "production"
    key: str | None
    retention: int = 35
    customer: bool = True
    kind: str = "postgres"


DATABASES = (
    Store(name="prod-ledger-pg", key="prod-ledger"),
    Store(name="prod-auth-pg", key="prod-auth"),
    Store(name="prod-billing-pg", key="prod-billing"),
    Store(name="prod-reporting-pg", key="prod-ledger", retention=7),
    Store(name="prod-exports-pg", key=None),
    Store(name="staging-ledger-pg", environment="staging", key="staging", retention=3, customer=False),
)
BUCKETS = (
    Store(name="nwl-prod-documents", key="prod-documents", kind="s3"),
    Store(name="nwl-prod-warehouse-extracts", key="prod-warehouse", kind="s3"),
    Store(name="nwl-build-artifacts", environment="tooling", key="staging", kind="s3", customer=False, retention=0),
)
BACKED_UP = tuple(s for s in (*DATABASES, *BUCKETS) if s.environment == "production")
MISSED = {("prod-billing-pg", date(2026, 3, 14)), ("prod-billing-pg", date(2026, 3, 15))}
FAILED_AND_RUN_AGAIN = {("prod-ledger-pg", date(2026, 2, 9)), ("nwl-prod-documents", date(2026, 5, 21))}


def _credential_report(evidence: Path) -> None:
    header = (
        "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
        "password_next_rotation", "mfa_active", "access_key_1_active", "access_key_1_last_rotated",
        "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
        "access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
        "access_key_2_last_used_region", "access_key_2_last_used_service", "cert_1_active", "cert_1_last_rotated",
        "cert_2_active", "cert_2_last_rotated",
    )  # fmt: skip
    no_key = ("false", "N/A", "N/A", "N/A", "N/A")
    no_certificates = ("false", "N/A", "false", "N/A")

    def stamp(value: datetime) -> str:
        return value.strftime("%Y-%m-%dT%H:%M:%S+00:00")

    rng = seeded("credential report")
    root = f"arn:aws:iam::{ACCOUNT}:root"
    rows: list[tuple[str, ...]] = [
        (
            "<root_account>",
            root,
            "2018-04-02T19:11:07+00:00",
            "not_supported",
            "2025-11-04T18:20:31+00:00",
            "not_supported",
            "not_supported",
            "true",
            *no_key,
            *no_key,
            *no_certificates,
        )
    ]
    for name, mfa, used in (
        ("break-glass-1", "true", "2026-01-13T18:02:10+00:00"),
        ("break-glass-2", "true", "no_information"),
        ("dkovacs-billing", "false", "2026-06-03T17:44:52+00:00"),
    ):
        arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
        rows.append(
            (
                name,
                arn,
                "2022-09-19T16:30:00+00:00",
                "true",
                used,
                "2025-10-06T17:05:00+00:00",
                "N/A",
                mfa,
                *no_key,
                *no_key,
                *no_certificates,
            )
        )
    for name in (
        "svc-bank-feed",
        "svc-ci-deploy",
        "svc-datadog",
        "svc-log-archive",
        "svc-mail-relay",
        "svc-ocr-upload",
        "svc-snowflake-stage",
        "svc-terraform",
        "svc-webhook-relay",
    ):
        rotated = stamp(moment(rng, date(2026, 2, 1) + timedelta(days=rng.randrange(0, 120))))
        used = stamp(moment(rng, END))
        key = ("true", rotated, used, REGION, rng.choice(("s3", "sqs", "secretsmanager")))
        arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
        rows.append(
            (
                name,
                arn,
                "2021-03-15T18:00:00+00:00",
                "false",
                "N/A",
                "N/A",
                "N/A",
                "false",
                *key,
                *no_key,
                *no_certificates,
            )
        )
    write_csv(evidence / "aws_credential_report.csv", header, rows)


def _password_policy(evidence: Path) -> None:
    policy = {
        "MinimumPasswordLength": 8,
        "RequireSymbols": True,
        "RequireNumbers": True,
        "RequireUppercaseCharacters": True,
        "RequireLowercaseCharacters": True,
        "AllowUsersToChangePassword": True,
        "ExpirePasswords": False,
        "PasswordReusePrevention": 24,
        "HardExpiry": False,
    }
    write_json(evidence / "aws_password_policy.json", {"PasswordPolicy": policy})


def key_arn(alias: str) -> str:
    """The ARN of a key of the account."""
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{KEYS[alias][0]}"


def _keys(evidence: Path) -> None:
    made: list[dict[str, Any]] = []
    for alias, (key, state, rotates) in KEYS.items():
        metadata = {
            "AWSAccountId": ACCOUNT,
            "KeyId": key,
            "Arn": key_arn(alias),
            "CreationDate": "2023-02-14T18:21:09+00:00",
            "Enabled": state == "Enabled",
            "Description": f"{alias} data key",
            "KeyUsage": "ENCRYPT_DECRYPT",
            "KeyState": state,
            "Origin": "AWS_KMS",
            "KeyManager": "CUSTOMER",
            "KeySpec": "SYMMETRIC_DEFAULT",
            "MultiRegion": False,
            "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        }
        if state == "PendingDeletion":
            metadata["DeletionDate"] = "2026-07-20T00:00:00+00:00"
        record: dict[str, Any] = {"KeyMetadata": metadata, "KeyRotationEnabled": rotates}
        if rotates:
            record["RotationPeriodInDays"] = 365
        made.append(record)
    write_json(evidence / "kms_keys.json", made)


def _instance(store: Store, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "DBInstanceIdentifier": store.name,
        "DBInstanceClass": "db.r6g.xlarge" if store.environment == "production" else "db.t4g.medium",
        "Engine": "postgres",
        "EngineVersion": "16.4",
        "DBInstanceStatus": "available",
        "DBName": "app",
        "AllocatedStorage": 500,
        "InstanceCreateTime": f"2023-03-0{1 + number}T19:04:11.120000+00:00",
        "PreferredBackupWindow": "09:00-09:30",
        "BackupRetentionPeriod": store.retention,
        "AvailabilityZone": f"{REGION}a",
        "MultiAZ": store.environment == "production",
        "LatestRestorableTime": "2026-06-30T23:40:00+00:00",
        "PubliclyAccessible": False,
        "StorageType": "gp3",
        "StorageEncrypted": store.key is not None,
        "DbiResourceId": f"db-{identifier(seeded(store.name), 26, 'ABCDEFGHJKLMNPQRSTUVWXYZ234567')}",
        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
        "DeletionProtection": store.environment == "production",
        "DBInstanceArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{store.name}",
        "TagList": [
            {"Key": "environment", "Value": store.environment},
            {"Key": "data-classification", "Value": "customer" if store.customer else "synthetic"},
        ],
    }
    if store.key:
        made["KmsKeyId"] = key_arn(store.key)
    return made


def _stores(evidence: Path) -> None:
    write_json(evidence / "rds_instances.json", {"DBInstances": [_instance(s, n) for n, s in enumerate(DATABASES)]})
    header = (
        "resource_id",
        "account_id",
        "engine",
        "env",
        "region",
        "encrypted",
        "algorithm",
        "kms_key_id",
        "public",
        "multi_az",
        "backup_retention_days",
        "deletion_protection",
        "contains_customer_data",
    )
    write_csv(
        evidence / "data_stores.csv",
        header,
        (
            (
                s.name,
                ACCOUNT,
                "s3",
                s.environment,
                REGION,
                "true",
                "AES-256",
                key_arn(s.key) if s.key else "",
                "false",
                "true",
                s.retention or "",
                "",
                str(s.customer).lower(),
            )
            for s in BUCKETS
        ),
    )


def _job(rng: Random, store: Store, start: datetime, *, failed: bool) -> tuple[Any, ...]:
    done = spaced(start + timedelta(minutes=rng.randrange(6, 40)))
    size = rng.randrange(40_000_000_000, 90_000_000_000)
    outcome = ("", "FAILED", "") if failed else (done, "COMPLETED", size)
    return (f"job-{identifier(rng, 12)}", store.name, spaced(start), *outcome, REGION, ACCOUNT)


def _backups(evidence: Path) -> None:
    rng, rows = seeded("backups"), []
    header = ("job_id", "resource_id", "started_at", "completed_at", "status", "size", "region", "account_id")
    for day in days():
        for store in BACKED_UP:
            start = datetime.combine(day, datetime.min.time()) + timedelta(hours=9, minutes=rng.randrange(0, 25))
            failed = (store.name, day) in MISSED or (store.name, day) in FAILED_AND_RUN_AGAIN
            rows.append(_job(rng, store, start, failed=failed))
            if (store.name, day) in FAILED_AND_RUN_AGAIN:
                rows.append(_job(rng, store, start + timedelta(hours=6), failed=False))
    write_csv(evidence / "backup_jobs.csv", header, rows)


def _restore_tests(evidence: Path) -> None:
    header = (
        "test_id",
        "resource_id",
        "tested_at",
        "performed_by",
        "result",
        "restore_minutes",
        "data_loss_minutes",
        "evidence_ref",
    )
    tester = "soyelade@northwind.example"
    write_csv(
        evidence / "restore_tests.csv",
        header,
        [
            ("RT-2025-4", "prod-ledger-pg", "2025-11-18", tester, "success", 74, 5, "OPS-3310"),
            ("RT-2026-1", "prod-ledger-pg", "2026-02-24", tester, "success", 71, 5, "OPS-3498"),
            ("RT-2026-2", "prod-ledger-pg", "2026-05-19", tester, "failed", "", "", "OPS-3702"),
        ],
    )


def _endpoints(evidence: Path) -> None:
    header = ("endpoint", "env", "min_protocol", "protocols", "cert_not_after", "http_redirect", "hsts", "tested_at")
    rows = []
    for name, environment, lowest in (
        ("app.northwind.example", "production", "1.2"),
        ("api.northwind.example", "production", "1.2"),
        ("auth.northwind.example", "production", "1.3"),
        ("hooks.northwind.example", "production", "1.2"),
        ("documents.northwind.example", "production", "1.2"),
        ("upload.northwind.example", "production", "1.0"),
        ("status.northwind.example", "production", "1.3"),
        ("www.northwind.example", "production", "1.2"),
        ("app.staging.northwind.example", "staging", "1.2"),
        ("api.staging.northwind.example", "staging", "1.2"),
    ):
        offered = [v for v in ("1.0", "1.1", "1.2", "1.3") if v >= lowest]
        protocols = ";".join(f"TLSv{v}" for v in offered)
        rows.append(
            (name, environment, f"TLSv{lowest}", protocols, "2026-11-30", "true", "true", "2026-06-29 08:15:00")
        )
    write_csv(evidence / "tls_endpoints.csv", header, rows)


def write(evidence: Path) -> None:
    """Everything of the cloud account."""
    _credential_report(evidence)
    _password_policy(evidence)
    _keys(evidence)
    _stores(evidence)
    _backups(evidence)
    _restore_tests(evidence)
    _endpoints(evidence)
