"""The dates that a document states about itself: in its properties, its head and its table of versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claims import Document

from ..days import dates_in, day_of
from .material import Material, Sentence

Kind = Literal["effective", "reviewed", "next"]
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("next", re.compile(r"\b(?:next|scheduled|due)(?: \w+){0,2}? (?:review|update|revision)|\breview (?:due|by)\b", re.IGNORECASE)),
    (
        "effective",
        re.compile(r"\beffective(?: date| as of| from)?\b|\bin force (?:since|from)\b|\bcomes? into (?:force|effect)\b", re.I),
    ),
    (
        "reviewed",
        re.compile(
            r"\b(?:last|date|latest)[ _-]?(?:of )?(?:last )?(?:updated?|reviewed?|revis\w+|approv\w+|modified|amended)\b"
            r"|\b(?:reviewed|approved|updated|revised|approval|revision|review)(?: and approved)?(?: on| date)?\s*:",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip
VERSIONS = re.compile(r"\b(?:version|revision|rev)\b", re.IGNORECASE)
SHORT = 12  # words; what is longer is no line of metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date that a document states of itself, with the sentence it stands in where it is one."""

    kind: Kind
    day: date
    document: Document
    sentence: Sentence | None


def stated_dates(material: Material) -> Iterator[StatedDate]:
    """The dates that the documents state of themselves."""
    for document in material.documents:
        for name, value in document.properties.items():
            label = name.replace("_", " ").replace(".", " ")
            day = next((day for cell, _ in dates_in(value) if (day := day_of(cell))), None)
            for kind, pattern in KINDS:
                if day and pattern.search(f"{label}:"):
                    yield StatedDate(kind=kind, day=day, document=document, sentence=None)
                    break
    for sentence in material.sentences:
        yield from _in_sentence(sentence)


def _in_sentence(sentence: Sentence) -> Iterator[StatedDate]:
    row = sentence.block.row
    in_versions = row is not None and any(VERSIONS.fullmatch(one.strip()) for one in row.header)
    for cell, start in dates_in(sentence.text):
        day = day_of(cell)
        if day is None:
            continue
        if in_versions and re.search(r"\bdate\b", sentence.header, re.IGNORECASE):
            yield StatedDate(kind="reviewed", day=day, document=sentence.document, sentence=sentence)
            continue
        before = f"{sentence.header}: {sentence.text[:start]}" if sentence.header else sentence.text[:start]
        label = before.rstrip(" *_|").rsplit("|", 1)[-1]
        if len(label.split()) > SHORT or not re.search(
            r"[:|]\W*$|\bdate\b\W*$|\b(?:on|as of|from|since|effective)\W*$", label, re.IGNORECASE
        ):
            continue
        for kind, pattern in KINDS:
            if pattern.search(label):
                yield StatedDate(kind=kind, day=day, document=sentence.document, sentence=sentence)
                break
