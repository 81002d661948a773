"""Files that are lacking, cut off, repeated or in another order make no promise kept, through the whole review."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.pipeline import examine
from analyzer.reports.json_report import render
from tests.analyzer.builders import PERIOD

POLICY = "All company laptops use full-disk encryption.\n"
HEADER = "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in"
KEEPS = "D-1,S-1,ana@northwind.example,macOS,true,2026-06-29"
BREAKS = "D-2,S-2,bo@northwind.example,macOS,false,2026-06-28"
RECORDS = [dict(zip(HEADER.split(","), row.split(","), strict=True)) for row in (KEEPS, BREAKS)]


def verdicts(folder: Path, evidence: dict[str, str]) -> list[str]:
    """What the policy's verdicts are, given these files."""
    run = examine([_policy(folder)], [_written(folder, evidence)], PERIOD, load_catalog()).run
    return [verdict.status for verdict in run.verdicts]


def report(folder: Path, evidence: dict[str, str]) -> str:
    """The report, given these files; the time at which it was made is no part of it."""
    run = examine([_policy(folder)], [_written(folder, evidence)], PERIOD, load_catalog()).run
    return render(replace(run, started_at="", seconds={}), load_catalog())


def _policy(folder: Path) -> Path:
    path = folder / "policy.md"
    path.write_text(POLICY, encoding="utf-8")
    return path


def _written(folder: Path, evidence: dict[str, str]) -> Path:
    place = folder / "evidence"
    place.mkdir(exist_ok=True)
    for file in place.iterdir():
        file.unlink()
    for name, text in evidence.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_what_the_whole_evidence_shows(tmp_path: Path) -> None:
    assert verdicts(tmp_path, {"devices.csv": f"{HEADER}\n{KEEPS}\n{BREAKS}\n"}) == ["contradicted"]
    assert verdicts(tmp_path, {"devices.json": json.dumps(RECORDS)}) == ["contradicted"]
    assert verdicts(tmp_path, {"devices.csv": f"{HEADER}\n{KEEPS}\n"}) == ["supported"]


def test_a_list_cut_off_within_the_row_that_breaks_the_promise_supports_nothing(tmp_path: Path) -> None:
    kept = f"{HEADER}\n{KEEPS}\n"
    found = {cut: verdicts(tmp_path, {"devices.csv": kept + BREAKS[:cut]}) for cut in range(1, BREAKS.index("false") + 3, 11)}
    assert {cut: one for cut, one in found.items() if "supported" in one} == {}


def test_json_cut_off_anywhere_supports_nothing(tmp_path: Path) -> None:
    whole = json.dumps(RECORDS)
    found = {cut: verdicts(tmp_path, {"devices.json": whole[:cut]}) for cut in range(1, len(whole), 59)}
    assert {cut: one for cut, one in found.items() if "supported" in one} == {}


@pytest.mark.parametrize("gone", ["a.csv", "b.csv"])
def test_a_file_twice_or_none_at_all_supports_nothing(tmp_path: Path, gone: str) -> None:
    files = {"a.csv": f"{HEADER}\n{BREAKS}\n", "b.csv": f"{HEADER}\n{BREAKS}\n"}
    assert verdicts(tmp_path, files) == ["contradicted"]
    assert verdicts(tmp_path, {name: text for name, text in files.items() if name != gone}) == ["contradicted"]
    assert verdicts(tmp_path, {}) == ["not_shown"]


def test_files_and_rows_in_any_order_say_the_same(tmp_path: Path) -> None:
    found = [
        verdicts(tmp_path, {"a.csv": f"{HEADER}\n{first}\n", "b.csv": f"{HEADER}\n{second}\n"})
        for first, second in permutations((KEEPS, BREAKS))
    ]
    found += [verdicts(tmp_path, {"a.csv": "\n".join((HEADER, *rows))}) for rows in permutations((KEEPS, BREAKS))]
    assert found == [["contradicted"]] * 4


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    files = {"a.csv": f"{HEADER}\n{KEEPS}\n", "b.json": json.dumps(RECORDS)}
    assert report(tmp_path, files) == report(tmp_path, dict(reversed(files.items())))
