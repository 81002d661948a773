"""How long something may go unused: what is taken away from those who do not use it, and what ends when nobody acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from claims.nlp.quantities import quantities

from ...bind import duration_hours
from ...model import Period
from ..candidate import Candidate, Judged, Scope, each
from ..claim import Asked
from ..grammar import grammar_of
from ..profile import Column, RecordSet
from ..telling import PEOPLE, WIDE
from ..values import hours_of
from ..words import says, stems, tokens

UNUSED = re.compile(
    r"\b(?:unused|inactive|inactivity|dormant|idle|stale|not (?:been )?(?:used|active|seen|logged|signed)"
    r"|no (?:log|sign)[- ]?(?:in|on)s?|without (?:a |any )?(?:(?:log|sign)[- ]?(?:in|on)|activity|use"
    r"|traffic|connections?|sessions?|contact|transactions?|movements?))\b",
    re.IGNORECASE,
)
TAKEN_AWAY = re.compile(
    r"\b(?:disabled?|deactivated?|suspend(?:ed|s)?|lock(?:ed|s)?|block(?:ed|s)?|revoked?|remov(?:ed|es)|delet(?:ed|es)|clos(?:ed|es)"
    r"|withdrawn|cancell?ed|retired|dismantled|(?:switched|shut|turned|torn|taken) (?:off|down))\b",
    re.IGNORECASE,
)
ENDS = re.compile(
    r"\b(?:sessions?|screens?|consoles?|terminals?|log(?:ged)?[- ]?(?:off|out)|time[sd]?[- ]?out|timeouts?|expires?|ends?)\b",
    re.IGNORECASE,
)
LAST_USE = re.compile(
    r"\b(?:last|latest|recent)\b.*\b(?:used?|seen|log(?:in|on)?|sign|activ\w*|access\w*|auth\w*|traffic|connect\w*|sessions?"
    r"|handshake|contact\w*|transactions?|movements?)\b|\blastlogon\b",
    re.IGNORECASE,
)
IDLE_TIME = re.compile(r"\b(?:idle|inactiv\w*|time ?out|lock|session)\b", re.IGNORECASE)
STATE = re.compile(r"\b(?:state|status|enabled|active|condition)\b", re.IGNORECASE)
GONE = re.compile(
    r"(?:no|false|0|off)|.*(?:disabl|suspend|deactiv|inactiv|lock|block|delet|remov|clos|revok|terminat|left|deprovision|ended|retired|cancel).*|(?:down|shut).*",
    re.IGNORECASE,
)


SIGNS_IN = re.compile(r"\b(?:log(?:in|on| in| on)|sign(?:in|on| in| on| ins)?|auth\w*|lastlogon)\b", re.IGNORECASE)
NAMES_ACCOUNT = re.compile(r"(?:user|user ?name|login|account|upn)(?: (?:id|name))?", re.IGNORECASE)
ACCOUNTS = stems("user account login identity id")
PLAIN = ACCOUNTS | PEOPLE | WIDE | stems("rule object entry")  # words that restrict nothing


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The tests by how long something went unused that a record set offers."""
    if longest_unused(asked) is None:
        return
    if TAKEN_AWAY.search(asked.text):
        used = [c for c in records.columns if c.kind == "moment" and LAST_USE.search(" ".join(tokens(c.header)))]
        if len(used) == 1 and _meant(asked) - PLAIN <= _known(records, scope):
            left = {header: values for header, values in scope.items() if not STATE.search(" ".join(tokens(header)))}
            alone = _of_accounts(asked, used[0], records)
            said = bool((frozenset(used[0].about) - stems("last latest")) & asked.words)
            yield Candidate(
                kind="unused", alone=alone, test=each(unused), records=records, column=used[0], scope=left, score=4.0 + said / 2
            )
    elif ENDS.search(asked.text):
        times = [c for c in records.columns if c.kind == "amount" and IDLE_TIME.search(" ".join(tokens(c.header)))]
        if len(times) == 1:
            yield Candidate(
                kind="timeout", measured=True, test=each(ended), records=records, column=times[0], scope=scope, score=4.0
            )


def _of_accounts(asked: Asked, column: Column, records: RecordSet) -> bool:
    """Whether a claim speaks of accounts and nothing narrower, and the records say when each was last used."""
    named = [" ".join(tokens(c.header)) for c in records.columns if c.kind != "moment"]
    signs_in = SIGNS_IN.search(" ".join(tokens(column.header))) or any(map(NAMES_ACCOUNT.fullmatch, named))
    return bool(signs_in and _meant(asked)) and _meant(asked) <= ACCOUNTS


def _meant(asked: Asked) -> frozenset[str]:
    """Stems of the words that name what a claim speaks of, without how long it was not used."""
    unused, subject = UNUSED.search(asked.text), grammar_of(asked.text).subject
    begun = unused is not None and subject.startswith(asked.text[: unused.start()])
    return stems(UNUSED.sub(" ", subject[: unused.start()] if unused and begun else subject))


def _known(records: RecordSet, scope: Scope) -> frozenset[str]:
    """Stems of what the records are about and say, and of the values that single out those which are meant."""
    headers = frozenset(word for c in records.columns for word in c.all_stems)
    return records.subject | headers | frozenset(word for values in scope.values() for value in values for word in stems(value))


def longest_unused(asked: Asked) -> float | None:
    """The hours after which a claim promises that something unused is taken away or ends; None where it promises none."""
    found = [q for q in quantities(asked.text) if q.kind == "duration"]
    if len(found) != 1 or not UNUSED.search(asked.text):
        return None
    return duration_hours(str(found[0].value))[0]


def unused(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what is still there was used recently enough at the end of the period."""
    states = [c.header for c in candidate.records.columns if c.kind != "moment" and STATE.search(" ".join(tokens(c.header)))]
    cell = (row.get(candidate.column.header) or "").strip()
    last, most = candidate.column.moment(cell), longest_unused(asked)
    gone = next((row[header] for header in states if GONE.fullmatch((row.get(header) or "").strip())), None)
    if gone:
        return True, cell or "nothing", f"it is {gone}"
    if last is None or most is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no day"
    days = (period.as_of - last.date()).days
    return days * 24 <= most, cell, f"{candidate.column.header} is {cell}, {days} days before the end of the period"


def ended(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a setting ends what is unused as soon as promised."""
    cell = (row.get(candidate.column.header) or "").strip()
    hours, most = hours_of(cell, candidate.column.unit), longest_unused(asked)
    if says(cell) in ("no", "nothing") and cell not in ("", "0"):
        return None, cell, f"{candidate.column.header} says «{cell}»"
    if hours is None or most is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no time"
    return 0 < hours <= most + 1e-6, cell, f"{candidate.column.header} is {cell}"
