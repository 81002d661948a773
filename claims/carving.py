"""A sentence shared out among its topics: each fact gets the stretch of text that states it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .matching import Anchor
from .nlp.clauses import Clause
from .nlp.cuts import cut_between
from .nlp.statements import has_predicate
from .properties import EXCEPTION, PREDICATE

CONDITION = re.compile(r"(?:where|if|when|whenever|unless|once|after|before|until|should)\b", re.IGNORECASE)
# A last word that is no participle and no abbreviation states nothing by itself: "on all laptops and servers".
BARE_WORD = re.compile(r"(?!\w+(?:ed|pt)\b)(?![A-Z]{3,}\b)[\w-]+\W*$")
AUXILIARY = re.compile(r"is|are|be|was|were|must|shall|should|will|may|can|has|have|does|do|cannot", re.IGNORECASE)
AUXILIARY_WORD = re.compile(rf"\b(?:{AUXILIARY.pattern})\b", re.IGNORECASE)
LAST_WORD = re.compile(r"\S+\s*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A topic, how much speaks for it, the words that name it, and the part of the sentence that states it.

    Attributes:
        inherited: the part does not name the topic; it goes on with what the part before is about.
    """

    topic: str
    weight: float
    anchors: tuple[Anchor, ...]
    start: int
    end: int
    inherited: bool = False


Topics = Sequence[tuple[str, float, list[Anchor]]]  # what `choose` gives


# "If a test finds an issue, ..." and "secrets, such as passwords, ..." name what the statement around them is not about.
FRONTED = re.compile(r"(?:if|should|unless|until)\b[^,]*,", re.IGNORECASE)
EXAMPLES = re.compile(
    r"\b(?:such as|e\.g\.,?|for example|for instance)\s[^;()]*?"
    r"(?=,?\s+(?:is|are|was|were|be|must|shall|should|will|may|can|has|have)\b|[.;)](?:\s|$)|$)",
    re.IGNORECASE,
)

# "Screening is repeated for staff with access to patient data": who is meant, and no word on their access.
THOSE_WITH_ACCESS = re.compile(
    r"\b(?:staff|personnel|employees?|workers?|users?|persons?|people|individuals?|contractors?|members?|those|any(?:one|body)"
    r"|every(?:one|body)|vendors?|suppliers?|third parties|administrators?|engineers?|developers?|roles?|accounts?)\s+"
    r"(?:with|having|who (?:have|has|hold|are given|need)) (?:\w+ ){0,2}access to\s[^,;.:]*?"
    r"(?=\s+(?:is|are|was|were|be|must|shall|should|will|may|can|has|have|undergo\w*|sign\w*|complete\w*)\b|[,;.:]|$)",
    re.IGNORECASE,
)


def outside_asides(anchors: list[Anchor], text: str) -> list[Anchor]:
    """Without the anchors in what a statement carves out of itself, in its condition, its examples, and in who it is about.

    They stay where no other words name a topic: "except for the break-glass account" says nothing beside "MFA is required".
    """
    kept = anchors
    for aside in filter(None, (EXCEPTION.search(text), FRONTED.match(text), EXAMPLES.search(text), THOSE_WITH_ACCESS.search(text))):
        inside = [a for a in kept if aside.start() <= a.start and a.end <= aside.end()]
        outside = [a for a in kept if a not in inside]
        before_exception = aside.re is not EXCEPTION or any(a.strong and a.end <= aside.start() for a in outside)
        if before_exception and any(a.strong for a in outside):
            kept = outside if aside.re is not EXCEPTION else [a for a in kept if not aside.start() <= a.start < aside.end()]
    return kept


def carve(text: str, parts: Sequence[tuple[Clause, Topics]], fragment: bool) -> list[Stretch]:
    """The stretches of a sentence of several clauses that state a topic each, in the order of the text.

    A clause that names no topic goes on with the topic of the clause before it where it has words of its own, and
    belongs to that clause where it has not. Of the topics of a clause those that an earlier one named give way to new ones.

    Args:
        text: the sentence.
        parts: its clauses, each with the topics that are named in it.
        fragment: it is an item of a list, which needs no verb.
    """
    stretches: list[Stretch] = []
    seen: set[str] = set()
    unnamed = 0  # where the clauses begin that stand before the first topic
    for position, (part, named) in enumerate(parts):
        start = part.start if position else 0
        topics = [t for t in named if t[0] not in seen] or list(named)
        seen |= {topic for topic, _, _ in named}
        if topics:
            stretches += within(text, start if stretches else unnamed, part.end, topics, fragment)
        elif stretches and part.complete and not part.pronoun:
            stretches.append(replace(stretches[-1], anchors=(), start=start, end=part.end, inherited=True))
        elif stretches:
            stretches[-1] = replace(stretches[-1], end=part.end)
    return stretches


def within(text: str, begin: int, end: int, topics: Topics, fragment: bool) -> list[Stretch]:
    """Stretches inside one clause; the whole of it for a topic where no clean cut is found."""
    spans: list[tuple[int, int]] = []
    start = begin
    for (_, _, left), (_, _, right) in pairwise(topics):
        cut = _cut(text, left, right)
        if (
            cut is None
            or cut[0] <= start
            or cut[1] >= end
            or BARE_WORD.match(text[:end], cut[1])
            or _shares_verb(text, begin, start, cut[0], fragment)
        ):
            spans.append((start, end))
            start = begin
            continue
        spans.append((start, cut[0]))
        start = cut[1]
    spans.append((start, end))
    return [
        Stretch(topic, weight, tuple(anchors), *(span if span[1] - span[0] > 2 else (begin, end)))
        for (topic, weight, anchors), span in zip(topics, spans, strict=True)
    ]


def _cut(text: str, left: list[Anchor], right: list[Anchor]) -> tuple[int, int] | None:
    """Where the words of one topic end and those of the next begin; of words that overlap the last ones tell."""
    if not left or not right:
        return None
    if cut := cut_between(text, max(a.end for a in left), min(a.core for a in right)):
        return cut
    ends = min(a.end for a in left)
    tails = [LAST_WORD.search(text[: a.end]) for a in right if a.end > ends]
    tail = next((m.start() for m in tails if m and m.start() > ends), None)
    cut = cut_between(text, ends, tail, overlapping=True) if tail is not None else None
    # What says where to belongs to the verb before it: "(kept 30 days) are copied | to a separate account" is no cut.
    return None if cut and cut[0] + 1 >= cut[1] and AUXILIARY_WORD.search(text, ends, cut[0]) else cut


def _shares_verb(text: str, begin: int, start: int, at: int, fragment: bool) -> bool:
    """Whether the first part of a clause is a bare subject, whose verb comes later ("MFA and tokens must be used")."""
    if start == 0 and CONDITION.match(text) and "," not in text[:at]:
        return True  # a condition says nothing on its own: "Where a finding cannot be fixed in time, ..."
    if start > begin or fragment:
        return False
    # A verb behind which nothing stands is a noun: "Penetration tests and access reviews are performed annually".
    predicates = [m for m in PREDICATE.finditer(text, start, at) if m.end() < at or AUXILIARY.fullmatch(m[0])]
    return not predicates and not has_predicate(text, at)
