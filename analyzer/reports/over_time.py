"""What every report says of a promise over the period: the days on which it held, was broken, or cannot be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..model import Run, Span, Verdict
from .summary import with_status
from .text import counted, one_line, shorten

NAMED = 2  # what broke a promise is named up to this number, and counted beyond
STRETCHES = 3
LONGEST = 90


def over_time(history: Sequence[Span]) -> str:
    """The history of a promise in one sentence, or an empty text where there is none.

    For example "held 321 of 365 days; not from 3 March to 1 April (ann, ben); unknown 14 days (no export ...)".
    """
    if not history:
        return ""
    days = sum(one.days for one in history)
    broken = broken_stretches(history)
    if [one.days for one in broken] == [days]:
        return f"broken on all {counted(days, 'day')} ({_who(broken[0])})"
    held = sum(one.days for one in history if one.state == "held")
    shown = ", as far as shown," if any(one.partly for one in history) else ""
    parts = [f"held{shown} {held or 'on none'} of {counted(days, 'day')}"]
    years = history[0].start.year != history[-1].end.year
    parts += [f"not {_when(one, years)} ({_who(one)})" for one in broken[:STRETCHES]]
    if more := broken[STRETCHES:]:
        parts.append(f"nor on {counted(sum(one.days for one in more), 'more day')}")
    unknown = [one for one in history if one.state == "unknown"]
    if unknown:
        longest = max(unknown, key=lambda one: one.days)
        parts.append(f"unknown {counted(sum(one.days for one in unknown), 'day')} ({shorten(longest.why, LONGEST)})")
    return "; ".join(parts)


def broken_stretches(history: Sequence[Span]) -> list[Span]:
    """The spans over which a promise was broken; those that follow each other as one, with all that broke it."""
    found: list[Span] = []
    for one in history:
        if one.state == "broken" and found and found[-1].end.toordinal() + 1 == one.start.toordinal():
            items = tuple(dict.fromkeys((*found[-1].items, *one.items)))
            found[-1] = replace(found[-1], end=one.end, items=items)
        elif one.state == "broken":
            found.append(one)
    return found


def broken_before(run: Run) -> list[Verdict]:
    """Promises that hold at the end of the period and were broken within it."""
    kept = with_status(run, "partly_supported", "supported")
    return [verdict for verdict in kept if any(one.state == "broken" for one in verdict.history)]


def _when(span: Span, years: bool) -> str:
    start, end = _day(span.start, years), _day(span.end, years)
    return f"on {start}" if span.days == 1 else f"from {start} to {end}"


def _day(day: date, years: bool) -> str:
    return f"{day.day} {day:%B} {day.year}" if years else f"{day.day} {day:%B}"


def _who(span: Span) -> str:
    names = [shorten(item, LONGEST // NAMED) for item in span.items]
    return ", ".join(map(one_line, names)) if 0 < len(names) <= NAMED else counted(len(names), "item")
