"""What numbers and bullets mean to a reader: labels typed by hand, levels, and the sentence that introduces a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TYPED = re.compile(
    r"""\s*(?P<label>
        \((?:[a-z]{1,2}|[A-Z]|[ivxlc]{1,6}|[IVXLC]{1,6}|\d{1,3})\)
      | \[(?:[a-z]{1,2}|\d{1,2})\.?\]
      | (?:[a-zA-Z]|[ivxlc]{2,6}|[IVXLC]{2,6}|\d{1,3})[.)]
      | \d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s+["“(]?[A-Z])
      | [•◦▪▫‣⁃·●○■□➢✓✔❖–—*-]
      | o(?=\s+[A-Z])
    )\s+(?=\S)""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_LEADS_IN = re.compile(r":\s*[-–—]?$")


def typed_label(text: str) -> tuple[str, int] | None:
    """The label an author typed at the start of a paragraph ("a.", "(ii)", "3.2", "•"), and where the text goes on."""
    found = _TYPED.match(text)
    return (found["label"], found.end()) if found else None


def lead_in_of(text: str) -> str | None:
    """The last sentence of `text` if it introduces what follows, that is if it ends with a colon."""
    return _SENTENCE_END.split(text)[-1] if _LEADS_IN.search(text) else None


@dataclass(frozen=True, slots=True)
class _Typed:
    """A label typed by hand: how far in it stands, how it counts, and its punctuation and case."""

    indent: int
    counts: str
    frame: str
    core: str


def _typed(label: str, indent: int) -> _Typed:
    core = label.strip("()[].")
    if label == "o" or not core or not core[0].isalnum():
        return _Typed(indent, "bullet", label, label)
    frame = label.replace(core, "A" if core.isupper() else "a")
    if core[0].isdigit():
        return _Typed(indent, f"number{core.count('.')}", frame, core)
    return _Typed(indent, "roman" if re.fullmatch(r"[ivxlc]+|[IVXLC]+", core) else "letter", frame, core)


@dataclass(slots=True)
class Lists:
    """Follows the lists of one container (a body, a cell, a text box) in reading order, to tell each item's lead-in."""

    _before: str | None = None
    _open: list[tuple[int, str]] = field(default_factory=list)
    _typed: list[_Typed] = field(default_factory=list)

    def heading(self) -> None:
        """A heading ends every list, and what stood before it introduces nothing below it."""
        self.paragraph("")

    def paragraph(self, text: str) -> None:
        """A paragraph outside every list; it may introduce the next one."""
        self._before = lead_in_of(text)
        self._open.clear()
        self._typed.clear()

    def continuation(self, text: str, level: int | None = None) -> None:
        """A further paragraph of a list item; lists go on after it, and it may introduce a nested one.

        Args:
            text: the paragraph.
            level: the level of the item it belongs to; that of the item read last when not known.
        """
        while level is not None and self._open and self._open[-1][0] > level:
            self._open.pop()
        if not self._open:
            self.paragraph(text)
        elif lead_in_of(text):
            self._open[-1] = (self._open[-1][0], text)

    def item(self, level: int, text: str) -> str | None:
        """A list item at `level` (from 1).

        Returns:
            The sentence that introduces it: for a nested item its parent if that ends with a colon,
            else the paragraph directly before the list if that does.
        """
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        lead_in = lead_in_of(self._open[-1][1]) if self._open else self._before
        self._open.append((level, text))
        return lead_in

    def typed_level(self, label: str, indent: int) -> int:
        """The level, from 1, of an item whose label the author typed, `indent` columns from the left."""
        new = _typed(label, indent)
        if new.counts == "roman" and any(_next_letter(known, new) for known in self._typed):
            new = _Typed(indent, "letter", new.frame, new.core)
        depth = next((n for n, known in enumerate(self._typed) if _same_list(known, new)), None)
        if depth is None:
            depth = next((n for n, known in enumerate(self._typed) if known.indent > indent), len(self._typed))
        del self._typed[depth:]
        self._typed.append(new)
        return len(self._typed)


def _same_list(known: _Typed, new: _Typed) -> bool:
    return (known.indent, known.counts, known.frame) == (new.indent, new.counts, new.frame)


def _next_letter(known: _Typed, new: _Typed) -> bool:
    """Whether a label such as "i." goes on from a letter ("h.") rather than starting a count in roman numbers."""
    together = known.counts == "letter" and (known.indent, known.frame) == (new.indent, new.frame)
    return together and len(known.core) == len(new.core) == 1 and ord(new.core) - ord(known.core) in (0, 1)
