"""Runs in a process of its own: puts highlights into a PDF.

It imports nothing of this package, so that a file which breaks it breaks nothing else. Its standard input is a JSON object on one
line (`marks`, each with `page` from 0, `words`, `sentence`, `note`, `colour`, `id`, `date`; `memory` in bytes; `seconds`), then
the PDF. Its standard output is the PDF, the changes appended.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import sys
from typing import Any

Box = tuple[float, float, float, float]  # left, top, right, bottom, as the page has them
MARGIN = 4.0  # points between the page's corner and a note that has no words to stand at
NOTE = 20.0  # points: the side of such a note


def main() -> None:
    """Read marks and PDF, write the PDF."""
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(head)
    _limit(told["memory"], told["seconds"])
    sys.stdout.buffer.write(highlighted(data, told["marks"]))


def _limit(memory: int, seconds: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def highlighted(data: bytes, marks: list[dict[str, Any]]) -> bytes:
    """The PDF with an annotation for each mark; its own bytes stand at the beginning as they were."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    notes: dict[int, int] = {}
    for mark in marks:
        number = min(max(mark["page"], 0), len(document) - 1)
        pages = [at for at in (number, number + 1) if at < len(document)]
        boxes = _boxes(document, pages, mark)
        for at, found in boxes.items():
            _annotate(pdfium, document[at], found, mark, "")
        if not boxes:
            notes[number] = notes.get(number, 0) + 1
            _annotate(
                pdfium, document[number], [], mark, f"This is about: “{' '.join(mark['words'].split())}”\n", notes[number] - 1
            )
    file = io.BytesIO()
    document.save(file, flags=pdfium.FPDF_INCREMENTAL)
    return file.getvalue()


def _boxes(document: Any, pages: list[int], mark: dict[str, Any]) -> dict[int, list[Box]]:
    """The boxes of the words by page; they may go on over to the next. White space, hyphens and signs do not count."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    texts = {at: document[at].get_textpage() for at in pages}
    characters = {at: _characters(text) for at, text in texts.items()}
    for at, page in characters.items():
        for index, character in enumerate(page):
            for one in character.casefold():
                if one.isalnum():
                    letters.append(one)
                    places.append((at, index))
    begin, part = _find("".join(letters), mark["words"], mark["sentence"])
    found: dict[int, list[Box]] = {}
    if begin < 0 or places[begin][0] != pages[0]:
        return found
    spread = places[begin : begin + len(_letters(part))]
    for at in pages:
        indexes = [index for page, index in spread if page == at]
        if indexes:
            end = _with_signs(characters[at], indexes[-1] + 1, part)
            count = texts[at].count_rects(indexes[0], end - indexes[0])
            rectangles = [texts[at].get_rect(number) for number in range(count)]
            found[at] = [(left, top, right, bottom) for left, bottom, right, top in rectangles]
    return found


def _letters(words: str) -> str:
    return "".join(one for one in words.casefold() if one.isalnum())


def _find(letters: str, words: str, sentence: str) -> tuple[int, str]:
    """Where words begin in the letters of a page, inside their sentence where that is found, and which part of them it is.

    Without their sentence they are taken where they stand once alone; of a row whose cells do not follow each other on the page
    that goes for the last cell.
    """
    wanted, around = _letters(words), _letters(sentence)
    if not wanted:
        return -1, words
    if (within := letters.find(around)) >= 0 and wanted in around:
        return within + around.index(wanted), words
    for part in (words, words.rpartition(" | ")[2]):
        if (held := _letters(part)) and letters.count(held) == 1:
            return letters.find(held), part
    return -1, words


def _with_signs(characters: list[str], end: int, words: str) -> int:
    """The end of words that end before `end`, moved behind the signs that they end with."""
    last = max((at for at, one in enumerate(words) if one.isalnum()), default=-1)
    for sign in words[last + 1 :].rstrip():
        if end < len(characters) and characters[end] == sign:
            end += 1
    return end


def _characters(text: Any) -> list[str]:
    """A character for each index that the library knows; its extracted text leaves some of them out."""
    import pypdfium2.raw as pdfium

    codes = (pdfium.FPDFText_GetUnicode(text.raw, index) for index in range(text.count_chars()))
    return [chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes]


def _annotate(pdfium: Any, page: Any, boxes: list[Box], mark: dict[str, Any], before: str, number: int = 0) -> None:
    annotation = pdfium.FPDFPage_CreateAnnot(page.raw, pdfium.FPDF_ANNOT_HIGHLIGHT if boxes else pdfium.FPDF_ANNOT_TEXT)
    if not boxes:
        left, _, _, top = page.get_cropbox()
        x, y = left + MARGIN, top - MARGIN - number * NOTE
        edge = [(x, y, x + NOTE, y - NOTE)]
    else:
        edge = boxes
    around = pdfium.FS_RECTF(
        min(one[0] for one in edge), max(one[1] for one in edge), max(one[2] for one in edge), min(one[3] for one in edge)
    )
    pdfium.FPDFAnnot_SetRect(annotation, around)
    pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *mark["colour"], 255)
    pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDF_ANNOT_FLAG_PRINT)
    for left, top, right, bottom in boxes:
        quad = pdfium.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, quad)
    for key, text in (("Contents", before + mark["note"]), ("T", "Goldenthread"), ("NM", mark["id"]), ("M", mark["date"])):
        held = text.encode("utf-16-le", "replace") + b"\0\0"
        buffer = ctypes.create_string_buffer(held)
        pdfium.FPDFAnnot_SetStringValue(annotation, key.encode(), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFPage_CloseAnnot(annotation)


if __name__ == "__main__":
    main()
