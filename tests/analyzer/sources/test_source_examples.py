"""Every source and every table turns its example exports into the rows that stand beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.examples import run_source_example, run_table_example, source_examples, table_examples
from analyzer.model import Period

CATALOG = load_catalog()
PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
EXAMPLES = [(source, folder) for source in CATALOG.sources.values() for folder in source_examples(source)]
TABLE_EXAMPLES = [folder for table in CATALOG.tables.values() for folder in table_examples(table)]


@pytest.mark.parametrize(("source", "folder"), EXAMPLES, ids=[f"{s.id}/{f.name}" for s, f in EXAMPLES])
def test_example_becomes_the_expected_rows(source, folder: Path) -> None:
    assert run_source_example(folder, source, CATALOG, PERIOD) == []


@pytest.mark.parametrize("source", CATALOG.sources.values(), ids=list(CATALOG.sources))
def test_every_source_has_an_example(source) -> None:
    assert source_examples(source)


@pytest.mark.parametrize("folder", TABLE_EXAMPLES, ids=[f"{f.parent.name}/{f.name}" for f in TABLE_EXAMPLES])
def test_export_matched_by_its_headers_becomes_the_expected_rows(folder: Path) -> None:
    assert run_table_example(folder, CATALOG, PERIOD) == []


def test_every_table_that_no_source_fills_has_an_example() -> None:
    filled = {table for source in CATALOG.sources.values() for table in source.spec.tables}
    assert [table.id for table in CATALOG.tables.values() if table.id not in filled and not table_examples(table)] == []
