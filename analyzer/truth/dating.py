"""The day on which a promise was broken or kept again, where a log tells it, and not only the export that shows it first.

It does where each account that breaks the promise has exactly one entry between the two exports, and that entry opened the
account: it was not there before. And where each was closed by the only entry that it has: it is there no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from .joining import Account, Instant
from .log import Log

DAY = timedelta(days=1)


def dated(instants: Sequence[Instant], log: Log, directories: Sequence[str]) -> list[Instant]:
    """The instants, and between them those that the log adds.

    Args:
        directories: the systems of the user lists, in which accounts of no system of their own are looked for.
    """
    found = list(instants[:1])
    for before, after in pairwise(instants):
        found += [*_between(before, after, log, directories), after]
    return found


def _between(before: Instant, after: Instant, log: Log, directories: Sequence[str]) -> Iterator[Instant]:
    opened = (before.state, after.state) == ("held", "broken")
    if not opened and (before.state, after.state) != ("broken", "held"):
        return
    shown = after if opened else before
    days = [_only_day(account, opened, before.day, after.day, log, directories) for account in shown.accounts]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return
    if opened:
        if min(known) > before.day + DAY:
            yield replace(before, day=min(known) - DAY, by_log=True)
        for since in sorted({day for day in known if day < after.day}):
            items = tuple(item for item, day in zip(shown.items, known, strict=True) if day <= since)
            yield Instant(day=since, state="broken", items=items, why=f"opened by {since}, as the log says", by_log=True)
    elif max(known) + DAY < after.day:
        yield replace(after, day=max(known) + DAY, by_log=True)


def _only_day(account: Account, opened: bool, first: date, last: date, log: Log, directories: Sequence[str]) -> date | None:
    """The day of the only entry that the log has on an account between two exports, if it opened or closed it as asked.

    An entry of the day of the first export may stand in it already, and tells nothing.
    """
    start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
    systems = (account.system,) if account.system else directories
    if not systems or not all(
        log.covers(one, datetime.combine(first, time.max), datetime.combine(last, time.min)) for one in systems
    ):
        return None
    entries = [entry for one in systems for entry in log.of(account.names, one, start, end)]
    if len(entries) != 1 or entries[0].opens is not opened or entries[0].at.date() == first:
        return None
    return entries[0].at.date()
