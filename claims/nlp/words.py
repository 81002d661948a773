"""The words of a sentence by the part that they play: what is spoken of, who acts, on what condition, what for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .pipeline import parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAMING = frozenset(
    {"compound", "amod", "nmod", "nmod:poss", "obj", "iobj", "nsubj", "nsubj:pass", "obl", "appos", "conj", "flat", "list", "dep"}
)
CONDITIONS = frozenset(
    {"if", "when", "where", "whenever", "wherever", "unless", "until", "once", "provided", "except", "without", "upon"}
)
PURPOSES = frozenset({"to", "so"})
CLAUSES = frozenset({"advcl", "acl", "acl:relcl", "ccomp", "xcomp", "parataxis"})
_WORD = re.compile(r"[A-Za-z][A-Za-z'’&/.-]*[A-Za-z]|[A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWords:
    """The words of a sentence, stemmed.

    Attributes:
        named: what the sentence speaks of: nouns and what describes them, without those in the other parts.
        verbs: what is done.
        actors: who does it.
        condition: what stands in its conditions ("if", "when", "unless").
    """

    named: frozenset[str]
    verbs: frozenset[str]
    actors: frozenset[str]
    condition: frozenset[str]


def stem(word: str) -> str:
    """A word without the endings of number and tense; `policies` and `policy`, `reviewed` and `reviews` are alike."""
    low = word.lower().replace("’", "'").removesuffix("'s").strip("'-./")
    for ending, other in (
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("ing", ""),
        ("ed", ""),
        ("es", "e"),
        ("s", ""),
    ):
        if low.endswith(ending) and len(low) - len(ending) >= 3 and not low.endswith(("ss", "us", "is")):
            low = low[: -len(ending)] + other
            if ending in ("ing", "ed") and low[-1] == low[-2] and low[-1] not in "aeiouls":
                low = low[:-1]
            break
    return low.removesuffix("e") if len(low) > 4 else low


def words_of(sentences: Iterable[str]) -> list[SentenceWords]:
    """The words of each sentence by the part they play."""
    return [_words(doc) for doc in parse(sentences)]


def _words(doc: Doc) -> SentenceWords:
    parts: dict[str, set[str]] = {"named": set(), "verbs": set(), "actors": set(), "condition": set()}
    for token in doc:
        if not _WORD.fullmatch(token.text):
            continue
        part = _part(token)
        if part:
            parts[part].add(stem(token.text))
    return SentenceWords(**{name: frozenset(words) for name, words in parts.items()})


def _part(token: Token) -> str | None:
    """The part a token plays, told from it and from what it hangs on."""
    for one in (token, *token.ancestors):
        if one.dep_ == "obl:agent":
            return "actors"
        if one.dep_ in CLAUSES or one.dep_ == "obl":
            opening = {child.text.lower() for child in one.children if child.dep_ in ("mark", "advmod", "case")}
            if opening & CONDITIONS:
                return "condition"
            if one.dep_ == "advcl" and opening & PURPOSES:
                return None
        if one.dep_ == "nsubj" and any(child.dep_ in ("obj", "ccomp", "xcomp") for child in one.head.children):
            return "actors"
    if token.dep_ in NAMING:
        return "named"
    if token.dep_ == "ROOT" or token.dep_ in CLAUSES:
        return (
            "named"
            if token.dep_ == "ROOT" and not any(c.dep_.startswith(("nsubj", "obj", "aux")) for c in token.children)
            else "verbs"
        )
    return None
