"""`goldenthread evidence`: add, list, show, verify."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.analyzer.evidence.loading import write


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from analyzer.cli import main; main()", "evidence", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_add_list_show_verify(tmp_path: Path) -> None:
    locker, export = (
        str(tmp_path / "locker"),
        write(tmp_path, "policy.json", {"PasswordPolicy": {"MinimumPasswordLength": 14}}),
    )
    added = run("add", locker, str(export), "--extracted-at", "2026-06-30", "--count", "1")
    assert (added.returncode, "aws/iam_password_policy" in added.stdout) == (0, True)
    assert "policy.json" in run("list", locker).stdout
    assert "2026-06-30T00:00:00Z" in run("show", locker, "1").stdout
    verified = run("verify", locker)
    assert verified.returncode == 0
    assert "not that the sources told the truth" in verified.stdout
    (kept,) = (tmp_path / "locker" / "files").glob("*/*")
    kept.chmod(0o644)
    kept.write_text("[]")
    broken = run("verify", locker)
    assert (broken.returncode, "entry 1 (policy.json): its file was changed" in broken.stderr) == (2, True)


def test_no_locker_is_said_plainly(tmp_path: Path) -> None:
    done = run("list", str(tmp_path))
    assert done.returncode == 2
    assert "is no locker" in done.stderr
    assert "Traceback" not in done.stderr


def test_match_shows_what_a_file_is_taken_for_and_how_to_say_otherwise(tmp_path: Path) -> None:
    jobs = write(tmp_path, "backups.csv", "Job ID,Store,Commenced,Finished,Outcome\n1,orders,2026-03-01,2026-03-01,ok\n")
    menu = write(tmp_path, "menu.csv", "week,monday\n12,soup\n")
    done = run("match", str(jobs), str(menu))
    assert done.returncode == 0
    assert "backups.started_at  like it" in done.stdout
    assert 'columns = { started_at = "Commenced" }' in done.stdout
    assert "menu.csv: left alone" in done.stdout
