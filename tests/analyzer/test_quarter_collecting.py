"""The quarterly review with what it collects first: all of it, a part of it, none of it; killed, and two at once."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzer.evidence.locker import Locker
from analyzer.quarter_kept import Kept, faults_of, kept_in
from analyzer.saved_run import load_run
from tests.analyzer.collect.servers import directory, serving
from tests.command_line import Done, goldenthread, lay_out
from tests.killing import killed_at

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)
QUARTER = f"{NOW.year}-Q{(NOW.month + 2) // 3}"
CONFIG = """
documents = ["documents"]
evidence = ["evidence", "locker"]
semantics = false
wordings = false

[[collect]]
system = "directory"
options = {{endpoint = "{url}"}}
"""
SOURCE = {
    "collect.py": "from tests.analyzer.collect.servers import DIRECTORY as COLLECTOR\n",
    "users/source.yaml": (
        "title: Users\nsystem: Directory\nhow_to_export: GET /users, all pages.\n"
        "recognise: {format: json, require: [id, login]}\ntables: [idp_users]\nreference: its own\n"
    ),
    "users/load.sql": (
        "insert into idp_users (user_id, email, status, evidence_file, evidence_row)\n"
        "select record->>'$.id', record->>'$.login', 'ACTIVE', file, row_number from raw;\n"
    ),
}


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A company whose configuration collects from a directory on this machine."""
    monkeypatch.setenv("DIRECTORY_TOKEN", "canary-of-the-quarter")
    lay_out(tmp_path)
    for name, text in SOURCE.items():
        path = tmp_path / "sources" / "directory" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with serving(directory(lambda: server.url)) as server:
        (tmp_path / "goldenthread.toml").write_text(CONFIG.format(url=server.url))
        yield tmp_path


def words(company: Path) -> list[str | Path]:
    return ["quarter", QUARTER, "-q", "-f", "json", "--sources", company / "sources", "--config", company / "goldenthread.toml"]


def run(company: Path, *more: str) -> Done:
    return goldenthread(*words(company), *more)


def child(company: Path, killed: int) -> subprocess.Popen[str]:
    before = killed_at(killed, company / "quarters", company / "locker")
    return subprocess.Popen(
        [sys.executable, *before, *map(str, words(company))], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def kept(company: Path) -> list[Kept]:
    """What is kept, and all of it is as its manifests say."""
    found = kept_in(company / "quarters")
    assert [fault for one in found for fault in faults_of(one)] == []
    return found


def test_what_is_configured_is_collected_first_and_said_in_the_line(company: Path) -> None:
    done = run(company)
    assert (done.code, done.err) == (0, "")
    assert "; collected from 1 of 1 system." in done.out
    locker = Locker(company / "locker")
    assert (locker.verify(), len(locker.entries())) == ([], 4)
    (one,) = kept(company)
    assert "<h2>Collected</h2><ul><li>Directory: 3 files came.</li></ul>" in (one.folder / "index.html").read_text()
    assert {"idp_users": 25} in [file.tables for file in load_run(one.folder / "run.json").evidence]


def test_what_is_there_is_reviewed_without_collecting_when_that_is_asked(company: Path) -> None:
    run(company)
    entries = len(Locker(company / "locker").entries())
    assert "collected" not in run(company, "--no-collect").out
    assert len(Locker(company / "locker").entries()) == entries


def test_a_system_that_cannot_be_collected_is_a_failure_and_the_rest_goes_on(company: Path) -> None:
    config = company / "goldenthread.toml"
    config.write_text(config.read_text() + '\n[[collect]]\nsystem = "tapes"\n')
    done = run(company)
    assert (done.code, done.out.count("\n")) == (2, 1)
    assert "collected from 1 of 2 systems; NOT DONE: 1." in done.out
    assert "tapes was not collected: There is no collector 'tapes'." in done.err
    (one,) = kept(company)
    assert "tapes was not collected" in (one.folder / "index.html").read_text()
    assert len(one.manifest.failures) == 1


def test_without_credentials_the_rest_is_reviewed_and_that_is_a_failure(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIRECTORY_TOKEN")
    done = run(company)
    assert (done.code, len(kept(company))) == (2, 1)
    assert "collected from 0 of 1 system; NOT DONE: 1." in done.out
    assert "Directory was not collected" in done.err and "DIRECTORY_TOKEN" in done.err


def test_what_is_collected_and_never_read_is_a_mistake_of_the_configuration(company: Path) -> None:
    config = company / "goldenthread.toml"
    config.write_text(config.read_text().replace('["evidence", "locker"]', '["evidence"]'))
    done = run(company)
    assert (done.code, "`evidence` has to name locker as well" in done.err) == (2, True)


@pytest.mark.slow
def test_killed_at_random_moments_the_locker_verifies_and_the_next_one_completes(company: Path) -> None:
    assert run(company).code == 0
    (first,) = kept(company)
    undisturbed = load_run(first.folder / "run.json").verdicts
    killed = 0
    for at in random.Random(20260930).sample(range(2, 120), 3):
        process = child(company, at)
        process.communicate()
        killed += process.returncode == -9
        kept(company)
        left = [fault for fault in Locker(company / "locker").verify() if "interrupted" not in fault]
        assert left == []
        assert run(company).code == 0
        assert Locker(company / "locker").verify() == []
        assert load_run(kept(company)[-1].folder / "run.json").verdicts == undisturbed
        assert [path.name for path in (company / "quarters").iterdir() if path.name.startswith(".building")] == []
    assert killed >= 2


@pytest.mark.slow
def test_two_at_once_on_one_locker_lose_nothing(company: Path) -> None:
    config = company / "goldenthread.toml"
    other = company / "other"
    other.mkdir()
    text = config.read_text().replace('["documents"]', '["../documents"]') + 'into = "../locker"\n'
    (other / "goldenthread.toml").write_text(text.replace('["evidence", "locker"]', '["../evidence", "../locker"]'))
    commands = [words(company), [*words(company)[:-1], other / "goldenthread.toml"]]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "analyzer", *map(str, one)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        for one in commands
    ]
    said = [process.communicate() for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes, said
    for code, (_, err) in zip(codes, said, strict=True):
        assert code == 0 or "is being collected into" in err or "another process" in err
    assert Locker(company / "locker").verify() == []
    assert len({entry.collected.run for entry in Locker(company / "locker").entries() if entry.collected}) >= codes.count(0)
    assert [fault for place in (company, other) for one in kept_in(place / "quarters") for fault in faults_of(one)] == []
