"""Registers of exceptions of any layout become entries that say the same."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.catalog import load_catalog
from analyzer.exceptions import is_register, read_registers
from tests.analyzer.exceptions.registers import NO_TABLE, records, store

HEADERS = [
    ("Exception ID", "System Affected", "Approver", "Approval Date", "Expiration Date", "Status"),
    ("waiverId", "relatedTicket", "approvedBy", "dateApproved", "validUntil", "state"),
    ("Risk Acceptance ID", "Affected Asset", "Accepted By", "Acceptance Date", "Expiry", "Decision"),
    ("deviation_no", "host", "authorized_by", "granted_on", "end_date", "current_status"),
    ("extension_id", "request_id", "extension_approved_by", "approval_date", "new_deadline", "status"),
]


@pytest.mark.parametrize("named", HEADERS, ids=lambda named: named[0])
def test_the_headers_of_registers_differ(named: tuple[str, ...]) -> None:
    row = dict(zip(named, ("EX-1", "web-01", "Kim Osei", "5 Jan 2026", "2026-12-31", "Approved"), strict=True))
    register = records("register-of-exceptions.csv", [row])
    assert is_register(register)
    (entry,) = read_registers(NO_TABLE, load_catalog(), [register])
    assert (entry.reference, list(entry.affected.values()), entry.approver) == ("EX-1", ["web-01"], "Kim Osei")
    assert (entry.approved, entry.end, entry.status) == (date(2026, 1, 5), date(2026, 12, 31), "Approved")


def test_rows_of_the_table_are_entries_with_the_further_cells_of_their_file() -> None:
    rows = [{"exception_id": "EX-1", "approved_by": "Kim Osei", "expires_at": "2026-12-31", "status": "Active"}]
    cells = {"exception_id": "EX-1", "approved_by": "Kim Osei", "expires": "31/12/2026", "status": "Active", "cve": "CVE-2026-1111"}
    (entry,) = read_registers(store(rows), load_catalog(), [records("exceptions.csv", [cells])])
    assert (entry.end, entry.unreadable, dict(entry.affected)) == (date(2026, 12, 31), "", {"cve": "CVE-2026-1111"})


def test_without_the_file_the_table_tells_enough() -> None:
    rows = [
        {"exception_id": "EX-1", "affected": "web-01", "approved_by": "Kim Osei", "approved_at": "2026-01-05", "status": "Active"}
    ]
    (entry,) = read_registers(store(rows), load_catalog())
    assert (entry.reference, dict(entry.affected), entry.approved) == ("EX-1", {"affected": "web-01"}, date(2026, 1, 5))


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("changes.csv", {"change_id": "CHG-1", "approved_by": "Kim", "status": "Closed", "approval_date": "2026-01-05"}),
        ("exceptions-in-log.csv", {"time": "2026-01-05", "message": "NullPointerException", "status": "500"}),
        ("exception-register.csv", {}),
    ],
)
def test_other_records_are_no_register(file: str, row: dict[str, str]) -> None:
    assert not is_register(records(file, [row] if row else []))


@pytest.mark.parametrize("never", ["N/A", "permanent", "No expiry", "-", "Until further notice"])
def test_an_end_that_is_no_day_is_none(never: str) -> None:
    row = {"exception_id": "EX-1", "approved_by": "Kim", "status": "Active", "expiration_date": never}
    (entry,) = read_registers(NO_TABLE, load_catalog(), [records("exceptions.csv", [row])])
    assert (entry.end, entry.unreadable) == (None, "")


def test_a_table_that_took_another_column_for_the_id_does_not_hide_the_register() -> None:
    cells = {"ref": "4W", "person": "Reyes, Ana", "waived": "vetting before start", "granted by": "HR head", "ends": "31 Mar 2026"}
    taken = [{"exception_id": "vetting before start", "approved_by": "HR head", "expires_at": "2026-03-31"}]
    (entry,) = read_registers(store(taken), load_catalog(), [records("exceptions.csv", [cells])])
    assert (entry.reference, list(entry.affected.values()), entry.rule) == ("4W", ["Reyes, Ana"], "vetting before start")
