"""Runs in a process of its own: takes a PDF apart into words and lines with their places, a JSON object a line.

It imports nothing of this package, so that a file which breaks it breaks nothing else. Its standard input is the PDF,
its argument a JSON object with the limits: `first` page from 0, `pages`, `memory` in bytes, `page_seconds` and
`all_seconds` of computing time.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

MAX_WORDS = 8_000  # of a page
MAX_SHAPES = 20_000  # of a page
BOLD = 600
GAP = 0.25  # of the font's size: more than this between two characters parts two words
HAIRLINE = 3.0  # points: a filled box thinner than this is drawn as a line
BULLET = (1.5, 9.0)  # points: the sides of a filled shape that may be a bullet
META = {
    "Title": "title", "Author": "creator", "Subject": "subject", "Keywords": "keywords", "CreationDate": "created",
    "ModDate": "modified", "Producer": "producer",
}  # fmt: skip
Box = tuple[float, float, float, float]  # left, bottom, right, top, as the page has them
Matrix = tuple[float, float, float, float, float, float]
FAILURES = {4: "password", 5: "password"}


def main() -> None:
    """Read the PDF from standard input and write one object for the document and one for each page."""
    limits = json.loads(sys.argv[1])
    _limit(limits)
    data = sys.stdin.buffer.read()
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        _say({"error": FAILURES.get(pdfium.FPDF_GetLastError(), "broken")})
        return
    count = pdfium.FPDF_GetPageCount(document)
    _say({
        "pages": count, "meta": _meta(document), "form": pdfium.FPDF_GetFormType(document) > 0,
        "attachments": pdfium.FPDFDoc_GetAttachmentCount(document),
    })  # fmt: skip
    for number in range(limits["first"], min(count, limits["pages"])):
        _start_clock(limits["page_seconds"])
        page = pdfium.FPDF_LoadPage(document, number)
        _say({"page": number, **(_Page(page).read() if page else {"broken": True})})
        if page:
            pdfium.FPDF_ClosePage(page)


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def _limit(limits: dict[str, Any]) -> None:
    """Bound memory and computing time, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limits["all_seconds"], limits["all_seconds"] + 1))
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))


def _start_clock(seconds: float) -> None:
    """End the process when the next page takes longer than this; only the system's own handler can interrupt C code."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _meta(document: Any) -> dict[str, str]:
    found = {}
    for name, key in META.items():
        size = pdfium.FPDF_GetMetaText(document, name.encode(), None, 0)
        if 2 < size < 10_000:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDF_GetMetaText(document, name.encode(), buffer, size)
            found[key] = buffer.raw[: size - 2].decode("utf-16-le", errors="replace").strip()
    return {key: value for key, value in found.items() if value}


@dataclass(slots=True)
class _Style:
    """How the characters of one text object are set."""

    size: float
    name: str
    bold: bool
    hidden: bool


@dataclass(slots=True)
class _Word:
    """A run of characters without a gap; coordinates in points, as the page has them."""

    style: _Style
    left: float
    bottom: float
    right: float
    top: float
    base: float
    text: list[str] = field(default_factory=list)


class _Page:
    """One page; what it gives has its origin at the upper left corner and its text running to the right."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.text = pdfium.FPDFText_LoadPage(page)
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self.box = (box.left, box.bottom, box.right, box.top)
        self.styles: dict[int, _Style] = {}
        self.seen: Counter[str] = Counter()
        self.lines: list[Box] = []
        self.fills: list[Box] = []
        self.dots: list[Box] = []
        self.pictures = 0.0
        self.shapes = 0

    def read(self) -> dict[str, Any]:
        """The page as a JSON object: words, ruled lines, filled boxes, bullets drawn as shapes, and what was left out."""
        turn = self._turn()
        words = self._words(turn)
        pdfium.FPDFText_ClosePage(self.text)
        self._objects(self.page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0)
        left, bottom, right, top = self.box
        width, height = (right - left, top - bottom) if turn in (0, 180) else (top - bottom, right - left)
        return {
            "width": width, "height": height,
            "words": [self._written(word, turn) for word in words],
            "lines": [self._upright(line, turn) for line in self.lines],
            "fills": [self._upright(fill, turn) for fill in self.fills],
            "dots": [self._upright(dot, turn) for dot in self.dots],
            "pictures": round(self.pictures / max(1.0, width * height), 3), **self.seen,
        }  # fmt: skip

    def _written(self, word: _Word, turn: int) -> list[Any]:
        place = self._upright((word.left, word.bottom, word.right, word.top), turn)
        style = word.style
        return ["".join(word.text), *place, self._base(word.base, turn), round(style.size, 2), style.bold, style.hidden]

    def _upright(self, box: Box, turn: int) -> list[float]:
        """A box as left, top, right, bottom from the upper left corner of the page as it is read."""
        left, bottom, right, top = box
        x0, y0, x1, y1 = self.box
        if turn == 0:
            found = (left - x0, y1 - top, right - x0, y1 - bottom)
        elif turn == 180:
            found = (x1 - right, bottom - y0, x1 - left, top - y0)
        elif turn == 90:
            found = (bottom - y0, left - x0, top - y0, right - x0)
        else:
            found = (y1 - top, x1 - right, y1 - bottom, x1 - left)
        return [round(value, 2) for value in found]

    def _base(self, base: float, turn: int) -> float:
        x0, y0, x1, y1 = self.box
        return round({0: y1 - base, 180: base - y0, 90: base - x0}.get(turn, x1 - base), 2)

    def _turn(self) -> int:
        """How far most text of the page is turned anticlockwise, in degrees: 0, 90, 180 or 270."""
        count = pdfium.FPDFText_CountChars(self.text)
        turns: Counter[int] = Counter()
        for at in range(0, count, max(1, count // 200)):
            if not pdfium.FPDFText_IsGenerated(self.text, at):
                turns[_quarter(pdfium.FPDFText_GetCharAngle(self.text, at))] += 1
        turns.pop(-1, None)
        return turns.most_common(1)[0][0] if turns else 0

    def _words(self, turn: int) -> list[_Word]:
        page, box = self.text, pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        words: list[_Word] = []
        word: _Word | None = None
        for at in range(pdfium.FPDFText_CountChars(page)):
            code = pdfium.FPDFText_GetUnicode(page, at)
            owner = pdfium.FPDFText_GetTextObject(page, at)
            if not owner or chr(code).isspace() or code in (0, 0x200B):
                word = None if not owner or code not in (0, 0x200B) else word
                self.seen["unmapped"] += code == 0
                continue
            style = self._style(owner, at)
            if _quarter(pdfium.FPDFText_GetCharAngle(page, at)) != turn:
                self.seen["turned"] += 1
                word = None
                continue
            pdfium.FPDFText_GetLooseCharBox(page, at, box)
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            if right < self.box[0] or left > self.box[2] or top < self.box[1] or bottom > self.box[3]:
                self.seen["outside"] += 1
                continue
            pdfium.FPDFText_GetCharOrigin(page, at, x, y)
            base = y.value if turn in (0, 180) else x.value
            self.seen["characters"] += 1
            self.seen["unmapped"] += bool(pdfium.FPDFText_HasUnicodeMapError(page, at))
            character = chr(code)
            if word is None or not _goes_on(word, style, (left, bottom, right, top), base, turn):
                if len(words) >= MAX_WORDS:
                    self.seen["cut"] = 1
                    break
                word = _Word(style, left, bottom, right, top, base)
                words.append(word)
            word.text.append(character)
            word.left, word.bottom = min(word.left, left), min(word.bottom, bottom)
            word.right, word.top = max(word.right, right), max(word.top, top)
        return words

    def _style(self, owner: Any, at: int) -> _Style:
        key = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if key not in self.styles:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(self.text, at, matrix)
            size = pdfium.FPDFText_GetFontSize(self.text, at) * math.hypot(matrix.c, matrix.d)
            font = pdfium.FPDFTextObj_GetFont(owner)
            length = pdfium.FPDFFont_GetBaseFontName(font, None, 0) if font else 0
            buffer = ctypes.create_string_buffer(max(1, min(length, 500)))
            if font:
                pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            name = buffer.value.decode("utf-8", errors="replace")
            mode = pdfium.FPDFTextObj_GetTextRenderMode(owner)
            heavy = any(word in name.lower() for word in ("bold", "black", "heavy"))
            weight = pdfium.FPDFText_GetFontWeight(self.text, at)
            self.styles[key] = _Style(abs(size) or 1.0, name, heavy or weight >= BOLD or mode == 2, mode in (3, 7))
        return self.styles[key]

    def _objects(self, holder: Any, count: Any, get: Any, outer: Matrix, depth: int) -> None:
        """Ruled lines, filled boxes and pictures, those inside forms of the page included."""
        for number in range(count(holder)):
            if self.shapes >= MAX_SHAPES:
                self.seen["cut"] = 1
                return
            self.shapes += 1
            item = get(holder, number)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, _joined(_matrix(item), outer))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = _bounds([_moved(x, y, _joined(_matrix(item), outer)) for x in (0, 1) for y in (0, 1)])
                width = min(right, self.box[2]) - max(left, self.box[0])
                self.pictures += max(0.0, width) * max(0.0, min(top, self.box[3]) - max(bottom, self.box[1]))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 6:
                matrix = _joined(_matrix(item), outer)
                self._objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, matrix, depth + 1)

    def _path(self, item: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        for points in _subpaths(item, matrix):
            left, bottom, right, top = _bounds(points)
            thin, long = sorted((right - left, top - bottom))
            if BULLET[0] <= thin <= long <= min(BULLET[1], thin * 1.3):
                self.dots.append((left, bottom, right, top))
            elif thin <= HAIRLINE < long:
                self.lines.append((left, bottom, right, top))
            elif len(points) <= 6 and long > HAIRLINE:
                if fill.value and _is_coloured(item):
                    self.fills.append((left, bottom, right, top))
                if stroke.value:
                    self._edges(points)

    def _edges(self, points: list[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if min(abs(x1 - x0), abs(y1 - y0)) <= 1.0 < max(abs(x1 - x0), abs(y1 - y0)):
                self.lines.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _goes_on(word: _Word, style: _Style, box: Box, base: float, turn: int) -> bool:
    """Whether a character continues a word: close behind it, on the same base line, in about the same size."""
    left, bottom, right, top = box
    gap = {0: left - word.right, 180: word.left - right, 90: bottom - word.top}.get(turn, word.bottom - top)
    size = max(style.size, word.style.size)
    alike = abs(style.size - word.style.size) < 0.15 * size and style.hidden == word.style.hidden
    return alike and -size * 0.7 < gap < GAP * size and abs(base - word.base) < 0.12 * size


def _quarter(angle: float) -> int:
    """An angle in radians, clockwise, as 0, 90, 180 or 270 degrees anticlockwise, -1 for one between."""
    degrees = math.degrees(-angle) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) < 3 else -1


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _bounds(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(item: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The points of each part of a path, those of curves among them, closed parts ending where they began."""
    parts: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(pdfium.FPDFPath_CountSegments(item), 2_000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(_moved(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    return [part for part in parts if len(part) > 1]


def _is_coloured(item: Any) -> bool:
    """Whether the inside of a shape is seen against white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 253


if __name__ == "__main__":
    main()
