"""Ways of signing in that a claim forbids, lists, or asks for at least, where a column says which of them each account has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claims.row_text import cells_of

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..grammar import grammar_of
from ..profile import Column, RecordSet
from ..telling import PEOPLE, WIDE
from ..words import says, stems, tokens


@dataclass(frozen=True)
class Way:
    """A way of signing in, and how strong it is beside the others."""

    strength: int
    pattern: re.Pattern[str]


def _way(strength: int, pattern: str) -> Way:
    return Way(strength, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))


WAYS = {
    "sms": _way(1, r"sms|text messages?|texts?"),
    "voice": _way(1, r"voice(?: calls?)?|phone calls?|telephone calls?|call[- ]?backs?"),
    "mail": _way(1, r"e-?mails?(?: (?:codes?|links?|otp))?"),
    "app": _way(2, r"(?:authenticator|authenticat\w+|mobile|code)[- ]apps?|authenticators?|t?otp|soft(?:ware)?[- ]tokens?|app"),
    "push": _way(2, r"push(?: (?:notifications?|approvals?|messages?))?"),
    "token": _way(2, r"hard(?:ware)?[- ]tokens?|otp[- ]tokens?|key[- ]?fobs?"),
    "key": _way(3, r"(?:security|hardware|u2f|yubi)[- ]?keys?|passkeys?|fido ?2?(?:[- ]keys?)?|web-?authn|u2f|smart ?cards?"),
}
HEADER = re.compile(r"\b(?:mfa|2fa|factors?|auth\w*|methods?|sign|log-?in|verification|second)\b", re.IGNORECASE)
FORBIDDEN = re.compile(
    r"\b(?:forbidden|prohibited|banned|disallowed)\b"
    r"|\b(?:not|never|no longer)\W+(?:be )?(?:permitted|allowed|accepted|tolerated|used)\b"
    r"|\b(?:may|must|shall|can|do|does|are|is) (?:not|never) (?:be )?(?:use|allow|permit|accept)\w*",
    re.IGNORECASE,
)
STRONGER = re.compile(r"\W*\b(?:or|and) (?:something )?(?:strong|bett|high)er\b|\bat least\b\W*", re.IGNORECASE)
ONLY_THESE = re.compile(r"\s*(?:,|;|/|\bor\b|\band\b)\s*")
# Words of a prohibition that say nothing of whose accounts are meant.
PLAIN = WIDE | PEOPLE | stems(
    "account login identity codes messages one-time passcodes factor second step verification authentication mfa method means sign"
    " signing in log forbidden prohibited banned disallowed permitted allowed accepted tolerated used use never any longer be"
)  # fmt: skip
MOSTLY = 0.8  # of what a column says; below it it is of something else


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column that says how each account signs in, for a claim that forbids ways of it or says which it has to be."""
    if asked.cell:
        return
    columns = [c for c in records.columns if _is_of_ways(c)]
    if len(columns) != 1:
        return
    narrowed = {header: values for header, values in scope.items() if header != columns[0].header}
    forbidden, allowed = _forbidden(asked, narrowed), _allowed(asked, narrowed)
    made = Candidate(
        kind="ways", alone=True, test=each(has_none if forbidden else has_one), records=records, column=columns[0], scope=narrowed,
        score=4.0, values=tuple(sorted(forbidden or allowed)),
    )  # fmt: skip
    if made.values and mostly_kept(has_none if forbidden else has_one, made, asked):
        yield made


def ways_in(text: str) -> frozenset[str]:
    """The ways of signing in that a text names."""
    return frozenset(name for name, way in WAYS.items() if way.pattern.search(text.replace("_", " ")))


def _is_of_ways(column: Column) -> bool:
    """Whether a column says how accounts sign in: by its header, and because nearly all that it says are ways of it."""
    if column.kind not in ("category", "presence", "text") or not HEADER.search(" ".join(tokens(column.header))):
        return False
    filled = {value: often for value, often in column.values.items() if says(value) == "something"}
    known = {value: often for value, often in filled.items() if ways_in(value)}
    return len(frozenset[str]().union(*map(ways_in, known))) > 1 and sum(known.values()) >= MOSTLY * sum(filled.values())


def _forbidden(asked: Asked, scope: Scope) -> frozenset[str]:
    """The ways that a sentence forbids, to all accounts or to those that the records know."""
    text = asked.text
    subject = grammar_of(text).subject
    if asked.claim.form == "row" or not FORBIDDEN.search(text) or re.search(r"\b(?:only|unless|except|alone|without)\b", text):
        return frozenset()
    named = ways_in(subject) if ways_in(text) == ways_in(subject) else frozenset[str]()
    plain = text
    for one in named:
        plain = WAYS[one].pattern.sub(" ", plain)
    said = frozenset(word for values in scope.values() for value in values for word in stems(value))
    return named if stems(plain) - PLAIN <= said else frozenset()


def _allowed(asked: Asked, scope: Scope) -> frozenset[str]:
    """The ways that a row of a document lists for the accounts that it names, or those and all that are stronger."""
    cells = cells_of(asked.claim.text) if asked.claim.form == "row" else []
    if not scope or len(cells) != 2:
        return frozenset()
    stated = cells[1][1]
    parts = [part for part in ONLY_THESE.split(STRONGER.sub(" ", stated)) if part.strip(" .")]
    if not parts or not all(ways_in(part) for part in parts):
        return frozenset()
    named = ways_in(stated)
    least = min(WAYS[one].strength for one in named)
    return frozenset(name for name, way in WAYS.items() if way.strength >= least) if STRONGER.search(stated) else named


def has_none(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether an account has none of the ways that are forbidden."""
    cell = (row.get(candidate.column.header) or "").strip()
    found = ways_in(cell) & frozenset(candidate.values)
    known = bool(ways_in(cell)) or None
    return (False if found else known), cell or "nothing", f"{candidate.column.header} says «{cell or 'nothing'}»"


def has_one(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether all ways that an account has are among those that are promised."""
    cell = (row.get(candidate.column.header) or "").strip()
    found = ways_in(cell)
    holds = found <= frozenset(candidate.values) if found else None
    return holds, cell or "nothing", f"{candidate.column.header} says «{cell or 'nothing'}»"
