"""What wording found in a unit weighed with the meaning of its words: which facts stand, and which wording missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .facts import OTHER, Fact
from .semantics import Judgement

IS_CLAIM = 0.45  # below, a unit states nothing
STATED = 0.45  # from here on a topic is stated
SETTLED = 0.75  # from here on a topic leaves little room for others
BESIDE = 0.65  # a topic that no wording names is stated beside a settled one from here on
BESIDE_SETTLED = 0.25  # a topic that wording names is stated beside a settled one from here on
NOT_DENIED = 0.08  # from here on, a topic that wording names is stated
NEAREST = 0.2  # the best topic of a claim on which none is stated is its topic from here on
OF_OTHER = 0.6  # of how likely no topic is
NO_TOPIC = 0.5  # from here on a unit is a claim although no topic is stated
TOLD = 3  # so many nearest topics of a claim without topic are told

FactsOn = Callable[[str], Sequence[Fact]]


def weigh(facts: Sequence[Fact], judgement: Judgement, length: int, known: frozenset[str], by_meaning: FactsOn) -> list[Fact]:
    """The facts of a unit.

    Args:
        facts: what wording found.
        judgement: what the classifier makes of the unit.
        length: characters of the unit's text.
        known: the topics that the classifier knows; of others wording alone decides.
        by_meaning: gives the facts of the whole unit on a topic that wording did not find.
    """
    own = [fact for fact in facts if fact.topic not in known]
    if judgement.claim < IS_CLAIM:
        return own
    best = max((p for topic, p in judgement.topics.items() if topic != OTHER), default=0.0)
    least = BESIDE_SETTLED if best >= SETTLED else NOT_DENIED
    kept = [
        replace(fact, sure=max(fact.sure, judgement.topics[fact.topic]))
        for fact in facts
        if fact.topic in known and fact.topic != OTHER and judgement.topics.get(fact.topic, 0.0) >= least
    ]
    ranked = sorted(((p, topic) for topic, p in judgement.topics.items() if topic != OTHER), key=lambda one: (-one[0], one[1]))
    found = {fact.topic for fact in kept}
    for p, topic in ranked:
        if p >= (BESIDE if best >= SETTLED and p < best else STATED) and topic not in found:
            kept += [replace(fact, sure=p, by="meaning") for fact in by_meaning(topic)]
    other = judgement.topics.get(OTHER, 0.0)
    if not kept and not own and ranked and ranked[0][0] >= max(NEAREST, OF_OTHER * other):
        p, topic = ranked[0]
        kept = [f for f in facts if f.topic == topic] or [
            replace(fact, sure=p, by="meaning") for fact in by_meaning(topic)
        ]
    if other >= STATED or not (kept or own or judgement.claim < NO_TOPIC):
        nearest = tuple((topic, p) for p, topic in ranked[:TOLD])
        kept.append(Fact(OTHER, 0, length, sure=max(other, 0.0), by="meaning", nearest=nearest))
    return sorted([*own, *kept], key=lambda fact: (fact.start, fact.end))
