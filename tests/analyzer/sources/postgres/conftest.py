"""A server with people, programs and rights, and a run of the collector that reaches it with least rights."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, credentials_page, find_collector
from tests.analyzer.sources.postgres.real_server import Server, binaries, running

Collect = Callable[..., Collected]
PASSWORD = "canary-of-the-collector"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server whose collector has what `credentials.md` gives it."""
    if binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    settings = (
        "log_connections = on", "log_statement = ddl", "shared_preload_libraries = 'passwordcheck'",
        "ssl_min_protocol_version = TLSv1.2", "archive_mode = on", "archive_command = 'test canary-of-the-archive = x'",
        "wal_level = replica",
    )  # fmt: skip
    with running(settings) as one:
        seed(one)
        yield one


def seed(server: Server) -> None:
    """People, programs, tables and rights."""
    grants = re.findall(r"```sql\n(.*?)```", credentials_page("postgres"), re.DOTALL)[0]
    server.sql(*filter(None, (line.strip() for line in grants.replace("'...'", f"'{PASSWORD}'").split(";"))))
    server.sql(
        "create role readers nologin", "create role dba nologin createrole", "create role app_rw login password 'Canary-app-1'",
        'create role "mara@acme.example" login password \'Canary-mara-1\' in role readers valid until \'2027-01-01\'',
        'create role "ivo@acme.example" login password \'Canary-ivo-1\' in role dba',
        "create database shop owner app_rw",
    )  # fmt: skip
    server.sql(
        "revoke create on schema public from public", "create schema sales authorization app_rw",
        "create table sales.orders (id int)", "create table sales.customers (id int)",
        "grant select on all tables in schema sales to readers",
        'grant delete on sales.orders to "mara@acme.example"', database="shop",
    )  # fmt: skip


def collect_servers(locker: Path, *servers: Server, options: dict[str, Any] | None = None, **how: Any) -> Collected:
    """Collect servers into a locker, with the least rights and nothing waited for unless said otherwise."""
    given = {"server": tuple(f"127.0.0.1:{one.port}" for one in servers), "user": ("goldenthread",), **(options or {})}
    how = {"sleep": lambda seconds: None, "environ": {"PGPASSWORD": PASSWORD}, **how}
    return collect(find_collector("postgres"), locker, options=Options(given), **how)


@pytest.fixture
def run(server: Server, tmp_path: Path) -> Collect:
    """Collects the server into a locker."""

    def collecting(locker: Path = tmp_path / "locker", **how: Any) -> Collected:
        return collect_servers(locker, server, **how)

    return collecting
