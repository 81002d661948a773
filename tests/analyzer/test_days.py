"""Days in cells and within texts, in the ways people write them."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.days import dates_in, day_of, days_it_may_mean, is_day_first

THIRD = date(2026, 3, 3)


@pytest.mark.parametrize(
    "written",
    ["2026-03-03", "3 March 2026", "3. March 2026", "3rd Mar 2026", "3-Mar-2026", "March 3, 2026", "March 3 2026", "Mar. 3, 2026",
     "03.03.2026", "3. 3. 2026", "03/03/2026"],
)  # fmt: skip
def test_a_day_within_a_text(written: str) -> None:
    text = f"Signed by the board on {written}; the next one is not set."
    assert [(day_of(cell), text[start:].startswith(written)) for cell, start in dates_in(text)] == [(THIRD, True)]


@pytest.mark.parametrize("text", ["Version 10.2.1.4 of the client", "about 3 in 4 teams", "12 months", "from 10.0.0.0/24"])
def test_what_is_no_day(text: str) -> None:
    assert [cell for cell, _ in dates_in(text) if day_of(cell)] == []


def test_a_day_that_can_be_read_in_two_ways_is_none_and_may_be_both() -> None:
    assert day_of("04/09/2026") is None
    assert day_of("04/09/2026", day_first=True) == date(2026, 9, 4)
    assert days_it_may_mean("04/09/2026") == {date(2026, 9, 4), date(2026, 4, 9)}
    assert is_day_first(["04/09/2026", "30/09/2026"]) is True
    assert is_day_first(["04/09/2026"]) is None


def test_a_day_without_a_year_needs_the_end_of_the_period() -> None:
    assert day_of("15.01.") is None
    assert day_of("15.01.", date(2026, 6, 30)) == date(2026, 1, 15)
    assert day_of("20 December", date(2026, 6, 30)) == date(2025, 12, 20)
