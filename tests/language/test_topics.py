"""The labelled corpus is read as its writers meant, covers every topic, and the classifier's training learns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from analyzer.catalog import load_catalog
from claims.semantics.features import CUES
from claims.semantics.recogniser import probabilities
from language.topics.corpus import CORPUS, Labelled, Problem, read_labelled
from language.topics.labels import lay_on
from language.topics.network import Settings, train
from tests.claims.catalogue import markdown

TOPICS = {topic.id for topic in load_catalog().claim_topics()}


def test_the_corpus_is_read_as_its_labels_say_and_covers_every_topic() -> None:
    found = [one for file in sorted(CORPUS.glob("*.md")) for one in read_labelled(file, TOPICS)]
    assert [one for one in found if isinstance(one, Problem)] == []
    count = Counter(topic for one in found if isinstance(one, Labelled) for topic in set(one.topics))
    assert min(count[topic] for topic in TOPICS) >= 20
    without = sum(isinstance(one, Labelled) and not one.topics for one in found)
    assert without > len(found) / 6


def test_faults_of_a_corpus_file_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "faulty.md"
    file.write_text("# Policy\n\nLogs are kept. => log_keeping\n\nNo label here.\n\nOne. Two. => other\n", encoding="utf-8")
    problems = [(one.line, one.what) for one in read_labelled(file, TOPICS) if isinstance(one, Problem)]
    assert (3, "no such topic: log_keeping") in problems
    assert (5, "no label") in problems
    assert any(line == 7 for line, _ in problems)


def test_quotes_are_laid_on_the_units_they_stand_in() -> None:
    from claims.units import units_of

    units = list(units_of(markdown("# P\n\n## A\n\nLogs are kept for a year. Backups run daily and are tested.\n")))
    found = lay_on(units, [("Backups run daily", "backup_frequency"), ("are tested", "restore_test")], "a")
    assert [one.topics for one in found] == [(), ("backup_frequency", "restore_test")]


def test_training_learns_from_vectors_and_from_wording() -> None:
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(400, 12)).astype(np.float32)
    told = (rng.random((400, 3, CUES)) < 0.2).astype(np.float32)
    answers = np.ones((400, 4), np.float32)
    answers[:, :3] = (inputs[:, :3] > 0) | (told[:, :, 0] > 0)
    weights = train(inputs[:300], told[:300], answers[:300], Settings(hidden=32, epochs=300, dropout=0.0, cue_dropout=0.0))
    right = (probabilities(weights, inputs[300:], told[300:]) > 0.5) == (answers[300:] > 0.5)
    assert right.mean() > 0.9
    again = train(inputs[:300], told[:300], answers[:300], Settings(hidden=32, epochs=300, dropout=0.0, cue_dropout=0.0))
    assert all(np.array_equal(weights[name], again[name]) for name in weights)
