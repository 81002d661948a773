"""The YAML block that opens many Markdown files: properties of the document, not part of what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

MAX_LENGTH = 200_000

_FENCED = re.compile(r"\A---[ \t]*(?:\r\n?|\n)(?P<yaml>(?:[^\r\n]*(?:\r\n?|\n))*?)(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_BARE = re.compile(
    r"\A(?P<yaml>[A-Za-z_][\w-]*:(?:[ \t][^\r\n]*)?(?:\r\n?|\n)(?:[^\r\n]+(?:\r\n?|\n))*?)---[ \t]*(?:\r\n?|\n|\Z)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What opens the file.

    Attributes:
        length: characters it takes up, its fences included; 0 where there is none.
        properties: its values as text, nested keys joined by dots.
        problem: why the values could not be read, or empty.
    """

    length: int = 0
    properties: dict[str, str]
    problem: str = ""


class _Loader(yaml.SafeLoader):
    """Safe loading without aliases, by which a few lines can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


def front_matter(text: str) -> FrontMatter:
    """Find and read the front matter of a Markdown file; a missing opening fence is forgiven."""
    if found := _FENCED.match(text[:MAX_LENGTH]):
        values, problem = _load(found["yaml"])
        if isinstance(values, dict):
            return FrontMatter(length=found.end(), properties=_flat(values))
        if problem and re.match(r"\s*(#|[\w\"'-]+[ \t]*:)", found["yaml"]):
            return FrontMatter(length=found.end(), properties={}, problem=problem)
    elif found := _BARE.match(text[:MAX_LENGTH]):
        values, _ = _load(found["yaml"])
        if isinstance(values, dict):
            return FrontMatter(length=found.end(), properties=_flat(values))
    return FrontMatter(properties={})


def _load(text: str) -> tuple[Any, str]:
    try:
        return yaml.load(text, Loader=_Loader), ""
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0] or type(error).__name__
        return None, f"line {mark.line + 2}: {what}" if mark else what


def _flat(value: Any, prefix: str = "") -> dict[str, str]:
    """Values as text under dotted keys: `satisfies.TSC` = "CC6.1, CC6.2"."""
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list) and any(isinstance(entry, dict | list) for entry in value):
        pairs = enumerate(value)
    else:
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        return {} if shown is None or shown == "" else {prefix: str(shown)}
    flat: dict[str, str] = {}
    for key, entry in pairs:
        flat |= _flat(entry, f"{prefix}.{key}" if prefix else str(key))
    return flat
