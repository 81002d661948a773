"""User lists of the past, rebuilt from the log and held against the exports."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analyzer.truth.lists import UserList, compared, rebuilt
from analyzer.truth.log import Change, Log

JANUARY, FEBRUARY, MARCH = datetime(2026, 1, 31, 12), datetime(2026, 2, 28, 12), datetime(2026, 3, 31, 12)
ALWAYS = {"okta": [(datetime(2026, 1, 1), datetime(2026, 12, 31))]}


def users(at: datetime, *open_: str, closed: tuple[str, ...] = ()) -> UserList:
    """A list of accounts, each called by its address as well."""
    accounts = dict.fromkeys(open_, True) | dict.fromkeys(closed, False)
    return UserList(
        system="okta", at=at, accounts=accounts, names={who: frozenset({who, f"{who}@acme.example"}) for who in accounts}
    )


def change(who: str, opens: bool | None, at: datetime = datetime(2026, 2, 10)) -> Change:
    return Change(at=at, system="okta", account=f"{who}@acme.example", opens=opens)


def log(*changes: Change) -> Log:
    return Log(changes=tuple(sorted(changes, key=lambda one: one.at)), windows=ALWAYS)


def test_a_list_of_any_day_is_the_one_before_it_and_what_happened_since() -> None:
    before = users(JANUARY, "ann", "ben", closed=("cid",))
    known = log(change("ben", opens=False), change("cid", opens=True), change("ben", opens=True, at=datetime(2026, 3, 1)))
    assert rebuilt(before, known, FEBRUARY, {}) == {"ann": True, "ben": False, "cid": True}
    assert rebuilt(before, known, MARCH, {}) == {"ann": True, "ben": True, "cid": True}


def test_what_happened_within_minutes_of_an_export_may_stand_in_it_or_not() -> None:
    near = change("ben", opens=False, at=FEBRUARY + timedelta(minutes=5))
    assert rebuilt(users(JANUARY, "ben"), log(near), FEBRUARY, {}) == {"ben": None}


def test_lists_that_the_log_explains_agree() -> None:
    doubts, told = compared(
        [users(JANUARY, "ann", "ben"), users(FEBRUARY, "ann", "dan", closed=("ben",))],
        log(change("ben", opens=False), change("dan", opens=True)),
    )
    assert not doubts
    assert told is not None and told.passed and told.tables == ("idp_users", "account_events")


def test_an_account_that_nothing_opened_and_one_that_nothing_closed_are_named() -> None:
    doubts, told = compared([users(JANUARY, "ann", "ben"), users(FEBRUARY, "ann", "dan")], log(change("ann", opens=None)))
    assert told is not None and told.passed is False
    sides = {one.item: one.side for one in told.differences}
    assert "nothing in the log opened" in sides["dan@acme.example"] and "nothing in the log closed" in sides["ben@acme.example"]
    assert set(sides) == {"ben@acme.example", "dan@acme.example"}
    (doubt,) = doubts
    assert (doubt.first, doubt.last) == (date(2026, 2, 1), date(2026, 2, 27))


def test_an_account_that_no_list_shows_leaves_the_days_open_on_which_it_was_there() -> None:
    brief = change("dan", opens=True), change("dan", opens=False, at=datetime(2026, 2, 13))
    doubts, told = compared([users(JANUARY, "ann"), users(FEBRUARY, "ann", closed=("dan",))], log(*brief))
    assert told is not None and told.passed
    assert [(one.first, one.last) for one in doubts] == [(date(2026, 2, 10), date(2026, 2, 13))]
    assert "dan@acme.example" in doubts[0].why


def test_an_account_that_the_log_closed_and_the_list_holds_open_is_named() -> None:
    _, told = compared([users(JANUARY, "ann"), users(FEBRUARY, "ann")], log(change("ann", opens=False)))
    assert told is not None and told.items == ("ann@acme.example",)


def test_without_a_log_of_all_the_time_between_nothing_is_compared() -> None:
    short = Log(changes=(change("ann", opens=False),), windows={"okta": [(datetime(2026, 2, 5), datetime(2026, 12, 31))]})
    assert compared([users(JANUARY, "ann"), users(FEBRUARY, "ann")], short) == ([], None)


def test_the_log_of_another_system_says_nothing_of_a_list() -> None:
    other = Change(at=datetime(2026, 2, 10), system="github", account="ann@acme.example", opens=False)
    assert compared([users(JANUARY, "ann"), users(FEBRUARY, "ann")], log(other))[1].passed  # type: ignore[union-attr]


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.booleans(), min_size=1),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans(), st.integers(1, 50))),
)
def test_lists_that_follow_from_the_log_always_agree(start: dict[str, bool], happened: list[tuple[str, bool, int]]) -> None:
    changes = [
        change(who, opens, JANUARY + timedelta(hours=12 * step, minutes=number))
        for number, (who, opens, step) in enumerate(happened)
    ]
    after = dict(start)
    for one in sorted(changes, key=lambda one: one.at):
        after[one.account[0]] = bool(one.opens)
    then = users(JANUARY, *(who for who, is_open in start.items() if is_open), closed=tuple(who for who in start if not start[who]))
    now = users(FEBRUARY, *(who for who, is_open in after.items() if is_open), closed=tuple(who for who in after if not after[who]))
    told = compared([then, now], log(*changes))[1]
    assert told is not None and told.passed
