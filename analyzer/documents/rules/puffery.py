"""Praise that nothing could show false."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ..flags import flagged
from ..material import Material


def find(material: Material) -> Iterator[Conflict | Language]:
    """Praise in any sentence."""
    yield from flagged(material, "puffery", "puffery")
