"""Days without a single event in a table that has many on every other: the collector was not let in, or was down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from ....catalog import Table
from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Days without an event"
PART = "completeness"
GUARDS = "every"
LIMITS = (
    "Single holidays are let pass where people make the events; tables with fewer than ten events on an ordinary day are not"
    " tested."
)
DENSE_DAY = 10
LONG_WEEKEND = 3


def run(material: Material) -> Iterable[Outcome]:
    """Count the events of each day; one business day in a log of machines or three running in one of people are too many."""
    tested, failures = [], []
    for table in material.tables():
        counts = _counts(material, table) if table.events_at else {}
        business = [count for count, is_business in counts.values() if is_business]
        weekend = [count for count, is_business in counts.values() if not is_business]
        if not business or median(business) < DENSE_DAY:
            continue
        tested.append(table.id)
        by_machines = bool(weekend) and median(weekend) >= DENSE_DAY
        allowed = 1 if by_machines else LONG_WEEKEND
        empty = [day.isoformat() for stretch in _stretches(counts, by_machines) if len(stretch) >= allowed for day in stretch]
        if empty:
            why = f"{table.title}: no row on {listed(empty)}, and about {round(median(business))} on an ordinary day"
            failures.append(failed([table.id], why, "days have no event", empty))
    return in_order(failures, f"{len(tested)} tables of events have rows on every day", tested)


def _counts(material: Material, table: Table) -> dict[date, tuple[int, bool]]:
    """The events of each day between the first and the last in the period, and whether it is a business day."""
    at = f'cast(e."{table.events_at}" as date)'
    _, rows = material.store.rows(
        f'select c.day, count({at}), c.is_business_day from calendar as c left join "{table.id}" as e on {at} = c.day'
        f" where c.day between $period_start and $end group by c.day, c.is_business_day order by c.day",
        {"period_start": material.period.start, "end": min(material.period.end, material.period.as_of)},
    )
    days = [day for day, count, _ in rows if count]
    return {day: (count, business) for day, count, business in rows if days and days[0] <= day <= days[-1]}


def _stretches(counts: dict[date, tuple[int, bool]], every_day: bool) -> list[list[date]]:
    """Runs of empty days, of business days only unless every day counts."""
    runs: list[list[date]] = []
    last: date | None = None
    for day, (count, is_business) in counts.items():
        if not (every_day or is_business):
            last = day if last == day - timedelta(days=1) else last
            continue
        if count:
            continue
        if runs and last == day - timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
        last = day
    return runs
