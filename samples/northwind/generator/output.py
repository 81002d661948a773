"""Fixed seeds, the calendar of the review period, and files that come out the same on every run."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

DOMAIN = "northwind.example"
START = date(2026, 1, 1)
END = date(2026, 6, 30)
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in ("2025-12-25", "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03")
)


def seeded(name: str) -> random.Random:
    """A generator of its own for each export, so that a change to one leaves the others as they are."""
    return random.Random(f"northwind ledger 2026 {name}")


def is_business_day(day: date) -> bool:
    """Whether the office is open."""
    return day.weekday() < 5 and day not in HOLIDAYS


def add_business_days(day: date, count: int) -> date:
    """The business day that many business days after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def days(start: date = START, end: date = END) -> list[date]:
    """Every day from `start` to `end`, both included."""
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def moment(rng: random.Random, day: date, first: int = 15, last: int = 23) -> datetime:
    """A moment of `day` between two hours (UTC; the office keeps Pacific time)."""
    return datetime.combine(day, time(rng.randrange(first, last), rng.randrange(60), rng.randrange(60)))


def iso(value: datetime | None) -> str | None:
    """A moment as APIs with seconds write it."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def iso_milliseconds(value: datetime | None) -> str | None:
    """A moment as APIs with milliseconds write it."""
    return value.strftime("%Y-%m-%dT%H:%M:%S.000Z") if value else None


def spaced(value: datetime | None) -> str:
    """A moment as spreadsheets write it."""
    return value.strftime("%Y-%m-%d %H:%M:%S") if value else ""


def identifier(rng: random.Random, length: int, alphabet: str = "0123456789abcdef") -> str:
    """A made-up identifier."""
    return "".join(rng.choice(alphabet) for _ in range(length))


def write_json(path: Path, data: Any) -> None:
    """Write an API answer, one record to a line where it is a list."""
    if isinstance(data, list):
        lines = ",\n".join(json.dumps(record, separators=(",", ":")) for record in data)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
    else:
        path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8", newline="\n")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any] | Mapping[str, Any]]) -> None:
    """Write a table; a row is a sequence in the order of the header or a mapping by header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            cells = [row.get(name) for name in header] if isinstance(row, Mapping) else row
            writer.writerow(["" if cell is None else cell for cell in cells])
