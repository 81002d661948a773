"""Exception registers among the evidence: what an entry excuses, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.excuse import Acceptance, excuse
from analyzer.model import Observation, Period

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))


def failing(item: str, **row: str) -> Observation:
    return Observation(item=item, holds=False, observed="", reason="", row=dict(row))


def entry(text: str, approver: str = "Head of Security", end: date | None = None, in_force: bool = True) -> Acceptance:
    return Acceptance(
        reference="EX-7", affected="", text=text, approver=approver, start=date(2026, 1, 5), end=end, in_force=in_force
    )


def test_an_approved_entry_excuses_the_item_it_names() -> None:
    exceptions, excused, _ = excuse(
        [failing("job-104"), failing("job-105")], "backup_frequency", PERIOD, (), [entry("Outage of job-104")]
    )
    assert [one.item for one in exceptions] == ["job-105"]
    assert [(one.item, "EX-7" in one.why) for one in excused] == [("job-104", True)]


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        (entry("Outage of job-104", end=date(2026, 3, 31)), "ended on 2026-03-31"),
        (entry("Outage of job-104", approver=""), "not approved"),
        (entry("Outage of job-104", in_force=False), "not approved and in force"),
    ],
)
def test_an_entry_that_is_not_in_force_excuses_nothing_and_is_named(accepted: Acceptance, said: str) -> None:
    exceptions, excused, notes = excuse([failing("job-104")], "backup_frequency", PERIOD, (), [accepted])
    assert ([one.item for one in exceptions], excused) == (["job-104"], [])
    assert said in notes[0]


def test_an_entry_that_ended_after_the_item_still_excuses_it() -> None:
    one = failing("job-104", failed_on="2026-02-10")
    _, excused, _ = excuse([one], "backup_frequency", PERIOD, (), [entry("Outage of job-104", end=date(2026, 3, 31))])
    assert [item.item for item in excused] == ["job-104"]


def test_what_several_items_share_names_none_of_them() -> None:
    items = [failing("2026-02-10", store="ledger-db-1"), failing("2026-02-11", store="ledger-db-1")]
    exceptions, _, _ = excuse(items, "backup_frequency", PERIOD, (), [entry("One lost backup of ledger-db-1")])
    assert len(exceptions) == 2


def test_a_longer_identifier_is_another_one() -> None:
    exceptions, _, _ = excuse([failing("job-10")], "backup_frequency", PERIOD, (), [entry("Outage of job-104")])
    assert [one.item for one in exceptions] == ["job-10"]
