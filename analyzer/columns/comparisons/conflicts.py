"""Two roles, rights or the like that nobody may hold together, where each row says that somebody holds one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...judge import Evidence
from ...model import Observation
from ..candidate import Candidate, Row, Scope, observation
from ..claim import Asked
from ..joining import NAMES, name_of
from ..profile import Column, RecordSet
from ..words import tokens

TOGETHER = re.compile(
    r"\b(?:both|combin\w+|together|at the same time|simultaneously|same (?:person|user|individual|employee)|incompatible"
    r"|conflict\w*|in addition to|along with)\b",
    re.IGNORECASE,
)
APART = re.compile(
    r"\b(?:no|not|nobody|never|cannot|none|may not|incompatible|conflict\w*|prohibited|forbidden|separate\w*)\b", re.IGNORECASE
)
WHO = re.compile(
    r"\b(?:holder|user|person|employee|login|account|member|assignee|staff|owner|principal|who|name|bearer)\b", re.IGNORECASE
)
ENDS = re.compile(r"\b(?:until|to|ends?|expir\w*|removed|withdrawn|revoked)\b", re.IGNORECASE)
FEWEST = 3  # who hold something; of fewer a conflict tells little


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of what somebody holds of which a claim names the two values that exclude each other."""
    if asked.cell or not excludes(asked):
        return
    who = [c for c in records.columns if c.kind in NAMES and c is not records.key and WHO.search(" ".join(tokens(c.header)))]
    for held in (c for c in records.columns if c.kind in NAMES and c is not records.key and c not in who):
        if len(held.values) == len(records.rows):
            continue  # a register of what can be held, of which each has one row
        named = tuple(value for value in held.values if value and _says(value, asked.text))
        apart = len(named) == 2 and not any(a.lower() in b.lower() for a, b in (named, named[::-1]))
        if apart and who:
            rest = asked.text
            for value in named:
                rest = re.sub(re.escape(value), " ", rest, flags=re.IGNORECASE)
            narrowed = {
                header: values for header, values in scope.items()
                if header != held.header and any(_says(value, rest) for value in values)
            }  # fmt: skip
            yield Candidate(
                kind="conflict", test=held_together, records=records, column=held, start=_most(who), scope=narrowed, score=4.5,
                values=named,
            )  # fmt: skip


def excludes(asked: Asked) -> bool:
    """Whether a claim says of two things that they do not go together, and of none of them that it must not be."""
    return TOGETHER.search(asked.text) is not None and APART.search(asked.text) is not None


def _says(value: str, text: str) -> bool:
    loose = re.sub(r"(?:\\ |\\-|_)+", r"[\\s_-]?", re.escape(value))  # "claims_clerk" for "claims clerk"
    return len(value) > 2 and re.search(rf"(?<![\w-]){loose}s?(?![\w-])", text, re.IGNORECASE) is not None


def _most(columns: Sequence[Column]) -> Column:
    """The column that tells the most people apart."""
    return max(columns, key=lambda column: len(column.values))


def held_together(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each of those who hold anything holds no more than one of the two at the end of the period."""
    if candidate.start is None:
        return []
    ends = [c for c in candidate.records.columns if c.kind == "moment" and ENDS.search(" ".join(tokens(c.header)))]
    held: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        over = [moment for c in ends if (moment := candidate.records.moment(row, c)) and moment.date() < evidence.period.as_of]
        if (name := name_of(row, candidate.start.header)) and not over:
            held[name][(row.get(candidate.column.header) or "").strip()] = row
    if len(held) < FEWEST:
        return []
    result: list[Observation] = []
    for found in held.values():
        both = [value for value in candidate.values if value in found]
        row = found[both[0]] if both else next(iter(found.values()))
        told = f"{candidate.column.header} says {' and '.join(f'«{value}»' for value in both) or 'neither'}"
        judged = (len(both) < len(candidate.values), " and ".join(both) or "neither", told)
        one = observation(candidate, row, judged)
        key = candidate.records.key
        others = {f"other {key.header}": candidate.records.item_of(found[value]) for value in both[1:]} if key else {}
        result.append(replace(one, item=(row.get(candidate.start.header) or "").strip(), row={**one.row, **others}))
    return result
