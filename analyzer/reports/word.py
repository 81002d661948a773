"""Word: the user's own file back, with a comment at the words of each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from claims import Document, Place
from claims.readers.word_package import Package, W, open_package
from claims.readers.word_text import visible_text

from ..catalog import Catalog
from ..model import Observation, Run, Status, Verdict
from .decided import decision_text
from .original import cell_of, unchanged
from .summary import STATUS_WORDS, facts, figures, name_of, own_text, promises, said_of, statement, topic_title
from .text import one_line, shorten
from .word_anchor import anchor_paragraph, anchor_run, anchor_words
from .word_changes import Author, Edit, edits, track
from .word_comments import add_comment, empty_comments, next_number
from .word_notes import notes_of
from .word_parts import Changes

NAME = "word"
AUTHOR = "Goldenthread"
INITIALS = "GT"
COMMENTED: tuple[Status, ...] = ("contradicted", "inconsistent", "partly_supported", "not_testable")
SHOWN_EXCEPTIONS = 8
LONGEST = 160
OPTIONS = ("tracked",)
REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))
Line = list[tuple[str, bool]]


def filename(document: Document) -> str | None:
    """The name of the commented file; None for a document that is not a Word file."""
    return f"{Path(document.name).stem}.reviewed.docx" if document.kind == "word" else None


def render(run: Run, catalog: Catalog, document: Document, tracked: bool = False) -> bytes:
    """The document with its comments; the very same bytes where there is nothing to comment on.

    Args:
        tracked: whether wordings that are true are put in as tracked changes, too.

    Raises:
        ReportError: when the file is gone or has changed since it was read.
    """
    data = unchanged(document)
    found = [one for one in run.verdicts if one.claim.place.document == document.name and one.status in COMMENTED]
    noted = notes_of(run, document)
    if not found and not noted:
        return data
    changes = Changes(package=open_package(data, document.path))
    text = changes.root(changes.package.main)
    comments = changes.comments_part(empty_comments())
    styles = _styles(changes.package)
    text_style, mark_style = (style if style in styles else None for style in ("CommentText", "CommentReference"))
    places = _Places(changes.package, text)
    first = next_number(comments, text)
    for number, one in enumerate((*found, *noted), first):
        note = places.anchor(one.claim.place if isinstance(one, Verdict) else one.place, number, mark_style)
        lines = _lines(one, catalog, note) if isinstance(one, Verdict) else one.lines(note)
        add_comment(
            comments, number, lines, author=AUTHOR, initials=INITIALS, date=_date(run.started_at), style=text_style,
        )  # fmt: skip
    if tracked:
        places.track(found, Author(AUTHOR, _date(run.started_at)))
    return changes.to_bytes()


def _styles(package: Package) -> set[str]:
    """The ids of the document's styles."""
    parts = [one.target for one in package.relations(package.main) if one.kind == "styles" and not one.external]
    names = [part for part in parts if part in package.names]
    return {style.get(f"{W}styleId", "") for name in names for style in package.xml(name).iter(f"{W}style")}


def _date(started_at: str) -> str | None:
    try:
        return datetime.fromisoformat(started_at).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return None


class _Places:
    """Finds the paragraph of a claim in the main part, before anything is changed in it."""

    def __init__(self, package: Package, text: Any) -> None:
        self._package, self._text = package, text
        self._paragraphs = list(text.iter(f"{W}p"))

    def anchor(self, place: Place, number: int, style: str | None) -> str:
        """Anchor a comment at the words of a place, or as near as Word allows; then the text says where they stand."""
        if place.part == "document" and place.paragraph is not None and place.paragraph < len(self._paragraphs):
            paragraph = self._paragraphs[place.paragraph]
            holder = self._holder(paragraph)
            if holder is not None:
                anchor_paragraph(holder, number, style)
                return "a text box of this paragraph, where Word takes no comments"
            if anchor_words(paragraph, place.start, place.end, number, style):
                return ""
            anchor_paragraph(paragraph, number, style)
            return "this paragraph"
        mark = self._footnote_mark(place)
        if mark is not None:
            anchor_run(mark, number, style)
            return "this note, where Word takes no comments"
        anchor_paragraph(self._first(), number, style)
        return f"the {_part_words(place.part)}, where Word takes no comments"

    def track(self, verdicts: Sequence[Verdict], author: Author) -> None:
        """Put the wordings that are true into the main part as tracked changes; of two for the same words the first."""
        numbers = [one.get(f"{W}id", "") for one in self._text.iter(*REVISIONS)]
        number = 1 + max((int(one) for one in numbers if one.isdecimal()), default=0)
        by_paragraph: dict[int, list[Edit]] = {}
        for verdict in verdicts:
            place, wording = verdict.claim.place, verdict.rewrite.wording if verdict.rewrite else None
            if not wording or place.part != "document" or place.paragraph is None or place.paragraph >= len(self._paragraphs):
                continue
            paragraph = self._paragraphs[place.paragraph]
            old = visible_text(paragraph)[place.start : place.end]
            new = cell_of(verdict.claim, old, wording) if verdict.claim.form == "row" else wording
            changes = edits(old, new, place.start) if new and self._holder(paragraph) is None else []
            known = by_paragraph.setdefault(place.paragraph, [])
            if not any((a.start < b.end and b.start < a.end) or a.start == b.start for a in known for b in changes):
                known += changes
        for at, changes in by_paragraph.items():
            number += track(self._paragraphs[at], changes, author, number)

    @staticmethod
    def _holder(paragraph: Any) -> Any | None:
        """The paragraph of the body that holds the text box a paragraph stands in, or None."""
        around = [element for element in paragraph.iterancestors() if element.tag in (f"{W}txbxContent", f"{W}p")]
        boxed = any(element.tag == f"{W}txbxContent" for element in around)
        return next((element for element in reversed(around) if element.tag == f"{W}p"), None) if boxed else None

    def _footnote_mark(self, place: Place) -> Any | None:
        """The run in the body with the mark of the note that a place is in, or None."""
        kind = {"footnotes": "footnote", "endnotes": "endnote"}.get(place.part or "")
        part = next((one for one in self._package.names if one.endswith(f"/{place.part}.xml")), None)
        if kind is None or part is None or place.paragraph is None:
            return None
        paragraphs = list(self._package.xml(part).iter(f"{W}p"))
        if place.paragraph >= len(paragraphs):
            return None
        note = next(paragraphs[place.paragraph].iterancestors(f"{W}{kind}"), None)
        wanted = note.get(f"{W}id") if note is not None else None
        marks = (one for one in self._text.iter(f"{W}{kind}Reference") if one.get(f"{W}id") == wanted)
        return next((run for mark in marks for run in mark.iterancestors(f"{W}r")), None)

    def _first(self) -> Any:
        """The first paragraph of the body with text in it, or the first at all, or a new one in an empty body."""
        body = [one for one in self._paragraphs if self._holder(one) is None]
        found = next((one for one in body if "".join(one.itertext()).strip()), None)
        if found is not None or body:
            return found if found is not None else body[0]
        around = self._text.find(f"{W}body")
        added = around.makeelement(f"{W}p", {})
        around.insert(0, added)
        return added


def _part_words(part: str | None) -> str:
    return (part or "part").rstrip("0123456789").rstrip("s") or "part"


def _item(one: Observation) -> str:
    item, said = name_of(one, LONGEST), shorten(said_of(one), LONGEST)
    return f"{item}: {said}" if said else item


def _lines(verdict: Verdict, catalog: Catalog, note: str) -> Iterator[Line]:
    """The paragraphs of a comment."""
    claim = verdict.claim
    title = topic_title(catalog, claim.topic)
    yield [(f"{STATUS_WORDS[verdict.status]}. ", True), (title, False)]
    if note:
        yield [(f"This is about {note}: “{one_line(claim.quote)}”", False)]
    if own := own_text(claim):
        yield [(f"Claim: {own}", False)]
    if said := statement(verdict):
        yield [(said, True)]
    if stated := promises(verdict, catalog):
        yield [(f"Promised: {'; '.join(f'{one.name} {one.value}' for one in stated)}", False)]
    if verdict.why:
        yield [(facts(verdict), False)]
    if verdict.excused or verdict.unknown:
        yield [(str(figures(verdict)), False)]
    for one in verdict.exceptions[:SHOWN_EXCEPTIONS]:
        yield [(f"• {_item(one)}", False)]
    if (more := len(verdict.exceptions) - SHOWN_EXCEPTIONS) > 0:
        yield [(f"and {more:,} more", False)]
    yield from _repairs(verdict)
    if verdict.decision:
        yield [("Decided: ", True), (decision_text(verdict.decision), False)]
    yield [(f"Finding {one_line(claim.id)}", False)]


def _repairs(verdict: Verdict) -> Iterator[Line]:
    if (both := verdict.rewrite) is None:
        return
    if both.wording:
        yield [("True today: ", True), (one_line(both.wording), False)]
    else:
        yield [("No true wording found. ", True), (one_line(both.why), False)]
    if both.repair:
        yield [("Or make it true: ", True), (one_line(both.repair), False)]
