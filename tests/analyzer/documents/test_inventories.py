"""What documents say is in use and no evidence shows: named where the evidence lists others of its kind, silent everywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.documents import compare_documents
from analyzer.documents.inventories import inventories_of, kinds
from analyzer.model import EvidenceFile
from claims import read
from tests.analyzer.builders import store

DAY = date(2026, 6, 30)
Row = Mapping[str, Any]
POSTGRES: Row = {"resource_id": "ledger", "engine": "aurora-postgresql", "env": "production"}
MYSQL_ON_RDS: Row = {"resource_id": "ledger", "engine": "rds", "env": "production"}
USED = "Customer data is stored in MySQL databases."


def named(tmp_path: Path, text: str, files: Sequence[EvidenceFile] = (), **rows: Sequence[Row]) -> list[str]:
    path = tmp_path / "description.md"
    path.write_text(f"# System description\n\n{text}\n", encoding="utf-8")
    catalog, document = load_catalog(), read(path)
    claims = list(catalog.extractor.claims(document))
    found = compare_documents([document], claims, catalog, DAY, DAY, inventories=inventories_of(store(rows), files, [document]))
    return [one.why for one in found.language if one.kind == "not in the evidence"]


def vendors(*names: str) -> list[Row]:
    return [{"vendor_id": f"V-{n}", "name": name} for n, name in enumerate(names)]


def test_a_database_that_no_list_holds(tmp_path: Path) -> None:
    (why,) = named(tmp_path, f"{USED} MySQL is used for reports too.", data_stores=[{**POSTGRES, "engine": "postgres"}])
    assert why.startswith("MySQL is said to be in use, and no evidence names it")
    assert "of relational databases, the list of data stores holds PostgreSQL." in why


@pytest.mark.parametrize(
    "text",
    [
        "Customers may store their data in MySQL.",
        "Data was migrated from MySQL to PostgreSQL.",
        "The connector reads from sources such as MySQL.",
        "We plan to use MySQL for reports.",
        "MySQL is not used.",
        "The application integrates with MySQL and uses its tables.",
        "Questions about MySQL go to the database team.",
    ],
)
def test_what_is_not_said_to_be_in_use(tmp_path: Path, text: str) -> None:
    assert named(tmp_path, text, data_stores=[{**POSTGRES, "engine": "postgres"}]) == []


def test_a_list_of_another_kind_shows_nothing(tmp_path: Path) -> None:
    assert named(tmp_path, USED, data_stores=[{**POSTGRES, "engine": "redis"}]) == []
    assert named(tmp_path, USED, vendors=vendors("Amazon Web Services")) == []
    assert named(tmp_path, USED) == []


def test_a_name_that_stands_for_several_keeps_silent(tmp_path: Path) -> None:
    assert named(tmp_path, USED, data_stores=[MYSQL_ON_RDS]) == []
    assert named(tmp_path, USED, data_stores=[POSTGRES]) == []


def test_what_any_other_evidence_names_exists(tmp_path: Path) -> None:
    stores = [{**POSTGRES, "engine": "postgres"}]
    assert named(tmp_path, USED, data_stores=stores, app_accounts=[{"system": "MySQL prod", "account_id": "ana"}]) == []
    export = EvidenceFile(path="mysql-users.csv", sha256="0", source=None, tables={}, rows=1)
    assert named(tmp_path, USED, [export], data_stores=stores) == []


def test_a_part_of_the_name_of_another_product_is_no_mention(tmp_path: Path) -> None:
    accounts = [{"provider": "AWS", "account_id": "210987654321"}]
    assert named(tmp_path, "Employees are managed in Azure Active Directory.", cloud_accounts=accounts) == []
    assert len(named(tmp_path, "The analysis platform is hosted on Azure.", cloud_accounts=accounts)) == 1


def test_a_scanner_in_a_table(tmp_path: Path) -> None:
    table = "| Purpose | Tool |\n|---|---|\n| Vulnerability scans | Nessus |\n"
    (why,) = named(tmp_path, table, scan_runs=[{"run_id": "1", "scanner": "Qualys VMDR"}])
    assert why.startswith("Tenable Nessus is said") and "holds Qualys." in why


def test_a_register_of_vendors_counts_where_it_holds_most_of_what_is_named(tmp_path: Path) -> None:
    text = "Incidents are tracked in Jira. Chat is provided by Slack. Code is kept in GitHub. Alerts are sent to PagerDuty."
    (why,) = named(tmp_path, text, vendors=vendors("Atlassian", "Slack Technologies", "GitHub, Inc."))
    assert why.startswith("PagerDuty is said")
    assert named(tmp_path, text, vendors=vendors("GitHub, Inc.")) == []


def test_every_kind_asks_for_columns_that_exist() -> None:
    tables = load_catalog().tables
    for kind in kinds():
        for column in kind.columns:
            table, name = column.split(".")
            assert name in tables[table].columns, kind.kind
