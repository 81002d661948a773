"""What a document itself leaves out of a rule: types of things that are exempt, and times of grace.

A carve-out counts only where it states no condition of its own, and only for rows whose own cells say that they are of its type.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from claims import Claim, Document
from claims.nlp.quantities import quantities

from ..bind import HOURS, duration_days, duration_hours
from ..catalog import Catalog
from ..model import Binding, Observation
from .subject import COMMON
from .words import answer_of, finds, joined, stems

OWN = re.compile(
    r"^(?:except(?:ing)?(?: for)?|excluding|other than|with the exception of|apart from)\s+(?P<what>.+)$", re.IGNORECASE
)
EXEMPT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?P<what>[^.;:]{3,80}?)\s+(?:is|are)\s+(?:exempt(?:ed)?|excluded|excepted)\s+from\s+(?P<rule>.+)$",
        r"^(?P<rule>[^.;:]{3,120}?)\s+(?:does|do|shall|will)\s+not\s+(?:apply|extend)\s+to\s+(?P<what>.+)$",
        r"^(?P<what>[^.;:]{3,80}?)\s+(?:is|are)\s+not\s+(?:subject to|bound by|covered by|required to)\s+(?P<rule>.+)$",
    )
)
MAY_EXEMPT = re.compile(
    r"exempt|exclu|except|not apply|not extend|not subject|not bound|not required|not covered|grace", re.IGNORECASE
)
GRACE = re.compile(r"\bgrace (?:period|time)\b", re.IGNORECASE)
NO_GRACE = re.compile(r"\b(?:no|without(?: a)?|not?)\b[^.;]{0,20}\bgrace\b", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|beyond) (?:the|this|each|such) (?:deadline|due date|period|date|limit)\b", re.IGNORECASE)
THIS = re.compile(r"\b(?:this|these|the above|the foregoing|such)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"\b(?:if|when|where|unless|until|with|without|after|before|once|provided|approved|documented|listed|registered|subject to"
    r"|upon|only|during|pending|who|that|which)\b",
    re.IGNORECASE,
)
IF = re.compile(r"\b(?:if|unless|provided|subject to|only|until|as long as)\b", re.IGNORECASE)
SENTENCES = re.compile(r"(?<=[.;])\s+|\n+")
FILLER = stems("currently certain other various given such") | COMMON
GRANTING = FILLER | stems("additional allow apply calendar date deadline due grace grant hour permit time week")
LONGEST = 40  # characters of a cell that says of what type a row is
FEWEST = 2  # words that a rule and a claim share, where the exemption does not point at the rule by "this"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarveOut:
    """What a document leaves out of a claim.

    Attributes:
        sentence: the sentence that says so.
        types: stems of the words for the things left out, one set for each of several; none for a time of grace.
        grace: the time that is granted beyond the deadline, in normal form ("5 days").
    """

    sentence: str
    types: tuple[frozenset[str], ...] = ()
    grace: str = ""


def carve_outs(claims: Sequence[Claim], document: Document, catalog: Catalog) -> dict[str, tuple[CarveOut, ...]]:
    """What a document states as exceptions from each of its claims, by the claim's id.

    Args:
        claims: the claims of this document.
    """
    found: dict[str, list[CarveOut]] = defaultdict(list)
    stated = [(block.heading_path, text) for block in document.blocks for text in _stated(block.text)]
    for claim in claims:
        if (own := OWN.match(claim.exception or "")) and not CONDITION.search(own["what"]) and (types := _types(own["what"])):
            found[claim.id].append(CarveOut(sentence=claim.sentence, types=types))
        for headings, sentence in stated:
            one = _exempting(sentence, headings, claim) or _grace(sentence, headings, claim, catalog)
            if one and sentence != claim.sentence and one not in found[claim.id]:
                found[claim.id].append(one)
    return {name: tuple(ones) for name, ones in found.items() if ones}


def _stated(text: str) -> list[str]:
    """The sentences of a block that may state an exception."""
    if not MAY_EXEMPT.search(text):
        return []
    return [sentence.strip(" .;") for sentence in SENTENCES.split(text) if sentence.strip(" .;")]


def _exempting(sentence: str, headings: tuple[str, ...], claim: Claim) -> CarveOut | None:
    for pattern in EXEMPT:
        found = pattern.match(sentence)
        if not found or CONDITION.search(found["what"]) or IF.search(found["rule"]):
            continue
        same = headings == claim.heading_path
        words = (stems(found["rule"]) - stems(found["what"]) - FILLER) & stems(claim.text)
        applies = (same and THIS.search(found["rule"])) or len(words) >= FEWEST or (same and bool(words))
        if applies and (types := _types(found["what"])):
            return CarveOut(sentence=sentence, types=types)
    return None


def _types(what: str) -> tuple[frozenset[str], ...]:
    """The types of things that words name: all but the last word, which is the things themselves."""
    found = []
    for part in re.split(r",|\band\b|\bor\b", re.sub(r"\s*\(.*?\)", "", what)):
        words = [word for word in re.findall(r"[A-Za-z]{2,}", part) if word.lower() not in ("the", "all", "any", "of", "for")]
        telling = words[:-1] if len(words) > 1 else words
        kept = frozenset(one for word in telling for one in stems(word)) - stems("other various certain")
        if kept and len(words) <= 4:
            found.append(kept)
    return tuple(found)


def _grace(sentence: str, headings: tuple[str, ...], claim: Claim, catalog: Catalog) -> CarveOut | None:
    """The time of grace that a sentence grants beyond the deadline of a claim, where it names no things that it is limited to."""
    plain = AFTER.sub("", sentence)
    if not GRACE.search(plain) or NO_GRACE.search(plain) or CONDITION.search(plain) or headings != claim.heading_path:
        return None
    entry = catalog.topics.get(claim.topic)
    durations = [one for one in quantities(sentence) if one.kind == "duration"]
    timed = [name for name, p in entry.topic.parameters.items() if p.type == "duration" and name in claim.params] if entry else []
    if not timed or len(durations) != 1 or not stems(plain) - GRANTING <= stems(claim.sentence):
        return None
    return CarveOut(sentence=sentence, grace=str(durations[0].value))


def carved(one: CarveOut, observation: Observation) -> str:
    """The words that say why a carve-out excuses an item; empty where the item's own row does not say that it is of its type."""
    for types in one.types:
        for header, cell in observation.row.items():
            if _says(types, str(header), cell):
                return f"left out by the document: «{one.sentence}» ({header} is {cell})"
    return ""


def _says(types: frozenset[str], header: str, cell: Any) -> bool:
    if cell is None or isinstance(cell, date):
        return False
    text = "yes" if cell is True else "no" if cell is False else str(cell).strip()
    answer = answer_of(text)
    if answer is not None:
        return answer and types <= stems(joined(header).replace("_", " "))
    if len(text) > LONGEST or finds(r"(?:^|_)(?:name|id|by|owner|email|title|notes?|item|system|host\w*)(?:_|$)", joined(header)):
        return False
    said = stems(text)
    return bool(said) and types <= said and said <= types | stems(joined(header).replace("_", " ")) | FILLER


def with_grace(binding: Binding, carve_outs: Sequence[CarveOut]) -> Binding:
    """A binding whose deadlines are later by the time of grace that the document grants."""
    graced = next((one for one in carve_outs if one.grace), None)
    if graced is None:
        return binding
    params = {**binding.params}
    hours, business = duration_hours(graced.grace)
    days = duration_days(graced.grace)
    for name, value in binding.params.items():
        if isinstance(value, str) and duration_hours(value) != (None, None) and f"{name}_hours" in params:
            params |= _later(params, name, hours, business, days)
    if params == binding.params:
        return binding
    return replace(binding, params=params, why=(*binding.why, f"with the grace of {graced.grace} that the document grants"))


def _later(params: Mapping[str, Any], name: str, hours: float | None, business: float | None, days: float | None) -> dict[str, Any]:
    """The limits of one deadline, later by a grace; five business days of it count as a week."""
    whole = days if days is not None else (business or 0) * 7 / 5
    more = {
        "hours": hours if hours is not None else whole * HOURS["days"],
        "business_days": business if business is not None else whole,
        "days": whole,
    }
    stated = {unit: params.get(f"{name}_{unit}") for unit in more}
    return {f"{name}_{unit}": None if limit is None else limit + more[unit] for unit, limit in stated.items()}
