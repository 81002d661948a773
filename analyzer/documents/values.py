"""Promised values side by side: are they the same, is one stricter, or do they exclude each other?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from ..bind import FREQUENCIES, duration_days, duration_hours

Relation = Literal["same", "apart", "weekends", "unknown"]
Direction = Literal["less", "more"]
TOLERANCE = 0.05  # a month is 28 to 31 days, a quarter 90 to 92: by that much two spellings of one time may differ
FACTORS = {
    "security_key": {"hardware_token", "webauthn", "phishing_resistant"}, "hardware_token": {"security_key", "webauthn"},
    "passkey": {"webauthn", "phishing_resistant"}, "webauthn": {"security_key", "passkey", "hardware_token"},
    "piv_cac": {"hardware_token", "phishing_resistant"},
}  # fmt: skip
_EVERY = re.compile(r"every (\d+(?:\.\d+)?) (\w+)")
_BITS = re.compile(r"AES-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How two values relate.

    Attributes:
        relation: `weekends` where one counts hours or days and the other business days, and both come to the same on weekdays.
        stricter: which one asks for more, None where neither does or nothing tells.
    """

    relation: Relation
    stricter: Literal["a", "b"] | None = None


def span_days(value: Any) -> float | None:
    """The days of a duration, or the longest gap of a frequency; None for what is neither."""
    text = str(value)
    if text in FREQUENCIES:
        return FREQUENCIES[text][0]
    if found := _EVERY.fullmatch(text):
        text = f"{found[1]} {found[2]}"
    hours, business = duration_hours(text)
    if business is not None:
        return business
    days = duration_days(text)
    return days if days is not None else (hours / 24 if hours is not None else None)


def _business(value: Any) -> bool:
    return "business" in str(value)


def compare(kind: str, a: Any, b: Any, direction: Direction | None) -> Compared:
    """How two values of a parameter relate.

    Args:
        kind: the type of the parameter.
        a, b: the values, in normal form.
        direction: whether less or more is stricter, None where neither is.
    """
    if a == b:
        return Compared(relation="same")
    if kind in ("duration", "frequency"):
        return _times(a, b, direction)
    if kind == "algorithm":
        first, second = _BITS.fullmatch(str(a)), _BITS.fullmatch(str(b))
        return _numbers(float(first[1]), float(second[1]), direction) if first and second else Compared(relation="unknown")
    if kind == "set":
        return _sets(_listed(a), _listed(b))
    if isinstance(a, bool) or isinstance(b, bool) or kind in ("flag", "enum"):
        return Compared(relation="apart")
    try:
        return _numbers(float(a), float(b), direction)
    except (TypeError, ValueError):
        return Compared(relation="unknown")


def _numbers(a: float, b: float, direction: Direction | None) -> Compared:
    if a == b:
        return Compared(relation="same")
    return Compared(relation="apart", stricter=None if direction is None else "a" if (a < b) == (direction == "less") else "b")


def _times(a: Any, b: Any, direction: Direction | None) -> Compared:
    first, second = span_days(a), span_days(b)
    if first is None or second is None or "continuous" in (a, b):
        return Compared(relation="unknown")
    alike = abs(first - second) <= TOLERANCE * max(first, second)
    if _business(a) != _business(b):
        if alike:
            stricter = None if direction is None else "b" if _business(a) == (direction == "less") else "a"
            return Compared(relation="weekends", stricter=stricter)
        # A business day is at most 1.4 days on average, and three over a weekend: what lies closer decides nothing.
        low, high = min(first, second), max(first, second)
        if low and high / low < 1.5:
            return Compared(relation="weekends")
    elif alike:
        return Compared(relation="same")
    return _numbers(first, second, direction)


def _listed(value: Any) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list | tuple | set | frozenset) else {str(value)}


def _sets(a: set[str], b: set[str]) -> Compared:
    """Sets exclude each other when they share nothing, kinds and their names taken as one."""
    wide_a = a.union(*(FACTORS.get(one, set()) for one in a))
    wide_b = b.union(*(FACTORS.get(one, set()) for one in b))
    return Compared(relation="unknown" if wide_a & b or wide_b & a else "apart")
