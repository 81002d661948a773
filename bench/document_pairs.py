"""How well contradictions between sentences are told from pairs that look alike.

usage: python bench/document_pairs.py

The pairs are those of `tests/analyzer/documents/pairs.yaml`; each is reviewed as the documents that it stands for.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analyzer.catalog import load_catalog
from tests.analyzer.documents.pair_set import Pair, found_in, pairs, texts_of


def main() -> int:
    catalog, wrong = load_catalog(), list[tuple[str, Pair]]()
    right = found = true = 0
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs():
            said = bool(found_in(texts_of(pair), catalog, Path(folder), semantic=True))
            found, true, right = found + said, true + pair.conflict, right + (said and pair.conflict)
            if said != pair.conflict:
                wrong.append(("missed" if pair.conflict else "false alarm", pair))
    for what, pair in wrong:
        print(f"{what}: {pair.sentences[0]} | {pair.sentences[1]}")
    print(f"{true} conflicts, {found} found, {right} of them rightly")
    print(f"precision {right / found:.3f}, recall {right / true:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
