"""Words in a claim that readers take in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ..flags import flagged
from ..material import Material


def find(material: Material) -> Iterator[Conflict | Language]:
    """Ambiguous words in claims that are in force."""
    yield from flagged(material, "ambiguous", "ambiguous word", only_claims=True)
