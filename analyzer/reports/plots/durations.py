"""Time taken against the promise: a histogram with the promised time as a line."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from markupsafe import Markup

from ...model import Observation, Period, Verdict
from ..text import counted, one_line, show, stated
from .drawing import STATES, WIDTH, Plot, Scale, box, drawing, element, items_of, label, rule

SPAN = re.compile(r"(\d+(?:\.\d+)?)[ _](minute|hour|business[ _]day|day|week|month|year)s?\b")
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "business day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
FEWEST, KNOWN, AGREEING = 5, 0.8, 0.95
MOST_BINS, MOST_FACETS = 28, 4
TOP, BARS, BOTTOM = 16, 44, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A measured item: the time in days, and whether that was as promised; `None` where it cannot be told."""

    days: float
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limit:
    """A promised time: in days, in words, and whether it is counted in business days."""

    days: float
    words: str
    business: bool


def plot(verdict: Verdict, period: Period) -> Plot | None:
    """A histogram for each promised time (critical, high), where nearly all items say how long they took.

    Nothing is drawn where the line would not part the items that hold from those that break, as what was measured is then
    something else than what was promised.
    """
    promised = _promised(verdict)
    items = items_of(verdict)
    if promised is None or len(items) < FEWEST:
        return None
    groups: dict[str, list[_Taken]] = {}
    measured = 0
    for one in items:
        key, days = _group(promised, one), taken(one)
        if key is not None and days is not None:
            groups.setdefault(key, []).append(_Taken(days=days, holds=one.holds))
            measured += 1
    if measured < max(FEWEST, KNOWN * len(items)) or len(groups) > MOST_FACETS:
        return None
    if not all(_parted(promised[key], found) for key, found in groups.items()):
        return None
    keys = [key for key in promised if key in groups]
    height = TOP + BARS + BOTTOM
    parts = [part for row, key in enumerate(keys) for part in _facet(key, promised[key], groups[key], row * (height + 6))]
    told = [_told(key, promised[key], groups[key]) for key in keys]
    text = "; ".join(told) + (
        f"; {counted(len(items) - measured, 'item')} without a measured time" if measured < len(items) else ""
    )
    return Plot(title="Time taken against the promise", text=f"{text}.", svg=drawing(len(keys) * (height + 6), parts))


def taken(one: Observation) -> float | None:
    """How long an item took, in days: by its own columns, or else by the words of what was observed."""
    for name, share in (("days", 1.0), ("hours", 1 / 24)):
        value = one.row.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0:
            return value * share
    found = SPAN.search(one_line(one.observed)) or SPAN.search(one_line(one.reason).partition(";")[0])
    return None if found is None else float(found[1]) * DAYS[found[2].replace("_", " ")]


def _promised(verdict: Verdict) -> dict[str, _Limit] | None:
    """The promised time, under an empty name or by severity; None unless the claim states exactly one of the kind."""
    found: list[dict[str, _Limit]] = []
    for value in verdict.claim.params.values():
        named: dict[str, Any] = value if isinstance(value, dict) else {"": value}
        limits = {key: _limit(one) for key, one in named.items()}
        if limits and all(limits.values()):
            found.append({key: limit for key, limit in limits.items() if limit is not None})
    return found[0] if len(found) == 1 else None


def _limit(value: Any) -> _Limit | None:
    match = SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    unit = match[2].replace("_", " ")
    return _Limit(days=float(match[1]) * DAYS[unit], words=stated(value), business=unit == "business day")


def _group(promised: dict[str, _Limit], one: Observation) -> str | None:
    if list(promised) == [""]:
        return ""
    severity = show(one.row.get("severity")).casefold()
    return next((key for key in promised if key and key in severity), None)


def _parted(limit: _Limit, found: list[_Taken]) -> bool:
    """Whether the promised time parts what holds from what breaks; days that are no business days blur the line."""
    if limit.business:
        return True
    known = [one for one in found if one.holds is not None]
    return sum((one.days <= limit.days + 1) == one.holds or abs(one.days - limit.days) <= 1 for one in known) >= AGREEING * len(
        known
    )


def _facet(key: str, limit: _Limit, found: list[_Taken], top: float) -> list[Markup]:
    longest = max([limit.days, *(one.days for one in found)])
    width = _step(longest / (MOST_BINS - 2))
    bins: dict[int, Counter[str]] = {}
    for one in found:
        # A bin ends where the promised time ends, so that no bar stands on both sides of the line.
        place = math.ceil(round((one.days - limit.days) / width, 6))
        state = STATES[one.holds]
        bins.setdefault(place, Counter())[state] += 1
    low, high = min(0.0, limit.days + (min(bins) - 1) * width), limit.days + max(*bins, 1) * width
    scale, tallest = Scale(low=low, high=high, left=0, right=WIDTH - 1), max(found.total() for found in bins.values())
    ground = top + TOP + BARS
    parts = [element("line", x1=0, x2=WIDTH, y1=ground, y2=ground, kind="p-axis")]
    for place, counts in sorted(bins.items()):
        left, right = scale(limit.days + (place - 1) * width), scale(limit.days + place * width)
        foot = ground
        for state in ("hold", "unknown", "exception"):
            if counts[state]:
                tall = max(BARS * counts[state] / tallest, 2)
                parts.append(box(left, foot - tall, right - left - 1, tall, state))
                foot -= tall
    at = scale(limit.days)
    said = f"{key}: promised {limit.words}" if key else f"promised {limit.words}"
    anchor = "end" if at > WIDTH / 2 else "start"
    parts += [
        rule(at, top + 2, ground + 4, "p-promise"),
        label(at + (-5 if anchor == "end" else 5), top + 11, said, anchor, 60),
        label(0, ground + 12, "0"),
        label(WIDTH - 1, ground + 12, _days(high), "end"),
    ]
    return parts


def _step(least: float) -> float:
    """The first round width that is not less: hours for short times, days for long ones."""
    steps = (1 / 96, 1 / 24, 1 / 12, 1 / 4, 1, 2, 5, 7, 14, 30, 60, 90, 180, 365)
    return next((float(step) for step in steps if step >= least), least)


def _days(value: float) -> str:
    if 0 < value < 2:
        hours = round(value * 24, 1)
        return counted(int(hours), "hour") if hours.is_integer() else f"{hours} hours"
    return counted(round(value), "day")


def _told(key: str, limit: _Limit, found: list[_Taken]) -> str:
    days = [one.days for one in found]
    broke = sum(one.holds is False for one in found)
    of = f"{key}, " if key else ""
    return (
        f"{of}promised {limit.words}: {counted(len(found), 'item')}, median {_days(median(days))}, longest {_days(max(days))}, "
        f"{broke:,} later than promised"
    )
