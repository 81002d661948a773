"""Who and what a sentence speaks of, and what it says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claims.nlp.pipeline import parse

FORBIDS = re.compile(r"forbidden|prohibited|banned|disallowed|refused", re.IGNORECASE)
NOT = frozenset({"not", "n't", "never", "no", "nobody", "none", "neither"})
QUALIFIES = ("compound", "amod", "nummod", "det", "nmod:poss")
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")


@dataclass(frozen=True, slots=True)
class Grammar:
    """A sentence in its two halves.

    Attributes:
        subject: the words that name what it speaks of; empty where it has none.
        predicate: everything else.
        qualifies: the words that only qualify another one ("the Employee handbook"), in lower case.
        denies: whether what it says is that something is not so, or must not be; a denial in a part of it is none.
        denied: the words that the denial is about: its subject, and what is done or has; empty where it denies nothing.
    """

    subject: str
    predicate: str
    qualifies: frozenset[str]
    denies: bool
    denied: str


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
    denies = root is not None and (
        FORBIDS.fullmatch(root.text) is not None
        or any(child.lower_ in NOT for child in root.children)
        or any(next(head.subtree).lower_ in NOT for head in heads)
    )
    objects = [child for child in root.children if child.dep_ == "obj"] if root is not None and denies else []
    denied = " ".join([subject, *(token.text for child in objects for token in child.subtree)]) if denies else ""
    return Grammar(subject=subject.strip(), predicate=predicate.strip(), qualifies=qualifies, denies=denies, denied=denied)
