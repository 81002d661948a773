"""The user list of a past day, rebuilt from the list before it and the log, and held against the list of that day.

A difference means that the log or one of the lists is incomplete: somebody has an account that nothing opened, or lost one that
nothing closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from ..evidence.store import Store
from ..model import AssuranceResult, Difference, EvidenceFile
from .log import NEAR, Log
from .log import TABLE as EVENTS
from .streams import moment

TABLE = "idp_users"
TEST = "user_list_from_log"
TITLE = "User lists rebuilt from the log"
CLOSED = re.compile(
    r"suspend|de-?provision|de-?activat|disabl|inactive|delet|archiv|block|terminat|closed|^(?:false|no|off)$", re.I
)
TOGETHER = timedelta(hours=1)
DAY = timedelta(days=1)
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UserList:
    """The accounts of a directory when it was exported.

    Attributes:
        system: the vendor of the directory ("okta").
        at: when, in UTC.
        accounts: by id whether each is open.
        names: what each is called besides, in small letters.
    """

    system: str
    at: datetime
    accounts: Mapping[str, bool]
    names: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Days on which user lists do not tell who had an account, and why."""

    first: date
    last: date
    why: str


def user_lists(store: Store, files: Sequence[EvidenceFile]) -> Iterator[UserList]:
    """The user list of each directory among the evidence of a day that says when and from which system it was exported.

    A list of several files is one if they were made together.
    """
    parts: dict[str, list[EvidenceFile]] = {}
    for file in files:
        system = (file.source or "").partition("/")[0]
        if TABLE in file.tables and system not in ("", "matched"):
            parts.setdefault(system, []).append(file)
    for system, own in parts.items():
        made = [moment(file.extracted_at) for file in own if file.extracted_at]
        if len(made) < len(own) or max(made) - min(made) > TOGETHER:
            continue
        rows = store.rows(
            f"select coalesce(user_id, email), lower(email), status from {TABLE}"
            " where list_contains($files, evidence_file) and coalesce(user_id, email) is not null",
            {"files": [file.path for file in own]},
        )[1]
        accounts: dict[str, bool] = {}
        for who, _, status in rows:
            accounts[who] = accounts.get(who, False) or not CLOSED.search(status or "active")
        names = {who: frozenset(name for name in (str(who).lower(), email) if name) for who, email, _ in rows}
        yield UserList(system=system, at=max(made), accounts=accounts, names=names)


def rebuilt(before: UserList, log: Log, at: datetime, names: Mapping[str, frozenset[str]]) -> dict[str, bool | None]:
    """The accounts of a directory at a moment after a list, by their ids: whether each is open, None where that cannot be told.

    Args:
        names: what accounts that the list does not hold are called; one that the log does not name has not been opened.
    """
    found: dict[str, bool | None] = {}
    for who in dict.fromkeys((*before.accounts, *names)):
        called = before.names.get(who, frozenset()) | names.get(who, frozenset())
        near = log.of(called, before.system, before.at - NEAR, before.at + NEAR)
        changes = [one for one in log.of(called, before.system, before.at, at + NEAR) if one.opens is not None]
        undecided = near or any(one.at > at - NEAR for one in changes)
        found[who] = None if undecided else changes[-1].opens if changes else before.accounts.get(who, False)
    return found


def compared(lists: Iterable[UserList], log: Log) -> tuple[list[Doubt], AssuranceResult | None]:
    """Every user list held against the one before it and the log between them.

    Returns:
        the days on which the lists do not tell who had an account, and what is reported of lists that do not agree; None where no
        log speaks for the time between two lists.
    """
    by_system: dict[str, dict[datetime, UserList]] = {}
    for one in lists:
        by_system.setdefault(one.system, {})[one.at] = one
    in_turn = [pair for own in by_system.values() for pair in pairwise(own[at] for at in sorted(own))]
    pairs = [(before, after) for before, after in in_turn if log.covers(before.system, before.at, after.at)]
    if not pairs:
        return [], None
    doubts: list[Doubt] = []
    differences: list[Difference] = []
    reasons: list[str] = []
    for before, after in pairs:
        doubts += _unseen(before, after, log)
        if found := list(_differences(before, after, log)):
            differences += found
            reasons.append(_why(before, after, found))
            doubts.append(Doubt(first=before.at.date() + DAY, last=after.at.date() - DAY, why=reasons[-1]))
    agree = f"{len(pairs)} user lists are what the list before each and the log between them make of it"
    return doubts, AssuranceResult(
        test=TEST, tables=(TABLE, EVENTS), passed=not reasons, why="; ".join(reasons[:NAMED]) or agree, title=TITLE,
        part="reconciliation", differences=tuple(differences), items=tuple(dict.fromkeys(one.item for one in differences)),
    )  # fmt: skip


def _why(before: UserList, after: UserList, differences: Sequence[Difference]) -> str:
    names = list(dict.fromkeys(one.item for one in differences))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    lists = f"the {before.system} user lists of {before.at:%Y-%m-%d} and {after.at:%Y-%m-%d}"
    return f"{lists} and the log between them do not agree on {', '.join(names[:NAMED])}{more}"


def _unseen(before: UserList, after: UserList, log: Log) -> Iterator[Doubt]:
    """Accounts that were opened and closed again between two lists, so that neither shows how they were set up."""
    listed = {name for one in (before, after) for who, is_open in one.accounts.items() if is_open for name in one.names[who]}
    opened: dict[str, date] = {}
    for one in log.between(before.system, before.at, after.at):
        if one.opens and one.account not in listed:
            opened.setdefault(one.account, one.at.date())
        elif one.opens is False and one.account in opened:
            first, last = opened.pop(one.account), one.at.date()
            why = f"{one.account} was opened on {first} and closed on {last}, and stands in no {before.system} user list"
            yield Doubt(first=first, last=last, why=why)


def _differences(before: UserList, after: UserList, log: Log) -> Iterator[Difference]:
    """The accounts that the later list holds otherwise than the earlier one and the log make them."""
    for who, expected in rebuilt(before, log, after.at, after.names).items():
        found = after.accounts.get(who, False)
        if expected is None or expected is found:
            continue
        name = min((after.names.get(who) or before.names[who]) - {who.lower()}, default=who)
        side = "accounts are closed in a later list or missing from it, and nothing in the log closed them"
        if found:
            side = "accounts are open in a later list, and nothing in the log opened them"
        yield Difference(item=name, side=side, why=f"between {before.at:%Y-%m-%d} and {after.at:%Y-%m-%d}")
