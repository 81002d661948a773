"""Lists of leavers with a column for each system: when the person's account of it was closed.

`okta_disabled_date`, `GitHub access removed` and `Removed from VPN on` are accounts in Okta, GitHub and VPN. What hands in
things (badges, laptops) or ticks off a checklist is no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .casts import FALSE_WORDS, NULL_WORDS, NUMERIC_DATE, cast_sql, clean_sql, quoted, word_list

TABLE = "account_removals"
NOT_NAMED = "systems not named"
REMOVED = (
    r"disabl(?:ed|e|ement)|remov(?:ed|al)|revo(?:ked|ke|cation)|deactivat(?:ed|ion|e)|suspend(?:ed)?|suspension"
    r"|de-?provision(?:ed|ing)?|delet(?:ed|ion)|clos(?:ed|ure)|terminated"
)
WHEN = r"(?:\s+(?:date|time|timestamp|at|on|utc))*"
BEFORE = re.compile(rf"^(?:date\s+)?(?P<system>.*?)\s*\b(?:{REMOVED}){WHEN}$", re.IGNORECASE)
AFTER = re.compile(rf"^(?:date\s+)?(?:access\s+|account\s+)?(?:{REMOVED})\s+(?:from|in|on)\s+(?P<system>.+?){WHEN}$", re.IGNORECASE)
FILLERS = re.compile(
    r"\b(?:the|all|user|users|system|systems|logical|access|accounts?|logins?|log-?in|licen[cs]es?|memberships?|permissions?|was|is|date)\b",
    re.IGNORECASE,
)
NO_ACCOUNT = re.compile(
    r"badge|physical|facilit|building|door|key|card|equipment|laptop|device|hardware|phone|asset|checklist|payroll|benefit|vendor"
    r"|employ|worker|contract|person|ticket|record|data|exception|policy|request|\bby\b|reason|role|case|issue|risk|finding|factor|mfa|2fa",
    re.IGNORECASE,
)
DONE = ("yes", "y", "true", "1", "done", "completed", "complete", "disabled", "removed", "revoked", "deactivated", "x", "✓", "✔")
NOT_DONE = (
    *FALSE_WORDS, "pending", "open", "active", "enabled", "in progress", "not removed", "not revoked", "not done",
    "outstanding",
)  # fmt: skip
NEVER_HAD = tuple(word for word in (*NULL_WORDS, "not applicable", "no account", "no access") if word)


@dataclass(frozen=True, slots=True)
class AccountColumn:
    """A header that dates the closing of accounts, and their system."""

    header: str
    system: str


def account_columns(values: Mapping[str, Sequence[str]], taken: Iterable[str]) -> list[AccountColumn]:
    """The columns of a list of leavers that say when an account was closed.

    Args:
        values: the first values of each column, by header.
        taken: headers that already stand for something else.
    """
    free = [header for header in values if header not in set(taken)]
    return [
        AccountColumn(header, system)
        for header in free
        if (system := system_of(header)) and any(_is_answer(value) for value in values[header])
    ]


def system_of(header: str) -> str | None:
    """The system whose account a header says to be closed; None where it says nothing of an account."""
    spaced = header if re.search(r"[\s_-]", header) else re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", header)
    words = " ".join(spaced.replace("_", " ").split())
    found = AFTER.match(words) or BEFORE.match(words)
    if not found or NO_ACCOUNT.search(words):
        return None
    name = " ".join(FILLERS.sub(" ", found["system"]).strip(" -:/()").split())
    if not name:
        return NOT_NAMED if FILLERS.search(found["system"]) else None
    return name.title() if name.islower() and len(name) > 3 else name.upper() if name.islower() else name


def removals_sql(column: AccountColumn, value: str, person: Mapping[str, str]) -> str:
    """The SQL that makes a row of `account_removals` of each leaver who had the account.

    An empty cell may mean that there was none or that it is still open; the row then says that nothing is recorded.

    Args:
        value: the SQL expression of the column.
        person: the SQL expressions of the leaver's `person_id`, `email` and `end_date`, as far as there are any.
    """
    text = f"coalesce(trim({value}), '')"
    is_date = f"({cast_sql('value', 'timestamp')} is not null or regexp_matches(value, {quoted(NUMERIC_DATE)}))"
    ended = clean_sql(person["end_date"], "timestamp")
    return (
        f"insert into {TABLE} (system, person_id, email, removed_at, status, evidence_file, evidence_row)"
        f" select {quoted(column.system)}, person_id, email,"
        f" case when value <> '' and lower(value) not in {word_list((*DONE, *NOT_DONE))} then value end,"
        f" case when lower(value) in {word_list(DONE)} or {is_date} then 'disabled'"
        f" when lower(value) in {word_list(NOT_DONE)} then 'active' else 'removal not recorded' end, file, row_number"
        f" from (select {text} as value, {person.get('person_id', 'null')} as person_id, {person.get('email', 'null')} as email,"
        f" {ended} as ended, file, row_number from raw) as leavers"
        f" where ended is not null and lower(value) not in {word_list(NEVER_HAD)};"
    )


def _is_answer(value: str) -> bool:
    text = value.strip().lower()
    return text in DONE or text in NOT_DONE or re.match(r"\d{1,4}[-/.]|\d{1,2} [a-z]{3}|[a-z]{3,9} \d{1,2}, ", text) is not None
