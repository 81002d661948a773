"""Accepted exceptions of the user's own files: what they excuse, what is said of them, and their compensating controls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.decisions.accepting import label
from analyzer.decisions.model import RegisteredException
from analyzer.decisions.register import notes_on
from analyzer.model import Verdict
from tests.analyzer.builders import PERIOD, claim, devices, verdict
from tests.analyzer.decisions.test_applying import Company, about, accepted, catalog, company

__all__ = ["catalog", "company"]
AS_OF = PERIOD.as_of
CATALOG = load_catalog()


def entry(**fields: Any) -> RegisteredException:
    return RegisteredException.model_validate(accepted(**fields))


def judged(*entries: RegisteredException, **fields: Any) -> Verdict:
    """The verdict on laptops of which the second is not encrypted."""
    return verdict(claim(**fields), {"devices": devices(True, False)}, register=entries, catalog=CATALOG)


def kinds(*entries: RegisteredException) -> list[tuple[str, str]]:
    """What is said of entries after a review of the same laptops: the item, and the kind of note."""
    return [(one.entry.partition(",")[0], one.kind) for one in notes_on(entries, [judged(*entries)], PERIOD, {})]


class TestExcusing:
    @pytest.mark.parametrize(
        ("item", "excuses"),
        [("dev-2*", True), ("DEV*2a", True), ("*-2A", True), ("dev*", True), ("dev-1*", False), ("dev-2", False), ("ev-2*", False)],
    )
    def test_a_pattern_stands_for_items_by_their_name(self, item: str, excuses: bool) -> None:
        rows = devices(True, False)
        rows[1]["device_id"] = "dev-2a"
        found = verdict(claim(), {"devices": rows}, register=[entry(item=item)], catalog=CATALOG)
        assert [one.item for one in found.excused] == (["dev-2a"] if excuses else [])

    def test_a_pattern_does_not_reach_for_other_columns(self) -> None:
        assert judged(entry(item="*@northwind.example")).status == "contradicted"

    @pytest.mark.parametrize("item", ["D.2", "D-[2]", "D-?"])
    def test_only_the_star_is_a_mark(self, item: str) -> None:
        assert judged(entry(item=item)).status == "contradicted"

    @pytest.mark.parametrize(("name", "status"), [("c1", "supported"), ("c2", "contradicted")])
    def test_one_for_a_claim_excuses_from_that_claim_alone(self, name: str, status: str) -> None:
        assert judged(entry(topic=None, claim=name)).status == status

    def test_one_that_nobody_approved_excuses_nothing_and_says_so(self) -> None:
        found = judged(entry(approver=""))
        assert found.status == "contradicted"
        assert "names nobody who approved it and excuses nothing" in found.why

    @pytest.mark.parametrize(("days", "status"), [(0, "contradicted"), (1, "supported")])
    def test_one_that_was_revoked_excuses_no_more_from_that_day(self, days: int, status: str) -> None:
        found = judged(entry(revoked=AS_OF + timedelta(days=days)))
        assert found.status == status
        assert ("was revoked on 2026-06-30" in found.why) is (status == "contradicted")

    def test_the_verdict_says_which_entry_excused(self) -> None:
        one = entry()
        assert [excused.entry for excused in judged(one).excused] == [label(one)]


class TestNotes:
    def test_one_that_excuses_and_runs_on_needs_no_note(self) -> None:
        assert kinds(entry()) == []

    @pytest.mark.parametrize(("days", "said"), [(-1, ["expired"]), (0, ["expiring"]), (30, ["expiring"]), (31, [])])
    def test_its_end_is_told_thirty_days_before_and_after_it(self, days: int, said: list[str]) -> None:
        assert kinds(entry(to=AS_OF + timedelta(days=days))) == [("D-2", kind) for kind in said]

    def test_one_that_was_revoked_or_never_approved_is_told(self) -> None:
        assert kinds(entry(revoked=date(2026, 6, 1))) == [("D-2", "revoked")]
        assert kinds(entry(approver=" ")) == [("D-2", "unapproved")]

    def test_one_that_excuses_nothing_is_told(self) -> None:
        assert kinds(entry(item="D-1"), entry()) == [("D-1", "unused")]
        assert kinds(entry(topic="screen_lock")) == [("D-2", "unused")]

    def test_one_that_has_yet_to_begin_is_not_unused(self) -> None:
        assert kinds(entry(**{"from": AS_OF + timedelta(days=1)})) == []

    def test_without_evidence_none_is_called_unused(self) -> None:
        without = verdict(claim(), None, catalog=CATALOG)
        assert notes_on([entry()], [without], PERIOD, {}) == ()

    @pytest.mark.parametrize(
        ("other", "overlaps"),
        [
            ({}, True),
            ({"item": "d-2 "}, True),
            ({"item": "D-2*"}, True),
            ({"topic": None}, True),
            ({"topic": None, "claim": "c1"}, True),
            ({"topic": "screen_lock"}, False),
            ({"item": "D-22"}, False),
            ({"from": date(2025, 1, 1), "to": date(2025, 12, 31)}, False),
        ],
    )
    def test_entries_that_excuse_the_same_are_told(self, other: dict[str, Any], overlaps: bool) -> None:
        assert ("D-2", "overlapping") in kinds(entry(), entry(**other)) or not overlaps
        assert any(kind == "overlapping" for _, kind in kinds(entry(), entry(**other))) is overlaps


class TestCompensatingControls:
    BROKEN = "Laptops lock their screen after 15 minutes."

    def review(self, company: Company, control: str, topic: str | None = "disk_encryption") -> tuple[Verdict, list[str]]:
        rows = "Device ID,Platform,Disk Encrypted,screen_lock_seconds,Last Check-in\nD-1,macOS,true,600,2026-06-29\n"
        rows += "D-2,macOS,false,3600,2026-06-28\n"
        (company.folder / "evidence" / "devices.csv").write_text(rows, encoding="utf-8")
        run = company.review(exceptions=[accepted(topic=topic, compensating_control=control)])
        return about(run, "disk_encryption"), [one.why for one in run.register if one.kind == "control"]

    def test_one_that_the_evidence_breaks_is_told_where_somebody_relies_on_it(self, company: Company) -> None:
        found, told = self.review(company, self.BROKEN)
        (excused,) = found.excused
        assert f"The compensating control «{self.BROKEN}» is contradicted: 1 of 2" in excused.why
        assert "D-2" in told[0]

    def test_the_exception_itself_does_not_excuse_from_it(self, company: Company) -> None:
        found, told = self.review(company, self.BROKEN, topic=None)
        assert "is contradicted: 1 of 2" in found.excused[0].why
        assert len(told) == 1

    def test_one_that_holds_is_told_in_the_register_alone(self, company: Company) -> None:
        found, told = self.review(company, "Laptops lock their screen after 2 hours.")
        assert "compensating" not in found.excused[0].why
        assert "is supported" in told[0]

    def test_one_that_nothing_can_test_is_told(self, company: Company) -> None:
        found, told = self.review(company, "The owner keeps an eye on it.")
        assert "compensating" not in found.excused[0].why
        assert len(told) == 1
        assert "supported" not in told[0]
