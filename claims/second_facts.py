"""Topics that gave way to a longer match over the same words, and are stated all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .carving import Topics
from .matching import COORDINATION, STRONG, Anchor, Matcher
from .nlp.clauses import has_verb
from .nlp.quantities import Quantity
from .topic import Topic
from .valued import takes

NEXT_TO = 3  # characters between words and a value right behind them
SIBLING = re.compile(r"(?:,|\b(?:and|or|as well as))\s+(?:(?:the|all|our|its|their|any)\s+)?$", re.IGNORECASE)
JOINER = re.compile(r"\s+(?:with|plus|and)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)


def with_second_facts(
    text: str, chosen: Topics, anchors: Sequence[Anchor], values: Sequence[Quantity], topics: Mapping[str, Topic], matcher: Matcher
) -> Topics:
    """The chosen topics and those of overlapping words that state a fact of their own.

    - They take a value that none of the chosen takes: "backed up daily to a second region".
    - They are another subject of the same verb: "firewall rules and vendors are reviewed annually".
    - The longer words name their topic without them too: "remote access requires VPN with MFA".

    Args:
        text: the sentence.
        chosen: the topics that won.
        anchors: everything that names a topic.
        values: the quantities of the sentence.
        topics: the catalogue.
        matcher: finds topics in what is left of the longer words.
    """
    won = {topic for topic, _, _ in chosen}
    lost = [a for a in anchors if a.strong and a.topic not in won]
    if not lost or not won:
        return chosen
    kept = {topic: list(found) for topic, _, found in chosen}
    added: dict[str, list[Anchor]] = {}
    for anchor in lost:
        over = [a for found in kept.values() for a in found if a.start < anchor.end and anchor.start < a.end]
        if _takes_a_value_alone(anchor, [topics[t] for t in won], values, topics[anchor.topic]) or any(
            _siblings(text, anchor, other) for other in over
        ):
            added.setdefault(anchor.topic, []).append(anchor)
            continue
        shorter = {other.topic: _without_tail(text, anchor, other, matcher) for other in over}
        if shorter and all(shorter.values()):
            added.setdefault(anchor.topic, []).append(anchor)
            kept |= shorter
    if not added:
        return chosen
    every = [(topic, weight, kept[topic]) for topic, weight, _ in chosen] + [(t, STRONG, found) for t, found in added.items()]
    return sorted(every, key=lambda one: min((a.core for a in one[2]), default=0))


def _takes_a_value_alone(anchor: Anchor, won: Sequence[Topic], values: Sequence[Quantity], topic: Topic) -> bool:
    near = [v for v in values if v.kind != "count" and anchor.start <= v.start <= anchor.end + NEXT_TO]
    return any(takes(topic, value) and not any(takes(other, value) for other in won) for value in near)


def _siblings(text: str, one: Anchor, other: Anchor) -> bool:
    """Whether the words of two anchors begin with two subjects that share their verb."""
    first, second = sorted((one, other), key=lambda a: a.start)
    if first.start == second.start or COORDINATION.search(text, first.start, second.start + 1) is None:
        return False
    return SIBLING.search(text[: second.start]) is not None and not has_verb(text, first.start, second.start)


def _without_tail(text: str, anchor: Anchor, longer: Anchor, matcher: Matcher) -> list[Anchor]:
    """The anchors of a longer one's topic in what stands before words that are joined to it at its end."""
    joiner = JOINER.search(text[: anchor.start])
    if joiner is None or anchor.end < longer.end or longer.start >= joiner.start():
        return []
    return [a for a in matcher.anchors(text[: joiner.start()]) if a.strong and a.topic == longer.topic]
