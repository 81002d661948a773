"""What everyday sentences and rows of tables promise of each record: due dates, leads, limits in cells, months, who does what."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.analyzer.columns.test_columns import items
from tests.analyzer.columns.test_wordings import told

DRIVERS = (
    "driver,depot,state,2nd factor,NDA signed,start date,medical back on,inducted,kit due date,kit issued,fired off by",
    "D-1,Riga,on,app,2026-02-01,2026-02-03,2026-02-01,2026-02-10,2026-02-20,2026-02-19,depot head",
    "D-2,Riga,on,none,2026-02-05,2026-02-04,2026-02-01,2026-02-12,2026-02-20,2026-02-21,depot head",
    "D-3,Oslo,on,key,2026-03-01,2026-03-02,2026-03-05,2026-03-28,2026-03-20,2026-03-18,depot head",
    "D-4,Oslo,off,none,2026-03-01,2026-03-02,2026-03-01,2026-03-09,2026-03-20,,shift clerk",
    "D-5,Oslo,on,app,2026-04-01,2026-04-02,2026-04-01,2026-04-09,2026-04-20,2026-04-20,depot head",
)
WASHES = (
    "day,place,kind",
    "2026-01-08,Riga,deep wash", "2026-02-12,Riga,deep wash", "2026-03-09,Riga,deep wash", "2026-05-11,Riga,deep wash",
    "2026-06-10,Riga,deep wash", "2026-01-15,Oslo,rinse",
)  # fmt: skip
PASSES = ("pass,holder,valid to", "K-1,ana,2026-03-01", "K-2,bo,2027-01-01", "K-3,cleo,")
TRIPS = (
    "trip,up,down",
    "T-1,2026-03-01 08:00,2026-03-01 17:00",
    "T-2,2026-03-02 08:00,2026-03-02 20:30",
    "T-3,2026-03-03 08:00,2026-03-03 09:00",
)
NOTICES = (
    "notice,shown on,takes effect", "N-1,2026-02-01,2026-03-01", "N-2,2026-03-25,2026-04-01", "N-3,2026-05-01,2026-06-01",
)  # fmt: skip
SENT = (
    "answer,sent by,refused,signed", "A-1,portal,,", "A-2,portal,,", "A-3,e-mail,,", "A-4,portal,yes,privacy lead",
    "A-5,portal,yes,shop desk", "A-6,portal,yes,privacy lead",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("All active drivers have a second factor.", "All active drivers", DRIVERS, ["D-2"]),
        ("A medical is completed for every driver before the first day.", "every driver", DRIVERS, ["D-3"]),
        ("Everyone signs a confidentiality agreement on or before the start date.", "Everyone", DRIVERS, ["D-2"]),
        ("The kit of a driver is issued by its due date.", "The kit of a driver", DRIVERS, ["D-2", "D-4"]),
        ("Drivers are inducted within 14 days.", "Drivers", DRIVERS, ["D-3"]),
        ("Passes are withdrawn by their end date.", "Passes", PASSES, ["K-1"]),
        ("Trips end after 10 hours at most.", "Trips", TRIPS, ["T-2"]),
        ("A notice is shown 14 days before it takes effect.", "A notice", NOTICES, ["N-2"]),
        ("Answers are sent through the portal and not by e-mail.", "Answers", SENT, ["A-3"]),
        ("The privacy lead signs every refusal.", "every refusal", SENT, ["A-5"]),
        ("A deep wash is done between Tuesday and Thursday.", "A deep wash", WASHES, ["2026-03-09", "2026-05-11"]),
        ("A deep wash is done once a month.", "A deep wash", WASHES, ["2026-04"]),
    ],
)
def test_what_a_sentence_promises(tmp_path: Path, text: str, scope: str, lines: tuple[str, ...], broken: list[str]) -> None:
    given = told(tmp_path, text, lines, scope=scope, file=FILES[lines[0]])
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "scope", "lines"),
    [
        ("Drivers are told of their kit due date.", "Drivers", DRIVERS),
        ("A deep wash is done once a month in Oslo.", "A deep wash", WASHES),
        ("The phone list for the wash crew is checked monthly.", "The phone list", WASHES),
        ("Drivers are interviewed within 14 days of being inducted.", "Drivers", DRIVERS),
        ("Passes show their end date.", "Passes", PASSES),
        ("Trips are rated within 10 hours.", "Trips", TRIPS),
        ("Answers are kept in the portal.", "Answers", SENT),
        ("A notice is kept for 14 days.", "A notice", NOTICES),
    ],
)
def test_what_only_sounds_like_it_is_left_alone(tmp_path: Path, text: str, scope: str, lines: tuple[str, ...]) -> None:
    assert told(tmp_path, text, lines, scope=scope, file=FILES[lines[0]]).status != "contradicted"


FILES = {
    DRIVERS[0]: "drivers.csv", WASHES[0]: "wash log.csv", PASSES[0]: "passes.csv", TRIPS[0]: "trips.csv",
    NOTICES[0]: "notices.csv", SENT[0]: "answers.csv",
}  # fmt: skip


def test_a_cell_that_is_all_time_is_a_limit_and_one_that_names_a_value_a_choice(tmp_path: Path) -> None:
    given = told(tmp_path, "Depot: Oslo; Inducted: 14 days", DRIVERS, form="row", scope="Oslo", file="drivers.csv")
    assert (given.status, items(given)) == ("contradicted", ["D-3"])
    given = told(tmp_path, "Depot: Oslo; Fired off by: depot head", DRIVERS, form="row", scope="Oslo", file="drivers.csv")
    assert (given.status, items(given)) == ("contradicted", ["D-4"])


def test_a_purpose_is_no_denial(tmp_path: Path) -> None:
    lines = ("gate,lock active", "G-1,yes", "G-2,no", "G-3,yes", "G-4,yes")
    given = told(
        tmp_path, "The lock is active on all gates, so that no one can open them.", lines, scope="all gates", file="gates.csv"
    )
    assert (given.status, items(given)) == ("contradicted", ["G-2"])


def test_what_lies_outside_the_period_breaks_nothing_in_it(tmp_path: Path) -> None:
    lines = (
        "driver,start date,inducted", "D-1,2026-02-03,2026-02-10", "D-2,2026-03-02,2026-04-28", "D-3,2025-09-01,2025-12-01",
        "D-4,2026-08-01,2026-09-30", "D-5,2026-06-28,2026-07-03",
    )  # fmt: skip
    given = told(tmp_path, "Drivers are inducted within 14 days.", lines, scope="Drivers", file="drivers.csv")
    assert (given.status, items(given), given.population) == ("contradicted", ["D-2"], 3)


def test_weeks_are_those_of_the_calendar(tmp_path: Path) -> None:
    first = date(2026, 1, 7)
    days = [first + timedelta(weeks=number) for number in range(25) if number not in (7, 20)]
    lines = ("day,place", *(f"{day},Riga" for day in days))
    given = told(tmp_path, "A deep wash is done every week.", lines, scope="A deep wash", file="deep wash log.csv")
    assert (given.status, items(given)) == ("contradicted", ["2026-W09", "2026-W22"])
