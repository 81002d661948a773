"""Who has to do something because of what they are to it ("role owners attest"), where each record names both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept, told
from ..claim import Asked
from ..grammar import grammar_of
from ..joining import NAMES
from ..profile import Column, RecordSet
from ..words import says, stems, tokens

BY = re.compile(r"\bby (?:the |its |their |each |an? |every )*(?P<who>[A-Za-z][\w -]{2,40})", re.IGNORECASE)
PERSON = re.compile(r"(?:er|or|ist|ian|head|lead|steward|host|chief|custodian)$", re.IGNORECASE)
INSTEAD = re.compile(r"\b(?:or|deputy|deputies|delegates?|behalf|together|except|unless|only)\b", re.IGNORECASE)
MOSTLY = 0.75  # of the records; where fewer agree the two columns name people of other kinds


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The two columns that say who is responsible for a thing, and who did to it what a claim says of those."""
    if asked.cell or asked.denies or INSTEAD.search(asked.text):
        return
    named = [c for c in records.columns if c.kind in NAMES and c is not records.key and c.header not in records.foreign]
    did = [c for c in named if _did(c) and _did(c) & asked.required]
    if len(did) != 1:
        return
    agents = _agents(asked)
    who = [c for c in named if c is not did[0] and _is_person(c) and any(stems(c.header) <= one for one in agents)]
    if len(who) != 1:
        return
    made = Candidate(kind="right person", test=each(same), records=records, column=did[0], start=who[0], scope=scope, score=4.0)
    if mostly_kept(same, made, asked, share=MOSTLY) and not all(told(same, made, asked)):
        yield made  # what everybody keeps leaves the place to other tests of the claim


def _did(column: Column) -> frozenset[str]:
    """Stems of what a column says somebody did ("attested_by"); none where it says no such thing."""
    words = tokens(column.header)
    return stems(" ".join(words[:-1])) if len(words) > 1 and words[-1].lower() == "by" else frozenset()


def _is_person(column: Column) -> bool:
    words = tokens(column.header)
    return bool(words) and PERSON.search(words[-1]) is not None


def _agents(asked: Asked) -> list[frozenset[str]]:
    """Stems of the words that name who acts: the subject of an active sentence, and what stands behind "by"."""
    found = [stems(one["who"]) for one in BY.finditer(asked.text)]
    return found or [stems(grammar_of(asked.text).subject)]


def same(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether who did it is who had to."""
    who = candidate.start.header if candidate.start else ""
    one, other = ((row.get(header) or "").split("(")[0].strip().lower() for header in (who, candidate.column.header))
    if says(one) != "something" or says(other) != "something":
        return None, other or "nothing", "the evidence does not name both"
    return one == other, row.get(candidate.column.header) or "", f"{candidate.column.header} is {other}, {who} {one}"
