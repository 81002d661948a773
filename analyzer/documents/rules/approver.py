"""Somebody who approved a document and is not on the roster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Conflict, Language
from ..material import Material

APPROVED = re.compile(r"\bapproved by\b|\bapprover\b", re.IGNORECASE)
LABEL = re.compile(r"(?:approved by|approver)\W*[:|]?\W*(?P<name>[^|;()\n]{3,60})", re.IGNORECASE)
NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-Z]\.)?(?: (?:de|van|von|der|da|del|la|bin|al))*(?: [A-ZÀ-Þ][\w'’-]+){1,3}")
TITLE = re.compile(
    r"\b(?:chief|officer|director|manager|head|vp|vice|president|board|committee|team|lead|counsel|department|council|group|management"
    r"|administrator|security|executive|audit|information|steering|compliance|privacy|engineering|operations|technology)\b",
    re.IGNORECASE,
)


def find(material: Material) -> Iterator[Conflict | Language]:
    """Approvers who are named by a person's name that no roster among the evidence holds; without a roster nothing."""
    if material.people is None:
        return
    for sentence in material.sentences:
        said = LABEL.search(sentence.text)
        text = sentence.text if APPROVED.search(sentence.header) else said["name"] if said else ""
        for match in NAME.finditer(text):
            if TITLE.search(match[0]) or _known(match[0], material.people):
                continue
            yield sentence.finding(
                "approver",
                f"{match[0]} is named as approver and is not on the roster. Correct the name, or have it approved again.",
            )


def _known(name: str, people: frozenset[str]) -> bool:
    words = set(re.findall(r"[\w'’-]{2,}", name.lower()))
    return any(words <= set(re.findall(r"[\w'’-]{2,}", one)) for one in people)
