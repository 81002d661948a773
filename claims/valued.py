"""Values shared out: each part of a sentence takes those that stand in it, and those that stand once for several facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from .expressions import expression
from .nlp.clauses import has_verb
from .nlp.cuts import cut_between
from .nlp.quantities import Quantity, quantities
from .parameters import RESPECTIVELY, SEVERITY, VALUE_KINDS, assign, fitting
from .topic import Topic

TWINS = ("duration", "frequency", "count", "version", "percent")  # kinds of which a second value makes a second fact
# "within 30 days of hire and annually thereafter", "quarterly or monthly": the second value belongs to the same fact.
SAME_FACT = re.compile(r"\bthereafter\b|\bafter that\b|\bor\b")
# A time without a number, beside which a second one stands for others: "on their last day, and contractors within 48 hours".
TIME = re.compile(
    r"\b(?:immediately|at once|on (?:their|the|his or her) (?:last|final)(?: working)? day|on the same day|upon \w+)\b",
    re.IGNORECASE,
)
# Before a frequency that begins a sentence.
FRONTED = re.compile(r"(?:on (?:an?|at least an?)\s+|at least\s+|in\s+)?$", re.IGNORECASE)
BARE_NOUN = re.compile(r"(?!(?:an?|the|its|their|our|all|each|every|any|is|are|must|shall|will)\b)[\w-]+", re.IGNORECASE)
NAME = 4  # words at most of an item that only names something
NOUN_PHRASE = 6  # words at most between a frequency and the second thing it speaks of


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence and the values that it states on a topic."""

    start: int
    end: int
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a sentence.

    Attributes:
        text: lead-in and nearest heading.
        introduction: the lead-in of an item, of which it takes a frequency that it does not state itself.
    """

    text: str = ""
    introduction: str = ""


def valued_parts(text: str, topic: Topic, span: tuple[int, int], values: Sequence[Quantity], above: Above) -> list[Part]:
    """The facts that a stretch of a sentence states on a topic: one for each value of the same parameter.

    Args:
        text: the sentence.
        topic: what the stretch is about.
        span: the stretch.
        values: the quantities of the sentence.
        above: what stands above it.

    Returns:
        The parts in order; none where the topic needs a value that the stretch does not state.
    """
    found: list[Part] = []
    for start, end in _cut_by_value(text, topic, span, values, above.text):
        local = _local(values, start, end)
        part = text[start:end]
        params, free = assign(topic, part, local, above.text)
        params = _from_the_introduction(above.introduction, topic, params, local, len(part.split()) <= NAME)
        if found and free and not _other_severity(text[found[0].start : found[0].end], part):
            params = _like_the_first(found[0], topic, params, free)
        if not topic.implies or any(name in params for name in topic.implies):
            found += _by_parameter(text, topic, Part(start, end, params), values)
    return found


def _by_parameter(text: str, topic: Topic, part: Part, values: Sequence[Quantity]) -> list[Part]:
    """Two parts where one frequency stands before two things that have a parameter each.

    "annual security awareness training and phishing simulations" says how often people are trained, and how often phishing
    is simulated.
    """
    frequencies = [v for v in values if v.kind == "frequency" and part.start <= v.start and v.end <= part.end]
    wanting = {n: p for n, p in topic.parameters.items() if p.type == "frequency"}
    plain = next((n for n, p in wanting.items() if not p.cue), None)
    if len(frequencies) != 1 or plain is None:
        return [part]
    value = frequencies[0]
    for name, parameter in wanting.items():
        cue = next((m for c in parameter.cue for m in expression(c).finditer(text[: part.end]) if m.start() > value.end), None)
        if cue is None or part.params.get(name) != value.value:
            continue
        cut = cut_between(text, value.end, cue.start())
        if cut and _joins(text, value, Part(cut[1], part.end, {}), Part(part.start, cut[0], {})):
            rest = {n: v for n, v in part.params.items() if n != name}
            return [Part(part.start, cut[0], {**rest, plain: value.value}), Part(cut[1], part.end, {name: value.value})]
    return [part]


def respective(text: str, topics: Sequence[Topic], values: Sequence[Quantity]) -> list[tuple[Topic, Quantity]]:
    """Which topic has which value in "A and B are kept for 35 days and 13 months, respectively"; nothing where it is not told.

    One topic with several values of a kind has each of them.
    """
    mapped = any(p.type == "severity_map" for t in topics for p in t.parameters.values())
    one_kind = len(values) > 1 and len({v.kind for v in values}) == 1
    if RESPECTIVELY.search(text) is None or mapped or not one_kind or len(topics) not in (1, len(values)):
        return []
    return list(zip(topics if len(topics) > 1 else [*topics] * len(values), values, strict=True))


def shared_frequency(text: str, part: Part, topic: Topic, before: Part | None, values: Sequence[Quantity]) -> Part:
    """A part with the frequency that stands once in the sentence and holds for it too.

    Either the sentence begins with it ("Each year, the plan and the controls are tested") or it stands before a noun to
    which the part joins another ("annual risk assessments and penetration tests").

    Args:
        text: the sentence.
        part: a part of it.
        topic: what the part is about.
        before: the part that states the fact before, if any.
        values: the quantities of the sentence.
    """
    name = next((n for n, p in topic.parameters.items() if _takes_frequency(p.type, p.accepts)), None)
    frequencies = [v for v in values if v.kind == "frequency"]
    if name is None or name in part.params or len(frequencies) != 1:
        return part
    value = frequencies[0]
    if FRONTED.fullmatch(text[: value.start]) and re.match(r"\W|\s+basis", text[value.end :]) and not _names_something(text, value):
        return replace(part, params={**part.params, name: value.value})
    if before is not None and before.start <= value.start < part.start and _joins(text, value, part, before):
        return replace(part, params={**part.params, name: value.value})
    return part


def _names_something(text: str, value: Quantity) -> bool:
    """Whether the frequency is an adjective of the noun that follows it: "Quarterly access reviews"."""
    adjective = not text[value.start : value.end].lower().startswith(("each", "every"))
    return adjective and re.match(r"\s+(?!basis\b)\w", text[value.end :]) is not None


def _joins(text: str, value: Quantity, part: Part, before: Part) -> bool:
    """Whether a part is the second noun behind an adjective of frequency."""
    between = text[value.end : part.start]
    adjective = re.match(r"\s+(?!and\b|or\b)\w", between) and not re.search(r"\b(?:in|on|for|by|with|to|of|at)\b|[(;:]", between)
    one_verb = not (has_verb(text, before.start, part.start) and has_verb(text, part.start, part.end))
    return bool(adjective) and len(between.split()) <= NOUN_PHRASE and one_verb and BARE_NOUN.match(text, part.start) is not None


def takes(topic: Topic, value: Quantity) -> bool:
    """Whether a topic has a parameter of a value's kind."""
    return any(fitting(value, parameter) for parameter in topic.parameters.values())


def _takes_frequency(kind: str, accepts: Sequence[str]) -> bool:
    return kind == "frequency" or "frequency" in accepts


def _local(values: Sequence[Quantity], start: int, end: int) -> list[Quantity]:
    return [replace(v, start=v.start - start, end=v.end - start) for v in values if start <= v.start and v.end <= end]


def _cut_by_value(text: str, topic: Topic, span: tuple[int, int], values: Sequence[Quantity], above: str) -> list[tuple[int, int]]:
    """Parts of a stretch where each states the same parameter with another value ("24 hours for ..., 2 days for ...")."""
    start, end = span
    if any(p.type == "severity_map" for p in topic.parameters.values()):
        return [span]
    local = _local(values, start, end)
    params, free = assign(topic, text[start:end], local, above)
    cuts: list[tuple[int, int]] = []
    for kind in TWINS:
        twins = [v for v in local if v.kind == kind and (v in free or any(v.value == p for p in params.values()))]
        if not any(v in free for v in twins) or all(v in free for v in twins):
            continue
        for first, second in pairwise(twins):
            cut = cut_between(text, first.end + start, second.start + start)
            if cut is not None and not SAME_FACT.search(text[cut[0] : second.end + start + 30]):
                cuts.append(cut)
        break
    if not cuts and len(local) == 1 and (cut := _gap(text, topic, span, local[0])):
        cuts = [cut]
    edges = [start, *(edge for cut in sorted(cuts) for edge in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _gap(text: str, topic: Topic, span: tuple[int, int], value: Quantity) -> tuple[int, int] | None:
    """Where a second population with a time of its own follows a time without a number, and the verb is left out."""
    start, end = span
    time = TIME.search(text, start, value.start + start)
    if time is None or not takes(topic, value) or value.kind != "duration":
        return None
    cut = cut_between(text, time.end(), value.start + start)
    between = text[cut[1] : value.start + start] if cut else ""
    if cut is None or not re.match(r"(?!within|no later|at )\w", between) or has_verb(text, cut[1], end):
        return None
    return cut


def _other_severity(first: str, later: str) -> bool:
    """Whether a later part speaks of a severity that the first does not, so that its value belongs to that one."""
    return not {m.lastgroup for m in SEVERITY.finditer(later)} <= {m.lastgroup for m in SEVERITY.finditer(first)}


def _from_the_introduction(
    introduction: str, topic: Topic, params: dict[str, Any], values: Sequence[Quantity], name_only: bool
) -> dict[str, Any]:
    """An item of a list takes what the list's introduction states on its topic ("Monthly, the team reviews:").

    Not where the introduction states several values of a kind, nor what the item states itself; how something is done only
    where the item does no more than name what it is done to.
    """
    times = ("duration", "frequency")
    stated = [v for v in quantities(introduction) if name_only or v.kind in times] if introduction else []
    kinds = {v.kind for v in values}
    alone = [v for v in stated if v.kind not in kinds and sum(v.kind == other.kind for other in stated) == 1 and v.kind != "count"]
    above, _ = assign(topic, introduction, alone) if alone else ({}, [])
    taken = {n: v for n, v in above.items() if n not in params and topic.parameters[n].type in VALUE_KINDS}
    return {**params, **taken}


def _like_the_first(first: Part, topic: Topic, params: dict[str, Any], free: Sequence[Quantity]) -> dict[str, Any]:
    """A later part states the first part's parameter with its own value, without repeating the words around it."""
    for name in first.params:
        kind = topic.parameters[name].type if name in topic.parameters else None
        value = next((v for v in free if v.kind == kind), None)
        if name not in params and value is not None:
            params = {**params, name: value.value}
    return params
