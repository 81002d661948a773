"""Small plots of a finding, as SVG made here. A plot is a module of this folder with a `plot`; nothing to register.

`plot(verdict, period)` gives a `Plot`, or None where a look at numbers would tell nothing or could mislead. Every plot says the
same in words, which stand under it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from ...model import Period, Verdict
from .drawing import Plot, items_of

Maker = Callable[[Verdict, Period], Plot | None]


@cache
def _makers() -> tuple[Maker, ...]:
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return tuple(module.plot for module in modules if hasattr(module, "plot"))


def plots_of(verdict: Verdict, period: Period) -> tuple[Plot, ...]:
    """The plots that say something of a verdict."""
    made = (make(verdict, period) for make in _makers())
    return tuple(one for one in made if one is not None)


__all__ = ["Plot", "items_of", "plots_of"]
