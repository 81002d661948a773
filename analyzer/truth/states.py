"""Which promises are about a state: one that can be looked at on any day, and that later days do not settle."""

from __future__ import annotations

import re

from ..catalog import Catalog
from ..evidence.assurance import assurance_tests
from ..model import Verdict
from ..shapes import Age, Aggregate, Coverage, Filled, State

OF_A_STATE = (State, Filled, Coverage, Aggregate, Age)
OF_THE_PERIOD = re.compile(r"\$period_(?:start|end)\b|\bbuckets\b")


def is_of_a_state(verdict: Verdict, catalog: Catalog) -> bool:
    """Whether the check behind a verdict asks for a state as of a day.

    Recurrences and deadlines are about the period anyway, and so is each question that names its days or reads events, unless
    its topic is judged as of a day.
    """
    binding = verdict.binding
    entry = catalog.topics.get(binding.check or "")
    if entry is None or entry.check is None or verdict.query is None or not verdict.population:
        return False
    if not all(isinstance(entry.check.parts[part], OF_A_STATE) for part in binding.parts if part):
        return False
    if entry.check.window == "as_of":
        return True
    events = any(catalog.tables[table].events_at for table in verdict.query.row_counts)
    return "" not in binding.parts and not events and not OF_THE_PERIOD.search(verdict.query.sql)


def tables_read(verdict: Verdict, catalog: Catalog) -> frozenset[str]:
    """The tables that the asked parts of the check behind a verdict may read."""
    check = catalog.topics[verdict.binding.check or ""].check
    if check is None:
        return frozenset()
    asked = [(*check.needs, *check.uses) if not part else check.parts[part].tables for part in verdict.binding.parts]
    return frozenset(table for tables in asked for table in tables)


def tables_held_against(verdict: Verdict, catalog: Catalog) -> frozenset[str]:
    """The tables that the tests of completeness and accuracy look at on which the verdict rests."""
    entry, read = catalog.topics[verdict.binding.check or ""], tables_read(verdict, catalog)
    guarding = [
        test.question
        for test in assurance_tests().values()
        if test.question
        and (
            (entry.check and test.name in entry.check.assurance)
            or entry.id in test.checks
            or (test.guards == "every" and read & frozenset(test.question.compared))
        )
    ]
    return frozenset(table for question in guarding for table in question.tables)
