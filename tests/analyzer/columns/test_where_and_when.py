"""Places, hours by which something ends, tries that are repeated, labels that are headers, and what has come to a state."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.model import Form
from tests.analyzer.columns.test_columns import items
from tests.analyzer.columns.test_wordings import told

CHESTS = (
    "chest,holds,rank,kept in region,lock,harbour master approval,guild of weavers approval",
    "C-1,silk,Royal,eu-central-1,Sealed,Ada,Ines", "C-2,silk,Royal,us-east-1,Sealed,Ada,", "C-3,wool,Plain,us-west-2,Sealed,Bea,",
    "C-4,wool,Royal,eu-west-1,Unsealed,Bea,Ines", "C-5,rope,Plain,eu-west-1,Sealed,Ada,",
    "C-6,rope,Royal,moon base,Sealed,Ada,Ines",
)  # fmt: skip
CROSSINGS = (
    "crossing,boat,kind,started at,ended at,outcome,rowed by,kept for days,log checked",
    "X-1,Mira,evening,2026-02-01 20:00,2026-02-01 22:10,Completed,crew,90,match",
    "X-2,Mira,evening,2026-02-02 20:00,2026-02-02 20:40,Failed,crew,90,",
    "X-3,Mira,evening-rerun,2026-02-02 21:30,2026-02-02 22:50,Completed,ida,90,match",
    "X-4,Mira,evening,2026-02-03 20:00,2026-02-03 23:40,Completed,crew,90,match",
    "X-5,Mira,evening,2026-02-04 20:00,2026-02-04 20:30,Failed,crew,90,",
    "X-6,Mira,evening,2026-02-05 20:00,2026-02-05 22:00,Completed,crew,90,",
    "X-7,Otto,evening,2026-02-05 20:00,2026-02-05 22:30,Completed,crew,90,match",
    "X-8,Otto,evening,2026-02-06 20:00,2026-02-06 22:30,Completed,crew,90,match",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("Royal chests are kept in the EU only (Frankfurt or Dublin).", "Royal chests", CHESTS, ["C-2"]),
        ("Royal chests are approved by the harbour master and the Guild of Weavers.", "Royal chests", CHESTS, ["C-2"]),
        ("Evening crossings end no later than 23:00.", "Evening crossings", CROSSINGS, ["X-4"]),
        ("A failed crossing is started again within 4 hours.", "A failed crossing", CROSSINGS, ["X-5"]),
        ("The log of every completed crossing is checked.", "every completed crossing", CROSSINGS, ["X-6"]),
    ],
)
def test_what_a_sentence_says_of_them(tmp_path: Path, text: str, scope: str, lines: tuple[str, ...], broken: list[str]) -> None:
    given = told(tmp_path, text, lines, scope=scope, file="chests.csv" if lines is CHESTS else "crossings.csv")
    assert (given.status, items(given)) == ("contradicted", broken)


def test_a_label_that_is_a_header(tmp_path: Path) -> None:
    form: Form = "row"
    given = told(tmp_path, "Point: Lock; Rule: Sealed on every chest", CHESTS, form=form, scope="Lock", file="chests.csv")
    assert (given.status, items(given)) == ("contradicted", ["C-4"])


@pytest.mark.parametrize(
    ("text", "lines", "form"),
    [
        ("Chests are kept in the cellar.", CHESTS, "sentence"),
        ("Chests are not kept in the United States.", CHESTS, "sentence"),
        ("Point: Lock; Rule: Brass on every chest", CHESTS, "row"),
        ("Point: Holds; Rule: Silk", CHESTS, "row"),  # most hold something else
        ("Rowing keeps the way across within 3 days.", CROSSINGS, "sentence"),  # which keeps nothing for days
    ],
)
def test_what_says_nothing_of_them(tmp_path: Path, text: str, lines: tuple[str, ...], form: Form) -> None:
    given = told(tmp_path, text, lines, form=form, file="chests.csv" if lines is CHESTS else "crossings.csv")
    assert given.status == "not_shown"


BATCHES = (
    "batch_day,loaves,burnt,weighed_on,oven_broke_at,oven_restarted_at,oven_finished,oven_count,stale data",
    "2026-03-02,510,3,,,,04:10,3,no", "2026-03-03,480,5,2026-03-04,01:20,01:50,05:05,3,no", "2026-03-04,495,1,,,,05:40,2,no",
    "2026-03-05,470,2,2026-03-06,01:10,04:30,04:55,3,no", "2026-03-06,505,4,,,,04:20,3,yes",
)  # fmt: skip
LOANS = (
    "loan,tier,read on,received on,brought back,ledger entry,approvals",
    *(f"L-{n},{'A' if n % 2 else 'B'},2026-03-{n + 2:02d},2026-03-{n:02d},no,,2" for n in range(1, 14)),
    "L-20,A,2026-03-28,2026-03-02,yes,E-7,1", "L-21,B,2026-03-29,2026-03-01,yes,,2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("The oven is finished by 05:30.", "The oven", BATCHES, ["2026-03-04"]),
        ("An oven that breaks off is started again within 2 hours.", None, BATCHES, ["2026-03-05"]),
        ("If a loan is received, it is read within 14 days.", "a loan", LOANS, ["L-20", "L-21"]),
        ("A loan that is brought back gets a ledger entry.", "A loan that is brought back", LOANS, ["L-21"]),
        ("Loans need two approvals.", "Loans", LOANS, ["L-20"]),
    ],
)
def test_times_steps_and_what_is_meant_for_some(
    tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...], broken: list[str]
) -> None:
    given = told(tmp_path, text, lines, scope=scope, file="ovens.csv" if lines is BATCHES else "loans.csv")
    assert (given.status, items(given)) == ("contradicted", broken)


def test_a_cell_that_is_a_sentence_is_asked_as_one(tmp_path: Path) -> None:
    form: Form = "row"
    text = "Control: Heat; Rule: The oven of each day is finished by 05:30 at the latest"
    given = told(tmp_path, text, BATCHES, form=form, scope="Heat", file="ovens.csv")
    assert (given.status, items(given)) == ("contradicted", ["2026-03-04"])


@pytest.mark.parametrize(
    "text",
    [
        "A batch counts as weighed only after the oven has finished.",
        "Stale data held by bakers stays in the cellar.",
        "The kitchen holds stale data or keeps the ovens warm.",
    ],
)
def test_what_only_mentions_a_header(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text, BATCHES, file="ovens.csv").status == "not_shown"
