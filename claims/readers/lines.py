"""Paragraphs as authors really type them: several statements, one a line, inside one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .folding import fold
from .lists import typed_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a paragraph.

    Attributes:
        text: its visible text, not folded.
        positions: the offset of each character in the paragraph's source.
        forced: the author asked for the line break before it (`<w:br/>`, two spaces, `<br>`).
        separate: it is an element of its own (an HTML list item), so nothing joins it to the line before.
        titled: it opens with a bold label such as **Owner:**.
    """

    text: str
    positions: Sequence[int]
    forced: bool = False
    separate: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One or more lines that read as one text.

    Attributes:
        text: the folded text, a typed label taken off.
        offsets: the offset of each of its characters in the paragraph's source.
        start: the offset of the first character, label included.
        label: the label the author typed, if any.
    """

    text: str
    offsets: tuple[int, ...]
    start: int
    label: str | None = None


def statements(lines: Sequence[Line], *, labels: bool = True) -> list[Statement]:
    """Join the lines that were only wrapped, and keep apart those that stand for themselves.

    Args:
        lines: the lines of one paragraph.
        labels: whether labels typed at the start of a line are taken off.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        if groups and _goes_on(groups[-1], line, labels):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [found for group in groups if (found := _statement(group, labels)).text]


def _goes_on(group: list[Line], line: Line, labels: bool) -> bool:
    """Whether a line continues the sentence of the lines before it."""
    if line.separate or line.titled:
        return False
    before = group[-1].text.rstrip()
    if labels and typed_label(line.text):
        ended = before.endswith((".", ":", ";", ",")) or before.endswith((" and", " or"))
        return not (ended or typed_label(group[0].text))
    start = line.text.lstrip()
    return not line.forced or start[0].islower() or before.endswith((",", "-", "–", "—"))


def _statement(group: list[Line], labels: bool) -> Statement:
    text = " ".join(line.text for line in group)
    positions: list[int] = []
    for line in group:
        if positions:
            positions.append(positions[-1] + 1)
        positions.extend(line.positions)
    found = typed_label(text) if labels else None
    start = positions[len(text) - len(text.lstrip())]
    begin = found[1] if found else 0
    folded, offsets = fold(text[begin:], positions[begin:])
    return Statement(text=folded, offsets=offsets, start=start, label=found[0] if found else None)
