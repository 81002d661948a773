"""What a paragraph's style says about it: heading or not, numbered or not, bold or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .word_package import W
from .word_text import is_on

TITLE = 0
BODY_OUTLINE = 9
MAX_DIGITS = 10

_HEADING = re.compile(r"heading ?([1-9])")
_CONTENTS = re.compile(r"(toc|contents|index) ?(heading|[1-9])|table of (figures|authorities)|tof", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One paragraph style; `properties` and `run` are its `w:pPr` and `w:rPr` elements, or None."""

    id: str
    name: str
    based_on: str | None
    properties: Any
    run: Any


class Styles:
    """The paragraph styles of a document, each looked up through the styles it is based on.

    Args:
        root: the root element of the styles part, or None if the file has none.
    """

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        self._chains: dict[str | None, tuple[Style, ...]] = {}
        for element in root.iter(f"{W}style") if root is not None else ():
            if element.get(f"{W}type", "paragraph") != "paragraph":
                continue
            identifier = element.get(f"{W}styleId", "")
            self._styles[identifier] = Style(
                id=identifier,
                name=value_of(element, "name") or identifier,
                based_on=value_of(element, "basedOn"),
                properties=element.find(f"{W}pPr"),
                run=element.find(f"{W}rPr"),
            )
            if element.get(f"{W}default") in ("1", "true", "on"):
                self._default = identifier

    def of(self, paragraph: Any) -> tuple[Style, ...]:
        """The paragraph's style, then the one that is based on, and so on."""
        identifier = value_of(paragraph.find(f"{W}pPr"), "pStyle") or self._default
        if identifier not in self._chains:
            self._chains[identifier] = tuple(self._chain(identifier))
        return self._chains[identifier]

    def _chain(self, identifier: str | None) -> Iterator[Style]:
        seen: set[str] = set()
        while identifier and identifier not in seen:
            seen.add(identifier)
            style = self._styles.get(identifier)
            if style is None:
                yield Style(id=identifier, name=identifier, based_on=None, properties=None, run=None)
                return
            yield style
            identifier = style.based_on

    def heading_level(self, paragraph: Any) -> int | None:
        """1 to 9 for a heading, `TITLE` for the document's title, None for text."""
        own = whole(value_of(paragraph.find(f"{W}pPr"), "outlineLvl"))
        if own is not None:
            return own + 1 if own < BODY_OUTLINE else None
        for style in self.of(paragraph):
            outline = whole(value_of(style.properties, "outlineLvl"))
            if outline is not None:
                return outline + 1 if outline < BODY_OUTLINE else None
            for name in (style.name.lower(), style.id.lower()):
                if found := _HEADING.fullmatch(name):
                    return int(found[1])
                if name == "title":
                    return TITLE
        return None

    def is_contents(self, paragraph: Any) -> bool:
        """Whether the paragraph is an entry or the heading of a table of contents or of figures."""
        return any(_CONTENTS.fullmatch(style.name) or _CONTENTS.fullmatch(style.id) for style in self.of(paragraph)[:1])

    def is_list_continuation(self, paragraph: Any) -> bool:
        """Whether an unnumbered paragraph is set as a further paragraph of a list item."""
        return any(style.name.lower().startswith(("list paragraph", "list continue")) for style in self.of(paragraph))

    def is_bold(self, paragraph: Any) -> bool:
        """Whether the style sets the paragraph in bold."""
        runs = (style.run for style in self.of(paragraph) if style.run is not None)
        return next((is_on(run, "b") for run in runs if run.find(f"{W}b") is not None), False)


def value_of(parent: Any, name: str) -> str | None:
    """The `w:val` of a child of a properties element (which may be None)."""
    element = parent.find(f"{W}{name}") if parent is not None else None
    return element.get(f"{W}val") if element is not None else None


def whole(text: str | None) -> int | None:
    """The whole number that an attribute states, or None if it states none that Word could have written."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < MAX_DIGITS else None
