"""True conflicts are found, and pairs that look alike stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from tests.analyzer.documents.pair_set import SETS, Pair, found_in, pairs, texts_of

ALL = [pair for name in SETS for pair in pairs(name)]
GOALS = {"pairs": 0.9, "further_pairs": 0.8}  # by wording alone, which finds less than with meaning


def test_there_are_enough_pairs_of_either_kind() -> None:
    assert sum(pair.conflict for pair in ALL) >= 30
    assert sum(not pair.conflict for pair in ALL) >= 30


@pytest.mark.parametrize("pair", [pair for pair in ALL if not pair.conflict], ids=lambda pair: pair.sentences[0][:60])
def test_a_look_alike_is_silent(pair: Pair, tmp_path: Path) -> None:
    assert found_in(texts_of(pair), load_catalog(), tmp_path) == ()


@pytest.mark.parametrize("name", SETS)
def test_conflicts_are_found(name: str, tmp_path: Path) -> None:
    true = [pair for pair in pairs(name) if pair.conflict]
    found = [pair for pair in true if found_in(texts_of(pair), load_catalog(), tmp_path)]
    assert len(found) >= GOALS[name] * len(true), [pair.sentences for pair in true if pair not in found]
