"""The terms on which a policy allows exceptions from itself: who may grant one, whether beforehand, and for how long at most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from claims import Document
from claims.nlp.quantities import quantities

from ..bind import duration_days
from .register import Acceptance
from .words import finds, lexicon

SENTENCES = re.compile(r"(?<=[.;!?])\s+(?=[A-Z\"“(])|\n+")
ARTICLE = re.compile(r"^(?:the|a|an|our|its) ", re.IGNORECASE)
BEFORE = r"\b(?:beforehand|in advance|prior to|before (?:the|a|any|it|each|use|work))\b"
AT_MOST = r"\b(?:at most|no longer than|not (?:exceed|longer)|longest|maximum|max\.?|up to|no more than|not more than|or less)\b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a document says of exceptions.

    Attributes:
        document: its name.
        roles: who may grant one, as it names them; none where it names nobody, or lets others stand in for them.
        beforehand: whether one has to be there before what it allows.
        longest: days that one lasts at most.
    """

    document: str
    roles: tuple[str, ...] = ()
    beforehand: bool = False
    longest: float | None = None


def terms_of(document: Document) -> Terms:
    """What a document says of exceptions from it."""
    roles: dict[str, None] = {}
    open_to_others = beforehand = False
    longest: float | None = None
    words = lexicon().terms
    for block in document.blocks:
        headed = bool(block.heading_path) and finds(words.exceptions, block.heading_path[-1]) is not None
        for sentence in SENTENCES.split(block.text) if block.kind != "heading" else ():
            if not (headed or finds(words.exceptions, sentence)) or finds(words.none, sentence):
                continue
            if finds(words.grants, sentence):
                named = [ARTICLE.sub("", found[0].strip()) for found in re.finditer(words.role, sentence)]
                roles |= dict.fromkeys(named)
                open_to_others |= bool(named) and finds(words.deputies, sentence) is not None
            beforehand |= finds(BEFORE, sentence) is not None
            longest = _longest(sentence) or longest
    return Terms(document=document.name, roles=() if open_to_others else tuple(roles), beforehand=beforehand, longest=longest)


def _longest(sentence: str) -> float | None:
    if not finds(AT_MOST, sentence):
        return None
    days = [duration_days(str(one.value)) for one in quantities(sentence) if one.kind == "duration"]
    return days[0] if len(days) == 1 else None


def on_terms(entries: Sequence[Acceptance], stated: Iterable[Terms]) -> tuple[Acceptance, ...]:
    """The entries of one evidence, each with what the terms of the documents say against it.

    A person's name is no title: it is held against an entry only where other entries give the title that the policy names.
    """
    found = list(stated)
    roles = tuple(dict.fromkeys(role for terms in found for role in terms.roles))
    named = any(is_of(entry.approver, roles) and is_title_alone(entry.approver) for entry in entries)
    return tuple(_on(entry, found, roles, named) for entry in entries)


def _on(entry: Acceptance, stated: Sequence[Terms], roles: Sequence[str], named: bool) -> Acceptance:
    longest = max((terms.longest for terms in stated if terms.longest), default=None)
    begins = entry.start or entry.approved or entry.requested
    changed = replace(entry, beforehand=any(terms.beforehand for terms in stated))
    if longest and begins and entry.end and not entry.extended and entry.end > begins + timedelta(days=longest + 1):
        changed = replace(changed, end=begins + timedelta(days=longest), capped=f"the {longest:g} days that the policy allows")
    if not roles or not entry.approver or is_of(entry.approver, roles):
        return changed
    if is_title(entry.approver) or (named and not is_title(entry.approver)):
        return replace(changed, fault=f"was approved by {entry.approver}, where the policy names {' or '.join(roles)},")
    return changed


def is_title(approver: str) -> bool:
    """Whether an approver is given by a title, besides a name or instead of one."""
    return bool(_ranks(words_of(approver)))


def is_title_alone(approver: str) -> bool:
    """Whether an approver is given by a title and no name."""
    return is_title(approver) and not re.search(r"[(,]", approver)


def is_of(approver: str, roles: Iterable[str]) -> bool:
    """Whether an approver's title is one of the roles, in these words or close ones."""
    own = words_of(approver)
    for role in roles:
        wanted = words_of(role)
        fields, ranks = wanted - _ALL_RANKS, _ranks(wanted)
        if fields and not fields & own:
            continue
        if not fields and not wanted & own:
            continue
        if not ranks or not _ranks(own) or ranks & _ranks(own):
            return True
    return False


def words_of(title: str) -> frozenset[str]:
    """The words of a title, short forms spelt out, without those that say nothing."""
    words: list[str] = re.findall(r"[a-z]+", title.lower())
    short = lexicon().terms.short
    spelt = " ".join(short.get(word, word) for word in words).split()
    return frozenset(spelt) - frozenset(("of", "the", "and", "for", "a", "global", "group", "acting", "interim"))


def _ranks(words: frozenset[str]) -> frozenset[int]:
    """The ranks that the words of a title tell, as the numbers of their groups."""
    return frozenset(number for number, group in enumerate(lexicon().terms.ranks) if words & frozenset(group))


_ALL_RANKS = frozenset(word for group in lexicon().terms.ranks for word in group)
