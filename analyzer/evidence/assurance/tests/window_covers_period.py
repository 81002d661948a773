"""The window that an export covers against the period; a day more on either side where its time zone may not be UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from ..manifest import Listed, listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Window of an export and period"
PART = "parameters"
GUARDS = "every"
LIMITS = "Exports without a stated window are not tested here, but by the dates of their rows."
UTC = ("utc", "z", "gmt", "etc/utc", "+00:00", "utc+0", "utc+00:00")


def run(material: Material) -> Iterable[Outcome]:
    """Compare the window of each export that states one."""
    listed = [one for one in listed_files(material) if one.moment("window_start") or one.moment("window_end")]
    if not listed:
        return no_manifest(material, "the window that each export covers")
    failures = [
        failed(one.tables, f"{one.name} {problem}", "exports do not cover the period", [one.name])
        for one in listed
        if (problem := _problem(one, material))
    ]
    return in_order(failures, f"the windows of {len(listed)} exports cover the period", [t for one in listed for t in one.tables])


def _problem(one: Listed, material: Material) -> str | None:
    zone = one.text("timezone").lower()
    spare = timedelta(days=0 if zone in UTC else 1)
    first = datetime.combine(material.period.start, time()) - spare
    last = datetime.combine(min(material.period.end, material.period.as_of), time()) + spare
    start, end = one.moment("window_start"), one.moment("window_end")
    why = "" if zone in UTC else f" (a day more on either side, because its time zone is {one.text('timezone') or 'not stated'})"
    if start and start > first:
        return f"covers the time from {start:%Y-%m-%d}, and has to from {first:%Y-%m-%d}{why}"
    if end and end < last:
        return f"covers the time until {end:%Y-%m-%d}, and has to until {last:%Y-%m-%d}{why}"
    return None
