"""What the evidence holds and a description does not name: one finding a kind, and silence where nothing can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.documents.undescribed import kinds, undescribed
from analyzer.model import Omission
from claims import read
from tests.analyzer.builders import store

DAY = date(2026, 6, 30)
Row = Mapping[str, Any]
VENDOR: Row = {"subservice": "true", "contract_start": "2023-01-01", "status": "active"}


def missing(
    tmp_path: Path, text: str, title: str = "Brightloom system description for SOC 2", **rows: Sequence[Row]
) -> list[Omission]:
    path = tmp_path / "text.md"
    path.write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
    return undescribed([read(path)], store(rows), DAY)


def vendors(*names: str, **fields: Any) -> list[Row]:
    return [{"vendor_id": f"V-{n}", "name": name, **VENDOR, **fields} for n, name in enumerate(names)]


def test_a_subservice_organisation_that_the_description_leaves_out(tmp_path: Path) -> None:
    text = "Brightloom runs on AWS. Parseline reads invoices."
    (found,) = missing(tmp_path, text, vendors=vendors("Amazon Web Services, Inc.", "Parseline OCR", "Quillmail"))
    assert found.criterion == "DC 7"
    assert found.why == (
        "of 3 subservice organisations in use in the register of vendors, the description names 2 and not Quillmail"
    )


@pytest.mark.parametrize(
    "fields", [{"subservice": "false"}, {"status": "terminated"}, {"contract_end": "2026-05-31"}, {"contract_start": "2026-08-01"}]
)
def test_vendors_that_are_not_in_use_or_no_subservice_organisation_need_no_mention(tmp_path: Path, fields: dict[str, str]) -> None:
    assert missing(tmp_path, "Brightloom sells software.", vendors=vendors("Quillmail", **fields)) == []


def test_a_provider_that_nothing_speaks_of(tmp_path: Path) -> None:
    rows = [
        {"provider": "AWS", "account_id": "210987654321", "name": "prod", "env": "production"},
        {"provider": "GCP", "account_id": "810987654322", "name": "analytics-prod", "env": "production"},
        {"provider": "Azure", "account_id": "910987654323", "name": "lab", "env": "development"},
    ]
    (found,) = missing(tmp_path, "The platform is hosted on Amazon Web Services.", cloud_accounts=rows)
    assert found.why.endswith("names 1 and not GCP")


def test_repositories_count_only_where_the_description_names_repositories(tmp_path: Path) -> None:
    rows = [{"repo": f"brightloom/{name}", "deploys_to_prod": "true"} for name in ("ledger-api", "ledger-web", "match-engine")]
    rows += [{"repo": "brightloom/old-api", "deploys_to_prod": "true", "archived": "true"}, {"repo": "brightloom/docs"}]
    (found,) = missing(tmp_path, "Code stands in ledger-api and ledger-web.", repos=rows)
    assert found.why.endswith("names 2 and not brightloom/match-engine")
    assert missing(tmp_path, "Code stands in private repositories of the ledger.", repos=rows) == []


def test_kinds_of_data_stores_go_by_many_names(tmp_path: Path) -> None:
    rows = [
        {"resource_id": engine, "engine": engine, "env": env}
        for engine, env in (("postgres", "production"), ("s3", "production"), ("mongodb", "production"), ("redis", "staging"))
    ]
    (found,) = missing(tmp_path, "Data are kept in Amazon Aurora and in S3 buckets.", data_stores=rows)
    assert found.why.endswith("names 2 and not mongodb")


def test_internal_hosts_need_no_mention(tmp_path: Path) -> None:
    rows = [
        {"endpoint": f"{name}.brightloom.example", "env": "production", "exposure": exposure}
        for name, exposure in (("app", "public"), ("api", "public"), ("db", "internal"))
    ]
    (found,) = missing(tmp_path, "Customers use app.brightloom.example.", tls_endpoints=rows)
    assert found.why.endswith("names 1 and not api.brightloom.example")


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    (found,) = missing(tmp_path, "Nothing is named.", vendors=vendors(*(f"Vendor{n:02}" for n in range(20))))
    assert found.why.endswith("Vendor11 and 8 more")


def test_without_a_description_or_without_evidence_nothing_is_missing(tmp_path: Path) -> None:
    rows = vendors("Quillmail")
    assert missing(tmp_path, "Access is reviewed for SOC 2.", title="Access policy", vendors=rows) == []
    path = tmp_path / "text.md"
    path.write_text("# System description for SOC 2\n\nNothing.\n", encoding="utf-8")
    assert undescribed([read(path)], None, DAY) == []


def test_every_kind_can_be_asked_of_an_empty_store(tmp_path: Path) -> None:
    empty = store({})
    for kind in kinds():
        columns, rows = empty.rows(kind.query, {"as_of": DAY})
        assert columns[0] == "item", kind.title
        assert rows == []
