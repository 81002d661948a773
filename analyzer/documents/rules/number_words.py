"""A number in words and in digits that differ: "one (2)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.nlp.quantities import NUMBER_IN_WORDS, number_of

from ...model import Conflict, Language
from ..material import Material

_BOTH = re.compile(rf"\b(?P<words>{NUMBER_IN_WORDS})\s*\(\s*(?P<digits>\d{{1,4}})\s*\)", re.IGNORECASE)


def find(material: Material) -> Iterator[Conflict | Language]:
    """Numbers that are written twice and differ."""
    for sentence in material.sentences:
        for match in _BOTH.finditer(sentence.text):
            written = number_of(match["words"])
            if written is not None and written != int(match["digits"]):
                claim = material.claim_at(sentence)
                why = f"“{match[0]}”: the words say {written} and the digits {match['digits']}. Write the one that is done."
                yield sentence.finding("arithmetic", why, claim.id if claim else None)
