"""What an entry of a register is about, and whether that is what a claim is about.

An entry that names an item excuses it from one rule, not from every rule: a weaker cipher on a store is no missing version history.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from claims import Claim
from claims.expressions import expression

from ..catalog import Catalog
from ..model import Observation
from .words import finds, lexicon, stems

NUMBERED = re.compile(r"\b(?:section|sec\.?|clause|§)\s*(\d+(?:\.\d+)*)|^(\d+\.\d+(?:\.\d+)*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an entry is about.

    Attributes:
        topics: topics of the catalogue whose wording its title, type or rule matches; where they match none, its description.
        related: all topics of the same fields as these.
        touched: topics whose wording any of its words match.
        wording: the expressions of `topics`.
        stems: stems of the words of its title, type, rule and description.
        sections: numbers of sections of a policy that it cites.
    """

    topics: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    wording: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    aspects: frozenset[tuple[str, str]] = frozenset()


NO_SUBJECT = Subject()


def subject_of(title: str, description: str, everything: str, catalog: Catalog) -> Subject:
    """The subject of an entry by its words.

    Args:
        title: its title, type and rule.
        everything: all that it says, its reasons and notes included.
    """
    topics = _topics(title, catalog) or _topics(description, catalog)
    fields = {_field(catalog, topic) for topic in topics}
    return Subject(
        topics=topics,
        related=frozenset(name for name in catalog.topics if _field(catalog, name) in fields),
        touched=topics | _topics(everything, catalog),
        wording=tuple(pattern for topic in sorted(topics) for pattern in catalog.topics[topic].topic.wording),
        stems=stems(f"{title} {description}"),
        sections=frozenset(found[1] or found[2] for found in NUMBERED.finditer(title)),
        aspects=aspects_of(f"{title} {description}"),
    )


def _field(catalog: Catalog, topic: str) -> str:
    return catalog.topics[topic].folder.parent.name


def _topics(text: str, catalog: Catalog) -> frozenset[str]:
    if not text:
        return frozenset()
    return frozenset(
        name
        for name, entry in catalog.topics.items()
        if any(expression(p).search(text) for p in entry.topic.wording)
        and not any(expression(p).search(text) for p in entry.topic.unless)
    )


@cache
def aspects_of(text: str) -> frozenset[tuple[str, str]]:
    """The things that rules of one kind are about and that a text speaks of, each with the kind."""
    return frozenset(
        (kind, name) for kind, names in lexicon().aspects.items() for name, pattern in names.items() if finds(pattern, text)
    )


def speaks_of(subject: Subject, claim: Claim) -> bool:
    """Whether an entry is clearly about the rule of a claim."""
    return claim.topic in subject.topics | subject.touched or _same_words(subject, claim) or _same_section(subject, claim)


def is_other_rule(subject: Subject, claim: Claim, observation: Observation) -> bool:
    """Whether an entry is clearly about another rule than the claim."""
    said = f"{claim.text} {' '.join(claim.heading_path[-1:])} {' '.join(claim.params)} {observation.reason}"
    if _differ(subject.aspects, aspects_of(said)):
        return True
    if not subject.topics or claim.topic in subject.related | subject.touched:
        return False
    return not _same_words(subject, claim) and not (stems(observation.reason) & subject.stems) - COMMON - TOLD


def _differ(own: frozenset[tuple[str, str]], said: frozenset[tuple[str, str]]) -> bool:
    """Whether two texts speak of things of one kind and share nothing of any kind."""
    kinds = {kind for kind, _ in own} & {kind for kind, _ in said}
    return bool(kinds) and not own & said


def _same_words(subject: Subject, claim: Claim) -> bool:
    """Whether an entry shares words with a claim besides those of the claim's scope."""
    if any(expression(pattern).search(claim.text) for pattern in subject.wording):
        return True
    return bool((stems(claim.text) - stems(claim.scope or "")) & subject.stems - COMMON)


def _same_section(subject: Subject, claim: Claim) -> bool:
    numbers = {found[1] for heading in claim.heading_path if (found := re.match(r"\D{0,10}(\d+(?:\.\d+)*)", heading))}
    return bool(subject.sections & numbers)


TOLD = stems("promised minutes breaks evidence record row item says stated is not")
COMMON = stems(
    "access account active approve approved business company complete compliance contain control critical current customer data"
    " day document enable ensure environment exception external high hour include information internal level maintain manage manual"
    " month new only other period policy procedure process production request require requirement resource review secure security"
    " service set standard system team time user within year"
)
