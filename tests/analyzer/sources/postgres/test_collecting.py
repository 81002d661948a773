"""Collecting from a real PostgreSQL server: what it finds, what it refuses to send, what it says of what is denied."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from analyzer.catalog import load_catalog
from analyzer.collect import CollectError, ExpiredCredentials, MissingCredentials, OperationRefused, Session
from analyzer.evidence.assurance import assure
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.locker import Locker
from analyzer.model import Period
from analyzer.sources.postgres import statements
from analyzer.sources.postgres.wire import Wire
from tests.analyzer.sources.postgres.conftest import PASSWORD, Collect
from tests.analyzer.sources.postgres.real_server import ADMIN, ADMIN_PASSWORD, RULES, Server

CATALOG = load_catalog()


def loaded(locker: Path, day: date | None = None) -> Loaded:
    today = day or date.fromisoformat(str(Locker(locker).entries()[-1].extracted_at)[:10])
    return load_evidence([locker], CATALOG, Period(start=today - timedelta(days=180), end=today, as_of=today))


def rows(one: Loaded, sql: str) -> list[tuple[Any, ...]]:
    return one.store.rows(sql)[1]


def test_roles_and_what_they_may_do(run: Collect, tmp_path: Path) -> None:
    done = run(only=["roles", "grants"])
    assert (done.gaps, done.notes) == ((), ())
    one = loaded(tmp_path / "locker")
    accounts = "select account_id, account_type, is_privileged, expires_at from app_accounts order by 1"
    assert rows(one, accounts) == [
        ("app_rw", "service", False, None), ("goldenthread", "service", False, None), ("ivo@acme.example", "user", True, None),
        ("mara@acme.example", "user", False, "2027-01-01T00:00:00+00:00"), ("postgres", "root", True, None),
    ]  # fmt: skip
    assert rows(one, "select email from app_accounts where email is not null order by 1") == [
        ("ivo@acme.example",), ("mara@acme.example",),
    ]  # fmt: skip
    rights = (
        "select grantee, privileges, objects from database_grants where schema = 'sales' and grantee not in ('postgres') order by 1"
    )
    assert rows(one, rights) == [("mara@acme.example", ["DELETE"], ["orders"]), ("readers", ["SELECT"], ["customers", "orders"])]
    assert rows(one, "select roles from database_grants where grantee = 'ivo@acme.example'") == [(["dba"],)]
    listed = next(entry for entry in Locker(tmp_path / "locker").entries() if entry.source == "postgres/roles")
    assert (listed.rows, listed.source_count) == (7, 7)


def test_passwords_logs_and_archiving(run: Collect, tmp_path: Path) -> None:
    assert run(only=["settings", "server"]).gaps == ()
    one = loaded(tmp_path / "locker")
    settings = "select min_length, complexity, history, lockout_attempts, notes from password_settings"
    assert rows(one, settings) == [(8, True, None, None, "passwords are kept as scram-sha-256")]
    kinds = "select event_types, notes from log_sources"
    assert rows(one, kinds) == [
        (["authentication and access (log_connections)", "errors", "statements: ddl"], "pgaudit is not loaded")
    ]
    ((engine, notes),) = rows(one, "select engine, notes from data_stores")
    assert engine == "postgres"
    assert "data checksums on" in notes and "no standby" in notes and "archive_mode on" in notes


def test_archiving_that_fails_is_no_way_back_to_any_point_in_time(server: Server, run: Collect, tmp_path: Path) -> None:
    server.sql("select pg_switch_wal()")
    failed = "select failed_count > 0 from pg_stat_archiver"
    for _ in range(100):
        if server.sql("select pg_sleep(0.1)", failed) == [(True,)]:
            break
    run(only=["server"])
    assert rows(loaded(tmp_path / "locker"), "select pitr from data_stores") == [(False,)]


@pytest.mark.parametrize(
    ("rules", "lowest"),
    [
        ((), "1.2"),
        (("host all all 10.0.0.0/8 scram-sha-256",), "0.0"),
        (("hostnossl all all all reject", "host all all 10.0.0.0/8 scram-sha-256"), "1.2"),
        (("hostnossl all all 0.0.0.0/0 reject", "host all all ::/0 scram-sha-256"), "0.0"),
        (("hostnossl app all all reject", "host all all 10.0.0.0/8 md5"), "0.0"),
        (("hostssl all all 0.0.0.0/0 scram-sha-256", "host all all 127.0.0.1/32 md5"), "1.2"),
    ],
)
def test_a_rule_that_lets_connections_in_without_tls_is_seen(
    server: Server, run: Collect, tmp_path: Path, rules: tuple[str, ...], lowest: str
) -> None:
    server.rules(*RULES, *rules)
    try:
        run(only=["tls"])
    finally:
        server.rules(*RULES)
    one = loaded(tmp_path / "locker")
    assert rows(one, "select min_protocol, exposure from tls_endpoints") == [(lowest, "internal")]


def test_the_connections_of_others_are_seen_with_their_state(server: Server, run: Collect, tmp_path: Path) -> None:
    place = f"host=127.0.0.1 port={server.port} user={ADMIN} password={ADMIN_PASSWORD} dbname=shop sslmode=require"
    with psycopg.connect(place):
        run(only=["tls"])
    locker = Locker(tmp_path / "locker")
    (record,) = json.loads(locker.file_of(next(one for one in locker.entries() if one.source == "postgres/tls")).read_text())
    (other,) = record["Connections"]
    assert (other["user"], other["database"], other["client"], other["ssl"]) == (ADMIN, "shop", "127.0.0.1", True)
    assert other["version"].startswith("TLSv1.")


def test_secrets_are_nowhere(server: Server, run: Collect, tmp_path: Path) -> None:
    server.rules(*RULES, "host all all 10.0.0.0/8 ldap ldapserver=l.example ldapbindpasswd=canary-of-the-directory")
    try:
        run()
    finally:
        server.rules(*RULES)
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    for secret in (PASSWORD, ADMIN_PASSWORD, "Canary-app-1", "canary-of-the-archive", "canary-of-the-directory", "SCRAM-SHA-256$"):
        assert secret.encode() not in written


def test_a_change_is_seen_in_the_next_run_and_the_day_before_stays_as_it_was(server: Server, run: Collect, tmp_path: Path) -> None:
    who = "select is_privileged from app_accounts where account_id = 'mara@acme.example'"
    today = datetime.now(UTC)
    before = today - timedelta(days=1)
    run(only=["roles"], now=lambda: before)
    server.sql('grant dba to "mara@acme.example"')
    try:
        run(only=["roles"], now=lambda: today)
    finally:
        server.sql('revoke dba from "mara@acme.example"')
    assert rows(loaded(tmp_path / "locker", before.date()), who) == [(False,)]
    assert rows(loaded(tmp_path / "locker", today.date()), who) == [(True,)]


OTHERS = (
    "create table t (a int)", "drop database shop", "insert into sales.orders values (1)", "delete from sales.orders",
    "alter system set ssl = off", "select pg_reload_conf()", "select pg_terminate_backend(1)",
    "copy sales.orders to program 'true'",
    "set transaction read write", "set default_transaction_read_only = off", "select * from sales.orders",
    "select rolpassword from pg_authid", "select 1; drop table sales.orders", "", f"{statements.READ_ONLY} ", "do $$ begin end $$",
    "select lo_create(0)", "begin read write", "commit",
)  # fmt: skip


def test_other_statements_are_refused_before_they_are_sent(server: Server, run: Collect) -> None:
    tried: list[str] = []

    def attempt(session: Session) -> None:
        place = {"host": "127.0.0.1", "port": str(server.port), "user": "goldenthread", "password": PASSWORD, "dbname": "postgres"}
        wire = Wire(session=session, title="it", place=place, statements=statements.ALL)
        connection = wire.open()
        ways: tuple[Callable[[str], object], ...] = (
            wire.rows, lambda text: connection.execute(text.encode()),
            lambda text: connection.cursor().execute(text), lambda text: connection.cursor().executemany(text, [()]),
            lambda text: list(connection.cursor().stream(text)), lambda text: connection.cursor().copy(text),
            lambda text: connection.cursor("named").execute(text),
        )  # fmt: skip
        for other in OTHERS:
            for way in ways:
                with pytest.raises(OperationRefused):
                    way(other)
            tried.append(other)
        with pytest.raises(OperationRefused):
            connection.tpc_begin("x")
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE

    run(only=["roles"], prepare=attempt)
    assert len(tried) == len(OTHERS)


def test_the_server_keeps_the_connection_read_only_by_itself(server: Server, run: Collect) -> None:
    def attempt(session: Session) -> None:
        writing = "create table t (a int)"
        place = {"host": "127.0.0.1", "port": str(server.port), "user": ADMIN, "password": ADMIN_PASSWORD, "dbname": "postgres"}
        wire = Wire(session=session, title="it", place=place, statements=(writing, "show default_transaction_read_only"))
        assert wire.rows("show default_transaction_read_only") == [{"default_transaction_read_only": "on"}]
        with pytest.raises(CollectError, match="read-only transaction"):
            wire.rows(writing)

    run(only=["roles"], prepare=attempt)


def test_what_the_role_may_change_is_reported(server: Server, run: Collect, tmp_path: Path) -> None:
    done = run(only=["roles"], options={"user": (ADMIN,)}, environ={"PGPASSWORD": ADMIN_PASSWORD})
    assert done.targets[0].write_access == ("SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS")
    server.sql("grant pg_write_all_data to goldenthread")
    try:
        done = run(tmp_path / "other", only=["roles"])
    finally:
        server.sql("revoke pg_write_all_data from goldenthread")
    assert done.targets[0].write_access[0] == "membership in pg_write_all_data"
    assert "may also change things" in done.notes[0]


def test_what_is_denied_is_a_gap_and_no_absence(server: Server, run: Collect, tmp_path: Path) -> None:
    server.sql(
        "create role looker login password 'Canary-of-one-1'", "revoke connect on database shop from public",
    )  # fmt: skip
    try:
        done = run(options={"user": ("looker",)}, environ={"PGPASSWORD": "Canary-of-one-1"})
    finally:
        server.sql("grant connect on database shop to public", "drop role looker")
    gaps = {(gap.part, gap.what.rpartition(": ")[2]) for gap in done.gaps}
    assert gaps == {
        ("settings", "pg_settings"), ("tls", "pg_settings"), ("tls", "pg_hba_file_rules"), ("tls", "pg_stat_activity"),
        ("grants", "shop"), ("server", "pg_settings"), ("server", "pg_stat_replication"),
    }  # fmt: skip
    assert all("not shown" in gap.advice for gap in done.gaps)
    one = loaded(tmp_path / "locker")
    assert rows(one, "select min_length, history from password_settings") == [(None, None)]
    assert rows(one, "select min_protocol from tls_endpoints") == [(None,)]
    assert rows(one, "select pitr from data_stores where notes like '%no standby%'") == []
    results = assure(one.store, CATALOG, one.files, one.store.period)
    failed = {table for result in results if result.passed is False for table in result.tables}
    assert {"tls_endpoints", "database_grants", "password_settings"} <= failed


def test_a_server_that_is_restarted_in_between_is_asked_again(server: Server, run: Collect) -> None:
    waits: list[float] = []

    def prepare(session: Session) -> None:
        place = {"host": "127.0.0.1", "port": str(server.port), "user": "goldenthread", "password": PASSWORD, "dbname": "postgres"}
        wire = Wire(session=session, title="it", place=place, statements=statements.ALL)
        wire.rows(statements.READ_ONLY)
        server.stop()
        server.start()
        assert wire.rows(statements.ROLE_COUNT) == [{"record": {"count": 7}}]

    done = run(only=["roles"], prepare=prepare, sleep=waits.append)
    assert (done.stats.retries, len(waits)) == (1, 1)


def test_an_interrupted_run_goes_on(server: Server, run: Collect, tmp_path: Path) -> None:
    def stop(what: str, done: int, of: int) -> None:
        if "rights on tables" in what:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=stop)
    done = run()
    assert done.resumed
    names = [entry.name for entry in Locker(tmp_path / "locker").entries()]
    assert len(names) == len(set(names)) == 6


def test_tls_is_checked_where_the_server_is_elsewhere(server: Server, run: Collect, tmp_path: Path) -> None:
    strict = {"sslmode": ("verify-full",), "server": (f"localhost:{server.port}",)}
    with pytest.raises(CollectError, match="--sslrootcert"):
        run(only=["roles"], options=strict)
    authority = tmp_path / "ca.pem"
    authority.write_bytes(server.certificate.read_bytes())
    assert run(only=["roles"], options={**strict, "sslrootcert": (str(authority),)}).gaps == ()
    trusted = {"PGPASSWORD": PASSWORD, "SSL_CERT_FILE": str(authority)}
    assert run(only=["settings"], options=strict, environ=trusted).gaps == ()


@pytest.mark.parametrize(
    ("options", "environ", "kind", "words"),
    [
        ({}, {}, MissingCredentials, "PGPASSWORD"),
        ({}, {"PGPASSWORD": "canary-of-nobody"}, ExpiredCredentials, "does not accept"),
        ({"server": ("127.0.0.1:1",)}, {}, CollectError, "cannot be reached"),
        ({"server": ("postgres://mara:canary@db.example",)}, {}, CollectError, "HOST:PORT"),
        ({"server": ()}, {}, CollectError, "--server"),
        ({"database": ("nowhere",)}, {"PGPASSWORD": PASSWORD}, CollectError, "no database nowhere"),
        ({"sslmode": ("disable",)}, {"PGPASSWORD": PASSWORD}, CollectError, "pg_hba.conf"),
    ],
)
def test_what_is_wrong_is_said(
    run: Collect,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
    environ: dict[str, str],
    kind: type[Exception],
    words: str,
) -> None:
    for name in ("PGPASSWORD", "PGPASSFILE", "PGUSER", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(kind, match=words) as caught:
        run(options=options, environ=environ)
    assert "canary" not in str(caught.value)
