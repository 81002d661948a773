"""Dates that cannot be right: the zero of a calendar in place of nothing, events from the far future."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Dates and what is plausible"
PART = "accuracy"
GUARDS = "every"
LIMITS = "A wrong date within the range is not seen."
EARLIEST = date(1970, 1, 2)
AHEAD = timedelta(days=366)


def run(material: Material) -> Iterable[Outcome]:
    """Look at every date of every table: before 1970-01-02, or an event more than a year after the day of the review."""
    tables, failures = material.tables(), []
    latest = material.period.as_of + AHEAD
    for table in tables:
        for name, column in table.columns.items():
            if column.type not in ("date", "timestamp"):
                continue
            beyond = f' or cast("{name}" as date) > $latest' if name == table.events_at else ""
            given = {"earliest": EARLIEST, "latest": latest}
            _, rows = material.store.rows(
                f'select cast(cast("{name}" as date) as varchar), evidence_file, evidence_row from "{table.id}"'
                f' where cast("{name}" as date) < $earliest{beyond} order by evidence_file, evidence_row',
                given,
            )
            if rows:
                places = [f"{file} row {row}: {value}" for value, file, row in rows]
                why = f"{table.title}: {len(rows):,} dates of {name.replace('_', ' ')} cannot be right ({listed(places)})"
                failures.append(failed([table.id], why, "dates cannot be right", places))
    return in_order(failures, f"no date of {len(tables)} tables is out of range", [table.id for table in tables])
