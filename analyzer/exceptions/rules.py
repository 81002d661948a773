"""Which claims of the documents the rule of an entry is about: by the number of the rule, or by the words that tell it best.

A register names a rule in few words ("course deadline", "C2 - lost phone"). Held against one claim such words often touch it; held
against all claims they tell one of them better than the others, and the entry is about that one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from claims import Claim, Document
from claims.model import Block

from .words import lexicon, stems

ALIKE = 5  # characters in which the stems of words of one family agree (`silent`, `silence`)
CLOSE = 0.7  # of the best claim's score; a claim from here on is told as well
TOPIC = 1.5  # what a shared topic counts, beside the words
CODE = re.compile(
    r"^(?:section|sec\.?|clause|rule|policy|art(?:icle|\.)?|no\.?|§+)?\s*"
    r"(?P<code>[A-Z]{0,3}-?\d+(?:\.\d+)*[a-z]?|[A-Z](?=\s*(?:[-–—:.)]|$)))(?=[\s:.)–—-]|$)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\s*(?:section|sec\.?|clause|rule|art(?:icle|\.)?|§+)?\s*(?P<code>[A-Za-z]{0,3}-?\d+(?:\.\d+)*[a-z]?|[A-Z])(?=[\s:.)–—-])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The claims that the rule of an entry is about.

    Attributes:
        about: their ids.
        known: the ids of all claims that it was held against; of others nothing is told.
    """

    about: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


NO_RULES = Rules()


@cache
def families(text: str) -> frozenset[str]:
    """The beginnings of the stems of a text, in which words of one family agree."""
    return frozenset(stem[:ALIKE] for stem in stems(text)) - EMPTY


EMPTY = frozenset(
    stem[:ALIKE]
    for stem in stems("rule rules policy policies requirement exception waiver must applies apply company period deadline limit")
)


def rule_words(text: str) -> str:
    """The words for a rule without identifiers, numbers, dates and the reason that follows."""
    told = text
    for found in re.finditer(lexicon().because, text, re.IGNORECASE):
        if families(_words(text[: found.start()])):
            told = text[: found.start()]
            break
    return _words(told)


def _words(text: str) -> str:
    """The words of a text that are plain words; hyphens join words only where no figure or dot shows an identifier."""
    kept = [word for word in re.split(r"[\s,;|/()]+", text) if re.fullmatch(r"[A-Za-z][a-z']*(?:-[a-z']+)?[.:]?|[A-Z]{2,}s?", word)]
    return " ".join(kept)


class RuleBook:
    """The claims of all documents, to tell which of them an entry is about."""

    def __init__(self, claims: Sequence[Claim], documents: Sequence[Document]) -> None:
        self._claims = claims
        self._documents = documents
        self._words = {claim.id: families(f"{claim.text} {' '.join(claim.params)}") for claim in claims}
        self._headings = {claim.id: families(" ".join(claim.heading_path[-1:])) for claim in claims}
        self._known = frozenset(self._words)
        self._spread = Counter(word for words in self._words.values() for word in words)

    def rules(self, rule: str, topics: frozenset[str]) -> Rules:
        """The claims that a rule is about; none known where neither a number nor words tell any.

        Args:
            rule: the words for it, as a register has them.
            topics: topics whose wording they match.
        """
        if numbered := self._numbered(rule):
            return Rules(about=numbered, known=self._known)
        scores = self._scores(families(rule_words(rule)), topics)
        best = max(scores.values(), default=0.0)
        if best <= 0:
            return NO_RULES
        return Rules(about=frozenset(name for name, score in scores.items() if score >= CLOSE * best), known=self._known)

    def _scores(self, words: frozenset[str], topics: frozenset[str]) -> Mapping[str, float]:
        total = len(self._claims)
        weight = {word: math.log(1 + total / self._spread[word]) for word in words if self._spread[word]}
        found: dict[str, float] = {}
        for claim in self._claims:
            own = sum(weight.get(word, 0.0) for word in words & self._words[claim.id])
            above = sum(weight.get(word, 0.0) for word in words & (self._headings[claim.id] - self._words[claim.id])) / 2
            found[claim.id] = own + above + (TOPIC if claim.topic in topics else 0.0)
        return found

    def _numbered(self, rule: str) -> frozenset[str]:
        """The claims of the rule or section whose number a register gives."""
        found = CODE.match(rule.strip())
        if found is None:
            return frozenset()
        code = found["code"].upper()
        plain = code.isdigit()
        told: set[str] = set()
        for document in self._documents:
            for block in document.blocks:
                if _number(block) != code or (plain and block.kind != "heading"):
                    continue
                told |= {claim.id for claim in self._claims if claim.place.document == document.name and _stands_in(claim, block)}
        return frozenset(told)


def _number(block: Block) -> str:
    """The number that a block begins with or is labelled by."""
    label = (block.label or "").strip(" .:)(-–•*")
    if label:
        return label.upper()
    found = NUMBER.match(block.text)
    return found["code"].upper() if found else ""


def _stands_in(claim: Claim, block: Block) -> bool:
    """Whether a claim stands in a block, or below it where that is a heading."""
    if block.kind == "heading":
        return block.text in claim.heading_path
    if (claim.place.part, claim.place.paragraph, claim.place.page) != (block.place.part, block.place.paragraph, block.place.page):
        return False
    return block.place.start <= claim.place.start <= max(block.place.end, block.place.start + len(block.source or block.text))
