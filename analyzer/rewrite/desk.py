"""Where a wording is tried: read, bound and judged as if it stood in the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from claims import Block, Claim, Document, Extractor, Place, Row
from claims.row_text import cells_of

from ..bind import bind
from ..catalog import Catalog
from ..config import Config
from ..evidence.store import QueryError
from ..exceptions.carved import carve_outs, with_grace
from ..judge import Evidence, judge
from ..model import Observation, Verdict

WORST = ("supported", "partly_supported", "out_of_scope", "not_testable", "not_shown", "inconsistent", "contradicted")
BROKEN = ("contradicted", "not_testable")
Otherwise = Callable[[Verdict, Evidence], Verdict]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The catalogue, the reader and the evidence of a review.

    Attributes:
        reader: reads wordings as the review read its documents.
        otherwise: what the review asked where no check had anything to ask.
        documents: those that were reviewed, for what stands above an item of a list.
    """

    catalog: Catalog
    reader: Extractor
    evidence: Evidence
    config: Config
    otherwise: Otherwise
    documents: Sequence[Document] = ()
    _known: dict[tuple[str, str], Verdict | None] = field(default_factory=dict)
    _tested: dict[tuple[str, str], str] = field(default_factory=dict)
    _own: dict[str, frozenset[str]] = field(default_factory=dict)

    def try_wording(self, claim: Claim, text: str) -> Verdict | None:
        """The verdict on a text in the place of a claim; None where it is no claim on the same topic, or breaks another."""
        key = (claim.id, text)
        if key not in self._known:
            self._known[key] = self._judged(claim, text, self.otherwise, self.reader)
        return self._known[key]

    def holds(self, claim: Claim, text: str) -> bool:
        """Whether a text in the place of a claim is supported, testable and without words that qualify it."""
        verdict = self.try_wording(claim, text)
        return verdict is not None and verdict.status == "supported" and not verdict.claim.hedges

    def first_true(self, claim: Claim, texts: Sequence[str]) -> str | None:
        """The first of texts that holds, where each says less than the one before it: what one shows, all behind it show.

        Only the checks are asked here, on what wording alone tells; whoever proposes a text has it tested whole.
        """
        return _first(texts, lambda text: self._checked(claim, text) == "supported")

    def first_unbroken(self, claim: Claim, texts: Sequence[str]) -> str | None:
        """The first of such texts with which all agrees that the evidence holds on it, although that may not be the whole."""

        def agrees(text: str) -> bool:
            verdict = self.try_wording(claim, text)
            return verdict is not None and verdict.status in ("supported", "partly_supported") and not verdict.unknown

        return _first(texts, agrees) if texts and self._checked(claim, texts[-1]) not in BROKEN else None

    def _checked(self, claim: Claim, text: str) -> str:
        """What the checks alone say of a text in the place of a claim; empty where it is no claim on the same topic."""
        key = (claim.id, text)
        if key not in self._tested:
            verdict = self._judged(claim, text, _as_it_is, self.catalog.extractor)
            self._tested[key] = verdict.status if verdict else ""
        return self._tested[key]

    def population(self, verdict: Verdict) -> list[Observation]:
        """All items of the population of a verdict that a check has judged; none where columns judged it."""
        entry, store = self.catalog.topics.get(verdict.binding.check or ""), self.evidence.store
        if entry is None or store is None or verdict.query is None:
            return []
        try:
            return [one for part in verdict.binding.parts for one in store.observe(entry.queries[part], verdict.query.params)]
        except QueryError:
            return []

    def _topics(self, claim: Claim) -> frozenset[str]:
        """The topics of the claims that a claim's own text is taken for by itself."""
        if claim.id not in self._own:
            self._own[claim.id] = frozenset(one.topic for one in self.reader.claims(self._document(claim, claim.text)))
        return self._own[claim.id]

    def _document(self, claim: Claim, text: str) -> Document:
        return document_of(claim, text, self.introduction(claim))

    def introduction(self, claim: Claim) -> str:
        """What introduces the list that a claim is an item of; empty where it is none, or its document is not at hand."""
        if claim.form != "item":
            return ""
        blocks = (block for one in self.documents if one.name == claim.place.document for block in one.blocks)
        return next((block.lead_in or "" for block in blocks if _holds(block, claim)), "")

    def _judged(self, claim: Claim, text: str, otherwise: Otherwise, reader: Extractor) -> Verdict | None:
        document = self._document(claim, text)
        found = list(reader.claims(document))
        if not any(one.topic == claim.topic for one in found):
            return None
        left = carve_outs(found, document, self.catalog)
        kept = self.evidence.carve_outs.get(claim.id, ())
        carved = {one.id: (*kept, *left.get(one.id, ())) for one in found}
        evidence = replace(self.evidence, carve_outs=carved)
        bound = [with_grace(bind(one, self.catalog, evidence.period, self.config.scope), carved[one.id]) for one in found]
        judged = judge(bound, self.catalog, evidence, otherwise=otherwise)
        new = [one for one in judged if one.claim.topic not in self._topics(claim)]
        if any(one.status == "contradicted" for one in new):
            return None
        return max((one for one in judged if one.claim.topic == claim.topic), key=lambda one: WORST.index(one.status))


def _first(texts: Sequence[str], holds: Callable[[str], bool]) -> str | None:
    """The first of texts that holds, where all behind one that holds do; None where the last does not."""
    if not texts or not holds(texts[-1]):
        return None
    low, high = 0, len(texts) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(texts[middle]) else (middle + 1, high)
    return texts[low]


def _as_it_is(verdict: Verdict, evidence: Evidence) -> Verdict:
    return verdict


def _holds(block: Block, claim: Claim) -> bool:
    """Whether a claim stands in a block."""
    own, its = block.place, claim.place
    return (own.part, own.paragraph) == (its.part, its.paragraph) and own.start <= its.start < max(own.end, own.start + 1)


def document_of(claim: Claim, text: str, introduction: str = "") -> Document:
    """A document that holds only a text, in the place and the form of a claim.

    Args:
        introduction: what stands above the list that the claim is an item of, where its text does not say that.
    """
    path, name = claim.heading_path, claim.place.document
    cells = cells_of(text) if claim.form == "row" else ()
    place = Place(document=name, start=0, end=len(text))
    blocks = tuple(
        Block(
            text=cell, kind="cell", place=place, heading_path=path,
            row=Row(table=1, index=1, column=at, cells=tuple(c for _, c in cells), header=tuple(h for h, _ in cells)),
        )
        for at, (_, cell) in enumerate(cells)
    )  # fmt: skip
    listed = None if blocks else _listed(claim, text, place, introduction)
    blocks = blocks or (listed or Block(text=text, kind="paragraph", place=place, heading_path=path),)
    return Document(path=name, name=name, kind="markdown", sha256="", blocks=blocks)


def _listed(claim: Claim, text: str, place: Place, introduction: str) -> Block | None:
    """The item of a list that a text becomes under the introduction of its claim; None for what stands in no list."""
    at = claim.text.lower().find(claim.quote.rstrip(" .;").lower()) if claim.form == "item" else -1
    said = at > 0 and text[:at].lower() == claim.text[:at].lower()
    above = f"{text[:at].rstrip(' :')}:" if said else introduction
    if not above:
        return None
    return Block(
        text=text[at:] if said else text, kind="list_item", level=1, lead_in=above, place=place, heading_path=claim.heading_path
    )  # fmt: skip
