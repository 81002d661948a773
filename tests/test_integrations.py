"""The GitHub Action and the pre-commit hook: what they run does what they say, with the command alone."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from analyzer.cli import app
from tests.command_line import goldenthread, lay_out

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
REVIEW = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "review")


def run_action(folder: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """Run the review step as a runner does; returns the exit code, the page of the job and the outputs."""
    given = {name: str(one["default"]) for name, one in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    own = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], value) for name, value in REVIEW["env"].items()}
    pages = {name: folder / name.lower() for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for page in pages.values():
        page.touch()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    around = {**os.environ, **own, **{name: str(page) for name, page in pages.items()}, "PATH": path}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", REVIEW["run"]]
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False)
    lines = pages["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return done.returncode, pages["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), outputs


@pytest.mark.slow
class TestAction:
    def test_a_broken_promise_fails_the_job_and_stands_on_its_page(self, tmp_path: Path) -> None:
        lay_out(tmp_path, encrypted=False)
        code, page, outputs = run_action(tmp_path, documents="documents\n", evidence="evidence", period="2026-01-01..2026-06-30")
        assert code == 1
        assert page.startswith("## Goldenthread: 1 potential misstatement")
        assert set(outputs) == set(ACTION["outputs"])
        assert all((tmp_path / path).is_file() for path in outputs.values())
        (result,) = json.loads((tmp_path / outputs["sarif"]).read_text(encoding="utf-8"))["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "documents/policy.md"
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 3

    def test_text_in_an_input_is_not_run(self, tmp_path: Path) -> None:
        lay_out(tmp_path)
        code, page, outputs = run_action(tmp_path, documents="$(touch owned) `touch owned`; touch owned", fail_on="--help")
        assert (code, page, outputs) == (2, "", {})
        assert not (tmp_path / "owned").exists()


@pytest.mark.slow
def test_the_pull_request_of_the_readme_comes_out_as_it_says(tmp_path: Path) -> None:
    said = (ROOT / "README.md").read_text(encoding="utf-8").partition("## On every pull request")[2].partition("\n## ")[0]
    policy, wording = re.findall(r"^[-+](All .*|38 .*)$", said, re.MULTILINE)
    rows = (f"D-{n},S-{n},a{n}@northwind.example,macOS,{'no' if n < 3 else 'yes'},2026-06-29\n" for n in range(41))
    head = "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "devices.md").write_text(f"# Devices\n\n{policy}\n", encoding="utf-8")
    (tmp_path / "devices.csv").write_text(head + "".join(rows), encoding="utf-8")
    (tmp_path / "goldenthread.toml").write_text(
        'documents = ["policies"]\nevidence = ["devices.csv"]\nperiod = "2026-01-01..2026-06-30"\n', encoding="utf-8"
    )
    formats = [word for name in ("markdown", "sarif", "diff") for word in ("-f", name)]
    done = goldenthread("review", "-q", *formats, "--fail-on", "significant", "--out", "out", cwd=tmp_path)
    assert done.code == 1, done.err
    page = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "3 of 41 break it" in page and "3 of 41 break it" in said
    assert f"**True today:** {wording}" in page and f"**True today:** {wording}" in " ".join(said.split())
    assert f"-{policy}\n+{wording}\n" in (tmp_path / "out" / "devices.md.proposed.diff").read_text(encoding="utf-8")
    results = json.loads((tmp_path / "out" / "report.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results] == [3]


def test_what_is_installed_is_the_release_that_the_workflow_names(tmp_path: Path) -> None:
    (install,) = (step for step in ACTION["runs"]["steps"] if step.get("name") == "Install")
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nfor word; do echo "$word"; done\n', encoding="utf-8")
    python.chmod(0o755)
    around = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "GITHUB_ACTION_PATH": str(ROOT)}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", install["run"]]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
    assert [word for word in done.stdout.split("\n")[3:] if word and not word.startswith("-")] == [str(ROOT)]
    assert (ROOT / "pyproject.toml").is_file()


def test_scripts_take_inputs_as_variables_alone() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    assert [one for one in scripts if "${{" in one] == []


def test_the_action_names_what_a_composite_action_needs() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all("description" in one for kind in ("inputs", "outputs") for one in ACTION[kind].values())
    assert all(step.get("shell") == "bash" for step in ACTION["runs"]["steps"] if "run" in step)
    used = {name for step in ACTION["runs"]["steps"] for name in re.findall(r"inputs\.([\w-]+)", str(step))}
    assert used == set(ACTION["inputs"])


@pytest.mark.parametrize("hook", HOOKS, ids=[one["id"] for one in HOOKS])
class TestHook:
    def test_it_names_what_pre_commit_needs(self, hook: dict[str, Any]) -> None:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        program, command, *words = shlex.split(hook["entry"])
        known = {name for p in typer.main.get_command(app).commands[command].params for name in p.opts}  # type: ignore[attr-defined]
        assert program == "goldenthread"
        assert set(words) <= known

    def test_it_runs_where_a_document_is_part_of_the_commit(self, hook: dict[str, Any]) -> None:
        names = ("policies/access.md", "description.DOCX", "goldenthread.toml", "src/main.py", "exports/users.csv")
        assert [bool(re.search(hook["files"], one)) for one in names] == [True, True, True, False, False]

    @pytest.mark.slow
    def test_it_stops_a_commit_that_promises_too_much(self, hook: dict[str, Any], tmp_path: Path) -> None:
        lay_out(tmp_path, encrypted=False)
        (tmp_path / "goldenthread.toml").write_text(
            'documents = ["documents"]\nevidence = ["evidence"]\nperiod = "2026-01-01..2026-06-30"\n', encoding="utf-8"
        )
        program = Path(sys.executable).with_name("goldenthread")
        command = [str(program), *shlex.split(hook["entry"])[1:]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "policy.md:3:1" in done.stdout
