"""The other repair: what to change in the system so that the promise becomes true as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import ConfigDict, RootModel

from ..catalog import Loader
from ..model import Verdict

SHOWN = 5


class _Forcings(RootModel[dict[str, str]]):
    model_config = ConfigDict(frozen=True)


@cache
def forcings() -> dict[str, str]:
    """What keeps a promise true by itself, by topic, as `forcing.yaml` has it."""
    file = Path(__file__).with_name("forcing.yaml")
    return _Forcings.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader)).root


def repair_of(verdict: Verdict) -> str | None:
    """The items to bring in line, and what then keeps them so; None where no item breaks the promise."""
    if not verdict.exceptions:
        return None
    named = [one.item for one in verdict.exceptions[:SHOWN]]
    more = len(verdict.exceptions) - len(named)
    items = "; ".join(named) + (f"; and {more:,} more" if more else "")
    count = len(verdict.exceptions)
    what = f"Bring {'this item' if count == 1 else f'these {count:,} items'} in line: {items}."
    forced = forcings().get(verdict.binding.check or verdict.claim.topic, "")
    return f"{what} {forced}".strip()
