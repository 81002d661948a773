"""The Markdown summary: what it says, that foreign text stays text, and that it fits into a comment."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from analyzer.model import Omission
from analyzer.reports import markdown
from tests.analyzer.reports.report_samples import HOSTILE, Sample, many_claims, without_verdicts

OWN = re.compile(r"<details><summary>[\w ,]+</summary>|</details>|<!-- -->")


def html_of(text: str) -> list[str]:
    """What a reader of Markdown takes for HTML in a text."""
    found = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text):
        found += [token.content.strip()] if token.type == "html_block" else []
        found += [child.content for child in token.children or () if child.type == "html_inline"]
    return found


def test_it_says_what_matters_first(sample: Sample) -> None:
    text = markdown.render(sample.run, sample.catalog)
    assert text.startswith("## Goldenthread: 5 potential misstatements\n")
    assert (
        "| Contradicted | 5 | 2 potentially material, 1 potentially significant, 1 minor on its own, 1 severity not assessed |"
        in text
    )
    assert "- `user001@northwind.example`: no hardware token is enrolled" in text
    assert "- and 115 more" in text
    assert "**True today:** Production access requires a second factor." in text
    assert text.index("a hardware token") < text.index("FileVault")


def test_foreign_text_makes_no_markup(sample: Sample) -> None:
    text = markdown.render(sample.run, sample.catalog)
    assert [one for one in html_of(text) if OWN.sub("", one).strip()] == []
    tokens = [child for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text) for child in token.children or ()]
    assert [one for one in tokens if one.type in ("link_open", "image")] == []
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "words",
    ["# heading", "- item", "1. item", "> quote", "[a](http://b.example)", "![a](b)", "`code`", "**bold**", "a | b", "<b>x</b>",
     "&lt;b&gt;", "~~gone~~", "_em_ and __strong__", "=====", "---", "\\`x", "$x$", HOSTILE, "http://evil.example @ann #12"],
)  # fmt: skip
def test_any_words_are_shown_as_they_are(words: str) -> None:
    held = markdown.plain(words)
    (opened, inline, closed) = MarkdownIt("gfm-like", {"linkify": False}).parse(held)
    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    assert {child.type for child in inline.children or ()} <= {"text", "text_special", "html_inline"}
    shown = "".join(child.content for child in inline.children or () if child.type != "html_inline")
    assert shown == markdown.one_line(words)
    assert not re.search(r"@\w|://|(?<!\\)#\d", held)


def test_code_holds_any_backticks() -> None:
    for words in ("a", "`", "a`b", "``a``", "a```"):
        (_, inline, _) = MarkdownIt().parse(markdown.code(words))
        assert [(child.type, child.content) for child in inline.children or ()] == [("code_inline", words)]


def test_it_fits_into_a_comment(sample: Sample) -> None:
    text = markdown.render(many_claims(sample, 800), sample.catalog)
    assert len(text) < 65_000
    assert re.search(r"And \d+ further findings in the other reports\.", text)


def test_nothing_found_is_said(sample: Sample) -> None:
    assert markdown.render(without_verdicts(sample), sample.catalog).startswith("## Goldenthread: nothing is contradicted")


def test_what_is_missing_from_the_description_is_told(sample: Sample) -> None:
    missing = (Omission(what="Incidents", why="DC 4 asks for <b>incidents</b>", criterion="DC 4"),)
    text = markdown.render(replace(sample.run, omissions=missing), sample.catalog)
    assert "<summary>1 part missing from the description</summary>" in text
    assert "- Incidents: DC 4 asks for \\<b\\>incidents\\</b\\>" in text
