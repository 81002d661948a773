"""Compensating controls that an entry of a register names, held against the rows of the things that it is about.

Nothing here decides whether an entry excuses: it says what a reviewer has to ask before relying on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ..days import day_of
from ..model import Period
from .mention import is_identifier, words_of
from .naming import is_numbered
from .register import Acceptance
from .shape import Records, is_register
from .words import STOP, answer_of, is_nothing, joined, stems

SPLIT = re.compile(r"[;\n•|]|(?:^|[.;,]?\s)\(?\d{1,2}[.)]\s+|\.\s+(?=[A-Z])")
FREQUENCIES = (
    (r"\bdaily\b|\bevery day\b|\beach day\b", 1), (r"\bweekly\b|\bevery week\b", 7), (r"\bmonthly\b|\bevery month\b", 31),
    (r"\bquarterly\b|\bevery quarter\b|\bevery (?:3|three) months\b", 92),
    (r"\b(?:semi-?annual(?:ly)?|half-?yearly|twice a year|every (?:6|six) months|(?:6|six)-month)\b", 184),
    (r"\b(?:annual(?:ly)?|yearly|every year|every (?:12|twelve) months)\b", 366),
)  # fmt: skip
# What recurs, and the words of headers that date the last time.
RECURS = {"review": r"review", "rotat": r"rotat", "audit": r"audit|review", "test": r"test", "scan": r"scan", "train": r"train"}
DENIES = r"\b(?:no|not|never|without|blocked|disabled|denied|prevented|prohibited|removed|non)\b"
LIMITED = re.compile(
    r"\b(?:limited|restricted|only|isolated|confined)\b(?: (?:to|in|within))?(?: the)? ?(?P<where>[^.;]*)", re.IGNORECASE
)
SAFE = r"\b(?:staging|test|testing|dev(?:elopment)?|sandbox|non-?prod\w*|qa)\b"
LIVE = r"\b(?:prod(?:uction)?|root)\b"
WIDE = r"\b(?:write|admin\w*|owner|editor|full(?: |-)?(?:access|control)|superuser|root)\b"
READ_ONLY = r"\bread[- ]?only\b"
HOLDS = r"(?:^|_)(?:access|roles?|permissions?|privileges?|scopes?|rights?|environments?|groups?|policies)(?:_|$)"
DATED = r"(?:^|_)(?:last|latest|previous|most_recent)(?:_|$)|(?:ed|_date|_on|_at)$"
PLANNED = r"(?:^|_)(?:next|due|planned|scheduled|target)(?:_|$)"
LONGEST = 60  # characters of a cell that answers; a longer one is a remark


def doubted(entries: Sequence[Acceptance], sets: Sequence[Records], period: Period) -> tuple[Acceptance, ...]:
    """The entries, each with what the evidence says against the compensating controls that it names."""
    rows = _rows_of({name for entry in entries if entry.controls for name in _things(entry)}, sets)
    return tuple(
        replace(entry, doubts=tuple(dict.fromkeys(_doubts(entry, rows, period.as_of)))) if entry.controls else entry
        for entry in entries
    )


def pieces(controls: str) -> list[str]:
    """The single controls of a cell that lists several."""
    return [text for part in SPLIT.split(controls) if part and len(text := part.strip(" .,-")) > 3]


def _things(entry: Acceptance) -> set[str]:
    """The identifiers and names that an entry is about, in lower case."""
    cells = list(entry.affected.values())
    words = {word for cell in cells for word in words_of(cell)}
    return {word for word in words if is_identifier(word)} | {cell.strip().lower() for cell in cells}


def _rows_of(names: set[str], sets: Sequence[Records]) -> dict[str, list[tuple[str, Mapping[str, str]]]]:
    """The rows of the evidence, registers of exceptions aside, in which a cell is one of the names."""
    found: dict[str, list[tuple[str, Mapping[str, str]]]] = defaultdict(list)
    for records in sets if names else ():
        if is_register(records):
            continue
        for row in records.rows:
            for name in {cell.strip().lower() for cell in row.values() if isinstance(cell, str)} & names:
                found[name].append((records.file, row))
    return found


def _doubts(entry: Acceptance, rows: Mapping[str, Sequence[tuple[str, Mapping[str, str]]]], as_of: date) -> Iterator[str]:
    """A sentence for each cell against a control; the deviation itself is known, and what is about other things says nothing."""
    things = _things(entry)
    own = {(file, id(row)): (name, row) for name in sorted(things & rows.keys(), reverse=True) for file, row in rows[name]}
    for control in pieces(entry.controls):
        if any(is_numbered(word) and word not in things for word in words_of(control)):
            continue
        for (file, _), (name, row) in own.items():
            for header, cell in row.items():
                if cell and not _about(header) <= entry.subject.stems and (why := _against(control, header, cell, as_of)):
                    yield f"The compensating control «{control[:120]}» is contradicted by {file}: {header} of {name} {why}."


def _about(header: str) -> frozenset[str]:
    """The stems of what a header asks, without the words that say only that it is asked."""
    words = joined(header).replace("_", " ")
    return stems(
        re.sub(r"\b(?:is|has|enabled|enforced|required|active|status|flag|configured|on|services?|systems?)\b", " ", words)
    )


def _against(control: str, header: str, cell: str, as_of: date) -> str:
    """What a cell says against a control, as the rest of a sentence; empty where it says nothing against it."""
    text = cell.strip()
    if is_nothing(text):
        return ""
    if (stated := answer_of(text)) is not None:
        return f"is «{text}»" if _denied(control, header, stated) else ""
    if last := day_of(text):
        return _overdue(control, header, last, as_of)
    if len(text) > LONGEST * 4 or not re.search(HOLDS, joined(header)):
        return ""
    limited = LIMITED.search(control)
    where = limited["where"] if limited else ""
    if re.search(SAFE, where, re.IGNORECASE) and not re.search(LIVE, where, re.IGNORECASE) and _says(LIVE, text):
        return f"is «{text[:LONGEST]}»"
    return f"is «{text[:LONGEST]}»" if _says(READ_ONLY, control) and _says(WIDE, text) else ""


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text.replace("_", " "), re.IGNORECASE) is not None and not re.search(SAFE, text, re.IGNORECASE)


def _denied(control: str, header: str, stated: bool) -> bool:
    """Whether a yes or no under a header that uses only words of a control says the opposite of it."""
    words = joined(header).replace("_", " ")
    about = _about(header)
    if not about or not about <= stems(control):
        return False
    said = control.lower()
    first = min((said.find(word) for word in re.findall(r"[a-z]{3,}", words) if word not in STOP and word in said), default=0)
    near = control[max(0, first - 20) : first + len(words) + 20]
    promised = len(re.findall(DENIES, near, re.IGNORECASE)) % 2 == 0
    own = len(re.findall(DENIES, words, re.IGNORECASE)) % 2 == 0
    return (stated == own) != promised


def _overdue(control: str, header: str, last: date, as_of: date) -> str:
    """Whether what a control does regularly was done too long ago, by the day of its last time."""
    days = next((days for pattern, days in FREQUENCIES if re.search(pattern, control, re.IGNORECASE)), None)
    name = joined(header)
    if days is None or last > as_of or not re.search(DATED, name) or re.search(PLANNED, name):
        return ""
    if not any(re.search(rf"\b{word}", control, re.IGNORECASE) and re.search(pattern, name) for word, pattern in RECURS.items()):
        return ""
    age = (as_of - last).days
    return f"is {last}, {age} days before {as_of}" if age > days else ""
