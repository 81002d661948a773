"""The quarterly review: kept whole or not at all, compared with the quarter before, safe beside another one."""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import read_config
from analyzer.quarter import Quarter, period_of_quarter, review_quarter
from analyzer.quarter_kept import Kept, QuarterError, faults_of, kept_in
from analyzer.reports import formats
from analyzer.saved_run import load_run
from tests.command_line import Done, goldenthread, lay_out
from tests.killing import killed_at

CATALOG = load_catalog()
CONFIG = 'organisation = "Northwind & Co"\ndocuments = ["documents"]\nevidence = ["evidence"]\nsemantics = false\n'


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company with one policy and one export, and a configuration that names both."""
    lay_out(tmp_path)
    (tmp_path / "goldenthread.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def run(company: Path, quarter: str, *words: str | Path) -> Done:
    return goldenthread("quarter", quarter, "-q", *words, cwd=company)


def child(company: Path, *words: str, killed: int | None = None) -> subprocess.Popen[str]:
    before = ["-m", "analyzer"] if killed is None else killed_at(killed, company / "quarters")
    return subprocess.Popen(
        [sys.executable, *before, "quarter", *words, "-q", "-f", "json", "--config", str(company / "goldenthread.toml")],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def kept(company: Path) -> list[Kept]:
    """What is kept, and all of it is as its manifests say."""
    found = kept_in(company / "quarters")
    assert [fault for one in found for fault in faults_of(one)] == []
    for one in found:
        files = {path.relative_to(one.folder).as_posix() for path in one.folder.rglob("*") if path.is_file()}
        assert files == {*one.manifest.files, "manifest.json"}
    return found


def test_files_and_the_names_in_every_folder_are_on_the_disk(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: set[int] = set()
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        written.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    run(company, "2026-Q2", "-f", "json")
    (one,) = kept(company)
    places = (company / "quarters", one.folder, *one.folder.rglob("*"))
    assert [path for path in places if path.stat().st_ino not in written] == []


def test_everything_stands_in_one_folder_with_a_first_page(company: Path) -> None:
    done = run(company, "2026-Q2", "--bundle")
    (one,) = kept(company)
    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
    assert done.out.startswith("2026-Q2: 1 promise, 1 supported. quarters/2026-Q2_")
    assert re.fullmatch(r"2026-Q2_\d{4}-\d\d-\d\d", one.folder.name)
    reports = {name.removeprefix("reports/") for name in one.manifest.files if name.startswith("reports/")}
    assert reports >= {form.filename for form in formats().values() if form.filename}
    assert {"run.json", "index.html", "bundle.zip"} <= one.manifest.files.keys()
    page = (one.folder / "index.html").read_text(encoding="utf-8")
    assert "<h1>2026-Q2, Northwind &amp; Co</h1>" in page
    assert set(re.findall(r'href="([^"]+)"', page)) == one.manifest.files.keys() - {"index.html"}
    assert str(load_run(one.folder / "run.json").period) == "2026-04-01..2026-06-30"
    replayed = goldenthread("replay", one.folder / "bundle.zip", "-q")
    assert (replayed.code, "1 of 1 verdicts are reproduced" in replayed.out) == (0, True)


def test_a_quarter_is_held_against_the_one_before(company: Path) -> None:
    run(company, "2026-Q1", "-f", "json")
    lay_out(company, encrypted=False)
    done = run(company, "2026-Q2", "-f", "json")
    first, second = kept(company)
    assert done.code == 1
    assert "1 contradicted; since 2026-Q1: 1 verdict turned, 1 promise worse, 0 added, 0 dropped." in done.out
    assert second.manifest.compared_with == first.folder.name
    told = json.loads((second.folder / "comparison.json").read_text())["verdicts"][0]
    assert (told["now"], told["cause"], len(told["new"])) == ("contradicted", "fact", 1)
    assert "Verdicts that turned (1)" in (second.folder / "comparison.txt").read_text()
    assert "<h2>Since 2026-Q1</h2>" in (second.folder / "index.html").read_text()
    again = run(company, "2026-Q2", "-f", "json")
    assert "since 2026-Q1" in again.out
    assert [one.folder.name.rpartition("-")[2] for one in kept(company)][-1] == "2"


def test_a_first_quarter_that_is_reviewed_again_is_held_against_itself(company: Path) -> None:
    run(company, "2026-Q1", "-f", "json")
    assert "since 2026-Q1: 0 verdicts turned" in run(company, "2026-Q1", "-f", "json").out


@pytest.mark.parametrize(
    ("bar", "first", "second"), [("any", 1, 1), ("material", 1, 1), ("new", 1, 0), ("regressions", 1, 0), ("never", 0, 0)]
)
def test_exit_codes(bar: str, first: int, second: int, company: Path) -> None:
    lay_out(company, encrypted=False)
    assert [run(company, q, "-f", "json", "--fail-on", bar).code for q in ("2026-Q1", "2026-Q2")] == [first, second]


def test_what_was_changed_after_it_was_kept_is_not_compared_with_and_that_is_said(company: Path) -> None:
    run(company, "2026-Q1", "-f", "json")
    saved = kept(company)[0].folder / "run.json"
    saved.write_text(saved.read_text().replace('"supported"', '"not_shown"'))
    done = run(company, "2026-Q2", "-f", "json")
    assert (done.code, done.out.count("\n"), "NOT DONE: 1." in done.out) == (2, 1, True)
    assert re.search(r"nothing was compared: .*run\.json: was changed after it was kept", done.err)
    second = kept_in(company / "quarters")[1]
    assert (faults_of(second), second.manifest.compared_with, len(second.manifest.failures)) == ([], None, 1)
    assert '<ul class="failed"><li>nothing was compared' in (second.folder / "index.html").read_text()


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        ("2026-Q5", "A quarter is written 2026-Q3"),
        ("Q3", "A quarter is written"),
        ("9999-Q1", "has not begun"),
        ("0000-Q1", "is written"),
    ],
)
def test_a_quarter_that_there_is_not(quarter: str, words: str, company: Path) -> None:
    done = run(company, quarter)
    assert (done.code, words in done.err, done.out) == (2, True, "")
    assert not (company / "quarters").exists()


def test_the_days_of_a_quarter() -> None:
    today = date(2026, 11, 20)
    days = [period_of_quarter(f"2026-Q{n}", today) for n in (1, 2, 3, 4)]
    assert [str(one) for one in days] == [
        "2026-01-01..2026-03-31", "2026-04-01..2026-06-30", "2026-07-01..2026-09-30", "2026-10-01..2026-12-31",
    ]  # fmt: skip
    assert [one.as_of for one in days[2:]] == [date(2026, 9, 30), today]


def test_what_the_configuration_lacks_is_said_and_nothing_is_kept(company: Path) -> None:
    config = company / "goldenthread.toml"
    config.write_text('documents = ["documents", "gone"]\nsemantics = false\n')
    assert "it names what is not there: gone." in run(company, "2026-Q1").err
    config.write_text("semantics = false\n")
    assert "it names no documents." in run(company, "2026-Q1").err
    config.write_text('documents = ["."]\nsemantics = false\n')
    assert "which is reviewed itself. Name another folder with --into." in run(company, "2026-Q1").err
    config.unlink()
    done = run(company, "2026-Q1")
    assert (done.code, "goldenthread.toml: there is no such file" in done.err) == (2, True)
    assert not (company / "quarters").exists()


def test_a_second_one_at_the_same_time_waits_for_another_day(company: Path) -> None:
    run(company, "2026-Q1", "-f", "json")
    with (company / "quarters" / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = run(company, "2026-Q2", "-f", "json")
    assert (done.code, "another review is being kept there" in done.err, len(kept(company))) == (2, True, 1)
    assert run(company, "2026-Q2", "-f", "json").code == 0


def test_one_that_is_broken_off_leaves_what_was_kept(company: Path) -> None:
    settings = read_config(company / "goldenthread.toml")

    def keep(stop: bool) -> Quarter:
        def progress(what: str, done: int, of: int) -> None:
            if stop and what.startswith("Testing"):
                raise KeyboardInterrupt

        place = company / "goldenthread.toml"
        return review_quarter(
            "2026-Q1", place, settings, company / "quarters", CATALOG, today=date(2026, 7, 1), wanted=["json"], progress=progress
        )

    first = keep(stop=False)
    with pytest.raises(KeyboardInterrupt):
        keep(stop=True)
    assert sorted(one.name for one in (company / "quarters").iterdir()) == [".lock", "2026-Q1_2026-07-01"]
    second = keep(stop=False)
    assert [one.folder for one in kept(company)] == [first.folder, second.folder]


def test_a_folder_that_cannot_be_written_to(company: Path) -> None:
    (company / "file").write_text("in the way")
    done = run(company, "2026-Q1", "--into", company / "file")
    assert (done.code, "nothing can be written there" in done.err) == (2, True)


def test_a_damaged_list_is_named(company: Path) -> None:
    run(company, "2026-Q1", "-f", "json")
    (kept(company)[0].folder / "manifest.json").write_text("{")
    with pytest.raises(QuarterError, match=r"manifest\.json: the list of a kept review is damaged"):
        kept_in(company / "quarters")


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_half_there(company: Path) -> None:
    assert run(company, "2026-Q1", "-f", "json").code == 0
    (first,) = kept(company)
    finished = []
    for at in (2, 6, 12, 20, 26, 30):
        process = child(company, "2026-Q2", killed=at)
        process.communicate()
        assert {first.folder} <= {one.folder for one in kept(company)}
        assert (process.returncode, len(kept(company))) in ((-9, 1), (-9, 2), (0, 2))
        for one in kept(company)[1:]:
            finished.append(load_run(one.folder / "run.json").verdicts)
            one.folder.rename(company / f"aside-{at}")
    assert run(company, "2026-Q2", "-f", "json").code == 0
    _, undisturbed = kept(company)
    assert all(verdicts == load_run(undisturbed.folder / "run.json").verdicts for verdicts in finished)
    assert not [one.name for one in (company / "quarters").iterdir() if one.name.startswith(".building")]


@pytest.mark.slow
def test_two_at_once(company: Path) -> None:
    processes = [child(company, quarter) for quarter in ("2026-Q1", "2026-Q2")]
    said = [process.communicate() for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes, said
    for code, (_, err) in zip(codes, said, strict=True):
        assert code == 0 or (code == 2 and "another review is being kept there" in err)
    assert len(kept(company)) == codes.count(0)
