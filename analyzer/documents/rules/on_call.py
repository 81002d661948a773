"""Somebody around the clock, and one person to do it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Conflict, Language
from ..material import Material

CLOCK = re.compile(r"\b24\s?[x/]\s?7\b|\baround the clock\b|\b24 hours a day\b", re.IGNORECASE)
ONE = re.compile(
    r"\b(?:one|a single|a sole|the sole|1|only one) (?:[\w-]+ ){0,3}?"
    r"(?:engineer|administrator|analyst|person|operator|employee|technician)\b"
    r"(?=[^.;]{0,60}\b(?:on[- ]call|rota|rotation|monitor\w*|cover\w*|respond\w*|shift)\b)",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\b(?:at least|at any time|at a time|per shift|each shift|rotat\w+|back-?up|secondary|or more|team)\b", re.IGNORECASE
)


def find(material: Material) -> Iterator[Conflict | Language]:
    """A promise of all hours in a document that names one person for it."""
    for document in material.documents:
        own = [one for one in material.sentences if one.document is document]
        clock = next((one for one in own if CLOCK.search(one.text)), None)
        alone = next((one for one in own if ONE.search(one.text) and not MORE.search(one.text)), None)
        if clock is not None and alone is not None:
            yield Conflict(
                topic="alerting", a=clock.side(), b=alone.side(),
                why="Somebody is promised around the clock, and one person is named to do it: nobody is there when that person is "
                "not.",
                agree="Name the rota that covers all hours, or promise the hours that one person covers.",
            )  # fmt: skip
