"""Another company's name or domain, left in from where the text came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from claims import Document

from .found import Words

ORDER = 5
KIND = "another company"
FIRM = re.compile(
    r"\b(?P<name>[A-Z][\w&'-]+(?: [A-Z][\w&'-]+){0,3}),? "
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|AG|Corp|Corporation|PLC|Pty Ltd|S\.A|B\.V)\b\.?"
)
ADDRESS = re.compile(r"\b[\w.+-]+@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b", re.IGNORECASE)
ROLES = re.compile(r"\b(?:security|privacy|support|compliance|info|hr|legal|dpo|abuse|it|help|incident\w*)\b", re.IGNORECASE)
# Those that provide and audit, and are named in nearly every description.
OTHERS = re.compile(
    r"amazon|aws|google|microsoft|github|gitlab|okta|slack|atlassian|datadog|cloudflare|aicpa|nist|iso\b|deloitte|kpmg|pwc|ernst|snowflake"
    r"|salesforce|stripe|twilio|mongodb|oracle|ibm|cisco|crowdstrike|vanta|drata|secureframe|tugboat|a-lign|schellman",
    re.IGNORECASE,
)
MOST = 0.6  # of the mentions; the name that has as many is the company's own


def find(document: Document, own: frozenset[str]) -> Iterator[Words]:
    """Names of firms and domains of role addresses that are not the company's, where it is known which is."""
    yield from _strangers(document, own, FIRM, "name", "a firm that is not the one whose document this is")
    yield from _strangers(document, own, ADDRESS, "domain", "an address of another company")


def _strangers(document: Document, own: frozenset[str], pattern: re.Pattern[str], group: str, why: str) -> Iterator[Words]:
    found = [(block, one) for block in document.blocks for one in pattern.finditer(block.text)]
    found = [(block, one) for block, one in found if group == "name" or ROLES.search(one[0].split("@")[0])]
    counts = Counter(one[group].lower() for _, one in found)
    mine = {name for name in counts if _is_own(name, own)}
    if not mine and counts and counts.most_common(1)[0][1] >= MOST * counts.total() and counts.total() > 2:
        mine = {counts.most_common(1)[0][0]}
    if not mine:
        return
    for block, one in found:
        if one[group].lower() not in mine and not OTHERS.search(one[group]):
            yield Words(block, one.start(), one.end(), why)


def _is_own(name: str, own: frozenset[str]) -> bool:
    plain = re.sub(r"[^a-z0-9]", "", name.rsplit(".", maxsplit=1)[0])
    return any(plain and (plain in (known := re.sub(r"[^a-z0-9]", "", one)) or (len(known) > 3 and known in plain)) for one in own)
