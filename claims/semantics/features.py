"""What the classifier is told of a unit beside the meaning of its words: its shape, and what the wording says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..nlp.quantities import quantities
from ..properties import PREDICATE
from ..shares import MEASURE
from ..units import Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OBLIGATION = re.compile(
    r"\b(?:must|shall|required|requires?|prohibited|responsible for|ensures?|will|may not|should)\b", re.IGNORECASE
)
AIM = re.compile(r"(?:to|for|the purpose|this (?:policy|document))\b", re.IGNORECASE)
LONG = 40  # words from which on a longer text says no more by its length
SHAPE_WEIGHT = 0.3  # brings the shape to the size of the vectors' parts
CUES = 5  # per topic: wording, a weak word, the words above, chosen by wording, wording beside another topic's


@dataclass(frozen=True, slots=True)
class Signals:
    """What patterns found in a unit.

    Attributes:
        strong: topics whose wording stands in it.
        weak: topics of which only a weak word does.
        context: how much the words above speak for each topic.
        chosen: the topics that wording alone would give it.
    """

    unit: Unit
    strong: Set[str]
    weak: Set[str]
    context: Mapping[str, float]
    chosen: Set[str]


def words_of(unit: Unit) -> str:
    """The unit as the encoder reads it: a row with the words of its header, and no measured share, which is about nothing."""
    return MEASURE.sub("", unit.statement_of(unit.row) if unit.row else unit.text)


def words_above(unit: Unit) -> str:
    """What stands above the unit: the two nearest headings and the lead-in."""
    return " > ".join([*unit.heading_path[-2:], *([unit.lead_in] if unit.lead_in else [])]) or "none"


def shape(signals: Signals) -> list[float]:
    """The unit's form in numbers."""
    unit = signals.unit
    text = MEASURE.sub("", unit.text)
    kinds = {value.kind for value in quantities(text)}
    return [
        float(one)
        for one in (
            unit.form == "sentence", unit.form == "item", unit.form == "row", unit.guarded,
            PREDICATE.search(text) is not None, OBLIGATION.search(text) is not None,
            "frequency" in kinds, "duration" in kinds, "count" in kinds, min(len(text.split()), LONG) / 20,
            bool(signals.strong), bool(signals.chosen), text.endswith(":"), text.endswith("."),
            bool(unit.lead_in), AIM.match(text) is not None, text[:1].isupper(),
        )
    ]  # fmt: skip


def cues(signals: Signals, topics: tuple[str, ...]) -> NDArray[np.float32]:
    """What the wording says for each topic: an array of topics by `CUES`."""
    import numpy as np

    at = {topic: index for index, topic in enumerate(topics)}
    found = np.zeros((len(topics), CUES), dtype=np.float32)
    for column, named in enumerate((signals.strong, signals.weak)):
        for topic in named & at.keys():
            found[at[topic], column] = 1.0
    for topic in signals.context.keys() & at.keys():
        found[at[topic], 2] = signals.context[topic]
    for topic in signals.chosen & at.keys():
        found[at[topic], 3] = 1.0
    if len(signals.strong) > 1:
        for topic in signals.strong & at.keys():
            found[at[topic], 4] = 1.0
    return found
