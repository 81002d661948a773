"""What headers say: their forms without case, punctuation and abbreviation, and what they date and number.

`Mgr. Approval`, `managerApproval` and `MANAGER_APPROVAL` are one header. A header inside an object has forms of its own:
`approval.by` is also `approval by`, `fields.status.name` also `status`, and `hosts.name` also `host name` and `host`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from ..stems import tokens

NUMBER = re.compile(r"^(?P<what>\w.*) (?:id|no|nr|number|num|ref|reference|key|code)$", re.IGNORECASE)
MOMENT = re.compile(r"^(?:date(?=\w)(?P<before>.+)|(?P<after>.+?)(?:datetime|date|time|at|on))(?:utc)?$")
MARKS = frozenset({"ts", "dt", "timestamp", "stamp", "utc", "gmt"})
"""Last words of a header that say that it is a moment: `closed_ts`."""
ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {
        "mgr": "manager", "emp": "employee", "dept": "department", "desc": "description", "descr": "description", "sev": "severity",
        "prio": "priority", "env": "environment", "pct": "pct", "percent": "pct", "percentage": "pct", "acct": "account",
        "usr": "user", "svc": "service", "sys": "system", "repo": "repository", "vuln": "vulnerability", "cfg": "configuration",
        "ack": "acknowledged", "ackd": "acknowledged", "acked": "acknowledged", "lvl": "level", "cnt": "count", "freq": "frequency",
        "grp": "group", "pwd": "password", "tkt": "ticket", "cert": "certificate", "addr": "address", "dst": "destination",
        "dest": "destination", "src": "source", "appr": "approval", "approv": "approval", "nr": "number", "num": "number",
        "organisation": "organization", "org": "organization", "authorised": "authorized", "centre": "center", "licence": "license",
        "labelled": "labeled", "catalogue": "catalog", "programme": "program", "utilisation": "utilization", "hrs": "hours",
        "mins": "minutes", "secs": "seconds", "yrs": "years", "impl": "implementation", "recd": "received",
        "rcvd": "received", "qty": "quantity", "qtr": "quarter", "ref": "reference",
        "fw": "firewall", "ver": "version", "subj": "subject", "cust": "customer", "mfg": "manufacturer", "reqd": "required",
    }
)  # fmt: skip
"""Words as headers shorten them, and the spelling of one country where names of columns have that of the other."""
LAST: Mapping[str, str] = MappingProxyType({"min": "minutes", "hr": "hours", "h": "hours", "d": "days", "sec": "seconds"})
"""Abbreviations that mean this only at the end of a header: `idle_min`, but `Min Approvals`."""
WRAPPERS = frozenset(
    {
        "attributes", "attribute", "profile", "fields", "field", "properties", "property", "data", "node", "record", "details",
        "detail", "info", "spec", "settings", "setting", "config", "configuration", "meta", "metadata", "object", "entity",
    }
)  # fmt: skip
"""Objects that say nothing of what stands in them."""
VALUES = frozenset(
    {
        "name", "value", "displayname", "displayvalue", "login", "id", "key", "number", "code", "email", "emailaddress", "label",
        "text", "title", "reference", "username", "slug", "address", "hostname", "upn", "userprincipalname",
    }
)  # fmt: skip
"""Keys that say which one an object is, and not what of it."""
TELLING = ("email", "emailaddress", "userprincipalname", "upn", "login", "username", "displayname", "name")
"""Of the keys that say which one an object is those that tell most, the best first; an `id` tells less."""
ANYTHING = frozenset(
    {
        "status", "state", "type", "kind", "date", "time", "version", "owner", "source", "description", "notes", "created",
        "createdat",
    }
)  # fmt: skip
"""Keys that say as much of a file as of its records."""


@cache
def words_of(header: str) -> tuple[str, ...]:
    """The words of a header in full, lower case; remarks in square brackets and Jira's `Custom field (…)` are left out."""
    named = re.sub(r"^custom field \((.+)\)$", r"\1", header.strip(), flags=re.IGNORECASE)
    named = re.sub(r"\[.*?\]|\(%\)", "", named).replace("#", " number ").replace("%", " pct ")
    named = re.sub(r"(?i)(?<![a-z])e-?mail", "email", named)
    found = [word.lower() for word in re.findall(r"[^\W\d_]+|\d+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", named.replace("'s", "")))]
    if len(found) > 1:
        found[-1] = LAST.get(found[-1], found[-1])
    return tuple(word for one in found if (word := ABBREVIATIONS.get(one, one)))


@cache
def plain(header: str) -> str:
    """A header without case, punctuation, abbreviations and remarks in square brackets: `Last Sign In [READ ONLY]` is `lastsignin`.

    What stands in round brackets stays, because it is often the unit; only Jira's `Custom field (Approver)` is `approver`.
    """
    return "".join(words_of(header)) or header.lower()


@cache
def stem_of(header: str) -> str | None:
    """What a header dates: `completed` for `Date Completed`, `completed_at` and `completed_ts`; None for one that dates nothing."""
    words = words_of(header)
    if len(words) > 1 and words[-1] in MARKS:
        return stem_of(" ".join(words[:-1])) or "".join(words[:-1])
    found = MOMENT.match(plain(header))
    return (found["before"] or found["after"]) if found else None


@cache
def numbered(header: str) -> str | None:
    """What a header numbers: `person` for `person_no` and `Person ID`; None for one that numbers nothing."""
    found = NUMBER.match(" ".join(tokens(header)))
    return plain(found["what"]) if found else None


@cache
def forms_of(header: str) -> tuple[str, ...]:
    """The headers that one inside an object may be taken for, itself first."""
    return tuple(dict.fromkeys(_forms(header)))


@cache
def outside_forms_of(header: str) -> tuple[str, ...]:
    """The same of a key of what records stand in: `learners.staff_no` is also `staff no`, and `hosts.host.name` also `host`."""
    rest = header.partition(".")[2]
    telling = "." in rest or (rest and plain(rest) not in VALUES | ANYTHING)
    return tuple(dict.fromkeys((*_forms(header), *(_forms(rest) if telling else ()))))


def telling(header: str) -> int:
    """How well the last key of a header says which one an object is, 0 the best."""
    last = plain(header.rpartition(".")[2])
    return TELLING.index(last) if "." in header and last in TELLING else len(TELLING) if last in VALUES else 0


def _forms(header: str) -> Iterator[str]:
    yield header
    *outer, last = [part for part in header.split(".") if part]
    while outer and outer[0].lower() in WRAPPERS:
        outer = outer[1:]
    if not outer:
        yield last
        return
    whole = " ".join([*outer, last])
    holder = " ".join(outer)
    yield whole
    if plain(last) in VALUES:
        yield holder
    single = singular(holder)
    if single != holder:
        yield f"{single} {last}"
        if plain(last) in VALUES:
            yield single
    if plain(holder).endswith(plain(last)) or plain(last).startswith(plain(single)):
        yield last


def singular(word: str) -> str:
    """One of what a list is called after: `host` of `hosts`, `entry` of `entries`."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
