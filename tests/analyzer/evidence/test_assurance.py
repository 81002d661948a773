"""Completeness and accuracy: what makes evidence doubtful, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.assurance import assurance_tests, assure
from analyzer.evidence.store import Store
from analyzer.model import AssuranceResult, EvidenceFile
from tests.analyzer.evidence.loading import PERIOD

CATALOG = load_catalog()
Rows = dict[str, list[dict[str, Any]]]


def results(given: Rows, *files: EvidenceFile) -> dict[str, AssuranceResult]:
    """The results over these rows and files, by test; where several failed, the first."""
    found: dict[str, AssuranceResult] = {}
    for result in assure(stored(given), CATALOG, files, PERIOD):
        found.setdefault(result.test, result)
    return found


def stored(given: Rows) -> Store:
    """The finished tables of these rows, and of all that a test asks."""
    names = dict.fromkeys(table for test in assurance_tests().values() if test.question for table in test.question.tables)
    store = Store({name: CATALOG.tables[name] for name in (*names, *given)}, PERIOD)
    for table, rows in given.items():
        store.add_rows(table, rows, f"{table}.csv")
    store.finish()
    return store


def export(rows: int, source: str = "matched", **known: Any) -> EvidenceFile:
    return EvidenceFile(path="export.json", sha256="", source=source, tables={"people": rows}, rows=rows, **known)


@pytest.mark.parametrize(
    ("rows", "source", "passed"),
    [
        (500, "matched", False),
        (750, "matched", False),
        (487, "matched", True),
        (30, "github/members", False),
        (30, "matched", True),
    ],
)
def test_row_count_that_is_a_page_size(rows: int, source: str, passed: bool) -> None:
    assert results({}, export(rows, source))["row_count_is_a_page_size"].passed is passed


def test_row_count_of_a_page_is_no_worry_when_the_source_reports_it() -> None:
    found = results({}, export(500, source_count=500))
    assert "row_count_is_a_page_size" not in found
    assert found["source_count"].passed is True


def test_rows_against_the_number_that_the_source_reports() -> None:
    found = results({}, export(487, source_count=512))["source_count"]
    assert (found.passed, found.why) == (False, "export.json holds 487 rows and its source reports 512")


def test_more_pages_that_follow() -> None:
    found = results({}, export(87, incomplete=("it says that more pages follow (NextToken)",)))["more_pages_follow"]
    assert found.passed is False


def test_values_that_could_not_be_read() -> None:
    found = results({}, export(87, faults=("row 3: 'x' is not a people.start_date",)))["unreadable_values"]
    assert found.passed is False
    assert "row 3" in found.why


def test_values_that_could_not_be_read_name_the_rows_that_lack_them_where_nothing_else_is_lost() -> None:
    rows = {"people": [{"person_id": f"E-{n}"} for n in range(4)]}
    lost = [f"row {n}: 'soon' is not a people.start_date" for n in (2, 3)]
    file = replace(export(4, faults=tuple(lost)), path="people.csv")
    _, numbered = stored(rows).rows("select evidence_row, person_id from people order by 1")
    named = tuple(key for row, key in numbered if row in (2, 3))
    assert len(named) == 2
    assert results(rows, file)["unreadable_values"].items == named
    more = replace(file, faults=(*lost, "and 7 more values that do not fit"))
    assert results(rows, more)["unreadable_values"].items == ("people.csv",)


def test_duplicate_keys() -> None:
    twice = [{"device_id": "D-1"}, {"device_id": "D-1"}, {"device_id": None}, {"device_id": None}]
    found = results({"devices": twice})["duplicate_keys"]
    assert (found.passed, found.items) == (False, ("D-1",))
    assert results({"devices": twice[1:]})["duplicate_keys"].passed is True


def test_the_same_account_name_in_two_systems_is_no_duplicate() -> None:
    accounts = [{"system": system, "account_id": "ana"} for system in ("GitHub", "AWS")]
    assert results({"app_accounts": accounts})["duplicate_keys"].passed is True


def merged(*days: date) -> Rows:
    return {"pull_requests": [{"repo": "a/b", "number": n, "merged_at": day} for n, day in enumerate(days)]}


def every_day(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def test_events_that_reach_to_both_ends() -> None:
    found = results(merged(*every_day(date(2025, 12, 20), date(2026, 6, 29))))
    assert found["stale_evidence"].passed is True
    assert found["missing_months"].passed is True


def test_events_that_stop_before_the_period_ends() -> None:
    found = results(merged(*every_day(date(2026, 1, 1), date(2026, 5, 10))))["stale_evidence"]
    assert found.why == "Pull requests: the newest of 130 rows is of 2026-05-10, 51 days before the period ends"


def test_events_that_begin_late() -> None:
    found = results(merged(*every_day(date(2026, 3, 1), date(2026, 6, 30))))["stale_evidence"]
    assert "59 days into the period" in found.why


def test_events_from_before_the_period() -> None:
    found = results(merged(date(2025, 11, 3)))["stale_evidence"]
    assert "before the period begins" in found.why


def test_few_events_need_not_reach_to_the_end() -> None:
    assert results(merged(date(2026, 2, 3), date(2026, 3, 3)))["stale_evidence"].passed is True


def test_month_without_events() -> None:
    days = [day for day in every_day(date(2026, 1, 1), date(2026, 6, 30)) if day.month != 4]
    found = results(merged(*days))["missing_months"]
    assert (found.passed, found.items) == (False, ("2026-04",))


def test_snapshot_from_long_before() -> None:
    found = results({"devices": [{"device_id": "D-1", "last_checkin_at": date(2026, 3, 1)}]})["stale_evidence"]
    assert (found.passed, found.tables) == (False, ("devices",))
    recent = {"devices": [{"device_id": "D-1", "last_checkin_at": date(2026, 6, 20)}]}
    assert results(recent)["stale_evidence"].passed is True


def test_export_made_long_before() -> None:
    assert results({}, export(87, extracted_at="2026-02-01T10:00:00Z"))["extraction_time"].passed is False


def person(who: str, **more: Any) -> dict[str, Any]:
    return {"email": f"{who}@northwind.example", "start_date": date(2024, 3, 1), "status": "active", **more}


def account(who: str, **more: Any) -> dict[str, Any]:
    return {"user_id": who, "email": f"{who.upper()}@northwind.example", "status": "ACTIVE", **more}


def test_people_and_directory_agree() -> None:
    gone = date(2026, 2, 1)
    given: Rows = {
        "people": [person("ana"), person("bo", end_date=gone), person("new", start_date=date(2026, 7, 1))],
        "idp_users": [account("ana"), account("bo", status="DEPROVISIONED"), account("backup", account_type="service")],
    }
    assert results(given)["people_in_directory"].passed is True


def test_people_and_directory_differ() -> None:
    found = results({"people": [person("ana"), person("bo")], "idp_users": [account("ana"), account("ghost")]})
    assert found["people_in_directory"].why == (
        "active directory accounts belong to nobody in HR: 1 (ghost@northwind.example);"
        " active people in HR have no directory account: 1 (bo@northwind.example)"
    )


def test_reconciliation_with_one_side_only_could_not_run() -> None:
    found = results({"people": [person("ana")]})["people_in_directory"]
    assert found.passed is None
    assert "people_in_mdm" in results({"people": [person("ana")]})
    assert "people_in_directory" not in results({"repos": [{"repo": "a/b"}]})


@pytest.mark.parametrize(
    ("test", "given", "items"),
    [
        (
            "people_in_mdm",
            {
                "people": [person("ana"), person("bo"), person("cy", worker_type="contractor")],
                "devices": [{"device_id": "D-1", "owner_email": "ana@northwind.example"}],
            },
            ("bo@northwind.example",),
        ),
        (
            "leavers_in_directory",
            {
                "people": [person(who, end_date=day) for who, day in (("bo", date(2026, 2, 1)), ("old", date(2025, 2, 1)))],
                "idp_users": [account("ana")],
            },
            ("bo@northwind.example",),
        ),
        (
            "stores_in_backups",
            {
                "data_stores": [{"resource_id": one, "env": "production"} for one in ("ledger", "files")],
                "backups": [{"resource_id": "arn:aws:rds:eu-west-1:1:db:ledger"}, {"resource_id": "other"}],
            },
            ("files", "other"),
        ),
        (
            "keys_in_kms",
            {
                "data_stores": [
                    {"resource_id": "a", "kms_key_id": "arn:aws:kms:eu-west-1:1:key/1111-a"},
                    {"resource_id": "b", "kms_key_id": "2222-b"},
                    {"resource_id": "c", "kms_key_id": "alias/aws/rds"},
                ],
                "kms_keys": [{"key_id": "1111-a"}],
            },
            ("2222-b",),
        ),
        (
            "repos_in_branch_rules",
            {"repos": [{"repo": "a/b"}], "branch_rules": [{"repo": "A/B"}, {"repo": "a/other"}, {"repo": "a/*"}]},
            ("a/other",),
        ),
        (
            "vendors_in_reports",
            {
                "vendors": [
                    {"vendor_id": "V-1", "name": "Cloud", "criticality": "critical"},
                    {"vendor_id": "V-2", "name": "Mail", "subservice": True},
                    {"vendor_id": "V-3", "name": "Snacks", "criticality": "low"},
                ],
                "vendor_reports": [
                    {"vendor_id": "Cloud", "type": "SOC 2 Type 2"},
                    {"vendor_id": "V-9", "type": "SOC 1"},
                ],
            },
            ("Mail", "V-9"),
        ),
    ],
)
def test_reconciliations_name_what_differs(test: str, given: Rows, items: tuple[str, ...]) -> None:
    found = results(given)[test]
    assert (found.passed, found.items) == (False, items)


@pytest.mark.parametrize(("whole", "passed"), [(False, False), (True, None)])
def test_two_files_of_one_window_agree_unless_a_collector_wrote_one_for_each_thing(whole: bool, passed: bool | None) -> None:
    window = {"window_start": "2026-01-01", "window_end": "2026-03-31", "table": "github/deployments", "query": "deployments"}
    names = ("github.acme.deployments.web.json", "github.acme.deployments.api.json")
    listed = [window | {"file": names[at], "sha256": "ab"[at] * 64, "extracted_at": "2026-04-01"} for at in range(2)]
    known = {"sha256": "", "source": "github/deployments", "tables": {"people": 3}, "rows": 3, "whole": whole}
    files = [EvidenceFile(path=name, **known) for name in names]
    assert results({"evidence_manifest": listed}, *files)["reexports_agree"].passed is passed
