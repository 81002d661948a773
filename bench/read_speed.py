"""Times the reading of documents: words per second against the bare English pipeline, cold start, peak memory.

usage: python bench/read_speed.py [DOCUMENT ...]

Without documents it reads those of the labelled corpus. Every figure comes from a process of its own with one thread for
matrices, after another text was read. The bare pipeline parses the same sentences, as `claims.nlp.pipeline` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "language" / "topics" / "documents"


def _run(mode: str, paths: list[Path]) -> dict[str, float]:
    """One figure, in this process."""
    begin = time.perf_counter()
    if mode == "cold":
        from analyzer.catalog import load_catalog
        from analyzer.pipeline import read_documents

        found, _ = read_documents(paths[:1])
        next(iter(load_catalog().reader().claims(found[0])))
        return {"seconds": time.perf_counter() - begin}
    from analyzer.pipeline import read_documents
    from analyzer.testing import sentence
    from claims.nlp.pipeline import load, parse
    from claims.units import units_of

    documents, _ = read_documents(paths)
    words = sum(len(block.text.split()) for d in documents for block in d.blocks)
    load()
    count = 0
    if mode == "pipe":
        sentences = [unit.text for d in documents for unit in units_of(d)]
        begin = time.perf_counter()
        count = sum(len(doc) > 0 for doc in parse(sentences))
    else:
        from analyzer.catalog import load_catalog

        catalog = load_catalog()
        extractor = catalog.reader() if mode == "meaning" else catalog.extractor
        list(extractor.claims(sentence("Laptops are encrypted and their screens lock after five minutes.")))
        begin = time.perf_counter()
        count = sum(1 for d in documents for _ in extractor.claims(d))
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "words": words, "count": count, "peak": peak}


def _apart(mode: str, paths: list[Path]) -> dict[str, float]:
    """One figure, in a process of its own that keeps no vectors."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(Path(__file__)), "--mode", mode, *map(str, paths)],
            capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "GOLDENTHREAD_CACHE": folder, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mode", choices=("cold", "pipe", "wording", "meaning"))
    parser.add_argument("documents", nargs="*", type=Path)
    options = parser.parse_args()
    paths = options.documents or sorted(CORPUS.glob("*.md"))
    if options.mode:
        print(json.dumps(_run(options.mode, paths)))
        return
    found = {mode: _apart(mode, paths) for mode in ("pipe", "wording", "meaning")}
    bare = found["pipe"]["seconds"]
    for mode, name in (("pipe", "bare pipeline"), ("wording", "claims, wording alone"), ("meaning", "claims, with meaning")):
        one = found[mode]
        print(
            f"{name:24} {one['words'] / one['seconds']:9.0f} words/s   {one['seconds'] / bare:5.2f} times the bare pipeline"
            f"   {one['peak']:6.0f} MiB peak"
        )
    print(f"cold start to the first claim, with meaning: {_apart('cold', paths)['seconds']:.2f} s")


if __name__ == "__main__":
    main()
