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
IN_VERB = ("VB", "VBN", "VBG", "RB", "TO", "RP")  # tags of what goes on with a verb
RELATIVES = ("which", "who", "whose", "whom")
LABEL = re.compile(r"[A-Z][\w /&()'-]{1,48}?(?:\*\*)?:(?:\*\*)?\s")
FREQUENCY_WORDS = ("hourly", "daily", "nightly", "weekly", "biweekly", "monthly", "quarterly", "semiannually", "annually", "yearly")
PEOPLE = ("employees", "contractors", "users", "staff", "personnel", "administrators", "vendors", "visitors", "workers", "leavers")
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
    if following is not None and following.tag_ in ("VBG", "VBP") and token.lower_ not in BE and token.tag_ in ("VBZ", "NNS"):
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
    while last + 1 < min(before, len(doc)) and doc[last + 1].tag_ in IN_VERB and not _in_compound(doc[last + 1]):
        last += 1
    while last > first and doc[last].tag_ in ("RB", "TO"):
        last -= 1
    return first, last


def _in_compound(token: Token) -> bool:
    """Whether a hyphen follows: "cross" in "cross-region" is no verb."""
    return not token.whitespace_ and token.i + 1 < len(token.doc) and token.nbor(1).text in ("-", "/")


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


def subject_of(sentence: str) -> tuple[str, bool]:
    """The subject of a sentence's main clause, and whether it is plural; empty where none is found.

    >>> subject_of("Audit logs are kept for a year.")
    ('Audit logs', True)
    """
    doc = parsed(sentence)
    begin = main_clause_start(doc)
    found = _predicate(doc, len(doc)) if begin is not None else None
    if found is None or begin is None or found[0] <= begin:
        return "", False
    words = doc[begin : found[0]]
    unclear = any(t.text in ",;:()" or t.tag_ in ("EX", "WDT", "WP", "MD") for t in words)
    if unclear or words[0].tag_ in ("IN", "RB", "TO", "VBG", "VBN") or (len(words) == 1 and words[0].lower_ in ("we", "you", "i")):
        return "", False
    verb = doc[found[0]]
    several = any(t.tag_ == "CC" for t in words)
    modifier = next((t.i for t in words if t.tag_ == "IN"), words.end)
    plural = several or verb.tag_ == "VBP" or verb.lower_ in ("are", "were", "have")
    if verb.tag_ == "MD":
        plural = several or doc[modifier - 1].tag_ in ("NNS", "NNPS")
    return words.text, plural


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
        return _capital(f"{_bare_subject(sentence, doc, at)}{part}")
    first, last = predicate
    if (gapped := _with_left_out_verb(doc, first, last, at, end)) is not None:
        return _capital(gapped)
    lead = _lead(doc, first, last, at)
    return _capital(f"{lead} {part}" if lead else part)


def _lead(doc: Doc, first: int, last: int, at: int) -> str:
    """What a part takes from the words before it: their subject, and as much of their verb as its own first word leaves open."""
    head = doc[at]
    subject = doc[:first].text.strip(" ,;:")
    if not subject:
        return ""
    subject = _without_twin(subject, head)
    verb = doc[first : last + 1]
    governed = any(t.tag_ in ("MD", "TO") for t in verb)
    if (is_verb(head) and head.tag_ != "VBD") or (PLURAL_VERBS.match(head.lower_) and not governed):
        return subject
    if head.tag_ in ("VBN", "VBD") or (head.tag_ == "JJ" and head.lower_.endswith("ed")):
        # A participle needs the auxiliaries, not the other verb: "are taken" -> "are retained".
        return " ".join([subject, *(t.text for t in verb if t.tag_ == "MD" or t.lower_ in (*BE, "has", "have", "to"))])
    if head.tag_ == "VB":
        return " ".join([subject, *(t.text for t in verb if t.tag_ in ("MD", "TO"))])
    preposition = ""
    if head.tag_[:2] in ("NN", "JJ", "DT") and any(t.tag_ == "VBN" for t in verb):
        noun_phrase = head.tag_[:2] != "JJ" or (at + 1 < len(doc) and doc[at + 1].tag_[:2] in ("NN", "JJ"))
        if not noun_phrase or doc[last].tag_ not in ("VBN", "RP"):
            return ""
        preposition = _governing(doc, last, at)
        if not preposition or _reads_as_verb(head):
            return ""  # a subject of its own whose verb is left out: "... and penetration tests annually"
    elif head.tag_ == "CD":
        preposition = _preposition_of_number(doc, last, at)
    return f"{subject} {verb.text} {preposition}".strip()


def _reads_as_verb(head: Token) -> bool:
    """Whether what is tagged as a noun is rather a verb: a lone plural with a preposition behind it ("and travels over TLS")."""
    following = head.nbor(1) if head.i + 1 < len(head.doc) else None
    return head.tag_ == "NNS" and following is not None and following.tag_ in ("IN", "TO")


def _bare_subject(sentence: str, doc: Doc, at: int) -> str:
    """What a part goes on with where no verb stands before it: a label ("Backups: ..."), or a subject with a clause of its own."""
    label = LABEL.match(sentence)
    if label is not None and label.end() < doc[at].idx:
        return label[0].strip() + " "
    comma = next((t.i for t in doc[:at] if t.text == ","), None)
    if comma is None or not is_verb(doc[at]) or not any(t.lower_ in RELATIVES for t in doc[comma : min(comma + 5, at)]):
        return ""
    return doc[:comma].text + " "


def _with_left_out_verb(doc: Doc, first: int, last: int, at: int, end: int) -> str | None:
    """A part with a subject of its own that shares the verb before it: "... monthly and all other access quarterly".

    Not where the verb before it has an object, which the part may be another of.
    """
    part = [t for t in doc[at:] if t.idx < end and not (t.is_punct and t.idx + len(t) >= end)]
    if not part or part[0].tag_[:2] not in ("NN", "JJ", "DT", "PR", "VB", "RB") or is_verb(part[0]):
        return None
    stop = next((i for i, t in enumerate(part) if i and _begins_time(part, i)), None)
    if stop is None or part[stop - 1].tag_[:2] not in ("NN", "CD", "PR"):
        return None
    verb = doc[first : last + 1].text
    behind = doc[last + 1]
    if behind.i < at and behind.tag_[:2] in ("NN", "DT", "JJ", "PR") and not _begins_time(list(doc[behind.i : at]), 0):
        if doc[first - 1].lower_ not in PEOPLE or part[stop - 1].lower_ not in PEOPLE:
            return None
        verb = doc[first : next((t.i for t in doc[last + 2 : at] if t.tag_ == "IN"), at)].text
    subject, rest = doc[at : part[stop].i].text, doc.text[part[stop].idx : end].strip(" ,;:.")
    return f"{subject} {verb} {rest}"


def _begins_time(tokens: list[Token], at: int) -> bool:
    """Whether a time or a purpose begins at a token: "within 48 hours", "every year", "quarterly", "for connections"."""
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.lower_ in ("every", "each", "once", "twice") or token.lower_ in FREQUENCY_WORDS:
        return after is None or token.lower_ not in FREQUENCY_WORDS or after.tag_[:2] not in ("NN", "JJ")
    governs = after is not None and (after.tag_ in ("CD", "DT", "JJR", "RB") or after.tag_[:2] == "NN")
    return token.lower_ in ("within", "after", "for") and governs


def _governing(doc: Doc, after: int, before: int) -> str:
    """The preposition of the noun that a part is coordinated with: "protected by a firewall and an intrusion detection system"."""
    for token in reversed(doc[after + 1 : before]):
        if token.tag_ == "IN":
            return token.text
        if token.tag_[:2] not in ("NN", "DT", "JJ", "CC", "PR", "VB", "HY", ",", "CD"):
            return ""
    return ""


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
