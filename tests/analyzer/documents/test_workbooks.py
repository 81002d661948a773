"""A control matrix and a questionnaire as workbooks, held against what the other documents say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.model import Period, Run
from analyzer.pipeline import find_documents, review
from tests.claims.readers.workbook_files import MATRIX, workbook

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
NARRATIVE = """# Brightloom narrative

Access of leavers is removed within three business days (AC-01), access is reviewed (AC-02) and flaws are fixed (VM-01).

VM-02: Passwords have at least 14 characters.
"""
ANSWERS = (
    ("No.", "Question", "Answer"),
    (1, "What is the minimum password length?", "8 characters"),
    (2, "Are laptops encrypted?", "N/A"),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A review of a folder with a narrative, a matrix, a questionnaire and an export."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    (folder / "users.csv").write_text("email,status\na@brightloom.example,ACTIVE\n", encoding="utf-8")
    workbook(folder / "matrix.xlsx", Controls=MATRIX)
    workbook(folder / "answers.xlsx", Questions=ANSWERS)
    return review([folder], [], PERIOD, load_catalog(), Config(semantics=False))


def test_of_the_tables_in_a_folder_only_those_that_state_something_are_documents(run: Run) -> None:
    assert [one.name for one in run.documents] == ["answers.xlsx", "matrix.xlsx", "narrative.md"]


def test_a_table_that_is_named_is_a_document_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("email,status\na@brightloom.example,ACTIVE\n", encoding="utf-8")
    assert find_documents([path]) == [(path, "users.csv")]


def test_what_the_matrix_and_the_answers_promise_otherwise(run: Run) -> None:
    found = {(one.topic, str(one.a.place), str(one.b.place)) for one in run.conflicts}
    assert found == {
        ("deprovisioning", "matrix.xlsx, sheet Controls, cell B5", "narrative.md:3:1"),
        ("password_policy", "answers.xlsx, sheet Questions, cell B2", "narrative.md:5:1"),
    }


def test_a_control_that_the_matrix_does_not_list(run: Run) -> None:
    assert [(one.kind, one.place.document) for one in run.language if "control" in one.kind] == [
        ("control without matrix", "narrative.md")
    ]


def test_a_control_has_the_frequency_of_its_row_and_speaks_of_no_item(run: Run) -> None:
    (claim,) = (one.claim for one in run.verdicts if one.claim.topic == "access_review" and "xlsx" in one.claim.place.document)
    assert claim.params["frequency"] == "quarterly"
    assert claim.scope is None or "review" not in claim.scope
