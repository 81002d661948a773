"""Placeholders: what somebody was meant to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims import Document

from .found import Words, matches

ORDER = 1
KIND = "placeholder"
FIELDS = (
    "insert|your|company|organi[sz]ation(?:'s)?|client|customer name|entity|vendor name|names?|dates?|number|role|title|owner"
    r"|approver|version|address|city|country|e-?mail|phone|url|link|system|product|service|tool|provider|enter|add|specify|fill"
    r"|tbd|tbc|todo|x+|n|\#|\.{2,}|assignment: organi[sz]ation-defined|selection \(one(?: or more)?\)"
    r"|frequency|time ?frames?|time period"
    r"|response times?"
)
MARKED = (
    re.compile(
        r"\{\{(?![<%])[^{}]{1,60}\}\}|\$\{[^{}]{1,60}\}|(?<![{$])\{[A-Z][A-Za-z_ ]{2,40}\}(?!\})|<%[^%]{1,60}%>|«[^»]{2,40}»"
    ),
    re.compile(rf"\[(?:{FIELDS})\b[^\][]{{0,80}}\](?!\()", re.IGNORECASE),
    re.compile(rf"<(?:{FIELDS})\b[^<>@]{{0,60}}>", re.IGNORECASE),
    re.compile(r"<[A-Z][A-Z0-9]*(?:[ _/-][A-Z0-9]+){1,6}>"),
    re.compile(r"_{4,}|\.{6,}|\bX{2,}(?:[/.-]X{2,})+\b|\b(?:XX+|##+) (?:hours?|days?|weeks?|months?|years?|minutes?|percent)\b"),
    re.compile(
        r"\b(?:DD[/.-]MM[/.-]YY(?:YY)?|MM[/.-]DD[/.-]YY(?:YY)?|YYYY[/.-]MM[/.-]DD|[A-Z][a-z]+ \d{1,2}, (?:20XX|YYYY)|20XX)\b"
    ),
    re.compile(r"\b(?:TB[CD]|TO-?DO|FIX-?ME)\b"),
    re.compile(
        r"\[?(?:\b[A-Z]+[.@])?\bYOUR[ _-](?:COMPANY|ORGANI[SZ]ATION|DOMAIN|APP|PRODUCT|SERVICE|NAME|E-?MAIL|PHONE|ADDRESS|URL|CITY)"
        r"\b(?: NAME\b)?\]?"
    ),
)
CAPITALS = re.compile(r"\[([A-Z][A-Z0-9@+&'.,/ _-]{2,70})\](?!\()")
# What stands in brackets and capitals and is none: a control, a standard, a file, a short name.
REFERENCE = re.compile(
    r"[A-Z]{1,6}[- ]?\d[\w.()-]*|[\w.-]+\.[A-Z]{2,4}|(?:ISO|NIST|SOC|RFC|CIS|PCI|AICPA|FIPS)\b.*|[A-Z]{2,5}", re.IGNORECASE
)
ROLES = re.compile(r"(?:C[A-Z]O|CISO|NAME|DATE|TITLE|ROLE|OWNER|CITY|LOGO)")


def find(document: Document, own: frozenset[str]) -> Iterator[Words]:
    """Placeholders in the common styles: brackets, braces, angles, lines to write on, crosses, patterns of dates."""
    for pattern in MARKED:
        yield from matches(document, pattern, "a placeholder that nobody filled in")
    for block in document.blocks:
        for found in CAPITALS.finditer(block.text):
            if ROLES.fullmatch(found[1]) or not REFERENCE.fullmatch(found[1]):
                yield Words(block, found.start(), found.end(), "a placeholder that nobody filled in")
