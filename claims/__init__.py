"""What documents promise: a document and a catalogue of topics in, atomic claims out.

    from claims import read, extract
    document = read("policy.md")
    for claim in extract(document, topics):
        print(claim.topic, claim.text)

The package knows no check and no evidence; it can be used on its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ClaimsError, DocumentError, TopicError
from .model import Block, Claim, DefinedTerm, Document, LeftOut, Modality, Party, Place, Quantifier, Reference, Row, Trigger
from .topic import Parameter, Topic

if TYPE_CHECKING:
    from .extraction import Extractor

__all__ = [
    "Block", "Claim", "ClaimsError", "DefinedTerm", "Document", "DocumentError", "Extractor", "LeftOut", "Modality", "Parameter",
    "Party", "Place", "Quantifier", "Reference", "Row", "Topic", "TopicError", "Trigger", "extract", "read",
]  # fmt: skip


def read(path: Path | str, name: str | None = None) -> Document:
    """Read a document of any format; see `claims.readers.read`."""
    from .readers import read as _read

    return _read(path, name)


def __getattr__(name: str) -> Any:
    """`Extractor`, imported when it is first asked for: it brings the language pipeline with it."""
    if name == "Extractor":
        from .extraction import Extractor

        return Extractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def extract(document: Document, topics: tuple[Topic, ...]) -> list[Claim]:
    """Take a document apart into claims; see `claims.extraction.extract`."""
    from .extraction import extract as _extract

    return _extract(document, topics)
