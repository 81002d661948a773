"""`goldenthread serve` as a user starts it: an address, a page, an end; and the review that follows honours what was decided."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.analyzer.serving.served import Client, lay_out
from tests.command_line import goldenthread

CONFIG = (
    'period = "2026-01-01..2026-06-30"\ndocuments = ["documents"]\nevidence = ["evidence"]\nsemantics = false\nwordings = false\n'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "goldenthread.toml").write_text(CONFIG, encoding="utf-8")
    return lay_out(tmp_path)


def started(words: list[str]) -> subprocess.Popen[str]:
    """A program that Ctrl+C ends, also where the shell that runs the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.slow
def test_it_prints_an_address_serves_there_and_ends_quietly(path: Path) -> None:
    words = [sys.executable, "-m", "analyzer", "serve", "--config", str(path.parent / "goldenthread.toml"), "--quiet"]
    with started(words) as served:
        try:
            assert served.stdout is not None
            client = Client(served.stdout.readline().strip())
            assert f"Decisions go to {path}." in served.stdout.readline()
            assert b"full-disk encryption" in client.get().body
            (claim,) = [
                part.partition('"')[0]
                for part in client.get().body.decode().split('data-claim="')[1:]
                if 'data-status="contradicted"' in part.partition(">")[0]
            ]
            assert client.decide(claim=claim, decision="reject", reason="An aim, no promise").status == 200
        finally:
            served.send_signal(signal.SIGINT)
            try:
                _, errors = served.communicate(timeout=60)
            finally:
                served.kill()
    assert (served.returncode, errors) == (0, "")
    done = goldenthread("review", "--config", path.parent / "goldenthread.toml", "--quiet")
    assert done.code == 0
    assert "Rejected: no claims, by decision (1)" in done.out


def test_a_port_that_is_taken_is_told(path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = goldenthread("serve", "--config", path.parent / "goldenthread.toml", "--quiet", "--port", str(port))
    assert (done.code, done.out) == (2, "")
    assert f"Port {port} cannot be listened on" in done.err


def test_faults_in_the_decisions_end_every_review_with_their_lines(path: Path) -> None:
    path.write_text('[[claims]]\nquote = "x"\ndecision = "perhaps"\n\n[[exceptions]]\nitem = "D-2"\n', encoding="utf-8")
    for command in ("review", "serve"):
        done = goldenthread(command, "--config", path.parent / "goldenthread.toml", "--quiet")
        assert done.code == 2
        assert f"{path}:3: claims.0.decision" in done.err
        assert f"{path}:5: exceptions.0.reason" in done.err


def test_decisions_beside_documents_count_without_a_configuration(path: Path) -> None:
    (path.parent / "goldenthread.toml").unlink()
    (path.parent / "documents" / "decisions.toml").write_text(
        '[[claims]]\nquote = "All company laptops use full-disk encryption."\ndecision = "reject"\nreason = "An aim"\n',
        encoding="utf-8",
    )
    done = goldenthread("review", path.parent / "documents", "--no-semantics", "--period", "2026-01-01..2026-06-30", "--quiet")
    assert "Rejected: no claims, by decision (1)" in done.out
