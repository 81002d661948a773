"""Words that are wrong or weak wherever they stand: the entries of `words/*.yaml`, each with an example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

HERE = Path(__file__).parent / "words"


class Entry(BaseModel):
    """A phrase, and what is wrong with it.

    Attributes:
        phrase: regular expression, matched without regard to case.
        unless: a sentence that matches one of them is not meant.
        why: what is wrong, and what would be right, for the reader of the finding.
        since: from this day on it is wrong (`2026-09-22`); empty for always.
        example: a sentence in which it is wrong.
        not_example: a sentence that looks alike and is right.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    phrase: str
    unless: tuple[str, ...] = ()
    why: str
    since: str = ""
    example: str
    not_example: str = ""


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """The entries of `words/NAME.yaml`."""
    return tuple(Entry.model_validate(one) for one in yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")))


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def found_in(name: str, text: str) -> Iterator[tuple[Entry, int, int]]:
    """The entries of a list that stand in a text, each with its span."""
    for entry in entries(name):
        if any(_pattern(one).search(text) for one in entry.unless):
            continue
        for match in _pattern(entry.phrase).finditer(text):
            yield entry, *match.span()
