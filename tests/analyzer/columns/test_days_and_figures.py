"""Days of the year, hours of the day, leads, sums, bands and roles, where the evidence is of something that nobody modelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyzer.columns.test_columns import items
from tests.analyzer.columns.test_wordings import told

FERRIES = (
    "trip,day,berth,sails,lands,passengers told on,pilot,second,guest engineer,walked by,lights checked,remark",
    "T-1,2026-02-01,North,01:10,04:20,2026-01-20,Ane,Bo,,,04:32,",
    "T-2,2026-02-08,North,01:05,04:10,2026-02-01,Bo,Ane,R. Falk,Cleo,04:26,",
    "T-3,2026-02-12,South,22:05,22:50,2026-02-03,Cleo,Dov,T. Lind,,23:40,",
    "T-4,2026-02-17,North,14:20,15:00,2026-02-14,Dov,Eli,J. Roos,Ane,15:10,",
    "T-5,2026-02-22,North,01:00,04:00,2026-02-10,Ane,,K. Bay,Bo,04:20,",
    "T-6,2026-12-24,South,22:10,22:40,2026-12-10,Ane,Bo,,,22:50,",
    "T-7,2026-03-01,North,02:30,05:40,2026-02-20,Ane,Bo,M. Orr,Dov,05:50,",
)  # fmt: skip
TICKETS = (
    "booth,counted at start,sold,counted at end,closed,opened,band,score,permit until,checked by",
    "B-1,100,40,60,2026-03-02 17:40,2026-03-02 08:00,Low,2,2026-05-01,Ana Lund (Harbour master)",
    "B-2,120,20,100,2026-03-03 17:10,2026-03-03 08:00,Low,3,2026-05-01,Bo Ek (Harbour master)",
    "B-3,90,30,57,2026-03-04 19:05,2026-03-04 08:00,High,8,2026-05-01,Ana Lund (Harbour master)",
    "B-4,80,10,70,2026-03-05 16:10,2026-03-05 08:00,Low,9,2026-03-01,Cleo Yi (Cook)",
    "B-5,70,10,60,2026-03-06 16:20,2026-03-06 08:00,High,7,2026-05-01,Ana Lund (Harbour master)",
)  # fmt: skip
OATHS = (
    "sailor no,deck,oath on,tide declaration on",
    "S-1,Bridge,2026-02-03,2026-02-03", "S-2,Galley,2026-03-27,", "S-3,Bridge,2026-01-20,", "S-4,Galley,2026-02-20,",
    "S-5,Bridge,2026-02-28,2026-02-11", "S-6,Bridge,2026-02-28,2026-02-12",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("Passengers are told at least 5 days ahead.", "Passengers", FERRIES, ["T-4"]),
        ("Each trip is manned with a pilot and a second sailor.", "Each trip", FERRIES, ["T-5"]),
        ("Guest engineers are walked aboard.", "Guest engineers", FERRIES, ["T-3"]),
        ("The pilot checks the lights within 30 minutes after it lands.", None, FERRIES, ["T-3"]),
        ("Trips of the North berth sail on Sunday 01:00-02:00.", "Trips of the North berth", FERRIES, ["T-4", "T-7"]),
        ("No trip sails from December 20 to January 2.", "No trip", FERRIES, ["T-6"]),
        ("Booths are closed by 18:00 on the day they are opened.", "Booths", TICKETS, ["B-3"]),
        ("Tickets sold plus those counted at the end equal those counted at the start.", None, TICKETS, ["B-3"]),
        ("Scores of 1-5 are Low, 6-9 High.", None, TICKETS, ["B-4"]),
        ("Booths are checked by the Harbour master.", "Booths", TICKETS, ["B-4"]),
        ("Oaths are renewed between January 15 and March 15.", "Oaths", OATHS, ["S-2"]),
        ("Sailors of the Bridge sign a tide declaration each year.", "Sailors of the Bridge", OATHS, ["S-3"]),
    ],
)  # fmt: skip
def test_what_is_told(tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...], broken: list[str]) -> None:
    file = {FERRIES: "trips.csv", TICKETS: "booths.csv", OATHS: "oaths.csv"}[lines]
    given = told(tmp_path, text, lines, scope=scope, file=file)
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "scope", "lines"),
    [
        ("Passengers are told what the weather is at least 5 times a day.", "Passengers", FERRIES),
        ("Trips are planned by October 31.", "Trips", FERRIES),
        ("Trips from December 20 to January 2 cost more.", "Trips", FERRIES),
        ("Booths are painted by 18:00 on the day they are opened.", "Booths", TICKETS),
        ("Tickets match the flag of the boat.", "Tickets", TICKETS),
        ("Decks 1-5 are Low, 6-9 High water.", None, OATHS),
        ("Differences above 3 are looked into.", "Differences above 3", TICKETS),
        ("Booths are painted by the Cook.", "Booths", TICKETS),
    ],
)
def test_what_only_sounds_like_it(tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...]) -> None:
    file = {FERRIES: "trips.csv", TICKETS: "booths.csv", OATHS: "oaths.csv"}[lines]
    assert told(tmp_path, text, lines, scope=scope, file=file).status != "contradicted"
