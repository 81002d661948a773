"""Words in a claim that make one counter-example enough."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ..flags import flagged
from ..material import Material


def find(material: Material) -> Iterator[Conflict | Language]:
    """Absolute words in claims that are in force, and in no other sentence: there they promise nothing."""
    yield from flagged(material, "absolutes", "absolute word", only_claims=True)
