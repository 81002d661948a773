"""Who works for the organisation, by the evidence."""

from __future__ import annotations

from ..evidence.store import Store
from ..model import Headcount, Period

QUERY = "select distinct lower(name) as name from people where name is not null"
EMPLOYED = """
with employed as (
  select coalesce(lower(email), person_id, lower(name)) as person,
    min(cast(start_date as date)) as started, max(cast(coalesce(end_date, timestamp '9999-12-31') as date)) as ends
  from people
  where coalesce(lower(status), 'active') not in ('hired', 'accepted', 'pending', 'preboarding')
    and not (end_date is null and coalesce(lower(status), 'active') in ('terminated', 'inactive'))
  group by coalesce(lower(email), person_id, lower(name))
)
select
  count(*) filter ((started is null or started <= $as_of) and ends > $as_of) as people,
  count(*) filter (started >= $period_start and started <= $as_of) as joined,
  count(*) filter (ends >= $period_start and ends <= $as_of) as gone
from employed
"""


def roster_of(store: Store | None) -> frozenset[str] | None:
    """The names on the roster in lower case, or None where the evidence holds no roster with names."""
    if store is None or not store.count("people"):
        return None
    _, rows = store.rows(QUERY)
    return frozenset(str(row[0]) for row in rows) or None


def headcount_of(store: Store | None, period: Period) -> Headcount | None:
    """How many people there are on the day of the snapshots, or None where the evidence holds no roster."""
    if store is None or not store.count("people"):
        return None
    days = {"period_start": period.start, "as_of": period.as_of}
    _, (row,) = store.rows(EMPLOYED, days)
    people, joined, left = (int(one) for one in row)
    return Headcount(people=people, joined=joined, left=left) if people else None
