"""Options that nobody decided between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims import Document

from .found import Words, matches

ORDER = 2
KIND = "unresolved option"
OFTEN = r"(?:daily|weekly|bi-?weekly|monthly|quarterly|semi-?annually|annually|yearly|semi-?annual|annual)"
PATTERNS = (
    re.compile(rf"\b{OFTEN}(?:\s*/\s*{OFTEN})+\b", re.IGNORECASE),
    re.compile(r"\b\d{1,4}(?:\s*/\s*\d{1,4})+ (?:minutes|hours|days|weeks|months|years)\b"),
    re.compile(r"\[[^\]\[|]{1,60}(?:\s*\|\s*[^\]\[|]{1,60})+\]|\[[\w -]{2,40}\s+or\s+[\w -]{2,40}\](?!\()", re.IGNORECASE),
    re.compile(
        r"\b(?:select|choose|pick) (?:one|the (?:appropriate|applicable|correct)|from the following|as applicable)\b[^.;|]{0,40}"
        r"|\b(?:delete|strike|cross out) (?:as|whichever|if not|where not|what) (?:appropriate|applicable|is not|needed)?\b",
        re.IGNORECASE,
    ),
)


def find(document: Document, own: frozenset[str]) -> Iterator[Words]:
    """Alternatives that stand side by side."""
    for pattern in PATTERNS:
        yield from matches(document, pattern, "alternatives of which one has to be chosen")
