"""The comments part of a Word file: what it holds stays, and comments are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from claims.readers.word_package import W

from .text import clean

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def empty_comments() -> Any:
    """The root of a comments part without comments."""
    return etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})


def next_number(comments: Any, document: Any) -> int:
    """The first number that no comment and no mark of a comment has."""
    marks = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    elements = [*comments.iter(f"{W}comment"), *document.iter(*marks)]
    numbers = [int(value) for element in elements if (value := element.get(f"{W}id", "")).isdecimal()]
    return max(numbers, default=-1) + 1


def add_comment(
    comments: Any, number: int, lines: Iterable[Sequence[tuple[str, bool]]], *,
    author: str, initials: str, date: str | None, style: str | None,
) -> None:  # fmt: skip
    """Add a comment.

    Args:
        comments: the root of the part, changed in place.
        lines: its paragraphs, each as pieces of text, bold or not.
        date: when, as `2026-07-02T09:30:00Z`, or None.
        style: the paragraph style for its text, where the document has one.
    """
    attributes = {f"{W}id": str(number), f"{W}author": author, f"{W}initials": initials}
    if date:
        attributes[f"{W}date"] = date
    comment = etree.SubElement(comments, f"{W}comment", attributes)
    for line in lines:
        paragraph = etree.SubElement(comment, f"{W}p")
        if style:
            etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
        for text, bold in line:
            run = etree.SubElement(paragraph, f"{W}r")
            if bold:
                etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
            content = etree.SubElement(run, f"{W}t")
            content.set(_SPACE, "preserve")
            content.text = clean(text)
