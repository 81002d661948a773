"""Numbers that a series of keys leaves out: CHG-1041 and CHG-1043 without CHG-1042."""

from __future__ import annotations

from collections.abc import Iterable

from ....catalog import Table
from ..material import Material, Outcome, failed, in_order, listed

TITLE = "Holes in series of numbers"
PART = "completeness"
GUARDS = "every"
LIMITS = (
    "Series with many holes (numbers shared with other kinds of records, filtered lists) are not tested; a series that is cut"
    " at an end has no hole."
)
LEAST = 12
DENSE = 0.9
LONGEST = 12  # digits
BLOCK = 16  # numbers in a row that are counted together, so that no two rows are compared


def run(material: Material) -> Iterable[Outcome]:
    """Look at the keys of each table of events."""
    tested, failures = [], []
    for table in material.tables():
        holes = _holes(material, table)
        if holes:
            tested.append(table.id)
        missing = [f"{prefix}{number:0{width}d}" for prefix, width, numbers in holes for number in numbers]
        if missing:
            why = f"{table.title}: the numbers leave out {listed(missing)}; rows may be missing"
            failures.append(failed([table.id], why, "numbers are missing in a series", missing))
    return in_order(failures, f"the series of {len(tested)} tables have no hole", tested)


def _holes(material: Material, table: Table) -> list[tuple[str, int, Iterable[int]]]:
    """The holes of the dense series among the keys: prefix, width of a number that is filled up with zeros (else 0), numbers.

    A series without a hole has one entry without numbers.
    """
    key = table.key[-1].split("|")[0]
    if not table.events_at or key == table.events_at or len(table.key) > 2:
        return []
    owner = f'cast("{table.key[0].split("|")[0]}" as varchar)' if len(table.key) == 2 else "''"
    numbered = _numbers_sql(key, owner) if table.columns[key].type == "number" else _texts_sql(key, owner)
    filled = " + ".join(f"max(case when number % {BLOCK} = {place} then 1 else 0 end)" for place in range(BLOCK))
    _, rows = material.store.rows(f"""
        with numbered as ({numbered.format(table=table.id)}),
        blocks as (
          select who, prefix, max(width) as width, {filled} as size, min(number) as first, max(number) as last
          from numbered group by who, prefix, number // {BLOCK}
        ),
        series as (
          select who, prefix, max(width) as width, sum(size) as size, max(last) - min(first) + 1 as reach
          from blocks group by who, prefix
        ),
        dense as (select * from series where size >= {LEAST} and size >= {DENSE} * reach),
        steps as (
          select n.who, n.prefix, n.number, lead(n.number) over (partition by n.who, n.prefix order by n.number) as following
          from (
            select distinct m.who, m.prefix, m.number
            from numbered as m
            join dense as d on d.who = m.who and d.prefix = m.prefix and d.size < d.reach
          ) as n
        )
        select d.who, d.prefix, d.width, s.number, s.following
        from dense as d
        left join steps as s on s.who = d.who and s.prefix = d.prefix and s.following > s.number + 1
        order by d.who, d.prefix, s.number""")
    return [
        (f"{who} {prefix}".strip() if who else prefix, int(width), range(number + 1, following) if following else ())
        for who, prefix, width, number, following in rows
    ]


def _numbers_sql(key: str, owner: str) -> str:
    """The select of the numbers in a key that is one: whose series, the sign as prefix, the width of zeros, the number."""
    return (
        "select coalesce(who, '') as who, case when number < 0 then '-' else '' end as prefix, 0 as width, abs(number) as number"
        f' from (select {owner} as who, cast("{key}" as bigint) as number from "{{table}}" where "{key}" is not null) as r'
        f" where abs(number) < {10**LONGEST}"
    )


def _texts_sql(key: str, owner: str) -> str:
    """The same of a key in letters, whose last digits count."""
    return (
        "select coalesce(who, '') as who, left(text, length(text) - length(digits)) as prefix,"
        " case when digits like '0%' then length(digits) else 0 end as width, cast(digits as bigint) as number"
        f' from (select {owner} as who, cast("{key}" as varchar) as text,'
        f" regexp_replace(cast(\"{key}\" as varchar), '^.*[^0-9]', '') as digits"
        f' from "{{table}}" where "{key}" is not null) as r where length(digits) between 1 and {LONGEST}'
    )
