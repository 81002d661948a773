"""Dates of a document that cannot be, or that its own interval of review has overtaken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ...model import Conflict, Language
from ...reports.text import stated
from ..dates import StatedDate, stated_dates
from ..material import Material, Statement
from ..values import span_days

OWN = re.compile(
    r"\b(?:this|the) (?:\w+ ){0,3}?(?:policy|document|plan|standard|procedure|description)\b"
    r"|\bpolic(?:y|ies) (?:is|are|shall|must|will)\b",
    re.IGNORECASE,
)
GRACE = 31  # days by which a review may be late before it is a finding


def find(material: Material) -> Iterator[Conflict | Language]:
    """Dates in the future that speak of the past, reviews that are overdue by the document's own words."""
    dates = sorted(stated_dates(material), key=lambda one: one.document.name)
    for name, group in groupby(dates, key=lambda one: one.document.name):
        own = list(group)
        for one in own:
            if one.kind == "reviewed" and one.day > material.today:
                yield _finding(one, f"{one.day} has not come yet, so nothing was reviewed or approved on it.")
            elif one.kind == "effective" and one.day > material.as_of:
                yield _finding(one, f"It takes effect on {one.day}, after the day that this review speaks for ({material.as_of}).")
        yield from _overdue(
            own, [one for one in material.by_key.get("policy_review.frequency", ()) if one.document == name], material
        )


def _overdue(own: list[StatedDate], promised: list[Statement], material: Material) -> Iterator[Language]:
    past = [one for one in own if one.kind in ("reviewed", "effective") and one.day <= material.as_of]
    last = max(past, key=lambda one: one.day, default=None)
    due = max((one for one in own if one.kind == "next"), key=lambda one: one.day, default=None)
    if due and (last is None or last.day < due.day) and (material.as_of - due.day).days > GRACE:
        yield _finding(due, f"The next review was due on {due.day}, and no later one is stated.")
        return
    intervals = [(span_days(one.value), one) for one in promised if OWN.search(one.claim.text)]
    known = [(days, one) for days, one in intervals if days]
    if last is None or not known:
        return
    days, promise = min(known, key=lambda pair: pair[0])
    if (material.as_of - last.day).days > days + GRACE:
        yield Language(
            document=promise.document, quote=promise.claim.quote, place=promise.claim.place, claim=promise.claim.id, kind="date",
            why=f"The document promises its review ({stated(promise.value)}), and the last date it states is {last.day}: "
            f"{(material.as_of - last.day).days} days before {material.as_of}.",
        )  # fmt: skip


def _finding(one: StatedDate, why: str) -> Language:
    if one.sentence is not None:
        return one.sentence.finding("date", why)
    block = one.document.blocks[0]
    return Language(document=one.document.name, quote=one.day.isoformat(), place=block.place, kind="date", why=why)
