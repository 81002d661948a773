"""CoNLL-U files: read (the treebank, the sentences annotated by hand) and made into what spaCy trains on."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .trees import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


class TreebankError(Exception):
    """A treebank file that is missing or does not read as CoNLL-U; the message says which and what to do."""


def read(path: Path) -> Iterator[list[Token]]:
    """The sentences of a file, gzipped or not. Words that are split into syntactic words ("don't") count as these.

    Raises:
        TreebankError: the file is missing or a row has not ten columns.
    """
    if not path.exists():
        raise TreebankError(f"{path}: there is no such file; TREEBANK= names the folder with ewt-train.conllu.gz and its like")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows: list[list[str]] = []
        joined: dict[int, bool] = {}
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            columns = line.rstrip("\n").split("\t")
            if line.strip() and len(columns) != 10:
                raise TreebankError(f"{path}, line {number}: {len(columns)} columns where CoNLL-U has ten")
            if not line.strip():
                if rows:
                    yield _sentence(rows, joined)
                rows, joined = [], {}
            elif "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                joined.update(dict.fromkeys(range(first, last), False))
                joined[last] = "SpaceAfter=No" not in columns[9]
            elif "." not in columns[0]:
                rows.append(columns)
        if rows:
            yield _sentence(rows, joined)


def _sentence(rows: list[list[str]], joined: dict[int, bool]) -> list[Token]:
    sentence: list[Token] = []
    for index, row in enumerate(rows):
        spaced = joined.get(index + 1, "SpaceAfter=No" not in row[9])
        head = index if row[6] == "0" else int(row[6]) - 1
        sentence.append(Token(word=row[1], lemma=row[2], upos=row[3], tag=row[4], head=head, relation=row[7], space=spaced))
    return sentence


def written(sentence: list[Token], comment: str) -> str:
    """A sentence as CoNLL-U, with its text."""
    lines = [f"# {comment}", "# text = " + "".join(t.word + " " * t.space for t in sentence).strip()]
    for index, token in enumerate(sentence):
        head = 0 if token.head == index else token.head + 1
        misc = "_" if token.space or index == len(sentence) - 1 else "SpaceAfter=No"
        lines.append(
            "\t".join([str(index + 1), token.word, token.lemma, token.upos, token.tag, "_", str(head), token.relation, "_", misc])
        )
    return "\n".join(lines) + "\n\n"


def doc(vocab: Vocab, sentences: list[list[Token]]) -> Doc:
    """Annotated sentences as one spaCy document."""
    from spacy.tokens import Doc

    rows = [token for sentence in sentences for token in sentence]
    offsets = [start for start, sentence in zip(_starts(sentences), sentences, strict=True) for _ in sentence]
    spaces = [row.space for row in rows]
    for start in _starts(sentences)[1:]:
        spaces[start - 1] = True
    return Doc(
        vocab,
        words=[row.word for row in rows],
        spaces=spaces,
        lemmas=[row.lemma for row in rows],
        pos=[row.upos for row in rows],
        tags=[row.tag for row in rows],
        heads=[offset + row.head for offset, row in zip(offsets, rows, strict=True)],
        deps=["ROOT" if row.relation == "root" else row.relation for row in rows],
        sent_starts=[offset == index for index, offset in enumerate(offsets)],
    )


def _starts(sentences: list[list[Token]]) -> list[int]:
    starts = [0]
    for sentence in sentences[:-1]:
        starts.append(starts[-1] + len(sentence))
    return starts


def fits_tokenizer(nlp: Language, sentence: list[Token]) -> bool:
    """Whether spaCy's tokenizer makes the same words of the text."""
    text = "".join(t.word + " " * t.space for t in sentence).strip()
    return [t.text for t in nlp.make_doc(text)] == [t.word for t in sentence]
