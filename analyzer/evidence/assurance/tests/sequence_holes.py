"""Numbers that a series of keys leaves out: CHG-1041 and CHG-1043 without CHG-1042."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby, pairwise

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
NUMBERED = re.compile(r"^(?P<prefix>.*?\D)?(?P<number>\d{1,12})$", re.DOTALL)


def run(material: Material) -> Iterable[Outcome]:
    """Look at the keys of each table of events."""
    tested, failures = [], []
    for table in material.tables():
        series = _series(material, table)
        if series:
            tested.append(table.id)
        missing = [key for prefix, width, numbers in series for key in _missing(prefix, width, numbers)]
        if missing:
            why = f"{table.title}: the numbers leave out {listed(missing)}; rows may be missing"
            failures.append(failed([table.id], why, "numbers are missing in a series", missing))
    return in_order(failures, f"the series of {len(tested)} tables have no hole", tested)


def _series(material: Material, table: Table) -> list[tuple[str, int, list[int]]]:
    """The dense series among the keys: prefix, width of a number that is filled up with zeros (else 0), numbers in order."""
    key = table.key[-1].split("|")[0]
    if not table.events_at or key == table.events_at or len(table.key) > 2:
        return []
    owner = f'cast("{table.key[0].split("|")[0]}" as varchar)' if len(table.key) == 2 else "''"
    whole = "cast({} as bigint)" if table.columns[key].type == "number" else "{}"
    text = f"cast({whole.format(chr(34) + key + chr(34))} as varchar)"
    _, rows = material.store.rows(f'select distinct {owner}, {text} from "{table.id}" where "{key}" is not null')
    found = sorted(
        (str(who or ""), match["prefix"] or "", int(match["number"]), len(match["number"]) if match["number"][0] == "0" else 0)
        for who, name in rows
        if (match := NUMBERED.match(str(name)))
    )
    dense = []
    for (who, prefix), group in groupby(found, key=lambda one: one[:2]):
        members = list(group)
        numbers = sorted({one[2] for one in members})
        if len(numbers) >= LEAST and len(numbers) >= DENSE * (numbers[-1] - numbers[0] + 1):
            dense.append((f"{who} {prefix}".strip() if who else prefix, max(one[3] for one in members), numbers))
    return dense


def _missing(prefix: str, width: int, numbers: list[int]) -> list[str]:
    return [f"{prefix}{number:0{width}d}" for one, other in pairwise(numbers) for number in range(one + 1, other)]
