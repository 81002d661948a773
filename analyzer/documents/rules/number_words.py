"""A number in words and in digits that differ: "one (2)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.lexicon import NUMBER_WORDS

from ...model import Conflict, Language
from ..material import Material

_WORDS = {**NUMBER_WORDS, "thirteen": 13, "sixteen": 16, "seventeen": 17, "nineteen": 19, "hundred": 100}
_WORD = "|".join(sorted((word for word in _WORDS if "-" not in word), key=len, reverse=True))
_BOTH = re.compile(rf"\b(?P<words>(?:(?:{_WORD})(?:[- ]and[- ]|[- ])?)+)\s*\(\s*(?P<digits>\d{{1,4}})\s*\)", re.IGNORECASE)


def value_of(words: str) -> int | None:
    """The number that words write ("twenty-four", "one hundred and eighty"), or None."""
    total = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "and":
            continue
        if word not in _WORDS:
            return None
        total = (total or 1) * 100 if word == "hundred" else total + _WORDS[word]
    return total or None


def find(material: Material) -> Iterator[Conflict | Language]:
    """Numbers that are written twice and differ."""
    for sentence in material.sentences:
        for match in _BOTH.finditer(sentence.text):
            written = value_of(match["words"])
            if written is not None and written != int(match["digits"]):
                claim = material.claim_at(sentence)
                why = f"“{match[0]}”: the words say {written} and the digits {match['digits']}. Write the one that is done."
                yield sentence.finding("arithmetic", why, claim.id if claim else None)
