"""Minutes of meetings among the evidence: who was there, and whether it was said that they could decide."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from claims import Document
from claims.errors import DocumentError
from claims.readers import read

from ..days import DATES
from ..evidence.find import find_files
from ..judge import Evidence
from ..model import Observation, Period
from .candidate import Candidate, Judged, Row, each
from .claim import Asked
from .profile import RecordSet
from .roles import is_role

SUFFIXES = frozenset({".md", ".docx", ".html", ".htm", ".txt"})
LARGEST_FILE = 5_000_000  # bytes
MEETING, THERE, QUORUM, SAID, NUMBER = "meeting", "attendees", "quorum", "said", "number"
PRESENT = re.compile(r"^(?:attendees|present|attendance|in attendance|participants|members present|attending)$", re.IGNORECASE)
MEETING_NUMBER = re.compile(r"^(?:meeting )?(?:id|no|number|ref|reference)$", re.IGNORECASE)
LABELLED = re.compile(r"^\W*(?P<label>[A-Za-z][A-Za-z ]{2,24}?)\s*:\s*(?P<rest>.+)$", re.DOTALL)
PERSON = re.compile(r"[^,;()]+(?:\([^()]*\))?")
CHAIR = re.compile(r"\b(?:chair(?:ed)?|minutes|secretary)\b", re.IGNORECASE)
NOT_THERE = re.compile(r"^(?:no|absent|excused|apolog|on leave|away|n$|✗|-|–)", re.IGNORECASE)
NOT_MET = re.compile(
    r"\b(?:not (?:met|present|reached|achieved|quorate)|no quorum|without (?:a )?quorum|inquorate|lacking|failed)\b", re.IGNORECASE
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
MANY = rf"(?P<many>\d+|{'|'.join(NUMBERS)})"
OTHERS = re.compile(rf"\b(?:at least |and |plus )?{MANY} (?:other|further|more|additional)\b", re.IGNORECASE)
COUNT = re.compile(
    rf"\b(?:at least |minimum of |requires? |is |of )?{MANY}(?: \(\d+\))?(?: of (?:the )?\w+(?: \(\d+\))?)? (?:\w+ )?members\b",
    re.IGNORECASE,
)
OF_QUORUM = re.compile(r"\bquorum\b\s*(?::|is|of|requires?|consists of|means)?\s*(?P<who>[^.;]*)", re.IGNORECASE)
APART = re.compile(r"\s*(?:\+|,|;|&|\band\b|\bplus\b)\s*")
ROLE = re.compile(
    r"^(?:the |an? |one )?(?P<role>[A-Z][\w&/-]*(?: (?:of |and )?[A-Z][\w&/-]*){0,4})(?: (?:member|representative|delegate))?$"
)


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Minutes among the evidence.

    Attributes:
        meetings: a record for each.
        sha256: hash of the file's bytes, hexadecimal.
    """

    meetings: RecordSet
    sha256: str


def read_minutes(paths: Sequence[Path], documents: Collection[Path] = (), last: date | None = None) -> list[Minutes]:
    """The meetings that files of the evidence tell of in sections with a day in their heading, each as a record.

    Args:
        documents: files under review, which are no evidence.
        last: the end of the period.
    """
    reviewed = {document.resolve() for document in documents}
    files = [one for one in find_files(paths)[0] if not one.collected and one.path.suffix.lower() in SUFFIXES]
    found: list[Minutes] = []
    for file in files:
        if file.path.resolve() in reviewed or file.path.stat().st_size > LARGEST_FILE:
            continue
        try:
            document = read(file.path, file.name)
        except DocumentError:
            continue  # what cannot be read is told where the evidence is read
        meetings = meetings_of(document)
        if any(one[THERE] or one[QUORUM] for one in meetings):
            records = RecordSet(file=file.name, name="", rows=meetings, headers=(MEETING, THERE, QUORUM, SAID), last=last)
            found.append(Minutes(meetings=records, sha256=document.sha256))
    return found


def meetings_of(document: Document) -> list[dict[str, str]]:
    """The meetings of a document: number or heading with the day, those present, what is said of the quorum, and all that is."""
    found: dict[str, dict[str, list[str]]] = {}
    for block in document.blocks:
        dated = [heading for heading in block.heading_path if DATES.search(heading)]
        if not dated or block.kind == "heading":
            continue
        said = found.setdefault(dated[-1], {THERE: [], QUORUM: [], SAID: [], NUMBER: []})
        under = block.heading_path[-1] if block.heading_path[-1] != dated[-1] else ""
        if block.row:
            continue
        said[SAID].append(block.text)
        label = LABELLED.match(block.text)
        name, text = (label["label"], label["rest"]) if label else (under, block.text)
        if PRESENT.match(name.strip()):
            said[THERE].append(text)
        elif re.search(r"\bquorum\b", name, re.IGNORECASE):
            said[QUORUM].append(text)
        elif label and MEETING_NUMBER.match(name.strip()):
            said[NUMBER].append(text.strip())
    for heading, people in _of_tables(document).items():
        found.setdefault(heading, {THERE: [], QUORUM: [], SAID: [], NUMBER: []})[THERE] += people
    return [
        {
            MEETING: (said[NUMBER] or [heading])[0],
            THERE: "; ".join(said[THERE]),
            QUORUM: " ".join(said[QUORUM]),
            SAID: "\n".join(said[SAID]),
        }
        for heading, said in found.items()
    ]


def _of_tables(document: Document) -> dict[str, list[str]]:
    """Those present by the tables of attendance, by the heading with the day: a name, a title, and whether they were there."""
    rows: dict[tuple[str, int, int], list[str]] = {}
    for block in document.blocks:
        dated = [heading for heading in block.heading_path if DATES.search(heading)]
        if dated and block.row and block.row.index > 0 and PRESENT.match(block.heading_path[-1].strip()):
            rows.setdefault((dated[-1], block.row.table, block.row.index), []).append(block.text.strip())
    found: dict[str, list[str]] = {}
    for (heading, _, _), cells in rows.items():
        if len(cells) > 1 and not (len(cells) > 2 and NOT_THERE.match(cells[-1])):
            found.setdefault(heading, []).append(f"{cells[0]} ({cells[1]})")
    return found


def quorums(asked: Asked, minutes: Sequence[RecordSet]) -> Iterator[Candidate]:
    """The test of who has to be there, for a claim about a quorum, by each file of minutes."""
    if wanted_of(asked.text) is None:
        return
    for records in minutes:
        column = next(c for c in records.columns if c.header == THERE)
        yield Candidate(kind="quorum", test=attended, records=records, column=column, score=5.0, prose=True)


def wanted_of(text: str) -> tuple[tuple[str, ...], int] | None:
    """The roles that a text wants for a quorum, and how many people; None where it wants neither."""
    found = OF_QUORUM.search(text)
    if not found:
        return None
    who = found["who"]
    roles = tuple(role["role"] for part in APART.split(who) if (role := ROLE.match(part.strip())))
    others = OTHERS.search(who)
    if others:
        return roles, len(roles) + _number(others["many"])
    count = COUNT.search(who)
    if not roles and not count:
        return None
    return roles, _number(count["many"]) if count else len(roles)


def _number(text: str) -> int:
    return NUMBERS.get(text.lower()) or int(text)


def people_of(cell: str) -> list[str]:
    """Those whom a cell names, each with the title behind the name."""
    return [one.strip() for one in PERSON.findall(cell) if one.strip() and not CHAIR.fullmatch(one.strip())]


def attended(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each meeting had its quorum, by the name of the meeting."""
    found = each(quorum)(candidate, rows, asked, evidence)
    return [replace(one, item=row[MEETING]) for one, row in zip(found, rows, strict=True)]


def quorum(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether those were present whom a quorum takes, by their titles and their number, and nothing says otherwise."""
    there, said = row.get(THERE) or "", row.get(QUORUM) or ""
    roles, least = wanted_of(asked.text) or ((), 0)
    if NOT_MET.search(said):
        return False, said, f"the minutes say of the quorum «{said}»"
    people = people_of(there)
    if not people:
        return None, said or "nothing", "the minutes do not say who was there"
    titles = [one.partition("(")[2].rstrip(")") or one for one in people]
    lacks = [role for role in roles if not any(is_role(title, role) for title in titles)]
    if lacks and any("(" in one for one in people):
        return False, there, f"there were {there}, and no {' and no '.join(lacks)}"
    if len(people) < least:
        return False, there, f"{len(people)} of at least {least} were there: {there}"
    return (None if lacks else True), there, f"there were {there}"
