"""Claims to checks: the promised values and the words of scope become the parameters of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .catalog import TopicEntry
from .model import Period

HOURS = {"seconds": 1 / 3600, "minutes": 1 / 60, "hours": 1, "days": 24, "weeks": 168, "months": 24 * 30.4375, "years": 24 * 365.25}
# The longest gap, in days, that still honours a frequency, and the bucket that each occurrence has to fall into
# (domain/topics.yaml, vocab.frequency_normal_forms).
FREQUENCIES: dict[str, tuple[float, str | None]] = {
    "continuous": (1, "day"), "hourly": (1 / 24, None), "daily": (1, "day"), "business_daily": (3, "business_day"),
    "weekly": (7, "week"), "biweekly": (14, None), "monthly": (31, "month"), "bimonthly": (62, None),
    "quarterly": (92, "quarter"), "semiannual": (184, "half"), "annual": (366, "year"), "every_two_years": (731, None),
}  # fmt: skip
SEVERITIES = ("critical", "high", "medium", "low")


def duration_hours(value: str) -> tuple[float | None, float | None]:
    """A duration in normal form as calendar hours, or as business days; the other of the two is None.

    Months and years are their mean length; a query that compares dates has to use days.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (second|minute|hour|day|business_day|week|month|year)s?", value)
    if not found:
        return None, None
    number, unit = float(found[1]), found[2] + "s"
    return (None, number) if unit == "business_days" else (number * HOURS[unit], None)


def duration_days(value: str) -> float | None:
    """A duration in whole days as people count them: a month is 31 days and a year 366, so that nobody is late by a leap day."""
    hours, _ = duration_hours(value)
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (month|year)s?", value)
    if found:
        number = float(found[1])
        return round(number * 366) if found[2] == "year" else (366 * number / 12 if number % 12 == 0 else round(number * 31))
    return None if hours is None else hours / 24


def frequency_days(value: str) -> tuple[float | None, str | None]:
    """A frequency in normal form as the longest gap in days and the bucket it expects, None where it has none."""
    if value in FREQUENCIES:
        return FREQUENCIES[value]
    if value.startswith("every "):
        return duration_days(value.removeprefix("every ")), None
    return None, None


def query_parameters(
    entry: TopicEntry, params: Mapping[str, Any], scope: Mapping[str, str], period: Period
) -> dict[str, Any]:
    """Every `$name` that the topic's query may use, None where the text does not state it.

    A duration `sla` becomes `sla_hours` (calendar hours), `sla_days` (calendar days) and `sla_business_days`; a
    frequency `frequency` becomes `frequency_days` (longest gap) and `frequency_unit` (unit of the table `buckets`); a
    severity map `sla` becomes `sla_critical_days`, `sla_critical_business_days` and so on for high, medium and low.
    Everything also stands under its own name, a set as a list. Restrictions of scope are `scope_<name>`.
    """
    values: dict[str, Any] = {"period_start": period.start, "period_end": period.end, "as_of": period.as_of}
    for name, parameter in entry.topic.parameters.items():
        value = params.get(name)
        if parameter.type == "severity_map":
            for severity in SEVERITIES:
                stated = (value or {}).get(severity)
                values[f"{name}_{severity}_days"] = duration_days(stated) if stated else None
                values[f"{name}_{severity}_business_days"] = duration_hours(stated)[1] if stated else None
            continue
        values[name] = list(value) if isinstance(value, (list, tuple, set)) else value
        if parameter.type == "duration":
            values[f"{name}_hours"], values[f"{name}_business_days"] = duration_hours(value) if value else (None, None)
            values[f"{name}_days"] = duration_days(value) if value else None
        elif parameter.type == "frequency":
            values[f"{name}_days"], values[f"{name}_unit"] = frequency_days(value) if value else (None, None)
    for name in entry.check.scopes if entry.check else ():
        values[f"scope_{name}"] = scope.get(name)
    return values
