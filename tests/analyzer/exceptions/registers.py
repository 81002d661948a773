"""Builders of the tests of exception registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from analyzer.catalog import load_catalog
from analyzer.columns.profile import RecordSet
from analyzer.evidence.store import Store
from analyzer.exceptions.validity import Window
from analyzer.excuse import acceptances, excuse
from analyzer.model import Excused, Observation, Period
from analyzer.testing import sentence
from claims import Claim

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
BACKUPS = "Databases are backed up daily."
TRIAGE = "Incidents are triaged within 30 minutes of detection."
RESOLUTION = "Incidents are resolved within 24 hours of detection."
TLS = "All endpoints use TLS 1.2 or higher."
PATCHES = "Critical vulnerabilities are remediated within 15 days."
KEYS = "Keys of service accounts must not be created."
ENTRY = {"exception_id": "EX-7", "approved_by": "Kim Osei (CISO)", "approval_date": "2026-01-05", "status": "Active"}


def store(rows: Sequence[Mapping[str, Any]] = ()) -> Store:
    """A store that holds these rows of the table of exceptions."""
    filled = Store({"exceptions": load_catalog().tables["exceptions"]}, PERIOD)
    filled.add_rows("exceptions", rows, "exceptions.csv")
    filled.finish()
    return filled


NO_TABLE = store()


def claim(text: str) -> Claim:
    """The first claim of a sentence, by its wording."""
    return next(iter(load_catalog().extractor.claims(sentence(text))))


def failing(item: str, reason: str = "", **row: Any) -> Observation:
    """An item that breaks a claim."""
    return Observation(item=item, holds=False, observed="", reason=reason, row=row)


def records(file: str, rows: Sequence[Mapping[str, str]]) -> RecordSet:
    """The records of an evidence file as it came."""
    headers = tuple(dict.fromkeys(header for row in rows for header in row))
    return RecordSet(
        file=file, name="", rows=[{header: row.get(header, "") for header in headers} for row in rows], headers=headers
    )


def held(
    items: Sequence[Observation], *entries: Mapping[str, str], text: str = BACKUPS, window: Window = "period",
    evidence: Sequence[RecordSet] = (),
) -> tuple[list[str], list[Excused], str]:  # fmt: skip
    """The items that break a claim, those that a register excuses, and what is said of the entries that excuse nothing.

    Args:
        entries: rows of the register; each is approved, active and without an end where it says nothing else.
    """
    register = records("exception-register.csv", [{**ENTRY, **one} for one in entries])
    accepted = acceptances(NO_TABLE, load_catalog(), PERIOD, [register, *evidence])
    exceptions, excused, notes = excuse(items, claim(text), PERIOD, (), accepted, window)
    return [one.item for one in exceptions], excused, " ".join(notes)


def excuses(*arguments: Any, **named: Any) -> bool:
    """Whether everything that `held` is asked for is excused."""
    broken, excused, _ = held(*arguments, **named)
    return bool(excused) and not broken
