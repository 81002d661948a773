"""Frozen dataclasses as JSON and back, without loss: told by their type hints, and by a tag where those allow any value."""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

TAG = "$"
_TAGGED: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "duration": (timedelta, lambda one: [one.days, one.seconds, one.microseconds], lambda one: timedelta(*one)),
    "decimal": (Decimal, str, Decimal),
    "uuid": (UUID, str, UUID),
    "bytes": (bytes, bytes.hex, bytes.fromhex),
}


class PlainError(ValueError):
    """A value that is not what its type asks for; the message says where it stands and what is wrong."""


def to_plain(value: Any) -> Any:
    """A value as JSON holds it, so that `from_plain` with the value's type gives an equal one.

    Args:
        value: a dataclass, or what its fields may hold: text, numbers, dates and times, durations, decimals, UUIDs, bytes,
            lists, tuples, sets, maps.

    Raises:
        TypeError: for any other value.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _field(getattr(value, one.name), _hints(type(value))[one.name]) for one in fields(value)}
    return _any(value)


def _field(value: Any, hint: Any) -> Any:
    """A field's value; a tuple whose type is known needs no tag."""
    if get_origin(hint) is tuple and isinstance(value, tuple):
        inner = get_args(hint)
        return [_field(one, inner[0] if inner[-1] is Ellipsis else inner[at]) for at, one in enumerate(value)]
    if hint is date:
        return value.isoformat()
    return to_plain(value)


def _any(value: Any) -> Any:
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {f"{TAG}float": str(value)}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) and not key.startswith(TAG) for key in value):
            return {key: _any(one) for key, one in value.items()}
        return {f"{TAG}map": [[_any(key), _any(one)] for key, one in value.items()]}
    if isinstance(value, list):
        return [_any(one) for one in value]
    if isinstance(value, tuple):
        return {f"{TAG}tuple": [_any(one) for one in value]}
    if isinstance(value, (set, frozenset)):
        return {f"{TAG}{type(value).__name__}": [_any(one) for one in value]}
    for name, (kind, write, _) in _TAGGED.items():
        if isinstance(value, kind):
            return {f"{TAG}{name}": write(value)}
    raise TypeError(f"{type(value).__name__} cannot be saved")


def from_plain(kind: Any, value: Any, at: str = "") -> Any:  # noqa: PLR0911
    """The value of a type that `to_plain` made the given one of.

    Args:
        kind: the type: a dataclass, or the hint of a field.
        at: where the value stands, for messages.

    Raises:
        PlainError: if the value does not fit the type, a field is missing that has no default, or one is unknown.
    """
    if kind is Any:
        return _anything(value, at)
    if is_dataclass(kind):
        return _dataclass(kind, value, at)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(inner, value, at)
    if origin is Literal:
        return _check(value in inner and isinstance(value, str), value, " or ".join(map(str, inner)), at)
    if origin is tuple:
        return _tuple(inner, value, at)
    if origin is dict:
        return _map(inner, value, at)
    if kind is date:
        return _date(value, at)
    if kind is float:
        value = _anything(value, at)
        return float(_check(isinstance(value, (int, float)) and not isinstance(value, bool), value, "a number", at))
    return _check(type(value) is kind, value, f"of type {getattr(kind, '__name__', kind)}", at)


def _check(fits: bool, value: Any, wanted: str, at: str) -> Any:
    if not fits:
        shown = repr(value)
        raise PlainError(f"{at or 'the whole'}: {shown[:60] + ('…' if len(shown) > 60 else '')} is not {wanted}")
    return value


def _dataclass(kind: Any, value: Any, at: str) -> Any:
    _check(isinstance(value, dict), value, f"an object with the fields of {kind.__name__}", at)
    known: dict[str, Field[Any]] = {one.name: one for one in fields(kind)}
    if unknown := sorted(set(value) - set(known)):
        raise PlainError(f"{at or 'the whole'}: {kind.__name__} has no field {', '.join(unknown)}")
    lacking = [n for n, f in known.items() if n not in value and f.default is MISSING and f.default_factory is MISSING]
    if lacking:
        raise PlainError(f"{at or 'the whole'}: the field {', '.join(lacking)} is missing")
    hints = _hints(kind)
    return kind(**{name: from_plain(hints[name], one, f"{at}.{name}".lstrip(".")) for name, one in value.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _one_of(inner: tuple[Any, ...], value: Any, at: str) -> Any:
    if value is None and type(None) in inner:
        return None
    rest = [one for one in inner if one is not type(None)]
    if len(rest) == 1:
        return from_plain(rest[0], value, at)
    for one in rest:
        try:
            return from_plain(one, value, at)
        except PlainError:
            continue
    return _check(False, value, " or ".join(getattr(one, "__name__", str(one)) for one in rest), at)


def _tuple(inner: tuple[Any, ...], value: Any, at: str) -> tuple[Any, ...]:
    _check(isinstance(value, list), value, "a list", at)
    if inner[-1] is Ellipsis:
        if inner[0] is int and all(type(one) is int for one in value):
            return tuple(value)
        return tuple(from_plain(inner[0], one, f"{at}[{number}]") for number, one in enumerate(value))
    _check(len(value) == len(inner), value, f"a list of {len(inner)}", at)
    return tuple(from_plain(kind, one, f"{at}[{number}]") for number, (kind, one) in enumerate(zip(inner, value, strict=True)))


def _map(inner: tuple[Any, ...], value: Any, at: str) -> dict[str, Any]:
    found = _anything(value, at) if inner[1] is Any else value
    _check(isinstance(found, dict), value, "an object", at)
    return found if inner[1] is Any else {key: from_plain(inner[1], one, f"{at}.{key}") for key, one in found.items()}


def _date(value: Any, at: str) -> date:
    try:
        return date.fromisoformat(_check(isinstance(value, str), value, "a day as 2026-01-31", at))
    except ValueError as error:
        raise PlainError(f"{at}: {value!r} is not a day as 2026-01-31") from error


def _anything(value: Any, at: str) -> Any:
    """A value that no hint describes: a tag tells what JSON cannot."""
    if isinstance(value, list):
        return [_anything(one, f"{at}[{number}]") for number, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    tag = next((key for key in value if key.startswith(TAG)), None)
    if tag is None:
        return {key: _anything(one, f"{at}.{key}") for key, one in value.items()}
    return _tagged(tag, value, at)


def _tagged(tag: str, value: dict[str, Any], at: str) -> Any:
    _check(len(value) == 1, value, "a value with one tag", at)
    name, held = tag.removeprefix(TAG), value[tag]
    try:
        if name in _TAGGED:
            return _TAGGED[name][2](held)
        match name:
            case "float":
                return float(held)
            case "map":
                return {_anything(key, at): _anything(one, at) for key, one in held}
            case "tuple" | "set" | "frozenset":
                kinds: dict[str, Callable[[list[Any]], Any]] = {"tuple": tuple, "set": set, "frozenset": frozenset}
                return kinds[name](_anything(held, at))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise PlainError(f"{at}: {held!r} is no {name}") from error
    raise PlainError(f"{at}: {tag} is unknown")
