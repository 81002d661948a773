"""The numbers and bullets that Word prints before paragraphs but does not store with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .word_package import W
from .word_styles import Styles, value_of, whole
from .word_text import is_on

LEVELS = 9
MAX_NUMBER = 9999

_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "◦", "o": "◦"}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The number of a paragraph: its level in the list from 1, and the label as printed, if there is one."""

    level: int
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool
    restarts: bool


class Numbering:
    """Counts the numbered paragraphs of a document; they have to be shown to it in reading order.

    Args:
        root: the root element of the numbering part, or None if the file has none.
        styles: the document's styles, which can number paragraphs too.
    """

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        self._by_style: dict[str, str] = {}
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                identifier = element.get(f"{W}abstractNumId", "")
                self._abstract[identifier] = element
                if link := value_of(element, "styleLink"):
                    self._by_style[link] = identifier
            elif element.tag == f"{W}num":
                self._nums[element.get(f"{W}numId", "")] = element
        self._levels: dict[tuple[str, int], _Level] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def number(self, paragraph: Any) -> Number | None:
        """Count a paragraph.

        Returns:
            Its number, or None if it is neither numbered nor bulleted.
        """
        found = self._reference(paragraph)
        if found is None:
            return None
        num, level = found
        abstract = self._abstract_of(num)
        if abstract is None:
            return Number(level=level + 1, label=None)
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        self._count(num, abstract, level, counts)
        return Number(level=level + 1, label=self._label(num, abstract, level, counts))

    def _reference(self, paragraph: Any) -> tuple[str, int] | None:
        """The list a paragraph belongs to and its level from 0, from the paragraph or else from its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        num, level = value_of(own, "numId"), value_of(own, "ilvl")
        for style in self._styles.of(paragraph) if num is None else ():
            properties = style.properties.find(f"{W}numPr") if style.properties is not None else None
            if properties is not None and (num := value_of(properties, "numId")) is not None:
                level = level or value_of(properties, "ilvl") or self._level_of_style(num, style.id)
                break
        if num is None or num == "0":
            return None
        return num, min(whole(level) or 0, LEVELS - 1)

    def _level_of_style(self, num: str, style: str) -> str | None:
        """The level that a list keeps for a style, as multi-level headings have it."""
        abstract = self._abstract.get(self._abstract_of(num) or "")
        for element in abstract.iter(f"{W}lvl") if abstract is not None else ():
            if value_of(element, "pStyle") == style:
                return element.get(f"{W}ilvl")
        return None

    def _abstract_of(self, num: str) -> str | None:
        identifier = value_of(self._nums.get(num), "abstractNumId")
        link = value_of(self._abstract.get(identifier or ""), "numStyleLink")
        if link:
            return self._by_style.get(link, identifier)
        return identifier if identifier in self._abstract else None

    def _count(self, num: str, abstract: str, level: int, counts: list[int | None]) -> None:
        override = self._override(num, level)
        start = whole(value_of(override, "startOverride"))
        current = counts[level]
        if start is not None and (num, level) not in self._restarted:
            self._restarted.add((num, level))
            counts[level] = start
        elif current is None:
            counts[level] = self._level(num, abstract, level).start
        else:
            counts[level] = current + 1
        for deeper in range(level + 1, LEVELS):
            if self._level(num, abstract, deeper).restarts:
                counts[deeper] = None

    def _override(self, num: str, level: int) -> Any | None:
        element = self._nums.get(num)
        overrides = element.iterfind(f"{W}lvlOverride") if element is not None else ()
        return next((found for found in overrides if found.get(f"{W}ilvl") == str(level)), None)

    def _level(self, num: str, abstract: str, level: int) -> _Level:
        """What a list defines for one of its levels."""
        if (num, level) not in self._levels:
            override = self._override(num, level)
            element = override.find(f"{W}lvl") if override is not None else None
            if element is None:
                levels = self._abstract[abstract].iterfind(f"{W}lvl")
                element = next((found for found in levels if found.get(f"{W}ilvl") == str(level)), None)
            start = whole(value_of(element, "start"))
            self._levels[(num, level)] = _Level(
                start=1 if start is None else start,
                format=value_of(element, "numFmt") or "decimal",
                text=value_of(element, "lvlText") or "",
                legal=is_on(element, "isLgl"),
                restarts=value_of(element, "lvlRestart") != "0",
            )
        return self._levels[(num, level)]

    def _label(self, num: str, abstract: str, level: int, counts: list[int | None]) -> str | None:
        own = self._level(num, abstract, level)
        if own.format == "none":
            return None
        if own.format == "bullet":
            return _BULLETS.get(own.text, own.text if own.text and not "\ue000" <= own.text <= "\uf8ff" else "•")

        def counted(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            upper = self._level(num, abstract, index)
            count = counts[index]
            return spelled(upper.start if count is None else count, "decimal" if own.legal else upper.format)

        return re.sub(r"%([1-9])", counted, own.text).strip() or None


def spelled(number: int, form: str) -> str:
    """A number in one of Word's number formats; formats of other scripts are given in digits."""
    if not 0 < number <= MAX_NUMBER:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman, rest = "", number
        for value, sign in _ROMAN:
            roman += sign * (rest // value)
            rest %= value
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "ordinal":
        suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{suffix}"
    return str(number)
