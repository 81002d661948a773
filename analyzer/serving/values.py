"""Values of claims in the words of a form, and back."""

from __future__ import annotations

import math
from typing import Any

from claims.topic import Parameter

from ..catalog import TopicEntry
from ..decisions.model import Value


def words_of(value: Any) -> str:
    """A value as a form shows it: `7 days`, `true`, `critical 7 days, high 30 days`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def values_of(entry: TopicEntry, stated: dict[str, str]) -> dict[str, Value]:
    """The values of a topic that the words of a form mean; words that mean none stay words, and are no value of their type."""
    known = entry.topic.parameters
    return {name: _value(known[name], text.strip()) if name in known else text for name, text in stated.items()}


def _value(parameter: Parameter, text: str) -> Value:
    if parameter.type == "flag" and text in ("true", "false"):
        return text == "true"
    if parameter.type in ("count", "percent"):
        try:
            number = float(text.removesuffix("%"))
        except ValueError:
            return text
        if not math.isfinite(number):
            return text
        return int(number) if number.is_integer() else number
    if parameter.type == "set":
        return [one.strip() for one in text.split(",") if one.strip()]
    if parameter.type == "severity_map":
        pairs = (one.strip().partition(" ") for one in text.split(","))
        return {severity: time.strip() for severity, _, time in pairs}
    return text
