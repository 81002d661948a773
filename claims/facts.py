"""A fact: a topic and the stretch of a unit that states it, before it becomes a claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .matching import Anchor
from .model import DecidedBy

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fact:
    """A topic and the stretch of the unit's text that states it.

    Attributes:
        topic: id of the topic, or `other`.
        start, end: character offsets in the unit's text.
        sure: 0 to 1.
        anchors: the words that decided, where wording did.
        params: the values that the stretch states.
        by: what decided the topic.
        cells: of a row that states several values, the columns of the cells that this fact is made of, that of its own value first;
            empty for all.
        nearest: for `other`, the topics that come closest, each with how likely it is.
    """

    topic: str
    start: int
    end: int
    sure: float
    anchors: tuple[Anchor, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    by: DecidedBy = "wording"
    cells: tuple[int, ...] = ()
    nearest: tuple[tuple[str, float], ...] = ()
