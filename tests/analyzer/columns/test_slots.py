"""Rules that hold work to its slot, told by the rows that state the slots."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review

SLOTS = "| Slot | When | What |\n|---|---|---|\n| Dock | Sunday 01:00-05:00 | Cranes |\n| Mole | Tuesday 09:00-15:00 | Lamps |\n"
WORK = (
    "work,slot,began,ended", "U-1,Dock,2026-03-01 01:10,2026-03-01 03:00", "U-2,Dock,2026-03-08 01:10,2026-03-08 03:00",
    "U-3,Dock,2026-03-15 01:10,2026-03-15 07:30", "U-4,Mole,2026-03-03 09:10,2026-03-03 11:00",
    "U-5,Mole,2026-03-10 09:10,2026-03-10 11:00", "U-6,Mole,2026-03-18 09:10,2026-03-18 11:00",
    "U-7,Dock,2026-03-22 01:00,2026-03-22 04:00", "U-8,Mole,2026-03-24 09:30,2026-03-24 10:00",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Upkeep is done inside its slot only.", {"U-3", "U-6"}),
        ("Upkeep must not run outside of its slot.", {"U-3", "U-6"}),
        ("Upkeep of the mole is done inside its slot on Tuesdays from 09:00 to 15:00 only.", set[str]()),
        ("Upkeep is announced in the yearly plan.", set[str]()),
    ],
)
def test_work_outside_of_the_slot_of_its_kind(tmp_path: Path, text: str, broken: set[str]) -> None:
    policy = tmp_path / "upkeep.md"
    policy.write_text(f"# Upkeep policy\n\n## Slots\n\n{SLOTS}\n{text}\n", encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "upkeep-log.csv").write_text("\n".join(WORK) + "\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-03-01..2026-03-31"), load_catalog())
    told = [one for one in run.verdicts if one.claim.quote.startswith("Upkeep") and "lay outside of what" in one.why]
    assert {item.item for one in told for item in one.exceptions} == broken
