"""Who signs in how and how long ago, who holds what together, and what has to come so many days before something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.columns import read_sets
from tests.analyzer.columns.test_columns import items
from tests.analyzer.columns.test_wordings import told

LOGINS = (
    "ref,login,team,state,opened,last_seen,second_factor",
    "K-1,ada,Stage crew,on,2024-01-02,2026-06-20,authenticator app", "K-2,bob,Stage crew,on,2024-01-02,2026-06-21,text message",
    "K-3,cleo,Box office,on,2024-01-02,2026-02-11,passkey", "K-4,dan,Box office,on,2024-01-02,2026-06-22,push",
    "K-5,eve,Stage crew,off,2024-01-02,2026-01-22,authenticator app", "K-6,fay,Stage crew,on,2024-01-02,2026-06-02,passkey",
    "K-7,gus,Wardrobe,on,2024-01-02,2026-06-02,authenticator app", "K-8,hal,Wardrobe,on,2024-01-02,2026-06-09,passkey",
    "K-9,ida,Wardrobe,on,2024-01-02,2026-06-09,security key",
)  # fmt: skip
DUTIES = (
    "entry,member,duty,department,until",
    "D-1,ada,SEAT_SELLER,Sales,", "D-2,ada,REFUND_CLERK,Sales,", "D-3,bob,SEAT_SELLER,Sales,", "D-4,cleo,REFUND_CLERK,Till,",
    "D-5,dan,SEAT_SELLER,Till,", "D-6,dan,REFUND_CLERK,Till,2026-03-31", "D-7,eve,SAFE_KEEPER,Till,",
    "D-8,eve,SEAT_SELLER,Till,",
)  # fmt: skip
DUTY_LIST = ("duty,duty_owner", "SEAT_SELLER,mia", "REFUND_CLERK,mia", "SAFE_KEEPER,noa", "USHER,noa")
LOANS = (
    "loan,asked_on,curator_agreed_on,insurer_agreed_on,handed_on,end_date,taken_back_on,announced_on,booked_by",
    "L-1,2026-03-02,2026-03-03,2026-03-04,2026-03-05,2026-04-05,2026-04-05,2026-03-03,ada",
    "L-2,2026-03-02,2026-03-03,2026-03-09,2026-03-06,2026-04-06,2026-04-06,2026-03-05,ada",
    "L-3,2026-03-02,2026-03-10,2026-03-04,2026-03-09,,,2026-03-06,bob",
    "L-4,2026-03-09,2026-03-10,2026-03-11,2026-03-13,2026-05-11,,2026-03-13,bob",
    "L-5,2026-03-10,2026-03-11,2026-03-12,2026-03-16,2026-05-14,2026-05-14,2026-03-13,cleo",
)  # fmt: skip
PASSES = (
    "member,pass,last_day,pass_off_on,pass_returned_on",
    "Ada Low,T-1,2026-02-27,2026-02-27,2026-02-27", "Bob Ray,T-2,2026-03-13,2026-03-20,2026-03-13",
    "Cleo Orr,T-3,2026-04-30,2026-04-30,2026-05-04", "Dan Fox,T-4,2026-05-29,2026-05-29,2026-05-29",
)  # fmt: skip
FILES = {LOGINS: "people-export.csv", DUTIES: "held.csv", LOANS: "loans.csv", PASSES: "passes.csv"}


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("Accounts that were not used for 90 days are switched off.", None, LOGINS, ["K-3"]),
        ("User accounts without a login for 90 days are disabled.", "User accounts", LOGINS, ["K-3"]),
        ("Text messages are not allowed as a second factor.", None, LOGINS, ["K-2"]),
        ("SMS codes must not be used for any account.", "any account", LOGINS, ["K-2"]),
        ("Nobody holds the duties seat seller and refund clerk at the same time.", None, DUTIES, ["ada"]),
        ("A loan is agreed by the curator and the insurer before it is handed over.", "A loan", LOANS, ["L-2", "L-3"]),
        ("Loans are announced at least one working day before they are handed over.", "Loans", LOANS, ["L-4"]),
        ("Loans are taken back by the end date.", "Loans", LOANS, ["L-4"]),
        ("Passes are switched off on the last day.", "Passes", PASSES, ["Bob Ray"]),
        ("Passes are returned by the end of the last day.", "Passes", PASSES, ["Cleo Orr"]),
    ],
)
def test_what_a_sentence_says(tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...], broken: list[str]) -> None:
    given = told(tmp_path, text, lines, scope=scope, file=FILES[lines])
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "scope", "lines"),
    [
        ("Supplier accounts that were not used for 30 days are switched off.", "Supplier accounts", LOGINS),
        ("Text messages are not allowed as a second factor for administrators.", "administrators", LOGINS),
        ("Text messages are not allowed as a second factor unless the app fails.", None, LOGINS),
        ("Text messages are not sent at night.", None, LOGINS),
        ("Nobody holds the duties seat seller and usher at the same time.", None, DUTIES),
        ("A loan is agreed by the curator or the insurer before it is handed over.", "A loan", LOANS),
        ("Loans are announced at least one hour before the press arrives.", "Loans", LOANS),
        ("Opening hours are Monday to Friday, 08:00 to 18:00.", None, LOANS),
    ],
)
def test_what_it_does_not_say(tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...]) -> None:
    assert told(tmp_path, text, lines, scope=scope, file=FILES[lines]).status != "contradicted"


@pytest.mark.parametrize(
    ("text", "scope", "broken"),
    [
        ("Group: Stage crew; Sign-in: Authenticator app or stronger", "Stage crew", ["K-2"]),
        ("Group: Wardrobe; Sign-in: Passkey or security key", "Wardrobe", ["K-7"]),
        ("Group: Box office; Sign-in: A method the stage manager likes", "Box office", []),
        ("Group: Porters; Sign-in: Passkey", "Porters", []),
    ],
)
def test_ways_of_signing_in_that_a_row_lists(tmp_path: Path, text: str, scope: str, broken: list[str]) -> None:
    assert items(told(tmp_path, text, LOGINS, form="row", scope=scope, file=FILES[LOGINS])) == broken


def test_a_register_of_what_can_be_held_says_nothing_of_who_holds_it(tmp_path: Path) -> None:
    text = "Nobody may hold seat seller together with refund clerk."
    assert told(tmp_path, text, DUTY_LIST, file="duties.csv").status != "contradicted"


def test_records_within_others_keep_what_tells_whose_they_are(tmp_path: Path) -> None:
    cut = {"North": "2026-01-05", "South": "2026-02-07"}
    halls = [{"hall": name, "keys": [{"kind": "master", "cut_on": day}]} for name, day in cut.items()]
    (tmp_path / "halls.json").write_text(json.dumps({"exported": "2026-06-30", "halls": halls}))
    (keys,) = [one for one in read_sets([tmp_path]) if "cut_on" in one.headers]
    assert [keys.item_of(row) for row in keys.rows] == ["North", "South"]
    assert not any("exported" in header for header in keys.headers)
