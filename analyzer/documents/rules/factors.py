"""A way to authenticate that one sentence forbids and another allows."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ..material import Material, is_sure, side_of
from ..scopes import restrictions

WHOM = ("people", "privilege", "recipient", "account")
EVERYBODY = frozenset({"employee"})


def find(material: Material) -> Iterator[Conflict | Language]:
    """Factors that are forbidden by one claim and allowed by another."""
    claims = [one for one in material.claims if one.topic == "mfa_strength" and one.party == "own" and is_sure(one)]
    for no in claims:
        for yes in claims:
            both = set(no.params.get("methods_forbidden") or ()) & set(yes.params.get("methods_allowed") or ())
            same = no.place.document == yes.place.document and no.sentence == yes.sentence
            if (
                not both
                or same
                or yes.negated
                or yes.modality == "planned"
                or no.modality == "planned"
                or yes.exception
                or no.exception
                or _apart(no.text, yes.text)
            ):
                continue
            named = ", ".join(sorted(both)).replace("_", " ")
            yield Conflict(
                topic="mfa_strength", a=side_of(no), b=side_of(yes),
                why=f"{named} is forbidden as a factor in {no.place}, and allowed in {yes.place}.",
                agree=f"Take {named} out of {yes.place}, or say in {no.place} for whom it is still allowed and until when.",
            )  # fmt: skip


def _apart(no: str, yes: str) -> bool:
    """Whether a factor is forbidden to a part of those to whom it is allowed, or allowed to others only."""
    forbidden, allowed = restrictions(no), restrictions(yes)
    return any(
        forbidden.get(name, frozenset()) - EVERYBODY != allowed.get(name, frozenset()) - EVERYBODY
        for name in WHOM
        if forbidden.get(name, frozenset()) - EVERYBODY or "customer" in allowed.get(name, ())
    )
