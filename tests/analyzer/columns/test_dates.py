"""Dates of exports: a column is read as a whole, and what could be two days is none."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analyzer.columns.dates import read_dates

LAST = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["03.02.2026", "14.2.26 09:30"], [datetime(2026, 2, 3), datetime(2026, 2, 14, 9, 30)]),
        (["03/02/2026", "14/02/2026"], [datetime(2026, 2, 3), datetime(2026, 2, 14)]),
        (["03/02/2026", "03/14/2026"], [datetime(2026, 3, 2), datetime(2026, 3, 14)]),
        (["Mon 02/03/26 04:05 PM", "Tue 02/03/26"], [None, None]),
        (["Mon 03/02/26 04:05 PM"], [datetime(2026, 3, 2, 16, 5)]),
        (["2026/03/02 11:12", "2026.03.02"], [datetime(2026, 3, 2, 11, 12), datetime(2026, 3, 2)]),
        (
            ["2 Mar 2026", "March 2, 2026 4:05 PM", "2-Mar-26"],
            [datetime(2026, 3, 2), datetime(2026, 3, 2, 16, 5), datetime(2026, 3, 2)],
        ),
        (["2 Mar", "19 Dec", "02.3."], [datetime(2026, 3, 2), datetime(2025, 12, 19), datetime(2026, 3, 2)]),
        (["1.2", "10.9.8", "2026", "version 3", "31.02.2026"], [None] * 5),
        (["03/02/2026", "04/05/2026"], [None, None]),
        (["20260302", "20261399", "19000000"], [datetime(2026, 3, 2), None, None]),
        (["03/14 09:30", "04/02 08:00", "1/2"], [datetime(2026, 3, 14, 9, 30), datetime(2026, 4, 2, 8), None]),
    ],
)
def test_a_column_of_dates(cells: list[str], found: list[datetime | None]) -> None:
    read = read_dates({"day": cells}, LAST)["day"]
    assert [read.get(cell) for cell in cells] == found


def test_an_ambiguous_column_has_the_order_of_the_others_of_its_file() -> None:
    read = read_dates({"opened": ["03/02/2026"], "closed": ["14/02/2026"]}, LAST)
    assert read["opened"]["03/02/2026"] == datetime(2026, 2, 3)


def test_columns_that_disagree_tell_nothing_of_a_third() -> None:
    read = read_dates({"a": ["14/02/2026"], "b": ["02/14/2026"], "c": ["03/02/2026"]}, LAST)
    assert read["c"] == {}


def test_without_a_period_a_date_without_a_year_is_none() -> None:
    assert read_dates({"day": ["2 Mar"]})["day"] == {}
