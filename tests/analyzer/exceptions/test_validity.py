"""When an entry of an exception register excuses what it names, and what is said where it does not."""

from __future__ import annotations

import pytest

from analyzer.exceptions.validity import Window
from analyzer.model import Observation
from tests.analyzer.exceptions.registers import BACKUPS, PATCHES, TLS, excuses, failing, held

LOST = failing("job-104", failed_on="2026-02-10")
OPEN = failing("job-104", reason="still open after 80 days", found_on="2026-04-11")
ABOUT = {"affected_backup": "job-104"}


def test_an_approved_entry_excuses_the_item_it_names_and_no_other() -> None:
    broken, excused, _ = held([LOST, failing("job-105", failed_on="2026-02-10")], ABOUT)
    assert broken == ["job-105"]
    assert [(one.item, one.why) for one in excused] == [("job-104", "accepted by Kim Osei (CISO) (EX-7 of the exception register)")]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "Rejected"}, "has the status «Rejected»"),
        ({"status": "Revoked"}, "has the status «Revoked»"),
        ({"status": "Pending approval"}, "is not approved (its status is «Pending approval»)"),
        ({"status": "Draft"}, "is not approved"),
        ({"status": "Somewhere"}, "is not said to be in force"),
        ({"approved_by": ""}, "names nobody who approved it"),
        ({"approved_by": "TBD"}, "names nobody who approved it"),
        ({"approved_by": "Pending"}, "names nobody who approved it"),
        ({"approval_date": "2026-07-04"}, "was approved only on 2026-07-04"),
        ({"expiration_date": "2026-02-01"}, "expired on 2026-02-01"),
        ({"expiration_date": "2026-02-01", "review_outcome": "Not renewed"}, "expired on 2026-02-01, was not renewed"),
        ({"expiration_date": "the 3rd of next month"}, "gives an end that cannot be read"),
        ({"status": "Closed"}, "is over (its status is «Closed»)"),
    ],
)
def test_an_entry_that_is_not_valid_excuses_nothing_and_says_why(cells: dict[str, str], said: str) -> None:
    cases: tuple[tuple[Observation, Window], ...] = ((LOST, "period"), (OPEN, "as_of"))
    for item, window in cases:
        broken, excused, notes = held([item], {"asset": "job-104", **cells}, window=window)
        assert (broken, excused) == (["job-104"], [])
        assert f"The exception EX-7 {said}" in notes
        assert "excuses nothing" in notes


def test_what_happened_needs_an_entry_that_covered_its_day() -> None:
    assert excuses([LOST], {**ABOUT, "expiration_date": "2026-03-31", "status": "Expired"})
    assert not excuses([LOST], {**ABOUT, "expiration_date": "2026-02-09"})


def test_what_still_is_needs_an_entry_in_force_at_the_end() -> None:
    assert not excuses([OPEN], {**ABOUT, "expiration_date": "2026-05-31"})
    assert not excuses([failing("job-104", status="Pending", since="2026-02-10")], {**ABOUT, "expiration_date": "2026-05-31"})
    assert excuses([OPEN], {**ABOUT, "expiration_date": "2026-12-31"})


def test_an_active_entry_whose_end_has_passed_is_over_all_the_same() -> None:
    broken, _, notes = held([OPEN], {**ABOUT, "expiration_date": "2026-05-31", "status": "Active"})
    assert broken == ["job-104"]
    assert "expired on 2026-05-31" in notes


@pytest.mark.parametrize("said", ["Renewed. Extended to 2026-12-31.", "Controls effective, renewed until 31 December 2026"])
def test_an_entry_that_was_prolonged_runs_to_its_new_end(said: str) -> None:
    _, excused, _ = held([OPEN], {**ABOUT, "expiration_date": "2026-05-31", "status": "Renewed", "review_outcome": said})
    assert "until 2026-12-31" in excused[0].why


def test_a_renewal_excuses_what_the_entry_before_it_named() -> None:
    first = {**ABOUT, "expiration_date": "2026-03-31", "status": "Expired"}
    second = {
        "exception_id": "EX-9",
        "description": "Renewal of EX-7",
        "approval_date": "2026-03-30",
        "expiration_date": "2026-09-30",
    }
    _, excused, _ = held([OPEN], first, second)
    assert "EX-9" in excused[0].why


@pytest.mark.parametrize("status", ["Closed - Accepted", "Closed: system decommissioned", "Risk accepted"])
def test_what_was_accepted_or_retired_for_good_stays_excused(status: str) -> None:
    assert excuses([OPEN], {**ABOUT, "status": status, "expiration_date": "2026-12-31"})


def test_an_entry_for_an_event_may_follow_it_and_one_for_a_system_must_not_unless_it_says_that_it_looks_back() -> None:
    later = {"approval_date": "2026-02-20"}
    assert excuses([LOST], {**ABOUT, **later})
    on_system = failing("2026-02-10", store="ledger-db-1")
    assert not excuses([on_system], {"system_affected": "ledger-db-1", **later})
    assert excuses(
        [on_system], {"system_affected": "ledger-db-1", "description": "Retroactive acceptance of a lost backup", **later}
    )


def test_an_entry_that_was_asked_for_in_time_may_be_approved_some_days_later() -> None:
    on_system = failing("2026-02-10", store="ledger-db-1")
    asked = {"request_date": "2026-02-09", "approval_date": "2026-02-12"}
    assert excuses([on_system], {"system_affected": "ledger-db-1", **asked})


EXTENSION = {
    "exception_id": "", "extension_id": "XT-3", "finding_id": "V-31", "original_deadline": "2026-03-01",
    "extended_deadline": "2026-04-15", "approval_date": "2026-02-20",
}  # fmt: skip


class TestExtensions:
    """A later deadline excuses while it is kept."""

    @pytest.mark.parametrize(("done", "kept"), [("2026-04-10", True), ("2026-04-15", True), ("2026-04-16", False)])
    def test_it_is_kept_or_not(self, done: str, kept: bool) -> None:
        late = failing("V-31", reason="remediated after 70 days", found_on="2026-02-01", remediated_on=done)
        broken, excused, notes = held([late], EXTENSION, text=PATCHES)
        assert (not broken, bool(excused)) == (kept, kept)
        assert kept or "The extension XT-3 allowed until 2026-04-15, which was not kept" in notes

    def test_it_does_not_excuse_what_is_still_open_after_it(self) -> None:
        assert not excuses([failing("V-31", reason="still open after 149 days")], EXTENSION, text=PATCHES)

    def test_it_must_be_granted_before_the_deadline_was_over(self) -> None:
        late = failing("V-31", reason="remediated after 70 days", remediated_on="2026-04-10")
        broken, _, notes = held([late], {**EXTENSION, "approval_date": "2026-03-09"}, text=PATCHES)
        assert broken == ["V-31"]
        assert "was granted on 2026-03-09, when the time until 2026-03-01 was over" in notes

    def test_one_that_was_withdrawn_excuses_nothing(self) -> None:
        late = failing("V-31", reason="remediated after 70 days", remediated_on="2026-04-10")
        assert not excuses([late], {**EXTENSION, "status": "Withdrawn"}, text=PATCHES)


def test_who_asked_for_an_entry_and_approved_it_is_said() -> None:
    _, excused, _ = held([LOST], {**ABOUT, "requested_by": "Kim Osei"})
    assert "requested and approved by the same person" in excused[0].why


def test_an_entry_for_everything_excuses_what_happened_within_its_days_by_the_same_rule() -> None:
    move = {
        "affected_system": "All systems", "description": "Daily backups of databases may fail while storage is moved",
        "start_date": "2026-02-09", "expiration_date": "2026-02-12",
    }  # fmt: skip
    assert excuses([LOST], move)
    assert not excuses([failing("job-104", failed_on="2026-02-13")], move)
    assert not excuses([OPEN], move)
    assert not excuses([failing("pay.northwind.example", seen_on="2026-02-10")], move, text=TLS)


def test_an_entry_for_a_system_excuses_all_that_belongs_to_it_while_it_runs() -> None:
    items = [failing(f"2026-02-1{n}", store="ledger-db-1", failed_on=f"2026-02-1{n}") for n in range(3)]
    runs = {"system_affected": "ledger-db-1", "description": "No daily backups of the database", "expiration_date": "2026-02-11"}
    broken, excused, _ = held(items, runs, text=BACKUPS)
    assert (broken, [one.item for one in excused]) == (["2026-02-12"], ["2026-02-10", "2026-02-11"])


def test_what_is_on_no_record_is_still_so_at_the_end() -> None:
    item = failing("job-104", reason="log.csv has no record of it", since="2026-02-10")
    assert not excuses([item], {**ABOUT, "expiration_date": "2026-05-31"})
    assert excuses([item], {**ABOUT, "expiration_date": "2026-12-31"})
