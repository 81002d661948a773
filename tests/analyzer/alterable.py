"""The examples of topics as evidence whose rows can be changed and put back, so that nothing is loaded twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from analyzer.bind import bind
from analyzer.catalog import TopicEntry, load_catalog
from analyzer.config import RegisteredException
from analyzer.evidence.casts import CastFault, Order
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import Binding, Period, Verdict
from analyzer.testing import EXAMPLE_PERIOD, Example, load_examples, sentence

CATALOG = load_catalog()
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class AlterableStore(Store):
    """A store whose typed tables can be changed after it is finished, and are then put back as they were."""

    def finish(self, orders: Mapping[str, Order] | None = None) -> list[CastFault]:
        """Finish, and keep a copy of every table."""
        self._run("set global threads = 1")
        faults = super().finish(orders)
        self._run("create schema kept")
        for table in self.tables:
            if table not in self._typed:
                self._typed.add(table)
                self._run(f'create table typed."{table}" as select * from main."{table}"')
                self._run(f'drop table main."{table}"')
                self._run(f'create view main."{table}" as select * from typed."{table}"')
            self._run(f'create table kept."{table}" as select * from typed."{table}"')
        return faults

    @contextmanager
    def without_value(self, table: str, row: int, column: str) -> Iterator[None]:
        """As if a cell were blank; rows count from 1."""
        self._run(f'update typed."{table}" set "{column}" = null where evidence_row = {row}')
        self._counts.pop(table, None)
        yield
        self._run(
            f'update typed."{table}" set "{column}" = (select "{column}" from kept."{table}" where evidence_row = {row})'
            f" where evidence_row = {row}"
        )
        self._counts.pop(table, None)

    def emptied(self, *tables: str) -> AbstractContextManager[None]:
        """As if nothing were given on the tables."""
        return self._changed(tables, "delete from {}")

    def without_row(self, table: str, row: int) -> AbstractContextManager[None]:
        """As if a row were missing."""
        return self._changed((table,), f"delete from {{}} where evidence_row = {row}")

    def with_blank_row(self, table: str) -> AbstractContextManager[None]:
        """As if there were one more row, in which nothing stands."""
        return self._changed((table,), f"insert into {{}} (evidence_file, evidence_row) values ('{table}.csv', 1000)")

    def doubled(self, table: str) -> AbstractContextManager[None]:
        """As if every row stood there twice."""
        return self._changed((table,), "insert into {0} select * from {0}")

    def turned(self, *tables: str) -> AbstractContextManager[None]:
        """As if the rows stood in the opposite order."""
        return self._changed(
            tables,
            "create or replace table kept.turned as select * from {0} order by evidence_row desc",
            "delete from {0}", "insert into {0} select * from kept.turned",
        )  # fmt: skip

    @contextmanager
    def _changed(self, tables: Sequence[str], *statements: str) -> Iterator[None]:
        known = [table for table in tables if table in self.tables]
        for table in known:
            self._run("; ".join(statements).format(f'typed."{table}"'))
            self._counts.pop(table, None)
        yield
        for table in known:
            self._run(f'delete from typed."{table}"; insert into typed."{table}" select * from kept."{table}"')
            self._counts.pop(table, None)


@dataclass(frozen=True, kw_only=True)
class Case:
    """An example with its claims bound, so that only the rows have to change."""

    entry: TopicEntry
    example: Example
    period: Period
    bindings: tuple[Binding, ...]

    @property
    def rows(self) -> Rows:
        """The rows as the example gives them."""
        return self.example.given

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that the check reads."""
        return tuple(dict.fromkeys(self.entry.check.tables if self.entry.check else ()))

    @cached_property
    def store(self) -> AlterableStore:
        """The example's rows."""
        return self._store(self.period)

    @cached_property
    def before(self) -> list[Verdict]:
        """The verdicts on the example's sentence while nothing is changed."""
        return self.verdicts()

    def close(self) -> None:
        """Let the rows go."""
        if store := self.__dict__.pop("store", None):
            store.connection.close()

    def cells(self) -> Iterator[tuple[str, int, str]]:
        """Where something stands: table, row from 1, column."""
        for table, rows in self.rows.items():
            for number, row in enumerate(rows, start=1):
                yield from ((table, number, column) for column, value in row.items() if value not in (None, ""))

    def _store(self, period: Period) -> AlterableStore:
        store = AlterableStore({name: CATALOG.tables[name] for name in dict.fromkeys((*self.tables, *self.rows))}, period)
        for table, given in self.rows.items():
            store.add_rows(table, given, f"{table}.csv")
        store.finish()
        return store

    def verdicts(self, accepted: Sequence[str] = ()) -> list[Verdict]:
        """The verdicts on the example's sentence.

        Args:
            accepted: items whose deviations somebody accepted, besides those of the example.
        """
        known = {"reason": "known", "approver": "Di Eze", "from": date.min, "to": date.max}
        register = [RegisteredException.model_validate({**known, "item": item}) for item in accepted]
        evidence = Evidence(store=self.store, period=self.period, register=(*self.example.accepted, *register))
        return judge(self.bindings, CATALOG, evidence)

    def statuses(self) -> set[str]:
        """What the verdicts are."""
        return {verdict.status for verdict in self.verdicts()}

    def is_supported(self) -> bool:
        """Whether everything that the sentence says of the topic is supported."""
        return self.statuses() == {"supported"}

    def later(self, years: int) -> set[str]:
        """What the verdicts are where the review is of a later time."""
        first, last, as_of = (day + timedelta(days=365 * years) for day in (self.period.start, self.period.end, self.period.as_of))
        period = Period(start=first, end=last, as_of=as_of)
        store = self._store(period)
        bindings = [bind(binding.claim, CATALOG, period) for binding in self.bindings]
        verdicts = judge(bindings, CATALOG, Evidence(store=store, period=period, register=self.example.accepted))
        store.connection.close()
        return {verdict.status for verdict in verdicts}


def cases_of(topic: str) -> tuple[Case, ...]:
    """The examples of a topic."""
    entry = CATALOG.topics[topic]
    return tuple(_case(entry, example) for example in load_examples(entry))


def _case(entry: TopicEntry, example: Example) -> Case:
    first, last = example.period or (EXAMPLE_PERIOD.start, EXAMPLE_PERIOD.end)
    period = Period(start=first, end=last, as_of=last)
    claims = [c for c in CATALOG.extractor.claims(sentence(example.claim, example.heading)) if c.topic == entry.id]
    return Case(entry=entry, example=example, period=period, bindings=tuple(bind(claim, CATALOG, period) for claim in claims))


def told(verdicts: Sequence[Verdict]) -> list[tuple[str, str, list[str]]]:
    """Verdicts with their sentences and the items that break them."""
    return [(one.status, one.why, [item.item for item in one.exceptions]) for one in verdicts]
