"""Highlights in a PDF: over exactly the words, with the finding in them, the file's own bytes untouched."""

from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from analyzer.model import Run
from analyzer.reports import ReportError, pdf, write
from claims import Document, read
from tests.analyzer.reports.report_samples import Sample, make_claim, make_verdict, severity
from tests.claims.readers.pdf_files import HEADING, TITLE, bullets, laid_out, text

LONG = "Access to production systems is reviewed every quarter by the owner of each system, who signs each review. " * 2
STORY = ("All company laptops use full-disk encryption.", LONG.strip(), "Backups are taken daily.")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A policy as PDF."""
    folder = tmp_path_factory.mktemp("pdf")
    story = [text("Security Policy", TITLE), text("Rules", HEADING), *map(text, STORY), bullets("Passwords have 14 characters.")]
    laid_out(folder, story, running=False)
    return read(next(folder.glob("*.pdf")))


def marked(document: Document, sample: Sample, *words: str) -> Run:
    """A run that contradicts the words."""
    level = severity("material", "potential material misstatement, because of <b>x</b>")
    verdicts = tuple(make_verdict(make_claim(document, one, "other"), "contradicted", "2 of 9.", severity=level) for one in words)
    return replace(sample.run, documents=(document,), verdicts=verdicts)


def _string(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le")


def notes_in(data: bytes) -> list[tuple[int, int, str, str, str]]:
    """Page, kind, the words beneath, the note and the author of each annotation."""
    found: list[tuple[int, int, str, str, str]] = []
    book = pypdfium2.PdfDocument(data)
    for number in range(len(book)):
        page = book[number]
        shown = page.get_textpage()
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
            parts: list[str] = []
            for quad in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation)):
                held = pdfium.FS_QUADPOINTSF()
                pdfium.FPDFAnnot_GetAttachmentPoints(annotation, quad, held)
                parts.append(shown.get_text_bounded(left=held.x3, bottom=held.y3, right=held.x2, top=held.y2))
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            found.append((number, kind, " ".join(parts), _string(annotation, b"Contents"), _string(annotation, b"T")))
    return found


def test_the_highlight_covers_the_words(document: Document, sample: Sample) -> None:
    run = marked(document, sample, "full-disk encryption", STORY[1], "Passwords have 14 characters.")
    data = pdf.render(run, sample.catalog, document)
    found = notes_in(data)
    assert [one[1] for one in found] == [pdfium.FPDF_ANNOT_HIGHLIGHT] * 3
    assert [" ".join(one[2].split()) for one in found] == ["full-disk encryption", STORY[1], "Passwords have 14 characters."]
    assert all(one[3].startswith("Contradicted. ") and "2 of 9." in one[3] and one[4] == "Goldenthread" for one in found)


def test_of_words_that_stand_twice_those_of_the_sentence_are_taken(document: Document, sample: Sample) -> None:
    run = marked(document, sample, "Access to production systems")
    claim = replace(run.verdicts[0].claim, quote="are", sentence="Backups are taken daily.")
    ((_, _, words, _, _),) = notes_in(
        pdf.render(replace(run, verdicts=(make_verdict(claim, "contradicted"),)), sample.catalog, document)
    )
    assert words.strip() == "are"


def test_the_bytes_of_the_file_stay_as_they_are(document: Document, sample: Sample) -> None:
    before = Path(document.path).read_bytes()
    data = pdf.render(marked(document, sample, STORY[0]), sample.catalog, document)
    assert data.startswith(before)
    assert len(data) > len(before)
    assert Path(document.path).read_bytes() == before


def test_words_that_the_page_does_not_give_back_stand_as_a_note(document: Document, sample: Sample) -> None:
    run = marked(document, sample, STORY[0])
    claim = replace(run.verdicts[0].claim, quote="Words that are nowhere.")
    elsewhere = replace(run, verdicts=(make_verdict(claim, "contradicted", "2 of 9."),))
    (found,) = notes_in(pdf.render(elsewhere, sample.catalog, document))
    assert found[1] == pdfium.FPDF_ANNOT_TEXT
    assert found[3].startswith("This is about: “Words that are nowhere.”")


def test_words_that_stand_at_several_places_and_in_no_sentence_of_the_page_stand_as_a_note(
    document: Document, sample: Sample
) -> None:
    run = marked(document, sample, STORY[0])
    claim = replace(run.verdicts[0].claim, quote="each review", sentence="Visitors sign.")
    (found,) = notes_in(pdf.render(replace(run, verdicts=(make_verdict(claim, "contradicted"),)), sample.catalog, document))
    assert (found[1], found[3].startswith("This is about: “each review”")) == (pdfium.FPDF_ANNOT_TEXT, True)


def test_a_document_without_findings_comes_back_as_it_was(document: Document, sample: Sample) -> None:
    run = replace(sample.run, documents=(document,), verdicts=())
    assert pdf.render(run, sample.catalog, document) == Path(document.path).read_bytes()


def test_only_pdf_files_are_written(document: Document, sample: Sample, tmp_path: Path) -> None:
    assert write(sample.run, sample.catalog, "pdf", tmp_path) == []
    (path,) = write(marked(document, sample, STORY[0]), sample.catalog, "pdf", tmp_path)
    assert path.name == f"{Path(document.name).stem}.reviewed.pdf"


def test_a_file_that_breaks_the_library_is_named(document: Document, sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing")
    digest = hashlib.sha256(b"%PDF-1.7\nnothing").hexdigest()
    bad = replace(document, path=str(tmp_path / "bad.pdf"), sha256=digest)
    with pytest.raises(ReportError, match=r"bad\.pdf: this PDF cannot be written with highlights"):
        pdf.render(marked(bad, sample, STORY[0]), sample.catalog, bad)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed")
def test_another_tool_reads_the_same_text(document: Document, sample: Sample, tmp_path: Path) -> None:
    (path,) = write(marked(document, sample, *STORY), sample.catalog, "pdf", tmp_path)
    texts = [subprocess.run(["pdftotext", one, "-"], capture_output=True, check=True) for one in (document.path, path)]
    assert texts[0].stdout == texts[1].stdout
    assert [one.stderr for one in texts] == [b"", b""]
