"""What tests of the truth over a period ask of a locker: lists of laptops that were exported on several days, and a review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.evidence.locker import Locker
from analyzer.model import Period, Run, Span, Verdict
from analyzer.pipeline import review

CATALOG = load_catalog()
PROMISE = "All company laptops use full-disk encryption."
SETTINGS = Config(semantics=False, wordings=False)


def laptops(day: date, *plain: str) -> str:
    """An export of four laptops on a day; those named have no encryption."""
    names = [*(f"lt-{number}" for number in range(1, 4 - len(plain) + 1)), *plain]
    rows = [f"{name},laptop,{name}@acme.example,{'no' if name in plain else 'yes'},{day}" for name in names]
    return "\n".join(["Device ID,Device Type,User Email,Disk Encrypted,Last Check In", *rows]) + "\n"


def add(locker: Path, name: str, text: str, day: date, complete: bool | None = None) -> None:
    """Put an export that was made on a day into the locker."""
    file = locker.parent / name
    file.write_text(text)
    Locker(locker).add(file, name=name, extracted_at=datetime(day.year, day.month, day.day, 17, tzinfo=UTC), complete=complete)


def reviewed(locker: Path, start: date, end: date, text: str = PROMISE, settings: Config = SETTINGS) -> Run:
    """A review of a policy against a locker."""
    document = locker.parent / "policy.md"
    document.write_text(text + "\n")
    return review([document], [locker], Period(start=start, end=end, as_of=end), CATALOG, settings)


def only(run: Run, check: str = "disk_encryption") -> Verdict:
    """The one verdict of a review by a check."""
    (verdict,) = (one for one in run.verdicts if one.binding.check == check)
    return verdict


def held_days(spans: Sequence[Span]) -> set[date]:
    """The days over which a promise held."""
    return {one.start + timedelta(days=number) for one in spans if one.state == "held" for number in range(one.days)}
