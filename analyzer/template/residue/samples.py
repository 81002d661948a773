"""Sample names, numbers and test strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims import Document

from .found import Words, matches

ORDER = 4
KIND = "sample"
PATTERNS = (
    re.compile(r"\b(?:John|Jane|Joe) (?:Q\.? )?(?:Doe|Smith|Public|Bloggs)\b|\bFirst ?name Last ?name\b", re.IGNORECASE),
    re.compile(
        r"\b(?:Acme|Contoso|Fabrikam|Globex|Initech|Widgets?) (?:Corp(?:oration)?|Inc|LLC|Ltd|Company|Co|Industries)\b\.?"
        r"|\bYour Company(?: Name)?\b(?= (?:Inc|LLC|Ltd|has|is|will|shall|must|maintains))|\bCompany Name\b"
        r"|\b(?:Example|Sample) (?:Corp|Inc|LLC|Ltd)\b",
    ),
    re.compile(
        r"[\w.+-]*@(?:(?:your)?(?:company|domain|organi[sz]ation)|example|test|sample)\.(?:com|org|net|io)\b", re.IGNORECASE
    ),
    re.compile(r"https?://(?:www\.)?(?:company|domain|example)\.(?:com|org|net|io)\b\S*", re.IGNORECASE),
    re.compile(
        r"(?:https?://|\b)(?:[\w-]+\.)*(?:your|my)-?(?:app|company|domain|name|org(?:ani[sz]ation)?|product|service|site)"
        r"\.(?:com|org|net|io)\b(?:/\S*)?",
        re.IGNORECASE,
    ),
    re.compile(r"\(?\b555\)?[-. ]\d{3}[-. ]\d{4}\b|\b123[-. ]456[-. ]7890\b|\b123 (?:Main|Any) (?:St|Street)\b", re.IGNORECASE),
    re.compile(r"\b(?:asdf+|foo ?bar|test test|blah blah)\b", re.IGNORECASE),
)


def find(document: Document, own: frozenset[str]) -> Iterator[Words]:
    """Names and values that stand in samples and nowhere else."""
    for pattern in PATTERNS:
        for words in matches(document, pattern, "a sample that was to be replaced"):
            if words.block.text[words.start : words.end].lower() not in own:
                yield words
