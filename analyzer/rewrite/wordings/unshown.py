"""Without what nothing shows: a value, or by whom or with what, that the evidence does not reach; the rest of the promise stays.

A cell of a table that holds nothing else is left empty, as tables write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.nlp.quantities import quantities
from claims.row_text import cells_of

from ...model import Verdict
from ...scope import systems_named
from ..desk import Desk
from . import shares, values
from .actors import without_actor

ORDER = 6
MOST_LEFT_OUT = 2  # things; a sentence that lacks more is another one
BEFORE = r"(?:,?\s*(?:and\s+)?(?:at least|at a minimum|within|no later than|every|for(?: at least)?|not more than|up to)?\s*)$"
BEHIND = r"^(?:\s+(?:of|after|from|following|before)\s+(?:the\s+|their\s+)?\w+)?"
EMPTY = "—"
PHRASE = re.compile(
    r"\s+(?:by|with|via|using)\s+(?:[\w'’-]+\s+){0,5}?[\w'’-]+"
    r"(?=\s*(?:$|[.,;:(])|\s+(?:before|after|prior|within|when|and|or|is|are|must|for|at|in|on|to|until|every|each)\b)",
    re.IGNORECASE,
)


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text without what the verdict on it, or on the measured part of it, says that the evidence does not show."""
    if verdict.status == "partly_supported":
        yield from _without(verdict.claim.text, verdict, desk, MOST_LEFT_OUT)
    elif verdict.status == "contradicted":
        for text in (*(one for one, _ in values.loosened(verdict, desk)), *shares.wordings(verdict, desk)):
            tried = desk.try_wording(verdict.claim, text)
            if tried and tried.status == "partly_supported":
                yield from _without(text, tried, desk, MOST_LEFT_OUT)


def _without(text: str, verdict: Verdict, desk: Desk, most: int) -> Iterator[str]:
    """A text with each single thing left out, then with two of them.

    Args:
        verdict: what the evidence says of the text.
        most: how many things may be left out.
    """
    cells = _without_cell(text, verdict) if verdict.claim.form == "row" else ()
    shorter = list(dict.fromkeys(one for one in (*cells, *_shorter(text, verdict)) if one != text))
    yield from shorter
    for one in shorter if most > 1 else ():
        tried = desk.try_wording(verdict.claim, one)
        if tried and tried.status == "partly_supported":
            yield from _without(one, tried, desk, most - 1)


def _without_cell(text: str, verdict: Verdict) -> Iterator[str]:
    """The text of a row without each cell that is what the evidence does not show, and nothing else."""
    for header, cell in cells_of(text):
        if cell in verdict.binding.unread:
            yield text.replace(f"{header}: {cell}", f"{header}: {EMPTY}", 1)


def _shorter(text: str, verdict: Verdict) -> Iterator[str]:
    """A text without each thing that may be what the evidence does not show, first those that the verdict on it names."""
    for quantity in quantities(text):
        said = text[quantity.start : quantity.end]
        if f"«{said}»" in verdict.why or any(verdict.claim.params.get(name) == quantity.value for name in verdict.binding.untested):
            before, behind = text[: quantity.start], text[quantity.end :]
            start = re.search(BEFORE, before, re.IGNORECASE)
            end = re.match(BEHIND, behind, re.IGNORECASE)
            yield (before[: start.start()] if start else before) + (behind[end.end() :] if end else behind)
    for name in verdict.binding.untested:
        done = rf"\b{re.escape(name.replace('_', ' '))}\b"
        yield re.sub(rf"\s+and\s+{done}|{done}\s+and\s+", " " if re.search(rf"{done}\s+and", text) else "", text, count=1)
    yield from _without_system(text, verdict)
    if not verdict.unknown or verdict.claim.share is not None:  # a share counts what is not known as if it failed
        yield from (text[: found.start()] + text[found.end() :] for found in PHRASE.finditer(text))
        yield from without_actor(text)


def _without_system(text: str, verdict: Verdict) -> Iterator[str]:
    """A text without one of several systems that it names, where the evidence holds nothing of that one."""
    named = systems_named(text)
    for name in named if len(named) > 1 else ():
        if re.search(rf"nothing was given on [^.]*\b{re.escape(name)}\b", verdict.why):
            yield re.sub(
                rf"\b{re.escape(name)}(?:,\s+(?:and\s+)?|\s+and\s+)|(?:,\s+(?:and\s+)?|\s+and\s+){re.escape(name)}\b", "", text
            )
