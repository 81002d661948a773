"""What is read out of logs of accounts."""

from __future__ import annotations

from datetime import datetime

import pytest

from analyzer.evidence.store import Store
from analyzer.model import EvidenceFile, Period
from analyzer.truth.log import Log, read_log
from analyzer.truth.streams import Stream
from tests.analyzer.truth.lockers import CATALOG

PERIOD = Period(start=datetime(2026, 1, 1).date(), end=datetime(2026, 3, 31).date(), as_of=datetime(2026, 3, 31).date())


def read(*rows: tuple[str, str, str, str], extracted_at: str | None = None, streams: tuple[Stream, ...] = ()) -> Log:
    """The log of rows of moment, system, event and role."""
    store = Store({"account_events": CATALOG.tables["account_events"]}, PERIOD)
    columns = ("ts", "system", "event", "role_after")
    store.add_rows(
        "account_events", [dict(zip(columns, row, strict=True)) | {"account_id": "Ann@acme.example"} for row in rows], "log.csv"
    )
    store.finish()
    file = EvidenceFile(
        path="log.csv", sha256="s", source=None, tables={"account_events": len(rows)}, rows=len(rows), extracted_at=extracted_at
    )
    return read_log(store, [file], streams, PERIOD.start, PERIOD.end)


@pytest.mark.parametrize(
    ("system", "event", "role", "opens"),
    [
        ("Okta", "activated", "", True), ("Okta", "deactivated", "", False), ("Okta", "role granted", "Super Administrator", None),
        ("Microsoft Entra ID", "Add user", "", True), ("Microsoft Entra ID", "Disable account", "", False),
        ("Microsoft Entra ID", "Add member to group", "Admins", None), ("Google Workspace", "restored", "", True),
        ("Google Workspace", "suspended", "", False), ("GitHub", "granted", "read", True), ("GitHub", "revoked", "", False),
        ("GitHub", "granted", "team payments", None), ("GitHub", "granted", "write acme/ledger", None),
    ],
)  # fmt: skip
def test_words_that_open_and_close_accounts(system: str, event: str, role: str, opens: bool | None) -> None:
    (change,) = read(("2026-02-01T09:00:00Z", system, event, role)).changes
    assert (change.system, change.account, change.opens) == (system.lower(), "ann@acme.example", opens)


def test_words_of_factors_and_roles() -> None:
    events = ("factor enrolled", "factor reset", "role granted", "Add member to role", "Remove member from role", "created")
    found = read(*(("2026-02-01T09:00:00Z", "Okta", event, "") for event in events)).changes
    assert [(one.factor, one.role) for one in found] == [
        (True, None), (False, None), (None, True), (None, True), (None, False), (None, None)
    ]  # fmt: skip


def test_a_log_added_by_hand_speaks_from_its_first_row_to_its_export() -> None:
    log = read(("2026-02-01", "Okta", "created", ""), ("2026-02-20", "Okta", "deleted", ""), extracted_at="2026-03-01T12:00:00Z")
    assert log.covers("okta", datetime(2026, 2, 1), datetime(2026, 3, 1))
    assert not log.covers("okta", datetime(2026, 1, 31), datetime(2026, 3, 1))
    assert not log.covers("okta", datetime(2026, 2, 1), datetime(2026, 3, 2))
    assert not log.covers("github", datetime(2026, 2, 1), datetime(2026, 3, 1))


def test_a_log_that_does_not_say_when_it_was_made_speaks_for_no_time() -> None:
    assert not read(("2026-02-01", "Okta", "created", "")).covers("okta", datetime(2026, 2, 1), datetime(2026, 2, 2))


def test_a_collected_log_speaks_for_the_windows_of_its_runs_and_not_for_what_lies_between() -> None:
    windows = (
        (datetime(2026, 1, 1), datetime(2026, 2, 1)),
        (datetime(2026, 2, 1), datetime(2026, 3, 1)),
        (datetime(2026, 3, 5), datetime(2026, 4, 1)),
    )
    stream = Stream(
        key=("okta",), title="okta", exports={PERIOD.end: frozenset({"s"})}, tables=frozenset(), of_events=True, windows=windows
    )
    log = read(("2026-02-01", "Okta", "created", ""), extracted_at="2026-04-01", streams=(stream,))
    assert log.covers("okta", datetime(2026, 1, 5), datetime(2026, 2, 27))
    assert not log.covers("okta", datetime(2026, 2, 5), datetime(2026, 3, 10))
