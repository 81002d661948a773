"""The pipeline that is shipped: what it gets right on sentences it has never seen, its size, and what its card says."""

from __future__ import annotations

import json

import pytest

from claims.nlp.pipeline import MODEL, import_spacy
from language.pipeline import conllu, score, train

LARGEST = 15_000_000  # bytes
# What the pipeline must keep on the held-out policy sentences.
FLOORS = {"tag": 0.95, "LAS": 0.89, "nsubj": 0.92, "obj": 0.91, "conj": 0.82}


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    nlp = import_spacy().load(MODEL)
    return score.scores(nlp, list(conllu.read(score.POLICY_TEST)))


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_held_out_policy_sentences(figures: dict[str, float], name: str, floor: float):
    assert figures[name] >= floor


def test_the_card_states_the_scores_of_the_pipeline_beside_it(figures: dict[str, float]):
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    stated = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))["performance"]
    assert card == score.card(stated)
    assert stated["policy test"] == pytest.approx(figures, abs=0.005)


def test_the_pipeline_is_small():
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < LARGEST


def test_training_refuses_without_the_treebank(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["train", str(tmp_path), "--out", str(tmp_path / "model")])
    assert train.main() == 2
    assert "ewt-train.conllu.gz: there is no such file" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_small_training_run_gives_the_same_weights_twice():
    sentences = list(conllu.read(score.HERE / "policy-dev.conllu"))
    first, second = (train.train(sentences, epochs=1, generated=20).get_pipe("parser").to_bytes() for _ in range(2))
    assert first == second
