"""Moments and amounts of time in the cells of evidence that nobody modelled."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from .. import days
from .words import tokens

MONTHS = {month: number for number, month in enumerate(days.MONTHS, start=1)}
ISO = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s*\(.*\))?$"
)
WORDED = re.compile(r"^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](?:(\d{1,2}),? )?(\d{4})$")
HOURS = {
    "second": 1 / 3600,
    "seconds": 1 / 3600,
    "minute": 1 / 60,
    "minutes": 1 / 60,
    "min": 1 / 60,
    "mins": 1 / 60,
    "hour": 1.0,
    "hours": 1.0,
    "hrs": 1.0,
    "day": 24.0,
    "days": 24.0,
    "weeks": 168.0,
    "months": 730.5,
    "years": 8766.0,
}
SHORT_UNITS = {"d": 24.0, "h": 1.0, "s": 1 / 3600, "sec": 1 / 3600, "secs": 1 / 3600}  # at the end of a header
AMOUNT = re.compile(
    r"^\s*([\d,]+(?:\.\d+)?)\s*(seconds?|minutes?|mins?|hours?|hrs|days?|weeks|months|years)?\s*(?:\(.*\))?\s*$", re.IGNORECASE
)


@cache
def moment_of(cell: str) -> datetime | None:
    """The moment that a cell states in a form that cannot be misread; None for everything else."""
    text = cell.strip()
    if found := ISO.match(text):
        year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
        return _moment(year, month, day, hour, minute, second)
    if found := WORDED.match(text):
        month = MONTHS.get(found[2][:3].lower())
        day = found[1] or found[3]
        return _moment(int(found[4]), month, int(day)) if month and day else None
    return None


def _moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def unit_of(header: str) -> float | None:
    """Hours per unit of an amount of time whose header names the unit (`triage_minutes`, `Days Open`)."""
    words = [word.lower() for word in tokens(header)]
    return next((HOURS[word] for word in words if word in HOURS), SHORT_UNITS.get(words[-1]) if len(words) > 1 else None)


def hours_of(cell: str, unit: float | None) -> float | None:
    """The hours of a cell: of its own unit, or of the unit of its column; None where it states no amount of time."""
    found = AMOUNT.match(cell)
    if not found:
        return None
    named = found[2].lower() if found[2] else None
    per = HOURS.get(named) or HOURS.get(f"{named}s") if named else unit
    return float(found[1].replace(",", "")) * per if per else None


def number_of(cell: str) -> float | None:
    """The figure of a cell, with or without a percent sign; None where it states none."""
    found = re.fullmatch(r"\s*([\d,]+(?:\.\d+)?)\s*%?\s*", cell)
    return float(found[1].replace(",", "")) if found else None
