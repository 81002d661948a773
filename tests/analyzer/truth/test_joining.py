"""What single days show, joined to spans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import Span, SpanState
from analyzer.truth.joining import Instant, join
from analyzer.truth.streams import Stream
from tests.analyzer.truth.lockers import held_days

START, END = date(2026, 1, 1), date(2026, 6, 30)
STATES: tuple[SpanState, ...] = ("held", "broken", "unknown")


def on(day: str, state: SpanState, *items: str, partly: bool = False) -> Instant:
    return Instant(day=date.fromisoformat(f"2026-{day}"), state=state, items=items, why=f"{state} then", partly=partly)


def spans(*instants: Instant) -> list[str]:
    return [f"{one.start:%m-%d}..{one.end:%m-%d} {one.state}" for one in join(instants, START, END, lambda day: "")]


def stream_of(days: Sequence[date]) -> Stream:
    return Stream(key=("a",), title="laptops.csv", tables=frozenset(), exports={day: frozenset({str(day)}) for day in sorted(days)})


def spanned(instants: Sequence[Instant], stream: Stream) -> tuple[Span, ...]:
    return join(instants, START, END, lambda day: "" if stream.covers(day) else stream.lacks(day))


def test_between_two_days_on_which_it_held_it_held() -> None:
    assert spans(on("01-01", "held"), on("06-30", "held")) == ["01-01..06-30 held"]


def test_it_is_broken_from_the_first_export_that_shows_it_to_the_first_that_does_not() -> None:
    found = join(
        [on("01-01", "held"), on("03-03", "broken", "ann"), on("04-02", "held"), on("06-30", "held")], START, END, lambda _: ""
    )
    assert [(one.state, one.start, one.end, one.items) for one in found] == [
        ("held", date(2026, 1, 1), date(2026, 1, 1), ()),
        ("unknown", date(2026, 1, 2), date(2026, 3, 2), ()),
        ("broken", date(2026, 3, 3), date(2026, 4, 1), ("ann",)),
        ("held", date(2026, 4, 2), date(2026, 6, 30), ()),
    ]
    assert "2026-01-01" in found[1].why and "2026-03-03" in found[1].why


def test_before_the_first_export_and_after_the_last_nothing_is_known() -> None:
    assert spans(on("02-01", "held"), on("02-20", "held")) == ["01-01..01-31 unknown", "02-01..02-20 held", "02-21..06-30 unknown"]


def test_an_export_that_cannot_tell_says_nothing_of_the_days_around_it() -> None:
    found = spans(on("01-01", "held"), on("02-01", "unknown"), on("03-01", "broken", "ann"), on("06-30", "broken", "ann"))
    assert found == ["01-01..01-01 held", "01-02..02-28 unknown", "03-01..06-30 broken"]


def test_others_that_break_it_are_a_span_of_their_own() -> None:
    found = join(
        [on("01-01", "broken", "ann"), on("03-01", "broken", "ann", "ben"), on("06-30", "broken", "ben")], START, END, lambda _: ""
    )
    assert [one.items for one in found] == [("ann",), ("ann", "ben"), ("ben",)]


def test_a_promise_that_held_in_part_at_one_end_held_in_part_between() -> None:
    found = join([on("01-01", "held"), on("06-30", "held", partly=True)], START, END, lambda _: "")
    assert [(one.days, one.partly) for one in found] == [(1, False), (180, True)]


def test_exports_outside_the_period_bound_it() -> None:
    december = Instant(day=date(2025, 12, 20), state="held")
    july = Instant(day=date(2026, 7, 5), state="held")
    assert spans(december, july) == ["01-01..06-30 held"]


def test_where_no_export_decides_there_is_no_history() -> None:
    assert spans(on("01-01", "unknown"), on("06-30", "unknown")) == []


@pytest.mark.parametrize(("step", "missed", "known"), [(1, 1, True), (1, 7, False), (7, 1, False), (30, 1, False)])
def test_a_gap_in_collecting_is_never_held(step: int, missed: int, known: bool) -> None:
    days = [START + timedelta(days=number) for number in range(0, 181, step)]
    kept = days[:3] + days[3 + missed :]
    found = spanned([Instant(day=day, state="held") for day in kept], stream_of(kept))
    assert (kept[2] + timedelta(days=1) in held_days(found)) is known
    assert kept[1] in held_days(found)


def test_the_weekend_of_an_export_on_every_working_day_is_no_gap() -> None:
    days = [day for day in (START + timedelta(days=number) for number in range(181)) if day.weekday() < 5]
    found = spanned([Instant(day=day, state="held") for day in days], stream_of(days))
    assert [one.state for one in found] == ["held"]


OFFSETS = st.lists(st.integers(-20, 200), min_size=2, max_size=14, unique=True)


@st.composite
def histories(draw: st.DrawFn) -> list[Instant]:
    """What exports on any days show."""
    days = sorted(START + timedelta(days=offset) for offset in draw(OFFSETS))
    return [Instant(day=day, state=draw(st.sampled_from(STATES)), items=()) for day in days]


@given(instants=histories(), number=st.integers(0, 13))
def test_without_an_export_that_kept_the_promise_it_never_held_longer(instants: list[Instant], number: int) -> None:
    without = number % len(instants)
    fewer = [one for at, one in enumerate(instants) if at != without or one.state != "held"]
    stream = stream_of([one.day for one in instants])
    assert held_days(spanned(fewer, stream)) <= held_days(spanned(instants, stream))


@given(
    step=st.integers(5, 31), states=st.lists(st.sampled_from(STATES), min_size=5, max_size=20), number=st.integers(0, 19),
)  # fmt: skip
def test_without_any_export_of_a_regular_stream_it_never_held_longer(step: int, states: list[SpanState], number: int) -> None:
    instants = [Instant(day=START + timedelta(days=at * step), state=state) for at, state in enumerate(states)]
    fewer = [one for at, one in enumerate(instants) if at != number % len(instants)]
    before, after = (held_days(spanned(own, stream_of([one.day for one in own]))) for own in (instants, fewer))
    assert after <= before


@given(instants=histories())
def test_the_spans_are_the_period_without_gaps_and_never_more_than_the_evidence_covers(instants: list[Instant]) -> None:
    stream = stream_of([one.day for one in instants])
    found = spanned(instants, stream)
    if found:
        assert (found[0].start, found[-1].end) == (START, END)
        assert sum(one.days for one in found) == (END - START).days + 1
    assert all(stream.covers(day) for day in held_days(found))
    assert all(any(one.state == "held" and one.day >= day for one in instants) for day in held_days(found))
