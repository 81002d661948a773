"""Lines of a PDF joined to paragraphs, words that were parted at the ends of lines made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .lists import typed_label
from .pdf_page import Line

NEAR = 1.35  # of the usual distance of lines: what is further away is a new paragraph
LEADING = 1.4  # of the font's size, the usual distance of lines where nothing else is known
PARTED = 0.025  # of all lines end in a hyphen where words are parted at line ends at all
TELLING_WORDS = 3  # of a line from which its words are known to be whole
SHORT = 4  # letters
HANG = 45.0  # points that the first line may stand further in than the others
# A hyphen at the end of a line belongs to the word behind these first parts, and before these last ones.
HEADS = frozenset({
    "anti", "cross", "day", "ex", "fail", "first", "five", "four", "full", "half", "hand", "high", "large", "last", "least",
    "long", "low", "mid", "multi", "non", "one", "peer", "quasi", "real", "risk", "role", "second", "self", "semi", "short",
    "single", "six", "ten", "third", "three", "time", "top", "triple", "two", "vendor", "well", "year", "zero",
})  # fmt: skip
TAILS = frozenset({
    "approved", "based", "driven", "facing", "factor", "hosted", "level", "managed", "only", "owned", "party", "related",
    "specific", "term", "wide",
})  # fmt: skip
# Words that join others without a hyphen although both parts are words of their own ("overview", "database").
SOLID = frozenset({"back", "data", "every", "inter", "over", "some", "there", "under", "where", "with", "work"})
_ENDED = re.compile(r"[.:;!?][\"”’)\]]*$")
_TOKEN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_CUT = re.compile(r"(?:^|[^A-Za-z-])([A-Za-z]+)-$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that read as one text.

    Attributes:
        pages: where in the text each page begins: offset and number of the page.
    """

    text: str
    lines: tuple[Line, ...]
    pages: tuple[tuple[int, int], ...]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """The size of its first line."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


class Joiner:
    """Joins lines; what it knows of words parted at line ends it learns from the whole document."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.words: set[str] = set()
        count = ending = 0
        for line in lines:
            text = line.text
            count += 1
            ending += _CUT.search(text) is not None
            if len(line.words) >= TELLING_WORDS:
                self.words.update(token.lower() for token in _TOKEN.findall(text[:-1] if text.endswith("-") else text))
        self.parts_words = ending >= PARTED * max(1, count)

    def paragraphs(self, lines: Sequence[Line]) -> list[Paragraph]:
        """The paragraphs of lines in reading order."""
        groups: list[list[Line]] = []
        for line in lines:
            if groups and _goes_on(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [found for group in groups if (found := self.paragraph(group)).text]

    def paragraph(self, lines: Sequence[Line]) -> Paragraph:
        """Lines as one text."""
        text, pages = "", []
        before = None
        for line in lines:
            cut = before is not None and self._is_cut_word(before, line)
            text, at = (text + line.text, len(text)) if cut else self._joined(text, line.text)
            before = line
            if not pages or pages[-1][1] != line.page:
                pages.append((at, line.page))
        return Paragraph(text=text, lines=tuple(lines), pages=tuple(pages))

    def _is_cut_word(self, line: Line, following: Line) -> bool:
        """Whether a line ends inside a word that is longer than its cell is wide."""
        word, rest = line.words[-1], following.words[0]
        if len(line.words) > 1 or not word.text.isalnum() or not rest.text[:1].isalnum():
            return False
        if word.text.lower() in self.words and rest.text.lower() in self.words:
            return False
        sign = (word.right - word.left) / len(word.text)
        full = word.right + sign > line.edge
        return full and (rest.text[0].islower() or (len(rest.text) < SHORT and word.text[-1].isupper()))

    def _joined(self, text: str, more: str) -> tuple[str, int]:
        """A text with a further line, and where that line begins in it."""
        if not text or not more:
            return text + more, len(text)
        if text.endswith("-") and text[-2:-1].isalnum():
            text = text if self._keeps_hyphen(text, more) else text[:-1]
            return text + more, len(text)
        if text.endswith("/") and text[-2:-1].isalnum():
            return text + more, len(text)
        return f"{text} {more}", len(text) + 1

    def _keeps_hyphen(self, text: str, more: str) -> bool:
        """Whether the hyphen at the end of a line belongs to its word ("third-", "party") rather than parts it."""
        cut, tail = _CUT.search(text), re.match(r"[a-z]+", more)
        if cut is None or tail is None:
            return True
        head, rest = cut[1].lower(), tail[0]
        if f"{head}-{rest}" in self.words:
            return True
        if head + rest in self.words:
            return False
        if not self.parts_words or head in HEADS or rest in TAILS:
            return True
        return min(len(head), len(rest)) > 3 and head not in SOLID and {head, rest} <= self.words


def is_new_item(line: Line, before: Line, text_left: float) -> bool:
    """Whether a line that begins with a number or bullet begins an item, rather than going on with a sentence."""
    if not typed_label(line.text):
        return False
    return line.left < text_left - 2 or _ENDED.search(before.text) is not None or not _is_full(before, line)


def _is_full(line: Line, following: Line) -> bool:
    """Whether the first word of the following line would not have fitted into a line."""
    first = following.words[0]
    share = (first.text.find("-") + 1 or len(first.text)) / len(first.text)
    return line.right + 0.25 * line.size + share * (first.right - first.left) > line.edge - 0.6 * line.size


def _text_left(line: Line) -> float:
    """Where the text of a line begins, behind its bullet or number."""
    label = typed_label(line.text)
    if label and len(line.words) > 1 and line.words[0].text == label[0]:
        return line.words[1].left
    return line.left


def _goes_on(group: list[Line], line: Line) -> bool:
    """Whether a line continues the paragraph of the lines before it."""
    first, before = group[0], group[-1]
    if abs(line.size - before.size) > 0.07 * before.size:
        return False
    ended, full = _ENDED.search(before.text) is not None, _is_full(before, line)
    if line.bold != before.bold and (before.bold or ended or not full):
        return False
    if is_new_item(line, before, _text_left(first)):
        return False
    unfinished = not ended and line.text[:1].islower()
    if line.page != before.page or line.base < before.base or line.margin > before.right:
        return (unfinished or (full and not ended)) and not (before.bold and line.bold)
    if not _is_near(group, line) or not _is_aligned(group, line):
        return False
    return full or unfinished or before.text.endswith((",", "-"))


def _is_near(group: list[Line], line: Line) -> bool:
    distance = line.base - group[-1].base
    if len(group) > 1 and group[-2].page == group[-1].page and group[-1].base > group[-2].base:
        usual = group[-1].base - group[-2].base
        return distance < 1.15 * usual + 1
    return distance < NEAR * LEADING * line.size


def _is_aligned(group: list[Line], line: Line) -> bool:
    """Whether a line begins where the paragraph's lines begin, its first line standing further in or out at most."""
    first, before = group[0], group[-1]
    centred = abs((line.left + line.right) - (before.left + before.right)) < 0.6 * line.size
    if len(group) > 1 and before.page == line.page:
        return abs(line.left - before.left) < 0.4 * line.size or centred
    label = _text_left(first) - first.left
    if label:
        return first.left - 3 < line.left < first.left + label + 8
    return -HANG < line.left - first.left < 0.4 * line.size or centred
