"""The dates that a document states about itself: in its properties, its head and its table of versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claims import Document

from .material import Material, Sentence

Kind = Literal["effective", "reviewed", "next"]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(MONTHS)
DATE = re.compile(
    r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<m2>{_MONTH})[a-z]*\.?,?[ -](?P<y2>20\d\d)\b"
    rf"|\b(?P<m3>{_MONTH})[a-z]*\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y3>20\d\d)\b",
    re.IGNORECASE,
)
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


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of `DATE` writes, or None for no day of the calendar."""
    parts = match.groupdict()
    try:
        if parts["y"]:
            return date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        number = "2" if parts["y2"] else "3"
        month = MONTHS.index(parts[f"m{number}"].lower()[:3]) + 1
        return date(int(parts[f"y{number}"]), month, int(parts[f"d{number}"]))
    except ValueError:
        return None


def stated_dates(material: Material) -> Iterator[StatedDate]:
    """The dates that the documents state of themselves."""
    for document in material.documents:
        for name, value in document.properties.items():
            label = name.replace("_", " ").replace(".", " ")
            found = DATE.search(value)
            for kind, pattern in KINDS:
                if found and pattern.search(f"{label}:") and (day := day_of(found)):
                    yield StatedDate(kind=kind, day=day, document=document, sentence=None)
                    break
    for sentence in material.sentences:
        yield from _in_sentence(sentence)


def _in_sentence(sentence: Sentence) -> Iterator[StatedDate]:
    row = sentence.block.row
    in_versions = row is not None and any(VERSIONS.fullmatch(one.strip()) for one in row.header)
    for match in DATE.finditer(sentence.text):
        day = day_of(match)
        if day is None:
            continue
        if in_versions and re.search(r"\bdate\b", sentence.header, re.IGNORECASE):
            yield StatedDate(kind="reviewed", day=day, document=sentence.document, sentence=sentence)
            continue
        before = f"{sentence.header}: {sentence.text[: match.start()]}" if sentence.header else sentence.text[: match.start()]
        label = before.rstrip(" *_|").rsplit("|", 1)[-1]
        if len(label.split()) > SHORT or not re.search(
            r"[:|]\W*$|\bdate\b\W*$|\b(?:on|as of|from|since|effective)\W*$", label, re.IGNORECASE
        ):
            continue
        for kind, pattern in KINDS:
            if pattern.search(label):
                yield StatedDate(kind=kind, day=day, document=sentence.document, sentence=sentence)
                break
