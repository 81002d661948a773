"""What stands around a unit speaks for its topic: the rows of one table, the sentences under one heading, one document."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from ..facts import OTHER
from ..units import Unit
from .recogniser import LEAST, Judgement

IN_TABLE, IN_SECTION, IN_DOCUMENT = 2.0, 1.5, 1.0  # what a topic gains, in logits, where all others there are on it
AGAINST_OTHER = 0.5  # of the most that any topic gains, what having none loses
SURE = 0.3  # from here on a neighbour's topic counts
NEAREST_TO_IT = 0.03  # a topic less likely than this by a unit's own words gains nothing


def with_neighbours(units: Sequence[Unit], judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements with what the other units of the table, the section and the document add to each topic.

    Args:
        units: of one document, in their order.
        judgements: one for each of them, by its own words.
    """
    places = [_places(unit) for unit in units]
    sums: dict[Hashable, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    counts: dict[Hashable, int] = defaultdict(int)
    told = [_told(judged) for judged in judgements]
    for where, topics in zip(places, told, strict=True):
        for place, _ in where:
            counts[place] += bool(topics)
            for topic, p in topics.items():
                sums[place][topic] += p
    result: list[Judgement] = []
    for where, own, judged in zip(places, told, judgements, strict=True):
        gains: dict[str, float] = defaultdict(float)
        for place, weight in where:
            others = counts[place] - bool(own)
            for topic, total in sums[place].items():
                rest = total - own.get(topic, 0.0)
                if others > 0 and rest > 0:
                    gains[topic] += weight * rest / (others + 1)
        result.append(_moved(judged, gains))
    return result


def _places(unit: Unit) -> list[tuple[Hashable, float]]:
    table = [(("table", unit.row[0].row.table), IN_TABLE)] if unit.row and unit.row[0].row else []
    return [*table, (("section", unit.heading_path), IN_SECTION), (("document",), IN_DOCUMENT)]


def _told(judged: Judgement) -> dict[str, float]:
    """The topics that a unit is on, where it surely is a claim."""
    if judged.claim < SURE:
        return {}
    return {topic: p for topic, p in judged.topics.items() if topic != OTHER and p >= SURE}


def _moved(judged: Judgement, gains: dict[str, float]) -> Judgement:
    near = {topic: gains[topic] for topic, p in judged.topics.items() if topic in gains and p >= NEAREST_TO_IT}
    moved = {topic: _shifted(p, near.get(topic, 0.0)) for topic, p in judged.topics.items()}
    most = max(near.values(), default=0.0)
    if OTHER in moved:
        moved[OTHER] = _shifted(moved[OTHER], -AGAINST_OTHER * most)
    return replace(judged, topics={topic: round(p, 3) for topic, p in moved.items() if p >= LEAST})


def _shifted(p: float, by: float) -> float:
    odds = math.log(min(max(p, 1e-4), 1 - 1e-4) / (1 - min(max(p, 1e-4), 1 - 1e-4))) + by
    return 1.0 / (1.0 + math.exp(-odds))
