"""Document to claims: topics and their values lead, syntax helps, and what is unsure stays whole."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from .matching import STRONG, Anchor, Matcher, choose
from .model import Claim, Document, Trigger
from .nlp.cuts import cut_between
from .nlp.quantities import Quantity, quantities
from .nlp.statements import complete, has_predicate
from .parameters import SEVERITY, VALUE_KINDS, assign
from .properties import EXCEPTION, PREDICATE, Properties, properties
from .topic import Topic
from .units import Unit, units_of

OTHER = "other"
CONDITION = re.compile(r"(?:where|if|when|whenever|unless|once|after|before|until|should)\b", re.IGNORECASE)
OBLIGATION = re.compile(
    r"\b(?:must|shall|required|requires?|prohibited|responsible for|ensures?|will|may not|should)\b", re.IGNORECASE
)
# A last word that is no participle states nothing by itself: "on all laptops and servers".
BARE_WORD = re.compile(r"(?!\w+(?:ed|pt)\b)[\w-]+\W*$")


@dataclass(frozen=True, slots=True)
class Fact:
    """A topic and the stretch of the unit's text that states it."""

    topic: str
    start: int
    end: int
    weight: float
    anchors: tuple[Anchor, ...]
    params: dict[str, Any]


class Extractor:
    """Extracts claims for one catalogue; built once, used for many documents."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self.matcher = Matcher(topics)

    def claims(self, document: Document) -> Iterator[Claim]:
        """The claims of a document in the order of the text."""
        seen: Counter[str] = Counter()
        for unit in units_of(document):
            for fact in self._facts(unit):
                yield self._claim(document, unit, fact, seen)

    def _facts(self, unit: Unit) -> list[Fact]:
        values = quantities(unit.text)
        if unit.names_population and (fact := self._of_introduction(unit)):
            return [fact]
        anchors = self._meant(_outside_exception(self.matcher.anchors(unit.text), unit.text), unit, values)
        if unit.row and unit.lead_in:
            anchors = self._of_table(unit, anchors)
        if unit.guarded and not (any(a.strong for a in anchors) and (values or OBLIGATION.search(unit.text))):
            return []
        context = self.matcher.context(unit.lead_in, unit.heading_path)
        if not any(a.strong for a in anchors):
            for topic in self.matcher.ruled_out(unit.text, context):
                del context[topic]
        if not unit.fragment and not PREDICATE.search(unit.text) and not any(a.strong for a in anchors):
            return []
        chosen = choose(anchors, context, unit.fragment)
        if not chosen:
            if OBLIGATION.search(unit.text) and not unit.row:
                return [Fact(OTHER, 0, len(unit.text), 0.5, (), {})]
            return []
        spans = self._spans(unit, chosen)
        facts: list[Fact] = []
        for (topic_id, weight, found), (start, end) in zip(chosen, spans, strict=True):
            facts += self._with_values(unit, topic_id, weight, tuple(found), start, end, values)
        return facts

    def _of_table(self, unit: Unit, anchors: list[Anchor]) -> list[Anchor]:
        """The anchors of a row on the topics of its table: they stand in the header, and the first cell only names things.

        Topics to which another cell than the first gives a value come before those that are only named.
        """
        topics = self.matcher.about(unit.lead_in or "")
        own = [a for a in anchors if a.topic in topics]
        text = unit.statement_of(unit.row[1:])
        values = quantities(text)
        stating = {a.topic for a in own if _states_a_value(self.topics[a.topic], text, values)}
        return [replace(a, strong=True) for a in own if a.topic in stating] or own or anchors

    def _of_introduction(self, unit: Unit) -> Fact | None:
        """The fact of an item that only names a population: what its introduction says first."""
        lead = unit.lead_in or ""
        first = next((a for a in sorted(self.matcher.anchors(lead), key=lambda a: a.start) if a.strong), None)
        if first is None:
            return None
        topic = self.topics[first.topic]
        params, _ = assign(topic, lead, quantities(lead))
        if topic.implies and not any(name in params for name in topic.implies):
            return None
        return Fact(topic.id, 0, len(unit.text), STRONG, (), params)

    def _meant(self, anchors: list[Anchor], unit: Unit, values: list[Quantity]) -> list[Anchor]:
        """Without the anchors of topics that need a value which the text does not state."""
        text = unit.statement(0, len(unit.text)) if unit.row else unit.text
        values = quantities(text) if unit.row else values
        missing = {
            topic.id for topic in {self.topics[a.topic].id: self.topics[a.topic] for a in anchors}.values()
            if topic.implies and not set(topic.implies) & set(assign(topic, text, values, unit.above)[0])
        }  # fmt: skip
        return [a for a in anchors if a.topic not in missing]

    def _spans(self, unit: Unit, chosen: list[tuple[str, float, list[Anchor]]]) -> list[tuple[int, int]]:
        """For each topic of a unit the stretch of text that is its own; the whole text where no clean cut is found."""
        whole = (0, len(unit.text))
        if len(chosen) == 1 or unit.row:
            return [whole] * len(chosen)
        spans, start = [], 0
        for (_, _, left), (_, _, right) in pairwise(chosen):
            cut = cut_between(unit.text, max(a.end for a in left), min(a.core for a in right))
            if cut is None or cut[0] <= start or BARE_WORD.match(unit.text, cut[1]) or self._shares_verb(unit, start, cut[0]):
                spans.append((start, len(unit.text)))
                start = 0
                continue
            spans.append((start, cut[0]))
            start = cut[1]
        spans.append((start, len(unit.text)))
        return [span if span[1] - span[0] > 2 else whole for span in spans]

    @staticmethod
    def _shares_verb(unit: Unit, start: int, end: int) -> bool:
        """Whether the first part of a sentence is a bare subject, whose verb comes later ("MFA and tokens must be used")."""
        if start == 0 and CONDITION.match(unit.text) and "," not in unit.text[:end]:
            return True  # a condition says nothing on its own: "Where a finding cannot be fixed in time, ..."
        if start or unit.fragment or PREDICATE.search(unit.text, 0, end):
            return False
        return not has_predicate(unit.text, end)

    def _with_values(
        self, unit: Unit, topic_id: str, weight: float, anchors: tuple[Anchor, ...], start: int, end: int,
        values: list[Quantity],
    ) -> list[Fact]:  # fmt: skip
        topic = self.topics[topic_id]
        if unit.row:
            return self._row_fact(unit, topic, weight, anchors)
        inside = [v for v in values if start <= v.start and v.end <= end]
        parts = [(start, end)]
        if len(inside) > 1:
            parts = self._same_slot_parts(unit, topic, inside, start, end)
        facts = []
        for part_start, part_end in parts:
            local = [
                replace(v, start=v.start - part_start, end=v.end - part_start)
                for v in inside if part_start <= v.start and v.end <= part_end
            ]  # fmt: skip
            text = unit.text[part_start:part_end]
            params, free = assign(topic, text, local, unit.above)
            params = _from_the_introduction(unit, topic, params)
            if facts and free and not _other_severity(unit.text[facts[0].start : facts[0].end], text):
                params = _like_the_first(facts[0], topic, params, free)
            if topic.implies and not any(name in params for name in topic.implies):
                continue
            facts.append(Fact(topic_id, part_start, part_end, weight, anchors, params))
        return facts

    def _row_fact(self, unit: Unit, topic: Topic, weight: float, anchors: tuple[Anchor, ...]) -> list[Fact]:
        """The fact of a table row; its values are read with the header words before them."""
        text = unit.statement(0, len(unit.text))
        params, _ = assign(topic, text, quantities(text), unit.above)
        if topic.implies and not any(name in params for name in topic.implies):
            return []
        return [Fact(topic.id, 0, len(unit.text), weight, anchors, params)]

    def _same_slot_parts(self, unit: Unit, topic: Topic, inside: list[Quantity], start: int, end: int) -> list[tuple[int, int]]:
        """Parts of a stretch where each states the same parameter with another value ("24 hours for ..., 2 days for ...")."""
        params, free = assign(
            topic,
            unit.text[start:end],
            [replace(v, start=v.start - start, end=v.end - start) for v in inside],
            unit.above,
        )
        if any(p.type == "severity_map" for p in topic.parameters.values()):
            return [(start, end)]
        taken = [v for v in inside if any(v.value == p for p in params.values())]
        for extra in free:
            at = extra.start + start
            twin = next((v for v in taken if v.kind == extra.kind and v.kind in ("duration", "frequency") and v.end <= at), None)
            if twin is None:
                continue
            cut = cut_between(unit.text, twin.end, at)
            if cut is not None and not re.search(r"\bthereafter\b|\bor\b", unit.text[cut[0] : at + 30]):
                return [(start, cut[0]), (cut[1], end)]
        return [(start, end)]

    def _claim(self, document: Document, unit: Unit, fact: Fact, seen: Counter[str]) -> Claim:
        text = unit.text[fact.start : fact.end]
        whole = fact.start == 0 and fact.end == len(unit.text)
        decided: Properties = properties(
            text, bool(fact.params) and any(v is not None for v in fact.params.values()), unit.heading_path, unit.above_in_list,
            "" if whole else unit.text, "" if whole or unit.row else complete(unit.text, fact.start, fact.end),
        )  # fmt: skip
        quote = unit.quote(fact.start, fact.end)
        key = f"{fact.topic}|{re.sub(r'[^a-z0-9]+', ' ', quote.lower()).strip()}"
        seen[key] += 1
        digest = hashlib.sha256(f"{document.name}|{key}|{seen[key]}".encode()).hexdigest()[:12]
        return Claim(
            id=digest, quote=quote, text=unit.statement(fact.start, fact.end), sentence=unit.quote(0, len(unit.text)),
            place=unit.place(fact.start, fact.end), topic=fact.topic, params=fact.params, quantifier=decided.quantifier,
            scope=unit.row_label or unit.population or decided.scope,
            negated=decided.negated, modality=decided.modality, party=decided.party,
            testable=decided.testable, form=unit.form, heading_path=unit.heading_path,
            untestable_because=decided.untestable_because,
            hedges=decided.hedges, exception=decided.exception, confidence=round(min(1.0, fact.weight / 4), 2),
            triggers=(
                *(Trigger(field="topic", value=a.topic, phrase=unit.text[a.start : a.end]) for a in fact.anchors[:3]),
                *decided.triggers,
            ),
        )  # fmt: skip


def _outside_exception(anchors: list[Anchor], text: str) -> list[Anchor]:
    """Without the anchors in what a statement carves out of itself ("except for the break-glass account")."""
    carved = EXCEPTION.search(text)
    if carved is None or not any(a.strong and a.end <= carved.start() for a in anchors):
        return anchors
    return [a for a in anchors if not carved.start() <= a.start < carved.end()]


def _other_severity(first: str, later: str) -> bool:
    """Whether a later part speaks of a severity that the first does not, so that its value belongs to that one."""
    return not {m.lastgroup for m in SEVERITY.finditer(later)} <= {m.lastgroup for m in SEVERITY.finditer(first)}


def _states_a_value(topic: Topic, text: str, values: list[Quantity]) -> bool:
    params, _ = assign(topic, text, values)
    return any(
        topic.parameters[name].type in VALUE_KINDS and value != topic.parameters[name].implied for name, value in params.items()
    )


def _from_the_introduction(unit: Unit, topic: Topic, params: dict[str, Any]) -> dict[str, Any]:
    """An item of a list takes the one frequency that the list's introduction states ("Monthly, the team reviews:")."""
    stated = [v.value for v in quantities(unit.above_in_list) if v.kind == "frequency"]
    name = next((n for n, p in topic.parameters.items() if p.type == "frequency" and not p.cue), None)
    if len(stated) == 1 and name is not None and name not in params:
        return {**params, name: stated[0]}
    return params


def _like_the_first(first: Fact, topic: Topic, params: dict[str, Any], free: list[Quantity]) -> dict[str, Any]:
    """A later part states the first part's parameter with its own value, without repeating the words around it."""
    for name in first.params:
        kind = topic.parameters[name].type if name in topic.parameters else None
        value = next((v for v in free if v.kind == kind), None)
        if name not in params and value is not None:
            params = {**params, name: value.value}
    return params


def extract(document: Document, topics: tuple[Topic, ...]) -> list[Claim]:
    """Take a document apart into claims.

    Args:
        document: as a reader gave it.
        topics: what a claim can be about.

    Returns:
        The claims in the order of the text; a checkable statement that no topic fits has the topic `other`.
    """
    return list(Extractor(topics).claims(document))
