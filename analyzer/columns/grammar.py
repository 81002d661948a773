"""Who and what a sentence speaks of, and what it says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claims.nlp.pipeline import parse

DENIES = re.compile(
    r"\b(?:forbidden|prohibited|banned|disallowed|not (?:be )?(?:allowed|accepted|permitted|used)"
    r"|(?:must|may|shall|can|do|does|is|are) ?not|never|nobody|no one|none of|cannot|no longer)\b|^\W*no\b",
    re.IGNORECASE,
)
QUALIFIES = ("compound", "amod", "nummod", "det", "nmod:poss")
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")


@dataclass(frozen=True, slots=True)
class Grammar:
    """A sentence in its two halves.

    Attributes:
        subject: the words that name what it speaks of; empty where it has none.
        predicate: everything else.
        qualifies: the words that only qualify another one ("the Employee handbook"), in lower case.
        denies: whether it says that something is not so, or must not be.
    """

    subject: str
    predicate: str
    qualifies: frozenset[str]
    denies: bool


@lru_cache(maxsize=4096)
def grammar_of(text: str) -> Grammar:
    """The halves of one sentence."""
    doc = next(iter(parse([text])))
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    heads = [child for child in root.children if child.dep_ in SUBJECTS] if root is not None else []
    inside = {token.i for head in heads for token in head.subtree}
    subject = "".join(token.text_with_ws for token in doc if token.i in inside)
    predicate = "".join(token.text_with_ws for token in doc if token.i not in inside)
    qualifies = frozenset(token.lower_ for token in doc if token.dep_ in QUALIFIES)
    return Grammar(subject=subject.strip(), predicate=predicate.strip(), qualifies=qualifies, denies=bool(DENIES.search(text)))
