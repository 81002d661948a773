"""An availability and the downtime it is said to allow, where one does not follow from the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Conflict, Language
from ..material import Material

_UPTIME = re.compile(r"\b(?P<percent>9\d(?:\.\d+)?)\s?%")
_DOWN = re.compile(
    r"\b(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>minutes?|mins?|hours?|hrs?|seconds?|secs?)\b(?: of)?(?: (?:unplanned|allowed))?"
    r" ?(?:downtime|of outage|outage|unavailab\w+)?\s?(?:/|per|a|each)\s?(?P<span>day|week|month|quarter|year)\b",
    re.IGNORECASE,
)
_MINUTES = {"s": 1 / 60, "m": 1, "h": 60}
_SPANS = {"day": 1, "week": 7, "month": 30.4375, "quarter": 91.3125, "year": 365.25}
TOLERANCE = 0.15  # months differ in length, and people round


def find(material: Material) -> Iterator[Conflict | Language]:
    """Sentences that give both, and do not mean the same by them."""
    for sentence in material.sentences:
        if not re.search(r"down-?time|outage|unavailab", sentence.text, re.IGNORECASE):
            continue
        for down in _DOWN.finditer(sentence.text):
            before = [one for one in _UPTIME.finditer(sentence.text) if one.start() < down.start()]
            if not before:
                continue
            allowed = (1 - float(before[-1]["percent"]) / 100) * _SPANS[down["span"].lower()] * 24 * 60
            said = float(down["number"]) * _MINUTES[down["unit"][0].lower()]
            if abs(said - allowed) > TOLERANCE * allowed:
                yield sentence.finding(
                    "arithmetic",
                    f"{before[-1]['percent']}% allows {_shown(allowed)} a {down['span'].lower()}, and not {_shown(said)}. "
                    "One of the two is wrong.",
                )


def _shown(minutes: float) -> str:
    return f"{minutes / 60:.1f} hours" if minutes >= 120 else f"{minutes:.1f} minutes"
