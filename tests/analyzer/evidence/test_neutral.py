"""Everyday exports: days and times in columns of their own, and lists of leavers with a column for each system."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from analyzer.evidence.leavers import system_of
from tests.analyzer.evidence.loading import column, load, write

JOBS = "job,database,status,date,start_time,end_time\n"


def test_day_and_time_are_one_moment(tmp_path: Path) -> None:
    rows = "J-1,orders,success,2026-03-14,02:00:08,03:38\nJ-2,orders,success,2026-03-14,23:50:00,00:20:00 UTC\n"
    write(tmp_path, "jobs.csv", JOBS + rows)
    loaded = load(tmp_path, "backups")
    assert column(loaded, "backups", "started_at") == [datetime(2026, 3, 14, 2, 0, 8), datetime(2026, 3, 14, 23, 50)]
    assert column(loaded, "backups", "completed_at") == [datetime(2026, 3, 14, 3, 38), datetime(2026, 3, 15, 0, 20)]
    assert loaded.files[0].faults == ()
    assert loaded.files[0].mapping["end_time"] == "backups.completed_at (time of date)"


def test_a_missing_time_leaves_the_day_that_dates_the_row_and_no_end(tmp_path: Path) -> None:
    write(tmp_path, "jobs.csv", JOBS + "J-1,orders,success,14-Mar-2026,2:00 AM,2:30 PM\nJ-2,orders,failed,2026-03-15,,\n")
    loaded = load(tmp_path, "backups")
    assert column(loaded, "backups", "started_at") == [datetime(2026, 3, 14, 2), datetime(2026, 3, 15)]
    assert column(loaded, "backups", "completed_at") == [datetime(2026, 3, 14, 14, 30), None]


@pytest.mark.parametrize("days", ["expiry_date,next_run_date", "approved,reviewed", "run_date,backup_date"])
def test_times_without_a_clear_day_are_faults(tmp_path: Path, days: str) -> None:
    write(tmp_path, "jobs.csv", f"job,database,status,end_time,{days}\nJ-1,orders,success,03:38,2026-03-14,2026-03-15\n")
    loaded = load(tmp_path, "backups")
    assert column(loaded, "backups", "completed_at") == [None]
    assert loaded.files[0].faults == ("row 2: '03:38' is not a backups.completed_at",)


def test_each_system_of_a_list_of_leavers_is_an_account(tmp_path: Path) -> None:
    header = "employee_id,employee_name,last_day,hr_notification_date,okta_disabled_date,GitHub access removed,badge_disabled_on\n"
    rows = (
        "E-1,Ana,2026-03-13,2026-03-10,2026-03-13,2026-03-20 (late),2026-03-13\nE-2,Bo,2026-03-14,2026-03-14,,n/a,\n"
        "E-3,Cy,,,,,\nE-4,Di,2026-03-15,2026-03-15,no,yes,2026-03-15\n"
    )
    write(tmp_path, "leavers.csv", header + rows)
    loaded = load(tmp_path, "people", "account_removals")
    assert column(loaded, "people", "notice_at")[0] == datetime(2026, 3, 10)
    found = loaded.store.rows("select person_id, system, removed_at, status from account_removals order by person_id, system")[1]
    assert found == [
        ("E-1", "GitHub", datetime(2026, 3, 20), "disabled"),
        ("E-1", "Okta", datetime(2026, 3, 13), "disabled"),
        ("E-2", "Okta", None, "removal not recorded"),
        ("E-4", "GitHub", None, "disabled"),
        ("E-4", "Okta", None, "active"),
    ]
    (file,) = loaded.files
    assert file.mapping["okta_disabled_date"] == "account_removals.removed_at (Okta)"
    assert file.mapping["badge_disabled_on"] == "people.badge_deactivated_at"
    assert file.tables == {"people": 4, "account_removals": 5}


def test_a_planned_removal_is_no_removal(tmp_path: Path) -> None:
    rows = "E-1,Ana,2026-03-13,2026-03-13\nE-2,Bo,2026-03-13,2026-03-20 (planned)\n"
    write(tmp_path, "leavers.csv", "employee_id,employee_name,last_day,vpn_revoked_at\n" + rows)
    loaded = load(tmp_path, "people", "account_removals")
    assert column(loaded, "account_removals", "removed_at") == [datetime(2026, 3, 13), None]
    assert column(loaded, "account_removals", "status") == ["disabled", "removal not recorded"]
    assert loaded.files[0].faults == ("row 3: '2026-03-20 (planned)' is not a account_removals.removed_at",)


@pytest.mark.parametrize(
    ("header", "system"),
    [
        ("okta_disabled_date", "Okta"), ("GitHub access removed", "GitHub"), ("AD account disabled on", "AD"),
        ("vpn_revoked_at", "VPN"), ("awsAccessRemovedAt", "AWS"), ("Removed from Google Workspace on", "Google Workspace"),
        ("access_revoked_date", "systems not named"), ("termination_date", None), ("badge_deactivated", None),
        ("Access Revoked By", None), ("laptop_removed", None), ("MFA disabled", None), ("closed", None), ("notes", None),
    ],
)  # fmt: skip
def test_headers_that_close_an_account(header: str, system: str | None) -> None:
    assert system_of(header) == system


def test_a_register_of_vendors_holds_their_reports(tmp_path: Path) -> None:
    header = "Vendor Name,Tier,Service,SOC 2 Report Received,SOC 2 Report Period,SOC 2 Review Date\n"
    rows = (
        "Cloudhost,Critical,Hosting,Yes,2025-01-01 to 2025-12-31,2026-02-10\nMailpost,High,Mail,Type II (current),,Pending\n"
        "Chatline,High,Chat,No,N/A,N/A\nPaperclip,Low,Office,N/A,N/A,N/A\nOldtimer,Low,Office,Not required,,\n"
    )
    write(tmp_path, "vendors.csv", header + rows)
    loaded = load(tmp_path, "vendors", "vendor_reports", "vendor_reviews")
    found = loaded.store.rows("select vendor_id, type, period_start, period_end from vendor_reports order by evidence_row")[1]
    assert found == [
        ("Cloudhost", "SOC 2", datetime(2025, 1, 1), datetime(2025, 12, 31)),
        ("Mailpost", "SOC 2 Type II (current)", None, None),
        ("Paperclip", None, None, None),
        ("Oldtimer", None, None, None),
    ]
    assert loaded.store.rows("select vendor_id, reviewed_at, artefact from vendor_reviews")[1] == [
        ("Cloudhost", datetime(2026, 2, 10), "SOC 2 report")
    ]
    (file,) = loaded.files
    assert file.faults == ()
    assert file.mapping["SOC 2 Report Period"] == "vendor_reports.period_start, period_end"


def test_a_register_of_reports_of_any_kind_says_in_its_cells_which(tmp_path: Path) -> None:
    header = "Vendor Name,Tier,Service,Assurance Report,Report Period End\n"
    rows = "Cloudhost,Critical,Hosting,SOC 2 Type II,2025-12-31\nMailpost,High,Mail,ISO 27001,2025-06-30\nChatline,Low,Chat,None,\n"
    write(tmp_path, "vendors.csv", header + rows + "Filebox,Low,Files,Yes,2025-03-31\n")
    loaded = load(tmp_path, "vendors", "vendor_reports", "vendor_reviews")
    assert loaded.store.rows("select vendor_id, type, period_end from vendor_reports order by evidence_row")[1] == [
        ("Cloudhost", "SOC 2 Type II", datetime(2025, 12, 31)),
        ("Mailpost", "ISO 27001", datetime(2025, 6, 30)),
        ("Filebox", None, datetime(2025, 3, 31)),
    ]


def test_a_register_without_reports_says_nothing_of_them(tmp_path: Path) -> None:
    write(tmp_path, "vendors.csv", "Vendor Name,Tier,Service,SOC 2 Status\nCloudhost,Critical,Hosting,Current\n")
    loaded = load(tmp_path, "vendors", "vendor_reports", "vendor_reviews")
    assert loaded.store.count("vendors") == 1
    assert loaded.store.count("vendor_reports") == 0


def test_a_list_of_merge_requests_carries_its_reviews(tmp_path: Path) -> None:
    header = "mr_id,title,author,reviewer,project,review_date,status,approval_status,merged_date\n"
    rows = "MR-17,Retry,Ana,Bo,orders,2026-03-02,Merged,Approved,2026-03-03\n!18,Fix,Bo,,orders,,Merged,,2026-03-04\n"
    write(tmp_path, "requests.csv", header + rows)
    loaded = load(tmp_path, "pull_requests", "pull_request_reviews")
    assert column(loaded, "pull_requests", "number") == [17, 18]
    found = loaded.store.rows("select repo, number, reviewer, state, submitted_at from pull_request_reviews")[1]
    assert found == [("orders", 17, "Bo", "APPROVED", datetime(2026, 3, 2))]
    assert loaded.files[0].mapping["approval_status"] == "pull_request_reviews.state"


def test_a_list_of_buckets_by_their_kind_of_encryption(tmp_path: Path) -> None:
    header = "bucket_name,region,encryption_type,kms_key_id,data_classification\n"
    write(tmp_path, "buckets.csv", header + "orders,eu-west-1,SSE-KMS,k1,Restricted\n")
    loaded = load(tmp_path, "data_stores")
    assert column(loaded, "data_stores", "algorithm") == ["SSE-KMS"]
    assert column(loaded, "data_stores", "data_class") == ["Restricted"]


def test_a_column_called_encryption_may_name_algorithms(tmp_path: Path) -> None:
    write(tmp_path, "stores.csv", "Data Store,Encryption,Key ID\norders,AES-256,k-1\nlogs,none,\n")
    loaded = load(tmp_path, "data_stores")
    assert (column(loaded, "data_stores", "algorithm"), loaded.files[0].faults) == (["AES-256", "none"], ())
    assert column(loaded, "data_stores", "encrypted") == [None, None]
