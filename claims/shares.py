"""The share of its population for which a sentence promises something ("at least 95% of laptops", "38 of the 41 accounts")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PERCENT = re.compile(
    r"(?P<before>\b(?:up to|less than|under|below|at most|no more than|fewer than)\s+)?"
    r"(?<![\w.])(?P<percent>\d{1,3}(?:\.\d+)?)\s*(?:%|percent|per cent)"
    r"(?:\s+of\b(?!\s+(?:the\s+)?(?:time|cases|month|year|uptime)\b)|(?=, as of \d))",
    re.IGNORECASE,
)
DATE = r"as of \d{1,2} [A-Z][a-z]+ \d{4}\b"
COUNTED = re.compile(
    r"(?<![\w.,])(?P<part>\d[\d,]*)\s+(?:out\s+)?of\s+(?:the\s+|our\s+|its\s+|all\s+)?(?P<whole>\d[\d,]*)"
    rf"(?:,? (?P<dated>{DATE})|(?=\s+(?:(?:[A-Z][\w.-]*\s+){{1,3}}[a-z-]+s\b|[a-z])))"
)
# How a measured share is written behind a sentence, or its day alone: it says nothing of what the sentence is about.
MEASURE = re.compile(rf"\s*\((?:(?:true of )?(?:\d[\d,]* of \d[\d,]*|at least \d+%), )?{DATE}\)")
FEWEST = 5  # of the whole; "two of three approvers" says how many have to act, and not for how many it holds, unless a day is told


def share_of(text: str, params: Mapping[str, Any]) -> float | None:
    """The share, above 0 and below 1; None where a sentence speaks of all, of no share, or of one that its topic tests itself.

    Args:
        params: the values that the sentence states under its topic's parameters.

    >>> share_of("At least 95% of laptops are encrypted.", {})
    0.95
    """
    if found := PERCENT.search(text):
        stated = float(found["percent"])
        carried = any(isinstance(value, (int, float)) and float(value) == stated for value in params.values())
        if stated < 100:
            return stated / 100 if not found["before"] and not carried and stated > 0 else None
    found = next((one for one in COUNTED.finditer(text) if is_share(one)), None)
    return _number(found["part"]) / _number(found["whole"]) if found else None


def is_share(found: re.Match[str]) -> bool:
    """Whether what reads as "so many of so many" is a share of a population."""
    is_told = bool(found["dated"]) or _number(found["whole"]) >= FEWEST
    return is_told and 0 < _number(found["part"]) < _number(found["whole"])


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))
