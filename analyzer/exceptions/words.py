"""The words of registers of exceptions, and what their cells say."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from ..catalog import Loader
from ..evidence.casts import FALSE_WORDS, TRUE_WORDS
from ..stems import stem_of, tokens

STOP = frozenset(
    """
    a all an and any are as at be been by can could do does each every for from has have having if in into is it its may must no not
    of on or our per shall should such than that the their them they this those to under up use used using via was were when where
    which while who will with within without
    """.split()  # noqa: SIM905 - so many quoted words are harder to read
)


class _Status(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    refused: str
    unsettled: str
    ended: str
    lasting: str
    in_force: str


class _Terms(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    exceptions: str
    none: str
    grants: str
    deputies: str
    role: str
    ranks: tuple[tuple[str, ...], ...]
    short: dict[str, str]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    roles: dict[str, str]
    approver_besides: str
    called: str
    called_maybe: str
    called_otherwise: str
    called_other_log: str
    foreign: str
    lifts: str
    states: str
    because: str
    events: str
    places: str
    no_names: str
    naming: str
    no_identifiers: str
    everything: str
    nothing: str
    endless: str
    status: _Status
    retroactive: str
    until: str
    prolonged: str
    not_renewed: str
    succeeds: str
    succeeded: str
    still: str
    still_cell: str
    common_words: tuple[str, ...]
    aspects: dict[str, dict[str, str]]
    terms: _Terms


@cache
def lexicon() -> _Words:
    """The words of this package, as `words.yaml` has them."""
    return _Words.model_validate(yaml.load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), Loader))


@lru_cache(4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def finds(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a pattern of `words.yaml` in a text."""
    return _compiled(pattern).search(text)


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern of `words.yaml` is the whole text."""
    return _compiled(pattern).fullmatch(text.strip()) is not None


@cache
def joined(header: str) -> str:
    """A header in lower case, its words joined by `_`: `approvedBy` and `Approved By` are `approved_by`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    return "_".join(re.findall(r"[a-z0-9]+", spaced.lower()))


@cache
def role_of(header: str) -> str | None:
    """What a header of a register means, the first of alternatives ("Account or key"); None for one that means nothing known."""
    name = joined(header)
    first = name.split("_or_", maxsplit=1)[0]
    return next((role for one in (name, first) for role, pattern in lexicon().roles.items() if fits(pattern, one)), None)


def is_nothing(cell: str) -> bool:
    """Whether a cell says nothing, such as `N/A`, or only that it has yet to be filled."""
    return fits(lexicon().nothing, cell)


def answer_of(cell: str) -> bool | None:
    """Whether a cell says yes or no."""
    text = cell.strip().lower()
    return True if text in TRUE_WORDS else False if text in FALSE_WORDS else None


@cache
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that mean something."""
    words = [word.lower() for word in tokens(text) if len(word) > 1 and word.isalpha()]
    return frozenset(stem_of(word) for word in words if word not in STOP)
