"""Compensating controls that a register names and the evidence contradicts."""

from __future__ import annotations

import pytest

from analyzer.exceptions.controls import pieces
from tests.analyzer.exceptions.registers import TLS, failing, held, records

HOST = "pay.northwind.example"


@pytest.mark.parametrize(
    ("cell", "single"),
    [
        ("MFA enforced; quarterly review", ["MFA enforced", "quarterly review"]),
        ("1. Read-only role. 2. No internet route", ["Read-only role", "No internet route"]),
        ("1) Isolated network 2) Daily log review", ["Isolated network", "Daily log review"]),
        ("Traffic is logged. Access is limited to staging", ["Traffic is logged", "Access is limited to staging"]),
        ("Extended to version 1.2 of the tool", ["Extended to version 1.2 of the tool"]),
    ],
)
def test_a_cell_lists_several_controls(cell: str, single: list[str]) -> None:
    assert pieces(cell) == single


def excused_with(control: str, **row: str) -> str:
    inventory = records("endpoints.csv", [{"endpoint": HOST, **row}, {"endpoint": "other.northwind.example", **row}])
    _, excused, _ = held(
        [failing(HOST)], {"affected_system": HOST, "compensating_controls": control}, text=TLS, window="as_of", evidence=[inventory]
    )
    return excused[0].why


@pytest.mark.parametrize(
    ("control", "row", "said"),
    [
        ("MFA enforced on the console", {"mfa_enabled": "No"}, "mfa_enabled of pay.northwind.example is «No»"),
        ("Not internet facing", {"internet_facing": "Yes"}, "internet_facing of pay.northwind.example is «Yes»"),
        ("Public access blocked", {"public_access": "true"}, "public_access of pay.northwind.example is «true»"),
        ("Quarterly access review", {"last_access_review": "2026-01-10"}, "is 2026-01-10, 171 days before 2026-06-30"),
        ("Key rotated every 6 months", {"key_rotated_on": "2025-10-01"}, "is 2025-10-01"),
        ("Access limited to staging", {"access_granted": "Production administrators"}, "is «Production administrators»"),
        ("Read-only permissions", {"roles": "editor, viewer"}, "is «editor, viewer»"),
    ],
)
def test_a_control_that_the_rows_contradict_is_reported_and_the_entry_still_excuses(
    control: str, row: dict[str, str], said: str
) -> None:
    why = excused_with(f"Network is segmented; {control}", **row)
    assert why.startswith("accepted by Kim Osei (CISO)")
    assert f"The compensating control «{control}» is contradicted by endpoints.csv" in why
    assert said in why


@pytest.mark.parametrize(
    ("control", "row"),
    [
        ("MFA enforced on the console", {"mfa_enabled": "Yes"}),
        ("Not internet facing", {"internet_facing": "No"}),
        ("Quarterly access review", {"last_access_review": "2026-05-10"}),
        ("Quarterly access review", {"next_access_review": "2026-02-10"}),
        ("Access limited to staging", {"access_granted": "Staging deployers"}),
        ("Read-only permissions", {"roles": "viewer"}),
        ("MFA enforced on the console", {"mfa_enabled": "N/A"}),
        ("Traffic is logged", {"backup_enabled": "No"}),
    ],
)
def test_a_control_that_the_rows_do_not_contradict_is_not_reported(control: str, row: dict[str, str]) -> None:
    assert "contradicted" not in excused_with(control, **row)


def test_the_rows_of_other_items_say_nothing() -> None:
    inventory = records("endpoints.csv", [{"endpoint": "other.northwind.example", "mfa_enabled": "No"}])
    entry = {"affected_system": HOST, "compensating_controls": "MFA enforced"}
    _, excused, _ = held([failing(HOST)], entry, text=TLS, window="as_of", evidence=[inventory])
    assert "contradicted" not in excused[0].why


def test_a_control_on_another_thing_and_the_deviation_itself_are_no_finding() -> None:
    inventory = records("endpoints.csv", [{"endpoint": "SVC-1020", "log_forwarding": "No", "mfa_enabled": "No"}])
    entry = {
        "affected_system": "SVC-1020", "title": "No log forwarding",
        "compensating_controls": "SVC-1011, its successor, has MFA; log forwarding is planned",
    }  # fmt: skip
    _, excused, _ = held(
        [failing("SVC-1020")],
        entry,
        text="Logs of all services are collected centrally in the SIEM.",
        window="as_of",
        evidence=[inventory],
    )
    assert "contradicted" not in excused[0].why
