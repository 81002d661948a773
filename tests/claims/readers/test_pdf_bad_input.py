"""PDFs that cannot be read, or not wholly: the message names file and page and says what to do; nothing is silent."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from claims import Document, DocumentError, read
from claims.readers.pdf import read_pdf
from claims.readers.pdf_process import Limits
from tests.claims.readers.pdf_files import HEIGHT, WIDTH, both, drawn, lines

SENTENCE = "All laptops are encrypted."


def scanned(pen: Any) -> None:
    """Draws a picture over the whole page."""
    buffer = io.BytesIO()
    Image.new("L", (40, 60), 200).save(buffer, "PNG")
    pen.drawImage(ImageReader(io.BytesIO(buffer.getvalue())), 0, 0, WIDTH, HEIGHT)


def failure(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert caught.value.advice
    return caught.value


def limited(path: Path, limits: Limits) -> Document:
    return read_pdf(path.read_bytes(), str(path), path.name, "", limits)


def bomb(size: int) -> bytes:
    """A PDF with one page of text and one whose content unpacks to `size` bytes."""
    packed = zlib.compress(b"q " * (size // 2), 9)
    good = b"BT /F 12 Tf 72 700 Td (All laptops are encrypted.) Tj ET"
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources %s/Contents %d 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>", page % (font, 4),
        b"<</Length %d>>stream\n%s\nendstream" % (len(good), good), page % (font, 6),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]  # fmt: skip
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF with a page of text and one that unpacks to far more than a page may."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.pdf"
    path.write_bytes(bomb(500_000_000))
    return path


def test_a_scan_is_refused(tmp_path: Path) -> None:
    found = failure(drawn(tmp_path, scanned, scanned))
    assert ("pictures" in found.problem, "OCR" in found.advice, found.place) == (True, True, "page 1")


def test_a_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    document = read(drawn(tmp_path, lines(SENTENCE), scanned, lines(SENTENCE), scanned, scanned))
    assert [b.text for b in document.blocks] == [SENTENCE] * 2
    (note,) = document.left_out
    assert (note.what, "picture" in note.why, "OCR" in note.advice) == ("overview.pdf: pages 2, 4-5", True, True)


def test_a_scan_with_recognised_text_is_read_with_a_note(tmp_path: Path) -> None:
    def recognised(pen: Any) -> None:
        hidden = pen.beginText(72, 500)
        hidden.setFont("Helvetica", 11)
        hidden.setTextRenderMode(3)
        hidden.textOut(SENTENCE)
        pen.drawText(hidden)

    document = read(drawn(tmp_path, both(scanned, recognised)))
    assert [b.text for b in document.blocks] == [SENTENCE]
    assert any("recognised text" in note.why for note in document.left_out)


def test_a_password(tmp_path: Path) -> None:
    found = failure(drawn(tmp_path, lines(SENTENCE), encrypt="secret"))
    assert ("password" in found.problem, "without a password" in found.advice) == (True, True)


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_a_file_cut_short(tmp_path: Path, share: float) -> None:
    path = drawn(tmp_path, lines(SENTENCE))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "damaged or cut short" in failure(path).problem


def test_an_empty_page(tmp_path: Path) -> None:
    assert "no text" in failure(drawn(tmp_path, lambda pen: None)).problem


def test_a_form_is_named(tmp_path: Path) -> None:
    def form(pen: Any) -> None:
        lines(SENTENCE)(pen)
        pen.acroForm.textfield(name="approver", x=72, y=600, width=100, height=20, value="nobody")

    (note,) = read(drawn(tmp_path, form)).left_out
    assert note.what == "overview.pdf: form fields"


def test_more_pages_than_are_read(tmp_path: Path) -> None:
    document = limited(drawn(tmp_path, *[lines(SENTENCE)] * 5), Limits(pages=3))
    assert [b.place.page for b in document.blocks] == [1, 2, 3]
    (note,) = document.left_out
    assert (note.what, "5 pages" in note.why) == ("overview.pdf: pages 4-5", True)


@pytest.mark.parametrize("limits", [Limits(memory=300_000_000), Limits(page_seconds=0.4)], ids=["memory", "time"])
def test_a_page_that_unpacks_without_end_is_named_and_the_others_are_read(endless: Path, limits: Limits) -> None:
    document = limited(endless, limits)
    assert [b.text for b in document.blocks] == [SENTENCE]
    assert [note.what for note in document.left_out] == ["bomb.pdf: page 2"]


def test_a_document_that_takes_too_long(endless: Path) -> None:
    document = limited(endless, Limits(all_seconds=1))
    assert [note.what for note in document.left_out] == ["bomb.pdf: page 2"]


def test_a_file_with_flipped_bytes_is_read_or_refused(tmp_path: Path) -> None:
    whole = drawn(tmp_path, lines(SENTENCE), lines(SENTENCE)).read_bytes()
    broken = tmp_path / "broken.pdf"
    for at in range(20, len(whole), len(whole) // 12):
        broken.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            document = read(broken)
        except DocumentError as error:
            assert error.advice
        else:
            assert document.blocks


def test_the_input_is_not_changed(tmp_path: Path) -> None:
    path = drawn(tmp_path, lines(SENTENCE))
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
