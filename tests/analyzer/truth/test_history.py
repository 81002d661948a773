"""What a review says of a promise over the period, from the exports of a locker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from analyzer.config import RegisteredException
from analyzer.evidence.locker import Locker
from analyzer.model import Run
from analyzer.saved_run import load_run, save_run
from tests.analyzer.truth.lockers import SETTINGS, add, held_days, laptops, only, reviewed

START, END = date(2026, 1, 1), date(2026, 3, 31)
SHOWN = [
    (date(2025, 12, 20), ()), (date(2026, 1, 10), ()), (date(2026, 1, 31), ("lt-8",)), (date(2026, 2, 20), ("lt-8", "lt-9")),
    (date(2026, 3, 10), ()), (date(2026, 4, 1), ()),
]  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    locker = tmp_path_factory.mktemp("truth") / "locker"
    for day, plain in SHOWN:
        add(locker, "laptops.csv", laptops(day, *plain), day)
    return reviewed(locker, START, END)


def test_a_promise_that_holds_at_the_end_was_broken_within_the_period(run: Run) -> None:
    verdict = only(run)
    assert verdict.status == "supported"
    assert [(one.start, one.end, one.state, one.items) for one in verdict.history] == [
        (START, date(2026, 1, 10), "held", ()),
        (date(2026, 1, 11), date(2026, 1, 30), "unknown", ()),
        (date(2026, 1, 31), date(2026, 2, 19), "broken", ("lt-8",)),
        (date(2026, 2, 20), date(2026, 3, 9), "broken", ("lt-8", "lt-9")),
        (date(2026, 3, 10), END, "held", ()),
    ]
    assert "2 of 4 break it" in verdict.history[3].why


def test_a_saved_review_keeps_it(run: Run, tmp_path: Path) -> None:
    save_run(run, tmp_path / "run.json")
    assert only(load_run(tmp_path / "run.json")).history == only(run).history


def test_a_single_export_tells_nothing_of_other_days(tmp_path: Path) -> None:
    add(tmp_path / "locker", "laptops.csv", laptops(END), END)
    assert only(reviewed(tmp_path / "locker", START, END)).history == ()


def test_an_export_that_does_not_say_when_it_was_made_is_no_history(tmp_path: Path) -> None:
    for day, plain in SHOWN[1:3]:
        file = tmp_path / "laptops.csv"
        file.write_text(laptops(day, *plain))
        Locker(tmp_path / "locker").add(file, name="laptops.csv")
    assert only(reviewed(tmp_path / "locker", START, END)).history == ()


def test_days_around_an_export_that_is_not_whole_are_not_known(tmp_path: Path) -> None:
    days = [START + timedelta(days=number) for number in range(0, 91, 18)]
    for day in days:
        add(tmp_path / "locker", "laptops.csv", laptops(day), day, complete=day != days[2])
    known = held_days(only(reviewed(tmp_path / "locker", START, days[-1])).history)
    assert {days[1], days[3]} <= known
    assert not known & {days[1] + timedelta(days=number) for number in range(1, 36)}


def test_an_accepted_exception_excuses_on_the_days_on_which_it_was_valid(tmp_path: Path) -> None:
    for day, plain in SHOWN[2:4]:
        add(tmp_path / "locker", "laptops.csv", laptops(day, *plain), day)
    excused = {
        "topic": "disk_encryption", "item": "lt-8", "reason": "A new disk is on its way", "approver": "Ana",
        "from": date(2026, 1, 15), "to": date(2026, 2, 10),
    }  # fmt: skip
    settings = SETTINGS.model_copy(update={"exceptions": (RegisteredException.model_validate(excused),)})
    history = only(reviewed(tmp_path / "locker", SHOWN[2][0], SHOWN[3][0], settings=settings)).history
    assert [(one.state, one.items) for one in history] == [("held", ()), ("unknown", ()), ("broken", ("lt-8", "lt-9"))]


@pytest.mark.slow
def test_without_any_of_the_exports_it_never_held_longer(tmp_path: Path) -> None:
    exports = [(START, ()), (date(2026, 1, 25), ()), (date(2026, 2, 18), ("lt-8",)), (date(2026, 3, 10), ()), (END, ())]

    def held_without(missing: int | None) -> set[date]:
        folder = tmp_path / str(missing)
        folder.mkdir()
        for number, (day, plain) in enumerate(exports):
            if number != missing:
                add(folder / "locker", "laptops.csv", laptops(day, *plain), day)
        return held_days(only(reviewed(folder / "locker", START, END)).history)

    whole = held_without(None)
    assert len(whole) == 25 + 22
    for number in range(len(exports)):
        assert held_without(number) <= whole


def test_it_can_be_left_undone(tmp_path: Path) -> None:
    for day, plain in SHOWN[1:4]:
        add(tmp_path / "locker", "laptops.csv", laptops(day, *plain), day)
    run = reviewed(tmp_path / "locker", START, END, settings=SETTINGS.model_copy(update={"history": False}))
    assert only(run).history == ()


def test_what_became_of_a_promise_changes_nothing_of_the_verdict(run: Run, tmp_path: Path) -> None:
    for day, plain in SHOWN:
        add(tmp_path / "locker", "laptops.csv", laptops(day, *plain), day)
    apart = reviewed(tmp_path / "locker", START, END, settings=SETTINGS.model_copy(update={"history": False}))
    assert replace(only(run), history=()) == only(apart)
