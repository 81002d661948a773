"""Promised values that differ from the stated ones: what was observed cannot keep both ends of a scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..bind import SEVERITIES, query_parameters
from ..catalog import TopicEntry
from ..model import Binding, Period

NOBODY = "none-such"
# Both ends of each scale: which of the two is the stricter one depends on what is promised (a limit, or a least time).
ENDS: dict[str, tuple[Any, ...]] = {
    "duration": ("1 second", "900 years"),
    "frequency": ("every 1 second", "every 900 years", "daily"),
    "count": (0, 1_000_000),
    "percent": (0, 1_000_000),
    "version": ("0.1", "99.9"),
    "algorithm": (NOBODY,),
    "text": (NOBODY,),
    "severity_map": (dict.fromkeys(SEVERITIES, "1 second"), dict.fromkeys(SEVERITIES, "900 years")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A binding with one promised value changed.

    Attributes:
        name: the parameter; `stated` is its value in the text and `value` the changed one.
    """

    binding: Binding
    name: str
    stated: Any
    value: Any

    def __str__(self) -> str:
        return f"{self.name.replace('_', ' ')}: {_words(self.value)} promised instead of {_words(self.stated)}"


def promises(binding: Binding, entry: TopicEntry, period: Period, judged: Sequence[str]) -> Iterator[list[Promise]]:
    """For each stated value that the asked query reads, the bindings with another value in its place.

    One of them at least has to change what is found.

    Args:
        judged: the asked parts of which the evidence holds items; a value that only the others test was not judged.
    """
    if entry.check is None:
        return
    read = set(re.findall(r"\$([a-z_][a-z0-9_]*)", " ".join(entry.queries[part] for part in judged)))
    stated = query_parameters(entry, binding.claim.params, binding.scope, period)
    for name in sorted({n for p in judged for n in (entry.check.parts[p].tests if p else entry.check.tests)}):
        value = binding.claim.params.get(name)
        if value is None or name in entry.check.qualifies or name not in entry.topic.parameters:
            continue
        variants: list[Promise] = []
        for other in _others(entry, name, value):
            changed = query_parameters(entry, {**binding.claim.params, name: other}, binding.scope, period)
            differing = {key: new for key, new in changed.items() if new != stated[key] and key in read}
            if differing:
                new = replace(binding, params={**binding.params, **differing})
                variants.append(Promise(binding=new, name=name, stated=value, value=other))
        if variants:
            yield variants


def _others(entry: TopicEntry, name: str, value: Any) -> tuple[Any, ...]:
    parameter = entry.topic.parameters[name]
    if parameter.type in ("enum", "flag"):
        others = (_typed(other, value) for other in parameter.values if str(other).lower() != str(value).lower())
        return (*others, *([NOBODY] if parameter.type == "enum" else []))
    if parameter.type == "set":
        return ([NOBODY],)
    return ENDS[parameter.type]


def _typed(other: str, like: Any) -> Any:
    return other == "true" if isinstance(like, bool) else other


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
