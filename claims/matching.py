"""Which topics a stretch of text is about: expressions of the catalogue, weighed with the headings and the lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .expressions import expression
from .shares import MEASURE
from .topic import Topic

STRONG, WEAK = 3.0, 1.2
LEAD_IN, HEADING, PARENT_HEADING = 1.3, 1.2, 0.5
ENOUGH = 1.7  # a lead-in with a weak word, or a heading with a weak word; a heading alone is not
ENOUGH_IN_LIST = 1.2  # an item of a list needs only what introduces the list
COORDINATION = re.compile(r"[,;]\s+(?:(?:and|or|but|as well as)\s+)?|\s+(?:and|or|but|as well as)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that make a text be about a topic.

    Attributes:
        start, end: character offsets of the words that suffice.
        strong: whether the words suffice.
        core: where what is said begins: after the last coordination inside the words. "Backups are taken daily" and
            "Backups are taken daily, retained" share their subject and are two facts; their cores do not overlap.
        reach: where everything that its expression caught ends, at or behind `end`.
    """

    topic: str
    start: int
    end: int
    strong: bool
    core: int = 0
    reach: int = 0

    @property
    def length(self) -> int:
        """Number of characters; of two anchors over the same words the longer says more."""
        return max(self.end, self.reach) - self.start


class _Compiled:
    def __init__(self, topic: Topic) -> None:
        self.id = topic.id
        self.strong = [expression(p) for p in topic.wording]
        self.weak = [expression(p) for p in topic.weak]
        self.unless = [expression(p) for p in topic.unless]
        self.context = [expression(p) for p in (*topic.context, *topic.wording)]

    def needs(self) -> frozenset[str] | None:
        """Words of which a text must hold one for any of the topic's wording to match; None where it may match any text."""
        needs = [one.needs[0] if one.needs else None for one in (*self.strong, *self.weak)]
        return None if None in needs else frozenset().union(*(n for n in needs if n))

    def ruled_out(self, text: str) -> bool:
        """Whether words stand in the text that make it be about something else."""
        lower = text.lower()
        return any(one.search(text, lower) for one in self.unless)


class Matcher:
    """Finds topics in text; built once for a catalogue."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self._topics = [_Compiled(topic) for topic in topics]
        self._always = [topic for topic in self._topics if topic.needs() is None]
        self._by_word: dict[str, list[_Compiled]] = {}
        for topic in self._topics:
            for word in topic.needs() or ():
                self._by_word.setdefault(word, []).append(topic)
        self.about = lru_cache(maxsize=4096)(self._about)

    def anchors(self, text: str) -> list[Anchor]:
        """All anchors of the text, strong and weak; one in whose clause the topic's `unless` stands is none."""
        found: list[Anchor] = []
        text = _without_measure(text)
        lower = text.lower()
        candidates = {topic.id: topic for topic in self._always}
        for word in [word for word in self._by_word if word in lower]:
            candidates |= {topic.id: topic for topic in self._by_word[word]}
        for topic in candidates.values():
            spans = {
                (m.start(), _suffices(m), m.end()) for one in topic.strong for m in one.finditer(text, lower) if m.end() > m.start()
            }
            if spans:
                clear = sorted(span for span in spans if not topic.ruled_out(text[slice(*_clause(text, span[0], span[2]))]))
                found += [Anchor(topic.id, start, end, True, _core(text, start, end), reach) for start, end, reach in clear]
                continue
            weak = next((m for one in topic.weak if (m := one.search(text, lower))), None)
            if weak and not topic.ruled_out(text):
                found.append(Anchor(topic.id, weak.start(), weak.end(), False, weak.start()))
        return found

    def _about(self, text: str) -> frozenset[str]:
        """The topics that words above a text speak of."""
        lower = text.lower()
        return frozenset(topic.id for topic in self._topics if any(one.search(text, lower) for one in topic.context))

    def ruled_out(self, text: str, topics: Iterable[str]) -> set[str]:
        """Those of the topics whose `unless` stands in the text."""
        return {topic.id for topic in self._topics if topic.id in topics and topic.ruled_out(text)}

    def context(self, lead_in: str | None, heading_path: tuple[str, ...]) -> dict[str, float]:
        """How much the words above a text speak for each topic."""
        scores: dict[str, float] = {}

        def add(text: str, weight: float) -> None:
            about = self.about(text)
            for topic in about:
                # Words above that fit many topics ("Access Control Policy") say little for each.
                scores[topic] = scores.get(topic, 0.0) + weight / max(1.0, len(about) ** 0.5)

        if lead_in:
            add(lead_in, LEAD_IN)
        for distance, heading in enumerate(reversed(heading_path)):
            add(heading, HEADING if distance == 0 else PARENT_HEADING)
        return scores


def _without_measure(text: str) -> str:
    """A text without the measured share at its end, so that its last words are those of what it says."""
    found = [one for one in MEASURE.finditer(text) if not text[one.end() :].strip(" .;|")]
    return text[: found[0].start()] if found else text


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The words around an anchor up to the coordinations before and after it."""
    before = max((m.end() for m in COORDINATION.finditer(text, 0, start)), default=0)
    after = COORDINATION.search(text, end)
    return before, after.start() if after else len(text)


def _suffices(match: re.Match[str]) -> int:
    """Where the words end that suffice: an open end of an expression does not reach over a coordination into the next fact."""
    for found in COORDINATION.finditer(match.string, *match.span()):
        if match.re.match(match.string, match.start(), found.start()):
            return found.start()
    return match.end()


def _core(text: str, start: int, end: int) -> int:
    last = max((m.end() for m in COORDINATION.finditer(text, start, end)), default=start)
    return last if text[last:end].strip() else start


def resolve(anchors: list[Anchor], context: dict[str, float]) -> list[Anchor]:
    """Of anchors that overlap, those that say more: the longer, or the one that the context speaks for."""
    ranked = sorted(anchors, key=lambda a: (a.length * (1 + 0.5 * context.get(a.topic, 0.0)), -a.start), reverse=True)
    kept: list[Anchor] = []
    for anchor in ranked:
        if all(anchor.end <= k.core or k.end <= anchor.core or k.topic == anchor.topic for k in kept):
            kept.append(anchor)
    return sorted(kept, key=lambda a: (a.core, a.end))


def choose(anchors: list[Anchor], context: dict[str, float], in_list: bool) -> list[tuple[str, float, list[Anchor]]]:
    """The topics a text is about, each with its weight and the anchors that decided, in the order of the text.

    Every topic with a strong anchor of its own counts, since each is a fact of its own. Without any, the one topic
    for which weak words and the words above the text together speak most, if they say enough.
    """
    strong = resolve([a for a in anchors if a.strong], context)
    if strong:
        topics: dict[str, list[Anchor]] = {}
        for anchor in strong:
            topics.setdefault(anchor.topic, []).append(anchor)
        return [(topic, STRONG + context.get(topic, 0.0), found) for topic, found in topics.items()]
    scores = dict(context)
    weak = {a.topic: a for a in anchors}
    for topic in weak:
        if topic in context:
            scores[topic] += WEAK
    if not scores:
        return []
    best = max(scores, key=lambda topic: (scores[topic], topic))
    if scores[best] < (ENOUGH_IN_LIST if in_list else ENOUGH):
        return []
    return [(best, scores[best], [weak[best]] if best in weak else [])]
