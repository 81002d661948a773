"""Tracked changes: rejecting them all gives the original text, accepting them all the proposed one."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.model import Rewrite
from analyzer.reports.word import render
from analyzer.reports.word_changes import Author, edits, track
from claims import read
from claims.readers.word_package import W
from claims.readers.word_text import visible_text
from tests.analyzer.reports.report_samples import Sample, make_claim, make_verdict
from tests.claims.readers.word_files import NAMESPACES, paragraph, run, word_file

GOLDENTHREAD = Author("Goldenthread", "2026-07-02T09:30:00Z")


def element(xml: str) -> Any:
    return parse_xml(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1))


def changed(one: Any, start: int, end: int, text: str) -> tuple[int, Any]:
    """A copy of a paragraph with its characters from `start` to `end` replaced, and the number of marks."""
    copy = deepcopy(one)
    return track(copy, edits(visible_text(copy)[start:end], text, start), GOLDENTHREAD, 1), copy


def accepted(one: Any) -> str:
    copy = deepcopy(one)
    for deleted in list(copy.iter(f"{W}del")):
        deleted.getparent().remove(deleted)
    return visible_text(copy)


def rejected(one: Any) -> str:
    copy = deepcopy(one)
    for inserted in list(copy.iter(f"{W}ins")):
        inserted.getparent().remove(inserted)
    for text in copy.iter(f"{W}delText"):
        text.tag = f"{W}t"
    for deleted in copy.iter(f"{W}del"):
        deleted.tag = f"{W}smartTag"
    return visible_text(copy)


def test_only_the_words_that_differ_are_marked() -> None:
    before = element(paragraph(run("Access is removed within 24 hours of the last day.")))
    marks, after = changed(before, 0, 50, "Access is removed within 48 hours of the last day.")
    assert marks == 2
    assert [one.text for one in after.iter(f"{W}delText")] == ["24"]
    assert [visible_text(one) for one in after.iter(f"{W}ins")] == ["48"]
    assert {one.get(f"{W}author") for one in after.iter(f"{W}ins", f"{W}del")} == {"Goldenthread"}


def test_an_insertion_takes_the_properties_of_the_words_before_it() -> None:
    before = element(paragraph(run("All laptops ") + run("are encrypted", "<w:b/>") + run(".")))
    _, after = changed(before, 12, 25, "are encrypted (38 of 41)")
    (inserted,) = after.iter(f"{W}ins")
    assert inserted.find(f"{W}r/{W}rPr/{W}b") is not None
    assert accepted(after) == "All laptops are encrypted (38 of 41)."


@given(
    pieces=st.lists(st.text("abc .,<&é", min_size=1, max_size=6), min_size=1, max_size=5),
    new=st.text("abcd .,<&", max_size=12),
    where=st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
@settings(max_examples=150, deadline=None)
def test_reject_gives_the_original_and_accept_the_proposal(pieces: list[str], new: str, where: tuple[int, int]) -> None:
    escaped = [one.replace("&", "&amp;").replace("<", "&lt;") for one in pieces]
    before = element(paragraph("".join(run(one, "<w:i/>") for one in escaped)))
    text = visible_text(before)
    start, end = sorted(min(at, len(text)) for at in where)
    _, after = changed(before, start, end, new)
    assert rejected(after) == text
    assert accepted(after) == text[:start] + new + text[end:]


@pytest.mark.parametrize(
    "inside",
    [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/><w:t>24</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r><w:t>24</w:t><w:footnoteReference w:id="3"/></w:r>',
        "<m:oMath><m:r><m:t>24</m:t></m:r></m:oMath>",
    ],
)
def test_fields_notes_and_formulas_are_left_alone(inside: str) -> None:
    before = element(paragraph(run("within ") + inside + run(" hours")))
    assert "24" in visible_text(before)
    marks, _ = changed(before, 0, len(visible_text(before)), "within 48 hours")
    assert marks == 0


def test_words_that_somebody_inserted_are_deleted_inside_of_the_insertion() -> None:
    theirs = '<w:ins w:id="7" w:author="Ana"><w:r><w:t xml:space="preserve">24 </w:t></w:r></w:ins>'
    before = element(paragraph(run("within ") + theirs + run("hours")))
    marks, after = changed(before, 7, 9, "48")
    assert marks
    assert accepted(after) == "within 48 hours"
    assert [one.get(f"{W}author") for one in after.iter(f"{W}ins")].count("Ana") == 1


def test_a_wording_is_put_in_at_the_words_of_its_claim_and_only_when_asked_for(tmp_path: Path, sample: Sample) -> None:
    document = read(
        word_file(
            tmp_path, paragraph(run("Leavers. Access is removed within ") + run("24 hours", "<w:b/>") + run(". It is logged."))
        )
    )
    block = next(one for one in document.blocks if "removed" in one.text)
    claim = make_claim(document, "Access is removed within 24 hours.", "deprovisioning")
    rewrite = Rewrite(wording="Access is removed within 48 hours.", way="values", why="")
    reviewed = replace(sample.run, documents=(document,), verdicts=(make_verdict(claim, "contradicted", rewrite=rewrite),))
    plain, tracked = (render(reviewed, sample.catalog, document, tracked=one) for one in (False, True))
    for data, expected in ((plain, block.text), (tracked, block.text.replace("24", "48"))):
        copy = tmp_path / "copy.docx"
        copy.write_bytes(data)
        assert next(one for one in read(copy).blocks if "removed" in one.text).text == expected
