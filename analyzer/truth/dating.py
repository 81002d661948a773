"""The day on which a promise was broken or kept again, where a log or an export tells it before an export of that day would.

A log does where all that it has on each account that breaks the promise, between two exports, happened on one day, and explains
it: the account was opened, was given the role that the promise is about, or got the factor that breaks it. Or it was closed, lost
the role, or its factors were reset, and no longer breaks it. An export alone does where it says since when each item has what
breaks the promise; what was before that day is then not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from .joining import Account, Instant
from .log import Change, Log

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """What dates the breaks of a promise.

    Attributes:
        directories: the systems of the user lists, in which accounts of no system of their own are looked for.
        of_roles: whether the promise is about those who hold a role, so that a role that is given or taken changes who they are.
    """

    log: Log
    directories: Sequence[str]
    of_roles: bool = False

    def dated(self, instants: Sequence[Instant]) -> list[Instant]:
        """The instants, and between them those that logs and exports add."""
        found = list(instants[:1])
        for before, after in pairwise(instants):
            if (before.state, after.state) == ("held", "broken"):
                found += self._broken(before, after)
            elif (before.state, after.state) == ("broken", "held"):
                found += self._kept_again(before, after)
            found.append(after)
        return found

    def _broken(self, before: Instant, after: Instant) -> Iterator[Instant]:
        named = list(zip(after.items, after.accounts, strict=True))
        by_log = {item: day for item, account in named if (day := self._only_day(item, account, before, after))}
        by_export = {
            item: account.since for item, account in named
            if item in (before.keeping or ()) and account.since and before.day < account.since <= after.day
        }  # fmt: skip
        known = by_log if len(by_log) == len(named) else by_export if len(by_export) == len(named) else {}
        if not known:
            return
        if known is by_log and min(known.values()) > before.day + DAY:
            yield replace(before, day=min(known.values()) - DAY, by_log=True)
        for since in sorted({day for day in known.values() if day < after.day}):
            items = tuple(item for item, day in known.items() if day <= since)
            told = (
                f"broken by {since}, as the log says" if known is by_log else f"so since {since}, as the export of {after.day} says"
            )
            yield Instant(day=since, state="broken", items=items, why=told, by_log=True)

    def _kept_again(self, before: Instant, after: Instant) -> Iterator[Instant]:
        named = list(zip(before.items, before.accounts, strict=True))
        known = [day for item, account in named if (day := self._only_day(item, account, before, after))]
        if known and len(known) == len(named) and max(known) + DAY < after.day:
            yield replace(after, day=max(known) + DAY, by_log=True)

    def _only_day(self, item: str, account: Account, before: Instant, after: Instant) -> date | None:
        """The day of all entries that the log has on an account between two exports, if they explain what the later one shows.

        An entry of the day of the first export may stand in it already, and tells nothing.
        """
        first, last = before.day, after.day
        start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
        covered = datetime.combine(first, time.max), datetime.combine(last, time.min)
        systems = (account.system,) if account.system else self.directories
        if not systems or not all(self.log.covers(one, *covered) for one in systems):
            return None
        entries = [entry for one in systems for entry in self.log.of(account.names, one, start, end)]
        days = {entry.at.date() for entry in entries}
        if len(days) != 1 or first in days:
            return None
        (day,) = days
        why = self._breaks if after.state == "broken" else self._mends
        return day if any(why(entry, item, account, before, after) for entry in entries) else None

    def _breaks(self, entry: Change, item: str, account: Account, before: Instant, after: Instant) -> bool:
        """Whether an entry explains why an item breaks the promise now that did not before."""
        if entry.opens or (entry.factor and account.since == entry.at.date()):
            return True
        is_new = before.keeping is not None and item not in before.keeping
        return bool(self.of_roles and entry.role and is_new and (account.since is None or account.since <= entry.at.date()))

    def _mends(self, entry: Change, item: str, account: Account, before: Instant, after: Instant) -> bool:
        """Whether an entry explains why an item does not break the promise now that did before."""
        if entry.opens is False:
            return True
        if after.keeping is None:
            return False
        if entry.factor is False:
            return account.since is not None and item in after.keeping
        return self.of_roles and entry.role is False and item not in after.keeping
