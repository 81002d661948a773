"""The sentence encoder: whose weights it runs, that a text's vector is its own, and what is kept between runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from claims.errors import ModelError
from claims.semantics.cache import VectorCache, cache_file
from claims.semantics.encoder import MODEL, Encoder
from claims.semantics.recogniser import load_recogniser

SENTENCES = (
    "Laptops are encrypted.",
    "The hard drives of all notebooks are encrypted with FileVault.",
    "The board of directors meets four times a year and receives the minutes of its audit committee.",
)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDENTHREAD_CACHE", "off")


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    together = Encoder().vectors(SENTENCES)
    alone = np.vstack([Encoder().vectors([sentence]) for sentence in SENTENCES])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_what_means_alike_lies_closer() -> None:
    first, alike, other = Encoder().vectors(SENTENCES)
    assert first @ alike > first @ other + 0.3


def test_texts_of_any_kind_have_a_vector() -> None:
    assert Encoder().vectors(["", " ", "\x00\u202e", "漢字", "word " * 5000, "\ud800"]).shape == (6, Encoder().size)
    assert Encoder().vectors([]).shape == (0, Encoder().size)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "classifier.npz"])
def test_a_model_that_is_not_the_one_of_its_manifest_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    with (folder / name).open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00changed")
    with pytest.raises(ModelError, match=rf"{name}.*not the one that manifest\.json names"):
        load_recogniser(folder)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "classifier.npz", "manifest.json"])
def test_a_model_that_lacks_a_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_recogniser(folder)


def test_kept_vectors_come_back_for_the_same_model_only(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite"
    vector = np.arange(4, dtype=np.float32)
    VectorCache("a", file).keep({"text": vector})
    assert VectorCache("a", file).known(["text", "other"], 4)["text"].tolist() == vector.tolist()
    assert VectorCache("a", file).known(["other"], 4) == {}
    assert VectorCache("b", file).known(["text"], 4) == {}
    assert VectorCache("a", file).known(["text"], 5) == {}
    assert b"text" not in file.read_bytes().replace(b"text not null", b"")


def test_a_damaged_cache_is_an_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite"
    file.write_bytes(b"no database" * 100)
    cache = VectorCache("a", file)
    cache.keep({"text": np.zeros(4, dtype=np.float32)})
    assert cache.known(["text"], 4) == {}


def test_a_kept_vector_is_the_computed_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = Encoder().vectors(SENTENCES)
    monkeypatch.setenv("GOLDENTHREAD_CACHE", str(tmp_path))
    first = Encoder().vectors(SENTENCES)
    assert (tmp_path / "vectors.sqlite").exists()
    assert np.array_equal(first, computed)
    assert np.array_equal(Encoder().vectors(SENTENCES), computed)


def test_nothing_is_kept_where_that_is_wished(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert cache_file() is None
    monkeypatch.setenv("GOLDENTHREAD_CACHE", str(tmp_path))
    assert cache_file() == tmp_path / "vectors.sqlite"
    monkeypatch.delenv("GOLDENTHREAD_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_file() == tmp_path / "goldenthread" / "vectors.sqlite"
