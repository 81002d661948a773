"""What was observed of one claim, as OSCAL has it."""

from __future__ import annotations

from typing import Any

from ..catalog import Catalog
from ..model import Verdict
from .summary import STATUS_WORDS, facts, figures, name_of, said_of, topic_title
from .text import one_line, shorten

MOST_EXCEPTIONS = 100
LONGEST = 200
NAMESPACE = "urn:goldenthread"


def observation(verdict: Verdict, catalog: Catalog, name: str, collected: str, files: dict[str, str]) -> dict[str, Any]:
    """An observation: the claim's words, the verdict with its figures, the exceptions, and the evidence files behind it.

    Args:
        name: its UUID.
        collected: when it was made, RFC 3339.
        files: the UUIDs of the resources of evidence files, by their paths.
    """
    claim = verdict.claim
    found: dict[str, Any] = {
        "uuid": name,
        "title": topic_title(catalog, claim.topic),
        "description": f"“{one_line(claim.quote)}” ({one_line(str(claim.place))})",
        "props": [_prop("verdict", verdict.status), _prop("claim-id", claim.id), *_figures(verdict)],
        "methods": ["TEST"] if verdict.query else ["EXAMINE"],
        "types": ["control-objective"],
        "collected": collected,
        "remarks": "\n\n".join(_remarks(verdict)),
    }
    linked = [path for path in dict.fromkeys(verdict.evidence) if path in files]
    if linked:
        found["relevant-evidence"] = [{"href": f"#{files[path]}", "description": one_line(path) or "Evidence"} for path in linked]
    return found


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": NAMESPACE, "value": one_line(value) or "none"}


def _figures(verdict: Verdict) -> list[dict[str, str]]:
    divided = figures(verdict)
    stated = (
        ("population", divided.population), ("exceptions", divided.exceptions), ("excused", divided.excused),
        ("cannot-be-told", divided.unknown),
    )  # fmt: skip
    return [_prop(name, str(number)) for name, number in stated if number is not None] if divided.population is not None else []


def _remarks(verdict: Verdict) -> list[str]:
    lines = [f"{STATUS_WORDS[verdict.status]}. {facts(verdict)}".strip()]
    items = [f"- {name_of(one, LONGEST)}: {shorten(said_of(one), LONGEST)}" for one in verdict.exceptions[:MOST_EXCEPTIONS]]
    if (more := len(verdict.exceptions) - MOST_EXCEPTIONS) > 0:
        items.append(f"- and {more:,} more")
    return [*lines, "\n".join(items)] if items else lines
