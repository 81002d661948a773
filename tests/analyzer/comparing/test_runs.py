"""What moved between two runs, and whether the text or the fact moved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.comparing import Comparison, Past, compare
from analyzer.comparing.populations import resized
from analyzer.comparing.story import of_runs
from analyzer.config import Config
from analyzer.model import Headcount, Period, Run
from analyzer.pipeline import review
from analyzer.saved_run import save_run
from tests.analyzer.builders import PERIOD
from tests.command_line import goldenthread

CATALOG = load_catalog()
LAPTOPS = "All laptops have full-disk encryption."
REVIEWS = "Critical vulnerabilities are remediated within 7 days."


def laptops(*unencrypted: int, of: int = 8) -> str:
    rows = "".join(f"L-{n},macOS,{'no' if n in unencrypted else 'yes'}\n" for n in range(of))
    return "device_id,platform,disk_encrypted\n" + rows


def run_of(folder: Path, name: str, policy: str, **files: str) -> Run:
    here = folder / name
    (here / "evidence").mkdir(parents=True)
    (here / "policy.md").write_text(policy, encoding="utf-8")
    for file, content in files.items():
        (here / "evidence" / f"{file}.csv").write_text(content, encoding="utf-8")
    return review([here / "policy.md"], [here / "evidence"], PERIOD, CATALOG, Config(semantics=False))


def moved(tmp_path: Path, first: tuple[str, dict[str, str]], second: tuple[str, dict[str, str]]) -> Comparison:
    return compare(run_of(tmp_path, "old", first[0], **first[1]), run_of(tmp_path, "new", second[0], **second[1]))


def test_a_verdict_that_turns_because_of_a_fact(tmp_path: Path) -> None:
    found = moved(tmp_path, (LAPTOPS, {"devices": laptops()}), (LAPTOPS, {"devices": laptops(3)}))
    (one,) = found.moved
    assert (one.before != "contradicted", one.now, one.cause, one.opened) == (True, "contradicted", "fact", ("L-3",))
    assert found.worse == (one,)


def test_a_verdict_that_turns_because_of_the_text(tmp_path: Path) -> None:
    same = {"devices": laptops(3)}
    found = moved(tmp_path, (LAPTOPS, same), ("At least 80% of laptops have full-disk encryption.", same))
    (one,) = found.moved
    assert (one.before, one.cause, one.closed) == ("contradicted", "text", ("L-3",))
    assert not found.worse


def test_a_verdict_that_turns_because_evidence_is_gone(tmp_path: Path) -> None:
    found = moved(tmp_path, (LAPTOPS, {"devices": laptops(3)}), (LAPTOPS, {"notes": "a,b\n1,2\n"}))
    (one,) = found.moved
    assert (one.now, one.cause) == ("not_shown", "evidence")
    assert found.evidence.gone == ("devices.csv",)
    assert (one.unseen, one.closed) == (("L-3",), ())


def test_exceptions_that_are_new_closed_and_still_open(tmp_path: Path) -> None:
    found = moved(tmp_path, (LAPTOPS, {"devices": laptops(1, 2)}), (LAPTOPS, {"devices": laptops(2, 3)}))
    (one,) = found.moved
    assert (one.turned, one.opened, one.closed, one.still) == (False, ("L-3",), ("L-1",), ("L-2",))
    told = [line for section in of_runs(found, CATALOG).sections for entry in section.entries for line in entry.lines]
    assert told == ["new: L-3", "closed: L-1", "still open: L-2"]


def test_a_population_that_grows_is_told_and_a_little_is_not(tmp_path: Path) -> None:
    grown = moved(tmp_path / "a", (LAPTOPS, {"devices": laptops(of=8)}), (LAPTOPS, {"devices": laptops(of=12)}))
    assert [(one.resized.before, one.resized.now) for one in grown.moved if one.resized] == [(8, 12)]
    little = moved(tmp_path / "b", (LAPTOPS, {"devices": laptops(of=8)}), (LAPTOPS, {"devices": laptops(of=9)}))
    assert not any(one.resized for one in little.moved)


def test_promises_that_come_and_go_have_their_verdicts(tmp_path: Path) -> None:
    found = moved(tmp_path, (REVIEWS, {"devices": laptops(3)}), (LAPTOPS, {"devices": laptops(3)}))
    assert [one.claim.topic for one in found.dropped] == ["vuln_remediation"]
    assert [one.status for one in found.added] == ["contradicted"]
    assert (found.worse, found.regressions) == ((), ())


@pytest.mark.parametrize(("old", "code"), [(REVIEWS, 1), (LAPTOPS, 0)])
def test_a_new_promise_that_the_facts_break_fails_the_comparison_of_two_saved_reviews(tmp_path: Path, old: str, code: int) -> None:
    saved = [tmp_path / "old.json", tmp_path / "new.json"]
    for path, policy in zip(saved, (old, LAPTOPS), strict=True):
        save_run(run_of(tmp_path, path.stem, policy, devices=laptops(3)), path)
    assert goldenthread("compare", *saved).code == code


@pytest.mark.parametrize(("fail_on", "code"), [("new", 1), ("any", 1), ("material", 1), ("regressions", 0), ("never", 0)])
def test_two_versions_of_a_policy_on_the_command_line(tmp_path: Path, fail_on: str, code: int) -> None:
    old, new, evidence = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "evidence"
    evidence.mkdir()
    old.write_text(REVIEWS, encoding="utf-8")
    new.write_text(f"{REVIEWS} {LAPTOPS}", encoding="utf-8")
    (evidence / "devices.csv").write_text(laptops(3), encoding="utf-8")
    words = ("compare", old, new, "-e", evidence, "--period", "2026-01-01..2026-06-30", "--fail-on", fail_on)
    told = goldenthread(*words)
    assert told.code == code
    assert "New promises (1)" in told.out
    assert "L-3" in told.out
    kinds = [one["kind"] for one in json.loads(goldenthread(*words, "-f", "json").out)["promises"]]
    assert sorted(kinds) == ["added", "same"]


def test_what_was_broken_before_does_not_fail_a_change_that_leaves_it_alone(tmp_path: Path) -> None:
    old, new, evidence = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "evidence"
    evidence.mkdir()
    old.write_text(LAPTOPS, encoding="utf-8")
    new.write_text(f"{LAPTOPS} {REVIEWS}", encoding="utf-8")
    (evidence / "devices.csv").write_text(laptops(3), encoding="utf-8")
    assert goldenthread("compare", old, new, "-e", evidence, "--period", "2026-01-01..2026-06-30").code == 0


def reviewed(folder: Path, period: Period = PERIOD, **settings: object) -> Run:
    """The review of one folder's policy and evidence, with days and settings of its own."""
    config = Config.model_validate({"semantics": False, **settings})
    return review([folder / "policy.md"], [folder / "evidence"], period, CATALOG, config)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company that promises encrypted laptops, of which one is not."""
    (tmp_path / "evidence").mkdir()
    (tmp_path / "policy.md").write_text(LAPTOPS, encoding="utf-8")
    (tmp_path / "evidence" / "devices.csv").write_text(laptops(3), encoding="utf-8")
    return tmp_path


ACCEPTED = {"topic": "disk_encryption", "item": "L-3", "reason": "Laboratory", "approver": "Head of IT", "from": "2026-01-01"}
LATER = Period(start=date(2026, 7, 1), end=date(2026, 9, 30), as_of=date(2026, 9, 30))


def test_an_acceptance_that_ends_turns_a_verdict_and_no_fact_does(company: Path) -> None:
    while_accepted = reviewed(company, exceptions=[{**ACCEPTED, "to": "2026-12-31"}])
    ended = reviewed(company, exceptions=[{**ACCEPTED, "to": "2026-05-31"}])
    found = compare(while_accepted, ended)
    (one,) = found.moved
    assert (one.now, one.cause, one.lapsed, one.opened) == ("contradicted", "acceptance", ("L-3",), ("L-3",))
    assert [note.kind for note in found.decisions] == ["expired"]
    (back,) = compare(ended, while_accepted).moved
    assert (back.cause, back.accepted, back.closed) == ("acceptance", ("L-3",), ())


def test_the_same_evidence_asked_about_other_days_is_no_other_fact(company: Path) -> None:
    broken = reviewed(company)
    (verdict,) = broken.verdicts
    held = replace(broken, verdicts=(replace(verdict, status="partly_supported", exceptions=()),))
    other_files = tuple(replace(file, sha256="0" * 64) for file in broken.evidence)
    other_query = replace(verdict.query, files=dict.fromkeys(verdict.query.files, "0" * 64)) if verdict.query else None
    changed = replace(broken, evidence=other_files, verdicts=(replace(verdict, query=other_query),))
    causes = [compare(held, new).moved[0].cause for new in (replace(broken, period=LATER), broken, changed)]
    assert causes == ["period", "rules", "fact"]


def test_an_item_that_breaks_it_again_is_told_apart_from_one_that_is_new(company: Path) -> None:
    broken = reviewed(company, Period(start=PERIOD.start, end=date(2026, 3, 31), as_of=date(2026, 3, 31)))
    (company / "evidence" / "devices.csv").write_text(laptops(), encoding="utf-8")
    whole = reviewed(company)
    (company / "evidence" / "devices.csv").write_text(laptops(3, 5), encoding="utf-8")
    again = reviewed(company, LATER)
    (company / "evidence" / "devices.csv").unlink()
    unseen = reviewed(company)
    past = [Past(label="first", run=broken), Past(label="second", run=whole)]
    (one,) = compare(whole, again, past).moved
    assert (one.opened, dict(one.since)) == (("L-3", "L-5"), {})
    (one,) = compare(unseen, again, [past[0], Past(label="second", run=unseen)]).moved
    assert {item: (seen.label, seen.day) for item, seen in one.since.items()} == {"L-3": ("first", date(2026, 3, 31))}
    assert (one.opened, one.again) == (("L-3", "L-5"), ("L-3",))


def test_what_broke_and_was_put_right_between_two_runs_is_told_and_so_is_what_broke_again(company: Path) -> None:
    """L-1 breaks it in the middle only, L-2 too and is then gone, L-3 is put right in the middle, L-4 breaks it throughout."""
    days = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))
    exports = (laptops(3, 4), laptops(1, 2, 4), laptops(3, 4).replace("L-2,macOS,yes\n", ""))
    past = []
    for day, export in zip(days, exports, strict=True):
        (company / "evidence" / "devices.csv").write_text(export, encoding="utf-8")
        past.append(Past(label=f"to {day:%B}", run=reviewed(company, Period(start=PERIOD.start, end=day, as_of=day))))
    found = compare(past[0].run, past[2].run, past[:2])
    (one,) = found.moved
    assert (one.opened, one.closed, one.still, one.reopened) == ((), (), ("L-3", "L-4"), ("L-3",))
    assert [(own.item, own.runs, own.now) for own in one.passed] == [("L-1", "to June", "kept"), ("L-2", "to June", "absent")]
    story = of_runs(found, CATALOG)
    assert [line for entry in story.sections[0].entries for line in entry.lines] == [
        "broken again: L-3",
        "still open for 183 days, since to March: L-4",
        "put right, after it was broken in to June: L-1",
        "no longer in the population, after it was broken in to June: L-2",
    ]
    kinds = {event.item: (event.kind, event.now) for event in story.events}
    assert kinds["L-1"] == ("exception passed", "put right")
    assert kinds["L-3"] == ("exception reopened", "")
    (next_to,) = compare(past[1].run, past[2].run, past[:2]).moved
    assert (next_to.reopened, next_to.passed) == ((), ())


@pytest.mark.parametrize(
    ("before", "now", "people", "told"),
    [
        (40, 44, (40, 44), False), (40, 40, (40, 46), True), (40, 34, (40, 40), True), (40, 41, (40, 40), False),
        (8, 9, (40, 40), False), (8, 12, (40, 40), True), (400, 470, (40, 40), False), (400, 500, (40, 40), True),
    ],
)  # fmt: skip
def test_a_population_with_an_item_for_each_person_follows_the_roster(
    before: int, now: int, people: tuple[int, int], told: bool, company: Path
) -> None:
    run = reviewed(company)
    (verdict,) = run.verdicts
    query = replace(verdict.query, row_counts={"devices": 1, "people": 1}) if verdict.query else None
    old, new = (replace(verdict, population=count, query=query) for count in (before, now))
    runs = [replace(run, headcount=Headcount(people=count, joined=0, left=0)) for count in people]
    assert (resized(old, new, *runs) is not None) == told


def test_the_people_of_a_review_are_counted_on_its_day(company: Path) -> None:
    rows = ["email,name,start_date,end_date,status", "a@x.example,Ana,2024-01-01,,active", "b@x.example,Bo,2026-03-01,,active"]
    rows += ["c@x.example,Cy,2024-01-01,2026-04-30,terminated", "d@x.example,Di,2024-01-01,2025-04-30,terminated"]
    rows += ["e@x.example,Ed,2026-07-15,,pending", "f@x.example,Flo,2024-01-01,2026-09-30,active"]
    (company / "evidence" / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert reviewed(company).headcount == Headcount(people=3, joined=1, left=1)


def test_an_item_that_is_gone_from_the_population_was_not_put_right(company: Path) -> None:
    broken = reviewed(company)
    text = (company / "evidence" / "devices.csv").read_text(encoding="utf-8")
    (company / "evidence" / "devices.csv").write_text(text.replace("L-3,macOS,no\n", ""), encoding="utf-8")
    (one,) = compare(broken, reviewed(company)).moved
    assert (one.closed, one.absent) == ((), ("L-3",))
    (company / "evidence" / "devices.csv").write_text(text.replace("L-3,macOS,no\n", "L-3,macOS,yes\n"), encoding="utf-8")
    (one,) = compare(broken, reviewed(company)).moved
    assert (one.closed, one.absent) == (("L-3",), ())


def test_an_item_is_gone_too_where_all_that_are_left_break_it(company: Path) -> None:
    devices = company / "evidence" / "devices.csv"
    devices.write_text(laptops(0, 1, of=2), encoding="utf-8")
    broken = reviewed(company)
    devices.write_text(laptops(0, of=1), encoding="utf-8")
    (one,) = compare(broken, reviewed(company)).moved
    assert (one.still, one.closed, one.absent) == (("L-0",), (), ("L-1",))


def test_the_same_evidence_under_another_name_is_no_other_fact(company: Path) -> None:
    (company / "evidence" / "devices.csv").rename(company / "evidence" / "devices_2026-06.csv")
    before = reviewed(company)
    (company / "evidence" / "devices_2026-06.csv").rename(company / "evidence" / "devices_2026-09.csv")
    (company / "policy.md").write_text("At least 80% of laptops have full-disk encryption.", encoding="utf-8")
    (one,) = compare(before, reviewed(company)).moved
    assert (one.turned, one.cause) == (True, "text")


def test_a_promise_about_something_else_explains_another_population(company: Path) -> None:
    run = reviewed(company)
    (verdict,) = run.verdicts
    larger = replace(verdict, population=80)
    assert resized(verdict, larger, run, run) is not None
    for binding in (replace(verdict.binding, check="mdm_enrollment"), replace(verdict.binding, scope={"platform": "macos"})):
        assert resized(verdict, replace(larger, binding=binding), run, run) is None
