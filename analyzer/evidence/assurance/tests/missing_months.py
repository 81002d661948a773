"""Whole months without a row in a table of events that has many in the others."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from ..material import Material, Outcome, failed, in_order

TITLE = "Months without an event"
PART = "completeness"
GUARDS = "every"
LIMITS = "Tables with fewer than ten events in an ordinary month are not tested."
DENSE_MONTH = 10


def run(material: Material) -> Iterable[Outcome]:
    """Count the events of each whole month of the period."""
    tested, failures = [], []
    for table in material.tables():
        if not table.events_at:
            continue
        _, rows = material.store.rows(
            f'select b.label, count(e."{table.events_at}") from buckets as b'
            f' left join "{table.id}" as e on cast(e."{table.events_at}" as date) between b.starts_on and b.ends_on'
            f" where b.unit = 'month' and b.whole and b.ends_on <= $as_of group by b.label order by b.label",
            {"as_of": material.period.as_of},
        )
        counts = {str(label): int(count) for label, count in rows}
        filled = [count for count in counts.values() if count]
        if not filled or median(filled) < DENSE_MONTH:
            continue
        tested.append(table.id)
        empty = [label for label, count in counts.items() if not count]
        if empty:
            why = f"{table.title}: no row in {', '.join(empty)}, and about {round(median(filled))} in each other month"
            failures.append(failed([table.id], why, "months have no event", empty))
    return in_order(failures, f"{len(tested)} tables of events have rows in every month", tested)
