"""Assurance tests that are a question in SQL over the tables: reconciliations of two populations, and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from ...model import Difference, Guards
from .material import Material, Outcome, listed

SHOWN = 8


class Question(BaseModel):
    """A test as a file holds it.

    Attributes:
        title: what is tested; of a reconciliation the two populations.
        part: the part of completeness and accuracy that it belongs to.
        guards: the verdicts that rest on it, as in `AssuranceResult`.
        checks: topics whose checks rest on it, besides those that name it.
        needs: columns (`table.column`) or tables that must hold something, or the test cannot run; `a|b` means one of the
            two.
        any_of: at least one of these must hold something.
        reads: tables that it reads when they are there.
        agree: what is true when nothing is found, as reports print it.
        limits: what it cannot see.
        sql: yields `item`, `side` (what is wrong with it, as a clause in the plural) and `why` for each difference, and
            where the differences concern some of the tables only, `tables` with their names and commas between them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    part: str = "reconciliation"
    guards: Guards = "named"
    checks: tuple[str, ...] = ()
    needs: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    agree: str
    limits: str = ""
    sql: str

    @property
    def compared(self) -> tuple[str, ...]:
        """The tables that it speaks for."""
        return _tables((*self.needs, *self.any_of))

    @property
    def tables(self) -> tuple[str, ...]:
        """All tables that it may read."""
        return tuple(dict.fromkeys((*self.compared, *self.reads)))


def _tables(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.split(".")[0] for entry in entries for one in entry.split("|")))


def ask(question: Question, material: Material) -> Iterator[Outcome]:
    """Ask a question: an outcome for each group of tables, nothing where no population is there to be tested.

    A reconciliation that has one of its sides could not run; nothing is said of one that has neither.
    """
    store = material.store
    if any(table not in store.tables for table in question.tables):
        return
    counts = {table: store.count(table) for table in question.compared}
    if not any(counts.values()):
        return
    missing = [entry for entry in question.needs if not any(_filled(material, one) for one in entry.split("|"))]
    if question.any_of and not any(_filled(material, one) for one in question.any_of):
        missing.append(" or ".join(question.any_of))
    if missing:
        if question.part != "reconciliation" and any(not any(counts[t] for t in _tables((entry,))) for entry in question.needs):
            return
        named = ", ".join(missing).replace("|", " or ")
        why = f"{question.title} cannot be compared: the evidence has no {named}"
        yield Outcome(passed=None, tables=question.compared, why=why, counts=counts)
        return
    period = material.period
    given = {"period_start": period.start, "period_end": period.end, "as_of": period.as_of}
    columns, rows = store.rows(question.sql, given)
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for values in rows:
        row = dict(zip(columns, values, strict=True))
        concerned = tuple(name.strip() for name in str(row["tables"]).split(",")) if row.get("tables") else question.compared
        one = Difference(item=str(row["item"]), side=str(row["side"]), why="" if row.get("why") is None else str(row["why"]))
        groups.setdefault(concerned, []).append(one)
    for concerned, found in groups.items():
        yield Outcome(passed=False, tables=concerned, why=_why(found), differences=tuple(found), counts=counts)
    if not groups:
        yield Outcome(passed=True, tables=tuple(t for t in question.compared if counts[t]), why=question.agree, counts=counts)


def _why(found: list[Difference]) -> str:
    sides: dict[str, list[str]] = {}
    for one in found:
        sides.setdefault(one.side, []).append(one.item)
    return "; ".join(f"{side}: {len(items):,} ({listed(items, SHOWN)})" for side, items in sides.items())


def _filled(material: Material, entry: str) -> bool:
    table, _, column = entry.partition(".")
    if not column:
        return material.has(table)
    return bool(material.store.rows(f'select 1 from "{table}" where "{column}" is not null limit 1')[1])
