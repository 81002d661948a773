"""Documents held against a library of fingerprints."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from claims import Block, Document, Place

from .library import PROSE, Source
from .sketch import ORDERS, Sketch, sketch_of, words_in

ALIKE = 0.5  # of the runs of three words: one word in ten may differ, and what else differs are names and numbers
BAND = 2  # numbers of a sketch that have to agree before two are compared
ARCHITECTURE = re.compile(
    r"\b(?P<part>VPCs?|subnets?|load balancers?|availability zones?|data ?cent(?:er|re)s?|Kubernetes|clusters?|micro-?services?"
    r"|containers?|databases?|servers?|API gateways?|message (?:queues?|brokers?)|replica\w*|front-?end|back-?end|web tier|DMZ"
    r"|network segments?|firewalls?|routers?|regions?|virtual machines?|instances?|CDN)\b",
    re.IGNORECASE,
)
ABOUT_ARCHITECTURE = re.compile(
    r"\b(?:infrastructure|architecture|network(?: diagram| topology)?|system components?|components of the system|technology stack"
    r"|software(?! development)|data flows?|hosting)\b",
    re.IGNORECASE,
)
PARTS = 3  # of an architecture that a paragraph names to describe one; one under a heading about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A paragraph that describes an architecture in the words of a known text.

    Attributes:
        likeness: share of the runs of words that both hold, estimated, 0 to 1.
        source: the name of the known text.
    """

    quote: str
    place: Place
    likeness: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """How much of a document the library knows.

    Attributes:
        share: of the words in its paragraphs that stand in paragraphs which are alike, 0 to 1.
        paragraphs: the number of paragraphs that were looked at.
        sources: the known texts with the number of paragraphs that are most like theirs, the one with most first.
        architecture: the paragraphs among them that describe an architecture.
    """

    document: str
    share: float
    paragraphs: int
    sources: tuple[tuple[str, int], ...]
    architecture: tuple[Alike, ...]


def boilerplate(documents: Sequence[Document], known: Sequence[Source], names: Sequence[str] = ()) -> list[Borrowed]:
    """What of each document the library knows; a text that is in it as it is, to the byte, is not held against itself.

    Args:
        names: how the company and its products are called; they count for nothing.
    """
    rows = np.concatenate([one.sketches for one in known]) if known else np.empty((0, ORDERS), dtype=np.uint32)
    owner = [source for source in known for _ in source.sketches]
    index: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in _bands(row):
            index[key].append(number)
    return [_borrowed(document, rows, owner, index, names) for document in documents]


def _bands(sketch: Sketch) -> list[tuple[int, bytes]]:
    return [(at, sketch[at : at + BAND].tobytes()) for at in range(0, ORDERS, BAND)]


def _borrowed(
    document: Document, rows: np.ndarray, owner: Sequence[Source], index: dict[tuple[int, bytes], list[int]], names: Sequence[str]
) -> Borrowed:
    counts: dict[str, int] = defaultdict(int)
    architecture: list[Alike] = []
    total = alike = paragraphs = 0
    for block in document.blocks:
        words = words_in(block.text, names) if block.kind in PROSE else []
        sketch = sketch_of(words)
        if sketch is None:
            continue
        paragraphs, total = paragraphs + 1, total + len(words)
        found = {number for key in _bands(sketch) for number in index.get(key, ())}
        near = [(float((rows[one] == sketch).mean()), one) for one in found if owner[one].sha256 != document.sha256]
        likeness, best = max(near, default=(0.0, -1))
        if likeness < ALIKE:
            continue
        alike += len(words)
        counts[owner[best].name] += 1
        if _describes_architecture(block):
            quote, place = block.quote(0, len(block.text)), block.place_of(0, len(block.text))
            architecture.append(Alike(quote=quote, place=place, likeness=round(likeness, 2), source=owner[best].name))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Borrowed(
        document=document.name, share=alike / total if total else 0.0, paragraphs=paragraphs, sources=tuple(ordered),
        architecture=tuple(architecture),
    )  # fmt: skip


def _describes_architecture(block: Block) -> bool:
    parts = {found["part"].lower().rstrip("s") for found in ARCHITECTURE.finditer(block.text)}
    under = any(ABOUT_ARCHITECTURE.search(heading) for heading in block.heading_path[-1:])
    return len(parts) >= (1 if under else PARTS)
