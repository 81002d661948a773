"""The day on which a promise was broken, where a log tells it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import SpanState
from analyzer.truth.dating import Dating
from analyzer.truth.joining import Account, Instant, join
from analyzer.truth.log import Change, Log
from tests.analyzer.truth.lockers import held_days

START, END = date(2026, 1, 1), date(2026, 3, 31)
WINDOWS = {"okta": [(datetime(2025, 12, 1), datetime(2026, 12, 31))], "github": [(datetime(2025, 12, 1), datetime(2026, 12, 31))]}


def on(
    month: int, day: int, state: SpanState, *items: str, system: str = "", since: date | None = None, keeping: str | None = None
) -> Instant:
    accounts = tuple(Account(names=frozenset({item}), system=system, since=since) for item in items)
    kept = None if keeping is None else frozenset(keeping.split())
    return Instant(day=date(2026, month, day), state=state, items=items, accounts=accounts, keeping=kept, why="seen")


def entry(
    who: str, month: int, day: int, opens: bool | None = True, system: str = "okta", factor: bool | None = None,
    role: bool | None = None,
) -> Change:  # fmt: skip
    return Change(at=datetime(2026, month, day, 9), system=system, account=who, opens=opens, factor=factor, role=role)


def told(
    instants: list[Instant], *changes: Change, windows: dict[str, list[tuple[datetime, datetime]]] = WINDOWS, of_roles: bool = False
) -> list[str]:
    log = Log(changes=tuple(sorted(changes, key=lambda one: one.at)), windows=windows)
    spans = join(Dating(log=log, directories=["okta"], of_roles=of_roles).dated(instants), START, END, lambda _: "")
    return [f"{one.start:%m-%d}..{one.end:%m-%d} {one.state} {','.join(one.items)}".rstrip() for one in spans]


BROKEN = [on(1, 1, "held"), on(2, 1, "broken", "ann"), on(3, 31, "broken", "ann")]
UNTOLD = ["01-01..01-01 held", "01-02..01-31 unknown", "02-01..03-31 broken ann"]


def test_it_is_broken_from_the_day_on_which_the_account_was_opened() -> None:
    assert told(BROKEN, entry("ann", 1, 20)) == ["01-01..01-19 held", "01-20..03-31 broken ann"]


def test_it_is_kept_again_from_the_day_after_the_last_account_was_closed() -> None:
    found = told(
        [on(1, 1, "broken", "ann", "ben"), on(3, 31, "held")], entry("ann", 1, 20, opens=False), entry("ben", 2, 9, opens=False)
    )
    assert found == ["01-01..02-09 broken ann,ben", "02-10..03-31 held"]


def test_accounts_that_were_opened_one_after_the_other() -> None:
    instants = [on(1, 1, "held"), on(2, 1, "broken", "ann", "ben"), on(3, 31, "broken", "ann", "ben")]
    found = told(instants, entry("ben", 1, 10), entry("ann", 1, 20))
    assert found == ["01-01..01-09 held", "01-10..01-19 broken ben", "01-20..03-31 broken ann,ben"]


def test_more_than_one_entry_or_one_that_opens_nothing_leaves_the_day_open() -> None:
    assert told(BROKEN, entry("ann", 1, 20), entry("ann", 1, 25, opens=None)) == UNTOLD
    assert told(BROKEN, entry("ann", 1, 20, opens=None)) == UNTOLD
    assert told(BROKEN, entry("ben", 1, 20)) == UNTOLD


def test_entries_of_one_day_leave_no_other_day() -> None:
    assert told(BROKEN, entry("ann", 1, 20), entry("ann", 1, 20, opens=None)) == ["01-01..01-19 held", "01-20..03-31 broken ann"]


FACTOR = [
    on(1, 1, "held", keeping="ann ben"), on(2, 1, "broken", "ann", since=date(2026, 1, 20), keeping="ben"),
    on(3, 31, "held", keeping="ann ben"),
]  # fmt: skip


def test_a_factor_dates_what_it_breaks_and_its_reset_what_it_mends() -> None:
    enrolled, reset = entry("ann", 1, 20, opens=None, factor=True), entry("ann", 2, 9, opens=None, factor=False)
    assert told(FACTOR, enrolled, reset) == ["01-01..01-19 held", "01-20..02-09 broken ann", "02-10..03-31 held"]


def test_the_export_alone_dates_the_factor_and_leaves_open_what_was_before() -> None:
    assert told(FACTOR, windows={}) == ["01-01..01-01 held", "01-02..01-19 unknown", "01-20..03-30 broken ann", "03-31..03-31 held"]
    for before in (on(1, 1, "held", keeping="ben"), on(1, 1, "held"), on(1, 20, "held", keeping="ann ben")):
        assert "02-01..03-30 broken ann" in told([before, *FACTOR[1:]], windows={})


def test_a_factor_explains_nothing_that_no_factor_breaks_or_of_another_day() -> None:
    enrolled = entry("ann", 1, 20, opens=None, factor=True)
    assert told(BROKEN, enrolled) == UNTOLD
    assert told([on(1, 1, "held"), on(2, 1, "broken", "ann", since=date(2026, 1, 25)), BROKEN[2]], enrolled) == UNTOLD


ADMINS = [on(1, 1, "held", keeping="ben"), on(2, 1, "broken", "ann", keeping="ben"), on(3, 31, "held", keeping="ben")]


def test_a_role_dates_what_becomes_of_a_promise_about_those_who_hold_it_and_of_no_other() -> None:
    given, taken = entry("ann", 1, 20, opens=None, role=True), entry("ann", 2, 9, opens=None, role=False)
    days = ["01-01..01-19 held", "01-20..02-09 broken ann", "02-10..03-31 held"]
    assert told(ADMINS, given, taken, of_roles=True) == days
    assert days[1] not in told(ADMINS, given, taken)
    was_there = [on(1, 1, "held", keeping="ann ben"), *ADMINS[1:]]
    assert "01-02..01-31 unknown" in told(was_there, given, taken, of_roles=True)
    not_listed = [on(1, 1, "held"), *ADMINS[1:]]
    assert "01-02..01-31 unknown" in told(not_listed, given, taken, of_roles=True)


def test_one_account_that_the_log_does_not_explain_leaves_the_day_open() -> None:
    instants = [on(1, 1, "held"), on(2, 1, "broken", "ann", "ben"), on(3, 31, "broken", "ann", "ben")]
    assert "01-02..01-31 unknown" in told(instants, entry("ann", 1, 20))


def test_a_log_that_does_not_cover_the_time_between_tells_nothing() -> None:
    late = {"okta": [(datetime(2026, 1, 10), datetime(2026, 12, 31))]}
    assert told(BROKEN, entry("ann", 1, 20), windows=late) == UNTOLD


def test_an_item_of_a_system_of_its_own_is_looked_for_in_the_log_of_that_system() -> None:
    instants = [on(1, 1, "held"), on(2, 1, "broken", "ann", system="github"), on(3, 31, "broken", "ann", system="github")]
    assert told(instants, entry("ann", 1, 20)) == UNTOLD
    assert told(instants, entry("ann", 1, 20, system="github"))[1] == "01-20..03-31 broken ann"


ITEMS = st.lists(st.sampled_from("abc"), unique=True, max_size=3)
STATES: tuple[SpanState, ...] = ("held", "broken", "unknown")
LOOKS = st.lists(st.tuples(st.integers(0, 89), st.sampled_from(STATES), ITEMS), max_size=6, unique_by=lambda one: one[0])
ENTRIES = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 89), st.sampled_from((True, False, None))), max_size=6)


@given(looks=LOOKS, entries=ENTRIES)
def test_a_log_only_tells_days_that_were_unknown_or_until_when_it_was_broken(
    looks: list[tuple[int, SpanState, list[str]]], entries: list[tuple[str, int, bool | None]]
) -> None:
    instants: list[Instant] = []
    for at, state, items in sorted(looks):
        day = START + timedelta(days=at)
        instants.append(on(day.month, day.day, state, *(items if state == "broken" else ())))
    moments = [datetime(2026, 1, 1, 9) + timedelta(days=at) for _, at, _ in entries]
    changes = [Change(at=at, system="okta", account=who, opens=opens) for (who, _, opens), at in zip(entries, moments, strict=True)]
    log = Log(changes=tuple(sorted(changes, key=lambda one: one.at)), windows=WINDOWS)
    found = Dating(log=log, directories=["okta"]).dated(instants)
    assert [one.day for one in found] == sorted({one.day for one in found})
    assert [one for one in found if not one.by_log] == instants
    before, after = join(instants, START, END, lambda _: ""), join(found, START, END, lambda _: "")
    for day in held_days(after) - held_days(before):
        earlier, later = max(one.day for one in instants if one.day <= day), min(one.day for one in instants if one.day >= day)
        ends = {one.state for one in instants if one.day in (earlier, later)}
        assert ends == {"held", "broken"}
        assert any(earlier < one.at.date() <= later for one in changes)
