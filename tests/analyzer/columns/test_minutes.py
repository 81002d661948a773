"""Quorums against minutes of meetings: who was there by title and number, and what the minutes say themselves."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.columns.minutes import people_of, wanted_of
from analyzer.config import parse_period
from analyzer.pipeline import review

MINUTES = """# Harbour Board Minutes

## February 3, 2026
**Attendees:** Ana Lund (Head of Ops), Bo Ek (Pilot Lead), Cleo Yi (Mate)
**Quorum:** Met

- Berth 4 is closed.

## March 3, 2026
**Attendees:** Ana Lund (Head of Ops), Dov Roos (Pilot), Cleo Yi (Mate)
**Quorum:** Met

## April 7, 2026
**Attendees:** Ana Lund (Head of Ops), Bo Ek (Pilot Lead)
**Quorum:** Met

## May 5, 2026
**Attendees:** Ana Lund (Head of Ops), Bo Ek (Pilot Lead), Cleo Yi (Mate)
**Quorum:** NOT MET (the mate left early)

## June 2, 2026
**Attendees:** Ana Lund (Head of Ops), Bo Ek (Pilot Lead), Eli Orr (Mate), Fay Bay (Cook)
"""
TABLE = """# Board

## Meeting of {day} 2026

### Attendees

| Name | Title | Present |
|---|---|---|
| Ana Lund | Head of Operations | Yes |
| Bo Ek | Pilot Lead | {bo} |
| Cleo Yi | Mate | Yes |
"""


def broken(tmp_path: Path, sentence: str, minutes: str) -> list[str]:
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    policy.write_text(f"# Board policy\n\n## Change board\n\n- {sentence}\n", encoding="utf-8")
    evidence.mkdir()
    (evidence / "board-minutes.md").write_text(minutes, encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    return list(dict.fromkeys(one.item for v in run.verdicts if v.status == "contradicted" for one in v.exceptions))


def test_who_was_missing_how_many_were_there_and_what_the_minutes_say(tmp_path: Path) -> None:
    sentence = "Quorum: Head of Operations + Pilot Lead + at least one other board member."
    assert broken(tmp_path, sentence, MINUTES) == ["March 3, 2026", "April 7, 2026", "May 5, 2026"]


def test_attendance_in_tables(tmp_path: Path) -> None:
    minutes = "\n".join(TABLE.format(day=f"{day} March", bo="Yes" if day != 9 else "No (on leave)") for day in (2, 9, 16, 23))
    sentence = "Quorum: Head of Operations + Pilot Lead + at least one other board member."
    assert broken(tmp_path, sentence, minutes) == ["Meeting of 9 March 2026"]


def test_a_quorum_of_a_number_of_members(tmp_path: Path) -> None:
    assert broken(tmp_path, "The quorum of the change board is three members.", MINUTES) == ["April 7, 2026", "May 5, 2026"]


def test_minutes_that_name_nobody_tell_nothing(tmp_path: Path) -> None:
    sentence = "Quorum: Head of Operations + Pilot Lead + at least one other board member."
    assert broken(tmp_path, sentence, "# Board\n\n## March 3, 2026\n\nBerth 4 is closed.\n") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Quorum: Head of IT, DPO and at least two other members", (("Head of IT", "DPO"), 4)),
        ("A quorum of three (3) of five (5) voting members is needed", ((), 3)),
        ("Quorum: the CISO, one Harbour Safety member and the Pilot Lead", (("CISO", "Harbour Safety", "Pilot Lead"), 3)),
        ("The quorum was discussed", None),
        ("Members vote by hand", None),
    ],
)
def test_what_a_quorum_takes(text: str, wanted: tuple[tuple[str, ...], int] | None) -> None:
    assert wanted_of(text) == wanted


def test_people_with_their_titles() -> None:
    assert people_of("Ana Lund (Head, Ops), Bo Ek; Cleo") == ["Ana Lund (Head, Ops)", "Bo Ek", "Cleo"]


AGENDA = """# Harbour Board

## February 3, 2026

- Meeting ID: HB-1
- Attendees: Ana Lund (Head of Ops), Bo Ek (Pilot Lead)

Berth fees and pilot hours were reviewed. Lamp failure rates were not discussed.

## April 7, 2026

- Meeting ID: HB-2
- Attendees: Ana Lund (Head of Ops), Bo Ek (Pilot Lead)

Berth fees, pilot hours and lamp failure rates were reviewed.
"""


@pytest.mark.parametrize(
    ("item", "meetings"),
    [("Lamp failure rate", ["HB-1"]), ("Berth fee income", []), ("Failure of engines", []), ("Lamps", [])],
)
def test_what_minutes_say_was_not_discussed(tmp_path: Path, item: str, meetings: list[str]) -> None:
    sentence = f"The board reviews the following security metrics each quarter:\n\n  - {item}\n  - Number of guests"
    assert broken(tmp_path, sentence, AGENDA) == meetings


def test_where_it_was_told_is_told_of_minutes(tmp_path: Path) -> None:
    sentence = "Quorum: Head of Operations + Pilot Lead + at least one other board member."
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    policy.write_text(f"# Board policy\n\n## Change board\n\n- {sentence}\n", encoding="utf-8")
    evidence.mkdir()
    (evidence / "board-minutes.md").write_text(MINUTES, encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    told = next(v.why for v in run.verdicts if v.status == "contradicted")
    assert "Told from board-minutes.md, the minutes of 5 meetings." in told


def test_minutes_stand_among_the_evidence_with_their_hash(tmp_path: Path) -> None:
    sentence = "Quorum: Head of Operations + Pilot Lead + at least one other board member."
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    policy.write_text(f"# Board policy\n\n## Change board\n\n- {sentence}\n", encoding="utf-8")
    evidence.mkdir()
    (evidence / "board-minutes.md").write_text(MINUTES, encoding="utf-8")
    (file,) = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog()).evidence
    assert (file.path, file.rows, file.tables) == ("board-minutes.md", 5, {})
    assert file.sha256 == hashlib.sha256(MINUTES.encode()).hexdigest()
