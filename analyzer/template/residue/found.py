"""What rules of residue find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims import Block, Document, Place


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of a block that are residue, and why."""

    block: Block
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """Words of a template that are left in a document.

    Attributes:
        kind: what kind of residue ("placeholder", "instruction", ...).
        words: as the document has them.
        why: what they are, as a clause.
    """

    kind: str
    words: str
    why: str
    document: str
    place: Place


def matches(document: Document, pattern: re.Pattern[str], why: str) -> Iterator[Words]:
    """The places of a document that a pattern matches."""
    for block in document.blocks:
        for found in pattern.finditer(block.text):
            yield Words(block, found.start(), found.end(), why)
