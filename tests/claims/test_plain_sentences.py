"""Plain sentences, as small companies, banks and hospitals write them, are claims on their topic and give their values."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.catalog import load_catalog
from claims import Claim
from tests.claims.catalogue import block, document, extractor, topics

SENTENCES: dict[str, dict[str, dict[str, Any]]] = {
    topic: said
    for file in sorted((Path(__file__).parent / "plain_sentences").glob("*.yaml"))
    for topic, said in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
STATED = [(topic, sentence, values) for topic, said in SENTENCES.items() for sentence, values in said.items()]
EACH = 5  # every fifth is read with meaning, which takes longer
BY_MEANING_TOO = 0.9  # of them keep their topic there


@cache
def _read(sentence: str) -> tuple[Claim, ...]:
    return tuple(extractor().claims(document(block(sentence))))


@pytest.mark.parametrize("topic", SENTENCES)
def test_wording_names_the_topic(topic: str) -> None:
    found = {sentence: sorted({claim.topic for claim in _read(sentence)}) for sentence in SENTENCES[topic]}
    assert {sentence: named for sentence, named in found.items() if topic not in named} == {}


@pytest.mark.parametrize("topic", SENTENCES)
def test_the_values_are_those_that_the_sentence_states(topic: str) -> None:
    given = {sentence: next(c.params for c in _read(sentence) if c.topic == topic) for sentence in SENTENCES[topic]}
    stated = {sentence: {name: given[sentence].get(name) for name in values} for sentence, values in SENTENCES[topic].items()}
    assert stated == SENTENCES[topic]


def test_the_topics_are_those_of_the_catalogue() -> None:
    assert SENTENCES.keys() <= {topic.id for topic in topics()}


def test_meaning_leaves_them_their_topic() -> None:
    reader, some = load_catalog().reader(), STATED[::EACH]
    kept = [topic in {claim.topic for claim in reader.claims(document(block(sentence)))} for topic, sentence, _ in some]
    assert sum(kept) >= BY_MEANING_TOO * len(some)
