"""Several parts that a sentence names, where a cell lists the parts that each record has ("oars; sails")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import CONDITIONAL, Asked
from ..profile import Column, RecordSet
from ..telling import names_population
from ..words import says, stems

BETWEEN = re.compile(r"\s*(?:;|,|\+|\||\n)\s*")
CHOICE = re.compile(r"\bor\b|\b(?:one|any|some|either) of\b|\b(?:may|can)\b", re.IGNORECASE)
FEWEST_PARTS = 2
OFTEN = 2  # records that list a part; what stands in one alone is a remark
MOST_PARTS = 15  # different ones; more are names or remarks
SHARE = 0.6  # of the records have all parts; where fewer do, the sentence is about others


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column whose cells list parts, of which a claim names several that each record has to have."""
    if asked.denies or CHOICE.search(asked.text) or CONDITIONAL.search(asked.text) or asked.limit or asked.every:
        return
    if not names_population(asked, records) and not scope:
        return
    for column in (c for c in records.columns if c.kind in ("category", "text", "presence")):
        named = tuple(part for part in parts_of(column) if _is_named(part, asked))
        if len(named) < FEWEST_PARTS:
            continue
        rows = {header: values for header, values in scope.items() if header != column.header}
        made = Candidate(
            kind="parts", test=each(has_all), records=records, column=column, scope=rows, score=2.5 + len(named), values=named
        )
        if mostly_kept(has_all, made, asked, share=SHARE):
            yield made


def parts_of(column: Column) -> tuple[str, ...]:
    """The parts that the cells of a column list, in lower case; none where they list nothing."""
    often: Counter[str] = Counter()
    several = 0
    for value, count in column.values.items():
        parts = _listed(value)
        several += count * (len(parts) > 1)
        for part in parts:
            often[part] += count
    found = tuple(part for part, count in often.items() if count >= OFTEN)
    filled = sum(count for value, count in column.values.items() if says(value) != "nothing")
    return found if several * 2 >= filled and FEWEST_PARTS <= len(found) <= MOST_PARTS else ()


def _listed(cell: str) -> frozenset[str]:
    return frozenset(part.lower() for one in BETWEEN.split(cell) if (part := one.strip()))


def _is_named(part: str, asked: Asked) -> bool:
    """Whether a claim says all words of a part, as something that is there and not as whom it speaks of."""
    own = stems(part)
    return bool(own) and own <= asked.words - stems(asked.claim.scope or "")


def has_all(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a cell lists all parts that the claim names."""
    cell = (row.get(candidate.column.header) or "").strip()
    if says(cell) == "nothing":
        return None, cell or "nothing", f"{candidate.column.header} is empty"
    lacks = [part for part in candidate.values if part not in _listed(cell)]
    told = f"{candidate.column.header} says «{cell}»"
    return not lacks, cell, f"{told}, without {', '.join(lacks)}" if lacks else told
