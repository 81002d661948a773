"""Every example of every assurance test, and the rules that they keep."""

from __future__ import annotations

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.assurance import assurance_tests
from analyzer.evidence.assurance.examples import AssuranceExample, load_assurance_examples, run_assurance_example
from analyzer.evidence.assurance.run import AssuranceTest

CATALOG = load_catalog()
TESTS = assurance_tests()
EXAMPLES = [(test, example) for test in TESTS.values() for example in load_assurance_examples(test)]
every = pytest.mark.parametrize("test", TESTS.values(), ids=list(TESTS))


@pytest.mark.parametrize(("test", "example"), EXAMPLES, ids=[f"{t.name}: {x.name}" for t, x in EXAMPLES])
def test_example(test: AssuranceTest, example: AssuranceExample) -> None:
    assert run_assurance_example(test, example, CATALOG) == []


@every
def test_every_test_shows_its_three_outcomes(test: AssuranceTest) -> None:
    assert {example.expect for example in load_assurance_examples(test)} == {"passed", "failed", "not run"}


@every
def test_every_test_says_what_it_cannot_see(test: AssuranceTest) -> None:
    assert test.limits.endswith(".")


@every
def test_the_checks_that_it_names_exist(test: AssuranceTest) -> None:
    assert set(test.checks) - set(CATALOG.topics) == set()


@every
def test_the_columns_that_it_needs_exist(test: AssuranceTest) -> None:
    if test.question is None:
        return
    for entry in (*test.question.needs, *test.question.any_of, *test.question.reads):
        for one in entry.split("|"):
            table, _, column = one.partition(".")
            assert table in CATALOG.tables, one
            assert not column or column in CATALOG.tables[table].columns, one


def test_no_example_stands_without_its_test() -> None:
    folders = {test.examples.parent for test in TESTS.values()}
    assert {path.stem for folder in folders for path in folder.glob("*.yaml")} == set(TESTS)
