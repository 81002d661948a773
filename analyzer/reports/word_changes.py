"""Tracked changes in a Word file: real insertions and deletions that Word's Accept and Reject understand.

Only the words that differ are marked. Deleted runs keep their properties and stand in `w:del` with `w:delText`; inserted ones take
the properties of the run before them and stand in `w:ins` (ECMA-376 part 1, 17.13.5). Words that hold a field, a formula, a note or
a picture are left alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from claims.readers.word_package import W
from claims.readers.word_text import visible_text

from .word_anchor import cut, positions

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLAIN = frozenset(f"{W}{name}" for name in ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak"))
_WORDS = re.compile(r"\s+|[\w'’-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Author:
    """Who a change is said to be by, and when (`2026-07-02T09:30:00Z`)."""

    name: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a paragraph's visible text: the characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def edits(old: str, new: str, at: int) -> list[Edit]:
    """The least changes, in whole words, that make the one text the other.

    Args:
        at: the offset of the old text in its paragraph.
    """
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    begins = [at]
    for word in a:
        begins.append(begins[-1] + len(word))
    found = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [Edit(begins[i], begins[j], "".join(b[k:m])) for kind, i, j, k, m in found if kind != "equal"]


def track(paragraph: Any, changes: list[Edit], author: Author, number: int) -> int:
    """Mark changes in a paragraph as tracked ones, all or none of them.

    Args:
        paragraph: the `w:p` element, changed in place.
        number: the first number for a mark of revision.

    Returns:
        How many marks were made; 0 where the words cannot be changed as text.
    """
    length = len(visible_text(paragraph))
    if not changes or any(not 0 <= one.start <= one.end <= length for one in changes):
        return 0
    for one in changes:
        cut(paragraph, one.end)
        cut(paragraph, one.start)
    touched = {id(run): run for one in changes for run in [*_runs(paragraph, one), _beside(paragraph, one)]}
    if any(run is None or not _is_text(run) for run in touched.values()):
        return 0
    marks = 0
    for one in sorted(changes, key=lambda one: -one.start):
        runs = list(dict.fromkeys(_runs(paragraph, one)))
        beside = runs[0] if runs else _beside(paragraph, one)
        if one.text:
            _insert(runs[-1] if runs else beside, one, author, number + marks, before=not runs and one.start == 0)
            marks += 1
        for run in runs:
            _delete(run, author, number + marks)
            marks += 1
    return marks


def _runs(paragraph: Any, edit: Edit) -> Iterator[Any]:
    """The runs of the characters that an edit removes."""
    for begin, piece, text in positions(paragraph):
        if edit.start < begin + len(text) and begin < edit.end:
            yield piece.getparent()


def _beside(paragraph: Any, edit: Edit) -> Any | None:
    """The run that ends where an edit begins, or else the first one of the paragraph."""
    before = [piece for begin, piece, text in positions(paragraph) if begin + len(text) <= edit.start]
    first = next((piece for _, piece, _ in positions(paragraph)), None)
    piece = before[-1] if before else first
    return None if piece is None else piece.getparent()


def _is_text(run: Any) -> bool:
    return run.tag == f"{W}r" and all(child.tag in _PLAIN for child in run) and run.getparent().tag != f"{W}del"


def _mark(kind: str, author: Author, number: int) -> Any:
    attributes = {f"{W}id": str(number), f"{W}author": author.name}
    if author.date:
        attributes[f"{W}date"] = author.date
    return etree.Element(f"{W}{kind}", attributes)


def _insert(beside: Any, edit: Edit, author: Author, number: int, *, before: bool) -> None:
    inserted = _mark("ins", author, number)
    run = etree.SubElement(inserted, f"{W}r")
    properties = beside.find(f"{W}rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    text = etree.SubElement(run, f"{W}t")
    text.set(_SPACE, "preserve")
    text.text = edit.text
    if before:
        beside.addprevious(inserted)
        return
    inserted.tail, beside.tail = beside.tail, None
    beside.addnext(inserted)


def _delete(run: Any, author: Author, number: int) -> None:
    deleted = _mark("del", author, number)
    deleted.tail, run.tail = run.tail, None
    run.addprevious(deleted)
    deleted.append(run)
    for text in run.findall(f"{W}t"):
        text.tag = f"{W}delText"
        text.set(_SPACE, "preserve")
