"""What doubts about the evidence leave of a share: it is counted as if everything that they name failed.

An assurance test that failed makes a promise for all of a population `not_shown`. A promise for a part of it can stand beside
such a doubt: "at least 95% of laptops" is kept by 117 of 119 even if the three people without a laptop on record have one that
is not encrypted. That can be counted only where the test names its items one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import AssuranceResult, Observation


def least_share(
    guards: Sequence[AssuranceResult], population: int, kept: int, holding: Sequence[Observation], broken: Sequence[Observation]
) -> float | None:
    """The share of a population that keeps a promise whatever becomes of what the doubts name.

    Args:
        guards: the tests that failed.
        population: number of items.
        kept: how many of them keep the promise or are excused.
        holding: those that keep it, or none where they are too many to be at hand.
        broken: those that do not or cannot be told, excused ones included.

    Returns:
        0 to 1; None where a test names nothing, or names what stands in no row and is no item that the population may lack.
    """
    failing: set[int] = set()
    missing: set[str] = set()
    for guard in guards:
        if not guard.items:
            return None
        for item in guard.items:
            named = {at for at, one in enumerate(holding) if _names(one, item)}
            if any(_names(one, item) for one in broken):
                failing |= named
                continue
            if not holding or not (named or _counts_rows(guard, population) or _is_of_a_kind(item, guard, (*holding, *broken))):
                return None
            failing |= named
            missing |= set() if named else {item}
    return max(kept - len(failing), 0) / (population + len(missing)) if population else None


def _counts_rows(guard: AssuranceResult, population: int) -> bool:
    """Whether what a test names are items that a population lacks: it holds another list against just these rows."""
    return guard.part == "reconciliation" and population in guard.counts.values()


def _is_of_a_kind(item: str, guard: AssuranceResult, items: Sequence[Observation]) -> bool:
    """Whether a test names things as the population does, each once, so that this is one more item of it at most."""
    known = {one.item.casefold() for one in items}
    if len(known) < len(items) or not any(named.casefold() in known for named in guard.items):
        return False
    return _shape(item) in {_shape(one) for one in known}


def _shape(item: str) -> str:
    """How a key is written, whatever its letters and digits ("a-9")."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", item))


def _names(one: Observation, item: str) -> bool:
    """Whether an item of a test is one of a population, a part of it, or a value of its row; a bare number may be anything."""
    wanted = item.casefold()
    if one.item.casefold() == wanted or _parts(one.item) in (_parts(item), _parts(item)[:-1]):
        return True
    return not wanted.isdecimal() and any(str(value).casefold() == wanted for value in one.row.values())


def _parts(item: str) -> list[str]:
    """The parts of a key of several columns ("web 1301", "web#1301")."""
    return re.split(r"[\s#]+", item.casefold())
