"""Labelled documents that lie outside the repository: quotes and their topics, laid onto the units that the product reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claims.readers import read
from claims.units import Unit, units_of

SAME = 0.8  # share of the shorter text's words from which on two texts stand for the same place


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A unit, the topics it is a claim on, and the source it comes from (what is left out together)."""

    source: str
    unit: Unit
    topics: tuple[str, ...]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:\.[0-9]+)*", text.lower())


def _overlap(quote: list[str], unit: list[str]) -> float:
    small, large = sorted((quote, unit), key=len)
    if not small:
        return 0.0
    if f" {' '.join(small)} " in f" {' '.join(large)} ":
        return 1.0
    share = sum((Counter(small) & Counter(large)).values()) / len(small)
    return share if share >= SAME else 0.0


def lay_on(units: list[Unit], quotes: list[tuple[str, str]], source: str, until: str | None = None) -> list[Example]:
    """Give each quote's topic to the unit it was taken from.

    Args:
        quotes: pairs of quote and topic.
        source: where the document comes from.
        until: the text before which the labels end; units behind it are left out.
    """
    words = [_words(unit.quote(0, len(unit.text))) for unit in units]
    topics: list[list[str]] = [[] for _ in units]
    for quote, topic in quotes:
        found = _words(quote)
        offers = [
            (overlap, -abs(len(found) - len(own)), -topics[index].count(topic), -index)
            for index, own in enumerate(words)
            if (overlap := _overlap(found, own))
        ]
        if offers:
            topics[-max(offers)[3]].append(topic)
    end = len(units)
    if until:
        last = _words(until)
        end = next((i for i, own in enumerate(words) if own and _overlap(last, own) == 1.0), len(units))
    return [Example(source=source, unit=u, topics=tuple(t)) for u, t in zip(units[:end], topics[:end], strict=True)]


def labelled_examples(folder: Path) -> Iterator[Example]:
    """The examples of a folder that holds `docs/` with `claims/` and `packs/` with `verdicts/`."""
    for sheet in sorted((folder / "claims").glob("*.json")):
        label = json.loads(sheet.read_text(encoding="utf-8"))
        name = sheet.name.removesuffix(".json")
        quotes = [(c["quote"], c["topic"]) for c in label["claims"]]
        units = list(units_of(read(folder / "docs" / name)))
        yield from lay_on(units, quotes, name.split("--", maxsplit=1)[0], label.get("labelled_until"))
    for sheet in sorted((folder / "verdicts").glob("*.json")):
        label = json.loads(sheet.read_text(encoding="utf-8"))
        for name in label["documents"]:
            file = folder / "packs" / sheet.stem / "evidence" / name
            if file.exists():
                quotes = [(c["quote"], c["topic"]) for c in label["claims"] if c["document"] == name]
                yield from lay_on(list(units_of(read(file))), quotes, sheet.stem.split("-", maxsplit=1)[0])
