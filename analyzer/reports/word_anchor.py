"""Where in a Word document a comment is anchored: exactly around the words, whatever they are wrapped in."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from claims.readers.word_package import W
from claims.readers.word_text import visible_runs

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WRAPPERS = frozenset(
    f"{W}{name}"
    for name in (
        "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo",
    )
)  # fmt: skip
_ATOMS = frozenset((f"{_MATH}oMath", f"{_MATH}oMathPara"))


def anchor_words(paragraph: Any, start: int, end: int, number: int, style: str | None) -> bool:
    """Anchor comment `number` at the characters `start` to `end` of a paragraph's visible text.

    Runs are split at the edges and keep their properties; links, fields and revisions stay as they are.

    Args:
        paragraph: the `w:p` element, changed in place.
        style: the character style for the comment's mark, where the document has one.

    Returns:
        False, and the paragraph unchanged in what it says, when there are no such characters.
    """
    if not 0 <= start < end <= sum(len(text) for _, text in visible_runs(paragraph)):
        return False
    cut(paragraph, end)
    cut(paragraph, start)
    inside = [piece for begin, piece, text in positions(paragraph) if start < begin + len(text) and begin < end]
    if not inside:
        return False
    _mark(_outermost(paragraph, inside[0], first=True), _outermost(paragraph, inside[-1], first=False), number, style)
    return True


def anchor_paragraph(paragraph: Any, number: int, style: str | None) -> None:
    """Anchor comment `number` at a whole paragraph."""
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if content:
        _mark(content[0], content[-1], number, style)
        return
    start = etree.SubElement(paragraph, f"{W}commentRangeStart", {f"{W}id": str(number)})
    _close(start, number, style)


def anchor_run(run: Any, number: int, style: str | None) -> None:
    """Anchor comment `number` at one run, such as the mark of a footnote."""
    _mark(run, run, number, style)


def _mark(first: Any, last: Any, number: int, style: str | None) -> None:
    first.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": str(number)}))
    _close(last, number, style)


def _close(last: Any, number: int, style: str | None) -> None:
    end = etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(number)})
    run = etree.Element(f"{W}r")
    if style:
        etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}rStyle", {f"{W}val": style})
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": str(number)})
    tail, last.tail = last.tail, None
    last.addnext(end)
    end.addnext(run)
    run.tail = tail


def positions(paragraph: Any) -> Iterator[tuple[int, Any, str]]:
    """The pieces of visible text that stand in the file, each with the offset it begins at."""
    at = 0
    for element, text in visible_runs(paragraph):
        if element is not None:
            yield at, element, text
        at += len(text)


def _run_of(piece: Any) -> Any:
    """What a piece of text can be anchored around: its run, or the whole formula it stands in."""
    found = piece
    for element in piece.iterancestors():
        if element.tag == f"{W}p":
            break
        if element.tag in _ATOMS or (element.tag == f"{W}r" and found.tag not in _ATOMS):
            found = element
    return found


def cut(paragraph: Any, offset: int) -> None:
    """Make a run begin at an offset into the visible text, by splitting the text and the run that it falls into."""
    for begin, piece, text in positions(paragraph):
        if begin < offset < begin + len(text) and piece.tag == f"{W}t":
            rest = etree.Element(piece.tag, piece.attrib)
            piece.text, rest.text = text[: offset - begin], text[offset - begin :]
            piece.set(_SPACE, "preserve")
            rest.set(_SPACE, "preserve")
            piece.addnext(rest)
    pieces = list(positions(paragraph))
    piece = next((piece for begin, piece, _ in pieces if begin == offset), None)
    if piece is None or piece.getparent().tag != f"{W}r":
        return
    run = piece.getparent()
    if next(one for _, one, _ in pieces if _run_of(one) is run) is piece:
        return
    second = etree.Element(run.tag, run.attrib, nsmap=run.nsmap)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        second.append(deepcopy(properties))
    second.extend([piece, *piece.itersiblings()])
    second.tail, run.tail = run.tail, None
    run.addnext(second)


def _outermost(paragraph: Any, piece: Any, *, first: bool) -> Any:
    """The widest element that begins (or ends) with the piece's run: a mark outside a link does not touch the link."""
    order = [one for _, one, _ in positions(paragraph)]
    node = _past_field(_run_of(piece), order, first=first)
    parent = node.getparent()
    while parent is not paragraph and parent.tag in _WRAPPERS:
        within = [one for one in order if parent in one.iterancestors()]
        if within and within[0 if first else -1] is not piece:
            break
        node = _past_field(parent, order, first=first)
        parent = node.getparent()
    return node


def _past_field(node: Any, order: list[Any], *, first: bool) -> Any:
    """The end of the field whose result begins (or ends) with the node, else the node."""
    shown = {_run_of(one) for one in order}
    far, near = ("begin", "end") if first else ("end", "begin")
    depth, found = 0, node
    for sibling in node.itersiblings(preceding=first):
        if sibling in shown or sibling.tag in _WRAPPERS:
            break
        marks = [mark.get(f"{W}fldCharType") for mark in sibling.iter(f"{W}fldChar")]
        for mark in reversed(marks) if first else marks:
            depth += {near: 1, far: -1}.get(mark or "", 0)
            if depth < 0:
                found, depth = sibling, 0
    return found
