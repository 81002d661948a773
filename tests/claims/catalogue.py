"""The catalogue that ships and texts in memory, for tests of the language side."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from analyzer.catalog import load_catalog
from claims import Block, Claim, Document, Extractor, Place, Row, Topic, read


@cache
def topics() -> tuple[Topic, ...]:
    return load_catalog().claim_topics()


@cache
def extractor() -> Extractor:
    return Extractor(topics())


def markdown(text: str, name: str = "policy.md") -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return read(path)


def claims_of(text: str, name: str = "policy.md") -> list[Claim]:
    return list(extractor().claims(markdown(text, name)))


def one_claim(text: str, topic: str | None = None) -> Claim:
    """The only claim of a text, or the only one on a topic."""
    found = [c for c in claims_of(text) if topic in (None, c.topic)]
    if len(found) != 1:
        raise AssertionError(f"{text!r}: expected one claim, found {[(c.topic, c.text) for c in found]}")
    return found[0]


def block(
    text: str, kind: str = "paragraph", headings: tuple[str, ...] = (), lead_in: str | None = None, row: Row | None = None
) -> Block:
    place = Place(document="policy.md", start=0, end=len(text), line=1, column=1)
    return Block(text=text, kind=kind, place=place, heading_path=headings, lead_in=lead_in, row=row)  # type: ignore[arg-type]


def document(*blocks: Block) -> Document:
    return Document(path="policy.md", name="policy.md", kind="markdown", sha256="", blocks=blocks)
