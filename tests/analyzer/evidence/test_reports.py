"""Tables of reports in Markdown and on web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import EvidenceError
from analyzer.evidence.files import record_sets
from analyzer.evidence.load import load_evidence
from analyzer.evidence.records import Problems
from tests.analyzer.evidence.loading import PERIOD, catalog_of, column, load, write

TABLE = "| email | name | start_date | status |\n|---|---|---|---|\n| ana@northwind.example | **Ana** | 2024-03-01 | `active` |\n"
REPORT = f"# Staffing report\n\nAll staff at the end of June.\n\n## Roster\n\n{TABLE}| **Total** | | | 1 |\n"


def test_every_table_of_a_report_is_named_by_its_heading(tmp_path: Path) -> None:
    path = write(tmp_path, "report.md", REPORT + "\n## Offices\n\n| City | Floor |\n|---|---|\n| Utrecht | 3 |\n")
    first, second = record_sets(path)
    assert (first.called("report.md"), second.called("report.md")) == (
        "report.md [table 1: Roster]",
        "report.md [table 2: Offices]",
    )
    assert list(first.rows(Problems())) == [(2, ["ana@northwind.example", "Ana", "2024-03-01", "active"])]
    assert list(second.rows(Problems())) == [(2, ["Utrecht", "3"])]


def test_a_report_is_evidence(tmp_path: Path) -> None:
    write(tmp_path, "report.md", REPORT + "\n## Offices\n\n| City | Floor |\n|---|---|\n| Utrecht | 3 |\n")
    loaded = load(tmp_path)
    assert column(loaded, "people", "name") == ["Ana"]
    assert [file.path for file in loaded.files] == ["report.md [table 1: Roster]"]
    assert [one.what for one in loaded.left_out] == ["report.md [table 2: Offices]"]


@pytest.mark.parametrize(
    "policy",
    [
        "# Access policy\n\n## Roster\n\n" + TABLE,
        "# Access\n\nAccess must be approved.\n\nAccounts shall be closed.\n\nKeys must be rotated.\n\n" + TABLE,
    ],
)
def test_the_tables_of_a_policy_are_no_evidence(tmp_path: Path, policy: str) -> None:
    write(tmp_path, "access.md", policy)
    loaded = load(tmp_path)
    assert loaded.files == ()
    (one,) = loaded.left_out
    assert (one.what, one.why) == ("access.md", "it lays down rules, so what its tables say is what shall be and not what is")


@pytest.mark.parametrize(
    "title", ["Policy exceptions report", "Results of the disaster recovery plan test", "Minutes of the standards board"]
)
def test_reports_on_rules_are_reports(tmp_path: Path, title: str) -> None:
    write(tmp_path, "a.md", REPORT.replace("Staffing report", title))
    assert len(load(tmp_path).files) == 1


def test_a_document_under_review_is_no_evidence_of_itself(tmp_path: Path) -> None:
    path = write(tmp_path, "overview.md", REPORT)
    loaded = load_evidence([tmp_path], catalog_of("people"), PERIOD, documents=[path])
    assert (loaded.files, loaded.left_out) == ((), ())


def test_documents_without_tables_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "notes.md", "# Notes\n\nNothing of note.\n")
    assert load(tmp_path).left_out == ()


PAGE = """<!DOCTYPE html><html><head><title>Export</title></head><body><h1>Staff</h1><h2>Roster</h2><table>
<thead><tr><th rowspan="2">email</th><th colspan="2">Employee</th><th rowspan="2">status</th></tr>
<tr><th>name</th><th>start date</th></tr></thead>
<tbody><tr><td>ana@northwind.example</td><td>Ana <b>Lopez</b></td><td>2024-03-01</td><td>active</td></tr></tbody></table>
<table><tr><td>no</td><td>header</td></tr></table></body></html>"""


def test_tables_of_a_web_page(tmp_path: Path) -> None:
    path = write(tmp_path, "report.html", PAGE)
    (records,) = record_sets(path)
    assert records.columns == ("email", "Employee name", "Employee start date", "status")
    assert next(iter(records.rows(Problems())))[1] == ["ana@northwind.example", "Ana Lopez", "2024-03-01", "active"]
    assert records.name == "table 1: Roster"


def test_a_sign_in_page_is_no_report(tmp_path: Path) -> None:
    path = write(tmp_path, "users.csv", "<!DOCTYPE html><html><body><h1>Sign in</h1><form></form></body></html>")
    with pytest.raises(EvidenceError, match="it is a web page and no export"):
        record_sets(path)
