"""Formats are found by walking the folder, and written in one step."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer import reports
from analyzer.cli.review import check_formats
from analyzer.model import Severity, SeverityRule
from analyzer.reports import ReportError, formats, write, write_atomically
from analyzer.reports.summary import (
    STATUS_WORDS,
    by_severity,
    counts,
    facts,
    figures,
    left_out,
    ordered,
    rule_text,
    statement,
)
from analyzer.reports.text import clean, counted, one_line, shorten, show
from claims import LeftOut
from tests.analyzer.reports.report_samples import HOSTILE, Sample
from tests.command_line import goldenthread


def test_the_formats_are_those_of_the_folder() -> None:
    assert set(formats()) >= {
        "json", "html", "word", "terminal", "markdown", "sarif", "junit", "oscal", "xlsx", "diff", "pdf",
    }  # fmt: skip
    assert formats()["html"].filename == "report.html"
    assert formats()["html"].title.startswith("Web page")


def test_a_module_more_in_the_folder_is_a_format_that_can_be_asked_for(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "added_by_a_test.py"
    module.write_text(
        '"""Slip: the counts alone."""\nNAME, FILENAME = "slip", "slip.txt"\n\ndef render(run, catalog):\n    return "x"\n'
    )
    monkeypatch.setattr(reports, "__path__", [*reports.__path__, str(tmp_path)])
    formats.cache_clear()
    try:
        assert formats()["slip"].title == "Slip: the counts alone."
        assert [path.name for path in write(sample.run, sample.catalog, "slip", tmp_path / "out")] == ["slip.txt"]
        listed = goldenthread("report", "--formats").out
        assert "slip      Slip: the counts alone (slip.txt)" in listed
        check_formats(["slip"], tmp_path)
    finally:
        monkeypatch.undo()
        formats.cache_clear()
        sys.modules.pop("analyzer.reports.added_by_a_test", None)


def test_each_format_writes_its_files(sample: Sample, tmp_path: Path) -> None:
    for name, expected in (
        ("json", ["report.json"]), ("html", ["report.html"]), ("terminal", []), ("markdown", ["report.md"]),
        ("sarif", ["report.sarif"]), ("junit", ["junit.xml"]), ("oscal", ["assessment-results.json"]), ("xlsx", ["report.xlsx"]),
        ("word", ["description.reviewed.docx"]), ("diff", []), ("pdf", []),
    ):  # fmt: skip
        assert [path.name for path in write(sample.run, sample.catalog, name, tmp_path / name)] == expected


def test_an_unknown_format_is_named_with_those_there_are(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"no report format called odt\. There are: .*diff, .*html, .*json, "):
        write(sample.run, sample.catalog, "odt", tmp_path)


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.txt"
    write_atomically(path, "first")
    write_atomically(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_to_is_an_error_for_people(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReportError, match=r"report\.json: the report cannot be written: .* --out"):
        write_atomically(tmp_path / "file" / "report.json", "{}")


def test_findings_are_ordered_by_status_severity_and_place(sample: Sample) -> None:
    found = ordered(sample.run)
    assert [one.status for one in found][:6] == ["contradicted"] * 5 + ["inconsistent"]
    levels: list[Severity | None] = [one.severity.level if one.severity else None for one in found[:5]]
    assert levels == ["material", "material", "significant", "minor", None]
    assert [one.claim.place.document for one in found[:2]] == ["description.docx", "policy.md"]
    assert list(by_severity(found[:5])) == ["material", "significant", "minor", None]


def test_counts_name_every_verdict(sample: Sample) -> None:
    assert list(counts(sample.run)) == list(STATUS_WORDS)
    assert sum(counts(sample.run).values()) == len(sample.run.verdicts)


def test_figures_divide_the_population(sample: Sample) -> None:
    assert str(figures(sample.verdict("a hardware token"))) == ("131 in scope, 9 hold, 120 exceptions, 1 excused, 1 cannot be told")
    assert str(figures(sample.verdict("Vendors are assessed"))) == ""


def test_the_severity_sentence_is_a_sentence(sample: Sample) -> None:
    assert statement(sample.verdict("FileVault")) == ("Potential significant misstatement, because a lost laptop exposes data.")
    assert statement(sample.verdict("Vendors are assessed")) == ""


def test_facts_leave_out_the_items_that_are_listed_beside_them(sample: Sample) -> None:
    disk = sample.verdict("FileVault")
    named = replace(disk, why="3 of 412 break it: C02000 (not encrypted); C02001 (not encrypted); and 1 more.")
    assert facts(named) == "3 of 412 break it."
    assert facts(disk) == "3 of 412 devices are not encrypted."
    assert facts(replace(named, exceptions=())) == named.why


def test_a_rule_says_why_where_the_sentence_does_not(sample: Sample) -> None:
    verdict = sample.verdict("a hardware token")
    rule = SeverityRule(rule="all or never", direction="raise", why="the claim is a principal commitment")
    assert rule_text(rule, verdict) == "all or never"
    assert rule_text(replace(rule, why="120 of 131 fail"), verdict) == "all or never: 120 of 131 fail"


def test_what_a_reader_left_out_is_listed_with_the_rest(sample: Sample) -> None:
    noted = replace(sample.policy, left_out=(LeftOut(what="chart", why="charts are not read"), *sample.run.left_out))
    listed = left_out(replace(sample.run, documents=(noted,)))
    assert [one.what for one in listed] == ["old.doc", "policy.md: chart"]


def test_text_is_made_harmless_and_stays_readable() -> None:
    assert one_line(HOSTILE).endswith("[red]not markup[/red] :smile: red gnirts &amp; {{ 7*7 }}")
    assert clean("a\x1b[2Jb\x1b]8;;http://evil.example\x1b\\c\x1b(0d\x9be\tf") == "abcde\tf"
    assert clean("\ud800") == "\ufffd"
    assert clean("שלום\u200f") == "שלום\u200f"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""), (True, "yes"), (12.0, "12"), (0.5, "0.5"), (["totp_app", "sms"], "totp_app, sms"),
        ({"critical": "7 days"}, "critical: 7 days"),
    ],
)  # fmt: skip
def test_values_are_shown_as_people_read_them(value: object, expected: str) -> None:
    assert show(value) == expected


def test_long_text_is_cut_between_words() -> None:
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("short", 12) == "short"
    assert (counted(1, "claim"), counted(1204, "claim")) == ("1 claim", "1,204 claims")
