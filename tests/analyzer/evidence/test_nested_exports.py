"""JSON whose records carry no identifier of their own, whose values stand in objects, or whose array says what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.load import load_evidence
from tests.analyzer.evidence.loading import PERIOD, write

JIRA = {"key": "AR-7", "fields": {"created": "2026-02-03", "application": "Ledger", "approver": {"displayName": "Ina Roth"},
        "requestedFor": {"emailAddress": "ole@firm.example"}, "status": {"name": "Done"}}}  # fmt: skip
TREES: dict[str, tuple[str, Any, dict[str, str]]] = {
    "the person stands around the courses": (
        "lms.json",
        {"learners": [{"employee_no": f"E-{n}", "assignments": [
            {"course": "Secure coding", "assigned": "2026-01-05", "completed": "2026-01-20"}]} for n in range(3)]},
        {"training.person_id": "learners.employee_no", "training.completed_at": "completed"},
    ),
    "the host stands around its findings": (
        "scan-findings.json",
        {"hosts": [{"host": {"name": f"api-{n}"}, "findings": [
            {"id": f"F-{n}", "risk": "high", "found": "2026-02-01", "solved": None}]} for n in range(3)]},
        {"vuln_findings.finding_id": "id", "vuln_findings.asset": "hosts.host.name", "vuln_findings.first_seen_at": "found"},
    ),
    "values stand two objects deep": (
        "access-requests.json",
        {"issues": [JIRA, JIRA | {"key": "AR-8"}]},
        {"access_requests.ticket_id": "key", "access_requests.email": "fields.requestedFor.emailAddress",
         "access_requests.approver": "fields.approver.displayName", "access_requests.status": "fields.status.name"},
    ),
    "the array is called after the table": (
        "export.json",
        {"taken": "2026-03-31", "restore_tests": [
            {"no": n, "day": "2026-02-01", "what": "orders", "minutes": 40, "by": "Ina Roth", "worked": True} for n in range(2)]},
        {"restore_tests.test_id": "no", "restore_tests.tested_at": "day", "restore_tests.resource_id": "what",
         "restore_tests.restore_minutes": "minutes", "restore_tests.result": "worked"},
    ),
    "settings stand by the list that they are of": (
        "merge-requests.json",
        {"target_branch": "main", "merge_requests": [
            {"mr": f"!{n}", "repository": "api", "author": "ole", "merged_at": "2026-02-01"} for n in range(2)]},
        {"pull_requests.number": "mr", "pull_requests.merged_at": "merged_at"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TREES)
def test_trees_are_known_by_what_their_records_stand_in(tmp_path: Path, what: str) -> None:
    name, tree, wanted = TREES[what]
    loaded = load_evidence([write(tmp_path, name, tree)], load_catalog(), PERIOD)
    told = {target: header for file in loaded.files for header, target in file.mapping.items()}
    assert told | wanted == told, [one.why for one in loaded.left_out]


def test_an_object_in_a_record_is_not_mistaken_for_the_record(tmp_path: Path) -> None:
    vaults = [{"vault": f"v{n}", "lock": {"enabled": True}, "lifecycle": {"delete_after": 30}} for n in range(3)]
    assert load_evidence([write(tmp_path, "vaults.json", vaults)], load_catalog(), PERIOD).files == ()
