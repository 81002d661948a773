"""Regular expressions that first look for a word they cannot do without: most never have to run.

A catalogue holds some two thousand expressions and a document some thousand sentences. Every expression contains
letters that any match must hold; looking for these with `in` is a hundred times cheaper than running it.
"""

from __future__ import annotations

import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import cache
from typing import Any

PLAIN = re.compile(r"(?:\\b)?([\w &/-]{2,})(?:\\b)?")  # a word or some, with nothing that means more than itself
SHORTEST = 2  # letters; a shorter word stands in nearly every sentence


def _better(old: frozenset[str] | None, new: frozenset[str] | None) -> frozenset[str] | None:
    """Of two sets of words of which one each must be there, the one that tells more."""
    if not new or min(map(len, new)) < SHORTEST:
        return old
    if not old:
        return new
    return max(old, new, key=lambda words: (min(map(len, words)), -len(words)))


def _words(items: Any) -> frozenset[str] | None:
    """Words of which every match of a parsed sequence holds at least one; None where no such words are found."""
    best: frozenset[str] | None = None
    run = ""
    for code, argument in [*items, (None, None)]:
        if code is codes.LITERAL:
            run += chr(argument)
            continue
        best = _better(best, frozenset([run.lower()]) if run else None)
        run = ""
        if code is codes.SUBPATTERN:
            best = _better(best, _words(argument[3]))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
            best = _better(best, _words(argument[2]))
        elif code is codes.BRANCH:
            parts = [_words(branch) for branch in argument[1]]
            if all(parts):
                best = _better(best, frozenset().union(*(p for p in parts if p)))
    return best


class Expression:
    """A regular expression, matched without regard to case; compiled when a text first holds what a match needs.

    Attributes:
        text: the expression as it is written.
        needs: words of which a text must hold one, in lower case, for the expression to match; None where there are none.
    """

    __slots__ = ("_pattern", "needs", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pattern: re.Pattern[str] | None = None
        plain = PLAIN.fullmatch(text)
        self.needs = frozenset([plain[1].lower()]) if plain else _words(parser.parse(text, re.IGNORECASE))

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._pattern is None:
            self._pattern = re.compile(self.text, re.IGNORECASE)
        return self._pattern

    def may_match(self, lower: str) -> bool:
        """Whether the text, given in lower case, holds what a match needs."""
        if self.needs is None:
            return True
        for word in self.needs:  # noqa: SIM110 - a generator costs twice as much, some million times
            if word in lower:
                return True
        return False

    def search(self, text: str, lower: str | None = None) -> re.Match[str] | None:
        """The first match; `lower` is the text in lower case, where the caller has it."""
        return self.pattern.search(text) if self.may_match(text.lower() if lower is None else lower) else None

    def finditer(self, text: str, lower: str | None = None) -> Iterator[re.Match[str]]:
        """All matches; `lower` is the text in lower case, where the caller has it."""
        return self.pattern.finditer(text) if self.may_match(text.lower() if lower is None else lower) else iter(())


@cache
def expression(text: str) -> Expression:
    """The expression that a text writes; the same object for the same text."""
    return Expression(text)
