"""What one sentence forbids and another allows; what one requires and another says is not needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from claims import Claim
from claims.nlp.words import SentenceWords, words_of

from ...model import Conflict, Language
from ..material import Material, side_of
from ..scopes import restrictions

FORBIDS = re.compile(
    r"\b(?:must|shall|may|can|will|should) ?not\b(?! exceed| be (?:less|more|fewer|longer|shorter))|\bcannot\b"
    r"|\b(?:is|are) (?:strictly |expressly )?(?:prohibited|forbidden|disallowed|banned)\b"
    r"|\b(?:is|are) not (?:permitted|allowed)\b|\bnever\b|^no\b|\bdo(?:es)? not (?:permit|allow)\b|\bprohibits?\b",
    re.IGNORECASE,
)
ALLOWS = re.compile(
    r"\bmay\b(?! not)|\bcan\b(?! ?not)|\b(?:is|are) (?:permitted|allowed)\b|\b(?:permits?|allows?)\b(?! for\b)",
    re.IGNORECASE,
)
REQUIRES = re.compile(r"\b(?:must|shall)\b(?! not)|\b(?:is|are) (?:required|mandatory|enforced)\b|\brequires?\b", re.IGNORECASE)
NOT_NEEDED = re.compile(
    r"\b(?:is|are|was) not (?:required|mandatory|needed|enforced)\b|\b(?:do(?:es)?) not (?:need|have|require)\b"
    r"|\bneed not\b|\b(?:is|are) optional\b|\bno \w+ is (?:required|needed)\b",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(
    r"\b(?:if|when|where|unless|except\w*|only|without|provided|until|once|after|before"
    r"|with (?:the )?(?:\w+ ){0,2}?(?:approval|permission|authori[sz]ation)"
    r"|approved|authori[sz]ed|unauthori[sz]ed|unapproved|subject to|with exception|other than|outside|exempt\w*)\b",
    re.IGNORECASE,
)
COMMON = 2  # words that both have to share
FILLERS = frozenset("it they you user employe personnel staff company organization system all any".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    claim: Claim
    stance: str
    words: frozenset[str]
    restricted: dict[str, frozenset[str]]


OPPOSITES = {frozenset({"forbids", "allows"}), frozenset({"requires", "waives"})}


def stance_of(text: str) -> str | None:
    """Whether a sentence forbids, allows, requires or waives; None where it does neither or more than one."""
    found = [
        name
        for name, pattern in (("waives", NOT_NEEDED), ("forbids", FORBIDS), ("requires", REQUIRES), ("allows", ALLOWS))
        if pattern.search(text)
    ]
    return found[0] if len(found) == 1 else "waives" if found[:1] == ["waives"] and "forbids" not in found else None


def find(material: Material) -> Iterator[Conflict | Language]:
    """Pairs that speak of the same and take opposite stances, without a condition on either side."""
    claims = [
        one
        for one in material.claims
        if one.party == "own" and one.modality in ("in_force", "optional") and not one.exception and not one.hedges
    ]
    stances = [(one, stance) for one in claims if (stance := stance_of(one.text)) and not CONDITIONAL.search(one.text)]
    rules = _rules(stances, words_of(one.text for one, _ in stances))
    for a, b in combinations(rules, 2):
        if frozenset({a.stance, b.stance}) in OPPOSITES and _same(a, b):
            yield Conflict(
                topic=a.claim.topic, a=side_of(a.claim), b=side_of(b.claim),
                why=f"{a.claim.place} {a.stance} what {b.claim.place} {b.stance}, and neither names a condition.",
                agree="Take one of the two out, or say in each for whom and on what condition it holds.",
            )  # fmt: skip


def _rules(stances: Sequence[tuple[Claim, str]], words: Sequence[SentenceWords]) -> list[_Rule]:
    return [
        _Rule(
            claim=claim, stance=stance, restricted=restrictions(claim.text),
            words=(of.named | of.verbs | of.actors) - FILLERS - STANCE_WORDS,
        )
        for (claim, stance), of in zip(stances, words, strict=True)
    ]  # fmt: skip


STANCE_WORDS = frozenset(
    "prohibit forbid forbidden permit allow requir mandatory need optional not may must shall can disallow strictly".split()  # noqa: SIM905
)


def _same(a: _Rule, b: _Rule) -> bool:
    """Whether both speak of the same: they share their words, and no restricting word stands on one side alone.

    What is forbidden of a part only may be allowed of the rest.
    """
    common = a.words & b.words
    if any(one.stance == "forbids" and one.words - common for one in (a, b)):
        return False
    if a.claim.sentence == b.claim.sentence or len(common) < COMMON:
        return False
    if any(a.restricted.get(name) != b.restricted.get(name) for name in a.restricted.keys() | b.restricted.keys()):
        return False
    return (
        len(a.words - common) <= 1 and len(b.words - common) <= 1 and (a.claim.topic == b.claim.topic or len(common) >= COMMON + 1)
    )
