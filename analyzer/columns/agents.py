"""Who has to do something by their role, where the records name who did it with the role ("Ana Lund (Head of Operations)")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..exceptions.terms import is_title
from ..exceptions.words import lexicon
from ..model import Period
from .candidate import Candidate, Judged, Scope, each, mostly_kept
from .claim import Asked
from .profile import RecordSet
from .words import says, stem, stems, tokens

NAMED = re.compile(r"^[^()]{2,60}?\s*[(,]\s*(?P<role>[^()]{3,60}?)\)?$")
BY = re.compile(r"\bby (?:the |an? |our )?(?P<role>[A-Z][\w&/'’-]*(?: (?:of|and|for|the|&|[A-Z][\w&/'’-]*))*)")
MOST = 0.6  # of the records have the role; where fewer do, the sentence is about others
SHORTENED = 3  # letters of a word that stands for a longer one
LITTLE = frozenset({"the", "of", "and", "for", "a", "an"})


def agents(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column that names who did what a claim says, with the role that the claim demands of them."""
    found = BY.search(asked.text)
    if not found:
        return
    verb = asked.text[: found.start()].split()[-1:] or [""]
    for column in records.columns:
        roles = [role for value in column.values if (role := role_in(value))]
        filled = [value for value in column.values if says(value) == "something"]
        done = stem(verb[0]) in stems(column.header) and tokens(column.header)[-1:] == ["by"]
        if not done or len(roles) < MOST * len(filled) or not filled:
            continue
        made = Candidate(
            kind="agent", test=each(agent), records=records, column=column, scope=scope, score=4.0, values=(found["role"],)
        )
        if mostly_kept(agent, made, asked, share=MOST):
            yield made


def role_in(value: str) -> str:
    """The role that stands behind a name, or alone; empty where none does."""
    found = NAMED.match(value.strip())
    return found["role"].strip() if found else value.strip() if is_title(value) else ""


def agent(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether who did it had the role."""
    cell = (row.get(candidate.column.header) or "").strip()
    role = role_in(cell)
    if not role:
        return None, cell or "nothing", f"{candidate.column.header} names no role"
    wanted = candidate.values[0]
    return same_role(role, wanted), cell, f"{candidate.column.header} is {cell}; promised is the {wanted}"


@lru_cache(maxsize=4096)
def same_role(one: str, other: str) -> bool:
    """Whether two names of roles are one, in full or by its initials ("CISO")."""
    return is_role(one, other) or is_role(other, one)


@lru_cache(maxsize=4096)
def is_role(title: str, role: str) -> bool:
    """Whether a title says all words of a role, in full, in short ("Eng", "Ops") or by its initials."""
    own, wanted = _words(title), _words(role)
    said, asked_for = _spelt(own), _spelt(wanted)
    if all(any(_same_word(word, other) for other in said) for word in asked_for):
        return True
    return "".join(w[0] for w in wanted) in own or "".join(w[0] for w in own) in wanted


def _words(title: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Za-z]+", title) if word.lower() not in LITTLE]


def _spelt(words: list[str]) -> list[str]:
    """The words with what short forms stand for."""
    short = lexicon().terms.short
    return [one for word in words for one in (short.get(word) or word).split()]


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, or one is short for the other ("Eng" for Engineering)."""
    return one == other or (min(len(one), len(other)) >= SHORTENED and (one.startswith(other) or other.startswith(one)))
