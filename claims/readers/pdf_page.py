"""A page of a PDF as its worker gives it: words and drawn lines with their places, in points from the upper left corner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .lists import typed_label

Box = tuple[float, float, float, float]

SHELF = 6.0  # points: base lines are looked up by this much of a page's height
LABEL_GAP = 45.0  # points between a number or bullet and its text, at most
SPACED = 0.6  # of the font's size: a gap wider than this may part columns or cells
_BULLETS = dict.fromkeys(map(chr, (0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF0A8, 0xF06C, 0xF06E, 0xE00C, 0xF0E8)), "•")
_LIGATURE = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of characters without a gap; `base` is the height of its base line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool
    hidden: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page.

    Attributes:
        number: from 1.
        lines: drawn lines, each a thin box.
        fills: coloured boxes.
        dots: small shapes that may be bullets.
        pictures: the share of the page that pictures cover.
        seen: counts of what the worker noticed: `characters`, `turned`, `unmapped`, `outside`, `cut`.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    lines: tuple[Box, ...]
    fills: tuple[Box, ...]
    dots: tuple[Box, ...]
    pictures: float
    seen: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words of one base line that follow each other, from left to right.

    Attributes:
        page: number of its page, from 1.
        edge: the right edge of the column it stands in.
        margin: the left edge of that column.
    """

    words: tuple[Word, ...]
    page: int
    margin: float = 0.0
    edge: float = 0.0

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        weights: dict[float, int] = {}
        for word in self.words:
            weights[word.size] = weights.get(word.size, 0) + len(word.text)
        return max(weights, key=lambda size: weights[size])

    @property
    def base(self) -> float:
        """The height of its base line."""
        size = self.size
        return next(word.base for word in self.words if word.size == size)

    @property
    def bold(self) -> bool:
        """Whether all its words are bold, a bullet before them not counted."""
        telling = [word for word in self.words if any(map(str.isalnum, word.text))]
        return bool(telling) and all(word.bold for word in telling)

    @property
    def text(self) -> str:
        """Its words, joined by spaces where there is a gap; marks of footnotes are left out."""
        size, parts, before = self.size, list[str](), None
        for word in self.words:
            if before is not None and _is_note_mark(word, before, size):
                continue
            if before is not None and word.left - before.right > 0.12 * size:
                parts.append(" ")
            parts.append(word.text)
            before = word
        return "".join(parts)


def _is_note_mark(word: Word, before: Word, size: float) -> bool:
    raised = word.size < 0.8 * size and word.base < before.base - 0.15 * size
    return raised and re.fullmatch(r"[\d*†‡,]{1,3}", word.text) is not None


def page_of(record: dict[str, Any]) -> Page:
    """A page from what the worker wrote of it."""
    words = [
        Word(text=shown, left=left, top=top, right=right, bottom=bottom, base=base, size=size, bold=bold, hidden=hidden)
        for text, left, top, right, bottom, base, size, bold, hidden in record["words"]
        if (shown := _readable(text))
    ]
    names = ("characters", "turned", "unmapped", "outside", "cut")
    return Page(
        number=record["page"] + 1, width=record["width"], height=record["height"], words=tuple(_once(words)),
        lines=tuple(map(tuple, record["lines"])), fills=tuple(map(tuple, record["fills"])),
        dots=tuple(map(tuple, record["dots"])), pictures=record["pictures"],
        seen={name: record.get(name, 0) for name in names},
    )  # fmt: skip


def _readable(text: str) -> str:
    """A word with the signs that fonts of PDFs use for others replaced: line-end hyphens, bullets, ligatures."""
    text = text.replace("\x02", "-").replace("\u2010", "-").replace("\u00ad", "-")
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = "".join(_BULLETS.get(character, character) for character in text)
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn") and c != "\ufeff")


def _once(words: Sequence[Word]) -> list[Word]:
    """Without words printed again over themselves, as drawing programs do for bold text and shadows."""
    found: list[Word] = []
    places: dict[tuple[str, int, int], Word] = {}
    for word in words:
        near = [(word.text, round(word.left / 2) + x, round(word.base / 2) + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        twin = next((places[key] for key in near if key in places), None)
        if twin and abs(twin.left - word.left) < 1.2 and abs(twin.base - word.base) < 1.2:
            continue
        places[near[4]] = word
        found.append(word)
    return found


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words gathered by their base lines, from the top; raised and lowered small signs stay with their neighbours."""
    rows: list[list[Word]] = []
    shelves: dict[int, list[list[Word]]] = {}
    largest = max((word.size for word in words), default=0.0)
    for word in sorted(words, key=lambda one: (-round(one.size), one.base, one.left)):
        reach = range(int((word.base - 0.25 * largest) // SHELF), int((word.base + 0.5 * largest) // SHELF) + 1)
        row = next((row for at in reach for row in shelves.get(at, ()) if _same_row(row, word)), None)
        if row is None:
            row = []
            rows.append(row)
            shelves.setdefault(int(word.base // SHELF), []).append(row)
        row.append(word)
    rows.sort(key=lambda row: row[0].base)
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _same_row(row: Sequence[Word], word: Word) -> bool:
    """Whether a word stands on the base line of a row of words no smaller, or is a small sign beside one of them."""
    first = row[0]
    drop = word.base - first.base
    if abs(drop) < 0.2 * word.size:
        return True
    if word.size >= 0.85 * first.size or not -0.5 * first.size < drop < 0.25 * first.size:
        return False
    return any(-1.0 < word.left - one.right < 0.3 * first.size for one in row)


def pieces_of(row: Sequence[Word], page: int) -> list[Line]:
    """A row cut wherever a gap is wider than the space between words, but for that after a bullet or number."""
    pieces: list[list[Word]] = []
    for word in row:
        gap = word.left - pieces[-1][-1].right if pieces else 0.0
        labelled = bool(pieces) and len(pieces[-1]) == 1 and gap < LABEL_GAP and typed_label(f"{pieces[-1][0].text} {word.text}")
        if pieces and (labelled or gap <= SPACED * max(word.size, pieces[-1][-1].size)):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [Line(words=tuple(piece), page=page) for piece in pieces]
