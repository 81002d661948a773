"""Terminal: what a person reads first, at 80 columns, through a pipe, whatever the text holds."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import StringIO

from rich.console import Console

from analyzer.model import Observation
from analyzer.reports.summary import name_of
from analyzer.reports.terminal import render
from analyzer.reports.text import stated
from tests.analyzer.reports.report_samples import Sample, many_claims, without_verdicts


def _lines(sample: Sample) -> list[str]:
    return render(sample.run, sample.catalog).splitlines()


def test_the_summary_stands_on_top(sample: Sample) -> None:
    text = render(sample.run, sample.catalog)
    assert "16 claims in 2 documents, 2 evidence files, period 2026-01-01 to 2026-06-30" in text
    assert "5 contradicted  1 inconsistent  1 partly supported  3 not shown  3 not testable" in text


def test_findings_are_grouped_by_severity_gravest_first(sample: Sample) -> None:
    text = render(sample.run, sample.catalog)
    heads = [
        "Potentially material (2)",
        "Potentially significant (1)",
        "Minor on its own (1)",
        "Severity not assessed (2)",
    ]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert text.index("“a hardware token”") < text.index("“Access of leavers is revoked within 24 hours.”")


def test_a_finding_names_quote_place_facts_and_exceptions(sample: Sample) -> None:
    text = render(sample.run, sample.catalog)
    assert "“Laptops are encrypted with FileVault.”" in text
    assert "description.docx, paragraph 4" in text
    assert "Evidence: 3 of 412 devices are not encrypted." in text
    assert "- C02001: the disk is not encrypted" in text
    assert "131 in scope, 9 hold, 120 exceptions, 1 excused, 1 cannot be told" in text
    assert "Potential material misstatement, because the claim is a principal" in text
    assert "raised: principal commitment: the claim stands in DC 2" in text


def test_long_lists_of_exceptions_are_cut_and_counted(sample: Sample) -> None:
    text = render(sample.run, sample.catalog)
    assert "- user004@northwind.example" in text
    assert "user005@northwind.example" not in text
    assert "and 115 more in report.html" in text


def test_items_that_break_several_promises_are_listed_once(sample: Sample) -> None:
    disk = sample.verdict("FileVault")
    other = replace(
        disk, binding=replace(disk.binding, claim=replace(disk.claim, text="Again: laptops are encrypted."))
    )
    text = render(replace(sample.run, verdicts=(disk, other)), sample.catalog)
    assert text.count("- C02001") == 1
    assert "That is: Again: laptops are encrypted.\n" in text
    assert "- the same 3 as under 1" in text


def test_what_was_not_found_out_is_said(sample: Sample) -> None:
    text = render(sample.run, sample.catalog)
    assert "Not testable as worded (3)" in text
    assert "“periodically” states no interval." in text
    assert "Not shown (3)" in text
    assert "    1  No vendor register." in text
    assert "hr in directory: " in text
    assert "people in mdm: all 118" not in text
    assert "old.doc: legacy Word format" in text


def test_no_line_is_wider_than_80_columns_nor_ends_in_spaces(sample: Sample) -> None:
    for line in _lines(sample):
        assert len(line) <= 80
        assert line == line.rstrip()


def test_hostile_text_cannot_steer_the_terminal(sample: Sample) -> None:
    text = render(sample.run, sample.catalog)
    assert {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs")} == {"\n"}
    assert "[red]not markup[/red] :smile:" in text


def test_a_piped_console_gets_the_same_plain_text(sample: Sample) -> None:
    piped = Console(file=StringIO(), width=200)
    assert render(sample.run, sample.catalog, piped) == ""
    assert isinstance(piped.file, StringIO)
    assert piped.file.getvalue() == render(sample.run, sample.catalog)


def test_a_terminal_gets_colour_and_its_own_width(sample: Sample) -> None:
    shown = Console(file=StringIO(), width=60, force_terminal=True, color_system="standard")
    render(sample.run, sample.catalog, shown)
    assert isinstance(shown.file, StringIO)
    assert "\x1b[1;31m5 contradicted" in shown.file.getvalue()


def test_a_run_without_findings_says_so(sample: Sample) -> None:
    text = render(without_verdicts(sample), sample.catalog)
    assert "No claims were found." in text
    assert "No potential misstatement was found in what could be tested" in text
    assert "Next" not in text


def test_many_findings_stay_readable(sample: Sample) -> None:
    run = many_claims(sample, 200)
    vague = tuple(replace(verdict, status="not_testable") for verdict in run.verdicts)
    text = render(replace(run, verdicts=vague), sample.catalog)
    assert "Not testable as worded (200)" in text
    assert "and 180 more in report.html" in text


def test_a_device_under_a_mere_number_is_named_by_its_serial_number_and_owner() -> None:
    one = Observation(
        item="6", holds=False, observed="", reason="", row={"serial": "C02HQ6", "owner_email": "ana@northwind.example"}
    )
    assert name_of(one, 80) == "6 (C02HQ6, ana@northwind.example)"
    assert name_of(replace(one, item="ana@northwind.example"), 80) == "ana@northwind.example"


def test_one_day_is_said_in_the_singular() -> None:
    assert (stated("1 business_days"), stated("11 days"), stated({"critical": "1 days"})) == (
        "1 business day",
        "11 days",
        "critical: 1 day",
    )
