"""What single days show, joined to spans of days over which a promise held, was broken, or cannot be known.

Between two exports that both keep a promise, and with no export missing between them, it held. It was broken from the first
export that shows it to the first that does not. Everything else is unknown: what lies between an export that keeps the promise
and the next that does not, where an export is missing, before the first and after the last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from ..model import Span, SpanState

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An item that breaks a promise, as logs know it.

    Attributes:
        names: what it is called, in small letters.
        system: where it has an account, empty for one of a directory.
        since: from when on it has what breaks the promise, where the export says so.
    """

    names: frozenset[str]
    system: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """What the evidence shows of a promise on a day.

    Attributes:
        items: what breaks it.
        accounts: of each item in turn.
        keeping: what keeps it; None where not all of the population is listed.
        partly: what holds is a part of it; the evidence shows nothing of the rest.
        by_log: a log or a later export tells it, and not an export of that day.
    """

    day: date
    state: SpanState
    items: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    keeping: frozenset[str] | None = None
    why: str = ""
    partly: bool = False
    by_log: bool = False


def join(instants: Sequence[Instant], start: date, end: date, covered: Callable[[date], str]) -> tuple[Span, ...]:
    """The spans from a first to a last day; none where no day is known to have kept or broken the promise.

    Args:
        instants: in order, at most one a day; they may lie outside the days asked for.
        covered: why no evidence speaks for a day, empty where some does.
    """
    days = [instant.day for instant in instants]
    exports = [instant.day for instant in instants if not instant.by_log]
    told = [
        _of_day(day, instants, days, covered(day)) for day in (start + number * DAY for number in range((end - start).days + 1))
    ]
    if all(one.state == "unknown" for one in told):
        return ()
    spans: list[Span] = []
    for _, group in groupby(told, key=lambda one: (one.state, one.partly, one.items, one.why if one.state == "unknown" else "")):
        own = list(group)
        span = replace(own[0], end=own[-1].end)
        spans.append(replace(span, why=_shown(span, exports)) if span.state == "held" else span)
    return tuple(spans)


def _of_day(day: date, instants: Sequence[Instant], days: Sequence[date], uncovered: str) -> Span:
    """What is known of one day."""

    def unknown(why: str) -> Span:
        return Span(start=day, end=day, state="unknown", why=why)

    if uncovered:
        return unknown(uncovered)
    at = bisect_right(days, day)
    before, after = instants[at - 1] if at else None, instants[at] if at < len(instants) else None
    if before and before.day == day:
        after = before
    if before is None or after is None:
        return unknown(f"no export was made after {before.day}" if before else "no export speaks for these days")
    if unclear := next((one for one in (before, after) if one.state == "unknown"), None):
        return unknown(f"the export of {unclear.day} cannot tell: {unclear.why}")
    if before.state == "held" and after.state == "broken":
        return unknown(f"it held on {before.day} and was broken on {after.day}; the day of the change is not known")
    partly = before.state == "held" and (before.partly or after.partly)
    return Span(start=day, end=day, state=before.state, items=before.items, why=before.why, partly=partly)


def _shown(span: Span, days: Sequence[date]) -> str:
    """What shows that a promise held: the exports from the one before its first day to the one after its last."""
    own = days[bisect_right(days, span.start) - 1 : bisect_left(days, span.end) + 1]
    return f"kept in {len(own)} exports from {own[0]} to {own[-1]}" if len(own) > 1 else f"kept in the export of {own[0]}"
