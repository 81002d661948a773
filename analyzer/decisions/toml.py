"""TOML of the values that decisions hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
# Characters that turn the order of what stands around them on the screen, or show nothing: they are written as numbers.
UNSEEN = frozenset(map(chr, (0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070))))


def value(given: Any) -> str:
    """A value as TOML writes it, on one line.

    Raises:
        TypeError: if TOML has no such value.
    """
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, (int, float)):
        return repr(given)
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str):
        return f'"{"".join(_character(one) for one in given)}"'
    if isinstance(given, Mapping):
        return "{ " + ", ".join(f"{key(str(name))} = {value(one)}" for name, one in given.items()) + " }" if given else "{}"
    if isinstance(given, (list, tuple)):
        return "[" + ", ".join(value(one) for one in given) + "]"
    raise TypeError(f"{type(given).__name__} is no value of TOML")


def key(name: str) -> str:
    """A key, in quotation marks where it needs them."""
    return name if name and BARE.issuperset(name) else value(name)


def _character(one: str) -> str:
    if one in SHORT:
        return SHORT[one]
    code = ord(one)
    if 0xD800 <= code <= 0xDFFF:
        return "\\uFFFD"  # half of a pair is no character
    if code < 0x20 or 0x7F <= code < 0xA0 or one in UNSEEN:
        return f"\\u{code:04X}"
    return one
