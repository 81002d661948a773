"""The store: types, dates, words for nothing, the calendar, and an engine that reaches no file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from analyzer.evidence.store import QueryError, Store
from tests.analyzer.evidence.loading import PERIOD, catalog_of


def store_of(table: str, *rows: dict[str, Any], file: str = "export.csv") -> tuple[Store, list[str]]:
    store = Store(catalog_of(table).tables, PERIOD)
    store.add_rows(table, rows, file)
    return store, [str(fault) for fault in store.finish()]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-14", datetime(2026, 3, 14)),
        ("2026-03-14T10:00:00Z", datetime(2026, 3, 14, 10)),
        ("2026-03-14T10:00:00+02:00", datetime(2026, 3, 14, 8)),
        ("2026-03-14 10:00:00 UTC", datetime(2026, 3, 14, 10)),
        ("14-Mar-2026", datetime(2026, 3, 14)),
        ("March 14, 2026", datetime(2026, 3, 14)),
        ("2026/03/14 00:24:13", datetime(2026, 3, 14, 0, 24, 13)),
        ("14/Mar/26 3:42 PM", datetime(2026, 3, 14, 15, 42)),
        ("2026-03-14 (CAB)", datetime(2026, 3, 14)),
        ("2026-03-14 by J. Doe", datetime(2026, 3, 14)),
        ("14-Mar-2026 (late)", datetime(2026, 3, 14)),
        ("2026-03-14 10:00 UTC (emergency)", datetime(2026, 3, 14, 10)),
        ("0000-00-00", None),
        ("N/A", None),
        ("no_information", None),
        ("", None),
    ],
)
def test_moments(text: str, moment: datetime | None) -> None:
    store, faults = store_of("restore_tests", {"tested_at": text})
    assert store.rows("select tested_at from restore_tests")[1] == [(moment,)]
    assert faults == []


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14 (planned)", "2026-03-14 (not approved)", "2026-03-14 to 2026-06-30", "2026-03-14 (until 2026-06-30)",
        "2026-03-14 by end of day (pending)", "2026-03-14 and later", "(CAB)",
    ],
)  # fmt: skip
def test_a_remark_that_is_no_mere_remark_leaves_no_date(text: str) -> None:
    store, faults = store_of("restore_tests", {"tested_at": text})
    assert store.rows("select tested_at from restore_tests")[1] == [(None,)]
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("None", "0.0"), ("no TLS", "0.0"), ("plaintext", "0.0"), ("HTTP", "0.0"), ("http/1.1 (plain)", "0.0"),
        ("N/A", None), ("-", None), ("", None), ("HTTPS", None), ("TLS 1.2", "1.2"), ("SSLv3", "0.3"),
    ],
)  # fmt: skip
def test_no_tls_is_the_lowest_version(text: str, version: str | None) -> None:
    store, _ = store_of("tls_endpoints", {"min_protocol": text})
    assert store.rows("select min_protocol from tls_endpoints")[1] == [(version,)]


@pytest.mark.parametrize(("text", "name"), [("N/A", None), (" - ", None), ("", None), (" Bo Chen ", "Bo Chen"), ("None", "None")])
def test_a_text_that_stands_for_nothing_is_none(text: str, name: str | None) -> None:
    store, faults = store_of("change_tickets", {"approved_by": text})
    assert store.rows("select approved_by from change_tickets")[1] == [(name,)]
    assert faults == []


def test_order_of_day_and_month_is_taken_from_the_file_that_proves_it() -> None:
    store, faults = store_of("people", {"start_date": "03/04/2026"}, {"end_date": "3/14/2026 4:05 PM"})
    assert faults == []
    assert store.rows("select start_date, end_date from people order by evidence_row")[1] == [
        (datetime(2026, 3, 4), None),
        (None, datetime(2026, 3, 14, 16, 5)),
    ]


@pytest.mark.parametrize("others", [[], ["14/03/2026", "03/14/2026"]])
def test_dates_whose_order_nothing_proves_are_faults(others: list[str]) -> None:
    store, faults = store_of("people", *({"start_date": text} for text in ["03/04/2026", *others]))
    assert store.rows("select count(start_date) from people")[1] == [(0,)]
    assert faults[0] == (
        "export.csv, row 1: '03/04/2026' is not a people.start_date"
        " (day and month cannot be told apart in this file; export dates as YYYY-MM-DD)"
    )


def test_known_order_of_day_and_month() -> None:
    store = Store(catalog_of("people").tables, PERIOD)
    store.add_rows("people", [{"start_date": "03/04/2026"}], "export.csv")
    assert store.finish({"export.csv": "dmy"}) == []
    assert store.rows("select start_date from people")[1] == [(datetime(2026, 4, 3),)]


def test_values_that_do_not_fit_are_named() -> None:
    _, faults = store_of("devices", {"disk_encrypted": "perhaps"}, {"screen_lock_seconds": "about 5"})
    assert faults == [
        "export.csv, row 1: 'perhaps' is not a devices.disk_encrypted",
        "export.csv, row 2: 'about 5' is not a devices.screen_lock_seconds",
    ]


def test_booleans_numbers_lists_and_versions() -> None:
    store, _ = store_of(
        "devices", {"disk_encrypted": "Encrypted"}, {"disk_encrypted": "Off"}, {"disk_encrypted": "n/a"}
    )
    assert store.rows("select disk_encrypted from devices order by evidence_row")[1] == [(True,), (False,), (None,)]
    store, _ = store_of("tls_endpoints", {"min_protocol": "TLSv1", "ciphers": "a; b"}, {"min_protocol": "TLS 1.2"})
    assert store.rows("select min_protocol, ciphers from tls_endpoints order by evidence_row")[1] == [
        ("1.0", ["a", "b"]),
        ("1.2", None),
    ]


def test_calendar_knows_business_days_and_buckets() -> None:
    store = Store(catalog_of("people").tables, PERIOD, holidays=[date(2026, 1, 1)])
    store.finish()
    days = store.rows(
        "select day from calendar where is_business_day and day < date '2026-01-06' and day > date '2025-12-31'"
    )
    assert days[1] == [(date(2026, 1, 2),), (date(2026, 1, 5),)]
    quarters = store.rows("select label, starts_on, ends_on, whole from buckets where unit = 'quarter' order by label")
    assert quarters[1] == [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), True),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), True),
    ]
    assert store.rows("select whole from buckets where unit = 'year'")[1] == [(False,)]


@pytest.mark.parametrize(
    "sql", ["select * from read_csv('/etc/hostname')", "copy people to '/dev/null'", "set lock_configuration = false"]
)
def test_queries_reach_no_file_and_no_setting(sql: str) -> None:
    store, _ = store_of("people")
    with pytest.raises(QueryError):
        store.rows(sql)


def test_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(catalog_of("people").tables, PERIOD)
    with pytest.raises(QueryError):
        store.run_load("insert into people (email) values ('ana@northwind.example'); select nothing from nowhere")
    store.finish()
    assert store.count("people") == 0


@pytest.mark.parametrize(("day", "number", "lost"), [("2026-05-01", "7", 0), ("14-Mar-2026", "1,000", 0), ("soon", "some", 2)])
def test_a_value_is_read_the_same_whatever_else_stands_in_its_column(day: str, number: str, lost: int) -> None:
    plain = {"resource_id": "s3", "effective_from": "2026-03-14 10:00:00 UTC", "retention_days": "30.5"}
    store, faults = store_of("retention_settings", plain, {"effective_from": day, "retention_days": number})
    found = store.rows("select effective_from, retention_days from retention_settings where resource_id = 's3'")[1]
    assert (found, len(faults)) == ([(datetime(2026, 3, 14, 10), 30.5)], lost)


def test_the_engine_takes_no_more_memory_than_it_is_given() -> None:
    said = "select current_setting('memory_limit')"
    assert [Store({}, PERIOD, memory=memory).rows(said)[1] for memory in ("200MB", None)] == [[("190.7 MiB",)], [("953.6 MiB",)]]
