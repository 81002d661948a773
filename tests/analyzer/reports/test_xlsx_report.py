"""The workpaper: its sheets, real dates, frozen headers and filters, and nothing in it that computes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from openpyxl import load_workbook

from analyzer.model import Observation, Omission
from analyzer.reports import xlsx
from analyzer.reports.xlsx import excel_value
from tests.analyzer.reports.report_samples import Sample, without_verdicts

FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "=1+1", "_x003D_1")


@pytest.fixture(scope="module")
def hostile(sample: Sample) -> bytes:
    """The workpaper of a review whose first finding has items that look like formulas."""
    rows = tuple(Observation(item=one, holds=False, observed=one, reason=one, row={"who": one, one: one}) for one in FORMULAS)
    first = replace(sample.run.verdicts[0], exceptions=(*rows, *sample.run.verdicts[0].exceptions))
    return xlsx.render(replace(sample.run, verdicts=(first, *sample.run.verdicts[1:])), sample.catalog)


def rows_of(data: bytes, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows by the names of its columns."""
    head, *rows = load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_sheets_an_auditor_looks_for(hostile: bytes) -> None:
    book = load_workbook(io.BytesIO(hostile))
    assert book.sheetnames == [
        "Summary", "Claims register", "Findings", "Populations", "Exceptions", "Evidence", "Assurance tests",
        "Wording", "Decisions", "Not read",
    ]  # fmt: skip
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:") and sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert sheet["A1"].font.bold


def test_nothing_computes_and_nothing_leads_out(hostile: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(hostile)) as package:
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name.lower()]
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                tags = {etree.QName(one).localname for one in etree.fromstring(package.read(name)).iter()}
                assert not tags & {"f", "hyperlink", "hyperlinks", "oleObject"}
            assert b"hyperlink" not in package.read(name) or not name.endswith(".rels")
    items = {row["Item"] for row in rows_of(hostile, "Exceptions")}
    assert {"=1+1", "-2+3", "@SUM(A1)", FORMULAS[0]} <= items
    cells = [cell for row in load_workbook(io.BytesIO(hostile))["Exceptions"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert all(
        cell.quotePrefix for cell in cells if isinstance(cell.value, str) and (cell.row or 0) > 1 and cell.value[0] in "=+-@\t"
    )


def test_dates_are_dates(hostile: bytes) -> None:
    summary = {row["Item"]: row["Value"] for row in rows_of(hostile, "Summary")}
    assert summary["Period from"] == datetime(2026, 1, 1)
    assert summary["Reviewed at (UTC)"] == datetime(2026, 7, 2, 9, 30)
    bob = next(row for row in rows_of(hostile, "Exceptions") if row["Item"] == "bob@northwind.example")
    assert (bob["Left at"], bob["Revoked at"]) == (datetime(2026, 3, 1), datetime(2026, 3, 10, 9, 30))
    cells = load_workbook(io.BytesIO(hostile))["Summary"]
    assert cells["B3"].number_format == "yyyy-mm-dd"


def test_every_item_and_every_claim_stands_in_it(sample: Sample, hostile: bytes) -> None:
    assert len(rows_of(hostile, "Claims register")) == len(sample.run.verdicts)
    results = [row["Result"] for row in rows_of(hostile, "Exceptions")]
    assert (results.count("exception"), results.count("cannot tell"), results.count("excused")) == (133, 1, 1)
    numbers = {row["Claim"] for row in rows_of(hostile, "Claims register")}
    assert {row["Claim"] for name in ("Findings", "Populations", "Exceptions") for row in rows_of(hostile, name)} <= numbers
    evidence = {row["File"]: row for row in rows_of(hostile, "Evidence")}
    assert evidence["jamf/computers.csv"]["SHA 256"] == "a" * 64
    assert evidence["okta/factors.json"]["Exported at"] == datetime(2026, 7, 1)
    assert [row["Result"] for row in rows_of(hostile, "Assurance tests")] == ["passed", "failed", "not run"]


def test_what_is_missing_from_the_description_stands_with_the_wording(sample: Sample) -> None:
    place = sample.verdict("FileVault").claim.place
    missing = (Omission(what="Incidents", why="DC 4 asks"), Omission(what="Boundaries", why="DC 3 asks", place=place))
    first, second = rows_of(xlsx.render(replace(sample.run, omissions=missing), sample.catalog), "Wording")
    assert (first["Kind"], first["Why"], first["Place"]) == ("missing from the description", "Incidents: DC 4 asks", None)
    assert (second["Document"], second["Place"]) == (place.document, str(place))


def test_an_empty_review_is_a_workpaper(sample: Sample) -> None:
    assert rows_of(xlsx.render(without_verdicts(sample), sample.catalog), "Findings") == []


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 1, 2, 1)),
        (datetime(2026, 1, 2, 0, 0, tzinfo=UTC), date(2026, 1, 2)), (date(1899, 1, 1), "1899-01-01"), (float("nan"), "nan"),
        (float("inf"), "inf"), (10**20, "1" + "0" * 20), (Decimal("1.5"), Decimal("1.5")), (True, "yes"), (["a", 1], "a, 1"),
        ("\x00a\x1b[31mb", "ab"), ("x" * 40_000, "x" * 32_000 + "…"), (None, None),
    ],
)  # fmt: skip
def test_values_become_what_a_cell_can_hold(value: Any, held: Any) -> None:
    assert excel_value(value) == held
