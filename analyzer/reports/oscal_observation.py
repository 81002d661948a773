"""What was observed of one claim, as OSCAL has it."""

from __future__ import annotations

from typing import Any

from ..catalog import Catalog
from ..model import Rejected, Verdict
from .decided import decision_text
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
        "props": [prop("verdict", verdict.status), prop("claim-id", claim.id), *_figures(verdict)],
        "methods": ["TEST"] if verdict.query else ["EXAMINE"],
        "types": ["control-objective"],
        "collected": collected,
        "remarks": "\n\n".join(_remarks(verdict)),
    }
    linked = [path for path in dict.fromkeys(verdict.evidence) if path in files]
    if linked:
        found["relevant-evidence"] = [{"href": f"#{files[path]}", "description": one_line(path) or "Evidence"} for path in linked]
    return found


def rejected(one: Rejected, catalog: Catalog, name: str, collected: str) -> dict[str, Any]:
    """An observation of a sentence that somebody decided is no claim; the parameters are those of `observation`."""
    claim = one.claim
    return {
        "uuid": name, "title": topic_title(catalog, claim.topic),
        "description": f"“{one_line(claim.quote)}” ({one_line(str(claim.place))})",
        "props": [prop("verdict", "rejected"), prop("claim-id", claim.id)],
        "methods": ["EXAMINE"], "types": ["control-objective"], "collected": collected,
        "remarks": f"No claim, by decision. {decision_text(one.decision)}",
    }  # fmt: skip


def prop(name: str, value: str) -> dict[str, str]:
    """A property of the tool's own, which never is empty."""
    return {"name": name, "ns": NAMESPACE, "value": one_line(value) or "none"}


def _figures(verdict: Verdict) -> list[dict[str, str]]:
    divided = figures(verdict)
    stated = (
        ("population", divided.population), ("exceptions", divided.exceptions), ("excused", divided.excused),
        ("cannot-be-told", divided.unknown),
    )  # fmt: skip
    return [prop(name, str(number)) for name, number in stated if number is not None] if divided.population is not None else []


def _remarks(verdict: Verdict) -> list[str]:
    lines = [f"{STATUS_WORDS[verdict.status]}. {facts(verdict)}".strip()]
    items = [f"- {name_of(one, LONGEST)}: {shorten(said_of(one), LONGEST)}" for one in verdict.exceptions[:MOST_EXCEPTIONS]]
    if (more := len(verdict.exceptions) - MOST_EXCEPTIONS) > 0:
        items.append(f"- and {more:,} more")
    if items:
        lines.append("\n".join(items))
    if verdict.excused:
        lines.append("\n".join(["Excused:", *(f"- {one}" for one in excused(verdict))]))
    if verdict.decision:
        lines.append(f"Decided: {decision_text(verdict.decision)}")
    return lines


def excused(verdict: Verdict) -> list[str]:
    """The excused items, each with what excuses it."""
    named = [f"{shorten(one.item, LONGEST)}: {one_line(one.why)}" for one in verdict.excused[:MOST_EXCEPTIONS]]
    more = len(verdict.excused) - MOST_EXCEPTIONS
    return [*named, f"and {more:,} more"] if more > 0 else named
