"""How well contradictions between sentences are told from pairs that look alike.

usage: python bench/document_pairs.py

The pairs are those of `tests/analyzer/documents/pairs.yaml` and `further_pairs.yaml`; each is reviewed as the documents that it
stands for. The further ones were written after the rules, in five lots of 56, 40, 32, 30 and 16. Before the rules learned from it,
each lot scored a precision of 0.95, 0.78, 0.91, 1.00 and 0.88 and a recall of 0.75, 0.70, 0.63, 0.40 and 0.88.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analyzer.catalog import Catalog, load_catalog
from tests.analyzer.documents.pair_set import SETS, Pair, found_in, pairs, texts_of


def main() -> int:
    catalog = load_catalog()
    for name in SETS:
        _score(name, list(pairs(name)), catalog)
    return 0


def _score(name: str, labelled: list[Pair], catalog: Catalog) -> None:
    right = found = true = 0
    with tempfile.TemporaryDirectory() as folder:
        for pair in labelled:
            said = bool(found_in(texts_of(pair), catalog, Path(folder), semantic=True))
            found, true, right = found + said, true + pair.conflict, right + (said and pair.conflict)
            if said != pair.conflict:
                print(f"{'missed' if pair.conflict else 'false alarm'}: {pair.sentences[0]} | {pair.sentences[1]}")
    print(f"{name}: {len(labelled)} pairs, {true} conflicts, {found} found, {right} of them rightly")
    print(f"precision {right / found:.3f}, recall {right / true:.3f}")


if __name__ == "__main__":
    sys.exit(main())
