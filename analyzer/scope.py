"""The words of a claim's scope, resolved to restrictions of a population."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .catalog import Check, Loader

STOP_WORDS = frozenset(
    """
    a access account accounts active after all an and any applicable are as assets at be before between both
    by can company company's corporate current data during each entire every for from has have in in-scope
    including individual individuals information into is it its members must new no not of on only or
    organisation organization other our own people per person personnel prior relevant required resource
    resources respective scope service services staff such system systems team teams than that the their these
    this those to under until upon used user users using via was we when where which who whole will with
    within without workforce
    """.split()  # noqa: SIM905 - a hundred quoted words are harder to read
)

NAMES = "system"
SEVERAL = "store"  # the dimension of which a scope may name more than one


@dataclass(frozen=True, slots=True)
class Scope:
    """What a claim's scope means for a check.

    Attributes:
        restrictions: dimension and value, for the dimensions that the check applies.
        unsupported: restrictions that the words state and the check cannot apply, as the words say them.
        words: further words of the scope that neither the lexicon nor the check knows.
    """

    restrictions: dict[str, str]
    unsupported: tuple[str, ...]
    words: tuple[str, ...]


@cache
def _dimensions() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    data = yaml.load((Path(__file__).parent / "scopes.yaml").read_text(encoding="utf-8"), Loader)
    return {name: tuple((re.compile(e["words"], re.IGNORECASE), e["value"]) for e in entries) for name, entries in data.items()}


def systems_named(text: str) -> dict[str, re.Pattern[str]]:
    """The systems that a text names, each by its words, with the pattern that finds the same one elsewhere."""
    return {found[0]: pattern for pattern, _ in _dimensions()[NAMES] if (found := pattern.search(text))}


def values_named(text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """The values of every dimension that a text names, and the text without the words that name them."""
    named: dict[str, tuple[str, ...]] = {}
    rest = text
    for dimension, entries in _dimensions().items():
        for pattern, value in entries:
            if pattern.search(rest):
                named[dimension] = (*named.get(dimension, ()), value)
                rest = pattern.sub(" ", rest)
    return named, rest


def resolve_scope(text: str, check: Check, own_words: Mapping[str, Mapping[str, str]] | None = None) -> Scope:
    """Resolve the words of a claim's scope.

    Args:
        text: the scope, verbatim.
        check: what the check can apply (`scopes`) and which words mean its whole population (`population`).
        own_words: the company's own scope words from its configuration.
    """
    restrictions: dict[str, str] = {}
    unsupported: list[str] = []
    rest = text
    population = re.compile(
        "|".join(rf"\b{re.escape(w.removesuffix('s'))}(?:e?s)?\b" for w in check.population) or r"(?!)", re.IGNORECASE
    )
    meant = [found[0].lower() for found in population.finditer(text)]
    for word, meaning in (own_words or {}).items():
        if re.search(rf"\b{re.escape(word)}\b", rest, re.IGNORECASE):
            restrictions |= {k: v for k, v in meaning.items() if k in check.scopes}
            if not meaning.keys() <= set(check.scopes) and not population.search(word):
                unsupported.append(word)
            rest = re.sub(rf"\b{re.escape(word)}\b", " ", rest, flags=re.IGNORECASE)
    for dimension, entries in sorted(_dimensions().items(), key=lambda one: one[0] not in check.scopes):
        if dimension == NAMES and sum(1 for pattern, _ in entries if pattern.search(rest)) > 1:
            # Several systems by name: the rows that carry the names are picked when the verdict is weighed.
            for pattern, _ in entries:
                rest = pattern.sub(" ", rest)
            continue
        for pattern, value in entries:
            found = pattern.search(rest)
            if not found:
                continue
            rest = pattern.sub(" ", rest)
            if value and dimension in check.scopes:
                before = restrictions.get(dimension)
                restrictions[dimension] = f"{before}, {value}" if before and before != value else value
            elif value and not population.search(found[0]) and not any(found[0].lower() in phrase for phrase in meant):
                unsupported.append(found[0])
            if dimension != SEVERAL:
                break
    rest = population.sub(" ", rest)
    words = tuple(
        word
        for word in re.findall(r"[A-Za-z][\w./-]+", rest)
        if word.lower() not in STOP_WORDS and word.lower().rstrip("s") not in STOP_WORDS
    )
    return Scope(restrictions, tuple(unsupported), words)
