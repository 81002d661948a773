"""Raw records of an evidence file, before anyone knows what they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..errors import EvidenceError

SAMPLE = 200
FAULTS_SHOWN = 20
LONGEST_ROW = 1_500_000
RESERVED = ("file", "row_number")


def printable(text: str, limit: int = 80) -> str:
    """Text from a file as a message can show it: on one line, no control or escape characters, cut at `limit`."""
    shown = re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


@dataclass(slots=True)
class Problems:
    """What reading a file ran into; the first `FAULTS_SHOWN` are kept in words, all are counted.

    Attributes:
        left_out: rows that could not be read and are in no table.
    """

    faults: list[str] = field(default_factory=list)
    count: int = 0
    left_out: int = 0
    incomplete: list[str] = field(default_factory=list)

    def add(self, fault: str, left_out: bool = False) -> None:
        """Note a fault; `left_out` where it cost a row."""
        self.count += 1
        self.left_out += left_out
        if len(self.faults) < FAULTS_SHOWN:
            self.faults.append(fault)

    def all_faults(self) -> tuple[str, ...]:
        """The faults, with a last line that counts those not kept."""
        more = self.count - len(self.faults)
        return (*self.faults, f"and {more} more rows with faults") if more else tuple(self.faults)

    def all_incomplete(self) -> tuple[str, ...]:
        """Why the file is known not to hold everything."""
        rows = (f"{self.left_out} of its rows could not be read and were left out",) if self.left_out else ()
        return (*self.incomplete, *rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of one kind that a file holds.

    Attributes:
        kind: a table (delimited text, a sheet, a table of a report), whose rows are lists of cells, or JSON, whose rows
            are JSON texts.
        columns: the headers of a table, made unique (`Labels`, `Labels#2`); nothing for JSON.
        sample: the first records, as mappings, to recognise the file by.
        rows: yields each record with its number in the file (its row, line or place in the array), from 1.
        reported_count: the number of records that the file itself says there are.
        incomplete: reasons why the file is known not to hold everything.
        name: what tells it from the other records of the file: `Sheet1`, `table 2: Findings`, `databases.grants`; empty
            where the file holds one kind of record.
        within: the keys of the arrays that JSON records stand in, also where the file holds one kind of record.
        context: keys of JSON records that are not their own but of what they stand in (`parent.report_date`).
        edited: signs that somebody worked on the sheet after it was exported.
    """

    kind: Literal["csv", "json"]
    columns: tuple[str, ...] = ()
    sample: tuple[dict[str, Any], ...]
    rows: Callable[[Problems], Iterator[tuple[int, list[str] | str]]]
    reported_count: int | None = None
    incomplete: tuple[str, ...] = ()
    name: str = ""
    within: str = ""
    context: frozenset[str] = frozenset()
    edited: tuple[str, ...] = ()

    def called(self, file: str) -> str:
        """The records as messages call them: the file, and which of its records where there are several kinds."""
        return f"{file} [{self.name}]" if self.name else file


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """The names of a header row, told apart: a repeated `name` becomes `name#2`, an empty one `column 4`."""
    seen: Counter[str] = Counter(RESERVED)
    names = []
    for at, cell in enumerate(header, start=1):
        name = " ".join(printable(cell, 200).split()) or f"column {at}"
        seen[name.lower()] += 1
        names.append(name if seen[name.lower()] == 1 else f"{name}#{seen[name.lower()]}")
    return tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of a workbook or a report.

    Attributes:
        found: the records of each.
        left_out: why others could not be read.
        in_prose: whether they stand in a report, whose tables often sum up instead of listing records.
    """

    found: tuple[Records, ...]
    left_out: tuple[EvidenceError, ...] = ()
    in_prose: bool = False
