"""A day of the past: what a review of that day would have said of single promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..catalog import Catalog
from ..evidence.assurance import assure
from ..evidence.find import Found, find_dated
from ..evidence.load import Loaded, told_by_likeness
from ..evidence.locker import is_locker
from ..judge import Evidence, judge
from ..model import Observation, Period, Verdict
from .joining import Account, Instant
from .lists import UserList, user_lists
from .streams import Stream, key_of

SINCE = "_since"
ACCOUNT_COLUMNS = ("email", "user_id", "account_id", "login")
Load = Callable[[Sequence[Found], Period], Loaded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look at a day shows: an instant of each promise that was due, in their order, and the user lists."""

    instants: list[Instant]
    lists: list[UserList]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is needed to look at a day.

    Attributes:
        evidence: the paths that the review was given.
        judged_on: what its verdicts were judged on.
        load: reads files that were found into tables, for a period.
    """

    evidence: Sequence[Path]
    judged_on: Evidence
    catalog: Catalog
    load: Load

    def at(self, day: date, due: Sequence[tuple[Verdict, Sequence[Stream]]], beside: Iterable[Stream]) -> Seen:
        """What the exports of a day show of the promises that are due, and the user lists among them.

        Args:
            due: the verdict on each at the end of the period, and the streams that its check reads.
            beside: what else is read, to hold populations against each other.
        """
        period = Period(start=min(self.judged_on.period.start, day), end=day, as_of=day)
        wanted = {stream.key for stream in (*beside, *(stream for _, streams in due for stream in streams))}
        lockers = [path for path in self.evidence if is_locker(path)]
        loaded = self.load(find_dated(lockers, day, lambda entry: key_of(entry) in wanted), period)
        evidence = replace(
            self.judged_on, store=loaded.store, period=period, hashes={file.path: file.sha256 for file in loaded.files},
            assurance=assure(loaded.store, self.catalog, loaded.files, period), alike=told_by_likeness(loaded.files),
        )  # fmt: skip
        dated = {"period_start": period.start, "period_end": period.end, "as_of": period.as_of}
        bindings = [replace(one.binding, params=one.binding.params | dated) for one, _ in due]
        read = frozenset(file.sha256 for file in loaded.files)
        instants = [
            _instant(day, now, then, all(stream.latest(day) <= read for stream in streams))
            for (now, streams), then in zip(due, judge(bindings, self.catalog, evidence), strict=True)
        ]
        return Seen(instants=instants, lists=list(user_lists(loaded.store, loaded.files)))


def _instant(day: date, now: Verdict, then: Verdict, whole: bool) -> Instant:
    """What a verdict of that day says, in the light of the verdict at the end of the period.

    Where all that is tested holds and a part of the promise is not shown, that part held if at least the same evidence was there.

    Args:
        whole: every export that the check reads could be read.
    """
    listed = len((*then.holding, *then.exceptions, *then.excused, *then.unknown))
    keeping = frozenset(one.item for one in then.holding) if then.population == listed else None
    if then.status == "contradicted":
        items, accounts = tuple(one.item for one in then.exceptions), tuple(_account(one) for one in then.exceptions)
        return Instant(day=day, state="broken", items=items, accounts=accounts, keeping=keeping, why=then.why)
    same = now.query is not None and then.query is not None and now.query.row_counts.keys() <= then.query.row_counts.keys()
    partly = then.status == "partly_supported" and not then.unknown and same
    if then.status != "supported" and not partly:
        return Instant(day=day, state="unknown", why=then.why)
    if not whole:
        return Instant(day=day, state="unknown", why="an export of that day cannot be read")
    if now.assurance:
        return Instant(day=day, state="unknown", why="; ".join(one.why for one in now.assurance))
    return Instant(day=day, state="held", keeping=keeping, why=then.why, partly=partly)


def _account(one: Observation) -> Account:
    """What logs may call an item: by itself and, where it is one of the names of an account, by the others.

    A column such as `weak_since` says from when on it has what breaks the promise.
    """
    item = one.item.lower()
    names = {str(one.row[column]).lower() for column in ACCOUNT_COLUMNS if one.row.get(column)}
    since = next((found for column, value in one.row.items() if column.endswith(SINCE) and (found := _day(value))), None)
    return Account(
        names=frozenset({item, *(names if item in names else ())}), system=str(one.row.get("system") or "").lower(), since=since
    )


def _day(value: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None
