"""Files that cannot be read, by accident or on purpose: a message that names the file and says what to do."""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from claims import DocumentError, read
from tests.claims.readers.word_files import NAMESPACES, cell, paragraph, rewrite, row, table, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def failure(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert caught.value.advice
    return caught.value


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(400)


def archive(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in entries.items():
            written.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\n<!DOCTYPE html><html><body><script>x</script></body></html>", "no text of its own"),
        (b'<?xml version="1.0"?>\n<html xmlns="x"/>', "no text of its own"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "XML"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "pictures"),
        (b"\x1f\x8b\x08\0", "archive"),
        (b"text\0text", "neither a Word document nor text"),
        (b"\xff\xfet\0e\0\0\0", "neither a Word document nor text"),
        (b"\xff\xfet\0e", "neither a Word document nor text"),
        (bytes(range(1, 256)) * 4, "neither a Word document nor text"),
        (ole("WordDocument"), "old binary format"),
        (ole("EncryptedPackage"), "password"),
        (ole("Workbook"), "Excel"),
        (OLE, "old binary"),
        (archive({"a.txt": b"x"}), "zip archive"),
        (archive({"xl/workbook.xml": b"<x/>"}), "no visible sheet"),
        (archive({"xl/workbook.bin": b"x"}), "binary format"),
        (archive({"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (archive({"[Content_Types].xml": b"<x/>"}), "word/document.xml is missing"),
        (b"PK\x05\x06" + bytes(18), "zip archive"),
    ],
)
def test_what_is_no_document(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "policy.docx"
    path.write_bytes(data)
    assert words in failure(path).problem


def test_random_bytes(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_bytes(bytes((n * n * 31 + n * 7 + 1) % 251 + 1 for n in range(5000)))
    assert "neither" in failure(path).problem


def test_no_file_and_folders(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "nothing.md").problem
    assert "folder" in failure(tmp_path).problem
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "not an ordinary file" in failure(tmp_path / "pipe").problem


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_word_file_cut_short(tmp_path: Path, share: float) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "cut short" in failure(path).problem


def test_a_damaged_part(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text. " * 500))
    with zipfile.ZipFile(path) as opened:
        start = opened.getinfo("word/document.xml").header_offset + 80
    data = bytearray(path.read_bytes())
    data[start : start + 40] = bytes(40)
    path.write_bytes(bytes(data))
    found = failure(path)
    assert found.place.startswith("word/document.xml")


def test_xml_that_is_not_well_formed_names_part_and_line(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    rewrite(path, {"word/document.xml": f"<w:document {NAMESPACES}>\n<w:body>\n<w:p></w:body></w:document>"})
    assert failure(path).place == "word/document.xml, line 3"


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w:document SYSTEM "http://nowhere.example/a.dtd">',
        f'<!DOCTYPE w:document [<!ENTITY l0 "lol">{BOMB}]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part(tmp_path: Path, declaration: str, encoding: str, part: str) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<w:document {NAMESPACES}/>'
    rewrite(path, {part: xml.encode(encoding)})
    found = failure(path)
    assert found.place == part
    assert "entities" in found.problem


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    rewrite(path, {"word/media/image1.bin": bytes(60_000_000)})
    assert "zip bomb" in failure(path).problem


def test_far_too_many_parts(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as opened:
        for number in range(10_001):
            opened.writestr(f"word/x{number}", b"")
    assert "parts" in failure(path).problem


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_the_same_part_twice(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr("word/document.xml", f"<w:document {NAMESPACES}/>")
    found = failure(path)
    assert (found.place, "twice" in found.problem) == ("word/document.xml", True)


def test_strict_open_xml(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    rewrite(path, {"word/document.xml": strict})
    assert "Strict" in failure(path).problem


def test_deep_nesting_is_an_error_or_read_but_no_crash(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + paragraph("Deep.") + "</w:sdtContent></w:sdt>" * 400
    path = word_file(tmp_path, paragraph("Text."))
    rewrite(path, {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{deep}</w:body></w:document>"})
    assert "well-formed" in failure(path).problem


def test_a_word_file_without_styles_or_numbering_is_read(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    rewrite(path, {"word/_rels/document.xml.rels": empty, "docProps/core.xml": None})
    assert [block.text for block in read(path).blocks] == ["Text."]


def test_a_text_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    found = failure(path)
    assert "50 MB" in found.problem


def test_the_input_is_not_changed(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-3", "x", ""])
def test_numbers_that_word_would_not_write(tmp_path: Path, number: str) -> None:
    properties = (
        f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{number}"/>'
        f'<w:outlineLvl w:val="{number}"/>'
    )
    grid = table(row(cell("In a cell.", f'<w:gridSpan w:val="{number}"/>')))
    levels = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="{number}"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        "</w:numbering>"
    )
    path = word_file(tmp_path, paragraph("Text.", properties), grid, numbering_xml=levels)
    assert [block.text for block in read(path).blocks] == ["Text.", "In a cell."]


def test_a_file_with_flipped_bytes_is_read_or_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."), table(row(cell("a"), cell("b"))))
    whole = path.read_bytes()
    broken = tmp_path / "broken.docx"
    for at in range(0, len(whole), 1499):
        broken.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with contextlib.suppress(DocumentError):
            read(broken)
