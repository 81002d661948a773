"""Dependency trees that are put together from phrases: every tree is projective and every relation is set where it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

NO_SPACE_BEFORE = frozenset({",", ".", ";", ":", ")", "%", "'s", "n't", "/", "?"})
NO_SPACE_AFTER = frozenset({"(", "/"})
AUXILIARY_RELATIONS = frozenset({"aux", "aux:pass", "cop"})
FIRST_TWO = {"NN": "NOUN", "VB": "VERB", "JJ": "ADJ", "RB": "ADV"}
BY_TAG = {
    "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "TO": "PART", "POS": "PART", "CC": "CCONJ", "CD": "NUM", "RP": "ADP",
    "PRP": "PRON", "PRP$": "PRON", "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "EX": "PRON", "PDT": "DET", "WRB": "ADV",
    "AFX": "X", "SYM": "SYM", "LS": "NUM", "FW": "ADV",
}  # fmt: skip
BY_WORD = {
    ("not", "RB"): "PART", ("n't", "RB"): "PART", ("/", ","): "SYM", ("%", "NN"): "SYM", ("anyone", "NN"): "PRON",
    ("everyone", "NN"): "PRON", ("nobody", "NN"): "PRON", ("someone", "NN"): "PRON", ("anything", "NN"): "PRON",
    ("nothing", "NN"): "PRON",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A row of a CoNLL-U sentence.

    Attributes:
        head: index of the governor in the sentence from 0; the token's own index where it is the root.
        space: whether white space follows.
    """

    word: str
    lemma: str
    upos: str
    tag: str
    head: int
    relation: str
    space: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A word with what depends on it, in the order of the text."""

    word: str
    tag: str
    lemma: str
    relation: str = "root"
    left: tuple[Tree, ...] = ()
    right: tuple[Tree, ...] = ()

    def under(self, relation: str) -> Tree:
        """The same tree, hanging on its governor by a relation."""
        return replace(self, relation=relation)

    def before(self, *trees: Tree | None) -> Tree:
        """With dependents at the very beginning of the phrase."""
        return replace(self, left=(*(t for t in trees if t), *self.left))

    def after(self, *trees: Tree | None) -> Tree:
        """With dependents at the very end of the phrase."""
        return replace(self, right=(*self.right, *(t for t in trees if t)))


def leaf(word: str, tag: str, relation: str = "root", lemma: str | None = None) -> Tree:
    """A word alone; its lemma is the word in lower case unless given."""
    return Tree(word=word, tag=tag, lemma=lemma or (word if tag in ("NNP", "NNPS") else word.lower()), relation=relation)


def comma() -> Tree:
    return leaf(",", ",", "punct")


def coordinate(parts: Iterable[Tree], word: str = "and", *, serial: bool = False) -> Tree:
    """A coordination, headed by its first part as in Universal Dependencies.

    Args:
        parts: two or more phrases; the first keeps its relation.
        word: the conjunction; "as well as" and "/" are annotated as the treebank does.
        serial: whether a comma stands before the conjunction.
    """
    first, *others = parts
    for index, part in enumerate(others):
        last = index == len(others) - 1
        marks = (comma() if not last or serial else None, conjunction(word) if last else None)
        first = first.after(part.before(*marks).under("conj"))
    return first


def conjunction(word: str) -> Tree:
    if word == "as well as":
        return leaf("as", "RB", "cc").after(leaf("well", "RB", "fixed"), leaf("as", "IN", "fixed"))
    return leaf(word, "," if word == "/" else "CC", "cc")


def upos(word: str, tag: str, relation: str) -> str:
    """The universal part of speech that the treebank gives to a Penn Treebank tag in its place."""
    by_word = BY_WORD.get((word.lower(), tag))
    if by_word:
        return by_word
    if tag == "DT":
        return "DET" if relation in ("det", "det:predet", "cc:preconj") else "PRON"
    if tag == "IN":
        return "SCONJ" if relation == "mark" else "ADP"
    if tag[:2] == "VB" and relation in AUXILIARY_RELATIONS:
        return "AUX"
    return BY_TAG.get(tag) or FIRST_TWO.get(tag[:2], "PUNCT")


def tokens(tree: Tree) -> list[Token]:
    """The words of a tree in the order of the text, the first one capitalised."""
    order: list[Tree] = []
    heads: dict[int, int] = {}

    def visit(node: Tree) -> int:
        children = [visit(child) for child in node.left]
        order.append(node)
        own = len(order) - 1
        children += [visit(child) for child in node.right]
        heads.update(dict.fromkeys(children, own))
        return own

    root = visit(tree)
    heads[root] = root
    followers = [*order[1:], None]
    return [
        _token(node, following, index, heads[index]) for index, (node, following) in enumerate(zip(order, followers, strict=True))
    ]


def _token(node: Tree, following: Tree | None, index: int, head: int) -> Token:
    word = node.word[:1].upper() + node.word[1:] if index == 0 else node.word
    return Token(
        word=word,
        lemma=node.lemma,
        upos=upos(word, node.tag, node.relation),
        tag=node.tag,
        head=head,
        relation=node.relation,
        space=following is not None and _spaced(node, following),
    )


def _spaced(node: Tree, following: Tree) -> bool:
    return not (
        following.word in NO_SPACE_BEFORE
        or node.word in NO_SPACE_AFTER
        or "HYPH" in (node.tag, following.tag)
        or (node.word, following.word) == ("can", "not")
    )


def text_of(rows: list[Token]) -> str:
    return "".join(row.word + " " * row.space for row in rows)
