"""The visible text of a Word paragraph, piece by piece.

The reader and whatever writes into a Word file both use it, so that offsets into a paragraph mean the same to both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .word_package import W

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_CHARACTERS = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_NOT_READ = frozenset(
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt",
        "drawing", "pict", "object", "txbxContent", "customXmlPr", "smartTagPr", "softHyphen",
    )
)  # fmt: skip
_OFF = ("0", "false", "off")
# Check boxes and ticks that Word sets as symbols; other symbols are ornaments.
_SYMBOLS = {
    ("wingdings", "FE"): "☒", ("wingdings", "FD"): "☒", ("wingdings", "A8"): "☐", ("wingdings", "6F"): "☐",
    ("wingdings", "FC"): "✓", ("wingdings 2", "52"): "☒", ("wingdings 2", "A3"): "☐", ("wingdings 2", "54"): "☒",
    ("wingdings 2", "50"): "✓", ("symbol", "B3"): "≥", ("symbol", "A3"): "≤", ("symbol", "B1"): "±",
}  # fmt: skip


def is_on(parent: Any, name: str) -> bool:
    """Whether a property such as `w:b` is set in a properties element (which may be None)."""
    element = parent.find(f"{W}{name}") if parent is not None else None
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def visible_runs(paragraph: Any) -> list[tuple[Any | None, str]]:
    """The pieces of a paragraph's visible text in reading order.

    Deleted and hidden text, field codes, comments and the content of text boxes are left out; inserted text and the
    results of fields are in. The text of a `w:t` is verbatim, so an offset into the piece is one into the element.

    Args:
        paragraph: the `w:p` element.

    Returns:
        Pairs of the element a piece comes from (`w:t`, or `w:tab`, `w:br` and the like, which stand for one character)
        and its text. A line break is a line feed, a tab a space.
    """
    return list(_pieces(paragraph, []))


def visible_text(paragraph: Any) -> str:
    """The visible text of a `w:p` element as one string."""
    return "".join(text for _, text in visible_runs(paragraph))


def _pieces(element: Any, fields: list[bool]) -> Iterator[tuple[Any | None, str]]:
    """Walk an element; `fields` holds, for each field that is open, whether its result has begun."""
    for child in readable_children(element):
        tag = child.tag
        if tag == f"{W}r" and is_on(child.find(f"{W}rPr"), "vanish") and child.find(f"{W}fldChar") is None:
            continue
        if tag == f"{W}fldChar":
            yield from _field(child, fields)
        elif tag in (f"{W}t", f"{_M}t"):
            if child.text and all(fields):
                yield child, child.text
        elif (shown := _character(child)) is not None:
            if all(fields):
                yield child, shown
        else:
            yield from _pieces(child, fields)


def readable_children(element: Any) -> Iterator[Any]:
    """The children of an element that are part of the document as it reads now; of alternatives the first."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _NOT_READ:
            continue
        if tag == f"{_MC}AlternateContent":
            choice = chosen(child)
            if choice is not None:
                yield from readable_children(choice)
        else:
            yield child


def chosen(alternatives: Any) -> Any | None:
    """Of an `mc:AlternateContent` the branch that is read: its first choice, or else the fallback."""
    choice = alternatives.find(f"{_MC}Choice")
    return alternatives.find(f"{_MC}Fallback") if choice is None else choice


def _field(element: Any, fields: list[bool]) -> Iterator[tuple[Any, str]]:
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None and all(fields):
            yield element, "☒" if _is_ticked(box) else "☐"
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def _is_ticked(box: Any) -> bool:
    return is_on(box, "checked") if box.find(f"{W}checked") is not None else is_on(box, "default")


def _character(element: Any) -> str | None:
    """The one character that an empty element stands for, or None if it is none of these."""
    if element.tag == f"{W}br":
        return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else " "
    if element.tag == f"{W}sym":
        code = element.get(f"{W}char", "")[-2:].upper()
        return _SYMBOLS.get((element.get(f"{W}font", "").lower(), code), " ")
    return _CHARACTERS.get(element.tag)
