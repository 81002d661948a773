"""What reports show of documents that disagree, and of words that damage a claim."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument

from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.model import Period, Run
from analyzer.pipeline import review
from analyzer.reports import html, json_report, terminal, word

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A review of a Word and a Markdown document that disagree, without evidence."""
    folder = tmp_path_factory.mktemp("documents")
    written = WordDocument()
    written.add_heading("Offboarding Policy", 1)
    written.add_paragraph("Access of leavers is removed within 24 hours.")
    written.add_paragraph("Passwords are encrypted with bcrypt.")
    written.save(str(folder / "offboarding.docx"))
    (folder / "security.md").write_text(
        "# Security Policy\n\nAccess of leavers is removed within one business day.\n", encoding="utf-8"
    )
    return review([folder], [], PERIOD, load_catalog(), Config(semantics=False))


def test_json(run: Run) -> None:
    told = json.loads(json_report.render(run, load_catalog()))
    assert [one["topic"] for one in told["conflicts"]] == ["deprovisioning"]
    conflict = told["conflicts"][0]
    assert (conflict["a"]["document"], conflict["b"]["document"]) == ("offboarding.docx", "security.md")
    assert conflict["b"]["quote"] == "Access of leavers is removed within one business day."
    assert "weekends" in conflict["why"]
    assert [(one["document"], one["kind"]) for one in told["language"]] == [("offboarding.docx", "category error")]
    assert told["language"][0]["quote"] == "Passwords are encrypted with bcrypt."


def test_terminal(run: Run) -> None:
    shown = terminal.render(run, load_catalog())
    assert "Documents that disagree (1)" in shown
    assert "security.md:3:1" in shown
    assert "Category error (1)" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_web_page(run: Run) -> None:
    page = html.render(run, load_catalog())
    assert "Documents that disagree" in page
    assert "Hashing is not encryption" in page


def test_word_comments(run: Run) -> None:
    document = next(one for one in run.documents if one.kind == "word")
    content = word.render(run, load_catalog(), document)
    comments = zipfile.ZipFile(BytesIO(content)).read("word/comments.xml").decode()
    assert "Disagrees with another sentence." in comments
    assert "security.md:3:1" in comments
    assert "Hashing is not encryption" in comments
    assert Path(document.path).read_bytes() != content
