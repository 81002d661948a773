"""Whether an entry of a register is about an item of a claim's population.

It is about what stands in its columns of affected things, as a name or an identifier. Where it has none it is about what its words
name by an identifier, or by all words of a name of several. What several items share names none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from claims import Claim

from ..model import Observation
from .mention import (
    cells_of,
    days_of,
    how_mentioned,
    is_identifier,
    mentioned,
    names_another,
    refers_to,
    stands_in,
    without,
    words_of,
)
from .register import Acceptance
from .rules import families, rule_words
from .subject import is_other_rule, speaks_of
from .words import finds, fits, is_nothing, joined, lexicon

SHORTEST = 4  # characters of a name; a shorter one stands in other words
NEAR = 40  # characters between two words of a name that a sentence spells out
FEW_DAYS = timedelta(days=31)  # for which a rule is lifted for all that happens
MANY = 4  # words of a name that tell it in any order
NO_CELLS: frozenset[str] = frozenset()
About = Literal["event", "item", "group", "other"]
SEPARATES = re.compile(r"[;,\n|/]|\s+(?:and|&|or)\s+|\s+-\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What names an item.

    Attributes:
        item: its name, in lower case.
        identifiers: values of its row that look like identifiers, in lower case, its name included where it looks like one.
        own: those of them that no other failing item shares.
        names: values of its row that name things or people in words, with their columns.
        places: values of its row that say where it was found, in lower case.
        cells: all values of its row that words can mention, in lower case.
        telling: those of them that no other failing item shares.
        days: the days of its row, and of its name.
    """

    item: str
    identifiers: frozenset[str]
    own: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    cells: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()


def names_of(failing: Sequence[Observation], last: date | None = None, *, in_words: bool = True) -> list[Named]:
    """What names each of the failing items.

    Args:
        last: the end of the period, for dates without a year.
        in_words: whether entries name things in words, for which all values and days of the rows are needed.
    """
    found = [_identifiers(observation) for observation in failing]
    shared = Counter(one for identifiers in found for one in identifiers)
    said = [cells_of(observation) if in_words else NO_CELLS for observation in failing]
    common = Counter(cell for cells in said for cell in cells)
    return [
        Named(
            item=observation.item.strip().lower(),
            identifiers=identifiers,
            own=frozenset(one for one in identifiers if shared[one] == 1 or one == observation.item.strip().lower()),
            names=_names(observation.row) | turned(observation.item.strip().lower()),
            places=frozenset(value.lower() for _, value in _cells(observation.row, lexicon().places)),
            cells=cells,
            telling=frozenset(cell for cell in cells if common[cell] == 1),
            days=days_of(observation, last) if in_words else frozenset(),
        )
        for observation, identifiers, cells in zip(failing, found, said, strict=True)
    ]


def about(entry: Acceptance, named: Named, claim: Claim, observation: Observation) -> About | None:
    """How an entry is about an item: it names what happened, or the item; or it covers a group of which the item is one.

    An entry of another rule excuses nothing: where it states its rule in words of its own it is about another one, else about none.
    """
    if _for_some_days(entry, claim):
        return "group"
    refers = refers_to(observation, entry.reference) and not finds(lexicon().terms.exceptions, claim.text)
    if not refers and not _may_name(entry, named) and not mentioned(entry.concerns, named):
        return None
    how = _how(entry, named, claim)
    if how is None and refers and not entry.affected and not names_another(entry.concerns, named, entry.reference):
        how = "item"
    if how is None or is_other_rule(entry.subject, claim, observation):
        return None
    if is_other_stated(entry, named, claim, observation):
        return "other" if how != "group" else None
    return how


def is_other_stated(entry: Acceptance, named: Named, claim: Claim, observation: Observation) -> bool:
    """Whether an entry states a rule in words of its own, and it is not the claim's."""
    stated = entry.rule or without(entry.concerns, named)
    if claim.id in entry.rules.known:
        return claim.id not in entry.rules.about and not _allows(entry, observation)
    words = families(rule_words(stated))
    if not words or claim.topic in entry.subject.topics:
        return False
    return not words & families(f"{claim.text} {' '.join(claim.heading_path[-1:])} {' '.join(claim.params)} {observation.reason}")


def _allows(entry: Acceptance, observation: Observation) -> bool:
    """Whether an entry says all of what was found of an item ("permanent"), so that it allows just that."""
    found = families(observation.observed)
    return bool(found) and found <= families(rule_words(entry.rule or entry.concerns))


def _how(entry: Acceptance, named: Named, claim: Claim) -> About | None:
    """How an entry is about an item, whatever its rule."""
    columns = [(header, cell) for header, cell in entry.affected.items() if not fits(lexicon().everything, cell)]
    if _contradicts(columns, named):
        return None
    for header, cell in columns:
        if hit := _affects(cell, named):
            is_event = finds(lexicon().events, joined(header)) is not None or (hit == named.item and not _is_place(header))
            return "event" if is_event and hit in named.own else "item"
    if not columns and entry.concerns and not entry.affected:
        return how_mentioned(entry.concerns, named, speaks=speaks_of(entry.subject, claim) or claim.id in entry.rules.about)
    if not columns:
        return _in_words(entry, named, claim) or ("group" if _covers_all(entry, claim) else None)
    if any(stands_in(one, entry.text) and is_numbered(one) for one in named.own):
        return "item"
    grouped = any(place in _elements(cell) for _, cell in columns for place in named.places | named.identifiers)
    return "group" if grouped and speaks_of(entry.subject, claim) else None


def _in_words(entry: Acceptance, named: Named, claim: Claim) -> About | None:
    """Whether an entry without affected things names an item in its words."""
    if any(stands_in(one, entry.prose) for one in named.own):
        return "event" if any(is_numbered(one) and stands_in(one, entry.prose) for one in named.own) else "item"
    if not speaks_of(entry.subject, claim) and claim.topic not in entry.subject.related:
        return None
    return "item" if any(_spelt(words_of_name(name), entry.text) for name in (named.item, *sorted(named.own))) else None


def _may_name(entry: Acceptance, named: Named) -> bool:
    """Whether an entry says any of an item's names at all; cheap, because most entries are about other items."""
    said = entry.words
    if any(name in said for name in (named.item, *named.identifiers, *named.names, *named.places)):
        return True
    if any(fits(lexicon().everything, cell) for cell in entry.affected.values()):
        return True
    return any((words := words_of_name(name)) and all(word in said for word in words) for name in (named.item, *named.own))


def _spelt(words: Sequence[str], text: str) -> bool:
    """Whether a text spells out a name: its words in their order and near each other, or many words in any order."""
    if not words:
        return False
    if len(words) >= MANY:
        return all(finds(rf"\b{re.escape(word)}", text) for word in words)
    spelt = r"\W+(?:\w+\W+){0,3}?".join(rf"\b{re.escape(word)}s?\b" for word in words)
    found = finds(spelt, text)
    return found is not None and len(found[0]) <= sum(map(len, words)) + NEAR


@cache
def words_of_name(item: str) -> tuple[str, ...]:
    """The words of a name of several, such as `ledger-export@...`; none where it has fewer or they name nothing by themselves."""
    words = [word for word in re.split(r"[^a-z]+", item.split("@", maxsplit=1)[0]) if word]
    telling = [word for word in words if len(word) >= 3 and word not in lexicon().common_words]
    return tuple(words) if len(words) >= 2 and telling and not re.search(r"\d", item.split("@", maxsplit=1)[0]) else ()


def _covers_all(entry: Acceptance, claim: Claim) -> bool:
    """Whether an entry covers everything that happened within its days, by the rule of a claim."""
    whole = any(fits(lexicon().everything, cell) for cell in entry.affected.values())
    return whole and entry.end is not None and speaks_of(entry.subject, claim)


def _for_some_days(entry: Acceptance, claim: Claim) -> bool:
    """Whether an entry names no thing, and lifts the rule of a claim for what happens within its few days."""
    if entry.affected or entry.concerns or claim.id not in entry.rules.about or not entry.start or not entry.end:
        return False
    words = families(rule_words(entry.rule)) - families(" ".join(claim.heading_path[-1:]))
    return entry.end - entry.start <= FEW_DAYS and (not words or bool(words & families(claim.text)))


def _affects(cell: str, named: Named) -> str | None:
    """The name or identifier of an item that a cell of affected things holds."""
    elements = _elements(cell)
    for name in (named.item, *sorted(named.own), *sorted(named.names - named.places)):
        if name in elements or (is_identifier(name) and name in named.own | {named.item} and stands_in(name, cell)):
            return name
    return None


@cache
def _elements(cell: str) -> frozenset[str]:
    """The things that a cell names, each also without what stands in brackets behind it, and that by itself."""
    found: set[str] = set()
    for part in [cell, *SEPARATES.split(cell)]:
        text = part.strip().lower()
        found |= {text, re.sub(r"\s*\(.*", "", text), *(inner.strip() for inner in re.findall(r"\(([^)]*)\)", text))}
    return frozenset(form for one in found if one for form in turned(one))


def turned(name: str) -> frozenset[str]:
    """A name, and where it is one of a person with the family name first also with it last."""
    found = re.fullmatch(r"([^\W\d][\w' -]*), ([^\W\d][\w'. -]*)", name)
    return frozenset((name, f"{found[2]} {found[1]}")) if found else frozenset((name,))


def _contradicts(columns: Sequence[tuple[str, str]], named: Named) -> bool:
    """Whether an entry names other items of the same kind than this one, such as another incident or another host."""
    told = frozenset(word for _, cell in columns for word in words_of(cell))
    kinds = {_kind(word) for word in told if is_identifier(word)}
    own = {one for one in named.identifiers if _kind(one) in kinds and _kind(one)}
    if any(not {one for one in own if _kind(one) == kind} & told for kind in {_kind(one) for one in own}):
        return True
    placed = [cell for header, cell in columns if _is_place(header)]
    hosts = [place for place in named.places if is_identifier(place)]
    others = [cell for header, cell in columns if not _is_place(header)]
    if placed and hosts and others and not any(stands_in(host, cell) for cell in placed for host in hosts):
        return not any(_affects(cell, named) for cell in placed)
    return False


@cache
def _kind(identifier: str) -> str:
    """The kind of an identifier that numbers things: `inc-#` for INC-2041; empty for one that does not."""
    found = re.fullmatch(r"([a-z]{1,8})[-_#]?\d[\d_-]*", identifier.lower())
    long = re.fullmatch(r"([a-z]{2,8}(?:[-_][a-z]{1,8})*)[-_#]\d[\d_-]*", identifier.lower())
    return f"{(found or long)[1]}-#" if found or long else ""  # type: ignore[index]


def is_numbered(identifier: str) -> bool:
    """Whether an identifier numbers things of a kind, such as INC-2041."""
    return _kind(identifier) != ""


def _is_place(header: str) -> bool:
    return finds(lexicon().places, joined(header)) is not None


def _cells(row: Mapping[str, object], columns: str) -> list[tuple[str, str]]:
    return [
        (key, value.strip())
        for key, value in row.items()
        if isinstance(value, str) and value.strip() and finds(columns, joined(key))
    ]


def _identifiers(observation: Observation) -> frozenset[str]:
    others = lexicon().no_names
    cells = [value for key, value in observation.row.items() if isinstance(value, str) and not finds(others, joined(key))]
    return frozenset(value.strip().lower() for value in (observation.item, *cells) if is_identifier(value))


def _names(row: Mapping[str, object]) -> frozenset[str]:
    """Names in words: of people, vendors, systems."""
    return frozenset(
        form
        for key, value in _cells(row, lexicon().naming)
        if not is_nothing(value) and not finds(lexicon().no_names, joined(key)) and len(value) >= SHORTEST
        for form in turned(value.lower())
    )
