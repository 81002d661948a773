"""Roles of people as cells and claims name them: behind a name, alone, in full, in short, or by their initials."""

from __future__ import annotations

import re
from functools import lru_cache

from ..exceptions.terms import is_title, words_of

NAMED = re.compile(r"^[^()]{2,60}?\s*[(,]\s*(?P<role>[^()]{3,60}?)\)?$")
LITTLE = frozenset({"the", "of", "and", "for", "a", "an"})
SHORTENED = 3  # letters of a word that stands for a longer one


def role_in(value: str) -> str:
    """The role that stands behind a name, or alone; empty where none does."""
    found = NAMED.match(value.strip())
    return found["role"].strip() if found else value.strip() if is_title(value) else ""


@lru_cache(maxsize=4096)
def same_role(one: str, other: str) -> bool:
    """Whether two names of roles are one, in full or by its initials ("CISO")."""
    return is_role(one, other) or is_role(other, one)


@lru_cache(maxsize=4096)
def is_role(title: str, role: str) -> bool:
    """Whether a title says all words of a role, in full, in short ("Eng", "Ops") or by its initials."""
    if all(any(_same_word(word, other) for other in words_of(title)) for word in words_of(role)):
        return True
    own, wanted = _letters(title), _letters(role)
    return "".join(w[0] for w in wanted) in own or "".join(w[0] for w in own) in wanted


def _letters(title: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Za-z]+", title) if word.lower() not in LITTLE]


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, or one is short for the other ("Eng" for Engineering)."""
    return one == other or (min(len(one), len(other)) >= SHORTENED and (one.startswith(other) or other.startswith(one)))
