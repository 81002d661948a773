"""Residue: what a template leaves behind in a document that was made from it. A rule is a module of this folder with a `KIND`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from claims import Document

from .found import Residue, Words

__all__ = ["Residue", "residue"]
Rule = Callable[[Document, frozenset[str]], Iterator[Words]]


@cache
def rules() -> tuple[tuple[str, Rule], ...]:
    """The rules by the kind of residue that each finds, the surest first."""
    modules = [importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    found = sorted((one for one in modules if hasattr(one, "KIND")), key=lambda one: one.ORDER)
    return tuple((one.KIND, one.find) for one in found)


def residue(documents: Sequence[Document], names: Sequence[str] = ()) -> list[Residue]:
    """What is left of templates in documents, in the order of the text; words are reported once, by the first rule that knows them.

    Args:
        names: how the company and its products are called; what belongs to these is no stranger's.
    """
    own = frozenset(name.lower() for name in names)
    found: list[Residue] = []
    for document in documents:
        order = {id(block): at for at, block in enumerate(document.blocks)}
        taken: dict[int, list[tuple[int, int]]] = {}
        here: list[tuple[int, int, Residue]] = []
        for kind, find in rules():
            for words in find(document, own):
                at, spans = order[id(words.block)], taken.setdefault(id(words.block), [])
                if any(words.start < end and start < words.end for start, end in spans):
                    continue
                spans.append((words.start, words.end))
                text = words.block.text[words.start : words.end].strip()
                place = words.block.place_of(words.start, words.end)
                here.append((at, words.start, Residue(kind=kind, words=text, why=words.why, document=document.name, place=place)))
        found += [one for _, _, one in sorted(here, key=lambda one: one[:2])]
    return found
