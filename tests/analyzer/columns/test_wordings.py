"""Plain sentences against records: what a house rule says in everyday words, and the look-alikes that say something else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analyzer.columns import Columns, read_sets
from analyzer.evidence.store import Store
from analyzer.judge import Evidence
from analyzer.model import Binding, Verdict
from claims import Claim, Place
from claims.model import Form
from tests.analyzer.builders import PERIOD
from tests.analyzer.columns.test_columns import CATALOG, items

PARCELS = (
    "parcel,lane,packed by,checked by,carrier,weighed,sealed,left on,label",
    "P-1,Express,ana,ben,Nordpost,2026-03-02 09:00,2026-03-02 09:20,Mon 2026-03-02,L-1",
    "P-2,Express,ben,ana,Nordpost,2026-03-03 09:00,2026-03-03 10:30,Tue 2026-03-03,L-2",
    "P-3,Bulk,ana,ana,Nordpost,2026-03-04 09:00,2026-03-04 08:00,Wed 2026-03-04,",
    "P-4,Bulk,cem,ben,Quickship,2026-03-06 09:00,2026-03-06 09:10,Fri 2026-03-06,L-4",
    "P-5,Bulk,ben,cem,Nordpost,2026-03-09 09:00,2026-03-09 09:10,Mon 2026-03-09,L-5",
    "P-6,Bulk,cem,ana,Nordpost,2026-03-10 09:00,2026-03-10 09:10,Tue 2026-03-10,L-6",
)


def told(
    tmp_path: Path, text: str, lines: tuple[str, ...] = PARCELS, form: Form = "sentence", scope: str | None = None,
    file: str = "parcels.csv",
) -> Verdict:  # fmt: skip
    """What the columns of a file say of a sentence that no check can judge."""
    with (tmp_path / file).open("w", newline="") as out:
        csv.writer(out).writerows(line.split(",") for line in lines)
    claim = Claim(
        id="c", quote=text, text=text, sentence=text, place=Place(document="rules.md", start=0, end=len(text)), topic="other",
        params={}, quantifier="all", scope=scope, negated=False, modality="in_force", party="own", testable=True, form=form,
    )  # fmt: skip
    store = Store(CATALOG.tables, PERIOD)
    store.finish()
    verdict = Verdict(binding=Binding(claim=claim, check=None), status="not_shown", why="")
    return Columns.of(read_sets([tmp_path], last=PERIOD.as_of), CATALOG).judge(verdict, Evidence(store=store, period=PERIOD))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Every parcel carries a label.", ["P-3"]),
        ("Nobody checks a parcel of their own packing.", ["P-3"]),
        ("Parcels go out through Nordpost.", ["P-4"]),
        ("The carrier is Nordpost.", ["P-4"]),
        ("No Bulk parcel leaves on a Friday.", ["P-4"]),
        ("The carrier Quickship is not used.", ["P-4"]),
        ("Express parcels are sealed within 30 minutes of weighing.", ["P-2"]),
        ("Parcels are sealed only after they are weighed.", ["P-3"]),
        ("Parcels are weighed no later than they are sealed.", ["P-3"]),
    ],
)
def test_what_a_plain_sentence_promises_of_each_record(tmp_path: Path, text: str, broken: list[str]) -> None:
    given = told(tmp_path, text)
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    "text",
    [
        "Complaints about Nordpost parcels go to the depot manager.",
        "The carrier must be Nordpost or better.",
        "Couriers must not carry Bulk parcels upstairs.",
        "Stickers are printed by hand on a Friday.",
        "Staff may check parcels of their own department.",
        "Parcel weights are kept for 30 minutes.",
        "The lanes watched include but are not limited to Express, and parcels of the Bulk kind.",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text).status == "not_shown"


def test_each_cell_of_a_row_is_held_against_the_rows_that_its_label_names(tmp_path: Path) -> None:
    row = "Lane: Express; Carrier: Quickship; Sealed: within 30 minutes of weighing"
    given = told(tmp_path, row, form="row", scope="Express")
    assert (given.status, items(given), given.population) == ("contradicted", ["P-2"], 2)


def test_a_row_whose_label_no_record_knows_is_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, "Lane: Night; Sealed: within 30 minutes of weighing", form="row", scope="Night").status == "not_shown"


def test_a_population_that_no_record_knows_is_not_the_whole_file(tmp_path: Path) -> None:
    text = "Express gifts of visitors are sealed within 30 minutes of weighing."
    assert told(tmp_path, text, scope="gifts of visitors").status == "not_shown"
    assert told(tmp_path, text, scope="Express parcels").status == "contradicted"
