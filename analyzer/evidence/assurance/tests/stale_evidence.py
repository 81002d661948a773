"""Events that stop before the period ends, or begin after it began; snapshots from long before its end."""

from __future__ import annotations

from collections.abc import Iterable

from ....catalog import Table
from ..material import Material, Outcome, failed, in_order

TITLE = "Age of what the rows say"
PART = "freshness"
GUARDS = "every"
LIMITS = "A table of few events may end early without being seen; a snapshot without a date has no age."
DENSE_ROWS = 20
QUIET_DAYS = 14
QUIET_GAPS = 10
STALE_DAYS = 31


def run(material: Material) -> Iterable[Outcome]:
    """Compare the dates of every table with the period."""
    tested = [table for table in material.tables() if table.events_at or table.fresh_by]
    failures = []
    for table in tested:
        problem = _event_window(material, table) if table.events_at else _snapshot_age(material, table)
        if problem:
            failures.append(failed([table.id], f"{table.title}: {problem}", "tables do not reach the period"))
    return in_order(failures, f"{len(tested)} tables reach to the end of the period", [table.id for table in tested])


def _event_window(material: Material, table: Table) -> str | None:
    period = material.period
    at, end = f'cast("{table.events_at}" as date)', min(period.end, period.as_of)
    _, rows = material.store.rows(
        f"select min({at}), max({at}), count(*), count(*) filter (where {at} >= $period_start and {at} <= $end),"
        f" min({at}) filter (where {at} >= $period_start and {at} <= $end),"
        f' max({at}) filter (where {at} >= $period_start and {at} <= $end) from "{table.id}" where {at} is not null',
        {"period_start": period.start, "end": end},
    )
    first_ever, last_ever, count_ever, count, first, last = rows[0]
    if not count_ever:
        return None
    quiet = max(QUIET_DAYS, QUIET_GAPS * (last - first).days / (count - 1)) if count >= DENSE_ROWS else None
    if last_ever < period.start:
        return f"the newest row is of {last_ever}, before the period begins on {period.start}"
    if first_ever > end:
        return f"the oldest row is of {first_ever}, after the period ended on {end}"
    if quiet and last_ever <= end and (end - last).days > quiet:
        return f"the newest of {count:,} rows is of {last}, {(end - last).days} days before the period ends"
    if quiet and first_ever >= period.start and (first - period.start).days > quiet:
        return f"the oldest of {count:,} rows is of {first}, {(first - period.start).days} days into the period"
    return None


def _snapshot_age(material: Material, table: Table) -> str | None:
    as_of = material.period.as_of
    _, rows = material.store.rows(f'select max(cast("{table.fresh_by}" as date)) from "{table.id}"')
    newest = rows[0][0]
    if newest is None or (as_of - newest).days <= STALE_DAYS:
        return None
    column = str(table.fresh_by).removesuffix("_at").replace("_", " ")
    return f"the newest {column} is of {newest}, {(as_of - newest).days} days before {as_of}"
