"""What is told by two files together, by the rows of a log, by how long something goes unused, and by registers of exceptions."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.analyzer.columns.test_columns import items
from tests.analyzer.columns.test_wordings import told

BOATS = (
    "boat,harbour,berth class,launched on",
    *(f"B-{n},{'Riga' if n % 2 else 'Oslo'},{'1' if n < 5 else '2'},2026-0{n % 6 + 1}-01" for n in range(1, 8)),
)
PAINTED = (
    "job,boat,painted on", "J-1,B-1,2026-02-05", "J-2,B-2,2026-03-08", "J-3,B-3,2026-06-20", "J-4,B-4,2026-05-09",
    "J-5,B-5,2026-06-08",
)  # fmt: skip
SURVEYS = (
    "no,boat,surveyed on,result",
    *(f"S-{n}{q},B-{n},2026-0{month}-1{n},{'failed' if (n, q) == (3, 2) else 'passed'}"
      for n in range(1, 7) for q, month in ((1, 2), (2, 5)) if (n, q) != (2, 1)),
)  # fmt: skip
PUMPS = (
    "run,pump,began,outcome,litres",
    "R-1,north,2026-02-01 01:00,ok,11", "R-2,north,2026-02-02 01:00,failed,12", "R-3,north,2026-02-02 08:00,ok,10",
    "R-4,south,2026-02-01 02:00,ok,11", "R-5,south,2026-02-02 02:00,failed,12", "R-6,south,2026-02-03 02:00,ok,10",
    "R-7,north,2026-02-03 01:00,ok,11", "R-8,south,2026-02-04 02:00,ok,12",
)  # fmt: skip
TRIALS = (
    "trial,mast,tried at,outcome",
    *(f"T-{n},{'main' if n % 2 else 'fore'},2026-02-0{n} 03:00,{'failed' if n == 4 else 'ok'}" for n in range(1, 9)),
)
CREW = (
    "sailor,state,last seen,local sign-in,wears,code created on,custodian ok on,rank,handed out on",
    "ana,on,2026-06-20,no,life jacket,2026-06-01,2026-02-01,mate,2026-02-02",
    "bo,on,2026-03-01,no,life jacket,2026-05-02,2026-02-03,mate,2026-02-05",
    "cleo,disabled,2026-01-05,no,life jacket,2026-04-20,2026-02-04,cook,2026-02-06",
    "dov,on,2026-06-10,yes,cork belt,2026-01-20,2026-02-09,mate,2026-02-08",
    "eli,on,2026-06-28,no,life jacket,2026-05-30,,mate,2026-02-11",
    "fay,on,2026-06-29,no,life jacket,2026-05-30,2026-02-12,mate,2026-02-14",
)
CABINS = ("cabin,idle minutes,keep logs", "C-1,15,90 days", "C-2,60,90 days", "C-3,10,30 days", "C-4,15,120 days")
PARDONS = (
    "pardon,clause,what,granted by,valid from,valid until",
    "P-1,2,B-1 without flag,Harbour master,2026-01-01,2026-02-10",
    "P-2,2,B-4 without flag,Harbour master,2026-01-01,2026-06-20",
)
PARDONED = (
    *(line.replace("Harbour master", f"{name} (Harbour master)") for name, line in zip(("", "Ana", "Bo"), PARDONS, strict=True)),
    "P-3,2,B-5 without flag,Cleo (Cook),2026-01-01,2026-02-10", "P-4,2,B-6 without flag,Ana (Harbour master),2026-01-01,2026-02-10",
)  # fmt: skip
BOARD = (
    "acceptance,boat,granted by,granted on,ends on,state",
    "A-1,B-1,Board,2026-01-01,2026-12-01,In force", "A-2,B-2,CEO,2026-01-01,2026-12-01,In force",
    "A-3,B-3,Board,2026-01-01,2026-12-01,In force", "A-4,B-4,Board,2026-01-01,2026-12-01,In force",
)  # fmt: skip
ROPES = ("rope,last traffic,status", "R-1,2026-06-20,up", "R-2,2026-03-01,up", "R-3,2026-02-01,down", "R-4,2026-06-10,up")
ROUNDS = (
    "inspection_date,begun,mate,signed",
    *(f"{date(2026, 1, 5) + timedelta(weeks=n)},08:1{n % 10},Ana,yes" for n in range(25) if n != 8),
)
ALARMS = (
    "alarm no,alarm at,cho informed,cleared,place",
    "L-1,2026-02-02,2026-02-03,2026-02-04,North", "L-2,2026-02-09,2026-02-14,2026-02-10,North",
    "L-3,2026-03-02,2026-03-03,2026-03-09,South", "L-4,2026-03-10,2026-03-10,2026-03-12,South",
)  # fmt: skip
LEFT = (
    "sailor,end of hire,code disabled,badge",
    "ana,2026-03-01 17:00,2026-03-01 18:00,1", "bo,2026-03-13 17:00,2026-03-17 08:00,2", "cleo,2026-04-01 17:00,2026-04-02 07:00,3",
)  # fmt: skip
KEYS = (
    "no,holder,key,given on,runs to",
    "K-1,ana,galley,2026-01-05,2026-02-20", "K-2,bo,bridge,2026-01-05,2026-09-20", "K-3,cleo,bridge,2026-01-05,2026-02-20",
    "K-4,dov,galley,2026-01-05,2026-09-20", "K-5,dov,bridge,2026-02-05,2026-03-20", "K-6,eli,galley,2026-01-05,2026-02-20",
    "K-7,ana,mast,2026-03-05,2026-05-20", "K-8,eli,mast,2026-03-05,2026-05-20", "K-9,fay,safe,2026-01-05,",
    "K-10,fay,galley,2026-01-05,", "K-11,gus,safe,2026-01-05,",
)  # fmt: skip
LOCKS = ("key,deck,precious", "galley,1,no", "bridge,2,yes", "mast,2,no", "safe,1,yes")
TALKS = ("talk,sailor,interviewers,letters taken", "T-1,ana,Bo; Cleo,2", "T-2,dov,Bo,2", "T-3,eli,Bo; Cleo; Fay,1")


@pytest.mark.parametrize(
    ("text", "scope", "files", "broken"),
    [
        ("Nobody may hold both the galley and the safe key.", "Nobody", {"keys.csv": KEYS}, ["fay"]),
        ("Precious keys are granted for no longer than 90 days.", "Precious keys", {"keys.csv": KEYS, "locks.csv": LOCKS}, ["K-2"]),
        ("At least two interviewers meet each sailor.", "each sailor", {"talks.csv": TALKS}, ["T-2"]),
        ("Two letters are taken before a sailor starts.", "Two letters", {"talks.csv": TALKS}, ["T-3"]),
        ("A boat is painted within 60 days of its launch.", "A boat", {"painted.csv": PAINTED, "boats.csv": BOATS}, ["B-3"]),
        ("Each boat is surveyed every quarter.", "Each boat", {"boats.csv": BOATS[:7], "surveys.csv": SURVEYS}, ["B-2", "B-3"]),
        ("A pump run that fails is repeated within 12 hours.", "A pump run", {"pump_runs.csv": PUMPS}, ["R-5"]),
        ("A failed pump is run again on the same day.", "A failed pump", {"pump_runs.csv": PUMPS, "trials.csv": TRIALS}, ["R-5"]),
        ("Sailors who were not seen for 90 days are disabled.", "Sailors", {"sailors.csv": CREW}, ["bo"]),
        ("Local sign-in of sailors is switched off.", "Local sign-in", {"sailors.csv": CREW}, ["dov"]),
        ("Cork belt sailors are not permitted.", "Cork belt sailors", {"sailors.csv": CREW}, ["dov"]),
        ("Codes of sailors are renewed every 120 days.", "Codes of sailors", {"sailors.csv": CREW}, ["dov"]),
        ("No code is handed out before the custodian's ok.", "No code", {"sailors.csv": CREW}, ["dov", "eli"]),
        ("Cabin sessions end after 20 minutes without activity.", "Cabin sessions", {"cabins.csv": CABINS}, ["C-2"]),
        ("Logs of a cabin are kept for 60 days.", "a cabin", {"cabins.csv": CABINS}, ["C-3"]),
        ("No pardon runs longer than 90 days.", "No pardon", {"pardon exceptions.csv": PARDONS}, ["P-2"]),
        ("Pardons are granted by the Harbour master.", "Pardons", {"pardon exceptions.csv": PARDONED}, ["P-3"]),
        ("Late codes that were accepted are granted by the Board.", "Late codes", {"acceptances.csv": BOARD}, ["A-2"]),
        ("Ropes without traffic for 60 days are taken down.", "Ropes", {"ropes.csv": ROPES}, ["R-2"]),
        ("Ropes are inspected by the mate each week.", "Ropes", {"rounds.csv": ROUNDS}, ["2026-W10"]),
        ("The Chief Harbour Officer is told within 2 days of the alarm.", None, {"alarms.csv": ALARMS}, ["L-2"]),
        ("Alarms are cleared 2 business days after the alarm at the latest.", "Alarms", {"alarms.csv": ALARMS}, ["L-3"]),
        ("Codes are disabled within 24 hours of the end of hire.", "Codes", {"gone.csv": LEFT, "sailors.csv": CREW}, ["bo"]),
    ],
)
def test_what_is_told(tmp_path: Path, text: str, scope: str | None, files: dict[str, tuple[str, ...]], broken: list[str]) -> None:
    (name, lines), *others = files.items()
    for other, more in others:
        (tmp_path / other).write_text("\n".join(more) + "\n", encoding="utf-8")
    given = told(tmp_path, text, lines, scope=scope, file=name)
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "scope", "files"),
    [
        ("Nobody may hold both the galley and the cabin key.", "Nobody", {"keys.csv": KEYS}),
        ("Both the galley and the safe key are listed.", "Both", {"keys.csv": KEYS}),
        ("Keys are granted by the mate.", "Keys", {"keys.csv": KEYS, "locks.csv": LOCKS}),
        ("Two sailors share a cabin.", "Two sailors", {"talks.csv": TALKS}),
        ("Berth class 2 boats are surveyed at least once a quarter.", "Berth class 2 boats", {"boats.csv": BOATS}),
        ("Each boat is painted every month.", "Each boat", {"painted.csv": PAINTED}),
        ("A boat is insured within 60 days of its launch.", "A boat", {"boats.csv": BOATS, "painted.csv": PAINTED}),
        ("Boats are surveyed every quarter on request.", "Boats", {"painted.csv": PAINTED}),
        ("A pump run that fails is explained within 12 hours.", "A pump run", {"pump_runs.csv": PUMPS}),
        ("Sailors who were not seen for 90 days are invited to a course.", "Sailors", {"sailors.csv": CREW}),
        ("Sailors with a cork belt are not sent north.", "Sailors", {"sailors.csv": CREW}),
        ("Cabins are cleaned after 20 minutes without guests.", "Cabins", {"cabins.csv": CABINS}),
        ("Pardons are read within 90 days.", "Pardons", {"pardon exceptions.csv": PARDONS}),
    ],
)
def test_what_only_sounds_like_it(tmp_path: Path, text: str, scope: str, files: dict[str, tuple[str, ...]]) -> None:
    (name, lines), *others = files.items()
    for other, more in others:
        (tmp_path / other).write_text("\n".join(more) + "\n", encoding="utf-8")
    assert told(tmp_path, text, lines, scope=scope, file=name).status != "contradicted"
