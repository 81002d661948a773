"""What CloudQuery would have filled, with every column that its documentation publishes, in PostgreSQL or DuckDB."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PUBLISHED = json.loads((Path(__file__).parent / "published.json").read_text())["tables"]
ACCOUNT = "111122223333"
POSTGRES = {"utf8": "text", "int64": "bigint", "bool": "boolean", "json": "jsonb", "uuid": "uuid"}
DUCKDB = {"utf8": "varchar", "int64": "bigint", "bool": "boolean", "json": "varchar", "uuid": "uuid"}
OLD, NEW = "2026-06-01T02:00:00Z", "2026-06-20T02:00:00Z"


def _arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:{'root' if name == '<root_account>' else f'user/{name}'}"


def _report(name: str, **more: Any) -> dict[str, Any]:
    return {
        "arn": _arn(name), "user": name, "password_enabled": "true", "mfa_active": True, "access_key1_active": False,
        "access_key2_active": False, **more,
    }  # fmt: skip


def _user(name: str) -> dict[str, Any]:
    return {"account_id": ACCOUNT, "arn": _arn(name), "user_name": name, "create_date": "2025-01-01T00:00:00Z"}


BUCKET = "arn:aws:s3:::acme-invoices"
ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("aws_iam_users", OLD, _user("gone@acme.example")),
    ("aws_iam_credential_reports", OLD, _report("gone@acme.example")),
    ("aws_iam_users", NEW, _user("mara@acme.example")), ("aws_iam_users", NEW, _user("ivo@acme.example")),
    ("aws_iam_credential_reports", NEW, _report("mara@acme.example")),
    ("aws_iam_credential_reports", NEW, _report("ivo@acme.example", mfa_active=False)),
    ("aws_iam_credential_reports", NEW, _report("<root_account>", password_enabled="not_supported")),
    ("aws_iam_mfa_devices", NEW, {
        "account_id": ACCOUNT, "user_name": "mara@acme.example", "serial_number": f"arn:aws:iam::{ACCOUNT}:sms-mfa/mara",
    }),
    ("aws_iam_virtual_mfa_devices", NEW, {"account_id": ACCOUNT, "base32_string_seed": "canary-of-the-seed"}),
    ("aws_s3_buckets", NEW, {
        "account_id": ACCOUNT, "arn": BUCKET, "name": "acme-invoices", "region": "eu-west-1", "policy_status": {"IsPublic": False},
        "tags": {"env": "prod"},
    }),
    ("aws_s3_bucket_encryption_rules", NEW, {
        "account_id": ACCOUNT, "bucket_arn": BUCKET, "apply_server_side_encryption_by_default": {"SSEAlgorithm": "aws:kms"},
    }),
    ("aws_s3_bucket_versionings", NEW, {"account_id": ACCOUNT, "bucket_arn": BUCKET, "status": "Enabled"}),
    ("github_repositories", NEW, {
        "org": "acme", "id": 7, "full_name": "acme/api", "default_branch": "main", "archived": False, "private": True,
    }),
    ("github_repository_branches", NEW, {
        "org": "acme", "repository_id": 7, "name": "main", "protected": True,
        "protection": {"required_pull_request_reviews": {"required_approving_review_count": 2}},
    }),
    ("okta_users", NEW, {"id": "00u1", "status": "ACTIVE", "profile": {"login": "mara@acme.example"}}),
]  # fmt: skip
SEEDS = {"aws_iam_virtual_mfa_devices": {"account_id": "utf8", "serial_number": "utf8", "base32_string_seed": "utf8"}}


def fill(execute: Callable[[str], Any], kinds: Mapping[str, str], rows: list[tuple[str, str, dict[str, Any]]] = ROWS) -> None:
    """Create the tables and add the rows, each with the synchronisation that brought it."""
    for table in dict.fromkeys(table for table, _, _ in rows):
        columns = {**(PUBLISHED.get(table) or SEEDS[table]), "_cq_sync_time": "timestamp[us, tz=UTC]", "_cq_source_name": "utf8"}
        parts = ", ".join(f'"{name}" {_kind(kind, kinds)}' for name, kind in columns.items())
        execute(f"create table {table} ({parts})")
    for table, time, row in rows:
        values = {**row, "_cq_sync_time": time, "_cq_source_name": table.partition("_")[0]}
        names = ", ".join(f'"{name}"' for name in values)
        execute(f"insert into {table} ({names}) values ({', '.join(map(_literal, values.values()))})")


def _kind(kind: str, kinds: Mapping[str, str]) -> str:
    if kind.startswith("timestamp"):
        return "timestamptz"
    return f"{kinds['utf8']}[]" if kind.startswith("list") else kinds[kind]


def _literal(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    text = value if isinstance(value, str) else json.dumps(value)
    return "'" + text.replace("'", "''") + "'"
