"""A PostgreSQL server with the tables of Steampipe's plugins as these publish them, in place of its foreign data wrapper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, find_collector
from tests.analyzer.sources.postgres.real_server import Server, binaries, running

PUBLISHED = json.loads((Path(__file__).parent / "published.json").read_text())
TYPES = {"STRING": "text", "TIMESTAMP": "timestamptz", "BOOL": "boolean", "INT": "bigint", "JSON": "jsonb", "CIDR": "cidr"}
PASSWORD = "canary-of-steampipe"
ACCOUNT = "111122223333"
Collect = Callable[..., Collected]


def create(server: Server, schema: str, table: str) -> None:
    """A table of a plugin with every column that it publishes."""
    plugin = table.partition("_")[0]
    columns = {**PUBLISHED["tables"][table], **PUBLISHED["common"][plugin]}
    parts = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in columns.items())
    server.sql(f'create schema if not exists "{schema}"', f'create table "{schema}"."{table}" ({parts})', database="steampipe")


def add(server: Server, schema: str, table: str, *rows: Mapping[str, Any]) -> None:
    """Rows of a table, each with the connection that it is from."""
    for row in rows:
        text = json.dumps({"_ctx": {"connection_name": schema}, **row}).replace("'", "''")
        server.sql(
            f'insert into "{schema}"."{table}" select * from jsonb_populate_record(null::"{schema}"."{table}", \'{text}\')',
            database="steampipe",
        )


def user(name: str, **more: Any) -> dict[str, Any]:
    """A person with a password."""
    return {
        "name": name, "user_id": f"id-{name}", "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}", "mfa_enabled": True, "groups": [],
        "login_profile": {"UserName": name}, "attached_policy_arns": [], "inline_policies": [], "account_id": ACCOUNT,
        "create_date": "2025-01-01T00:00:00Z", "mfa_devices": [{"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/{name}"}], **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A service with two connections to AWS, one that gathers them, one to GitHub and one to Okta."""
    if binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    with running() as one:
        one.sql(f"create role steampipe login password '{PASSWORD}'", "create database steampipe")
        for table in PUBLISHED["tables"]:
            for schema in ("aws_dev", "aws_prod", "aws_all") if table.startswith("aws_") else (table.partition("_")[0],):
                create(one, schema, table)
        mara, ivo = user("mara@acme.example"), user("ivo@acme.example", mfa_devices=[], mfa_enabled=False)
        add(one, "aws_prod", "aws_iam_user", mara, ivo)
        add(one, "aws_dev", "aws_iam_user", user("noa@acme.example", account_id="444455556666"))
        for row, place in ((mara, "aws_prod"), (ivo, "aws_prod")):
            add(one, "aws_all", "aws_iam_user", {**row, "_ctx": {"connection_name": place}})
        bucket = {
            "name": "acme-invoices", "arn": "arn:aws:s3:::acme-invoices", "region": "eu-west-1", "account_id": ACCOUNT,
            "bucket_policy_is_public": True, "versioning_enabled": False, "tags": {"env": "prod"},
        }  # fmt: skip
        add(one, "aws_prod", "aws_s3_bucket", bucket)
        pull = {
            "repository_full_name": "acme/api", "base_ref_name": "main", "author": {"login": "mara"},
            "merged_by": {"login": "mara"},
            "created_at": "2026-05-01T00:00:00Z", "merged_at": "2026-05-02T00:00:00Z", "body": "canary in a body",
        }  # fmt: skip
        add(
            one,
            "github",
            "github_pull_request",
            {**pull, "number": 1},
            {**pull, "number": 2},
            {**pull, "repository_full_name": "acme/web"},
        )
        review = {"repository_full_name": "acme/api", "number": 1, "author_login": "ivo", "submitted_at": "2026-05-01T09:00:00Z"}
        add(one, "github", "github_pull_request_review", {**review, "state": "APPROVED"})
        add(one, "github", "github_organization_member", {"organization": "acme", "login": "mara", "role": "ADMIN"})
        entra = {"id": "e1", "user_principal_name": "mara@acme.example", "display_name": "Mara", "account_enabled": True}
        add(one, "azuread", "azuread_user", entra)
        methods = {"id": "e1", "user_principal_name": "mara@acme.example", "methods_registered": ["fido2SecurityKey"]}
        add(one, "azuread", "azuread_user_registration_details_report", methods)
        google = {"id": "g1", "primary_email": "ivo@acme.example", "suspended": False, "is_enrolled_in_2sv": False}
        add(one, "googledirectory", "googledirectory_user", google)
        add(one, "okta", "okta_user", {"id": "00u1", "login": "mara@acme.example", "status": "ACTIVE", "profile": {}})
        add(one, "okta", "okta_factor", {"id": "f1", "user_id": "00u1", "factor_type": "sms", "status": "ACTIVE"})
        schemas = "aws_dev, aws_prod, aws_all, github, okta, azuread, googledirectory"
        one.sql(
            f"grant usage on schema {schemas} to steampipe", f"grant select on all tables in schema {schemas} to steampipe",
            "revoke create on schema public from public", database="steampipe",
        )  # fmt: skip
        yield one


@pytest.fixture
def run(server: Server, tmp_path: Path) -> Collect:
    """Collects the service into a locker."""

    def collecting(locker: Path = tmp_path / "locker", *, options: dict[str, Any] | None = None, **how: Any) -> Collected:
        given = {"server": (f"127.0.0.1:{server.port}",), **(options or {})}
        how = {"sleep": lambda seconds: None, "environ": {"STEAMPIPE_DATABASE_PASSWORD": PASSWORD}, **how}
        return collect(find_collector("steampipe"), locker, options=Options(given), **how)

    return collecting
