"""Exports that no source describes are matched by their headers, or left alone with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.headers import forms_of, plain
from analyzer.evidence.match import Match, NoMatch, match_table, named_after, subject_named
from tests.analyzer.evidence.loading import catalog_of, column, load, write

TABLES = load_catalog().tables
FALLBACKS = {
    ("service_accounts", "display_name", "Account Name"),
    *(("kms_keys", "label", name) for name in ("Alias", "Key Alias", "Key Name")),
}
"""Headers that a column takes only where another column of the table has one that says more."""


def test_synonyms_case_and_spaces() -> None:
    match = match_table(["Ticket ID", "User", "Application", "REQUESTED_AT", "Approved By", "Access Granted On"], TABLES)
    assert isinstance(match, Match)
    assert match.table.id == "access_requests"
    assert match.headers == {
        "ticket_id": "Ticket ID",
        "email": "User",
        "system": "Application",
        "requested_at": "REQUESTED_AT",
        "approver": "Approved By",
        "granted_at": "Access Granted On",
    }


def test_own_name_of_a_column_goes_before_its_synonyms() -> None:
    match = match_table(["completed", "completed_at", "person_id", "course"], catalog_of("training").tables)
    assert isinstance(match, Match)
    assert match.headers["completed_at"] == "completed_at"


def test_units_in_brackets_are_not_overlooked() -> None:
    match = match_table(["Test Date", "Result", "Database", "Restore Time (hours)"], catalog_of("restore_tests").tables)
    assert isinstance(match, Match)
    assert "restore_minutes" not in match.headers


def test_every_table_is_matched_by_its_own_columns() -> None:
    for table in (table for table in TABLES.values() if table.recognise):  # the others only their own source fills
        match = match_table(table.columns, TABLES)
        assert isinstance(match, Match), f"{table.id}: {match}"
        assert match.table.id == table.id


def test_synonyms_name_one_column_of_a_table() -> None:
    for table in TABLES.values():
        every = [(name, column) for column, spec in table.columns.items() for name in (column, *spec.synonyms)]
        for name, column_of_name in every:
            if (table.id, column_of_name, name) in FALLBACKS:
                continue
            match = match_table([name], {table.id: table.model_copy(update={"recognise": (column_of_name,)})})
            assert isinstance(match, Match), f"{table.id}.{column_of_name}: {name}"
            assert list(match.headers) == [column_of_name]


def test_a_header_falls_back_to_a_second_column_where_the_first_has_its_own() -> None:
    match = match_table(["Account Name", "IAM User", "Owner", "Purpose"], TABLES)
    assert isinstance(match, Match)
    assert match.headers["account"] == "IAM User"
    assert match.headers["display_name"] == "Account Name"


def test_what_fits_no_table_is_left_alone_with_the_nearest() -> None:
    match = match_table(["campaign", "clicks", "email"], TABLES)
    assert isinstance(match, NoMatch)
    assert match.why == ("not recognised: columns campaign, clicks, email; nearest table access_review_items lacks decision")


def test_two_tables_that_fit_equally_are_not_guessed() -> None:
    people = TABLES["people"]
    match = match_table(people.columns, {"people": people, "staff": people.model_copy(update={"id": "staff"})})
    assert match == NoMatch("its columns fit the tables people and staff equally well")


def test_json_records_are_matched_by_their_keys(tmp_path: Path) -> None:
    ana = {
        "workEmail": "ana@northwind.example",
        "hireDate": "2024-03-01",
        "status": "active",
        "manager": {"email": "bo"},
    }
    write(tmp_path, "roster.json", {"meta": {"took": 1}, "result": {"employees": [ana]}})
    loaded = load(tmp_path, "people")
    assert loaded.left_out == ()
    assert column(loaded, "people", "email") == ["ana@northwind.example"]
    assert column(loaded, "people", "manager_id") == ["bo"]
    assert loaded.files[0].source == "matched"
    assert loaded.files[0].mapping["hireDate"] == "people.start_date"


@pytest.mark.parametrize("header", ["Date Completed", "completion_date", "COMPLETED ON", "completedAt", "Completed At (UTC)"])
def test_dates_by_whatever_name(header: str) -> None:
    match = match_table(["employee_id", "training_module", header], TABLES)
    assert isinstance(match, Match)
    assert match.headers["completed_at"] == header


def test_custom_fields_of_jira_are_known_by_their_names() -> None:
    headers = ["Issue key", "Created", "Reporter", "Custom field (Approver)", "Custom field (Deployed at)"]
    match = match_table(headers, TABLES)
    assert isinstance(match, Match)
    assert match.table.id == "change_tickets"
    assert match.headers["approved_by"] == "Custom field (Approver)"
    assert match.headers["implemented_at"] == "Custom field (Deployed at)"


@pytest.mark.parametrize("header", ["HSTS", "HSTS?", "HSTS (Y/N)", "HSTS (Yes/No)"])
def test_yes_or_no_by_whatever_name(header: str) -> None:
    match = match_table(["Host", "Min TLS Version", header], TABLES)
    assert isinstance(match, Match)
    assert match.headers["hsts"] == header


def test_a_yes_or_no_is_not_taken_for_a_date() -> None:
    match = match_table(["vendor_name", "service", "tier", "owner", "dpa_signed"], TABLES)
    assert isinstance(match, Match)
    assert "dpa_signed_at" not in match.headers


@pytest.mark.parametrize(
    "headers",
    [
        ["id", "description", "status"],
        ["name", "owner", "classification", "cidr"],
        ["record_id", "employee_id", "name", "position", "department", "hire_date", "check_status"],
        ["id", "test date", "result", "tester", "notes"],
        ["ticket", "title", "assignee", "status", "created", "resolved", "priority", "component"],
        ["vendor", "ticket", "status", "notes"],
        ["name", "type", "start", "end", "status"],
        ["Employee ID", "Course", "Due Date", "Completed (Y/N)"],
        ["ARN", "Name", "RotationEnabled", "LastRotatedDate", "LastAccessedDate", "CreatedDate"],
    ],
)
def test_everyday_words_make_no_table(headers: list[str]) -> None:
    assert isinstance(match_table(headers, TABLES), NoMatch)


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ("IP,DNS,QID,Title,Severity,First Detected,Vuln Status,Date Last Fixed,CVE ID", "vuln_findings"),
        ("ISSUE_SEVERITY,PROBLEM_TITLE,CVE,PROJECT_NAME,FIRST_INTRODUCED,ISSUE_STATUS,LAST_RESOLVED", "vuln_findings"),
        ("Vuln ID,Description,CVSS,Severity,System Affected,Date Identified,Date Remediated,Status", "vuln_findings"),
        ("Waiver #,Control,Affected Asset,Reason,Approved By,Valid Until", "exceptions"),
        ("exception_id,finding_id,determination,justification,reviewed_by,review_date,status", "exceptions"),
        ("certification_id,system_name,certification_opened,certification_completed,access_grants_revoked", "access_reviews"),
        ("incident_id,severity,title,detected_at,resolved_at,root_cause,status", "incidents"),
        ("alert_id,timestamp,severity,rule,source,status,acknowledged_at,resolved_at", "alerts"),
        ("Learner Name,Learner Email,Course Title,Assigned Date,Due Date,Completed Date", "training"),
        ("policy_id,policy_name,version,owner,approved_by,approval_date,next_review,status", "policies"),
        ("Scan ID,Scanner,Scan Type,Scan Date,Hosts Scanned,Status", "scan_runs"),
        ("vendor,service,sla_target,measured,compliant", "vendor_slas"),
        ("bucket,region,encryption,versioning_enabled,public_access,owner,classification", "data_stores"),
        ("job_name,database,start_time,end_time,status,size_gb,retention_days", "backups"),
        ("key_id,alias,created,last_rotated,rotation_enabled,owner", "kms_keys"),
        ("reconciliation_id,date,source_count,target_count,variance,reviewed_by,status", "processing_runs"),
        ("batch_job,run_date,records_in,records_out,errors,status", "processing_runs"),
        ("Backup ID,Date,Start Time,End Time,Type,System,Status", "backups"),
        ("Window,Window Type,Planned Start,Planned End,Actual Start,Actual End,Status", "maintenance_windows"),
        ("Badge Number,Cardholder,Access Level,Issue Date,Deactivation Date", "facility_access"),
        ("Serial Number,Asset Type,Disposal Date,Disposal Method,Certificate Number", "disposals"),
        ("Customer,Contract End Date,Deletion Date,Certificate of Deletion", "deletion_requests"),
        ("DB User,Roles,Granted By,Granted On,Last Login", "database_grants"),
        ("Rule Name,Channel,Info Types,Action,Enabled", "dlp_rules"),
        ("exception_id,type,description,authorized_by,systems_affected,status", "exceptions"),
        ("Subnet,Assets Expected,Assets Discovered,Last Scan", "scan_targets"),
        ("Service,Month,Uptime %,Downtime (minutes)", "uptime"),
        ("Build,Repository,Commit,Pipeline,Conclusion,Code Coverage,Started", "ci_runs"),
        ("Stage,Order,Type,Enabled,On Failure", "pipeline_stages"),
        ("Engagement ID,Testing Firm,Scope,Start Date,End Date,Report Date", "pentests"),
        ("DR Test ID,System,Test Date,RTO Target (hours),Actual RTO (hours),Result", "dr_tests"),
        ("Data Asset,Data Owner,Data Classification,Storage Location,Retention Period", "data_inventory"),
        ("Processing Activity,Purpose,Lawful Basis,Data Subjects,Recipients,Retention Period", "processing_activities"),
    ],
)
def test_everyday_headers(headers: str, table: str) -> None:
    match = match_table(headers.split(","), TABLES)
    assert isinstance(match, Match), match
    assert match.table.id == table


def test_the_name_of_a_file_tells_more_than_headers_that_several_tables_have() -> None:
    headers = ["test_id", "started_at", "outcome"]
    backups = Match(TABLES["backups"], {"job_id": "test_id", "started_at": "started_at", "status": "outcome"})
    assert subject_named("restore-test-log-2026-q1.csv", backups, headers, TABLES) == TABLES["restore_tests"]
    assert subject_named("backup-and-restore-jobs.csv", backups, headers, TABLES) is None
    assert subject_named("export.csv", backups, headers, TABLES) is None


def test_columns_that_say_clearly_more_go_before_the_name_of_the_file() -> None:
    headers = ["job_id", "resource_id", "started_at", "status", "size_gb"]
    backups = Match(TABLES["backups"], {header: header for header in headers})
    assert subject_named("restore-log.csv", backups, headers, TABLES) is None
    match = match_table(headers, TABLES, "restore-log.csv")
    assert isinstance(match, Match)
    assert match.table.id == "backups"


def test_the_more_words_of_a_name_are_of_a_table_the_more_they_tell() -> None:
    named = {
        name: named_after(name, TABLES)
        for name in ("access review log", "log review", "review of access logs", "alerts and incidents")
    }
    assert {name: table.id if table else None for name, table in named.items()} == {
        "access review log": "access_reviews", "log review": "log_reviews", "review of access logs": None,
        "alerts and incidents": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("Mgr. Approval", "manager_approval"), ("EMP-ID", "employeeId"), ("Organisation", "organization"),
        ("idle (min)", "idle minutes"), ("E-Mail", "email"), ("Sev", "Severity"),
        ("Custom field (Approver)", "approver"), ("Last Sign In [READ ONLY]", "lastSignIn"),
    ],
)  # fmt: skip
def test_headers_are_the_same_however_they_are_written(header: str, same: str) -> None:
    assert plain(header) == plain(same)


@pytest.mark.parametrize(("header", "form"), [
    ("approval.by", "approval by"), ("fields.status.name", "status"), ("hosts.name", "host"), ("profile.email", "email"),
])  # fmt: skip
def test_a_header_in_an_object_is_known_by_what_it_is_in(header: str, form: str) -> None:
    assert plain(form) in {plain(one) for one in forms_of(header)}


def test_the_state_of_a_part_is_not_that_of_the_whole() -> None:
    assert {plain(one) for one in forms_of("lock.enabled")} == {"lockenabled"}


def test_a_file_of_something_else_is_not_taken_however_well_its_columns_fit() -> None:
    headers = ["alert_id", "raised", "acknowledged", "responder"]
    assert isinstance(match_table(headers, TABLES, "siem-alerts"), Match)
    assert isinstance(match_table(headers, TABLES, "climate-alarms"), NoMatch)


@pytest.mark.parametrize("header", ["person_no", "Person ID", "PersonNumber", "person ref"])
def test_what_numbers_the_same_is_the_same_column(header: str) -> None:
    match = match_table([header, "campaign", "sent", "action"], catalog_of("phishing_tests").tables)
    assert isinstance(match, Match) and match.headers["person_id"] == header
