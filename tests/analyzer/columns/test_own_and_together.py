"""Units that keep out of their own matters, values that do not go together, people who left, and how old the last record is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyzer.columns.test_columns import items, verdict, write
from tests.analyzer.columns.test_wordings import told

COUNTS = (
    "count,store counted,counted by,kind,found on,outcome on,key handed over",
    "K-1,North,South,Full,2026-02-01,2026-02-03,2026-02-04", "K-2,South,North,Full,2026-02-02,2026-02-04,2026-02-04",
    "K-3,East,East,Spot,2026-02-03,2026-02-05,2026-02-06", "K-4,North,East,Full,2026-02-04,2026-02-11,2026-02-07",
    "K-5,West,South,Spot,2026-02-05,2026-02-06,2026-02-07", "K-6,East,South,Full,2026-02-06,2026-02-07,2026-02-08",
)  # fmt: skip
FAVOURS = (
    "favour,crew,from whom,sort,outcome",
    "F-1,Bridge,harbour,dinner,kept", "F-2,Galley,harbour,dinner,kept", "F-3,Galley,passenger,dinner,kept",
    "F-4,Bridge,passenger,dinner,declined", "F-5,Bridge,passenger,tip,kept", "F-6,Deck,passenger,dinner,kept",
    "F-7,Deck,passenger,dinner,kept", "F-8,Deck,harbour,tip,kept",
)  # fmt: skip
LANTERNS = (
    "lantern id,keeper,lit on",
    *(f"L-{n},{name},2026-02-0{n}"
      for n, name in enumerate(("Ana Lund", "Bo Ek", "Cy Dahl", "Dov Roos", "Eli Moe", "Ana Lund"), start=1)),
)  # fmt: skip
ROSTER = [{"full_name": name, "post": "Keeper", "state": state, "gone_on": ""}
          for name, state in (("Ana Lund", "active"), ("Bo Ek", "active"), ("Cy Dahl", "left"), ("Dov Roos", "on leave"),
                              ("Eli Moe", "active"), ("Fay Orr", "left"))]  # fmt: skip
LICENCES = (
    "record,crew no,drill,set on,due on,finished on",
    "R-1,S-10,Rope Work,2025-08-01,,2025-09-01", "R-2,S-11,Rope Work,2024-01-02,,2024-02-01",
    "R-3,S-12,Rope Work,2024-01-02,,2024-02-03", "R-4,S-12,Rope Work,2025-10-02,,2025-11-03",
    "R-5,S-13,Rope Work,2025-10-02,,2025-11-03", "R-6,S-14,Sail Work,2022-10-02,,2022-11-03",
    "R-7,S-15,Rope Work,2026-01-02,,2026-02-03",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("A count is never counted by somebody from the store it is about.", "A count", COUNTS, ["K-3"]),
        ("Nobody receives the key of a store before the outcome is known.", "nobody", COUNTS, ["K-4"]),
        ("Bridge crew may not keep a tip from a passenger.", "Bridge crew", FAVOURS, ["F-5"]),
    ],
)  # fmt: skip
def test_what_must_not_be(tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...], broken: list[str]) -> None:
    given = told(tmp_path, text, lines, scope=scope, file="store-counts.csv" if lines is COUNTS else "favours.csv")
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "scope", "lines"),
    [
        ("A count is counted by somebody from the store it is about.", "A count", COUNTS),
        ("A count is never counted by somebody from the East store.", "A count", COUNTS),
        ("A count is never counted by the store it is about without a witness.", "A count", COUNTS),
        ("Keys are handed over before the outcome of the tender is discussed.", "Keys", COUNTS),
        ("Bridge crew may not keep a tip from a passenger unless the captain agrees.", "Bridge crew", FAVOURS),
        ("Bridge crew may not ask a passenger for a tip.", "Bridge crew", FAVOURS),
        ("Bridge crew may not keep a costly tip from a passenger.", "Bridge crew", FAVOURS),
        ("Bridge crew may not keep a dinner from a passenger.", "Bridge crew", FAVOURS),
        ("Bridge crew may keep a tip from a passenger.", "Bridge crew", FAVOURS),
        ("Deck crew may not keep a dinner from a passenger.", "Deck crew", FAVOURS),
    ],
)
def test_what_only_looks_like_it(tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...]) -> None:
    given = told(tmp_path, text, lines, scope=scope, file="store-counts.csv" if lines is COUNTS else "favours.csv")
    assert given.status != "contradicted"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Every lantern has a keeper who must be a current employee.", ["L-3"]),
        ("All keepers of lanterns are active members of staff.", ["L-3"]),
        ("No lantern may have a keeper who has left.", ["L-3"]),
        ("Every lantern has a keeper with a valid ticket.", []),
        ("Former employees must hand back the lantern of their keeper.", []),
    ],
)
def test_whoever_is_named_has_to_be_there_still(tmp_path: Path, text: str, broken: list[str]) -> None:
    write(tmp_path, roster=ROSTER)
    given = told(tmp_path, text, LANTERNS, scope="Every lantern", file="lanterns.csv")
    assert (given.status == "contradicted", items(given)) == (bool(broken), broken)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Drill: Rope Work; Rule: Certificate never older than 24 months", ["R-2"]),
        ("Drill: Rope Work; Rule: Certificate never older than 4 years", []),
        ("Drill: Mast Work; Rule: Certificate never older than 24 months", []),
    ],
)
def test_the_last_of_what_a_person_did_is_not_too_old(tmp_path: Path, text: str, broken: list[str]) -> None:
    given = told(tmp_path, text, LICENCES, form="row", scope=text.split(";", maxsplit=1)[0].split(": ")[1], file="drills.csv")
    assert (given.status == "contradicted", items(given)) == (bool(broken), broken)


def test_a_header_that_also_begins_what_a_time_runs_from_is_not_its_end(tmp_path: Path) -> None:
    lines = ("favour,sailor,joined on,received or started on", *(f"F-{n},S-{n},2026-01-0{n},2026-03-0{n}" for n in range(1, 7)))
    given = told(tmp_path, "Every sailor receives the rule book within 10 days of the start.", lines, scope="Every sailor")
    assert given.status != "contradicted"


def test_a_department_is_no_departure(tmp_path: Path) -> None:
    rows = [{"badge_id": f"B-{n}", "department": name} for n, name in enumerate(("Deck", "Galley", "", "Deck", "Bridge"), start=1)]
    given = verdict("All badges of leavers must be left at the gate.", write(tmp_path, badges=rows))
    assert given.status != "contradicted"
