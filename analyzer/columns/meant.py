"""The exceptions of a check that a sentence does not mean, because a column of the evidence says that they are of another class."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from claims import Claim

from ..model import Excused, Observation, Verdict
from ..status import named
from .claim import Asked
from .profile import RecordSet
from .scoping import headed, singles_out
from .words import says, stems


def only_meant(verdict: Verdict, claim: Claim, sets: Sequence[RecordSet]) -> Verdict:
    """A contradicted verdict without the exceptions that lie outside of the class which the sentence's scope names.

    "Open berths are swept monthly" speaks of the rows whose class is Open, whether or not a table of the product knows that
    column. Rows in which the column is empty stay. A value that the check has asked for is no class: where "only berth 7 may be
    used", the rows of other berths are those that break it.

    Args:
        claim: that of the verdict, in the words in which the evidence may say what it speaks of.
    """
    asked, promised = Asked(claim), _promised(verdict)
    classes = [
        (header, values, records)
        for records in sets
        if records.file in verdict.evidence
        for header, values in _classes(asked, records)
        if not promised.issuperset(value.lower() for value in values)
    ]

    def meant(one: Observation | Excused) -> bool:
        return all(_is_of(one.item, header, values, records) for header, values, records in classes)

    kept = tuple(filter(meant, verdict.exceptions))
    if len(kept) == len(verdict.exceptions):
        return verdict
    others = {name: tuple(filter(meant, getattr(verdict, name))) for name in ("unknown", "holding", "drawn")}
    excused = tuple(filter(meant, verdict.excused))
    listed = len(verdict.exceptions) + len(verdict.excused) + len(verdict.unknown) + len(verdict.holding)
    whole = listed == verdict.population
    population = len(kept) + len(excused) + len(others["unknown"]) + len(others["holding"]) if whole else verdict.population
    told = " and ".join(f"{header} is {' or '.join(values)}" for header, values, _ in classes)
    of = f"The sentence speaks of the rows of {', '.join(verdict.evidence)} in which {told}."
    besides = f" {len(excused)} more {'is' if len(excused) == 1 else 'are'} covered by a documented exception." if excused else ""
    why = f"{len(kept)} of {population} break it: {named(kept)}.{besides} {of}"
    given = replace(verdict, exceptions=kept, excused=excused, population=population, groups=(), why=why, **others)
    return given if kept else replace(given, status="not_shown", why=f"No exception of the check is among what is meant. {of}")


def _promised(verdict: Verdict) -> frozenset[str]:
    """The values of parameters by which the check's query has told what is as promised, in lower case."""
    given = verdict.query.params if verdict.query else {}
    values = [given.get(name) for name in verdict.claim.params]
    return frozenset(str(one).lower() for value in values for one in (value if isinstance(value, (list, tuple)) else [value]))


def _classes(asked: Asked, records: RecordSet) -> list[tuple[str, tuple[str, ...]]]:
    """The columns by some values of which a claim restricts what it speaks of: a row by its label, a sentence by its own words."""
    if asked.claim.form == "row":
        return [one for label in asked.labelling[:1] for one in headed(label, records).items()]
    scope, text = asked.claim.scope or "", asked.claim.text
    found = [
        (column.header, tuple(value for value in column.values if says(value) == "yes"))
        for column in records.columns
        if column.kind == "answer" and singles_out(asked, column)
    ]
    for column in (c for c in records.columns if c.kind == "category" and c is not records.key):
        values = tuple(value for value in column.values if _names(value, scope))
        others = [value for value in column.values if value and value not in values]
        if values and others and not any(_names(value, text) for value in others):
            found.append((column.header, values))
    return found


def _names(value: str, scope: str) -> bool:
    said = re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", scope, re.IGNORECASE) if len(value) > 2 else None
    return said is not None and bool(stems(value))


def _cells(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(cell.strip().lower() for cell in row.values() if cell and cell.strip())


def _is_of(name: str, header: str, values: Sequence[str], records: RecordSet) -> bool:
    """Whether an item is of one of the classes, or no row of the records says of which it is.

    A check over the days of each class names the class before the day.
    """
    item = name.strip().lower()
    classes = [(row.get(header) or "").strip() for row in records.rows]
    own = [cell for cell, row in zip(classes, records.rows, strict=True) if item in _cells(row)]
    own = own or [cell for cell in dict.fromkeys(classes) if cell and item.startswith(f"{cell.lower()} ")]
    return not own or any(cell in (*values, "") for cell in own)
