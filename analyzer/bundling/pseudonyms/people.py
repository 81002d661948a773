"""Who is in the evidence: the names, addresses and logins of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ...evidence.store import Store

PERSONAL: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("personal.yaml").read_text(encoding="utf-8"))
ADDRESS = re.compile(r"[A-Za-z0-9_.+'#-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
LOGIN = re.compile(r"[A-Za-z0-9][\w.-]+")
MACHINES = re.compile(
    r"(?:^|[^a-z])(?:bot|svc|service|break|glass|root|system|automation|ci|deploy|dependabot|renovate)(?:[^a-z]|$)"
)
OFFICES = re.compile(
    r"(?:abuse|accounts|admin|administrator|alerts|all|billing|common|compliance|demo|dev|developers?|devops|engineering|finance|guest|"
    r"helpdesk|hello|hr|info|it|legal|mail|marketing|no-?reply|notifications|office|operations|ops|people|postmaster|privacy|qa|sales|"
    r"security|shared|staff|support|team|temp|test|training|user)[0-9]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is in the evidence, in lower case.

    Attributes:
        names: full names of at least two words.
        words: the words of these names, to be replaced where one stands alone as a value.
        logins: names of accounts of people.
        services: accounts and addresses that belong to no person.
        roster: the first parts of the addresses of people whom the roster names, whatever they look like.
    """

    names: frozenset[str]
    words: frozenset[str]
    logins: frozenset[str]
    services: frozenset[str]
    roster: frozenset[str] = frozenset()

    def are_nobody(self, login: str) -> bool:
        """Whether an account or the first part of an address is that of a machine or an office, in lower case."""
        return login not in self.roster and (OFFICES.fullmatch(login) is not None or MACHINES.search(login) is not None)


def people_in(store: Store) -> People:
    """Who is in the evidence, by the columns of `personal.yaml`."""
    services = frozenset(_services(store))
    full = {" ".join(one.split()).lower() for one in _values(store, PERSONAL["names"]) if "@" not in one}
    names = {one for one in full if " " in one}
    words = {word for one in full for word in re.split(r"[\s,]+", one) if len(word) > 1}
    logins = {one for value in _values(store, PERSONAL["logins"]) for one in re.split(r"[\s,;]+", value.lower())}
    locals_ = {one.partition("@")[0] for one in logins if "@" in one} | set(_locals(store))
    roster = frozenset(one.lower().partition("@")[0] for one in _values(store, ("people.email",)))
    known = People(
        names=frozenset(names), words=frozenset(words), services=services, roster=roster, logins=frozenset(),
    )  # fmt: skip
    return replace(
        known, logins=frozenset(one for one in logins | locals_ if _is_login(one) and not known.are_nobody(one)) - services
    )


def _is_login(text: str) -> bool:
    return LOGIN.fullmatch(text) is not None and re.search(r"[a-z]", text) is not None


def _values(store: Store, columns: Iterable[str]) -> Iterator[str]:
    for named in columns:
        table, _, column = named.partition(".")
        if store.count(table):
            _, rows = store.rows(f'select distinct cast("{column}" as varchar) from "{table}" where "{column}" is not null')
            yield from (str(row[0]).strip("[] ") for row in rows)


def _locals(store: Store) -> Iterator[str]:
    """The parts before the @ of the addresses of people, which are logins in many systems."""
    for address in _values(store, ("people.email", "idp_users.email", "app_accounts.email")):
        yield address.lower().partition("@")[0]


def _services(store: Store) -> Iterator[str]:
    for one in PERSONAL["services"]:
        if store.count(one["table"]):
            chosen = ", ".join(f'cast("{name}" as varchar)' for name in one["accounts"])
            sql = f"select {chosen} from \"{one['table']}\" where lower(\"{one['kind']}\") in ('service', 'root', 'bot')"
            _, rows = store.rows(sql)
            yield from (str(value).lower() for row in rows for value in row if value)
