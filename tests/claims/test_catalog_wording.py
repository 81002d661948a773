"""The wording of the topics that ship: readable, well-formed, and each topic's own sentences are its own."""

from __future__ import annotations

import re

import pytest

from claims import Parameter, Topic
from claims.expressions import expression
from tests.claims.catalogue import block, document, extractor, topics

TOPICS = topics()
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
VALUE = re.compile(r"\.?[a-z0-9]+(?:[_.-][a-z0-9]+)*|[A-Z]{1,2}\d\.\d|[A-Z]{2,3}")  # words, criteria, countries by code
DURATION = re.compile(r"immediately|termination_date|\d+ \w+")
EXEMPLARS = [(topic, sentence) for topic in TOPICS for sentence in topic.exemplars]
PARAMETERS = [(topic, name, parameter) for topic in TOPICS for name, parameter in topic.parameters.items()]
EACH_PARAMETER = pytest.mark.parametrize(
    ("topic", "name", "parameter"), PARAMETERS, ids=[f"{topic.id}.{name}" for topic, name, _ in PARAMETERS]
)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_every_expression_compiles_and_matches_no_empty_text(topic: Topic) -> None:
    for one in topic.expressions():
        re.compile(one, re.IGNORECASE)
        expression(one)
    assert [one for one in (*topic.wording, *topic.weak, *topic.unless) if re.search(one, "", re.IGNORECASE)] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_a_topic_has_a_name_a_title_and_sentences(topic: Topic) -> None:
    assert NAME.fullmatch(topic.id)
    assert topic.title and topic.wording
    assert len(topic.exemplars) >= 2
    assert not set(topic.exemplars) & set(topic.not_exemplars)


@pytest.mark.parametrize(("topic", "sentence"), EXEMPLARS, ids=[f"{topic.id}: {sentence}" for topic, sentence in EXEMPLARS])
def test_an_exemplar_is_claimed_by_its_topic(topic: Topic, sentence: str) -> None:
    found = {claim.topic for claim in extractor().claims(document(block(sentence)))}
    assert topic.id in found, f"claimed by {sorted(found) or 'none'} instead"


def test_an_exemplar_of_one_topic_is_no_exemplar_of_another() -> None:
    sentences = [sentence for topic in TOPICS for sentence in topic.exemplars]
    assert sorted({s for s in sentences if sentences.count(s) > 1}) == []


@EACH_PARAMETER
def test_a_parameter_has_a_name_and_a_meaning(topic: Topic, name: str, parameter: Parameter) -> None:
    assert NAME.fullmatch(name)
    assert parameter.meaning


@EACH_PARAMETER
def test_parameters_of_words_list_values_and_times_and_shares_may(topic: Topic, name: str, parameter: Parameter) -> None:
    if parameter.type not in ("duration", "percent"):
        assert bool(parameter.values) == (parameter.type in ("enum", "set", "flag"))
    assert parameter.type != "text" or parameter.cue


@EACH_PARAMETER
def test_values_are_well_formed(topic: Topic, name: str, parameter: Parameter) -> None:
    if parameter.type == "flag":
        assert set(parameter.values) <= {"true", "false"}
    for value, expressions in parameter.values.items():
        assert (DURATION if parameter.type == "duration" else VALUE).fullmatch(value), value
        assert expressions


@EACH_PARAMETER
def test_implied_values_are_of_the_type_of_the_parameter(topic: Topic, name: str, parameter: Parameter) -> None:
    if parameter.implied is None:
        return
    match parameter.type:
        case "flag":
            assert isinstance(parameter.implied, bool)
        case "enum":
            assert parameter.implied in parameter.values
        case "set":
            assert set(parameter.implied) <= set(parameter.values)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_a_topic_implies_only_parameters_that_it_has(topic: Topic) -> None:
    assert set(topic.implies) <= set(topic.parameters)
