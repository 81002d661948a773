"""Four quarters of a company: what comparing tells is what its own script wrote down, event for event."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import read_config
from analyzer.quarter import review_quarter
from analyzer.quarter_kept import kept_in
from tests.command_line import goldenthread

SCRIPT = Path(__file__).parents[3] / "samples" / "year" / "generate.py"
DAYS = {"2026-Q1": date(2026, 4, 2), "2026-Q2": date(2026, 7, 2), "2026-Q3": date(2026, 10, 2), "2026-Q4": date(2027, 1, 2)}
FAST = {"semantics": False, "wordings": False, "history": False}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four quarters as their script writes them, reviewed one after the other and kept in `quarters`."""
    folder = tmp_path_factory.mktemp("year")
    subprocess.run([sys.executable, str(SCRIPT), "--into", str(folder)], check=True)
    catalog = load_catalog()
    for quarter, today in DAYS.items():
        config = folder / quarter / "goldenthread.toml"
        settings = read_config(config).model_copy(update=FAST)
        review_quarter(quarter, config, settings, folder / "quarters", catalog, today=today, wanted=["json"])
    return folder


def told_of(year: Path, quarter: str) -> list[dict[str, Any]]:
    (kept,) = (one for one in kept_in(year / "quarters") if one.manifest.quarter == quarter)
    return json.loads((kept.folder / "comparison.json").read_text(encoding="utf-8"))["events"]


@pytest.mark.parametrize("quarter", list(DAYS)[1:])
def test_the_story_is_the_record_event_for_event(year: Path, quarter: str) -> None:
    record = json.loads((year / quarter / "events.json").read_text(encoding="utf-8"))
    left, untold = told_of(year, quarter), []
    for event in record:
        same = [one for one in left if event.items() <= one.items()]
        if same:
            left.remove(same[0])
        else:
            untold.append(event)
    assert (untold, left) == ([], [])
    assert len(record) >= 6


def test_the_script_writes_the_same_files_again(year: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), "--into", str(tmp_path)], check=True)
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) == 4 * 7 + 3
    assert [path for path in files if (tmp_path / path).read_bytes() != (year / path).read_bytes()] == []


def test_the_last_quarters_on_the_command_line(year: Path) -> None:
    done = goldenthread("compare", "--last", "--kept", year / "quarters")
    assert "still open for 184 days, since 2026-Q2: 124" in done.out
    assert "idp_users: told by entra/users, was by okta/users" in done.out
    assert done.code == 0


def test_what_moved_since_an_earlier_quarter(year: Path) -> None:
    done = goldenthread("compare", "--since", "2026-Q1", "--kept", year / "quarters", "-f", "markdown", "--fail-on", "regressions")
    assert done.out.startswith("# 2026-Q1 and 2026-Q4\n")
    assert "no longer accepted for 184 days, since 2026-Q2: 124" in done.out
    assert "new for 92 days, since 2026-Q3: ceklund106@" in done.out
    assert "put right, after it was broken in 2026-Q2, 2026-Q3: 125" in done.out
    assert "21 items, were 24, while the roster went from 24 to 29" in done.out
    assert done.code == 1
    day = goldenthread("compare", "--since", "2026-06-30", "--kept", year / "quarters", "-f", "markdown")
    assert day.out.startswith("# 2026-Q2 and 2026-Q4\n")


@pytest.mark.parametrize(
    ("since", "says"), [("2025-Q1", "There are: 2026-Q1, 2026-Q2, 2026-Q3."), ("soon", "takes a quarter such as 2026-Q2")]
)
def test_what_there_is_not_to_compare_with(year: Path, since: str, says: str) -> None:
    done = goldenthread("compare", "--since", since, "--kept", year / "quarters")
    assert (done.code, says in done.err, done.out) == (2, True, "")


def test_every_format_tells_it(year: Path, tmp_path: Path) -> None:
    import openpyxl

    kept = ("compare", "--last", "--kept", year / "quarters", "-f")
    page = goldenthread(*kept, "html").out
    assert "<h3>Told by another source (2)</h3>" in page
    assert "is written to a file" in goldenthread(*kept, "xlsx").err
    goldenthread(*kept, "xlsx", "--out", tmp_path / "moved.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "moved.xlsx")["What moved"]
    rows = {(row[0], row[2], row[8]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert ("exception open", "124", 184) in rows
    assert len(rows) == len(told_of(year, "2026-Q4"))


def test_a_word_that_is_no_format_lists_them(tmp_path: Path) -> None:
    done = goldenthread("compare", tmp_path, tmp_path, "-f", "none")
    assert (done.code, done.err) == (2, "goldenthread: --format takes one of html, json, markdown, terminal, xlsx, not 'none'.\n")
