"""Cadence: a calendar strip of what recurs, with the days, weeks or quarters on which it was missed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ...model import Observation, Period, Verdict
from ..text import one_line
from .drawing import GUTTER, STATES, Plot, box, drawing, items_of, label, months, time_scale

# An item of a check on what recurs: what it is about, and the label of the calendar's bucket ("prod-db 2026-03-14", "2026-Q1").
DATED = re.compile(r"(?:(?P<of>.*\S)\s+)?(?P<when>\d{4}(?:-(?:\d\d-\d\d|\d\d|W\d\d|Q[1-4]|H[12]))?)")
MOST_ROWS, TOLD = 10, 4
ROW, CELL, GAP = 18, 13, 1.5
Cell = tuple[date, date, Observation]


def plot(verdict: Verdict, period: Period) -> Plot | None:
    """A strip for each thing that recurs; the ones with something missed come first."""
    rows: dict[str, list[Cell]] = {}
    items = items_of(verdict)
    for one in items:
        found = DATED.fullmatch(one_line(one.item))
        days = _days(found["when"]) if found else None
        if found is None or days is None or days[1] < period.start or days[0] > period.end:
            return None
        rows.setdefault(found["of"] or "", []).append((*days, one))
    if not rows or max(len(cells) for cells in rows.values()) < 2:
        return None
    ranked = sorted(rows.items(), key=lambda pair: (-sum(cell[2].holds is False for cell in pair[1]), pair[0]))[:MOST_ROWS]
    left = 0 if list(rows) == [""] else GUTTER
    scale, height = time_scale(period, left), len(ranked) * ROW
    parts = months(period, scale, 0, height + 12)
    for row, (of, cells) in enumerate(ranked):
        if of:
            parts.append(label(GUTTER - 8, row * ROW + CELL - 3, of, "end"))
        for first, last, state in _stretches(cells):
            x, end = scale(first.toordinal()), scale(last.toordinal() + 1)
            parts.append(box(x, row * ROW, end - x - (GAP if end - x > 4 * GAP else 0), CELL, state))
    return Plot(title="Calendar", text=_text(items, rows, len(ranked)), svg=drawing(height + 16, parts))


def _stretches(cells: list[Cell]) -> list[tuple[date, date, str]]:
    """The cells in the order of time; days that follow each other with the same outcome are one."""
    drawn: list[tuple[date, date, str]] = []
    for first, last, one in sorted(cells, key=lambda cell: cell[:2]):
        state = STATES[one.holds]
        if drawn and first == last and drawn[-1][1] == first - timedelta(days=1) and drawn[-1][2] == state:
            drawn[-1] = (drawn[-1][0], last, state)
        else:
            drawn.append((first, last, state))
    return drawn


def _text(items: list[Observation], rows: dict[str, list[Cell]], drawn: int) -> str:
    missed = [one_line(one.item) for one in items if one.holds is False]
    kept = sum(bool(one.holds) for one in items)
    said = f"{kept:,} of {len(items):,} kept"
    if missed:
        more = f" and {len(missed) - TOLD:,} more" if len(missed) > TOLD else ""
        said += f"; missed: {', '.join(missed[:TOLD])}{more}"
    return said + (f"; drawn are the first {drawn} of {len(rows):,} rows." if drawn < len(rows) else ".")


def _days(when: str) -> tuple[date, date] | None:
    """The first and the last day of a bucket, or None for a label that is no date."""
    year, _, rest = when.partition("-")
    try:
        if rest.startswith("W"):
            first = date.fromisocalendar(int(year), int(rest[1:]), 1)
            return first, first + timedelta(days=6)
        if len(rest) == 5:
            day = date.fromisoformat(when)
            return day, day
        if rest[:1] in ("Q", "H"):
            length = 3 if rest[0] == "Q" else 6
            start = (int(rest[1]) - 1) * length + 1
        else:
            length, start = (1, int(rest)) if rest else (12, 1)
        after = date(int(year) + (start + length > 12), (start + length - 1) % 12 + 1, 1)
        return date(int(year), start, 1), after - timedelta(days=1)
    except ValueError:
        return None
