"""When an export was made: of events after the period ended, of a snapshot near the day it has to speak for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ....model import EvidenceFile
from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Time of extraction and end of the period"
PART = "freshness"
GUARDS = "every"
LIMITS = "It says nothing of exports whose time of extraction is not known."
STALE_DAYS = 31
LATE_DAYS = 92


def run(material: Material) -> Iterable[Outcome]:
    """Compare the time of each export with the end of the period, and with the day that snapshots speak for."""
    dated = [file for file in material.files if _day(file)]
    failures = [
        failed(file.tables, f"{file.path} was exported on {_day(file)}, {problem}", "exports are of the wrong time", [file.path])
        for file in dated
        if (problem := _problem(file, material))
    ]
    return in_order(failures, f"{len(dated)} files were exported near {material.period.as_of}", tables_of(dated))


def _problem(file: EvidenceFile, material: Material) -> str | None:
    day, period = _day(file), material.period
    if day is None:
        return None
    if (period.as_of - day).days > STALE_DAYS:
        return f"long before {period.as_of}"
    tables = [material.catalog.tables[name] for name in file.tables if name in material.catalog.tables]
    if day < min(period.end, period.as_of) and any(table.events_at for table in tables):
        return f"before the period ended on {min(period.end, period.as_of)}, so events of its last days are missing"
    if (day - period.as_of).days > LATE_DAYS and tables and not any(table.events_at for table in tables):
        return f"{(day - period.as_of).days} days after {period.as_of}: a list of another day"
    return None


def _day(file: EvidenceFile) -> date | None:
    try:
        return date.fromisoformat((file.extracted_at or "")[:10])
    except ValueError:
        return None
