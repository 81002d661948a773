"""Word: comments cover exactly the words, and nothing else in the file changes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as open_word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from analyzer.catalog import load_catalog
from analyzer.model import Observation, Omission, Run
from analyzer.reports import ReportError, formats, write
from analyzer.reports.word import filename, render
from claims import Document, read
from claims.readers.word_package import W
from claims.readers.word_text import visible_text
from tests.analyzer.reports.report_samples import HOSTILE, Sample, make_claim, make_verdict

CHANGED = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


def _part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def _anchored(data: bytes) -> dict[str, str]:
    """The words that each comment covers, by the comment's number."""
    open_now: dict[str, list[str]] = {}
    done: dict[str, str] = {}
    for element in _part(data).iter():
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            open_now[number] = []
        elif element.tag == f"{W}commentRangeEnd":
            done[number] = "".join(open_now.pop(number))
        elif element.tag == f"{W}t" and next(element.iterancestors(f"{W}del"), None) is None:
            for words in open_now.values():
                words.append(element.text or "")
    assert not open_now
    return done


def _comments(data: bytes) -> dict[str, str]:
    """The text of each comment, by its number."""
    root = _part(data, "word/comments.xml")
    return {
        comment.get(f"{W}id", ""): "\n".join("".join(line.itertext()) for line in comment.iter(f"{W}p"))
        for comment in root.iter(f"{W}comment")
    }


def _covered(data: bytes, words: str) -> str:
    """The words covered by the comment that holds the given words."""
    number = next(number for number, text in _comments(data).items() if words in text)
    return _anchored(data)[number]


def _paragraphs(data: bytes) -> list[str]:
    return [visible_text(paragraph) for paragraph in _part(data).iter(f"{W}p")]


def _reviewed(path: Path, run: Run, *quotes: str) -> bytes:
    """The file at the path with a comment on each of the quotes; comment texts name the quotes."""
    document = read(path)
    verdicts = tuple(
        make_verdict(make_claim(document, quote, "other"), "contradicted", f"says {quote}") for quote in quotes
    )
    return render(replace(run, documents=(document,), verdicts=verdicts), load_catalog(), document)


@pytest.fixture(scope="module")
def reviewed(sample: Sample) -> bytes:
    return render(sample.run, sample.catalog, sample.word)


def test_a_comment_covers_exactly_the_words_of_its_claim(reviewed: bytes) -> None:
    assert _covered(reviewed, "no hardware token") == "a hardware token"
    assert _covered(reviewed, "3 of 412 devices") == "Laptops are encrypted with FileVault."
    assert _covered(reviewed, "1 of 4 keys") == "rotated yearly"
    assert _covered(reviewed, "2026-Q1 has") == "Restores are tested quarterly."


def test_what_the_description_only_touches_on_is_commented_where_it_does(sample: Sample) -> None:
    claim = sample.verdict("FileVault").claim
    slogan = Omission(what="Incidents", why="DC 4 asks for incidents", place=claim.place)
    nowhere = Omission(what="Boundaries", why="DC 3 asks for boundaries")
    data = render(replace(sample.run, verdicts=(), omissions=(slogan, nowhere)), sample.catalog, sample.word)
    assert _covered(data, "Missing from the description. Incidents: DC 4 asks for incidents") == claim.quote
    assert "Boundaries" not in "".join(_comments(data).values())


def test_only_what_needs_attention_is_commented(reviewed: bytes) -> None:
    texts = "\n".join(_comments(reviewed).values())
    assert "All 131 people have a second factor" not in texts
    assert "No vendor register" not in texts
    assert "Not testable. " in texts
    assert "Partly supported. " in texts


def test_a_comment_says_what_was_found(reviewed: bytes, sample: Sample) -> None:
    text = next(text for text in _comments(reviewed).values() if "no hardware token" in text)
    assert text.startswith("Contradicted. ")
    assert "Potential material misstatement, because the claim is a principal commitment." in text
    assert "131 in scope, 9 hold, 120 exceptions" in text
    assert "user007@northwind.example: no hardware token is enrolled" in text
    assert "user008@northwind.example" not in text
    assert "and 112 more" in text
    assert f"Finding {sample.verdict('a hardware token').claim.id}" in text


def test_what_stands_where_word_takes_no_comments_is_commented_nearby(reviewed: bytes) -> None:
    boxed = next(text for text in _comments(reviewed).values() if "Changes are approved by a peer." in text)
    footer = next(text for text in _comments(reviewed).values() if "1 bucket is not." in text)
    assert "This is about a text box of this paragraph" in boxed
    assert "See the box." in _covered(reviewed, "Changes are approved by a peer.")
    assert "This is about the footer" in footer
    assert _covered(reviewed, "1 bucket is not.") == "Northwind system description"


def test_comments_that_were_there_stay(reviewed: bytes) -> None:
    numbers = list(_comments(reviewed))
    assert len(numbers) == len(set(numbers))
    assert _covered(reviewed, "Is this still true?") == "Vendors are assessed yearly."
    authors = [comment.author for comment in open_word(io.BytesIO(reviewed)).comments]
    assert authors[0] == "Ada Example"
    assert set(authors[1:]) == {"Goldenthread"}


def test_the_text_of_the_document_does_not_change(reviewed: bytes, sample: Sample) -> None:
    original = (sample.folder / "description.docx").read_bytes()
    assert _paragraphs(reviewed) == _paragraphs(original)
    runs = _part(reviewed).iter(f"{W}r")
    bold = ["".join(run.itertext()) for run in runs if run.find(f"{W}rPr/{W}b") is not None]
    assert "".join(bold) == "requires multi-"


def test_every_other_entry_of_the_file_is_the_same_byte_for_byte(reviewed: bytes, sample: Sample) -> None:
    before = zipfile.ZipFile(sample.folder / "description.docx")
    after = zipfile.ZipFile(io.BytesIO(reviewed))
    assert after.namelist()[: len(before.namelist())] == before.namelist()
    for entry in before.infolist():
        other = after.getinfo(entry.filename)
        assert (other.date_time, other.compress_type) == (entry.date_time, entry.compress_type)
        if entry.filename not in CHANGED:
            assert after.read(entry.filename) == before.read(entry.filename)


def test_the_input_is_not_touched_and_the_copy_stands_beside_the_other_reports(sample: Sample, tmp_path: Path) -> None:
    before = (sample.folder / "description.docx").read_bytes()
    paths = write(sample.run, sample.catalog, "word", tmp_path)
    assert [path.name for path in paths] == ["description.reviewed.docx"]
    assert (sample.folder / "description.docx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["description.reviewed.docx"]


def test_markdown_has_no_word_file(sample: Sample) -> None:
    assert filename(sample.policy) is None
    assert formats()["word"].filename_of is not None


def test_without_findings_the_file_comes_back_as_it_is(sample: Sample) -> None:
    run = replace(sample.run, verdicts=tuple(one for one in sample.run.verdicts if one.status == "supported"))
    assert render(run, sample.catalog, sample.word) == (sample.folder / "description.docx").read_bytes()


def test_two_documents_of_one_name_get_two_files(sample: Sample, tmp_path: Path) -> None:
    other: Document = replace(sample.word, name="Description.docx")
    run = replace(sample.run, documents=(sample.word, other))
    names = [path.name for path in write(run, sample.catalog, "word", tmp_path)]
    assert names == ["description.reviewed.docx", "Description-2.reviewed.docx"]


def test_a_file_that_changed_meanwhile_is_not_commented(sample: Sample, tmp_path: Path) -> None:
    changed = replace(sample.word, path=str(sample.folder / "policy.md"))
    with pytest.raises(ReportError, match=r"policy\.md: the file has changed since it was read"):
        render(sample.run, sample.catalog, changed)
    with pytest.raises(ReportError, match="cannot be read again"):
        render(sample.run, sample.catalog, replace(sample.word, path=str(tmp_path / "gone.docx")))


def test_hostile_text_cannot_break_the_file(sample: Sample) -> None:
    broken = Observation(item=HOSTILE, holds=False, observed=HOSTILE, reason="\ud800 half a pair \x0b")
    verdict = replace(sample.verdict("a hardware token"), exceptions=(broken,), why=HOSTILE)
    data = render(replace(sample.run, verdicts=(verdict,)), sample.catalog, sample.word)
    text = next(text for text in _comments(data).values() if text.startswith("Contradicted"))
    assert "<script>alert('owned')</script>" in text
    assert "\x1b" not in text
    assert len(list(open_word(io.BytesIO(data)).comments)) == 2


def test_a_file_without_comments_gets_a_comments_part(sample: Sample, tmp_path: Path) -> None:
    word = open_word()
    word.add_paragraph("Keys are rotated yearly.")
    word.save(str(tmp_path / "plain.docx"))
    assert "word/comments.xml" not in zipfile.ZipFile(tmp_path / "plain.docx").namelist()
    data = _reviewed(tmp_path / "plain.docx", sample.run, "rotated yearly")
    assert _covered(data, "says rotated yearly") == "rotated yearly"
    assert [comment.author for comment in open_word(io.BytesIO(data)).comments] == ["Goldenthread"]


def test_claims_that_overlap_or_touch_each_get_their_words(sample: Sample, tmp_path: Path) -> None:
    word = open_word()
    paragraph = word.add_paragraph("Data is encrypted at rest")
    paragraph.add_run(" and in transit, ").italic = True
    paragraph.add_run("always.")
    word.save(str(tmp_path / "overlap.docx"))
    quotes = (
        "Data is encrypted at rest and in transit",
        "encrypted at rest",
        "at rest and in",
        "transit, always",
        "Data",
        ".",
    )
    data = _reviewed(tmp_path / "overlap.docx", sample.run, *quotes)
    numbers = {text.partition("says ")[2].partition("\n")[0]: number for number, text in _comments(data).items()}
    assert {words: _anchored(data)[number] for words, number in numbers.items()} == {quote: quote for quote in quotes}
    assert _paragraphs(data) == ["Data is encrypted at rest and in transit, always."]
    italic = [run for run in _part(data).iter(f"{W}r") if run.find(f"{W}rPr/{W}i") is not None]
    assert "".join("".join(run.itertext()) for run in italic) == " and in transit, "


WRAPPED = {
    "link": '<w:hyperlink w:anchor="a"><w:r><w:t>rotated yearly</w:t></w:r></w:hyperlink>',
    "insertion": '<w:ins w:id="90" w:author="Ada"><w:r><w:t>rotated yearly</w:t></w:r></w:ins>',
    "control": (
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>rotated yearly</w:t></w:r></w:sdtContent></w:sdt>"
    ),
    "simple field": '<w:fldSimple w:instr="REF x"><w:r><w:t>rotated yearly</w:t></w:r></w:fldSimple>',
    "field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>rotated yearly</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "field in one run": (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType="separate"/>'
        '<w:t>rotated yearly</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "deletion inside": (
        '<w:r><w:t xml:space="preserve">rotated </w:t></w:r><w:del w:id="91" w:author="Ada"><w:r><w:delText>never'
        "</w:delText></w:r></w:del><w:r><w:t>yearly</w:t></w:r>"
    ),
    "break inside": "<w:r><w:t>rotated</w:t><w:br/><w:t>yearly</w:t></w:r>",
}


def _wrapped(path: Path, inner: str) -> etree._Element:
    word = open_word()
    paragraph = word.add_paragraph("Keys are ")
    for element in parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"):
        paragraph._p.append(element)
    paragraph.add_run(" in every region.")
    word.save(str(path))
    return paragraph._p


@pytest.mark.parametrize("kind", WRAPPED)
def test_the_words_are_covered_whatever_they_are_wrapped_in(kind: str, sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "wrapped.docx"
    _wrapped(path, WRAPPED[kind])
    for quote in ("rotated yearly", "Keys are rotated", "yearly in every", "otat"):
        data = _reviewed(path, sample.run, quote)
        assert _covered(data, f"says {quote}").replace("rotatedyearly", "rotated yearly") == quote
        assert _paragraphs(data) == _paragraphs(path.read_bytes())


@pytest.mark.parametrize("kind", ["link", "insertion", "control", "simple field", "field"])
def test_marks_stay_outside_of_what_they_cover_whole(kind: str, sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "wrapped.docx"
    _wrapped(path, WRAPPED[kind])
    paragraph = next(_part(_reviewed(path, sample.run, "rotated yearly")).iter(f"{W}p"))
    tags = [child.tag.rpartition("}")[2] for child in paragraph]
    inside = paragraph[tags.index("commentRangeStart") + 1 : tags.index("commentRangeEnd")]
    expected = list(parse_xml(f"<w:p {nsdecls('w')}>{WRAPPED[kind]}</w:p>"))
    assert [etree.tostring(one, method="c14n", exclusive=True) for one in inside] == [
        etree.tostring(one, method="c14n", exclusive=True) for one in expected
    ]


def test_a_claim_in_a_footnote_is_commented_at_its_mark(sample: Sample, tmp_path: Path) -> None:
    path, target = tmp_path / "plain.docx", tmp_path / "notes.docx"
    word = open_word()
    word.add_paragraph("Before.")
    paragraph = word.add_paragraph("Keys are rotated")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    word.save(str(path))
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Every year.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as output:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
                )
            if entry.filename == "word/_rels/document.xml.rels":
                extra = f'<Relationship Id="rId99" Type="{link}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", extra.encode())
            output.writestr(entry, data)
        output.writestr("word/footnotes.xml", notes)
    data = _reviewed(target, sample.run, "Every year.")
    (text,) = _comments(data).values()
    assert "This is about this note" in text
    paragraph = list(_part(data).iter(f"{W}p"))[1]
    assert paragraph.find(f"{W}commentRangeStart").getnext().find(f"{W}footnoteReference") is not None
