"""Decisions in the reports that people work in: a comment of the Word file, and the page; hostile words stay words."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from analyzer.model import Decision, RegisterNote, Rejected
from analyzer.reports import html, markdown, terminal, word
from tests.analyzer.reports.report_samples import HOSTILE, Sample, make_sample

SAID = "Corrected by Kim Osei on 2026-06-01: As the contract has it. Read before as «backup_retention: retention 35 days»."


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample review with a decision on its first claim, one of hostile words on its second, and a register."""
    sample = make_sample(tmp_path_factory.mktemp("decided"))
    first, second, third, *rest = sample.run.verdicts
    plain = Decision(
        kind="correct", reason="As the contract has it", by="Kim Osei", on="2026-06-01", was="backup_retention: retention 35 days"
    )
    run = replace(
        sample.run,
        verdicts=(replace(first, decision=plain), replace(second, decision=Decision(note=HOSTILE, owner=HOSTILE)), *rest),
        rejected=(Rejected(claim=third.claim, decision=Decision(kind="reject", reason=HOSTILE)),),
        register=(RegisterNote(entry=HOSTILE, kind="expired", why=HOSTILE), RegisterNote(entry="D-2", kind="new kind", why="why")),
    )
    return replace(sample, run=run)


def test_a_comment_of_the_word_file_says_what_was_decided(decided: Sample) -> None:
    made = word.render(decided.run, decided.catalog, decided.word)
    comments = zipfile.ZipFile(io.BytesIO(made)).read("word/comments.xml").decode()
    assert f'<w:t xml:space="preserve">{SAID}</w:t>' in comments


def test_the_page_shows_it_and_runs_none_of_it(decided: Sample) -> None:
    page = html.render(decided.run, decided.catalog)
    assert SAID in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_text_reports_show_the_register_and_no_control_characters(decided: Sample) -> None:
    for text in (terminal.render(decided.run, decided.catalog), markdown.render(decided.run, decided.catalog)):
        assert "Ended" in text
        assert "New kind" in text
        assert not {"\x1b", "\x00", "\u202e"} & set(text)


def test_the_terminal_keeps_to_its_width(decided: Sample) -> None:
    assert max(map(len, terminal.render(decided.run, decided.catalog).splitlines())) <= 80
