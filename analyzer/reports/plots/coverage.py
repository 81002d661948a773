"""Coverage of a population: how much of each group of items keeps the promise."""

from __future__ import annotations

from collections import Counter

from ...model import Observation, Period, Verdict
from ..text import counted, show, words
from .drawing import GUTTER, STATES, WIDTH, Plot, Scale, box, drawing, items_of, label

GROUPED_BY = (
    "system", "app", "service", "severity", "repo", "platform", "environment", "env", "department", "kind", "vendor", "region",
)  # fmt: skip
FEWEST_ITEMS, MOST_GROUPS, TOLD = 8, 9, 4
KNOWN = 0.9  # the share of items that have to name their group
ROW, BAR, RIGHT = 18, 12, 92


def plot(verdict: Verdict, period: Period) -> Plot | None:
    """A bar for each group, where the items fall into some few groups by a column that reviewers know."""
    found = _of_items(items_of(verdict)) or _of_counts(verdict)
    if found is None:
        return None
    name, groups = found
    ranked = sorted(groups.items(), key=lambda pair: (-pair[1]["exception"], -pair[1]["unknown"], -pair[1].total(), pair[0]))
    parts = []
    for row, (group, found) in enumerate(ranked):
        top, scale = row * ROW, Scale(low=0, high=found.total(), left=GUTTER, right=WIDTH - RIGHT)
        parts.append(label(GUTTER - 8, top + BAR - 2, group, "end"))
        done = 0
        for state in ("hold", "unknown", "exception"):
            if found[state]:
                parts.append(box(scale(done), top, scale(done + found[state]) - scale(done), BAR, state))
                done += found[state]
        parts.append(label(WIDTH - RIGHT + 8, top + BAR - 2, f"{found['hold']:,} of {found.total():,}"))
    told = [f"{group} {found['hold']:,} of {found.total():,}" for group, found in ranked[:TOLD]]
    told += [f"and {counted(len(ranked) - TOLD, 'more group')}"] if len(ranked) > TOLD else []
    text = f"Items that hold: {', '.join(told)}."
    return Plot(title=f"By {words(name)}", text=text, svg=drawing(len(ranked) * ROW, parts))


def _of_items(items: list[Observation]) -> tuple[str, dict[str, Counter[str]]] | None:
    """The items by state under each value of the first column by which they fall into some few groups, with its name."""
    name = _column(items) if len(items) >= FEWEST_ITEMS else None
    if name is None:
        return None
    groups: dict[str, Counter[str]] = {}
    for one in items:
        groups.setdefault(show(one.row.get(name)) or "not stated", Counter())[STATES[one.holds]] += 1
    return name, groups


def _of_counts(verdict: Verdict) -> tuple[str, dict[str, Counter[str]]] | None:
    """The same of a population that is only counted."""
    if not 2 <= len(verdict.groups) < MOST_GROUPS:
        return None
    states = ("hold", "exception", "unknown")
    return verdict.groups[0][0], {group: Counter(dict(zip(states, of, strict=True))) for _, group, *of in verdict.groups}


def _column(items: list[Observation]) -> str | None:
    """The first column by which the items fall into some few groups."""
    for name in GROUPED_BY:
        values = Counter(show(one.row[name]) for one in items if one.row.get(name) is not None)
        if values.total() >= KNOWN * len(items) and 2 <= len(values) < MOST_GROUPS:
            return name
    return None
