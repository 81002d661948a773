"""The ledger of promised values: every value, and every sentence that states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims import Claim

from ..catalog import Catalog
from .attributes import attribute_of, base_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A promised value.

    Attributes:
        topic: id of the topic.
        parameter: its parameter, with the severity it is promised for where it is one of several (`sla.critical`).
        says: what the parameter is, for people; empty where the catalogue does not say.
        value: in normal form.
        claims: the claims that state it, in the order of the documents.
    """

    topic: str
    parameter: str
    says: str
    value: Any
    claims: tuple[Claim, ...]


def ledger(claims: Sequence[Claim], catalog: Catalog) -> list[Entry]:
    """The promised values of all claims with a topic: by topic in the order of the catalogue, parameter, and first mention.

    Claims of every modality are in it, those of customers and subservice organisations too; each says so itself.
    """
    found: dict[tuple[str, str, str], tuple[Any, list[Claim]]] = {}
    for claim in claims:
        for name, value in claim.params.items():
            one_by_one = value.items() if isinstance(value, dict) else [("", value)]
            for level, one in one_by_one:
                key = (claim.topic, f"{name}.{level}".rstrip("."), repr(one))
                found.setdefault(key, (one, []))[1].append(claim)
    topics = {topic: index for index, topic in enumerate(catalog.topics)}
    keys = sorted(found, key=lambda key: (topics.get(key[0], len(topics)), key[1]))
    return [
        Entry(
            topic=topic, parameter=parameter, says=_says(topic, parameter, catalog), value=found[topic, parameter, shown][0],
            claims=tuple(found[topic, parameter, shown][1]),
        )
        for topic, parameter, shown in keys
    ]  # fmt: skip


def _says(topic: str, parameter: str, catalog: Catalog) -> str:
    attribute = attribute_of(base_of(f"{topic}.{parameter}"), catalog)
    if attribute is not None:
        return attribute.says
    entry = catalog.topics.get(topic)
    known = entry.topic.parameters.get(parameter.partition(".")[0]) if entry else None
    return known.meaning if known else ""
