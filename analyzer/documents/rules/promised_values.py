"""Two sentences promise different values for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from ...model import Conflict, Language
from ...reports.text import stated
from ..attributes import Attribute, attribute_of, base_of
from ..material import Material, Statement, side_of
from ..scopes import Relation, Subject, dimensions, relate
from ..values import Compared, compare

AT_LEAST = re.compile(
    r"\bat least\b|\bat a minimum\b|\bminimum\b|\blowest\b|\bno (?:less|fewer) than\b"
    r"|\b(?:or|and) (?:higher|above|later|greater|more|better|newer|longer)\b"
    r"|\d\s?\+|\bor (?:more|less) (?:often|frequent\w*)\b|\bnot less than\b",
    re.IGNORECASE,
)
ONLY = re.compile(r"\b(?:only|exclusively|solely|never leaves?|must (?:remain|stay)|all)\b", re.IGNORECASE)
ELSEWHERE = re.compile(r"\b(?:backups?|replicat\w+|disaster|secondary|fail-?over|recovery|DR)\b", re.IGNORECASE)
WEEKENDS = "Both come to the same on weekdays and differ only at weekends and on holidays"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    a: Statement
    b: Statement
    of_a: Subject
    of_b: Subject
    relation: Relation
    compared: Compared
    attribute: Attribute


def find(material: Material) -> Iterator[Conflict | Language]:
    """Conflicts of values, each pair of documents, values and subjects once; and policies stricter than what is said outside."""
    for key, statements in material.by_key.items():
        attribute = attribute_of(base_of(key), material.catalog)
        if attribute is None or len({str(one.value) for one in statements}) < 2:
            continue
        seen: set[frozenset[tuple[str, str]]] = set()
        subjects = material.subjects(statements)
        pairs = list(_pairs(statements, subjects, attribute))
        pairs.sort(key=lambda pair: (pair.relation.overlap != "same", pair.a.order, pair.b.order))
        for pair in pairs:
            values = frozenset((one.document, str(one.value)) for one in (pair.a, pair.b))
            if values in seen or _both_said(pair, statements, subjects):
                continue
            found = _finding(pair, material)
            if found is not None:
                seen.add(values)
                yield found


def _pairs(statements: Sequence[Statement], subjects: Sequence[Subject], attribute: Attribute) -> Iterator[_Pair]:
    for (a, of_a), (b, of_b) in combinations(zip(statements, subjects, strict=True), 2):
        compared = compare(a.kind, a.value, b.value, attribute.stricter)
        if compared.relation in ("same", "unknown") or _one_sentence(a, b) or not _opposite(attribute, a, b):
            continue
        relation = relate(of_a, of_b, a.document == b.document)
        if relation.overlap == "disjoint" or _elsewhere(a, b, attribute) or _parallel(a, b):
            continue
        if attribute.needs and not of_a.restrictions.get(attribute.needs, frozenset()) & of_b.restrictions.get(
            attribute.needs, frozenset()
        ):
            continue
        yield _Pair(a=a, b=b, of_a=of_a, of_b=of_b, relation=relation, compared=compared, attribute=attribute)


def _both_said(pair: _Pair, statements: Sequence[Statement], subjects: Sequence[Subject]) -> bool:
    """Whether a document on one side gives the value of the other side too, so that it means to tell two cases apart."""
    sides = ((pair.a, pair.b, pair.of_b), (pair.b, pair.a, pair.of_a))
    return any(
        _says_too(one, subject, x, y, of_y, pair.attribute)
        for one, subject in zip(statements, subjects, strict=True)
        if one is not pair.a and one is not pair.b
        for x, y, of_y in sides
    )


def _one_sentence(a: Statement, b: Statement) -> bool:
    """Two values in one sentence are told apart by it."""
    return a.document == b.document and (
        a.claim.sentence == b.claim.sentence
        or (a.claim.place.start < b.claim.place.end and b.claim.place.start < a.claim.place.end)
    )


def _parallel(a: Statement, b: Statement) -> bool:
    """Items of one list and rows of one table tell different things apart, whether or not their words do."""
    x, y = a.claim, b.claim
    return a.document == b.document and x.heading_path == y.heading_path and "sentence" not in (x.form, y.form)


def _opposite(attribute: Attribute, a: Statement, b: Statement) -> bool:
    return not attribute.opposite or any({str(a.value), str(b.value)} == set(pair) for pair in attribute.opposite)


def _elsewhere(a: Statement, b: Statement, attribute: Attribute) -> bool:
    """Places exclude each other only where one is said to be the only one, and neither is that of copies."""
    if not attribute.place:
        return False
    text = f"{a.claim.text} {b.claim.text}"
    return ELSEWHERE.search(text) is not None or ONLY.search(text) is None


def _says_too(one: Statement, subject: Subject, x: Statement, y: Statement, of_y: Subject, attribute: Attribute) -> bool:
    """Whether the document of `x` gives the value of `y` for the same thing as well, in the sentence or section of `x`."""
    near = one.claim.sentence == x.claim.sentence or (x.document != y.document and one.claim.heading_path == x.claim.heading_path)
    return (
        one.document == x.document
        and near
        and compare(one.kind, one.value, y.value, attribute.stricter).relation == "same"
        and relate(subject, of_y, False).overlap != "disjoint"
    )


def _finding(pair: _Pair, material: Material) -> Conflict | Language | None:
    a, b = pair.a, pair.b
    same_document = a.document == b.document
    stricter, looser = (a, b) if pair.compared.stricter == "a" else (b, a)
    if pair.relation.overlap != "same":
        narrower = a if pair.relation.overlap == "a_narrower" else b
        if not _overlaps(pair, narrower, stricter):
            return None
        return _conflict(pair, "overlap", _scope_note(pair, narrower))
    if pair.compared.stricter is not None and not same_document and pair.compared.relation != "weekends":
        bound = AT_LEAST.search(looser.claim.text) is not None and AT_LEAST.search(stricter.claim.text) is None
        outward = material.audience(looser.document) == "outward" and material.audience(stricter.document) == "inward"
        if bound or outward:
            return _stricter(stricter, looser, pair.attribute)
    elif (
        pair.compared.stricter is not None
        and same_document
        and AT_LEAST.search(looser.claim.text)
        and not AT_LEAST.search(stricter.claim.text)
    ):
        return None
    if pair.compared.relation == "weekends":
        return _conflict(pair, "conflict", _weekends(pair))
    return _conflict(pair, "conflict", "")


def _overlaps(pair: _Pair, narrower: Statement, stricter: Statement) -> bool:
    """Whether a rule for a part and one for the whole do not go together.

    A stricter rule for a part is usual beside a general one; a looser one breaks a promise that is made for all.
    """
    same_place = narrower.document == (pair.b if narrower is pair.a else pair.a).document
    wider = pair.b if narrower is pair.a else pair.a
    if same_place and narrower.claim.heading_path == wider.claim.heading_path:
        return False
    if pair.compared.stricter is None:
        return wider.claim.quantifier == "all" and not same_place
    if narrower is not stricter and wider.claim.quantifier != "all":
        return not same_place and not pair.relation.special and _known(pair.relation)
    if narrower is stricter:
        return not same_place and not pair.relation.special and wider.claim.quantifier != "some" and _known(pair.relation)
    return wider.claim.quantifier == "all"


def _known(relation: Relation) -> bool:
    """Whether every word that narrows is one of a known dimension."""
    known = {value for dimension in dimensions().values() if not dimension.special for value in dimension.values}
    return all(word in known for word in relation.by)


def _scope_note(pair: _Pair, narrower: Statement) -> str:
    by = ", ".join(word.replace("_", " ") for word in pair.relation.by)
    return f"The scopes overlap: {_where(pair, narrower)} speaks of a part ({by}) of what the other covers; both hold for it."


def _weekends(pair: _Pair) -> str:
    clock, working = (pair.b, pair.a) if "business" in str(pair.a.value) else (pair.a, pair.b)
    return (
        f"{WEEKENDS}: what begins on a Friday afternoon is due over the weekend under “{stated(clock.value)}”, and on the working "
        f"days after it under “{stated(working.value)}”."
    )


def _where(pair: _Pair, one: Statement) -> str:
    """Where a statement stands, no longer than it takes to tell it from the other."""
    place = one.claim.place
    if pair.a.document != pair.b.document:
        return place.document
    return f"line {place.line}" if place.line is not None else str(place).removeprefix(place.document).lstrip(", ")


def _conflict(pair: _Pair, kind: Literal["conflict", "overlap"], note: str) -> Conflict:
    a, b = pair.a, pair.b
    says = pair.attribute.says + _severity(a.key)
    sides = f"{stated(a.value)} in {_where(pair, a)}, but {stated(b.value)} in {_where(pair, b)}"
    why = f"{says[:1].upper()}{says[1:]}: {sides}. {note}".strip()
    return Conflict(topic=a.claim.topic, a=side_of(a.claim), b=side_of(b.claim), kind=kind, why=why, agree=_agree(pair, kind))


def _severity(key: str) -> str:
    level = key.removeprefix(base_of(key)).lstrip(".")
    return f" ({level})" if level else ""


def _agree(pair: _Pair, kind: Literal["conflict", "overlap"]) -> str:
    a, b = pair.a, pair.b
    if kind == "overlap":
        wider, narrower = (b, a) if pair.relation.overlap == "a_narrower" else (a, b)
        by = ", ".join(word.replace("_", " ") for word in pair.relation.by)
        return f"Add to {_where(pair, wider)} “({stated(narrower.value)} for {by})”, or give both the same value."
    if pair.compared.stricter is not None:
        strict, loose = (a, b) if pair.compared.stricter == "a" else (b, a)
        first, second = _where(pair, loose), _where(pair, strict)
        return f"Write “{stated(strict.value)}” in {first} if that is what is done, or else “{stated(loose.value)}” in {second}."
    return f"Write “{stated(a.value)}” in both, or “{stated(b.value)}” in both, as it is done."


def _stricter(stricter: Statement, looser: Statement, attribute: Attribute) -> Language:
    says = attribute.says + _severity(looser.key)
    return Language(
        document=looser.document, quote=looser.claim.quote, place=looser.claim.place, claim=looser.claim.id,
        kind="stricter elsewhere",
        why=f"{says[:1].upper()}{says[1:]}: {stated(looser.value)} here, and stricter, {stated(stricter.value)}, in "
        f"{stricter.document}. No contradiction: what keeps the stricter rule keeps this one too, but readers learn less here "
        "than is asked within.",
    )  # fmt: skip
