"""The kinds of record in a JSON or YAML tree: every array of objects, wherever it stands, with what it stands in.

    {"report_date": "2026-03-31", "databases": [{"name": "orders", "engine": "x", "grants": [{"role": "r1"}]}]}

holds `databases`, whose records carry `parent.report_date`, and `databases.grants`, whose records carry that and
`databases.name`. An object whose values are objects of one kind, or arrays of them, is an array too, by its keys: each
record of `{"services": {"api": {...}, "web": {...}}}` has its own as `_key`, each of `{"by_region": {"us": [...]}}` as
`by_region`. Arrays of plain values are left in their records as lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

DEEPEST = 12
MOST_SETS = 200
MOST_CONTEXT = 20
LONGEST_CONTEXT = 200
SAME_KIND = 0.5
PARENT = "parent"
WHOLE = "."
IDENTIFIES = re.compile(
    r"(?:^|_)(?:_?key|id|ids|uid|uuid|guid|name|number|no|code|e?_?mail|arn|slug|title|ref|reference|login|username|account"
    r"|host|hostname|system|service|repo|repository|project|person|employee|learner|user|asset|device|vendor|supplier|customer"
    r"|tenant|instance|server|machine|database|bucket|vault|app|application|site|campaign|incident|change|ticket|visitor|endpoint"
    r"|policy|risk|control|person_no|nr|num|serial|badge|pr|mr|review|run|job|scan|test|meeting|role|group|member|account_no)$"
)


@dataclass(slots=True)
class RecordGroup:
    """The records of one kind.

    Attributes:
        name: keys of the arrays that they stand in, outermost first, joined by dots; `[]` for a bare array.
        records: their own keys and the context, in the order of the tree.
        context: the keys that are not their own.
        place: where a single array of them stands, as `Recognise.records` writes it; None where there are several.
    """

    name: str
    records: list[dict[str, Any]] = field(default_factory=list)
    context: set[str] = field(default_factory=set)
    place: str | None = None


def record_groups(root: Any) -> list[RecordGroup]:
    """The kinds of record in a tree, outer ones before those inside them; the tree itself where it holds no others."""
    groups: dict[str, RecordGroup] = {}
    for at, array in _arrays(root, "", "", {}, 0):
        if at.name not in groups and len(groups) >= MOST_SETS:
            continue
        group = groups.setdefault(at.name, RecordGroup(at.name, place=at.place))
        group.place = at.place if group.place == at.place else None
        for record in array:
            context = {key: value for key, value in at.context.items() if key not in record}
            group.context |= context.keys()
            group.records.append({**record, **context} if context else record)
    if not groups and isinstance(root, dict) and sum(1 for value in root.values() if _scalar(value) or isinstance(value, dict)) > 1:
        return [RecordGroup(WHOLE, [root], place=WHOLE)]
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _At:
    name: str
    place: str
    context: dict[str, Any]


def _arrays(value: Any, name: str, place: str, context: dict[str, Any], depth: int) -> Iterator[tuple[_At, list[dict[str, Any]]]]:
    """The arrays of objects at and below a value, with what their records have to carry."""
    if depth > DEEPEST:
        return
    records = objects(value)
    if records is not None:
        yield _At(name or "[]", place or "[]", context), records
        for record in records:
            own = {**context, **_context(record, _last(name), identifying=True)}
            yield from _inside(record, name, f"{place}[]" if place else "", own, depth + 1)
    elif isinstance(value, dict):
        yield from _of_object(value, name, place, context, depth)


def _of_object(
    value: dict[str, Any], name: str, place: str, context: dict[str, Any], depth: int
) -> Iterator[tuple[_At, list[dict[str, Any]]]]:
    keyed = _keyed(value)
    if keyed == "objects":
        records = [{"_key": key, **one} for key, one in value.items()]
        yield _At(name or "{}", place or "{}", context), records
        for record in records:
            own = {**context, **_context(record, _last(name), identifying=True)}
            inner = {key: one for key, one in record.items() if key != "_key"}
            yield from _inside(inner, name, f"{place}{{}}", own, depth + 1)
        return
    if keyed == "arrays" and not name:
        keyed = None  # the arrays of a whole file have names of their own
    for key, one in value.items() if keyed == "arrays" else ():
        own = {**context, _last(name): key}
        yield from _arrays(one, name, f"{place}.{key}" if place else key, own, depth + 1)
    if keyed is None:
        around = {**_beside(value), **context, **_context(value, _last(name), identifying=False)}
        yield from _inside(value, name, place, around, depth + 1)


def _inside(value: dict[str, Any], name: str, place: str, context: dict[str, Any], depth: int) -> Iterator[Any]:
    for key, one in value.items():
        if isinstance(one, (dict, list)):
            yield from _arrays(one, f"{name}.{key}" if name else key, f"{place}.{key}" if place else key, context, depth)


def objects(value: Any) -> list[dict[str, Any]] | None:
    """The value as a list of records, pages of pages flattened; None where it is none."""
    if not isinstance(value, list):
        return None
    if value and all(isinstance(one, list) for one in value):
        value = [record for page in value for record in page]
    return [one for one in value if isinstance(one, dict)] if any(isinstance(one, dict) for one in value) else None


def _keyed(value: Mapping[str, Any]) -> str | None:
    """Whether an object stands for a list: of objects of one kind, or of arrays of one kind of object, by their names."""
    inner = list(value.values())
    if len(inner) < 2:
        return None
    if all(isinstance(one, dict) and one for one in inner):
        return "objects" if _alike([set(one) for one in inner]) else None
    if all(isinstance(one, list) for one in inner):
        kinds = [set(records[0]) for one in inner if (records := objects(one))]
        empty = sum(1 for one in inner if not one)
        return "arrays" if len(kinds) > 1 and len(kinds) + empty == len(inner) and _alike(kinds) else None
    return None


def _alike(kinds: list[set[str]]) -> bool:
    common = set.intersection(*kinds)
    return len(common) >= max(1, SAME_KIND * max(map(len, kinds)))


def _scalar(value: Any) -> bool:
    return value is not None and not isinstance(value, (dict, list))


def _context(value: Mapping[str, Any], name: str, *, identifying: bool) -> dict[str, Any]:
    """What the records inside an object carry of it: its plain values; of a record those that tell which one it is."""
    plain = {k: v for k, v in value.items() if _scalar(v) and len(str(v)) <= LONGEST_CONTEXT}
    within = {f"{k}.{i}": v for k, one in value.items() if isinstance(one, dict) for i, v in one.items() if _scalar(v)}
    telling = {key: one for key, one in {**plain, **within}.items() if IDENTIFIES.search(_snake(key).rsplit(".", 1)[-1])}
    chosen = (telling or plain) if identifying else plain
    return {f"{name}.{key}": one for key, one in list(chosen.items())[:MOST_CONTEXT] if len(str(one)) <= LONGEST_CONTEXT}


def _beside(value: Mapping[str, Any]) -> dict[str, Any]:
    """What tells the objects that stand beside arrays, such as the pipeline whose stages these are (`pipeline.name`)."""
    inner = {key: one for key, one in value.items() if isinstance(one, dict) and any(isinstance(v, list) for v in value.values())}
    found = {f"{key}.{k}": v for key, one in inner.items() for k, v in one.items() if _scalar(v) and IDENTIFIES.search(_snake(k))}
    return {key: one for key, one in list(found.items())[:MOST_CONTEXT] if len(str(one)) <= LONGEST_CONTEXT}


def _last(name: str) -> str:
    return name.rsplit(".", maxsplit=1)[-1] or PARENT


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower().replace("-", "_").replace(" ", "_")
