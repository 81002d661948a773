"""An exception by kind: where all that breaks a promise is of one kind, the promise holds for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Observation, Verdict
from ..desk import Desk

ORDER = 2
KINDS = re.compile(
    r"(?:^|_)(?:type|kind|class|category|environment|env|platform|os|employment|team|department|tier|region|source|purpose|plan)$",
    re.IGNORECASE,
)
GROUP = re.compile(r"(?:team|department)$", re.IGNORECASE)  # of people, who are no things
NAME = re.compile(r"[A-Za-z][A-Za-z -]{1,30}")
FEWEST = 2  # items; one alone is no kind, and naming its kind would name it
MOST = 0.5  # of the population may be left out, and at least as much of what is left out has to fail


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text with an exception for each value of a column of kinds that all failing items share.

    There is none where the evidence may not be complete, which no exception mends.
    """
    if verdict.assurance or verdict.status != "contradicted" or len(verdict.exceptions) < FEWEST or verdict.claim.exception:
        return
    claim, items = verdict.claim, None
    for column in verdict.exceptions[0].row:
        values = {_value(one, column) for one in verdict.exceptions}
        value = next(iter(values))
        if len(values) != 1 or not KINDS.search(column) or not NAME.fullmatch(value):
            continue
        items = desk.population(verdict) if items is None else items
        alike = [one for one in items if _value(one, column) == value]
        failing = sum(one.holds is False for one in alike)
        if alike and failing >= MOST * len(alike) and len(alike) <= MOST * len(items):
            named = value.replace("_", " ")
            group = GROUP.search(column)
            left_out = f"the {named} {group[0].lower()}" if group else f"{named.lower()} {_things(verdict, desk)}"
            yield f"{claim.text.rstrip(' .;')}, except for {left_out}"


def _value(one: Observation, column: str) -> str:
    return str(one.row.get(column) or "").strip()


def _things(verdict: Verdict, desk: Desk) -> str:
    """What the items of a population are called, in the plural: the first word of the grain of the check's table."""
    entry = desk.catalog.topics.get(verdict.binding.check or "")
    tables = [table for table in (verdict.query.row_counts if verdict.query else {}) if entry]
    title = desk.catalog.tables[tables[0]].title.lower() if tables else "items"
    return re.split(r"[ :(]", title)[-1] if title.endswith("s") else "items"
