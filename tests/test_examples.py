"""Every example of every topic, and the rules that examples keep."""

from __future__ import annotations

import re

import pytest

from analyzer.catalog import TopicEntry, load_catalog
from analyzer.testing import Example, load_examples, run_example

CATALOG = load_catalog()
CHECKED = [entry for entry in CATALOG.topics.values() if entry.check]
EXAMPLES = [(entry, example) for entry in CHECKED for example in load_examples(entry)]


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=[f"{e.id}: {x.name}" for e, x in EXAMPLES])
def test_example(entry: TopicEntry, example: Example) -> None:
    assert run_example(entry, example, CATALOG) == []


@pytest.mark.parametrize("entry", CATALOG.topics.values(), ids=list(CATALOG.topics))
def test_every_expression_compiles(entry: TopicEntry) -> None:
    for expression in (*entry.topic.expressions(), *(entry.check.promise if entry.check else ())):
        re.compile(expression, re.IGNORECASE)


@pytest.mark.parametrize("entry", CHECKED, ids=[e.id for e in CHECKED])
def test_every_check_shows_its_three_outcomes(entry: TopicEntry) -> None:
    outcomes = {example.expect for example in load_examples(entry)}
    assert {"supported", "contradicted", "not_shown"} <= outcomes


@pytest.mark.parametrize("entry", CATALOG.topics.values(), ids=list(CATALOG.topics))
def test_exemplars_are_claims_on_their_topic(entry: TopicEntry) -> None:
    from analyzer.testing import sentence

    for exemplar in entry.topic.exemplars:
        assert entry.id in {claim.topic for claim in CATALOG.extractor.claims(sentence(exemplar))}, exemplar
    for other in entry.topic.not_exemplars:
        assert entry.id not in {claim.topic for claim in CATALOG.extractor.claims(sentence(other))}, other
