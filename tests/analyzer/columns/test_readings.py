"""Whose rows, which moment and which column a sentence means, where the evidence leaves several open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.columns.aliases import aliases_of, with_names
from analyzer.config import parse_period
from analyzer.pipeline import review
from analyzer.testing import sentence
from claims.model import Form
from tests.analyzer.builders import claim
from tests.analyzer.columns.test_columns import items, write
from tests.analyzer.columns.test_wordings import told

DRILLS = (
    "drill_no,sailor_no,sailor,joined_on,held_on,due_on,fate",
    *(f"D-{n},S-{n},sailor {n},2024-0{n}-01,{day},2026-04-30,{fate}" for n, (day, fate) in enumerate((
        ("2026-02-01", "passed"), ("2026-03-01", "passed"), ("2026-05-09", "passed"), ("", "open"), ("2026-04-30", "passed"),
        ("2026-01-30", "passed"),
    ), start=1)),
)  # fmt: skip
COPIES = (
    "copy_no,chart,outcome,sealed,far_harbour",
    "C-1,north,ok,yes,Riga", "C-2,north,failed,no,", "C-3,south,ok,no,Riga", "C-4,south,ok,yes,Riga", "C-5,west,ok,yes,Riga",
    "C-6,west,ok,yes,Riga",
)  # fmt: skip
HANDS = (
    "sailor_no,sailor,chart_room_access,state,lamps,oath_done,lamp_check_done,signed_on",
    "S-1,ana,yes,on,oil,2026-01-02,2026-01-03,2026-01-10", "S-2,bo,no,on,oil,2026-01-02,,2026-01-11",
    "S-3,cleo,yes,on,oil; gas,2026-01-02,2026-01-19,2026-01-12", "S-4,dov,yes,on,,2026-01-02,2026-01-07,2026-01-12",
    "S-5,eli,yes,on,gas,2026-01-02,2026-01-07,2026-01-13", "S-6,fay,no,on,oil,2026-01-02,,2026-01-14",
)  # fmt: skip
KEYS = (
    "grant_no,holder,trade,store,reach,cleaned_by,painted_by",
    "G-1,ana,Ship Cooks,galley,wide,dov,ana", "G-2,bo,Ship Cooks,powder,wide,dov,bo", "G-3,cleo,Gunners,powder,wide,dov,dov",
    "G-4,dov,Gunners,powder,wide,eli,cleo", "G-5,eli,Ship Cooks,powder,narrow,dov,ana", "G-6,fay,Gunners,galley,narrow,eli,bo",
)  # fmt: skip
LAMPS = (
    "lamp,oil_expires,seen_on,wick_kind,hold,country,fault",
    "L-1,2026-07-20,2026-06-24,wax-soaked,Deep,EEA,", "L-2,2026-07-15,2026-06-24,wax-soaked,Deep,EEA,",
    "L-3,2026-07-01,2026-06-24,plain,Deep,EEA,", "L-4,2026-08-01,2026-06-24,plain,Upper,EEA,",
    "L-5,2026-08-01,2026-06-24,wax-soaked,Deep,United States,",
)  # fmt: skip
TASKS = (
    "task,ship,rank,opened_on,granted_on,sailed_on,tried_on,closed_on,due,done",
    *(f"T-{n},K-{n},{'A' if n < 4 else 'B'},2026-02-0{n},2026-02-0{n},2026-02-1{n},{tried},{closed},2026-03-0{n},{done}"
      for n, (tried, closed, done) in enumerate((
        ("2026-02-11", "2026-02-20", "2026-03-01"), ("2026-02-12", "2026-02-21", "2026-03-04"),
        ("2026-02-13", "2026-05-22", "2026-03-02"), ("2026-02-14", "2026-02-23", ""), ("2026-02-15", "2026-02-24", "2026-03-05"),
    ), start=1)),
)  # fmt: skip


FITTED = (
    "fit,what,asked_on,went_live_on", "F-1,sail,2026-02-10,2026-02-10", "F-2,mast,2026-01-11,2026-02-11",
    "F-3,oar,2026-01-12,2026-02-13", "F-4,keel,2026-01-12,2026-02-14", "F-5,pump,2026-01-12,2026-03-14",
    "F-6,lamp,2026-01-12,2026-03-15",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "form", "lines", "file", "broken"),
    [
        ("Every sailor has a drill by 30 April.", "Every sailor", "sentence", DRILLS, "drills.csv", ["D-3", "D-4"]),
        ("Every sailor has a meal by 30 April.", "Every sailor", "sentence", DRILLS, "drills.csv", []),
        ("Each copy is in a far harbour.", "Each copy", "sentence", COPIES, "copies.csv", []),
        ("Each copy is sealed.", "Each copy", "sentence", COPIES, "copies.csv", ["C-3"]),
        ("Thing: Gas; Rule: Not permitted in lamps", "Gas", "row", HANDS, "hands.csv", []),
        (
            "Check: Lamp check; Whom: Hands with access to the chart room; When: Done before they have signed on", "Lamp check",
            "row", HANDS, "hands.csv", ["S-3"],
        ),
        ("Ship Cooks have no wide reach of the powder store.", "Ship Cooks", "sentence", KEYS, "keys.csv", ["G-2"]),
        ("Ship Cooks have wide reach of the powder store.", "Ship Cooks", "sentence", KEYS, "keys.csv", []),
        (
            "Keys are cleaned by a second hand, not by the one who painted them.", "Keys", "sentence", KEYS, "keys.csv", ["G-3"],
        ),
        ("Only holders on this list may use keys: ana, bo, cleo, dov, eli.", "holders", "sentence", KEYS, "keys.csv", ["G-6"]),
        ("Production is frozen from 11 February to 13 February.", "Production", "sentence", FITTED, "fits.csv", ["F-2", "F-3"]),
        ("Wine is frozen from 11 February to 13 February.", "Wine", "sentence", FITTED, "fits.csv", []),
        ("Lamp oil is renewed no later than 20 days before expiry.", "Lamp oil", "sentence", LAMPS, "lamps.csv", ["L-3"]),
        ("Deep lamps are lit with wax-soaked wicks.", "Deep lamps", "sentence", LAMPS, "lamps.csv", ["L-3"]),
        ("All lighting of lamps takes place within the EEA.", "All lighting of lamps", "sentence", LAMPS, "lamps.csv", ["L-5"]),
        ("Step: Close the task; Limit: 60 days", "Close the task", "row", TASKS, "tasks.csv", ["T-3"]),
        ("Step: The task; Kept: 60 days", "The task", "row", TASKS, "tasks.csv", []),
        ("Tasks are done by their due date.", "Tasks", "sentence", TASKS, "tasks.csv", ["T-2", "T-4"]),
        ("Ships of a task are tried within 1 day.", "Ships of a task", "sentence", TASKS, "tasks.csv", []),
        ("Rank: A; Closed within: 60 days; Tried within: 20 days", "A", "row", TASKS, "tasks.csv", ["T-3"]),
        ("Rank: A; Kept for: 60 days", "A", "row", TASKS, "tasks.csv", []),
    ],
)  # fmt: skip
def test_what_is_meant(
    tmp_path: Path, text: str, scope: str, form: Form, lines: tuple[str, ...], file: str, broken: list[str]
) -> None:
    given = told(tmp_path, text, lines, form=form, scope=scope, file=file)
    assert (given.status == "contradicted", items(given)) == (bool(broken), broken)


def test_what_one_file_says_of_those_whom_another_names_is_asked_of_the_rows_meant(tmp_path: Path) -> None:
    write(tmp_path, badges=[{"badge": f"B-{n}", "sailor": f"s{n}", "gunner_permit": "yes" if n % 2 else "no"} for n in range(1, 9)])
    entries = (
        "entry,badge,deck,result",
        *(f"E-{n}{day},B-{n},{'Powder deck' if day == 'a' and n != 6 else 'Main deck'},{'denied' if n == 2 else 'granted'}"
          for n in range(1, 9) for day in "ab"),
    )  # fmt: skip
    text = "Entry to the Powder deck is granted to holders of a gunner permit only."
    given = told(tmp_path, text, entries, scope="Entry to the Powder deck", file="entries.csv")
    assert (given.status, items(given)) == ("contradicted", ["E-4a", "E-8a"])


def test_reviews_of_each_thing_of_a_class_in_a_log_that_names_only_who_reviews(tmp_path: Path) -> None:
    write(tmp_path, **{"mate-review-log": [
        {"no": f"V-{n}{month}", "reef_no": f"R-{n}", "reviewed_on": f"2026-0{month}-1{n}"}
        for n in range(1, 7) for month in (2, 5) if (n, month) not in ((1, 5), (2, 5))
    ]})  # fmt: skip
    reefs = ("reef_no,band", *(f"R-{n},{('High', 'Severe', 'Low')[n % 3]}" for n in range(1, 7)))
    given = told(
        tmp_path, "Band: High and Severe; Mate review: every quarter", reefs, form="row", scope="High and Severe", file="reefs.csv"
    )
    assert (given.status, items(given)) == ("contradicted", ["R-1"])


def test_documents_say_what_the_evidence_calls_a_thing() -> None:
    documents = [sentence("It covers the tide table (TID-01), the deck review (quarterly) and a lamp list (LMP-9).")]
    known = aliases_of(documents, ["TID-01", "OTHER", "quarterly"])
    assert known == {"tide table": "TID-01"}
    said = with_names(claim(text="The tide table is copied nightly.", scope="The tide table"), known)
    assert (said.text, said.scope) == ("The tide table (TID-01) is copied nightly.", "The tide table (TID-01)")
    assert with_names(claim(text="The lamp list is copied nightly."), known).text == "The lamp list is copied nightly."


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Nightly backups are finished before 05:00.", ["ledger-db 2026-06-11"]),
        ("The ledger database is backed up every night.", ["ledger-db 2026-06-11"]),
        ("Nightly backups cover all databases.", ["ledger-db 2026-06-11", "web-db 2026-06-02"]),
        ("All databases are backed up every night.", ["ledger-db 2026-06-11", "web-db 2026-06-02"]),
    ],
)
def test_whose_nights_a_backup_policy_means(tmp_path: Path, text: str, broken: list[str]) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text(
        f"# Backup policy\n\nIt covers the ledger database (ledger-db) and the web shop (web-db).\n\n{text}\n", encoding="utf-8"
    )
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    days = [date(2026, 6, day).isoformat() for day in range(1, 31)]
    rows = [f"L-{day},ledger-db,{day} 02:00,{day} 03:00,{'Failed' if day == '2026-06-11' else 'Completed'}" for day in days]
    rows += [f"W-{day},web-db,{day} 02:00,{day} 03:00,Completed" for day in days[::7]]
    (evidence / "backup-jobs.csv").write_text("\n".join(["Job ID,Database,Started,Ended,Status", *rows]) + "\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-06-01..2026-06-30"), load_catalog())
    verdicts = [one for one in run.verdicts if one.status == "contradicted"]
    named = sorted({one.item for verdict in verdicts for one in verdict.exceptions})
    assert named[: len(broken)] == broken
    assert len(named) == len(broken) or "web-db 2026-06-02" in broken
