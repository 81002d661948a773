"""What was accepted beforehand: the register of the configuration and the exception registers among the evidence.

A valid entry excuses the item it names; one that has ended, has not begun, or that nobody approved excuses nothing and is
named, because it shows that the deviation is known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .config import RegisteredException
from .evidence.store import Store
from .model import Excused, Observation, Period

TABLE = "exceptions"
IN_FORCE = re.compile(r"approv|accept|active|open|grant|valid|in force|current|closed|respond|complet|deliver", re.IGNORECASE)
NOT_IN_FORCE = re.compile(
    r"not |un(?:approved|accepted)|reject|den(?:y|ied)|draft|pending|withdrawn|revok|expired|lapsed|under review",
    re.IGNORECASE,
)
CLOSED = re.compile(r"\s*closed\b", re.IGNORECASE)
FEWEST_WORDS = 2  # of a name that prose can be taken to say
SHORTEST = 4  # characters of an identifier; a shorter one stands in other words


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """An entry of an exception register.

    Attributes:
        reference: its id.
        affected: what it says to be about, in lower case.
        text: everything it says, for the identifiers it names.
        approver: who accepted it; empty where nobody did.
        start, end: first and last day, where it states them.
    """

    reference: str
    affected: str
    text: str
    approver: str
    start: date | None
    end: date | None
    in_force: bool


def acceptances(store: Store) -> tuple[Acceptance, ...]:
    """The entries of the exception registers among the evidence."""
    if TABLE not in store.tables or not store.count(TABLE):
        return ()
    names, rows = store.rows(f"select * from {TABLE} order by evidence_file, evidence_row")
    found = []
    for values in rows:
        row = dict(zip(names, values, strict=True))
        words = [str(row[n]) for n in ("affected", "title", "description", "policy", "compensating_controls", "notes") if row[n]]
        status = row["status"] or ""
        found.append(
            Acceptance(
                reference=row["exception_id"] or "an entry without id",
                affected=(row["affected"] or "").strip().lower(),
                text=" | ".join(words),
                approver=row["approved_by"] or "",
                start=row["approved_at"].date() if row["approved_at"] else None,
                end=row["expires_at"].date() if row["expires_at"] else None,
                in_force=_was_in_force(status, row["expires_at"] is not None),
            )
        )
    return tuple(found)


def _was_in_force(status: str, ends: bool) -> bool:
    """Whether an entry stood while it ran: one that was closed did, for as long as it says."""
    if NOT_IN_FORCE.search(status) or (CLOSED.match(status) and not ends):
        return False
    return not status or IN_FORCE.search(status) is not None


def excuse(
    failing: Sequence[Observation],
    topic: str,
    period: Period,
    register: Iterable[RegisteredException],
    accepted: Sequence[Acceptance],
) -> tuple[list[Observation], list[Excused], list[str]]:
    """Split failing items into exceptions and those that a valid entry excuses.

    Returns:
        The exceptions, the excused items, and a sentence for every entry that names an item and does not excuse it.
    """
    shared = Counter(name for observation in failing for name in set(_identifiers(observation)))
    exceptions: list[Observation] = []
    excused: list[Excused] = []
    notes: list[str] = []
    for observation in failing:
        own = [n for n in _identifiers(observation) if shared[n] == 1 or n == observation.item.lower()]
        reasons = [_registered(e, period) for e in register if e.topic in (None, topic) and _names(e.item, observation)]
        reasons += [_accepted(a, observation, period) for a in accepted if _is_about(a, observation, own)]
        valid = next((why for excuses, why in reasons if excuses), None)
        if valid:
            excused.append(Excused(item=observation.item, why=valid))
        else:
            exceptions.append(observation)
            notes += [why for _, why in reasons]
    return exceptions, excused, list(dict.fromkeys(notes))


def _registered(entry: RegisteredException, period: Period) -> tuple[bool, str]:
    if entry.to < period.as_of:
        return False, f"The exception for {entry.item} ended on {entry.to} and excuses nothing."
    if entry.from_ > period.as_of:
        return False, f"The exception for {entry.item} begins on {entry.from_} and does not excuse this."
    return True, f"accepted by {entry.approver} from {entry.from_} to {entry.to}: {entry.reason}"


def _accepted(entry: Acceptance, observation: Observation, period: Period) -> tuple[bool, str]:
    """Whether an entry excuses an item; an entry without an end is taken at its status."""
    moment = _moment(observation, period)
    if not entry.approver or not entry.in_force:
        return False, f"The entry {entry.reference} of the exception register is not approved and in force, and excuses nothing."
    if entry.end is not None and entry.end < moment:
        return False, f"The entry {entry.reference} of the exception register ended on {entry.end} and excuses nothing."
    if entry.start is not None and entry.start > period.as_of:
        return False, f"The entry {entry.reference} of the exception register begins on {entry.start} and does not excuse this."
    until = f" until {entry.end}" if entry.end else ""
    return True, f"accepted by {entry.approver}{until} ({entry.reference} of the exception register)"


def _moment(observation: Observation, period: Period) -> date:
    """The latest day of the period that the item's row states; the end of the review where it states none."""
    days = [date.fromisoformat(v[:10]) for v in map(str, observation.row.values()) if re.match(r"\d{4}-\d{2}-\d{2}(?:$|[ T])", v)]
    inside = [day for day in days if period.start <= day <= period.as_of]
    return max(inside, default=period.as_of)


def _identifiers(observation: Observation) -> list[str]:
    """What names the item: its own name and the values of its row that look like identifiers, in lower case."""
    values = [observation.item, *(v for v in observation.row.values() if isinstance(v, str))]
    return [
        v.lower() for v in values
        if len(v) >= SHORTEST and " " not in v.strip() and re.search(r"[\d@._-]", v) and not re.match(r"\d{4}-\d{2}-\d{2}", v)
    ] + ([observation.item.lower()] if " " in observation.item and len(observation.item) >= SHORTEST else [])  # fmt: skip


def _is_about(entry: Acceptance, observation: Observation, names: Iterable[str]) -> bool:
    """Whether an entry is about an item: by exactly its name, or by naming one of its identifiers anywhere."""
    if entry.affected == observation.item.lower() or any(_mentions(entry, name) for name in names):
        return True
    return not entry.affected and _in_words(entry, observation.item)


def _in_words(entry: Acceptance, item: str) -> bool:
    """Whether an entry without a column for what it affects says an item's name in words ("Legacy ETL" for `legacy-etl@...`)."""
    words = re.findall(r"[a-z]+|\d+", item.split("@", maxsplit=1)[0].lower())
    if len(words) < FEWEST_WORDS or re.search(r"\d", item.split("@", maxsplit=1)[0]):
        return False
    return re.search(r"(?<![\w-])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![\w-])", entry.text, re.IGNORECASE) is not None


def _mentions(entry: Acceptance, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", entry.text, re.IGNORECASE) is not None


def _names(item: str, observation: Observation) -> bool:
    wanted = item.strip().lower()
    return wanted == observation.item.lower() or any(isinstance(v, str) and v.lower() == wanted for v in observation.row.values())
