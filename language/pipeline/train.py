"""Trains the English pipeline that is shipped in `claims/nlp/model`: `make train-language TREEBANK=folder`.

From nothing but the treebank, the sentences of the grammar in this folder and a seed, in one thread. The pipeline, its
model card and its scores replace those that are there.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from claims.nlp.pipeline import MODEL, import_spacy

from . import conllu, score
from .sentences import generate
from .trees import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

HERE = Path(__file__).parent
DESCRIPTION = "Trains the English pipeline."
SEED = 7
EPOCHS = 10
GENERATED = 3000  # new ones in every epoch, beside the whole treebank
SMALLEST_BATCH, LARGEST_BATCH, GROWTH = 600, 2000, 1.004  # words; large batches are quicker, small ones learn more at first
PEAK_RATE = 0.002
WARM_UP = 150  # steps until the learning rate is at its peak, from which it falls to nothing
DROPOUT = 0.1
LEMMAS_FROM = 6  # the lemmatizer is a quarter of the work and is done in half the time


def blank() -> Language:
    """The pipeline without weights."""
    from spacy.util import load_config, load_model_from_config

    return load_model_from_config(load_config(HERE / "pipeline.cfg"), auto_fill=True)


def examples(nlp: Language, sentences: list[list[Token]]) -> list[Example]:
    """What the tokenizer makes of each text, beside its annotation."""
    from spacy.training import Example

    references = [conllu.doc(nlp.vocab, [sentence]) for sentence in sentences]
    return [Example(nlp.make_doc(reference.text), reference) for reference in references]


def size_of(found: list[Example]) -> int:
    return sum(len(example.reference) for example in found)


def batches(found: list[Example], step: int) -> Iterator[list[Example]]:
    """Batches of examples; `step` is how many were trained on before, and makes them larger."""
    batch: list[Example] = []
    for example in found:
        batch.append(example)
        if size_of(batch) >= min(LARGEST_BATCH, SMALLEST_BATCH * GROWTH**step):
            yield batch
            batch, step = [], step + 1
    if batch:
        yield batch


def train(treebank: list[list[Token]], epochs: int = EPOCHS, generated: int = GENERATED) -> Language:
    """Train a pipeline.

    Args:
        treebank: annotated sentences, seen once an epoch.
        epochs: passes over the treebank.
        generated: policy sentences drawn anew for every epoch.
    """
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(SEED)
    shuffle = random.Random(SEED).shuffle
    nlp = blank()
    constant = examples(nlp, treebank)
    nlp.initialize(lambda: [*constant, *examples(nlp, list(generate(generated, SEED)))])
    done, step = 0.0, 0
    optimizer = Adam(PEAK_RATE, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0)
    begin = time.perf_counter()
    for epoch in range(epochs):
        found = [*constant, *examples(nlp, list(generate(generated, SEED + epoch)))]
        shuffle(found)
        left_out = ["trainable_lemmatizer"] if epoch + 1 < LEMMAS_FROM * epochs / EPOCHS else []
        words = size_of(found)
        for batch in batches(found, step):
            optimizer.learn_rate = PEAK_RATE * min((step + 1) / WARM_UP, 1 - done / epochs)
            nlp.update(batch, sgd=optimizer, drop=DROPOUT, exclude=left_out)
            done, step = done + size_of(batch) / words, step + 1
        figures = score.scores(nlp, list(conllu.read(HERE / "policy-dev.conllu")))
        print(
            f"epoch {epoch + 1} of {epochs}: {time.perf_counter() - begin:.0f} s, policy development LAS {figures['LAS']:.3f}",
            flush=True,
        )
    return nlp


def main() -> int:
    parser = argparse.ArgumentParser(description=DESCRIPTION)
    parser.add_argument("treebank", type=Path, help="folder with ewt-train.conllu.gz and ewt-test.conllu.gz")
    parser.add_argument(
        "--out", type=Path, default=MODEL, help="where the pipeline is written; default: where the product loads it"
    )
    options = parser.parse_args()
    import_spacy()
    try:
        treebank = list(conllu.read(options.treebank / "ewt-train.conllu.gz"))
        test = list(conllu.read(options.treebank / "ewt-test.conllu.gz"))
    except conllu.TreebankError as error:
        print(error, file=sys.stderr)
        return 2
    nlp = train(treebank)
    figures = {"EWT test": score.scores(nlp, test), "policy test": score.scores(nlp, list(conllu.read(score.POLICY_TEST)))}
    nlp.meta.update(name="goldenthread_english", version="0.2.0", license="CC BY-SA 4.0", description="English for policy prose")
    nlp.meta["performance"] = figures
    write(nlp, options.out, figures)
    return 0


def write(nlp: Language, out: Path, figures: dict[str, dict[str, float]]) -> None:
    """Put the pipeline and its card in a folder, in place of what is there."""
    with tempfile.TemporaryDirectory(dir=out.parent) as made:
        nlp.to_disk(made)
        (Path(made) / "README.md").write_text(score.card(figures), encoding="utf-8")
        Path(made).chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(made, out)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    sys.exit(main())
