"""Hedges: words that leave a hole in a promise without saying where."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ..material import Material, is_sure


def find(material: Material) -> Iterator[Conflict | Language]:
    """Claims with a hedge ("where possible"), each claim once."""
    seen: set[tuple[str, str]] = set()
    for claim in material.claims:
        key = (claim.place.document, claim.sentence)
        if (
            claim.hedges
            and claim.testable
            and claim.modality == "in_force"
            and claim.party == "own"
            and is_sure(claim)
            and key not in seen
        ):
            seen.add(key)
            words = ", ".join(f"“{one}”" for one in dict.fromkeys(claim.hedges))
            yield Language(
                document=claim.place.document, quote=claim.quote, place=claim.place, claim=claim.id, kind="hedge",
                why=f"{words} leaves a hole that nobody can test. Keep a list of where it was not done and why, and name it here.",
            )  # fmt: skip
