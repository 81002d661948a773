"""Wordings where they stand, what stands beside them in the evidence, and the nearest where none is confirmed."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.columns import Columns, read_sets
from analyzer.config import Config
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import Verdict
from analyzer.rewrite import Desk, with_rewrites
from analyzer.rewrite.desk import document_of
from analyzer.rewrite.wordings.steps import looser
from analyzer.testing import sentence
from claims import Block, Document, Place, Row
from claims.nlp.quantities import quantities
from tests.analyzer.builders import PERIOD
from tests.analyzer.rewrite.test_rewrites import Rows, laptops, listed, rewritten

CATALOG = load_catalog()
MEASURE = "as of 30 June 2026"


def beside(text: str, given: Rows, folder: Path, **files: list[dict[str, Any]]) -> tuple[Verdict, Desk]:
    """The verdict on a sentence with its repairs, where columns that no check reads are asked as well."""
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    store = Store(CATALOG.tables, PERIOD)
    for table, rows in given.items():
        store.add_rows(table, rows, f"{table}.csv")
    store.finish()
    evidence, otherwise = Evidence(store=store, period=PERIOD), Columns.of(read_sets([folder]), CATALOG).judge
    desk = Desk(catalog=CATALOG, reader=CATALOG.extractor, evidence=evidence, config=Config(), otherwise=otherwise)
    (claim, *_) = CATALOG.extractor.claims(sentence(text))
    (verdict,) = with_rewrites(judge([bind(claim, CATALOG, PERIOD)], CATALOG, evidence, otherwise=otherwise), desk)
    return verdict, desk


def alarms(slow: int, of: int) -> list[dict[str, Any]]:
    return [{"alarm_id": f"A-{n}", "severity": "Low", "response_minutes": "70" if n < slow else "20"} for n in range(of)]


def test_what_columns_alone_break_is_told_for_as_many_as_keep_it_and_is_no_wording(tmp_path: Path) -> None:
    text = "The on-call engineer gives a response to each alarm within 30 minutes"
    verdict, desk = beside(f"{text}.", {}, tmp_path, alarms=alarms(1, 8))
    assert verdict.status == "contradicted"
    assert verdict.rewrite is not None
    assert (verdict.rewrite.wording, verdict.rewrite.lack) == (None, "columns alone")
    nearest = verdict.rewrite.nearest
    assert nearest is not None
    assert nearest in verdict.rewrite.why
    tried = desk.try_wording(verdict.claim, nearest.rstrip("."))
    assert tried is not None
    assert tried.status == "partly_supported"
    more = desk.try_wording(verdict.claim, f"{text} (8 of 9, {MEASURE})")
    assert more is not None
    assert more.status == "contradicted"


def test_what_is_counted_in_two_ways_is_told_as_both_bear_it_out(tmp_path: Path) -> None:
    given = {"devices": laptops(*[True] * 18, False, False)}
    register = [{"laptop": f"L-m{n}", "kind": "Portable", "encrypted": "No" if n > 17 else "Yes"} for n in range(2, 20)]
    verdict, desk = beside("All laptops must be encrypted.", given, tmp_path, laptops=register)
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == f"16 of the 18 laptops must be encrypted ({MEASURE})."
    assert not desk.holds(verdict.claim, f"18 of the 20 laptops must be encrypted ({MEASURE})")


def test_a_part_that_no_check_reads_leaves_the_nearest_wording_told() -> None:
    given = {
        "tls_endpoints": [
            {"endpoint": f"s{n}.acme.example", "exposure": "internal", "protocols": ["1.0"] if n == 9 else ["1.2"]}
            for n in range(10)
        ]
    }
    verdict, _ = rewritten("Traffic between services is encrypted with TLS 1.2 or higher.", given)
    assert verdict.status == "contradicted"
    assert verdict.rewrite is not None
    assert (verdict.rewrite.wording, verdict.rewrite.lack) == (None, "part unshown")
    assert verdict.rewrite.nearest == f"Traffic between services is encrypted with TLS 1.2 or higher (9 of 10, {MEASURE})."


def test_a_promise_that_nothing_keeps_has_no_nearest_wording() -> None:
    verdict, _ = rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[False] * 4)})
    assert verdict.rewrite is not None
    assert verdict.rewrite.nearest is None


def test_an_item_that_reads_as_a_sentence_stands_under_its_introduction_all_the_same() -> None:
    document = listed("Each quarterly meeting includes:", "Risk register review")
    claim = replace(next(iter(CATALOG.extractor.claims(sentence("Risks are reviewed.")))), form="item", text="Risk register review")
    claim = replace(claim, quote=claim.text, place=replace(claim.place, document=document.name))
    evidence = Evidence(store=None, period=PERIOD)
    desk = Desk(
        catalog=CATALOG, reader=CATALOG.extractor, evidence=evidence, config=Config(), otherwise=lambda one, _: one,
        documents=(document,),
    )  # fmt: skip
    (block,) = document_of(claim, f"{claim.text} (3 of 4, {MEASURE})", desk.introduction(claim)).blocks
    assert (block.kind, block.lead_in) == ("list_item", "Each quarterly meeting includes:")
    assert desk.introduction(replace(claim, form="sentence")) == ""


def test_a_measure_makes_no_prose_of_a_cell() -> None:
    header = ("Level", "Who approves", "When")
    cells = ("Restricted", "Data owner", "Access to customer data must be approved before it is granted")
    for end in ("", f" (3 of 6, {MEASURE})"):
        whole = (*cells[:2], cells[2] + end)
        place = Place(document="p.md", start=0, end=9)
        blocks = tuple(
            Block(text=cell, kind="cell", place=place, row=Row(table=1, index=1, column=at, cells=whole, header=header))
            for at, cell in enumerate(whole)
        )
        document = Document(path="p.md", name="p.md", kind="markdown", sha256="", blocks=blocks)
        (claim, *_) = CATALOG.extractor.claims(document)
        assert claim.form == "row"


@pytest.mark.parametrize(
    ("text", "value", "last"),
    [
        ("Alerts are triaged within 30 minutes.", "12 hours", "1095 days"),
        ("At least three rules are configured.", "1", "1"),
    ],
)
def test_scales_go_on_to_longer_units_and_end_before_they_promise_nothing(text: str, value: str, last: str) -> None:
    (quantity,) = quantities(text)
    (scale, *_) = looser(quantity, text)
    assert value in scale
    assert scale[-1] == last


def test_a_deadline_that_a_check_has_tested_is_not_held_against_days_that_the_sentence_does_not_name(tmp_path: Path) -> None:
    findings = [
        {"finding_id": f"V-{n}", "asset": f"web-{n}", "severity": "critical", "status": "resolved",
         "first_seen_at": "2026-01-10", "resolved_at": f"2026-01-{12 + n}"} for n in range(4)
    ]  # fmt: skip
    done = ["2026-01-04", "2026-01-04", "2026-03-04", "2026-03-04"]
    tickets = [
        {"vulnerability_id": f"T-{n}", "severity": "Critical", "opened_on": "2026-01-02", "remediated_on": day}
        for n, day in enumerate(done)
    ]
    verdict, _ = beside(
        "Critical vulnerabilities are remediated within 7 days.", {"vuln_findings": findings}, tmp_path, vulnerabilities=tickets
    )
    assert verdict.status == "supported"


def test_a_cell_that_nothing_shows_is_left_empty_beside_the_value_that_is_kept() -> None:
    header, cells = ("Severity", "Triage SLA", "Coverage"), ("SEV-2", "30 minutes", "24/7/365")
    place = Place(document="p.md", start=0, end=9)
    blocks = tuple(
        Block(
            text=cell, kind="cell", place=place, heading_path=("Incident response",),
            row=Row(table=1, index=1, column=at, cells=cells, header=header),
        )
        for at, cell in enumerate(cells)
    )  # fmt: skip
    (claim, *_) = CATALOG.extractor.claims(Document(path="p.md", name="p.md", kind="markdown", sha256="", blocks=blocks))
    store = Store(CATALOG.tables, PERIOD)
    rows = [
        {"incident_id": f"I-{n}", "severity": "SEV-2", "detected_at": "2026-03-02T08:00:00", "triaged_at": f"2026-03-02T{at}:00"}
        for n, at in enumerate(["08:20", "08:50", "11:40"])
    ]
    store.add_rows("incidents", rows, "incidents.csv")
    store.finish()
    evidence = Evidence(store=store, period=PERIOD)
    desk = Desk(catalog=CATALOG, reader=CATALOG.extractor, evidence=evidence, config=Config(), otherwise=lambda one, _: one)
    (verdict,) = with_rewrites(judge([bind(claim, CATALOG, PERIOD)], CATALOG, evidence), desk)
    assert verdict.status == "contradicted"
    assert verdict.rewrite is not None
    assert (verdict.rewrite.way, verdict.rewrite.wording) == ("unshown", "SEV-2 | 240 minutes | —")
    assert not desk.holds(claim, "Severity: SEV-2; Triage SLA: 120 minutes; Coverage: —")
