"""The collector of CloudQuery: its tables in PostgreSQL or a DuckDB file, as of the last synchronisation."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from analyzer.collect import CollectError, Collector, Option, Part, Session, Stream, Target

from ..postgres import statements as ask
from ..postgres.collect import write_access
from ..postgres.places import account_of, place_of
from ..postgres.tabular import COLUMNS, Tables, found_in, keep_rows, lacks, target_of
from ..postgres.wire import Row, Wire, read_only
from .duckfile import DuckFile
from .tables import JOINED, TABLES

SYNC = ("_cq_sync_time", "_cq_source_name")
WANTED = (*(one for tables in TABLES.values() for one in tables), *JOINED)
UNKNOWN = "CloudQuery asks the systems with credentials of its own and does not tell what these may do"


def _part(name: str, title: str, tables: tuple[str, ...], lost: str) -> Part:
    calls = tuple(f"select from {one.table}" for one in TABLES[name])
    return Part(name=name, title=title, tables=tables, calls=calls, permission="the right to read the table", lost=lost)


PARTS = (
    _part("aws_iam", "users of AWS, their factors and keys",
          ("app_accounts", "idp_users", "idp_factors", "secrets", "password_settings"), "who can sign in to AWS, by which factor"),
    _part("aws_data", "stores and keys of AWS", ("data_stores", "kms_keys"), "what is encrypted, what is public"),
    _part("aws_watch", "trails, detectors, rules and listeners of AWS",
          ("log_sources", "protective_services", "network_rules", "network_groups", "tls_endpoints"),
          "what is logged and watched, what the network lets in, and which versions of TLS are accepted"),
    _part("aws_backup", "backup jobs of AWS", ("backups",), "whether backups ran"),
    _part("aws_securityhub", "findings of Security Hub", ("baseline_results",), "what Security Hub found"),
    _part("github", "members and repositories of GitHub", ("app_accounts", "repos", "branch_rules"), "who may change code"),
    _part("okta", "people of Okta", ("idp_users",), "who has an account"),
)  # fmt: skip


def connect(session: Session) -> list[Target]:
    """The database that CloudQuery writes to, with the tables that it has."""
    if file := session.options.one("duckdb"):
        return [_of_file(session, Path(file))]
    (place,) = place_of(session, default_database=session.options.one("database") or "postgres")
    title = f"CloudQuery's database at {place['host']}:{place['port']}"
    first = Wire(session=session, title=title, place=place, statements=(ask.READ_ONLY, ask.IDENTITY, ask.RIGHTS, COLUMNS))
    read_only(session, first, ask.READ_ONLY)
    principal = first.one(ask.IDENTITY)["record"]["user"]
    write = write_access(first.one(ask.RIGHTS)["record"])
    found = found_in(first.rows(COLUMNS), WANTED, extra=SYNC, newest=True)
    first.close()
    wire = Wire(session=session, title=title, place=place, statements=tuple(one.statement for one in found))
    tables = _some(Tables(asked=wire, found=found), title)
    return [target_of(f"{account_of(place)}-{place['dbname']}", title, principal, tables, write, UNKNOWN)]


def _of_file(session: Session, path: Path) -> Target:
    first = DuckFile(session=session, path=path, statements=(COLUMNS,))
    found = found_in(first.rows(COLUMNS), WANTED, extra=SYNC, newest=True, as_json=True)
    first.close()
    file = DuckFile(session=session, path=path, statements=tuple(one.statement for one in found))
    tables = _some(Tables(asked=file, found=found), str(path))
    return target_of(path.name, f"CloudQuery's file {path.name}", "a reader of the file", tables, unknown=UNKNOWN)


def _some(tables: Tables, title: str) -> Tables:
    if not tables.found:
        raise CollectError(f"{title} has none of CloudQuery's tables that are known here", "Check --database, or the file")
    return tables


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect the tables of one source; a source that was never synchronised has none."""
    tables: Tables = target.handle
    for wanted in TABLES[part.name]:
        places = tables.of(wanted.table)
        if not places:
            continue
        with session.stream(
            target, part, call=f"select from {wanted.table}", label=wanted.table, source=f"cloudquery/{wanted.table}", records=True,
            parameters={"columns": list(wanted.columns)},
        ) as stream:  # fmt: skip
            for one in stream.todo(places, key=lambda place: place.schema):
                if lacks(stream, one):
                    continue
                rows = [row | {name: _parsed(row[name]) for name in row} for row in tables.rows(one)]
                rows = JOINS.get(wanted.table, _plain)(tables, rows, stream)
                _date(stream, rows)
                keep_rows(stream, wanted.table, one.schema, rows)


def _date(stream: Stream, rows: list[Row]) -> None:
    """What CloudQuery brought speaks for the time when it brought it, not for now."""
    times = [datetime.fromisoformat(row["_cq_sync_time"]) for row in rows if row.get("_cq_sync_time")]
    if times:
        oldest = min(times)
        stream.started_at = min(stream.started_at, oldest if oldest.tzinfo else oldest.replace(tzinfo=stream.started_at.tzinfo))


def _parsed(value: Any) -> Any:
    """A value of JSON that its destination keeps as text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _plain(tables: Tables, rows: list[Row], stream: Stream) -> list[Row]:
    return rows


def _with_report(tables: Tables, rows: list[Row], stream: Stream) -> list[Row]:
    """Users with their rows of the credential report and their factors, and the root user, whom only the report knows."""
    reports = {row["arn"]: row for row in _joined(tables, "aws_iam_credential_reports", "arn", stream)}
    devices: dict[tuple[str, str], list[Row]] = {}
    for row in _joined(tables, "aws_iam_mfa_devices", "user_name", stream):
        devices.setdefault((row["account_id"], row["user_name"]), []).append(row)
    known = bool(tables.of("aws_iam_mfa_devices"))
    for row in rows:
        row["credential_report"] = reports.get(row["arn"])
        row["mfa_devices"] = devices.get((row["account_id"], row["user_name"]), []) if known else None
    roots = [one for one in reports.values() if one["user"] == "<root_account>"]
    return rows + [
        {
            "account_id": one["arn"].split(":")[4], "arn": one["arn"], "create_date": one.get("user_creation_time"),
            "user_name": one["user"], "password_last_used": one.get("password_last_used"), "mfa_devices": [],
            "credential_report": one, **{name: one[name] for name in SYNC if name in one},
        }
        for one in roots
    ]  # fmt: skip


def _with_settings(tables: Tables, rows: list[Row], stream: Stream) -> list[Row]:
    """Buckets with the rows of the tables of their settings."""
    for key, table in (
        ("encryption_rules", "aws_s3_bucket_encryption_rules"), ("public_access_blocks", "aws_s3_bucket_public_access_blocks"),
        ("versionings", "aws_s3_bucket_versionings"),
    ):  # fmt: skip
        told: dict[str, list[Row]] = {}
        for one in _joined(tables, table, "bucket_arn", stream):
            told.setdefault(one["bucket_arn"], []).append(one)
        for row in rows if tables.of(table) else ():
            row[key] = told.get(row["arn"], [])
    return rows


def _with_names(tables: Tables, rows: list[Row], stream: Stream) -> list[Row]:
    """Branches with the names of their repositories."""
    names = {row["id"]: row["full_name"] for row in _joined(tables, "github_repositories", "id", stream)}
    return [{**row, "repository": names.get(row["repository_id"])} for row in rows]


def _joined(tables: Tables, table: str, by: str, stream: Stream) -> list[Row]:
    places = tables.of(table)
    if not places:
        stream.gap(f"the table {table} is not there", f"Let CloudQuery fill {table} too", what=table)
    rows = [row for one in places if by in one.columns for row in tables.rows(one)]
    return [{name: _parsed(value) for name, value in row.items()} for row in rows]


JOINS: dict[str, Callable[[Tables, list[Row], Stream], list[Row]]] = {
    "aws_iam_users": _with_report, "aws_s3_buckets": _with_settings, "github_repository_branches": _with_names,
}  # fmt: skip
COLLECTOR = Collector(
    name="cloudquery", title="CloudQuery", parts=PARTS, connect=connect, collect=collect, needs="goldenthread[cloudquery]",
    options=(
        Option(name="duckdb", help="the DuckDB file that CloudQuery writes, instead of a server"),
        Option(name="server", help="host or host:port of the PostgreSQL server of its destination", many=True, variable="PGHOST"),
        Option(name="database", help="its database", variable="PGDATABASE"),
        Option(name="user", help="the role to connect as", variable="PGUSER"),
        Option(name="sslmode", help="as libpq takes it; verify-full unless the server is this machine", variable="PGSSLMODE"),
        Option(name="sslrootcert", help="file with the authority of the server's certificate, or system", variable="PGSSLROOTCERT"),
    ),
)  # fmt: skip
