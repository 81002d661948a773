"""Names that a claim lists: those among which a value has to be, and those all of which a cell has to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import RecordSet
from ..telling import own_words
from ..words import says, stems
from .choices import loosely, says_value

BETWEEN = re.compile(r"\s*(?:;|,|/|\bor\b|\band\b|&)\s*(?:(?:or|and)\b\s*)?")
ASIDE = re.compile(r"\s*\([^()]*\)")
IN_BRACKETS = re.compile(r"(?P<before>[^()]{3,}?)\s*\((?P<list>[^()]{3,200})\)")
BEHIND_COLON = re.compile(r"(?P<before>[^:]{3,}?):\s+(?P<list>.{3,400})$", re.DOTALL)
OPEN = re.compile(
    r"\b(?:including|includes?|such as|e\.g|for example|among others|at least|etc|and others|or similar)\b", re.IGNORECASE
)
ONLY = re.compile(r"\b(?:only|solely|exclusively|no other|none other|approved|permitted|allowed)\b", re.IGNORECASE)
ONLY_THOSE = re.compile(r"^\W*only (?:the |those |these )?(\w+) (?:on|in|of|from) (?:this|the following|our) list\b", re.IGNORECASE)
HEAD = 4  # words before a list, among which the header of what it lists stands
SHARE = 0.6  # of the records; where fewer keep it the list is of other things


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The columns whose values a claim lists."""
    if asked.cell:
        yield from _all_of_them(asked, records, scope)
        return
    for pattern in (IN_BRACKETS, BEHIND_COLON):
        found = pattern.search(asked.text)
        if not found or OPEN.search(found[0]) or not ONLY.search(found["before"]):
            continue
        names = names_in(found["list"])
        head = stems(" ".join([*found["before"].split()[-HEAD:], *ONLY_THOSE.findall(found["before"])]))
        for column in records.columns:
            if column.kind not in ("category", "presence", "text") or len(names) < 2 or not own_words(column, records) & head:
                continue
            rows = {
                header: values for header, values in scope.items()
                if header != column.header and any(says_value(value, found["before"]) for value in values)
            }  # fmt: skip
            made = Candidate(
                kind="listed", alone=True, test=each(among), records=records, column=column, scope=rows, score=4.0, values=names
            )
            if mostly_kept(among, made, asked, share=SHARE):
                yield made


def _all_of_them(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column that has to hold all names of a cell of a row in the document ("Approvals | Owner, Counsel and CFO")."""
    text = asked.cell.text if asked.cell else ""
    names = names_in(text)
    if len(names) < 2 or re.search(r"\d|\bor\b", text):
        return
    for column in records.columns:
        if column.header in scope or not own_words(column, records) & asked.words or column.kind == "moment":
            continue
        made = Candidate(kind="all", test=each(holds_all), records=records, column=column, scope=scope, score=4.5, values=names)
        if mostly_kept(holds_all, made, asked, share=SHARE):
            yield made


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list, without what stands in brackets behind them."""
    found = (one.strip(" .`*_\"“”'") for one in BETWEEN.split(ASIDE.sub("", text)))
    return tuple(one for one in found if len(one) > 1 and len(one.split()) <= HEAD)


def among(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether the value of a record is one of those listed."""
    cell = (row.get(candidate.column.header) or "").strip()
    if says(cell) == "nothing":
        return None, cell or "nothing", f"{candidate.column.header} is empty"
    has = any(name.lower() == cell.lower() or says_value(name, cell) or says_value(cell, name) for name in candidate.values)
    return has, cell, f"{candidate.column.header} says «{cell}», which is not listed" if not has else f"«{cell}» is listed"


def holds_all(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a cell holds all names that are listed."""
    cell = (row.get(candidate.column.header) or "").strip()
    if not cell:
        return None, "nothing", f"{candidate.column.header} is empty"
    lacks = [name for name in candidate.values if not re.search(rf"(?<!\w){loosely(name)}", cell, re.IGNORECASE)]
    return not lacks, cell, f"{candidate.column.header} says «{cell}», without {', '.join(lacks)}"
