"""Sentences that a list of words speaks against."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Language
from .lexicon import found_in
from .material import Material


def flagged(material: Material, words: str, kind: str, only_claims: bool = False) -> Iterator[Language]:
    """A finding for each entry of a list that a sentence holds, each entry once a sentence.

    Args:
        words: the list.
        kind: what the findings are called.
        only_claims: leave sentences aside that hold no claim of the organisation's own that is in force.
    """
    for sentence in material.sentences:
        seen: set[str] = set()
        claim = material.claim_at(sentence)
        if only_claims and (claim is None or claim.modality != "in_force" or claim.party != "own" or claim.topic == "other"):
            continue
        for entry, start, end in found_in(words, sentence.text):
            if entry.phrase in seen or (entry.since and material.as_of.isoformat() < entry.since):
                continue
            seen.add(entry.phrase)
            yield sentence.finding(kind, f"“{sentence.text[start:end]}”: {entry.why}", claim.id if claim else None)
