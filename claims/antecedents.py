"""A claim that begins with a pronoun gets what the pronoun stands for: the subject of the sentence before it."""

from __future__ import annotations

import re

from .nlp.sentences import sentence_spans
from .nlp.statements import subject_of

PRONOUN = re.compile(r"(?P<pronoun>It|They|These|Those)\s+(?=(?:\w+ly\s+)?(?P<verb>\w+))")
PLURAL = ("they", "these", "those")
# "It is required that ..." stands for nothing.
EXPLETIVE = re.compile(
    r"It (?:is|shall be|will be|must be|should be) (?:\w+ly )?(?:required|recommended|expected|important|prohibited|forbidden"
    r"|necessary|essential|critical|mandatory|understood|noted|possible|the (?:policy|responsibility|intent|duty)"
    r"|\w+['’]s? (?:policy|responsibility))\b"
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:\w+ly\s+|never\s+|not\s+)?\w+(?:ed|en|pt|wn|un|ne|de)\b", re.IGNORECASE)
VERB = re.compile(r"(?:is|are|was|were|has|have|must|shall|should|will|may|can|cannot|does|do)$")
# Behind "it" and "they" any verb may stand; behind "these" a word in -s is a noun ("These files ...").
VERB_BEHIND = {
    "it": re.compile(r"\w{2,}(?<!ss)s$"),
    "they": re.compile(r"(?:require|include|cover|apply|run|expire|provide|contain|need|use)$"),
}
LONGEST = 10  # words of a subject that is taken over


def standing_alone(statement: str, block: str, offset: int) -> str:
    """A statement with the subject of the sentence before it in place of the pronoun that it begins with.

    Left as it is where the sentence before has no clear subject or one of another number, and where its object may be meant
    ("Employees use laptops. They are encrypted.").

    Args:
        statement: the claim as a sentence of its own.
        block: the paragraph that it stands in.
        offset: where its sentence begins in the paragraph.

    >>> standing_alone("They are reviewed weekly", "Audit logs are kept for a year. They are reviewed weekly.", 32)
    'Audit logs are reviewed weekly'
    """
    found = PRONOUN.match(statement)
    if found is None or EXPLETIVE.match(statement):
        return statement
    behind = VERB_BEHIND.get(found["pronoun"].lower(), VERB)
    if VERB.match(found["verb"]) is None and behind.match(found["verb"]) is None:
        return statement
    before = [block[start:end] for start, end in sentence_spans(block) if end <= offset]
    if not before:
        return statement
    if PASSIVE.search(statement) and not PASSIVE.search(before[-1]):
        return statement
    subject, plural = subject_of(before[-1])
    if not subject or len(subject.split()) > LONGEST or plural != (found["pronoun"].lower() in PLURAL):
        return statement
    if again := PRONOUN.match(before[-1]):
        resolved = standing_alone(before[-1], block, block.rfind(before[-1], 0, offset))
        if resolved == before[-1]:
            return statement
        subject = resolved[: len(resolved) - len(before[-1][again.end() :])].strip()
    return f"{subject[:1].upper()}{subject[1:]} {statement[found.end():]}"
