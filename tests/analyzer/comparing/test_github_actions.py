"""The example for GitHub Actions: its last step, run as the runner does, on a pull request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
WORKFLOW = ROOT / "samples" / "github-actions" / "policies.yml"
CONFIG = 'period = "2026-01-01..2026-06-30"\nsemantics = false\n'
OLD = "# Policy\n\nMulti-factor authentication is required for all users.\n"
NEW = OLD + "\nAll laptops have full-disk encryption.\n"


@pytest.mark.slow
@pytest.mark.parametrize(("disk", "code", "said"), [("no", 1, "Contradicted"), ("yes", 0, "Supported")])
def test_a_pull_request_shows_its_new_promise_and_whether_the_facts_keep_it(
    disk: str, code: int, said: str, tmp_path: Path
) -> None:
    for side, text in (("old", OLD), ("new", NEW)):
        (tmp_path / side / "policies").mkdir(parents=True)
        (tmp_path / side / "policies" / "policy.md").write_text(text)
        (tmp_path / side / "goldenthread.toml").write_text(CONFIG)
    (tmp_path / "evidence").mkdir()
    rows = "".join(f"D-{n},S-{n},a{n}@x.example,macOS,{'yes' if n else disk},2026-06-29\n" for n in range(3))
    head = "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    (tmp_path / "evidence" / "devices.csv").write_text(head + rows)
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    command = bin_folder / "goldenthread"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m analyzer "$@"\n')
    command.chmod(0o755)
    step = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["promises"]["steps"][-1]
    assert step["shell"] == "bash"
    summary = tmp_path / "summary.md"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=tmp_path, text=True, capture_output=True,
        env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(summary)}, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    told = summary.read_text(encoding="utf-8")
    assert told == done.stdout
    assert told.startswith("# policies, before and now\n")
    assert "## New promises (1)" in told and f"  - {said}: " in told
