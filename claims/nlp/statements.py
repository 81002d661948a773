"""A part of a sentence made a sentence of its own: it takes subject and verb from the sentence it was cut from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .pipeline import parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = ("MD", "VBZ", "VBP", "VBD")
# The tagger takes these for nouns after a noun stack ("production access requires MFA").
POLICY_VERBS = re.compile(
    r"(?:requires?|performs|conducts|maintains|provides|reviews|documents|tracks|reports|tests|scans|logs|records|monitors|completes?|approves|receives|signs|holds|uses|restricts|encrypts|supports)$"
)
PLURAL_VERBS = re.compile(r"(?:undergo|complete|sign|attend|acknowledge|receive|authenticate|run|use|require|review|approve)$")
OBJECT = ("DT", "PD", "PR", "NN", "JJ", "CD", "VB")  # what begins an object, by the first two letters of its tag
SUBORDINATORS = (
    "when", "whenever", "if", "where", "while", "once", "after", "before", "until", "unless", "although", "though", "because",
    "since", "as", "should", "whether",
)  # fmt: skip
TIMES = ("after", "within", "every")  # what begins a time
BE = ("is", "are", "be", "was", "were", "been", "being")


@lru_cache(maxsize=2048)
def parsed(sentence: str) -> Doc:
    """The parse of a sentence, kept for the next question about it."""
    return next(iter(parse([sentence])))


def is_verb(token: Token) -> bool:
    """Whether a token is a finite verb, also where the tagger takes it for a noun ("production access requires MFA")."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    homograph = (
        token.i > 0
        and token.tag_ in ("NNS", "NNPS")
        and POLICY_VERBS.match(token.lower_) is not None
        and (following is None or following.tag_[:2] in OBJECT)
    )
    if following is not None and following.tag_ == "VBG" and token.lower_ not in BE and token.tag_ in ("VBZ", "NNS"):
        return False  # "background checks covering the last seven years"
    after_plural = token.i > 0 and token.nbor(-1).tag_ in ("NNS", "NNPS")
    plural = after_plural and (token.tag_ == "VB" or PLURAL_VERBS.match(token.lower_) is not None)  # "backups run every night"
    if after_plural and following is not None and token.tag_ == "NN" and following.lower_ in TIMES:
        return True  # "laptops lock after 5 minutes"
    if following is not None and (following.tag_ == "MD" or following.lower_ in BE[:3]):
        return token.lower_ in BE or token.tag_ == "MD"  # "security logs are kept": before a verb stands a noun
    return token.tag_ in FINITE or homograph or plural


def _predicate(doc: Doc, before: int) -> tuple[int, int] | None:
    """First and last token of the sentence's verb ("must be revoked") before a token, or None."""
    begin = main_clause_start(doc) or 0
    first = next((t.i for t in doc if begin <= t.i < before and is_verb(t) and not is_relative(t)), None)
    if first is None:
        return None
    last = first
    while last + 1 < min(before, len(doc)) and doc[last + 1].tag_ in ("VB", "VBN", "VBG", "RB", "TO"):
        last += 1
    while last > first and doc[last].tag_ in ("RB", "TO"):
        last -= 1
    return first, last


def is_relative(token: Token) -> bool:
    """Whether a verb stands right behind a word that begins a subordinate clause."""
    return token.i > 0 and token.nbor(-1).lower_ in ("that", "which", "who", "if", "when", "where", "unless")


def main_clause_start(doc: Doc) -> int | None:
    """The token behind a condition that the sentence begins with ("When an employee leaves, IT disables ..."), else the first.

    None where no comma says where the condition ends.
    """
    if not len(doc) or doc[0].lower_ not in SUBORDINATORS:
        return 0
    return next((t.i + 1 for t in doc if t.text == "," and t.i + 1 < len(doc)), None)


def has_predicate(sentence: str, end: int) -> bool:
    """Whether `sentence[:end]` holds the verb of the sentence, and not only its first subject.

    >>> has_predicate("MFA and hardware tokens must be used.", 3)
    False
    """
    inside = [t for t in parsed(sentence) if t.idx < end]
    return any(is_verb(t) and not is_relative(t) and (t is not inside[-1] or t.lower_ in BE) for t in inside)


def complete(sentence: str, start: int, end: int) -> str:
    """The stretch `sentence[start:end]` as a sentence that stands alone.

    >>> complete("Backups are taken daily, retained for 35 days and restored quarterly.", 25, 45)
    'Backups are retained for 35 days'
    """
    part = sentence[start:end].strip(" ,;:.")
    if start == 0 or not part:
        return part
    doc = parsed(sentence)
    at = next((t.i for t in doc if t.idx >= start and not t.is_punct and not t.is_space), None)
    if at is None:
        return part
    tokens = [t for t in doc if start <= t.idx < end]
    verb_inside = next((t for t in tokens if is_verb(t) and not is_relative(t)), None)
    if verb_inside is not None and verb_inside.i > at:
        return _capital(part)
    predicate = _predicate(doc, at)
    if predicate is None:
        return _capital(part)
    first, last = predicate
    subject = doc[:first].text.strip(" ,;:")
    if not subject:
        return _capital(part)
    head = doc[at]
    subject = _without_twin(subject, head)
    governed = any(t.tag_ in ("MD", "TO") for t in doc[first : last + 1])
    if (is_verb(head) and head.tag_ != "VBD") or (PLURAL_VERBS.match(head.lower_) and not governed):
        lead = subject
    elif head.tag_ in ("VBN", "VBD") or (head.tag_ == "JJ" and head.lower_.endswith("ed")):
        # A participle needs the auxiliaries, not the other verb: "are taken" -> "are retained".
        auxiliaries = [
            t.text
            for t in doc[first : last + 1]
            if t.tag_ == "MD" or t.lower_ in BE or t.lower_ in ("has", "have", "to")
        ]
        lead = " ".join([subject, *auxiliaries])
    elif head.tag_ == "VB":
        modal = [t.text for t in doc[first : last + 1] if t.tag_ in ("MD", "TO")]
        lead = f"{subject} {' '.join(modal)}".strip()
    elif head.tag_[:2] == "NN" and doc[last].tag_ == "VBN":
        return _capital(part)  # a subject of its own whose verb is left out: "... and penetration tests annually"
    else:
        lead = f"{subject} {doc[first : last + 1].text}"
        if head.tag_ == "CD" and (preposition := _preposition_of_number(doc, last, at)):
            lead = f"{lead} {preposition}"
    return _capital(f"{lead} {part}")


def _without_twin(subject: str, head: Token) -> str:
    """The subject without a complement that the part replaces: "access for employees" before "for contractors"."""
    return re.sub(rf"\s+{head.lower_}\s.*$", "", subject) if head.tag_ == "IN" else subject


def _preposition_of_number(doc: Doc, after: int, before: int) -> str:
    """What stands before the first number behind the verb, which a later number shares ("within 24 hours ... and 2 days")."""
    number = next((t.i for t in doc if after < t.i < before and t.tag_ == "CD"), None)
    if number is None or doc[number - 1].tag_ != "IN":
        return ""
    return doc[number - 1].text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
