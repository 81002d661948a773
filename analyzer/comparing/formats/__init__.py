"""Formats of a comparison: a story in, text or a file's bytes out. A format is a module of this folder; nothing to register.

Each has a `NAME`, a `SUFFIX` for its file and `render(story)`. `PRINTED = False` stands for one of bytes, which is written to a
file and never printed.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ..story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of comparisons: its name, the suffix of its file, what makes it, and whether it is text that may be printed."""

    name: str
    suffix: str
    render: Callable[[Story], str | bytes]
    printed: bool


@cache
def formats() -> dict[str, Format]:
    """All formats by name: the modules of this folder."""
    found: dict[str, Format] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        printed = getattr(module, "PRINTED", True)
        found[module.NAME] = Format(name=module.NAME, suffix=module.SUFFIX, render=module.render, printed=printed)
    return found


__all__ = ["Format", "formats"]
