"""Where a sentence may be cut between two facts: at a coordination that stands outside parentheses, never inside a word."""

from __future__ import annotations

import re

# The earlier in this list, the cleaner the cut.
BOUNDARIES = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\s*;\s*(?:and\s+|or\s+)?", r",?\s+and,\s+(?=(?:where|when|if|as)\s+\w+,)",
        r",?\s+and\s+(?=(?:are|is|must|shall|will|the|all|any|each)\b)",
        r",\s*(?:and|as well as|plus|but)\s+",
        r"\s+(?:and|as well as|plus|but)\s+", r"\s*[,(]\s*", r"\s+(?:with|while|whereas|using|where|which)\s+", r"\s*[/|]\s*",
    )
)  # fmt: skip


def _depth(text: str, at: int) -> int:
    return text.count("(", 0, at) - text.count(")", 0, at)


def cut_between(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The best cut between two facts.

    Args:
        text: the sentence.
        start: where the first fact's words end.
        end: where the second fact's words begin.

    Returns:
        (where the first part ends, where the second begins), or None where nothing separates them.
    """
    if start > end:
        return None
    for boundary in BOUNDARIES:
        found = [m for m in boundary.finditer(text, start, end + 1) if m.start() >= start and m.end() <= end]
        outside = [m for m in found if _depth(text, m.start()) == 0]
        if outside:
            last = outside[-1]
            return last.start(), last.end()
    return None
