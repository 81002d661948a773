"""Words as data: the phrases that decide modality, quantifier, party and testability, each with an example."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

HERE = Path(__file__).parent
NAMED = re.compile(r"\{([a-z_]+)\}")
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip


class Entry(BaseModel):
    """A phrase and what it decides.

    Attributes:
        phrase: regular expression, matched without regard to case on word boundaries.
        value: what it decides (`planned`, `all`, `customer`, a frequency's normal form).
        example: a sentence in which it does.
        pseudo: expressions that look like the phrase and decide nothing ("as required by" is no obligation).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    phrase: str
    value: str
    example: str
    pseudo: tuple[str, ...] = ()


class Lexicon:
    """The entries of one file, searched together."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._patterns = [
            (entry, re.compile(rf"(?<![\w-])(?:{entry.phrase})(?![\w-])", re.IGNORECASE),
             re.compile("|".join(entry.pseudo), re.IGNORECASE) if entry.pseudo else None)
            for entry in entries
        ]  # fmt: skip

    def find(self, text: str) -> list[tuple[Entry, re.Match[str]]]:
        """All entries that stand in the text, in the order of the text."""
        found = []
        for entry, pattern, pseudo in self._patterns:
            blocked = [m.span() for m in pseudo.finditer(text)] if pseudo else []
            found += [
                (entry, m)
                for m in pattern.finditer(text)
                if not any(s <= m.start() < e or s < m.end() <= e for s, e in blocked)
            ]
        return sorted(found, key=lambda pair: pair[1].start())


@cache
def _file(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon `claims/lexicon/<name>.yaml`."""
    return Lexicon(tuple(Entry.model_validate(entry) for entry in _file(name)))


@cache
def _synonyms() -> dict[str, str]:
    return {name: f"(?:{words})" for name, words in _file("synonyms").items()}


def spelled_out(pattern: str) -> str:
    """An expression with the words that `{removed}` and its like stand for (`synonyms.yaml`) in their place.

    Raises:
        ValueError: if it names a group of words that there is not.
    """
    unknown = sorted({name for name in NAMED.findall(pattern) if name not in _synonyms()})
    if unknown:
        raise ValueError(f"{pattern!r} names words that synonyms.yaml does not hold: {', '.join(unknown)}")
    return NAMED.sub(lambda named: _synonyms()[named[1]], pattern)


Pattern = Annotated[str, AfterValidator(spelled_out)]


@cache
def frequency_phrases() -> tuple[tuple[str, str], ...]:
    """Phrases that state a frequency, and its normal form."""
    return tuple((entry.phrase, entry.value) for entry in lexicon("frequency").entries)


@cache
def section_phrases(part: str) -> tuple[Entry, ...]:
    """A part of `not_claims.yaml`: `sections`, `sentences` or `labels`."""
    return tuple(Entry.model_validate(entry) for entry in _file("not_claims")[part])
