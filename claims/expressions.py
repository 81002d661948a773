"""Regular expressions that first look for a word they cannot do without: most never have to run.

A catalogue holds some two thousand expressions and a document some thousand sentences. Every expression contains
letters that any match must hold; looking for these with `in` is a hundred times cheaper than running it.
"""

from __future__ import annotations

import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import cache
from typing import Any

from .errors import TopicError

PLAIN = re.compile(r"(?:\\b)?([\w &/-]{2,})(?:\\b)?")  # a word or some, with nothing that means more than itself
SHORTEST = 2  # letters; a shorter word stands in nearly every sentence
MOST = 3  # sets of words; more of them cost more than they spare


def _tells(words: frozenset[str]) -> tuple[int, int]:
    """How much it tells that one of these words is there: long words and few of them tell most."""
    return min(map(len, words)), -len(words)


def _needs(items: Any) -> list[frozenset[str]]:
    """Sets of words of a parsed sequence; every match holds at least one word of each set."""
    found: list[frozenset[str]] = []
    run = ""
    for code, argument in [*items, (None, None)]:
        if code is codes.LITERAL:
            run += chr(argument)
            continue
        if len(run) >= SHORTEST:
            found.append(frozenset([run.lower()]))
        run = ""
        if code is codes.SUBPATTERN:
            found += _needs(argument[3])
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
            found += _needs(argument[2])
        elif code is codes.BRANCH:
            branches = [_needs(branch) for branch in argument[1]]
            if all(branches):
                found.append(frozenset().union(*(max(sets, key=_tells) for sets in branches)))
    return sorted(found, key=_tells, reverse=True)[:MOST]


class Expression:
    """A regular expression, matched without regard to case; compiled when a text first holds what a match needs.

    Attributes:
        text: the expression as it is written.
        needs: sets of words in lower case; a text must hold one of each set for the expression to match. The set that
            tells most stands first.
    """

    __slots__ = ("_parsed", "_pattern", "needs", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pattern: re.Pattern[str] | None = None
        plain = PLAIN.fullmatch(text)
        try:
            self._parsed: Any = parser.parse(text, re.IGNORECASE)
        except re.error as error:
            raise TopicError(f"the expression {text!r} cannot be read: {error}") from error
        self.needs = (frozenset([plain[1].lower()]),) if plain else tuple(_needs(self._parsed))

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        pattern = self._pattern
        if pattern is None:
            pattern = self._pattern = compiler.compile(self._parsed, re.IGNORECASE)
            self._parsed = None
        return pattern

    def may_match(self, lower: str) -> bool:
        """Whether the text, given in lower case, holds what a match needs."""
        for words in self.needs:
            for word in words:
                if word in lower:
                    break
            else:
                return False
        return True

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
