"""The English pipeline. spaCy is imported here and nowhere else, and only when language is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Sentencizer
    from spacy.tokens import Doc

MODEL = Path(__file__).parent / "model"


def import_spacy():
    """Import spaCy without torch: spaCy imports torch wherever it is installed, which costs seconds and is not used."""
    # On sentences the matrices are small: a second thread of the matrix library only waits for the first.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy
        from thinc.api import NumpyOps, set_current_ops
    finally:
        if hidden:
            del sys.modules["torch"]
    set_current_ops(NumpyOps(use_blis=False))
    return spacy


@cache
def load() -> Language:
    """The trained pipeline: tokenizer, tagger and parser. Sentence boundaries are given to it, never guessed by it.

    `NumpyOps(use_blis=False)` is 1.7 times faster to run than the default kernels on machines for which these are
    the generic ones.
    """
    nlp = import_spacy().load(MODEL, exclude=["senter", "trainable_lemmatizer", "morphologizer"])
    nlp.max_length = 10_000_000
    return nlp


@cache
def _boundaries() -> Sentencizer:
    from spacy.pipeline import Sentencizer

    return Sentencizer(punct_chars=[".", "!", "?", ";", "。"])


def sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of a text, by rules.

    On policy prose rules beat learned boundaries, which break inside headings and lists.
    """
    return [(span.start_char, span.end_char) for span in _boundaries()(load().make_doc(text)).sents]


def parse(sentences: Iterable[str]) -> Iterator[Doc]:
    """Parse sentences, each as one sentence."""
    nlp = load()

    def whole(text: str) -> Doc:
        doc = nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc

    yield from nlp.pipe((whole(text) for text in sentences), batch_size=64)
