"""Marks, parts, sides, agreements, products and bands: what must be told of records, and sentences that say something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.model import Form
from tests.analyzer.columns.test_columns import items, write
from tests.analyzer.columns.test_wordings import told

EXAMS = (
    "sitting,crew member,points_pct,state,kit,signed_by_sailor,signed_by_mate,kept_in,examiner_firm,sworn on,start_date",
    "E-1,ana,90,Passed,oars; sails,yes,yes,Logbook,Tidewise,2026-01-04,2026-01-05",
    "E-2,bo,82,Passed,oars; sails,yes,yes,Logbook,Tidewise,2026-01-05,2026-01-05",
    "E-3,cleo,71,Passed,oars; sails,yes,no,Logbook,Tidewise,2026-01-03,2026-01-06",
    "E-4,dov,60,Not passed,oars; sails; pump,yes,yes,Logbook,Tidewise,2026-01-02,2026-01-05",
    "E-5,eli,95,Passed,oars,yes,yes,Cardbox,Harbourcheck,2026-01-09,2026-01-05",
    "E-6,fay,88,Passed,sails; oars,yes,yes,Logbook,Tidewise,2026-01-05,2026-01-12",
)  # fmt: skip
CARGOES = (
    "cargo,weight,rate,fee,size,fate,agreed_by,worth_eur",
    "C-1,2,4,8,Small,dumped,,900", "C-2,3,3,9,Large,dumped,,950", "C-3,2,2,5,Small,kept,Harbour master,980",
    "C-4,4,4,16,Large,kept,,920", "C-5,1,3,3,Large,kept,,20", "C-6,1,2,2,Small,kept,,30",
)  # fmt: skip
GAUGES = [{"gauge_id": f"G-{n}", "grade": "Hot" if n < 4 else "Cold"} for n in range(1, 6)]
READINGS = [
    {"reading_no": f"R-{n}{month}", "gauge_id": f"G-{n}", "read_on": f"2026-0{month}-1{n}"}
    for n in range(1, 6) for month in range(1, 7) if (n, month) != (2, 4) and (n < 4 or month == 1)
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "form", "broken"),
    [
        ("The pass mark is 80 percent.", "The pass mark", "sentence", ["E-3"]),
        ("A sailor has passed with at least 80 points.", "A sailor", "sentence", ["E-3"]),
        ("Every sitting covers oars and sails.", "Every sitting", "sentence", ["E-5"]),
        ("Sittings are signed by both parties.", "Sittings", "sentence", ["E-3"]),
        ("The results are kept in Logbook.", "The results", "sentence", ["E-5"]),
        ("Tidewise runs every sitting.", "every sitting", "sentence", []),
        ("Crew of a sitting are sworn on or before their first day.", "Crew", "sentence", ["E-5"]),
        ("Crew of a sitting are sworn before they join.", "Crew", "sentence", ["E-5"]),
    ],
)
def test_what_exams_say(tmp_path: Path, text: str, scope: str, form: Form, broken: list[str]) -> None:
    given = told(tmp_path, text, EXAMS, form=form, scope=scope, file="sittings.csv")
    assert (given.status == "contradicted", items(given)) == (bool(broken), broken)


@pytest.mark.parametrize(
    "text",
    [
        "The pass mark is reviewed after 80 sittings.",
        "Sittings cover oars or sails.",
        "No sitting covers oars and sails.",
        "Sittings are signed by the mate or the sailor.",
        "The results are kept in Logbook or Cardbox.",
        "Crew of a sitting are sworn before they leave.",
        "Crew of a sitting are sworn before the start of the season's race.",
    ],
)
def test_what_exams_do_not_say(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text, EXAMS, scope="Sittings", file="sittings.csv").status != "contradicted"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Step: Fee; Scale: Weight multiplied by rate", ["C-3"]),
        ("Step: Fee; Scale: The product of weight and rate", ["C-3"]),
        ("Step: Fee; Scale: Weight multiplied by distance", []),
        ("Step: Size; Scale: Small 1-8, Large 9-20", ["C-5"]),
        ("Step: Size; Scale: Small 1-8", []),
        ("Cargo: Worth over EUR 800; Rule: Dumped, unless the owner agrees", ["C-4"]),
        ("Cargo: Worth over EUR 800; Rule: Dumped, unless the sea is calm", []),
        ("Cargo: Worth over EUR 5,000; Rule: Dumped, unless the owner agrees", []),
    ],
)
def test_what_rows_of_a_rule_book_say(tmp_path: Path, text: str, broken: list[str]) -> None:
    given = told(tmp_path, text, CARGOES, form="row", scope=text.split(";", maxsplit=1)[0].split(": ")[1], file="cargoes.csv")
    assert (given.status == "contradicted", items(given)) == (bool(broken), broken)


def test_what_recurs_in_a_relative_clause_recurs_for_each_thing(tmp_path: Path) -> None:
    write(tmp_path, readings=READINGS)
    gauges = ("gauge_id,grade", *(f"{one['gauge_id']},{one['grade']}" for one in GAUGES))
    given = told(tmp_path, "Each Hot gauge has a dial that is read monthly.", gauges, scope="Each Hot gauge", file="gauges.csv")
    assert (given.status, items(given)) == ("contradicted", ["G-2"])


TANKS = (
    "reading,tank,limit,value,read_on,told_to_chief_on",
    *(f"T-{n},tank {n % 3},{limit},{value},2026-02-{n:02},{told}" for n, (limit, value, told) in enumerate((
        (10, 4, ""), (10, 5, ""), (20, 21, "2026-02-04"), (20, 12, ""), (10, 11, ""), (20, 23, "2026-02-20"),
        (10, 12, "2026-02-08"), (10, 3, ""), (20, 19, ""), (20, 30, "2026-02-11"), (20, 31, "2026-02-12"),
    ), start=1)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "scope", "broken"),
    [
        ("A reading beyond its limit is told to the chief within 3 days.", "A reading beyond its limit", ["T-5", "T-6"]),
        ("Readings above their limit are told to the chief within 3 days.", "Readings above their limit", ["T-5", "T-6"]),
        ("Readings above their limit are told to the chief within 30 days.", "Readings above their limit", ["T-5"]),
        ("Readings below their limit are told to the chief within 3 days.", "Readings below their limit", []),
    ],
)
def test_figures_beyond_their_bound(tmp_path: Path, text: str, scope: str, broken: list[str]) -> None:
    given = told(tmp_path, text, TANKS, scope=scope, file="readings.csv")
    assert (given.status == "contradicted", items(given)) == (bool(broken), broken)
