"""Finds all SQL that the product asks of evidence: of topics, their parts, assurance tests, reconciliations and sources.

Left out is what no question to evidence is: how `analyzer.evidence` fills its tables and calendar, which belongs to the
engine that ships.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analyzer.bind import query_parameters
from analyzer.catalog import Catalog
from analyzer.evidence.assurance import assurance_tests
from analyzer.evidence.assurance.examples import load_assurance_examples, run_assurance_example
from analyzer.evidence.store import Store
from analyzer.testing import EXAMPLE_PERIOD, example_store, judge_example, load_examples

from .lint import ROOT, Text


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _line_of(path: Path, key: str, indent: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    start = re.compile(rf"{indent}{re.escape(key)}:")
    return next((number for number, line in enumerate(lines, start=1) if start.match(line)), 1)


def of_topics(catalog: Catalog) -> Iterator[Text]:
    """The queries of topics and of their parts; a part's is made of its lines in topic.yaml."""
    for entry in catalog.topics.values():
        for name, sql in entry.queries.items():
            if not name:
                yield Text(place=_place(entry.folder / "query.sql"), sql=sql)
                continue
            path = entry.folder / "topic.yaml"
            yield Text(place=f"{_place(path)}:{_line_of(path, name, ' {4}')}, part {name}", sql=sql, line=None)


def of_sources(catalog: Catalog) -> Iterator[Text]:
    """What takes exports apart."""
    for source in catalog.sources.values():
        yield Text(place=_place(source.folder / "load.sql"), sql=source.sql, is_load=True)


def of_questions() -> Iterator[Text]:
    """The questions of assurance tests and reconciliations."""
    for test in assurance_tests().values():
        if test.question:
            path = test.examples.parent.parent / test.examples.name
            yield Text(place=_place(path), sql=test.question.sql, line=_line_of(path, "sql", "") + 1)


def of_modules(catalog: Catalog, patched: pytest.MonkeyPatch) -> Iterator[Text]:
    """What assurance tests written in Python ask, for an example of theirs that finds something."""
    for test in assurance_tests().values():
        if not test.question:
            example = next(one for one in load_assurance_examples(test) if one.expect == "failed")
            place = _place(test.examples.parent.parent / f"{test.name}.py")
            yield from _recorded(patched, place, partial(run_assurance_example, test, example, catalog))


def of_verdicts(catalog: Catalog, patched: pytest.MonkeyPatch) -> Iterator[Text]:
    """What is asked besides for a verdict: exceptions and approvals, a query whose rows are counted, a table that is drawn from."""
    entry = catalog.topics["disk_encryption"]
    example = next(one for one in load_examples(entry) if one.exceptions)
    yield from _recorded(patched, "analyzer/judge.py", partial(judge_example, entry, example, catalog))
    store = example_store(entry, example.given, EXAMPLE_PERIOD, catalog)
    params = query_parameters(entry, {}, {}, EXAMPLE_PERIOD)
    for sql in entry.queries.values():
        yield from _recorded(patched, "analyzer/evidence/tally.py", partial(store.tally, sql, params, ("system",), large=0))


def _recorded(patched: pytest.MonkeyPatch, place: str, run: Callable[[], Any]) -> Iterator[Text]:
    """The queries that reach the tables while something runs."""
    asked: dict[str, None] = {}
    rows = Store.rows

    def recording(store: Store, sql: str, params: Any = None) -> Any:
        asked[sql] = None
        return rows(store, sql, params)

    with patched.context() as patch:
        patch.setattr(Store, "rows", recording)
        run()
    for sql in asked:
        yield Text(place=place, sql=sql, line=None)
