"""Scores of a pipeline on annotated sentences, and the model card that states them.

usage: python -m language.pipeline.score TREEBANK [--model FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from claims.nlp.pipeline import MODEL, import_spacy

from . import conllu
from .trees import Token

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent
DESCRIPTION = "Scores a pipeline on the treebank and on policy sentences."
POLICY_TEST = HERE / "policy-test.conllu"
CARD = HERE / "card.md"
RELATIONS = ("nsubj", "nsubj:pass", "obj", "obl", "conj")


def scores(nlp: Language, annotated: list[list[Token]]) -> dict[str, float]:
    """Score a pipeline as the product runs it: raw text, spaCy's tokenizer, the boundaries of the sentence given.

    Returns:
        Accuracy of tags, universal parts of speech and lemmas, unlabelled and labelled attachment, F1 by relation.
    """
    from spacy.training import Example

    found = []
    for sentence in annotated:
        reference = conllu.doc(nlp.vocab, [sentence])
        predicted = nlp.make_doc(reference.text)
        for token in predicted:
            token.is_sent_start = token.i == 0
        found.append(Example(predicted, reference))
    got = nlp.evaluate(found)
    by_relation = got["dep_las_per_type"] or {}
    plain = {"tag": "tag_acc", "UPOS": "pos_acc", "lemma": "lemma_acc", "UAS": "dep_uas", "LAS": "dep_las"}
    figures = {name: got.get(key) or 0.0 for name, key in plain.items()}
    return {**figures, **{relation: by_relation.get(relation, {}).get("f", 0.0) for relation in RELATIONS}}


def table(figures: dict[str, dict[str, float]]) -> str:
    """A Markdown table: a row a test set, a column a score."""
    names = next(iter(figures.values()))
    rows = [["", *names], ["---"] * (len(names) + 1)]
    rows += [[label, *(f"{value:.3f}".lstrip("0") for value in row.values())] for label, row in figures.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def card(figures: dict[str, dict[str, float]]) -> str:
    """The model card with the scores of the pipeline."""
    return CARD.read_text(encoding="utf-8").replace("{scores}", table(figures))


def main() -> int:
    parser = argparse.ArgumentParser(description=DESCRIPTION)
    parser.add_argument("treebank", type=Path, help="folder with ewt-test.conllu.gz")
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    nlp = import_spacy().load(options.model, exclude=["senter"])
    try:
        sets = {"EWT test": options.treebank / "ewt-test.conllu.gz", "policy test": POLICY_TEST}
        figures = {name: scores(nlp, list(conllu.read(path))) for name, path in sets.items()}
    except conllu.TreebankError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
