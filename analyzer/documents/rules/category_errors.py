"""Things that are taken for what they are not: hashing for encryption, an attestation for a certificate."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ..flags import flagged
from ..material import Material


def find(material: Material) -> Iterator[Conflict | Language]:
    """Category errors in any sentence, in tables and headings too."""
    yield from flagged(material, "category_errors", "category error")
