"""Text as dates, answers and numbers: what is read, and what is a fault instead of a guess."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analyzer.evidence.casts import cast_sql, clean_sql, column_orders
from tests.analyzer.evidence.loading import PEOPLE, column, load, write


def read(text: str, kind: str, name: str = "value") -> Any:
    """A cell as a column of that name and type reads it."""
    with duckdb.connect(config={"threads": "1"}) as engine:
        engine.execute("set TimeZone = 'UTC'")
        cleaned = f'(select {clean_sql(f"{chr(34)}{name}{chr(34)}", kind)} as "{name}" from (select $text::varchar as "{name}"))'
        row = engine.execute(f"select {cast_sql(f'{chr(34)}{name}{chr(34)}', kind)} from {cleaned}", {"text": text}).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02", "2026/01/02", "2-Jan-2026", "02-JAN-2026", "2 Jan 2026", "2 January 2026", "January 2, 2026", "Jan 2, 2026",
        "Jan. 2nd, 2026", "Friday, January 2, 2026", "2-Jan-26", "20260102", "46024", "2026-01-02 (CAB)", "2026-01-02 by Ana",
        "2026-01-02 - Ana", "2026-01-02, Ana Lopez", "2026.01.02", "1767312000",
    ],
)  # fmt: skip
def test_days(text: str) -> None:
    assert read(text, "timestamp") == datetime(2026, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02 03:15 UTC", "2026-01-02T03:15:00Z", "2026-01-02T05:15:00+02:00", "2026-01-02 05:15:00 +0200",
        "2026-01-02 3:15 AM",
        "Fri, 02 Jan 2026 03:15:00 GMT", "January 2, 2026 at 3:15 AM", "02/Jan/26 3:15 AM", "Jan 2, 2026 3:15am", "1767323700",
        "1767323700000", "2026-01-02 03:15:00 +0000 UTC", "2 Jan 2026 03:15",
    ],
)  # fmt: skip
def test_moments(text: str) -> None:
    assert read(text, "timestamp") == datetime(2026, 1, 2, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        "01/02/2026", "2026", "5 Jan", "Q1 2026", "2026-01", "2026-02-30", "20261399", "2026-01-02 - 2026-01-09",
        "2026-01-02 (planned)",
        "2026-01-02, rejected", "12", "99999", "soon", "Jan 2026", "0026-01",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read(text, "timestamp") is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", True), ("Y", True), ("1", True), ("true", True), ("Enabled", True), ("✓", True), ("✔\ufe0f", True),
        ("✅", True), ("x", True),
        ("Yes (Terraform)", True), ("Yes — enforced", True), ("Enabled (SSE-KMS)", True), ("No", False), ("n", False), ("0", False),
        ("disabled", False), ("✗", False), ("❌", False), ("No - pending", False), ("No (ticket IT-3)", False),
        ("No: legacy", False),
        ("Yes (partial)", None), ("Yes, except contractors", None), ("Yes - planned for May", None), ("No (not required)", None),
        ("No - exempt", None), ("maybe", None), ("on-hold", None), ("No-show", None), ("T. Smith", None), ("Y. Tanaka", None),
    ],
)  # fmt: skip
def test_answers(text: str, answer: bool | None) -> None:
    assert read(text, "boolean") is answer


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("1,234.5", "value", 1234.5), ("1.234,5", "value", 1234.5), ("1 234", "value", 1234), ("7,5", "value", 7.5),
        ("98.5 %", "value", 98.5),
        ("$1,200", "value", 1200), ("12 characters", "min_length", 12), ("-3", "value", -3), ("14.2 GB", "size", 14.2e9),
        ("1.5 GiB", "size", 1.5 * 2**30), ("14.2 GB", "used_gb", 14.2), ("12 hours", "containment_hours", 12), ("1,5",
        "containment_hours", 1.5),
        ("90 minutes", "containment_hours", 1.5), ("1 day 4 hours", "containment_hours", 28), ("1h 30m", "triage_minutes", 90),
        ("02:30:00", "triage_minutes", 150), ("90 days", "retention_days", 90), ("1 year", "retention_days", 365),
        ("12 months", "retention_days", 365), ("30 days (rolling)", "retention_days", 30), ("15 min", "screen_lock_seconds", 900),
    ],
)  # fmt: skip
def test_numbers(text: str, name: str, number: float) -> None:
    assert read(text, "number", name) == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1,2,3", "value"), ("12 of 14", "value"), ("nan", "value"), ("inf", "value"), ("v3", "value"), ("14.2 GB",
        "value"), ("12 hours", "value"),
        ("<1 hour", "containment_hours"), ("~2 hours", "containment_hours"), ("5 business days", "containment_hours"),
        ("1:30", "triage_minutes"),
        ("1 month", "retention_days"), ("2 days (target 4)", "containment_hours"), ("12 GB", "retention_days"), ("6m",
        "retention_days"),
    ],
)  # fmt: skip
def test_what_is_no_number(text: str, name: str) -> None:
    assert read(text, "number", name) is None


def test_the_order_of_day_and_month_is_told_by_each_column() -> None:
    def orders(**columns: tuple[int, int]) -> dict[str, str]:
        found = column_orders({("f", "t", name): highest for name, highest in columns.items()})
        return {name: order for (_, _, name), order in found.items()}

    assert orders(a=(28, 6), b=(6, 28)) == {"a": "dmy", "b": "mdy"}
    assert orders(a=(28, 6), b=(6, 7)) == {"a": "dmy", "b": "dmy"}
    assert orders(a=(28, 6), b=(6, 28), c=(6, 7)) == {"a": "dmy", "b": "mdy"}
    assert orders(a=(28, 6), b=(28, 28), c=(6, 7)) == {"a": "dmy"}
    assert orders(a=(12, 12)) == {}


def test_columns_of_one_file_may_put_day_and_month_in_another_order(tmp_path: Path) -> None:
    rows = "a@northwind.example,A,28/03/2024,01/28/2026,left\nb@northwind.example,B,04/03/2024 (part time),02/03/2026,left\n"
    write(tmp_path, "people.csv", PEOPLE + rows)
    loaded = load(tmp_path)
    assert column(loaded, "people", "start_date") == [datetime(2024, 3, 28), datetime(2024, 3, 4)]
    assert column(loaded, "people", "end_date") == [datetime(2026, 1, 28), datetime(2026, 2, 3)]


def test_dates_that_can_be_read_both_ways_are_faults(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", PEOPLE + "a@northwind.example,A,04/03/2024,,active\n")
    loaded = load(tmp_path)
    assert column(loaded, "people", "start_date") == [None]
    assert "day and month cannot be told apart in this file" in loaded.files[0].faults[0]
