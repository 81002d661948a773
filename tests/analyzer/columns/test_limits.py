"""Limits of time as policies word them."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.columns.limits import limit_of
from analyzer.columns.weigh import business_days


@pytest.mark.parametrize(
    ("text", "hours", "business_days"),
    [
        ("Leavers lose their badge within 3 days of the last day.", 72, None),
        ("A restore takes 6 hours or less.", 6, None),
        ("Sessions last 8 hours at most.", 8, None),
        ("No sensor stays silent for more than 4 hours.", 4, None),
        ("Keys come back within a week.", 168, None),
        ("Requests are answered by the next working day.", None, 1),
        ("Badges are blocked by the last working day.", 0, None),
        ("Time limit: 60 days", 1440, None),
        ("Visits are limited to 4 hours.", 4, None),
        ("The badge is blocked on the same day.", 0, None),
        ("The badge is blocked on the last day or the day after.", 24, None),
        ("Visitor records are kept for 90 days.", None, None),
        ("Answers take 2 days to 5 days.", None, None),
        ("More than 4 hours of video are stored.", None, None),
    ],
)
def test_the_limit_of_a_sentence(text: str, hours: float | None, business_days: float | None) -> None:
    found = limit_of(text)
    assert (found.hours if found else None, found.business_days if found else None) == (hours, business_days)


def test_in_a_table_a_time_after_an_event_is_a_limit() -> None:
    assert limit_of("Due: 14 days after start") is None
    found = limit_of("Due: 14 days after start", a_row=True)
    assert found is not None and found.hours == 336


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 3, 6), date(2026, 3, 9), 1),  # Friday to Monday
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 3, 2), date(2026, 3, 16), 10),
        (date(2026, 3, 5), date(2026, 3, 16), 7),
        (date(2026, 3, 9), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date.max, 2_080_274),
    ],
)
def test_business_days_are_counted_however_far_apart(first: date, last: date, days: int) -> None:
    assert business_days(first, last) == days
