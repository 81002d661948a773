"""For the systems of which the evidence tells: where it breaks in one or tells nothing of it, the promise is said of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claims.nlp.quantities import quantities

from ...model import Observation, Verdict
from ..desk import Desk
from .steps import looser

ORDER = 7
NAMED_BY = ("system", "app", "service")  # columns whose values something can be "in"
MOST_NAMED = 4  # systems; a sentence that lists more is a table
SUBJECT = re.compile(
    r"^(?P<subject>[^,;:.]+?)(?P<rest>\s+(?:is|are|was|were|has|have|must|shall|will|may|can|uses?|requires?)\b.*)$", re.IGNORECASE
)


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text for the systems in which all keep it, and for each other one with a value loosened as little as needed."""
    found = SUBJECT.match(verdict.claim.text)
    if verdict.status not in ("contradicted", "partly_supported") or verdict.claim.form == "row" or not found:
        return
    items = (*verdict.exceptions, *verdict.unknown, *verdict.holding)
    systems = _by_system(items) if len(items) == verdict.population else {}
    if len(systems) < 2:
        return
    kept = [name for name, items in systems.items() if all(one.holds for one in items)]
    if 0 < len(kept) <= MOST_NAMED:
        yield _said(found, kept)
    for name in systems if verdict.status == "contradicted" and not kept else ():
        text = _said(found, [name])
        for quantity in quantities(text):
            for scale in looser(quantity, text):
                texts = [text[: quantity.start] + said + text[quantity.end :] for said in scale]
                if best := desk.first_true(verdict.claim, texts):
                    yield best


def _by_system(items: Sequence[Observation]) -> dict[str, list[Observation]]:
    """The items under the name of the system that each belongs to; nothing where one belongs to none."""
    for column in NAMED_BY:
        names = [str(one.row.get(column) or "").strip() for one in items]
        if items and all(re.fullmatch(r"[A-Z][\w .-]{1,30}", name) for name in names):
            return {name: [one for one, of in zip(items, names, strict=True) if of == name] for name in names}
    return {}


def _said(found: re.Match[str], names: list[str]) -> str:
    """The text with the systems behind its subject."""
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{found['subject']} in {listed}{found['rest']}"
