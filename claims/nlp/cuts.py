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
# Between facts whose words overlap only a joining word parts them, or what says where to: "backed up daily to a second region".
JOINING = (
    *BOUNDARIES[:5], BOUNDARIES[6],
    re.compile(r"\s+(?=(?:to|in|into|across) (?:an?|another|two|three|separate|multiple|different|remote)\b)", re.IGNORECASE),
)  # fmt: skip


def _depth(text: str, at: int) -> int:
    return text.count("(", 0, at) - text.count(")", 0, at)


def cut_between(text: str, start: int, end: int, overlapping: bool = False) -> tuple[int, int] | None:
    """The best cut between two facts.

    Args:
        text: the sentence.
        start: where the first fact's words end.
        end: where the second fact's words begin.
        overlapping: the words of the two overlap, and `start` and `end` only bound where they part.

    Returns:
        (where the first part ends, where the second begins), or None where nothing separates them.
    """
    if start > end:
        return None
    for boundary in JOINING if overlapping else BOUNDARIES:
        found = [m for m in boundary.finditer(text, start, end + 1) if m.start() >= start and m.end() <= end]
        outside = [m for m in found if _depth(text, m.start()) == 0]
        if outside:
            last = outside[-1]
            return last.start(), last.end()
    return None
