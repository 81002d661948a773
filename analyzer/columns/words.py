"""Words as a header and a sentence share them: stems, words of one meaning, and what a cell says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from ..catalog import Loader
from ..stems import stem_of, tokens

Says = Literal["yes", "no", "pending", "nothing", "something"]
# What ends the short answer of a cell and begins a remark: "Yes (Terraform)", "No - pending".
REMARK = re.compile(r"\s*(?:\(|\s[-–—]\s|;|,|:).*$", re.DOTALL)
UNITS = ("d", "h", "s", "m", "min", "mins", "sec", "secs", "hrs")  # at the end of a header
ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
UNIT = "department"
LONGEST_ANSWER = 40  # characters; a longer text is a remark, whatever its first word


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    generic: tuple[str, ...]
    containers: tuple[str, ...]
    same: tuple[str, ...]
    phrases: dict[str, str]
    negative: tuple[str, ...]
    pending: tuple[str, ...]
    positive: tuple[str, ...]
    nothing: tuple[str, ...]
    begins: tuple[str, ...]
    obliges: str
    presence: str
    within: str
    keeps: str
    established: str
    stop: str


@cache
def lexicon() -> _Words:
    """The words of this package, as `words.yaml` has them."""
    return _Words.model_validate(yaml.load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), Loader))


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no meaning of their own."""
    return frozenset(lexicon().stop.split())


@cache
def stem(word: str) -> str:
    """The stem of a word, the first of those that mean the same."""
    if word.lower().startswith(UNIT):
        return UNIT  # and nothing that departs
    found = stem_of(word)
    return _same().get(found, found)


@cache
def _same() -> dict[str, str]:
    return {one: group.split()[0] for group in lexicon().same for one in group.split()}


@cache
def beginnings() -> frozenset[str]:
    """Stems of the headers of moments at which something begins."""
    return frozenset(_same().get(one, one) for one in lexicon().begins)


@cache
def generic_words() -> frozenset[str]:
    """Header words that say only what kind of value stands below."""
    return frozenset(word for line in lexicon().generic for word in line.split())


def about_of(header: str) -> tuple[str, ...]:
    """The stems of what a header is about, in their order, without what stands at its ends and names the kind of value."""
    words = [word.lower() for word in tokens(in_short(header)) if not word.isdigit()]
    while words and (words[-1] in generic_words() or words[-1] in UNITS):
        words.pop()
    while words and words[0] in generic_words():
        words.pop(0)
    return tuple(stem(word) for word in words if word not in stop_words())


@cache
def initialisms(text: str) -> frozenset[str]:
    """What the first letters of two to five words in a row spell ("data subject access request": dsar)."""
    words = [word.lower() for word in tokens(text) if word.isalpha()]
    return frozenset(
        "".join(word[0] for word in words[at : at + size]) for size in range(2, 6) for at in range(len(words) - size + 1)
    )


@cache
def phrases(text: str) -> frozenset[str]:
    """What a text says in several words and headers in one ("confidentiality agreement": nda)."""
    return frozenset(stem(short) for short, said in lexicon().phrases.items() if re.search(said, text, re.IGNORECASE))


@cache
def in_short(text: str) -> str:
    """A text with the one word that headers have for what it says in several, and ordinal numbers as words."""
    for figure, word in ORDINALS.items():
        text = re.sub(rf"\b{figure}\b", word, text, flags=re.IGNORECASE)
    for short, said in lexicon().phrases.items():
        text = re.sub(said, short, text, flags=re.IGNORECASE)
    return text


@cache
def container_stems() -> frozenset[str]:
    """Stems of words that say only what kind of file it is."""
    return frozenset(stem(word) for line in lexicon().containers for word in line.split())


@cache
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that mean something."""
    return frozenset(stem(word) for word in tokens(text) if word.lower() not in stop_words())


def subject_stems(names: Iterable[str]) -> frozenset[str]:
    """The stems of names of files and tables that say what their records are about."""
    found = frozenset(one for name in names for one in stems(name))
    return frozenset(
        one for one in found if one not in container_stems() and one not in generic_words() and len(one) > 1 and not one.isdigit()
    )


@cache
def _patterns() -> tuple[tuple[Says, re.Pattern[str]], ...]:
    words = lexicon()
    groups: tuple[tuple[Says, tuple[str, ...]], ...] = (
        ("nothing", words.nothing), ("no", words.negative), ("pending", words.pending), ("yes", words.positive),
    )  # fmt: skip
    return tuple((name, re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)) for name, patterns in groups)


@cache
def says(cell: str) -> Says:
    """What a cell says: yes, no, not yet, nothing at all, or something else, such as a name or a number."""
    text = " ".join(cell.split())
    answer = REMARK.sub("", text)
    if len(answer) > LONGEST_ANSWER:
        return "something"
    for name, pattern in _patterns():
        if pattern.fullmatch(answer):
            return name
    return "something"
