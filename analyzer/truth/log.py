"""What the logs among the evidence say of accounts: when one was opened or closed, and the days that a log speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from ..evidence.store import Store
from ..model import EvidenceFile
from .streams import Stream, moment

TABLE = "account_events"
# the words of exports of Okta, Entra ID, Google Workspace and GitHub, and of lists that people keep
OPENS = re.compile(
    r"(?:created|activated|reactivated|restored|granted|enabled|add user|restore user|enable account|invite external user)",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"(?:suspended|deactivated|deleted|disabled|revoked|removed|delete user|hard delete user|disable account)", re.IGNORECASE
)
# a second factor that came or went, and a role that was given or taken; what they open and close is no account
FACTORS = {"factor enrolled": True, "factor reset": False}
ROLES = {"role granted": True, "add member to role": True, "role revoked": False, "remove member from role": False}
NEAR = timedelta(minutes=15)  # what happened so near to an export may stand in it or not
PART = re.compile(r"^team |/", re.IGNORECASE)  # of GitHub: a right within an organisation is not the membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a log says happened to an account.

    Attributes:
        at: when, in UTC.
        opens: whether it opened the account or closed it; None for what does neither.
        factor: whether the person has a second factor more or less; None for what is about none.
        role: whether the account was given a role or lost one; None for what is about none.
    """

    at: datetime
    system: str
    account: str
    opens: bool | None
    factor: bool | None = None
    role: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Log:
    """All changes that the logs hold, in the order of time.

    Attributes:
        windows: the time that the logs of each system speak for.
    """

    changes: tuple[Change, ...] = ()
    windows: Mapping[str, Sequence[tuple[datetime, datetime]]] = field(default_factory=dict)

    @cached_property
    def _by_account(self) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for one in self.changes:
            found.setdefault(one.account, []).append(one)
        return found

    def of(self, names: Iterable[str], system: str, after: datetime, until: datetime) -> list[Change]:
        """What happened to an account of a system between two moments, the first excluded.

        Args:
            names: what the account is called, in small letters.
            system: a word of the system's name ("okta"), in small letters.
        """
        found = [one for name in dict.fromkeys(names) for one in self._by_account.get(name, ())]
        return sorted((one for one in found if system in one.system and after < one.at <= until), key=lambda one: one.at)

    def between(self, system: str, after: datetime, until: datetime) -> list[Change]:
        """What happened in a system between two moments, the first excluded."""
        return [one for one in self.changes if system in one.system and after < one.at <= until]

    def covers(self, system: str, first: datetime, last: datetime) -> bool:
        """Whether the logs of a system speak for all the time between two moments."""
        reached, last = first, last - NEAR
        for start, end in sorted(window for name, own in self.windows.items() if system in name for window in own):
            if start > reached:
                break
            reached = max(reached, end)
            if reached >= last:
                return True
        return False


def read_log(store: Store, files: Sequence[EvidenceFile], streams: Sequence[Stream], first: date, last: date) -> Log:
    """The changes of accounts in the tables of a review.

    A log that a collector brought speaks for the windows of its runs, any other for the time from its first row to its export.

    Args:
        files: what the review read.
        first, last: the days that are asked for.
    """
    if TABLE not in store.tables or not store.count(TABLE):
        return Log()
    rows = store.rows(
        f"select ts, lower(system), lower(account_id), event, role_after, evidence_file from {TABLE}"
        " where ts is not null and system is not null and account_id is not null and event is not null"
        " and cast(ts as date) between $first and $last order by ts",
        {"first": first, "last": last},
    )[1]
    changes = tuple(
        Change(
            at=at, system=system, account=account, opens=_opens(event, role), factor=FACTORS.get(event.lower()),
            role=ROLES.get(event.lower()),
        )
        for at, system, account, event, role, _ in rows
    )  # fmt: skip
    known = {file.path: file for file in files}
    windows: dict[str, list[tuple[datetime, datetime]]] = {}
    begins: dict[tuple[str, str], datetime] = {}
    for at, system, _, _, _, file in rows:
        begins.setdefault((system, file), at)
    for (system, name), begin in begins.items():
        file = known.get(name)
        of_runs = [one for stream in streams if file and file.sha256 in stream.files for one in stream.windows]
        if of_runs:
            windows.setdefault(system, []).extend(of_runs)
        elif file and file.extracted_at:
            windows.setdefault(system, []).append((begin, moment(file.extracted_at)))
    return Log(changes=changes, windows=windows)


def _opens(event: str, role: str | None) -> bool | None:
    if PART.search(role or ""):
        return None
    return True if OPENS.fullmatch(event.strip()) else False if CLOSES.fullmatch(event.strip()) else None
