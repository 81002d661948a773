"""What tests ask of a locker that a collector filled: its entries, the tables that it becomes, the verdicts of a review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from analyzer.catalog import load_catalog
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.locker import Entry, Locker
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine

CATALOG = load_catalog()


def loaded(locker: Path, day: date) -> Loaded:
    """The tables as a review of the half year before a day fills them."""
    return load_evidence([locker], CATALOG, Period(start=day - timedelta(days=180), end=day, as_of=day))


def rows(one: Loaded, sql: str) -> list[tuple[Any, ...]]:
    """What a question to the tables is answered."""
    return one.store.rows(sql)[1]


def names(locker: Path) -> list[str]:
    """The files of a locker."""
    return [entry.name for entry in Locker(locker).entries()]


def entries(locker: Path, prefix: str) -> dict[str, Entry]:
    """The entries of a locker by their names, less what all of them begin with."""
    return {one.name.removeprefix(prefix): one for one in Locker(locker).entries()}


def verdicts(locker: Path, text: str, day: date, days: int = 30) -> dict[str, list[Verdict]]:
    """The verdicts on a policy in a review of the days before a day, by their checks."""
    document = locker.parent / "policy.md"
    document.write_text(text)
    period = Period(start=day - timedelta(days=days), end=day, as_of=day)
    found: dict[str, list[Verdict]] = {}
    for one in examine([document], [locker], period, CATALOG).run.verdicts:
        found.setdefault(str(one.binding.check), []).append(one)
    return found


def broken(found: Iterable[Verdict]) -> set[str]:
    """The items that break a promise."""
    return {item.item for one in found for item in one.exceptions}
