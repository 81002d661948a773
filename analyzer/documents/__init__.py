"""Documents against documents: what they promise differently, what cannot hold by itself, and words that damage a claim.

A rule is a module of `rules/` with `find(material)`, which yields `Conflict` and `Language`; nothing to register.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from claims import Claim, Document

from ..catalog import Catalog
from ..model import Conflict, Language, Verdict
from . import rules
from .inventories import Inventory
from .material import Material

Rule = Callable[[Material], Iterator[Conflict | Language]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the documents say of each other and of themselves."""

    conflicts: tuple[Conflict, ...]
    language: tuple[Language, ...]


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules, by the names of their modules."""
    names = sorted(info.name for info in pkgutil.iter_modules(rules.__path__))
    return tuple(importlib.import_module(f"{rules.__name__}.{name}").find for name in names)


def compare_documents(
    documents: Sequence[Document], claims: Sequence[Claim], catalog: Catalog, as_of: date, today: date,
    people: frozenset[str] | None = None, verdicts: Sequence[Verdict] = (), inventories: Sequence[Inventory] = (),
) -> Compared:  # fmt: skip
    """Hold documents against each other and each against itself; no evidence is needed.

    Args:
        as_of: the day the review speaks for.
        today: the day it is made.
        people: names on the roster among the evidence, lower-case, or None without one.
        verdicts: what the evidence says of the claims, so that a conflict can name the side that it supports.
        inventories: what the evidence lists of the technologies that documents name.
    """
    material = Material(
        documents=tuple(documents), claims=tuple(claims), catalog=catalog, as_of=as_of, today=today, people=people,
        inventories=tuple(inventories),
    )  # fmt: skip
    found = [one for rule in all_rules() for one in rule(material)]
    places = {document.name: index for index, document in enumerate(documents)}
    judged = {verdict.claim.id: verdict for verdict in verdicts}
    conflicts = [_weighed(one, judged) for one in found if isinstance(one, Conflict)]
    language = [one for one in found if isinstance(one, Language)]
    conflicts.sort(key=lambda one: (places[one.a.document], one.a.place.start, places[one.b.document], one.b.place.start))
    language.sort(key=lambda one: (one.kind, places[one.document], one.place.paragraph or 0, one.place.start))
    return Compared(conflicts=tuple(conflicts), language=tuple(dict.fromkeys(language)))


def _weighed(conflict: Conflict, judged: dict[str, Verdict]) -> Conflict:
    """A conflict with what the evidence says of its sides."""
    a, b = (judged[one.claim].status if one.claim in judged else None for one in (conflict.a, conflict.b))
    if a == "supported" and b != "supported":
        return replace(conflict, supported="a")
    if b == "supported" and a != "supported":
        return replace(conflict, supported="b")
    return conflict
