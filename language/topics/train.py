"""Trains the classifier of `claims.semantics` on the labelled corpus, and on labelled documents elsewhere if they are named.

usage: python -m language.topics.train [--gold FOLDER]... [--leave-one-out OUT | --into MODEL] [--go-on]

FOLDER holds `docs/` with `claims/` and `packs/` with `verdicts/`. With `--go-on` the classifier of MODEL learns on, from what it
already is; labels that are no longer at hand are not forgotten at once. With `--leave-one-out` nothing is shipped: for each
group of sources of FOLDER a model without them is made in a folder of OUT, with their names in `sources.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analyzer.catalog import load_catalog
from claims import Extractor
from claims.semantics import Recogniser, Signals
from claims.semantics.encoder import MODEL, Encoder
from claims.semantics.features import cues

from .corpus import CORPUS, OTHER, Problem, read_labelled
from .labels import Example, labelled_examples
from .network import Array, Settings, train

OWN = "own"  # the source of the corpus, which is never left out
GO_ON = Settings(epochs=16, rate=1e-3)
GROUPS = 6  # so many classifiers are trained to leave every source out once


def examples(gold: Sequence[Path], topics: Sequence[str]) -> list[Example]:
    """All labelled units: of the corpus, and of the documents elsewhere."""
    found: list[Example] = []
    for file in sorted(CORPUS.glob("*.md")):
        for one in read_labelled(file, set(topics)):
            if isinstance(one, Problem):
                raise SystemExit(f"{one.file}:{one.line}: {one.what}")
            found.append(Example(source=OWN, unit=one.unit, topics=one.topics))
    return found + [one for folder in gold for one in labelled_examples(folder)]


def wanted(labelled: Sequence[Example], topics: tuple[str, ...]) -> Array:
    """What the classifier is to answer: units by topics, and in the last column whether it is a claim."""
    at = {topic: index for index, topic in enumerate(topics)}
    answers = np.zeros((len(labelled), len(topics) + 1), np.float32)
    for row, one in enumerate(labelled):
        for topic in one.topics:
            if topic in at:
                answers[row, at[topic]] = 1.0
        answers[row, -1] = float(bool(one.topics))
    return answers


def prepared(
    labelled: Sequence[Example], extractor: Extractor, topics: tuple[str, ...], folder: Path
) -> tuple[Array, Array]:
    """The classifier's inputs by the encoder of a folder, and what wording tells it."""
    signals: list[Signals] = [extractor.signals(one.unit) for one in labelled]
    inputs = Recogniser(Encoder(folder), {}, topics).vectors(signals)
    return inputs, np.array([cues(one, topics) for one in signals])


def write(weights: dict[str, Array], topics: tuple[str, ...], folder: Path) -> None:
    """Write a classifier beside the encoder and name it in the manifest."""
    if not (folder / "manifest.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("encoder.onnx", "tokenizer.json", "manifest.json"):
            shutil.copyfile(MODEL / name, folder / name)
    packed = io.BytesIO()
    np.savez(packed, **{name: value.astype(np.float16) for name, value in weights.items()})
    (folder / "classifier.npz").write_bytes(packed.getvalue())
    manifest = folder / "manifest.json"
    stated = json.loads(manifest.read_text(encoding="utf-8"))
    stated["sha256"]["classifier.npz"] = hashlib.sha256(packed.getvalue()).hexdigest()
    stated["topics"] = list(topics)
    manifest.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")


def weights_of(folder: Path, topics: tuple[str, ...]) -> dict[str, Array]:
    """The classifier of a folder, to learn on from.

    Raises:
        SystemExit: if it knows other topics.
    """
    stated = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["topics"]
    if tuple(stated) != topics:
        raise SystemExit(f"{folder}: its classifier knows other topics than the catalogue; train it anew, without --go-on")
    with np.load(folder / "classifier.npz", allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def groups_of(labelled: Sequence[Example]) -> list[list[str]]:
    """The sources of documents elsewhere in groups of about as many units."""
    counts: dict[str, int] = {}
    for one in labelled:
        if one.source != OWN:
            counts[one.source] = counts.get(one.source, 0) + 1
    groups: list[list[str]] = [[] for _ in range(GROUPS)]
    for source in sorted(counts, key=lambda name: (-counts[name], name)):
        min(groups, key=lambda group: (sum(counts[s] for s in group), groups.index(group))).append(source)
    return [group for group in groups if group]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--leave-one-out", type=Path)
    parser.add_argument("--into", type=Path, default=MODEL, help="a folder with an encoder, which gets the classifier")
    parser.add_argument("--go-on", action="store_true", help="from the classifier that MODEL holds")
    options = parser.parse_args()
    catalog = load_catalog()
    topics = (*sorted(topic.id for topic in catalog.claim_topics()), OTHER)
    labelled = examples(options.gold, topics)
    print(f"{len(labelled)} labelled units of {len({one.source for one in labelled})} sources", flush=True)
    inputs, told = prepared(labelled, catalog.extractor, topics, options.into)
    answers = wanted(labelled, topics)
    if options.leave_one_out is None:
        start = weights_of(options.into, topics) if options.go_on else None
        write(train(inputs, told, answers, GO_ON if start else Settings(), start), topics, options.into)
        return 0
    sources = np.array([one.source for one in labelled])
    for number, group in enumerate(groups_of(labelled)):
        rest = ~np.isin(sources, group)
        weights = train(inputs[rest], told[rest], answers[rest], Settings())
        folder = options.leave_one_out / str(number)
        write(weights, topics, folder)
        (folder / "sources.json").write_text(json.dumps(group), encoding="utf-8")
        print(f"without {', '.join(group)}: trained on {int(rest.sum())} units", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
