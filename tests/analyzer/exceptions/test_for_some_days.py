"""Entries that name no thing: they lift a numbered rule for a few days, or allow just what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review

POLICY = (
    "# Rounds\n\n## 1 Keys\n\nKeys are counted daily.\n\n"
    "## 2 Evening Rounds\n\n| Round | Finished by |\n|---|---|\n| Yard | 21:00 |\n"
)
HEAD = "day,round,begun,finished\n"
ROWS = "".join(
    f"2026-02-{day:02},{name},20:05,{'21:40' if (day, name) in ((5, 'Yard'), (12, 'Yard')) else '20:45'}\n"
    for day in range(1, 21)
    for name in ("Yard", "Hall")
)
REGISTER = "deviation,recorded,rule,starts,ends,reason,permitted_by\n"


@pytest.mark.parametrize(
    ("entry", "broken"),
    [
        ("D-1,2026-02-03,\"2 Evening Rounds, finishing times\",2026-02-04,2026-02-06,Snow,Ana Lund", ["2026-02-12 / Yard"]),
        ("D-1,2026-02-03,1 Keys,2026-02-04,2026-02-06,Snow,Ana Lund", ["2026-02-05 / Yard", "2026-02-12 / Yard"]),
        (
            "D-1,2026-02-03,\"2 Evening Rounds, number of guards\",2026-02-04,2026-02-06,Snow,Ana Lund",
            ["2026-02-05 / Yard", "2026-02-12 / Yard"],
        ),
        ("D-1,2026-02-03,2 Evening Rounds,2026-02-04,2026-06-06,Snow,Ana Lund", ["2026-02-05 / Yard", "2026-02-12 / Yard"]),
    ],
    ids=["of the rule", "another rule", "another part of the rule", "for too long"],
)
def test_a_rule_that_is_lifted_for_some_days(tmp_path: Path, entry: str, broken: list[str]) -> None:
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    policy.write_text(POLICY, encoding="utf-8")
    evidence.mkdir()
    (evidence / "rounds.csv").write_text(HEAD + ROWS, encoding="utf-8")
    (evidence / "deviation-list.csv").write_text(f"{REGISTER}{entry}\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-02-01..2026-02-28"), load_catalog())
    assert [one.item for v in run.verdicts if v.status == "contradicted" for one in v.exceptions] == broken


HOLDERS = "assignment,holder,assignment_type,note\n" + "".join(
    f"B-{n},{name},{'permanent' if name in ('crane', 'winch') else 'daily'},\n"
    for n, name in enumerate(("ana", "bo", "cleo", "crane", "dov", "eli", "winch", "fay"), start=1)
)


@pytest.mark.parametrize(
    ("what", "broken"),
    [("winch permanent pass", ["B-4"]), ("winch pass without photo", ["B-4", "B-7"]), ("crane permanent pass", ["B-7"])],
)
def test_an_entry_that_says_all_of_what_was_found_allows_it(tmp_path: Path, what: str, broken: list[str]) -> None:
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    policy.write_text(
        "# Access\n\n## 1 Roles\n\nHarbour roles are assigned as daily in the console.\n\n"
        "## 2 Machines\n\nPermanent machines carry a permanent sign.\n",
        encoding="utf-8",
    )
    evidence.mkdir()
    (evidence / "assignments.csv").write_text(HOLDERS, encoding="utf-8")
    register = f"exception,object,reason,approved_by,approved,expires\nE-1,{what},Machine,Ana Lund,2026-01-02,2026-12-31\n"
    (evidence / "access-exceptions.csv").write_text(register, encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-02-01..2026-02-28"), load_catalog())
    assert [one.item for v in run.verdicts if v.status == "contradicted" for one in v.exceptions] == broken
