"""What documents call a thing and the name that the evidence has for it ("the booking database (BKG-SQL)")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from claims import Claim, Document

CALLED = re.compile(
    r"\b(?:the|our|its|an?)\s+(?P<words>(?:[A-Za-z][\w-]*\s+){1,3}?[a-z][\w-]+)"
    r"\s+\((?P<name>(?=[a-zA-Z]*[\d_.-]|[a-z]*[A-Z][a-z]*[A-Z])[A-Za-z0-9][\w.-]{2,30})\)"  # a name, and no word ("quarterly")
)


def aliases_of(documents: Iterable[Document], names: Iterable[str]) -> dict[str, str]:
    """What documents call the things that the evidence names, in lower case, and these names.

    Args:
        names: the values of the evidence; what none of them is, is no name of a thing.
    """
    known = {name.lower(): name for name in names}
    found: dict[str, str] = {}
    for document in documents:
        for block in document.blocks:
            for said in CALLED.finditer(block.text):
                if name := known.get(said["name"].lower()):
                    found.setdefault(" ".join(said["words"].lower().split()), name)
    return found


def with_names(claim: Claim, aliases: Mapping[str, str]) -> Claim:
    """The claim with the evidence's name behind what its document calls a thing."""
    text, scope = claim.text, claim.scope
    for words, name in aliases.items():
        said = re.compile(rf"\b{re.escape(words)}\b(?!\s*\()", re.IGNORECASE)
        if name.lower() not in text.lower():
            text = said.sub(lambda found, name=name: f"{found[0]} ({name})", text, count=1)
            scope = said.sub(lambda found, name=name: f"{found[0]} ({name})", scope, count=1) if scope else scope
    return claim if text == claim.text else replace(claim, text=text, scope=scope)
