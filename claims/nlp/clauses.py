"""The clauses of a sentence: where a coordination joins two statements, each with a verb and with words of its own behind it.

"Visitors sign in and receive a badge" has two, "reviewed and approved by a peer" has one: both verbs share what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .statements import BE, is_relative, is_verb, main_clause_start, parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECT_TAGS = ("DT", "PD", "PR", "NN", "JJ", "CD", "IN", "HY", "RB", "VB", "PO", ",", "(", ")")  # of words that a subject can hold
NOMINAL = ("NN", "PR", "DT", "CD")
CONTENT = ("NN", "CD", "JJ", "PR", "RB", "RP", "FW", "AD")  # by the first two letters; so does a gerund ("in staging")
CLAUSE_WORDS = ("while", "whereas")
PRONOUNS = ("it", "this", "that", "these", "those", "they", "which", "who")
ADVERBS = ("then", "also", "therefore", "subsequently", "immediately", "promptly", "automatically", "never", "not", "only")
NOT_IN_SUBJECT = ("after", "before", "when", "whenever", "if", "until", "unless", "than", "as", "that", "because")
LONGEST_SUBJECT = 14  # tokens


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with a verb.

    Attributes:
        start, end: character span, without the word that joins it to the one before.
        own_subject: it has a subject, and does not take the one of the clause before.
        complete: something stands behind its verb, so that it states something by itself.
        pronoun: its subject is a pronoun, so that it goes on with what the clause before says.
    """

    start: int
    end: int
    own_subject: bool = True
    complete: bool = True
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class _Verb:
    first: int
    last: int


def _verb(doc: Doc, start: int, end: int) -> _Verb | None:
    """The verb of a stretch with its auxiliaries and its participle."""
    first = next((t.i for t in doc[start:end] if is_verb(t) and not is_relative(t)), None)
    if first is None:
        return None
    last = first
    while last + 1 < end and (doc[last + 1].tag_ in ("VB", "VBN", "VBG", "RB", "TO", "RP") or _participle(doc[last + 1], last)):
        last += 1
    while last > first and doc[last].tag_ in ("RB", "TO", "RP"):
        last -= 1
    return _Verb(first, last)


def _participle(token: Token, after: int) -> bool:
    """A participle that the tagger takes for an adjective or the past tense, right behind "be" ("are logged")."""
    ending = token.lower_.endswith(("ed", "en", "pt", "wn"))
    return ending and token.tag_ in ("JJ", "VBD") and token.doc[after].lower_ in (*BE, "never", "not", "also")


def _has_content(doc: Doc, start: int, end: int) -> bool:
    """Whether something stands there besides further verbs ("identified, tracked and resolved")."""
    return any(
        (t.tag_[:2] in CONTENT or t.tag_ == "VBG") and t.lower_ not in ADVERBS and not (t.tag_ == "JJ" and t.lower_.endswith("ed"))
        for t in doc[start:end]
    )


def _depth(doc: Doc, at: int) -> int:
    before = doc.text[: doc[at].idx]
    return before.count("(") - before.count(")")


def _skip_adverbs(doc: Doc, at: int) -> int:
    while at + 1 < len(doc) and (doc[at].lower_ in ADVERBS or (doc[at].tag_ == "RB" and is_verbal(doc[at + 1]))):
        at += 1
    return at


def is_verbal(token: Token) -> bool:
    """Whether a token is some form of a verb."""
    return token.tag_[:2] == "VB" or token.tag_ == "MD"


def _shares_subject(doc: Doc, verb: _Verb, start: int, left_end: int, at: int) -> bool:
    """Whether a verb stands at a token that goes on with the subject of the clause before: "... and are kept", "... and kept"."""
    token = doc[at]
    following = doc[at + 1] if at + 1 < len(doc) else None
    before = doc[start:left_end]
    passive = any(t.lower_ in BE for t in before)
    governed = any(t.tag_ in ("MD", "TO") for t in doc[start : verb.last + 1])
    if token.tag_ in ("VB", "VBP") and any(t.tag_ == "TO" for t in doc[verb.last + 1 : left_end]):
        return False  # "uses thresholds to reduce noise and ensure detection": both are what it is for
    singular = doc[verb.first].tag_ in ("VBZ", "NNS", "NNPS")
    if token.tag_ == "MD" or token.lower_ in ("is", "are", "be", "has", "have"):
        return True
    ends_like_participle = token.lower_.endswith(("ed", "pt", "ept", "wn", "en", "nt"))
    if passive and ends_like_participle and token.tag_ in ("VBN", "VBD", "JJ"):
        return following is not None and following.tag_[:2] not in ("NN", "JJ")
    if following is not None and (following.is_punct or following.tag_ == "CC"):
        return False
    if token.tag_ in ("VB", "VBP"):
        return governed or not (passive or singular)
    if token.tag_ in ("VBZ", "NNS", "NNPS") and not (passive or governed or singular):
        return False
    return is_verb(token) and (following is None or following.tag_ not in ("MD",))


def _own_clause(doc: Doc, at: int, end: int) -> _Verb | None:
    """The verb of a clause that begins at a token with a subject of its own, or None."""
    seen_nominal = False
    for token in doc[at : min(end, at + LONGEST_SUBJECT)]:
        if is_verb(token) and not is_relative(token):
            return _verb(doc, token.i, end) if seen_nominal else None
        if token.tag_[:2] not in SUBJECT_TAGS or token.lower_ in NOT_IN_SUBJECT:
            return None
        if token.tag_ == "," or (token.tag_[:2] == "VB" and token.tag_ not in ("VBG", "VBN")):
            return None
        seen_nominal = seen_nominal or token.tag_[:2] in NOMINAL
    return None


def _joints(doc: Doc) -> list[tuple[int, int, bool]]:
    """Where a clause may end and the next begin (tokens), and whether a bare comma stands there."""
    found: list[tuple[int, int, bool]] = []
    at = 0
    while at < len(doc) - 1:
        token = doc[at]
        following = doc[at + 1]
        if _depth(doc, at) == 0:
            if token.lower_ in ("and", "but", *CLAUSE_WORDS) and (at == 0 or doc[at - 1].text != ","):
                found.append((at, at + 1, False))
            elif token.text == "," and following.lower_ in ("and", "but", *CLAUSE_WORDS) and at + 2 < len(doc):
                found.append((at, at + 2, False))
            elif token.text in (",", ";"):
                found.append((at, at + 1, token.text == ","))
        at += 1
    return found


JOIN = re.compile(r"\b(?:and|but|while|whereas)\b|;", re.IGNORECASE)


@lru_cache(maxsize=4096)
def clauses(sentence: str) -> tuple[Clause, ...]:
    """The clauses of a sentence in order; one for the whole where no coordination of statements is found.

    >>> [c.own_subject for c in clauses("Laptops are encrypted with BitLocker and screens lock after 5 minutes.")]
    [True, True]
    """
    if JOIN.search(sentence) is None:
        return (Clause(0, len(sentence)),)
    doc = parsed(sentence)
    if not len(doc) or (begin := main_clause_start(doc)) is None:
        return (Clause(0, len(sentence)),)
    cuts: list[tuple[int, int, bool, bool]] = []
    start, verb = 0, _verb(doc, begin, len(doc))
    joints = _joints(doc)
    for position, (left_end, at, bare) in enumerate(joints):
        if verb is None or verb.last >= left_end:
            continue
        if doc[left_end].lower_ in CLAUSE_WORDS and not cuts and left_end == 0:
            continue
        end = len(doc)
        at_verb = _skip_adverbs(doc, at)
        if at_verb >= len(doc) or is_relative(doc[at_verb]):
            continue
        own = _own_clause(doc, at, end)
        shared = own is None and _shares_subject(doc, verb, start, left_end, at_verb)
        if own is None and not shared:
            continue
        if shared and not _has_content(doc, verb.last + 1, left_end):
            continue
        if bare and not _in_series(doc, joints[position + 1 :], verb, start):
            continue
        verb = own or _Verb(at_verb, _last_of(doc, at_verb))
        cuts.append((left_end, at, own is not None, doc[at].lower_ in PRONOUNS))
        start = start if shared else at
    return _spans(doc, cuts)


def has_verb(sentence: str, start: int, end: int) -> bool:
    """Whether a stretch of a sentence holds a finite verb, or a participle behind one."""
    return any(start <= t.idx < end and is_verb(t) and not is_relative(t) for t in parsed(sentence))


def _last_of(doc: Doc, first: int) -> int:
    found = _verb(doc, first, len(doc))
    return found.last if found is not None and found.first == first else first


def _in_series(doc: Doc, joints: list[tuple[int, int, bool]], verb: _Verb, start: int) -> bool:
    """Whether a coordination of statements follows a bare comma: "..., kept for a year, and reviewed weekly"."""
    for left_end, at, bare in joints:
        at_verb = _skip_adverbs(doc, at)
        if not bare and at_verb < len(doc):
            return _own_clause(doc, at, len(doc)) is not None or _shares_subject(doc, verb, start, left_end, at_verb)
    return False


def _spans(doc: Doc, cuts: list[tuple[int, int, bool, bool]]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    start, own, pronoun = 0, True, False
    for left_end, at, own_subject, by_pronoun in [*cuts, (len(doc), len(doc), True, False)]:
        first, last = doc[start], doc[left_end - 1]
        verb = _verb(doc, start, left_end)
        after = verb.last + 1 if own and verb else _last_of(doc, _skip_adverbs(doc, start)) + 1
        complete = (own and start > 0) or _has_content(doc, after, left_end)
        found.append(Clause(first.idx, last.idx + len(last.text), own, complete, pronoun))
        start, own, pronoun = at, own_subject, by_pronoun
    return tuple(found)
