"""A server and its standby: both are collected in one run, and each says what it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analyzer.evidence.locker import Locker
from tests.analyzer.sources.postgres.conftest import collect_servers, seed
from tests.analyzer.sources.postgres.real_server import ADMIN, RULES, Server, binaries, running


@pytest.mark.slow
def test_a_standby_is_seen_from_both_sides(tmp_path: Path) -> None:
    if binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    rules = (*RULES, "local replication all trust")
    with running(("wal_level = replica",), rules) as primary, running(rules=rules) as standby:
        seed(primary)
        follow(primary, standby)
        done = collect_servers(tmp_path / "locker", primary, standby)
        assert done.gaps == ()
        locker = Locker(tmp_path / "locker")
        records = [
            json.loads(locker.file_of(entry).read_text())[0] for entry in locker.entries() if entry.source == "postgres/server"
        ]
        first, second = sorted(records, key=lambda one: one["InRecovery"])
        assert [(one["state"], one["sync"]) for one in first["Standbys"]] == [("streaming", "async")]
        assert (second["InRecovery"], second["Receiver"][0]["status"], second["Standbys"]) == (True, "streaming", [])


def follow(primary: Server, standby: Server) -> None:
    """Make a server the standby of another."""
    settings = (standby.data / "postgresql.conf").read_text()
    standby.stop()
    shutil.rmtree(standby.data)
    source = f"host={primary.folder} port={primary.port} user={ADMIN}"
    standby.run("pg_basebackup", "-D", str(standby.data), "-d", source, "-R", "-X", "stream", "-c", "fast")
    (standby.data / "postgresql.conf").write_text(settings)
    standby.start()
    streaming = "select state = 'streaming' from pg_stat_replication"
    for _ in range(100):
        if primary.sql("select pg_sleep(0.1)", streaming) == [(True,)]:
            return
    pytest.fail("the standby does not stream")
