"""What a collector declares: its options, its parts, the operations that it may send. See the package's docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .session import Session

Kind = Literal["snapshot", "events"]
Progress = Callable[[str, int, int], None]
DEFAULT_LOOKBACK_DAYS = 400


class Secret:
    """A credential that shows itself nowhere: not in `repr`, not in `str`, not in a traceback, not in JSON."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The credential itself, for the header that needs it and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(not shown)"

    __str__ = __repr__

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("a secret is not written anywhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of the command line that a collector has beside the common ones.

    Attributes:
        name: as it is written after `--`, such as `profile`.
        help: one sentence.
        many: whether it may be given several times, or with commas.
        flag: whether it stands without a value.
        variable: variable of the environment that gives it where the command line does not. Never one of a credential.
    """

    name: str
    help: str
    many: bool = False
    flag: bool = False
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """The values of a collector's options."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str, default: str | None = None) -> str | None:
        """The last value that was given, or the default."""
        given = self.values.get(name)
        return given[-1] if given else default

    def many(self, name: str) -> tuple[str, ...]:
        """All values that were given."""
        return self.values.get(name, ())

    def flag(self, name: str) -> bool:
        """Whether a flag was given."""
        return bool(self.values.get(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A request that a collector may send; every other one is refused before it leaves.

    Attributes:
        method: of HTTP.
        path: expression that the whole path has to match, without the query string.
        api: which of the collector's `hosts` it goes to; the origin (scheme, name and port) has to be that one's exactly.
        graphql: the body is a GraphQL document: queries pass, mutations and subscriptions are refused.
    """

    method: str
    path: str
    api: str = "api"
    graphql: bool = False

    def allows(self, method: str, path: str) -> bool:
        """Whether a request is this operation."""
        return method == self.method and re.fullmatch(self.path, path) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What can be collected by itself, named by `--only`.

    Attributes:
        name: short, lower case: `users`.
        title: what it is, for progress and messages: `users and their factors`.
        calls: the calls that it makes, for `--dry-run`: `GET /api/v1/users/{id}/factors for each user`.
        tables: the vendor-neutral tables that it fills; a gap in the part weakens every verdict that rests on them.
        kind: `snapshot` (the state at one moment; a review takes the latest whole one that is not later than its day) or
            `events` (what happened in a window of time; a review takes all of them).
        permission: what it needs on the side of the source, as the source calls it.
        lost: what will be not shown without it, as a clause: `which factors each person has`.
        lookback_days: how far back the first run of events reaches where `--since` does not say.
    """

    name: str
    title: str
    calls: tuple[str, ...]
    tables: tuple[str, ...]
    kind: Kind = "snapshot"
    permission: str = ""
    lost: str = ""
    lookback_days: int = DEFAULT_LOOKBACK_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One account, organisation or tenant that is collected, and who collects it.

    Attributes:
        account: its id as the source has it; part of the names of the files, so it has to be the same in each run.
        principal: who the source says that the credentials are.
        name: what people call it.
        scopes: permissions that the source says the credentials have.
        write_access: permissions among them that can change something; reported, never used.
        unknown_access: why the permissions could not be looked at, empty where they could.
        handle: whatever the collector needs to reach it.
    """

    account: str
    principal: str
    name: str = ""
    scopes: tuple[str, ...] = ()
    write_access: tuple[str, ...] = ()
    unknown_access: str = ""
    handle: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time that a part of events covers: from `since` on, before `until`; both in UTC, aware."""

    since: datetime
    until: datetime

    def __str__(self) -> str:
        return f"{stamp(self.since)}..{stamp(self.until)}"


def stamp(moment: datetime) -> str:
    """A moment of UTC as ISO 8601 with `Z`."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """A collector: everything that the command needs to know of it.

    Attributes:
        name: of the vendor's folder: `okta`.
        title: what people call the system: `Okta`.
        parts: what it collects, in the order in which it does.
        operations: the allow-list of its requests over HTTP, see `Operation`.
        connect: finds the credentials and says what they reach; raises `MissingCredentials` and `ExpiredCredentials`.
        collect: collects one part of one target through the session's `stream`s.
        hosts: the origins of its requests by the `api` of its operations, such as `{"api": "https://acme.okta.example"}`.
        options: its own options of the command line.
        redact: secrets in answers that are blanked out before anything is hashed or written: keys, or dotted ends of the
            path to a key (`activation.sharedSecret`); arrays count for nothing.
        at_once: how many parts are collected at the same time; more than one only where no part rests on another.
        needs: distribution and extra that has to be installed, told where an import fails: `goldenthread[aws]`.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    connect: Callable[[Session], Sequence[Target]]
    collect: Callable[[Session, Target, Part], None]
    operations: tuple[Operation, ...] = ()
    hosts: Callable[[Options], Mapping[str, str]] = lambda options: {}
    options: tuple[Option, ...] = ()
    redact: tuple[str, ...] = ()
    at_once: int = 1
    needs: str = ""
