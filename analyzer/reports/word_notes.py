"""Word: comments on what documents say against each other, on words that damage a claim, and on what a description lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims import Document, Place

from ..model import Conflict, Language, Omission, Run, Side
from .summary import supported_side
from .text import one_line, shorten

Line = list[tuple[str, bool]]
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment to be: where it stands and what it says, the words that it is about first."""

    place: Place
    quote: str
    paragraphs: tuple[Line, ...]

    def lines(self, note: str) -> Iterator[Line]:
        """The paragraphs of the comment.

        Args:
            note: what it is anchored at where Word takes no comments at the words themselves, or an empty text.
        """
        yield self.paragraphs[0]
        if note:
            yield [(f"This is about {note}: “{one_line(self.quote)}”", False)]
        yield from self.paragraphs[1:]


def notes_of(run: Run, document: Document) -> list[Note]:
    """The comments on a document: at each side of a conflict, and for each finding about words or the lack of them."""
    found = [
        _conflict(one, here, there)
        for one in run.conflicts
        for here, there in ((one.a, one.b), (one.b, one.a))
        if here.document == document.name
    ]
    found += [_language(one) for one in run.language if one.document == document.name]
    return found + [
        Note(place=one.place, quote=one.what, paragraphs=(_missing(one),))
        for one in run.omissions
        if one.place and one.place.document == document.name
    ]


def _conflict(conflict: Conflict, here: Side, there: Side) -> Note:
    lines: list[Line] = [
        [("Disagrees with another sentence. ", True), (one_line(conflict.why), False)],
        [(f"{there.place}: “{shorten(there.quote, LONGEST)}”", False)],
    ]
    if said := supported_side(conflict):
        lines.append([(said, True)])
    if conflict.agree:
        lines.append([(one_line(conflict.agree), False)])
    return Note(place=here.place, quote=here.quote, paragraphs=tuple(lines))


def _missing(one: Omission) -> Line:
    return [("Missing from the description. ", True), (f"{one_line(one.what)}: {one_line(one.why)}", False)]


def _language(one: Language) -> Note:
    return Note(
        place=one.place,
        quote=one.quote,
        paragraphs=([(f"{one.kind[:1].upper()}{one.kind[1:]}. ", True), (one_line(one.why), False)],),
    )
