"""Collecting what CloudQuery filled: the last synchronisation, from PostgreSQL, a DuckDB file or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analyzer.catalog import load_catalog
from analyzer.collect import Collected, CollectError, OperationRefused, Options, Session, collect, find_collector
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.locker import Locker
from analyzer.model import Period
from analyzer.sources.cloudquery.duckfile import DuckFile
from analyzer.sources.cloudquery.tables import JOINED, TABLES
from tests.analyzer.sources.cloudquery.filled import DUCKDB, NEW, POSTGRES, PUBLISHED, ROWS, fill
from tests.analyzer.sources.postgres.real_server import Server, binaries, running

CATALOG = load_catalog()
DAY = date(2026, 6, 30)
PASSWORD = "canary-of-cloudquery"


def loaded(place: Path) -> Loaded:
    return load_evidence([place], CATALOG, Period(start=date(2026, 1, 1), end=DAY, as_of=DAY))


def rows(one: Loaded, sql: str) -> list[tuple[Any, ...]]:
    return one.store.rows(sql)[1]


def run(locker: Path, options: dict[str, Any], **how: Any) -> Collected:
    how = {"environ": {"PGPASSWORD": PASSWORD}, "sleep": lambda seconds: None, **how}
    return collect(find_collector("cloudquery"), locker, options=Options(options), **how)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    with running() as one:
        one.sql("create database cq", f"create role reader login password '{PASSWORD}'")
        fill(lambda sql: one.sql(sql, database="cq"), POSTGRES)
        one.sql("grant select on all tables in schema public to reader", database="cq")
        yield one


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cloudquery.duckdb"
    with duckdb.connect(str(path)) as connection:
        fill(connection.execute, DUCKDB)
    return path


@pytest.fixture(params=["server", "file"])
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param == "file":
        return {"duckdb": (str(request.getfixturevalue("file")),)}
    port = request.getfixturevalue("server").port
    return {"server": (f"127.0.0.1:{port}",), "database": ("cq",), "user": ("reader",)}


def test_every_column_that_is_asked_for_is_published() -> None:
    for wanted in (*(one for tables in TABLES.values() for one in tables), *JOINED):
        assert set(wanted.columns) <= set(PUBLISHED[wanted.table]), wanted.table
        assert set(wanted.needed) <= set(wanted.columns)
    assert all(f"cloudquery/{one.table}" in CATALOG.sources for tables in TABLES.values() for one in tables)


def test_the_state_of_the_last_synchronisation(options: dict[str, Any], tmp_path: Path) -> None:
    done = run(tmp_path / "locker", options)
    assert {gap.what.rpartition(": ")[2] for gap in done.gaps} == {"aws_s3_bucket_public_access_blocks"}
    one = loaded(tmp_path / "locker")
    assert rows(one, "select account_id, account_type, mfa_enabled from app_accounts order by 1") == [
        ("<root_account>", "root", True), ("ivo@acme.example", "user", False), ("mara@acme.example", "user", True),
    ]  # fmt: skip
    assert rows(one, "select factor_type from idp_factors") == [("sms_voice",)]
    stores = "select resource_id, env, encrypted, algorithm, public, public_blocked, versioning from data_stores"
    assert rows(one, stores) == [("acme-invoices", "production", True, "AES-256 (SSE-KMS)", False, None, True)]
    assert rows(one, "select repo, branch, required_approvals from branch_rules") == [("acme/api", "main", 2)]
    assert rows(one, "select email from idp_users where directory is null") == [("mara@acme.example",)]


def test_it_speaks_for_the_time_of_the_synchronisation(options: dict[str, Any], tmp_path: Path) -> None:
    run(tmp_path / "locker", options, only=["okta"])
    entry = next(one for one in Locker(tmp_path / "locker").entries() if one.source == "cloudquery/okta_users")
    assert str(entry.extracted_at)[:19] == NEW[:19]


def test_secrets_are_nowhere(options: dict[str, Any], tmp_path: Path) -> None:
    run(tmp_path / "locker", options)
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    assert b"canary" not in written


def test_users_without_a_list_of_factors_are_no_users_without_factors(tmp_path: Path) -> None:
    path = tmp_path / "cloudquery.duckdb"
    with duckdb.connect(str(path)) as connection:
        fill(connection.execute, DUCKDB, [row for row in ROWS if row[0] != "aws_iam_mfa_devices"])
    done = run(tmp_path / "locker", {"duckdb": (str(path),)}, only=["aws_iam"])
    assert [gap.what.rpartition(": ")[2] for gap in done.gaps] == ["aws_iam_mfa_devices"]
    assert rows(loaded(tmp_path / "locker"), "select count(*) from idp_users") == [(0,)]


def test_tables_as_parquet_are_known_by_their_columns(tmp_path: Path, file: Path) -> None:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    with duckdb.connect(str(file)) as connection:
        for table in ("okta_users", "aws_iam_credential_reports", "github_repositories"):
            connection.execute(f"copy {table} to '{evidence / table}.parquet' (format parquet)")
    one = loaded(evidence)
    assert {found.source for found in one.files} == {
        "cloudquery/okta_users", "cloudquery/aws_iam_credential_reports", "cloudquery/github_repositories",
    }  # fmt: skip
    accounts = "select account_id from app_accounts order by 1"
    assert rows(one, accounts) == [("<root_account>",), ("ivo@acme.example",), ("mara@acme.example",)]


def test_a_file_is_asked_by_statements_of_the_list_alone(tmp_path: Path, file: Path) -> None:
    def prepare(session: Session) -> None:
        one = DuckFile(session=session, path=file, statements=("select 1",))
        for other in ("drop table okta_users", "copy okta_users to 'x.csv'", "install httpfs", "select 1;", ""):
            with pytest.raises(OperationRefused):
                one.rows(other)
        connection = one.open()
        for other in (
            "drop table okta_users",
            f"copy okta_users to '{tmp_path}/x.csv'",
            "select * from read_text('/etc/hostname')",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(other)

    run(tmp_path / "locker", {"duckdb": (str(file),)}, only=["okta"], prepare=prepare)


@pytest.mark.parametrize(("content", "words"), [(None, "is not there"), (b"no database at all", "cannot be opened")])
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "cq.duckdb"
    if content:
        path.write_bytes(content)
    with pytest.raises(CollectError, match=words):
        run(tmp_path / "locker", {"duckdb": (str(path),)})


def test_a_database_without_its_tables_is_said(tmp_path: Path) -> None:
    path = tmp_path / "cq.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table other (a int)")
    with pytest.raises(CollectError, match="none of CloudQuery's tables"):
        run(tmp_path / "locker", {"duckdb": (str(path),)})
