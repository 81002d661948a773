"""Which items of a population an entry of an exception register is about."""

from __future__ import annotations

import pytest

from tests.analyzer.exceptions.registers import BACKUPS, KEYS, PATCHES, RESOLUTION, TLS, TRIAGE, excuses, failing, held


@pytest.mark.parametrize(
    "cells",
    [
        {"affected_incident": "INC-2041"},
        {"Related Ticket": "INC-2041"},
        {"incident_id": "inc-2041"},
        {"Item": "INC-2041 (supplier outage)"},
        {"affected": "INC-2040, INC-2041"},
        {"affected": "INC-2040 INC-2041"},
        {"description": "Late triage of INC-2041."},
        {"title": "INC-2041"},
        {"notes": "Accepted for INC-2041"},
    ],
)
def test_an_item_is_named_in_a_column_of_any_name_or_in_the_words(cells: dict[str, str]) -> None:
    assert excuses([failing("INC-2041")], cells, text=TRIAGE)


@pytest.mark.parametrize("cells", [{"description": "Late triage of INC-20411"}, {"affected": "INC-20411"}, {"affected": "INC-204"}])
def test_a_longer_or_shorter_identifier_is_another_one(cells: dict[str, str]) -> None:
    assert not excuses([failing("INC-2041")], cells, text=TRIAGE)


def test_the_item_may_be_named_by_another_identifier_of_its_row() -> None:
    assert excuses(
        [failing("BG-9", employee_id="E-44")], {"employee_id": "E-44"}, text="Background checks are completed before hire."
    )


def test_words_that_tell_of_another_incident_do_not_excuse_it() -> None:
    cells = {"affected_incident": "INC-2041", "justification": "The team was busy with INC-2040 at the time."}
    broken, excused, _ = held([failing("INC-2040"), failing("INC-2041")], cells, text=TRIAGE)
    assert (broken, [one.item for one in excused]) == (["INC-2040"], ["INC-2041"])


def test_a_system_that_the_words_only_mention_is_not_excused() -> None:
    cells = {"affected_system": "old-ledger", "description": "No TLS while pay.northwind.example replaces it"}
    assert not excuses([failing("pay.northwind.example")], cells, text=TLS)


def test_a_finding_is_excused_on_the_host_that_the_entry_names_alone() -> None:
    cells = {"cve": "CVE-2026-1111", "affected_asset": "web-01 (10.0.0.4)"}
    assert excuses([failing("CVE-2026-1111", asset="web-01")], cells, text=PATCHES)
    assert not excuses([failing("CVE-2026-1111", asset="web-02")], cells, text=PATCHES)
    assert not excuses([failing("CVE-2026-2222", asset="web-01")], cells, text=PATCHES)


def test_a_vendor_or_a_person_is_named_by_a_whole_cell() -> None:
    text = "All vendors provide a SOC 2 report each year."
    cells = {"vendor": "Brightwell", "exception_type": "SOC 2 report not available"}
    assert excuses([failing("Brightwell")], cells, text=text, window="as_of")
    assert not excuses([failing("Brightwell Analytics")], cells, text=text, window="as_of")


def test_people_of_one_name_are_told_apart_by_their_number() -> None:
    cells = {"employee_id": "E-1009", "employee_name": "Jo Berg"}
    text = "Background checks are completed before hire."
    assert excuses([failing("BG-1", employee_id="E-1009", employee_name="Jo Berg")], cells, text=text)
    assert not excuses([failing("BG-2", employee_id="E-1007", employee_name="Jo Berg")], cells, text=text)


def test_a_name_may_be_spelt_out_where_no_column_says_what_is_affected() -> None:
    items = [failing("ledger-export@northwind.example"), failing("report-export@northwind.example")]
    broken, excused, _ = held(items, {"title": "Ledger export service account key"}, text=KEYS, window="as_of")
    assert (broken, [one.item for one in excused]) == ([items[1].item], [items[0].item])


def test_what_several_items_share_names_none_of_them() -> None:
    items = [failing("2026-02-10", store="ledger-db-1"), failing("2026-02-11", store="ledger-db-1")]
    broken, _, _ = held(items, {"description": "One lost backup of ledger-db-1"}, text=BACKUPS)
    assert len(broken) == 2


@pytest.mark.parametrize(
    "row", [{"region": "eu-west-1"}, {"min_version": "TLS1.1"}, {"severity": "SEV-2"}, {"approved_by": "j.berg@northwind.example"}]
)
def test_values_that_name_no_item_excuse_none(row: dict[str, str]) -> None:
    words = "eu-west-1, TLS1.1, SEV-2, j.berg@northwind.example"
    assert not excuses([failing("pay", **row)], {"description": words}, text=TLS, window="as_of")


class TestRules:
    """An entry excuses from the rule that it speaks of."""

    def test_an_entry_on_triage_excuses_no_late_resolution(self) -> None:
        cells = {"affected_incident": "INC-2041", "exception_type": "SLA exception", "description": "Late triage"}
        assert excuses([failing("INC-2041", reason="triaged after 43 minutes")], cells, text=TRIAGE)
        assert not excuses([failing("INC-2041", reason="resolved after 31 hours")], cells, text=RESOLUTION)

    def test_an_entry_on_patches_excuses_no_plaintext(self) -> None:
        cells = {"system_affected": "pay.northwind.example", "title": "Vulnerability cannot be remediated"}
        assert not excuses([failing("pay.northwind.example")], cells, text=TLS, window="as_of")

    def test_an_entry_that_states_no_rule_excuses_the_item_it_names(self) -> None:
        assert excuses([failing("pay.northwind.example")], {"system_affected": "pay.northwind.example"}, text=TLS, window="as_of")

    def test_an_entry_on_how_a_store_is_encrypted_excuses_no_missing_versions(self) -> None:
        cells = {"system_affected": "nw-train-data", "title": "Bucket uses SSE-S3 instead of SSE-KMS"}
        item = failing("nw-train-data", reason="versioning says «No»")
        assert not excuses([item], cells, text="Versioning must be enabled for buckets.", window="as_of")
