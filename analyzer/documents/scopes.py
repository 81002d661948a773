"""What a sentence speaks of, and whether two sentences speak of the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from claims.nlp.words import SentenceWords, stem

Overlap = Literal["same", "a_narrower", "b_narrower", "disjoint"]
HERE = Path(__file__).parent
# Words that restrict nothing: everybody's, the whole system's, those of obligation and of time.
PLAIN = frozenset(
    stem(word)
    for word in """
    their his her its themselves itself your my this that these those such logical
    engineering bi semi one ones
    more less later earlier fewer longer shorter higher lower greater better newer and or thereafter both either
    confirm confirmed confirmation affected occur kms invalid failed unsuccessful consecutive successive automatic manual
    all any each every company organization organisation system systems service services platform application applications
    information data security user users account accounts access it department departments team teams member members individual
    individuals people person personnel employee employees staff workforce worker workers personnel member
    requirement requirements policy procedure procedures process processes program programme standard control controls practice
    basis minimum maximum least most time times period interval frequency schedule day days week weeks month months year years
    hour hours minute minutes quarter business calendar annual annually quarterly monthly weekly daily nightly hourly semi-annual
    semiannual least following manner order accordance event case date example place way part number set target deadline sla
    timeline timeframe window limit threshold new current existing relevant appropriate applicable necessary required formal
    documented periodic regular comprehensive complete full own other same different additional prior subsequent
    in-scope scope environment environments infrastructure resource resources asset assets device devices product products
    right rights permission permissions privilege privileges entitlement level levels owner owners manager managers management
    review reviews test tests testing exercise assessment check checks log logs record records activity activities
    change changes incident incidents vulnerability vulnerabilities patch patches backup backups password passwords key keys
    training session sessions screen screens vendor vendors supplier suppliers third-party third party customer customers
    industry best practice use usage notice notification request requests approval completion performance purpose
    evidence ticket documentation result results status accuracy justification verification validation detail details metric metrics
    value values trend commitment commitments we our they us operation operations uptime downtime scan scans scanning update updates
    rto rpo dr recovery objective disaster continuity plan plans mfa sso tls ssl authentication factor factors encryption algorithm
    termination departure separation removal revocation access-review offboarding retention period duration rotation expiration
    responsibility purposes relation area unit group groups list  copy copies production-grade
    validity lifetime age length character characters attempt attempts lockout minimum-length occurrence cycle
    receipt discovery confirmation detection identification availability release installation deployment hire start
    what how often long many which somebody someone anybody anyone whoever once twice
    first finish repeat rehearse pass latest measured lowest highest of in on to for by with at from
    security-related administration function functions need needs matter kind type types number part whole general
    """.split()  # noqa: SIM905 - a hundred quoted words are harder to read
)
_LITERAL = re.compile(r"[A-Za-z][a-z]{3,}")

_HERE = re.compile(
    r"\bthis (?:\w+ ){0,2}?(?:policy|plan|document|standard|procedure|program\w*)\b|^\W*(?:policy|document) review", re.IGNORECASE
)


class Dimension(BaseModel):
    """A way to restrict what a sentence speaks of; see `dimensions.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    special: bool = False
    loose: bool = False
    own: bool = False
    values: dict[str, tuple[str, ...]]


@cache
def dimensions() -> dict[str, Dimension]:
    """All dimensions by name."""
    data = yaml.safe_load((HERE / "dimensions.yaml").read_text(encoding="utf-8"))
    return {name: Dimension.model_validate(entry) for name, entry in data.items()}


@cache
def _patterns() -> list[tuple[str, str, re.Pattern[str]]]:
    return [
        (name, value, re.compile("|".join(f"(?:{one})" for one in words), re.IGNORECASE))
        for name, dimension in dimensions().items()
        for value, words in dimension.values.items()
    ]


def restrictions(text: str) -> dict[str, frozenset[str]]:
    """The restricting words of a text, as values by dimension."""
    found: dict[str, set[str]] = {}
    for name, value, pattern in _patterns():
        if pattern.search(text):
            found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a claim speaks of.

    Attributes:
        restrictions: values by dimension.
        objects: further words, stemmed, that may restrict it.
        condition: words of its conditions, stemmed.
        told: values by parameter that say what the promised value is for.
        here: it speaks of its own document ("this policy").
    """

    restrictions: dict[str, frozenset[str]]
    objects: frozenset[str]
    condition: frozenset[str]
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How what two claims speak of relates.

    Attributes:
        overlap: whether it is the same, one is a part of the other, or they have nothing in common as far as the words tell.
        by: the words that narrow the narrower one.
        special: a rule of its own for the narrower one is usual.
    """

    overlap: Overlap
    by: tuple[str, ...] = ()
    special: bool = False


def neutral(words: Iterable[str], vocabulary: frozenset[str]) -> frozenset[str]:
    """The words left when those of the topic itself and those that restrict nothing are taken away."""
    return frozenset(
        word
        for word in words
        if len(word) > 1 and word not in PLAIN and not any(word.startswith(one) or one.startswith(word) for one in vocabulary)
    )


def vocabulary(expressions: Iterable[str], title: str) -> frozenset[str]:
    """The words that a topic's own expressions and title hold, stemmed."""
    return frozenset(
        stem(word) for text in (*expressions, title) for word in _LITERAL.findall(text.replace("\\b", " ").replace("\\w", " "))
    )


def _is_own(name: str, values: frozenset[str], vocabulary: frozenset[str]) -> bool:
    """Whether the topic's own words hold all of the values."""
    text = " ".join(vocabulary)
    return all(any(re.search(one, text, re.IGNORECASE) for one in dimensions()[name].values[value]) for value in values)


def subject_of(
    text: str, above: str, words: SentenceWords, vocabulary: frozenset[str], told: tuple[tuple[str, tuple[str, ...]], ...]
) -> Subject:
    """What a claim speaks of.

    Args:
        text: its sentence.
        above: the heading and lead-in it stands under; they count in dimensions that the sentence itself says nothing of.
        words: its words by the part they play.
        vocabulary: the words of its topic.
        told: values that say what the promised value is for.
    """
    found = {**restrictions(above), **restrictions(text)}
    found = {name: values for name, values in found.items() if not (dimensions()[name].own and _is_own(name, values, vocabulary))}
    said = {stem(m[0]) for _, _, pattern in _patterns() for m in pattern.finditer(text)}
    said |= {stem(one) for word in said for one in word.split()}
    return Subject(
        restrictions=found, objects=neutral(words.named, vocabulary) - said, told=told,
        condition=neutral(words.condition, vocabulary) - said,
        here=_HERE.search(text) is not None,
    )  # fmt: skip


def relate(a: Subject, b: Subject, same_document: bool) -> Relation:
    """How what two claims speak of relates; what cannot be told counts as having nothing in common."""
    apart = Relation(overlap="disjoint")
    if a.condition != b.condition or ((a.here or b.here) and not same_document):
        return apart
    told_a, told_b = dict(a.told), dict(b.told)
    if any(not set(told_a[name]) & set(told_b[name]) for name in told_a.keys() & told_b.keys()):
        return apart
    narrow: dict[str, list[str]] = {"a": sorted(a.objects - b.objects), "b": sorted(b.objects - a.objects)}
    for name in (told_a.keys() ^ told_b.keys()) - {"clock_start"}:
        narrow["a" if name in told_a else "b"] += told_a.get(name, ()) or told_b.get(name, ())
    special = _narrowed(a, b, narrow)
    if special is None or (narrow["a"] and narrow["b"]):
        return apart
    if not narrow["a"] and not narrow["b"]:
        return Relation(overlap="same")
    side = "a" if narrow["a"] else "b"
    return Relation(overlap="a_narrower" if side == "a" else "b_narrower", by=tuple(dict.fromkeys(narrow[side])), special=special)


def _narrowed(a: Subject, b: Subject, narrow: dict[str, list[str]]) -> bool | None:
    """Add the words of dimensions that narrow one side; whether all are special, or None where they exclude each other."""
    special = True
    for name in a.restrictions.keys() | b.restrictions.keys():
        mine, other = a.restrictions.get(name), b.restrictions.get(name)
        if mine == other:
            continue
        if mine is not None and other is not None:
            if not mine & other:
                return None
            if mine < other or other < mine:
                narrow["a" if mine < other else "b"] += sorted(mine if mine < other else other)
                special = special and dimensions()[name].special
                continue
            return None
        if dimensions()[name].loose or (name == "people" and (mine or other) == {"employee"}):
            continue
        narrow["a" if mine else "b"] += sorted(mine or other or ())
        special = special and dimensions()[name].special
    return special
