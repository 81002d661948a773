"""Registers of exceptions by their shape: who allowed it, until when or since when, what or whom it concerns, and why.

A header alone often does not tell: `approved` stands over days in one register and over names in the next, and a `waiver` is a
number here and a sentence there. The cells decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from ..days import ANY_YEAR, days_it_may_mean
from .words import answer_of, finds, fits, is_nothing, joined, lexicon, role_of

SAYS = {"affected", "concerns", "rule", "subject", "description"}
MOSTLY = 0.6  # of the filled cells of a column
WIDEST = 14  # columns; a register without a name of its own has few
LONGEST = 2_000  # entries of one without a name of its own, and rows by which headers are told
WORDS = 3  # from which on a cell is words and no name or number


class Records(Protocol):
    """Records of an evidence file as they came: one mapping of headers to cells for each."""

    @property
    def file(self) -> str:
        """Name of the evidence file."""
        ...

    @property
    def name(self) -> str:
        """Name of the sheet, array or table within it."""
        ...

    @property
    def rows(self) -> Sequence[Mapping[str, str]]:
        """One mapping of headers to cells for each record."""
        ...

    @property
    def last(self) -> date | None:
        """The end of the period, for dates without a year."""
        ...


def is_register(records: Records) -> bool:
    """Whether records are entries of a register of exceptions: it says who approved what, and until when or with what result.

    A file that is called one needs no more than that. One that is not, or by a word that other files have too, needs the columns of
    a register, none of another log, and a column or words that say that a rule is lifted.
    """
    if not records.rows:
        return False
    headers = list(records.rows[0])
    stated = {role_of(header) for header in headers}
    besides = any(fits(lexicon().approver_besides, joined(header)) for header in headers)
    if not besides and not stated & {"approver", "granting", "signature"}:
        return False
    roles = set(roles_of(records.rows).values())
    approves = besides or bool(roles & {"approver", "signature"})
    settled = bool(roles & {"status", "ends_on", "extended_to", "approved_on"})
    if not approves or not settled:
        return False
    name = _called(records)
    if finds(lexicon().called_otherwise, name) or (finds(lexicon().called_other_log, name) and "reference" not in stated):
        return False
    return finds(lexicon().called, name) is not None or "reference" in stated or _has_shape(records, roles, name)


def _called(records: Records) -> str:
    """The words of the names of file and sheet."""
    file = records.file.rsplit("/", maxsplit=1)[-1].rsplit(".", maxsplit=1)[0]
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{file} {records.name}").lower()))


def _has_shape(records: Records, roles: set[str], name: str) -> bool:
    """Whether records without a telling name have the columns of a register, and say that a rule is lifted."""
    headers = list(records.rows[0])
    if len(headers) > WIDEST or len(records.rows) > LONGEST or any(finds(lexicon().foreign, joined(h)) for h in headers):
        return False
    bounded = bool(roles & {"ends_on", "extended_to"}) or ("approved_on" in roles and "rule" in roles)
    if not bounded or not roles & {"affected", "concerns", "rule"}:
        return False
    if finds(lexicon().called_maybe, name):
        return True
    lifting = any(role_of(header) == "rule" and joined(header) not in ("rule", "rule_id", "rule_no") for header in headers)
    said = [" | ".join(cell or "" for cell in row.values()) for row in records.rows]
    lifted = sum(finds(lexicon().lifts, text) is not None for text in said)
    return "ends_on" in roles and (lifting or lifted >= MOSTLY * len(said))


def roles_of(rows: Sequence[Mapping[str, str]], known: Collection[str] = frozenset()) -> dict[str, str]:
    """What the headers of a register mean, by their words and by the cells under them; unknown ones are left out.

    Args:
        known: what identifies the records of other files, in lower case; a column of such values names what is affected.
    """
    found: dict[str, str] = {}
    rows = rows[:LONGEST]
    for header in dict.fromkeys(header for row in rows for header in row):
        role = role_of(header)
        cells = cells_of(rows, header) if role else []
        if role == "granting":
            role = _granting(cells)
        elif role in ("reference", "concerns") and cells:
            role = _worded(role, cells)
        elif role == "signature" and _share(cells, lambda cell: answer_of(cell) is not None) < MOSTLY:
            role = None
        elif role == "ends_on" and joined(header).endswith("_to") and cells and _share(cells, _may_be_day) < MOSTLY:
            role = "affected"  # "granted_to"
        elif role == "approver" and _share(cells, _may_be_day) >= MOSTLY:
            role = "approved_on"
        if role in (None, "subject", "number") and known and _share(cells_of(rows, header), lambda c: c.lower() in known) >= MOSTLY:
            role = "affected"
        elif role is None and _share(cells_of(rows, header), lambda cell: fits(lexicon().states, cell)) >= MOSTLY:
            role = "status"
        if role:
            found[header] = role
    if not set(found.values()) & SAYS:
        others = [header for row in rows[:1] for header, cell in row.items() if header not in found and cell]
        found |= dict.fromkeys(others[:1], "concerns")
    if "rule" in found.values():
        found |= {header: "affected" for header, role in found.items() if role == "subject" and joined(header) == "name"}
    return found


def cells_of(rows: Sequence[Mapping[str, str]], header: str) -> list[str]:
    """The filled cells under a header."""
    return [text for row in rows if (text := (row.get(header) or "").strip()) and not is_nothing(text)]


def _granting(cells: Sequence[str]) -> str:
    """Whether cells under `approved` or the like are days, states, or who it was."""
    if _share(cells, _may_be_day) >= MOSTLY:
        return "approved_on"
    return "status" if cells and _share(cells, lambda cell: fits(lexicon().states, cell)) >= MOSTLY else "approver"


def _worded(role: str, cells: Sequence[str]) -> str:
    """Whether cells under `waiver` are the numbers of entries or say what is waived."""
    return role if role == "concerns" or _share(cells, lambda cell: len(cell.split()) >= WORDS) < MOSTLY else "concerns"


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(holds(cell) for cell in cells) / len(cells) if cells else 0.0


def _may_be_day(cell: str) -> bool:
    """Whether a cell reads as a day, even where its order or year is not sure."""
    return bool(days_it_may_mean(cell, ANY_YEAR))


def identifiers_of(rows: Sequence[Mapping[str, str]]) -> set[str]:
    """What the columns hold that tell records apart: another value with a digit in each row, in lower case."""
    found: set[str] = set()
    for header in rows[0] if 1 < len(rows) <= LONGEST else ():
        cells = cells_of(rows, header)
        if len(cells) == len(rows) == len(set(cells)) and all(re.search(r"[A-Za-z]", c) and re.search(r"\d", c) for c in cells):
            found.update(cell.lower() for cell in cells)
    return found
