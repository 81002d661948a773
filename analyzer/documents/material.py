"""What the rules look at: the documents under review, their claims, and what the claims speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from claims import Block, Claim, Document
from claims.nlp.quantities import quantities
from claims.nlp.sentences import sentence_spans
from claims.nlp.words import SentenceWords, stem, words_of
from claims.row_cells import without_plain_headers

from ..catalog import Catalog
from ..model import Language, Side
from .attributes import DISCRIMINATORS, SYNONYMS, attribute_of, base_of, values_of
from .inventories import Inventory
from .scopes import Subject, restrictions, subject_of, vocabulary

Audience = Literal["outward", "inward", "unknown"]
SURE = 0.5  # below this the topic of a claim is a guess
SURE_BY_MEANING = 0.6  # below this a topic that no wording names is a guess
OUTWARD = re.compile(
    r"\b(?:description|narrative|trust|security[- _]page|white ?paper|overview|section (?:iii|3)|SLA|service[- _]level|DPA"
    r"|data[- _]processing[- _](?:agreement|addendum)|agreement|contract|questionnaire|CAIQ|FAQ|security[- _]statement)\b",
    re.IGNORECASE,
)
INWARD = re.compile(r"\b(?:polic(?:y|ies)|standards?|procedures?|plan|handbook|run-?book|guidelines?)\b", re.IGNORECASE)
RECORD = re.compile(
    r"\b(?:reports?|minutes|post ?mortem|summary|dashboard|metrics|results?|survey|schedule|diagram)\b", re.IGNORECASE
)
DENIED = re.compile(
    r"\bnot (?:just |only |merely )?(?:annual|month|quarter|week|dai|year)\w*", re.IGNORECASE
)  # "not annually, but monthly"
LABELLED = re.compile(r"^[A-Z]{1,6}(?:[-.][A-Z]{1,5})?[-.]\d{1,3}(?:[-.]\d{1,3})?\s*[:–—-]\s+")
# Above a list of what must not be used, whose values nobody promises.
FORBIDDEN = re.compile(
    r"\b(?:prohibit\w*|forbidden|disallow\w*|deprecat\w*|disabled|unsupported|insecure|not (?:be )?(?:permitted|allowed|used))\b",
    re.IGNORECASE,
)
CHOICE = re.compile(r"\beither\b|\bor\b", re.IGNORECASE)  # one of several values, of which none excludes what is said elsewhere
IDLE = re.compile(r"\bwithout (?:any )?(?:user )?(?:input|activity|interaction|use)\b", re.IGNORECASE)
DOCUMENT_WORDS = frozenset("approv policy policie review document procedur all and annual year update least".split())  # noqa: SIM905
# In these topics people who do something are those of whom it is asked.
OF_PEOPLE = frozenset({"security_training", "policy_ack", "confidentiality_agreements"})
SENTENCES = frozenset({"paragraph", "list_item", "cell", "text_box", "footnote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One promised value of a claim.

    Attributes:
        key: the attribute, with the severity it is promised for where it is one of several (`vuln_remediation.sla.critical`).
        kind: the type of the value.
        value: in normal form.
        order: number of the claim among all.
    """

    claim: Claim
    key: str
    kind: str
    value: Any
    order: int

    @property
    def document(self) -> str:
        """The name of its document."""
        return self.claim.place.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a document that need not be a claim.

    Attributes:
        start, end: its span in the block's text.
    """

    document: Document
    block: Block
    text: str
    start: int
    end: int

    @property
    def header(self) -> str:
        """The header of its column; empty outside a table."""
        row = self.block.row
        return row.header[row.column].strip() if row is not None and row.column < len(row.header) else ""

    def side(self, start: int = 0, end: int | None = None) -> Side:
        """A stretch of the sentence as a finding names it; the whole of it when nothing is said."""
        first, last = self.start + start, self.start + (len(self.text) if end is None else end)
        return Side(document=self.document.name, quote=self.block.quote(first, last), place=self.block.place_of(first, last))

    def finding(self, kind: str, why: str, claim: str | None = None) -> Language:
        """A finding about the sentence."""
        side = self.side()
        return Language(document=side.document, quote=side.quote, place=side.place, kind=kind, why=why, claim=claim)


def side_of(claim: Claim) -> Side:
    """A claim as a finding names it."""
    return Side(document=claim.place.document, quote=claim.quote, place=claim.place, claim=claim.id)


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that a rule may look at.

    Attributes:
        as_of: the day the review speaks for.
        today: the day it is made.
        people: names on the roster among the evidence, lower-case, or None without one.
        inventories: what the evidence lists of the technologies that documents name.
    """

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    catalog: Catalog
    as_of: date
    today: date
    people: frozenset[str] | None = None
    inventories: tuple[Inventory, ...] = ()
    _subjects: dict[tuple[str, str], Subject] = field(default_factory=dict)
    _vocabularies: dict[str, frozenset[str]] = field(default_factory=dict)

    def is_record(self, name: str) -> bool:
        """Whether a document tells what happened, and lays nothing down: what it gives are no promises."""
        return RECORD.search(re.sub(r"[-_.]+", " ", name)) is not None and self.audience(name) == "unknown"

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The promised values of claims that are in force and whose topic is no guess."""
        records = {document.name for document in self.documents if self.is_record(document.name)}
        return tuple(
            Statement(claim=claim, key=key, kind=kind, value=value, order=order)
            for order, claim in enumerate(self.claims)
            if claim.modality == "in_force" and claim.party == "own" and is_sure(claim) and not DENIED.search(claim.text)
            if claim.place.document not in records
            for key, kind, value in values_of(claim, self.catalog)
            if not (kind in ("version", "algorithm") and FORBIDDEN.search(self.above(claim)))
            if not (kind == "enum" and CHOICE.search(claim.text))
        )

    @cached_property
    def by_key(self) -> Mapping[str, Sequence[Statement]]:
        """The statements of each attribute."""
        found: dict[str, list[Statement]] = {}
        for one in self.statements:
            found.setdefault(one.key, []).append(one)
        return found

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of prose, lists and tables."""
        return tuple(_sentences(self.documents))

    @cached_property
    def _claims_at(self) -> dict[tuple[str, str | None, int | None], list[Claim]]:
        found: dict[tuple[str, str | None, int | None], list[Claim]] = {}
        for claim in self.claims:
            found.setdefault((claim.place.document, claim.place.part, claim.place.paragraph), []).append(claim)
        return found

    def claim_at(self, sentence: Sentence) -> Claim | None:
        """The first claim in a sentence, one with a topic before one without."""
        place = sentence.block.place_of(sentence.start, sentence.end)
        near = self._claims_at.get((sentence.document.name, place.part, place.paragraph), [])
        inside = [one for one in near if one.place.start < place.end and place.start < one.place.end]
        return min(inside, key=lambda one: one.topic == "other", default=None)

    @cached_property
    def _blocks(self) -> dict[tuple[str, str | None, int | None], tuple[list[int], list[Block]]]:
        found: dict[tuple[str, str | None, int | None], tuple[list[int], list[Block]]] = {}
        for document in self.documents:
            for block in sorted(document.blocks, key=lambda one: one.place.start):
                starts, blocks = found.setdefault((document.name, block.place.part, block.place.paragraph), ([], []))
                starts.append(block.place.start)
                blocks.append(block)
        return found

    def above(self, claim: Claim) -> str:
        """The heading and the lead-in that a claim stands under."""
        starts, blocks = self._blocks.get((claim.place.document, claim.place.part, claim.place.paragraph), ([], []))
        at = bisect_right(starts, claim.place.start) - 1
        lead_in = blocks[at].lead_in if at >= 0 else None
        return " ".join((*claim.heading_path[1:][-1:], lead_in or ""))

    def vocabulary(self, topic: str) -> frozenset[str]:
        """The words of a topic, stemmed."""
        if topic not in self._vocabularies:
            entry = self.catalog.topics.get(topic)
            cues = [cue for one in entry.topic.parameters.values() for cue in one.cue] if entry else []
            own = (*entry.topic.wording, *entry.topic.weak, *cues) if entry else ()
            self._vocabularies[topic] = vocabulary(own, entry.title if entry else topic)
        return self._vocabularies[topic]

    def audience(self, name: str) -> Audience:
        """Whether a document speaks to customers and auditors, or lays down rules within."""
        document = next(one for one in self.documents if one.name == name)
        title = (
            document.properties.get("title")
            or document.properties.get("name")
            or next((one.text for one in document.blocks if one.kind == "heading"), "")
        )
        for text in (title, re.sub(r"[-_.]+", " ", name)):
            if INWARD.search(text):
                return "inward"
            if OUTWARD.search(text):
                return "outward"
        return "unknown"

    def subjects(self, statements: Sequence[Statement]) -> list[Subject]:
        """What each statement speaks of; its sentences are parsed once."""
        missing = {(one.claim.id, one.key): one for one in statements if (one.claim.id, one.key) not in self._subjects}
        texts = [_plain(one.claim) for one in missing.values()]
        for (key, one), text, words in zip(missing.items(), texts, words_of(texts), strict=True):
            claim = one.claim
            told = tuple((name, _told(claim.params[name])) for name in DISCRIMINATORS if claim.params.get(name, "all") != "all")
            attribute = attribute_of(base_of(one.key), self.catalog)
            subject = subject_of(text, self.above(claim), words, self.vocabulary(claim.topic), told)
            if one.key != base_of(one.key):
                rest = {name: values for name, values in subject.restrictions.items() if name != "severity"}
                subject = replace(subject, restrictions=rest, told=tuple(pair for pair in told if pair[0] != "levels"))
            if attribute is not None and attribute.every_word:
                alone = {"procedur"} if "policy" not in words.named else set[str]()
                subject = replace(subject, objects=words.named - (DOCUMENT_WORDS - alone))
            if one.kind == "frequency" and claim.topic not in OF_PEOPLE and _is_actor(subject, words, text):
                rest = {name: values for name, values in subject.restrictions.items() if name != "people"}
                subject = replace(subject, restrictions=rest)
            own = _words_of_values(text, one.value)
            self._subjects[key] = replace(subject, objects=subject.objects - own)
        return [self._subjects[one.claim.id, one.key] for one in statements]


def is_sure(claim: Claim) -> bool:
    """Whether the topic of a claim is no guess."""
    return claim.topic != "other" and claim.confidence >= (SURE if claim.decided_by == "wording" else SURE_BY_MEANING)


def _is_actor(subject: Subject, words: SentenceWords, text: str) -> bool:
    """Whether the people that a sentence names are those who do what it says, and not those whom it is done to."""
    if "people" not in subject.restrictions:
        return False
    named = {stem(word) for word in re.findall(r"[A-Za-z]+", text) if "people" in restrictions(word)}
    return bool(named) and named <= words.actors


def _words_of_values(text: str, value: Any) -> set[str]:
    """The words, stemmed, with which a text writes its values ("a fortnight"), and those of one in normal form."""
    written = (text[one.start : one.end] for one in quantities(text))
    return {stem(word) for part in (str(value), *written) for word in re.findall(r"[A-Za-z]+", part)}


def _plain(claim: Claim) -> str:
    """The text of a claim without the id of its control, a negation that is a unit of time, and headers that restrict nothing."""
    text = IDLE.sub("of inactivity", LABELLED.sub("", claim.text))
    return without_plain_headers(text) if claim.form == "row" else text


def _told(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else (value,)
    return tuple(SYNONYMS.get(str(one), str(one)) for one in listed)


def _sentences(documents: Sequence[Document]) -> Iterator[Sentence]:
    for document in documents:
        for block in document.blocks:
            if block.kind in SENTENCES and block.text.strip():
                for start, end in sentence_spans(block.text):
                    yield Sentence(document=document, block=block, text=block.text[start:end], start=start, end=end)
