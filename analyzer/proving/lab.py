"""Where a fact is changed and the verdict is looked at again: only the queries that read the changed table are run anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..catalog import Catalog
from ..evidence.altered import Change, altered
from ..evidence.store import QueryError, Store
from ..judge import NAMED_BY, Evidence, judge_found
from ..model import Binding, Observation, Verdict

Found = TypeVar("Found")
Question = tuple[str, str, str]


class Lab:
    """A store whose facts are changed one at a time, and always put back.

    Args:
        evidence: what the review was judged on.
        store: its finished tables.
    """

    def __init__(self, catalog: Catalog, evidence: Evidence, store: Store) -> None:
        self.catalog = catalog
        self.evidence = evidence
        self.store = store
        self._change: Change | None = None
        self._as_given: dict[Question, list[Observation]] = {}
        self._changed: dict[Question, list[Observation]] = {}
        self._reads: dict[str, frozenset[str]] = {}

    def judge(self, binding: Binding) -> Verdict:
        """The verdict on the store as it is now.

        Raises:
            QueryError: if a query cannot run on it.
        """
        return judge_found(binding, self.catalog, self.evidence, lambda part: self.found(binding, part))

    def found(self, binding: Binding, part: str) -> Sequence[Observation]:
        """The items that the query of a binding's topic (the empty name) or a part finds in the store as it is now.

        Raises:
            QueryError: if the query cannot run on it.
        """
        sql = self.catalog.topics[binding.check or ""].queries[part]
        question = self.question(binding, part)
        known = self._as_given if self._change is None or self._change.table not in self._read_by(sql) else self._changed
        if question not in known:
            known[question] = self.store.observe(sql, binding.params, None if known is self._as_given else NAMED_BY)
        return known[question]

    def question(self, binding: Binding, part: str) -> Question:
        """What identifies a query and the values that it reads."""
        sql = self.catalog.topics[binding.check or ""].queries[part]
        used: dict[str, Any] = {name: binding.params.get(name) for name in set(re.findall(r"\$([a-z_][a-z0-9_]*)", sql))}
        return binding.check or "", part, repr(sorted(used.items()))

    def under(self, change: Change, look: Callable[[], Found]) -> Found | None:
        """What is seen with a fact changed; None where the tables cannot hold the change."""
        try:
            with altered(self.store, change):
                self._change, self._changed = change, {}
                return look()
        except QueryError:
            return None
        finally:
            self._change = None

    def _read_by(self, sql: str) -> frozenset[str]:
        """The tables whose names stand in a query."""
        if sql not in self._reads:
            self._reads[sql] = frozenset(set(re.findall(r"\w+", sql)) & self.store.tables.keys())
        return self._reads[sql]
