"""The words of a text or of a header, and their stems."""

from __future__ import annotations

import re

import snowballstemmer

STEMMER = snowballstemmer.stemmer("english")


def tokens(text: str) -> list[str]:
    """The words of a text or header, `camelCase` and `snake_case` taken apart."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return re.findall(r"[A-Za-z]+|\d+", spaced.replace("'s", ""))


def stem_of(word: str) -> str:
    """The stem of a word: `reviewed`, `reviews` and `reviewing` have the same."""
    return str(STEMMER.stemWord(word.lower()))
