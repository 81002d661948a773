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
VISITS = (
    "visit,deck,crew,state,host,shown_round_by,left,booking_no,host_agreed_on,requested_for",
    "V-1,Upper,Deck hands,done,mia,mia,11:30,B-1,2026-03-02,noa", "V-2,Lower,Engine crew,done,mia,mia,12:30,B-2,2026-03-02,noa",
    "V-3,Lower,Deck hands,refused,noa,noa,12:40,B-3,2026-03-03,pia", "V-4,Lower,Engine crew,done,noa,mia,12:45,B-4,2026-03-03,pia",
    "V-5,Bridge,Officers,done,mia,mia,,B-5,2026-03-04,mia", "V-6,Lower,Galley,done,noa,noa,13:10,,2026-03-04,pia",
    "V-7,Upper,Deck hands,done,pia,pia,13:30,B-7,2026-03-05,noa", "V-8,Lower,Engine crew,done,pia,pia,13:40,B-8,2026-03-05,noa",
)  # fmt: skip
FILES = {VISITS: "visits.csv", LOGINS: "people-export.csv", DUTIES: "held.csv", LOANS: "loans.csv", PASSES: "passes.csv"}


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
        ("Every visit goes back to a booking.", "Every visit goes back to a booking", VISITS, ["V-6"]),
        ("Nobody agrees to a visit of their own.", None, VISITS, ["V-5"]),
        ("Visits do not enter the Bridge deck.", "Visits", VISITS, ["V-5"]),
        ("The time of leaving is recorded for each visit.", None, VISITS, ["V-5"]),
        ("Hosts show the guests round on each visit.", None, VISITS, ["V-4"]),
        ("Each visit is shown round by its host.", "Each visit", VISITS, ["V-4"]),
        ("There are no more than two members of the stage crew.", None, LOGINS, ["K-1", "K-2", "K-6"]),
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
        ("Each visit is shown round by its host or a deputy.", "Each visit", VISITS),
        ("The time of boarding is recorded for each visit.", None, VISITS),
        ("Visits do not enter the Bridge Hotel.", "Visits", VISITS),
        ("There are no more than three members of the stage crew.", None, LOGINS),
        ("There are no more than two stage crew cabins.", None, LOGINS),
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


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Deck: Lower; Open to: Staff of the Engine crew only", ["V-6"]),
        ("Deck: Lower; Open to: Staff of the Engine crew and others", []),
        ("Deck: Promenade; Open to: Staff of the Engine crew only", []),
    ],
)
def test_whom_a_row_lets_in(tmp_path: Path, text: str, broken: list[str]) -> None:
    scope = text.split(";", maxsplit=1)[0].split(": ")[1]
    assert items(told(tmp_path, text, VISITS, form="row", scope=scope, file=FILES[VISITS])) == broken


def test_what_entries_of_a_register_of_exceptions_hold(tmp_path: Path) -> None:
    lines = (
        "waiver_id,item,reason,safeguard,approved_by,approved_on,expires_on,status",
        "W-1,K-1,Phone broken,Sees the porter,Mia (Head),2026-01-02,2026-03-01,approved",
        "W-2,K-2,No phone,,Mia (Head),2026-01-02,2026-12-30,approved", "W-3,K-3,Asked late,,,2026-05-02,2026-07-01,requested",
        "W-4,K-4,On tour,Sees the porter,Mia (Head),2026-02-02,2026-03-01,approved",
    )  # fmt: skip
    assert items(told(tmp_path, "Each waiver names a safeguard.", lines, file="waivers.csv")) == ["W-2"]
    assert items(told(tmp_path, "Waivers end after 6 months at the latest.", lines, file="waivers.csv")) == ["W-2"]


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
