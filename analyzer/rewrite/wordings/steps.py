"""Scales of values as policies state them, from the strictest to the loosest, and how a value is written in a sentence."""

from __future__ import annotations

import re

from claims.nlp.quantities import Quantity

from ...bind import duration_hours

HOURS = (1, 2, 4, 8, 12, 24, 36, 48, 72, 96)
DAYS = (1, 2, 3, 4, 5, 7, 10, 14, 15, 21, 30, 45, 60, 75, 90, 120, 150, 180, 270, 365, 400, 540, 730, 1095)
BUSINESS_DAYS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90)
MINUTES = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 240, 480)
WEEKS = (1, 2, 3, 4, 6, 8, 12, 26, 52)
MONTHS = (1, 2, 3, 4, 6, 9, 12, 15, 18, 24, 36)
YEARS = (1, 2, 3, 4, 5, 6, 7, 10)
DURATIONS = {
    "minutes": MINUTES, "hours": HOURS, "days": DAYS, "business_days": BUSINESS_DAYS,
    "weeks": WEEKS, "months": MONTHS, "years": YEARS,
}  # fmt: skip
COUNTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 15, 16, 20, 24, 30, 50, 100)
VERSIONS = ("1.3", "1.2", "1.1", "1.0")
# Normal form: as an adverb, and as an adjective before what is done.
FREQUENCIES = {
    "daily": ("daily", "daily"),
    "weekly": ("weekly", "weekly"),
    "biweekly": ("every two weeks", "two-weekly"),
    "monthly": ("monthly", "monthly"),
    "bimonthly": ("every two months", "two-monthly"),
    "quarterly": ("quarterly", "quarterly"),
    "semiannual": ("semi-annually", "semi-annual"),
    "annual": ("annually", "annual"),
    "every_two_years": ("every two years", "two-yearly"),
}
TWICE, TENTH = 2.0, 0.1
NO_NOUN = re.compile(r"^\s*(?:$|[.,;:)]|(?:and|or|by|for|on|with|in|at|to|per|using|of|through|against|after)\b)", re.IGNORECASE)


def looser(quantity: Quantity, text: str) -> list[list[str]]:
    """What may stand in the place of a value: one list for each direction of its scale, from the nearest value on."""
    value = str(quantity.value)
    if quantity.kind == "duration":
        number, unit = value.split(" ")
        scale = DURATIONS.get(unit if unit.endswith("s") else f"{unit}s", ())
        written = [(one, f"{one} {_unit(unit, one)}") for one in scale]
        above = [said for one, said in written if one > float(number)]
        if unit.startswith("minute"):
            above += [f"{one} hours" for one in HOURS if one * 60 > max(MINUTES)]
        if unit.startswith(("minute", "hour")):
            above += [f"{one} days" for one in DAYS if one * 24 > max(HOURS)]
        return [above, [said for one, said in reversed(written) if one < float(number)]]
    if quantity.kind == "frequency" and value in FREQUENCIES:
        adjective = not NO_NOUN.match(text[quantity.end :])
        names = list(FREQUENCIES)
        return [[FREQUENCIES[one][adjective] for one in names[names.index(value) + 1 :]]]
    if quantity.kind == "percent":
        stated = float(quantity.value)
        below = [f"{one}%" for one in range(99, 0, -1) if one < stated]
        return [below, [f"{one}%" for one in range(1, 101) if one > stated]]
    if quantity.kind == "count":
        stated = float(quantity.value)
        return [[str(one) for one in reversed(COUNTS) if 0 < one < stated], [str(one) for one in COUNTS if one > stated]]
    if quantity.kind == "version" and value in VERSIONS:
        lower = VERSIONS[VERSIONS.index(value) + 1 :]
        return [[text[quantity.start : quantity.end].replace(value, one) for one in lower]]
    return []


def near(quantity: Quantity, said: str) -> bool:
    """Whether a looser value is still the same promise: at most twice the time, the next frequency, a tenth off a figure."""
    value = str(quantity.value)
    if quantity.kind == "duration":
        stated, other = _amount(value), _amount(said.replace("business day", "business_day"))
        return stated > 0 and 1 / TWICE <= other / stated <= TWICE
    if quantity.kind == "frequency":
        names = list(FREQUENCIES)
        return said in FREQUENCIES[names[min(names.index(value) + 1, len(names) - 1)]]
    if quantity.kind in ("percent", "count"):
        return abs(float(said.rstrip("%")) - float(quantity.value)) <= TENTH * float(quantity.value)
    return False


def _amount(duration: str) -> float:
    """Calendar hours, or business days."""
    hours, business_days = duration_hours(duration)
    return hours if hours is not None else business_days or 0.0


def _unit(unit: str, number: int) -> str:
    words = unit.replace("_", " ")
    return words.removesuffix("s") if number == 1 else words
