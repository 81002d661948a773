"""The other repair: what to change in the system so that the promise becomes true as it stands."""

from __future__ import annotations

from ..model import Verdict
from .desk import Desk

SHOWN = 5


def repair_of(verdict: Verdict, desk: Desk) -> str | None:
    """The items to bring in line, and what then keeps them so; None where no item breaks the promise."""
    if not verdict.exceptions:
        return None
    named = list(dict.fromkeys(one.item for one in verdict.exceptions))
    more = f"; and {len(named) - SHOWN:,} more" if len(named) > SHOWN else ""
    entry = desk.catalog.topics.get(verdict.binding.check or verdict.claim.topic)
    what = "this item" if len(named) == 1 else f"these {len(named):,} items"
    listed = f"{'; '.join(named[:SHOWN])}{more}".removesuffix(".")  # of a name that ends with one ("Smith Inc.")
    return f"Bring {what} in line: {listed}. {entry.forced_by if entry else ''}".strip()
