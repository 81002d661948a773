"""The ways in which the columns of records can be held against a claim: a file each, with a function `offers`.

`offers(asked, records, scope)` gives the tests that a record set offers for a claim. The files are found by walking; a new one
needs no entry anywhere.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache

from ..candidate import Candidate, Scope
from ..claim import Asked
from ..profile import RecordSet

Offers = Callable[[Asked, RecordSet, Scope], Iterator[Candidate]]


@cache
def ways() -> tuple[Offers, ...]:
    """The functions `offers` of all files here, in the order of their names."""
    modules = (importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__))
    return tuple(one.offers for one in modules)


def comparisons(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """All tests that a record set offers for a claim in these ways.

    Args:
        asked: the claim, or a part of it.
        scope: the values to which the rows are restricted that it speaks of.
    """
    for offers in ways():
        yield from offers(asked, records, scope)
