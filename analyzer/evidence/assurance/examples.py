"""Runs the examples of assurance tests: files and rows, and what the test has to say of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ...catalog import Catalog, Loader
from ...errors import CatalogError
from ...model import AssuranceResult, EvidenceFile, Period
from ..store import Store
from .material import Material
from .run import AssuranceTest, run_test

Expected = Literal["passed", "failed", "not run"]
OUTCOMES: dict[bool | None, Expected] = {True: "passed", False: "failed", None: "not run"}
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


class ExampleFile(BaseModel):
    """An evidence file of an example: what of `EvidenceFile` matters to the test."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str
    sha256: str = ""
    source: str | None = "matched"
    tables: dict[str, int]
    rows: int
    extracted_at: str | None = None
    source_count: int | None = None
    faults: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    whole: bool = False


class AssuranceExample(BaseModel):
    """Files and rows, and what a test has to find in them.

    Attributes:
        period: first and last day; the first half of 2026 when left out.
        files: the files that were read.
        given: rows by table.
        expect: what the results say together: the test failed, passed, or could not run; nothing said is `not run` too.
        items: the items that it names, all of them, in any order; not compared when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    period: tuple[date, date] = (FIRST, LAST)
    files: tuple[ExampleFile, ...] = ()
    given: dict[str, list[dict[str, Any]]] = {}
    expect: Expected
    items: tuple[str, ...] | None = None


def load_assurance_examples(test: AssuranceTest) -> list[AssuranceExample]:
    """The examples of a test.

    Raises:
        CatalogError: if there are none, or they cannot be read.
    """
    try:
        data = yaml.load(test.examples.read_text(encoding="utf-8"), Loader)
        return TypeAdapter(list[AssuranceExample]).validate_python(data)
    except FileNotFoundError as error:
        raise CatalogError(f"{test.examples}: an assurance test has examples") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise CatalogError(f"{test.examples}: {error}") from error


def example_results(test: AssuranceTest, example: AssuranceExample, catalog: Catalog) -> list[AssuranceResult]:
    """What a test says of an example."""
    period = Period(start=example.period[0], end=example.period[1], as_of=example.period[1])
    names = dict.fromkeys((*(test.question.tables if test.question else ()), *example.given))
    store = Store({name: catalog.tables[name] for name in names}, period)
    for table, rows in example.given.items():
        store.add_rows(table, rows, f"{table}.csv")
    store.finish()
    files = [EvidenceFile(**file.model_dump()) for file in example.files]
    return run_test(test, Material(store=store, catalog=catalog, files=files, period=period))


def run_assurance_example(test: AssuranceTest, example: AssuranceExample, catalog: Catalog) -> list[str]:
    """Run an example; the result lists how the outcome differs from the one expected."""
    results = example_results(test, example, catalog)
    passed = {one.passed for one in results}
    found = OUTCOMES[next((one for one in (False, None, True) if one in passed), None)]
    faults = []
    if found != example.expect:
        faults.append(f"{found} instead of {example.expect}: {'; '.join(one.why for one in results)}")
    items = sorted(item for one in results for item in one.items)
    if example.items is not None and items != sorted(example.items):
        faults.append(f"items {items} instead of {sorted(example.items)}")
    return faults
