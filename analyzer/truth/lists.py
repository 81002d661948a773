"""The user list of a past day, rebuilt from the list before it and the log, and held against the list of that day.

A difference means that the log or one of the lists is incomplete: somebody has an account that nothing opened, or lost one that
nothing closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
class Mismatch:
    """Two lists that the log between them does not lead from one to the other.

    Attributes:
        differences: the accounts.
    """

    system: str
    before: datetime
    after: datetime
    differences: tuple[Difference, ...]

    @property
    def why(self) -> str:
        """The difference in one sentence."""
        named = ", ".join(one.item for one in self.differences[:NAMED])
        more = f" and {len(self.differences) - NAMED} more" if len(self.differences) > NAMED else ""
        lists = f"the {self.system} user lists of {self.before:%Y-%m-%d} and {self.after:%Y-%m-%d}"
        return f"{lists} and the log between them do not agree on {named}{more}"


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


def compared(lists: Iterable[UserList], log: Log) -> tuple[list[Mismatch], AssuranceResult | None]:
    """Every user list held against the one before it and the log between them.

    Returns:
        the lists that do not agree, and what is reported; None where no log speaks for the time between two lists.
    """
    by_system: dict[str, dict[datetime, UserList]] = {}
    for one in lists:
        by_system.setdefault(one.system, {})[one.at] = one
    mismatches: list[Mismatch] = []
    pairs = 0
    for system, own in by_system.items():
        for before, after in pairwise(own[at] for at in sorted(own)):
            if not log.covers(system, before.at, after.at):
                continue
            pairs += 1
            if differences := tuple(_differences(before, after, log)):
                mismatches.append(Mismatch(system=system, before=before.at, after=after.at, differences=differences))
    if not pairs:
        return [], None
    agree = f"{pairs} user lists are what the list before each and the log between them make of it"
    why = "; ".join(one.why for one in mismatches[:NAMED]) if mismatches else agree
    differences = tuple(difference for one in mismatches for difference in one.differences)
    return mismatches, AssuranceResult(
        test=TEST, tables=(TABLE, EVENTS), passed=not mismatches, why=why, title=TITLE, part="reconciliation",
        differences=differences, items=tuple(dict.fromkeys(one.item for one in differences)),
    )  # fmt: skip


def _differences(before: UserList, after: UserList, log: Log) -> Iterator[Difference]:
    """The accounts that the later list holds otherwise than the earlier one and the log make them."""
    for who, expected in rebuilt(before, log, after.at, after.names).items():
        found = after.accounts.get(who, False)
        if expected is None or expected is found:
            continue
        name = min((after.names.get(who) or before.names[who]) - {who.lower()}, default=who)
        side = (
            "accounts are open in a later list, and nothing in the log opened them"
            if found
            else ("accounts are closed in a later list or missing from it, and nothing in the log closed them")
        )
        yield Difference(item=name, side=side, why=f"between {before.at:%Y-%m-%d} and {after.at:%Y-%m-%d}")
