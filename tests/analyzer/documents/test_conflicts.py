"""What a conflict says: both places, what differs, the side the evidence supports, and how to agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.documents import compare_documents
from analyzer.model import Binding, Status, Verdict
from claims import Claim, read
from tests.analyzer.documents.conftest import Comparing

DAY = date(2026, 6, 30)


def test_a_conflict_names_both_places_and_how_to_agree(comparing: Comparing) -> None:
    found = comparing(
        offboarding_policy="# Offboarding Policy\n\nAccess of leavers is removed within 24 hours.\n",
        security_policy="# Security Policy\n\nAccess of leavers is removed within three days.\n",
    ).conflicts
    assert len(found) == 1
    conflict = found[0]
    assert (conflict.a.document, conflict.b.document) == ("offboarding-policy.md", "security-policy.md")
    assert conflict.a.quote == "Access of leavers is removed within 24 hours."
    assert conflict.topic == "deprovisioning"
    assert "24 hours in offboarding-policy.md" in conflict.why
    assert "3 days in security-policy.md" in conflict.why
    assert "“24 hours” in security-policy.md" in conflict.agree


def test_hours_and_business_days_differ_only_at_weekends_and_that_is_said(comparing: Comparing) -> None:
    found = comparing(
        offboarding_policy="# Offboarding Policy\n\nAccess of leavers is removed within 24 hours.\n",
        security_policy="# Security Policy\n\nAccess of leavers is removed within one business day.\n",
    ).conflicts
    assert len(found) == 1
    assert "only at weekends and on holidays" in found[0].why
    assert "over the weekend under “24 hours”, and on the working days after it under “1 business day”" in found[0].why


def test_a_looser_rule_for_a_part_breaks_a_promise_for_all(comparing: Comparing) -> None:
    found = comparing(
        security_policy="# Security Policy\n\nAccess to all systems is reviewed quarterly.\n",
        cloud_standard="# Cloud Standard\n\nPrivileged access is reviewed annually.\n",
    ).conflicts
    assert [one.kind for one in found] == ["overlap"]
    assert "The scopes overlap" in found[0].why
    assert "privileged" in found[0].why


def test_a_stricter_rule_for_sensitive_data_overlaps_with_a_general_one(comparing: Comparing) -> None:
    found = comparing(
        access_standard="# Access Standard\n\nSystems log users off after 30 minutes of inactivity.\n",
        training_policy="# Training Policy\n\nApplications with sensitive data log users off after 15 minutes of inactivity.\n",
    ).conflicts
    assert [one.kind for one in found] == ["overlap"]


def test_a_stricter_policy_behind_a_looser_description_is_no_error(comparing: Comparing) -> None:
    found = comparing(
        system_description="# System Description\n\nUser access is reviewed quarterly.\n",
        access_policy="# Access Policy\n\nUser access is reviewed every month.\n",
    )
    assert found.conflicts == ()
    assert [(one.document, one.kind) for one in found.language] == [("system-description.md", "stricter elsewhere")]
    assert "No contradiction" in found.language[0].why


def test_a_description_that_promises_more_than_the_policy_is_a_conflict(comparing: Comparing) -> None:
    found = comparing(
        system_description="# System Description\n\nUser access is reviewed every month.\n",
        access_policy="# Access Policy\n\nUser access is reviewed quarterly.\n",
    )
    assert len(found.conflicts) == 1


def test_a_value_stated_beside_the_other_is_no_conflict(comparing: Comparing) -> None:
    found = comparing(
        security_policy="# Security Policy\n\nAlerts aside, security logs are reviewed weekly and again monthly.\n",
        operations_policy="# Operations Policy\n\nSecurity logs are reviewed monthly.\n",
    ).conflicts
    assert found == ()


def test_the_items_of_a_list_tell_different_things_apart(comparing: Comparing) -> None:
    found = comparing(
        backup_policy="# Backup Policy\n\nBackups are kept as follows:\n\n"
        "- Backups of type A are kept for 30 days\n- Backups of type B are kept for 90 days\n"
    ).conflicts
    assert found == ()


def test_each_conflict_is_told_once(comparing: Comparing) -> None:
    text = "Access of leavers is removed within {}.\n\nWhen people leave, their access is removed within {}.\n"
    found = comparing(
        one_policy="# One Policy\n\n" + text.format("24 hours", "24 hours"),
        two_policy="# Two Policy\n\n" + text.format("3 days", "3 days"),
    ).conflicts
    assert len(found) == 1


def test_the_side_that_the_evidence_supports_is_named(tmp_path: Path) -> None:
    documents, claims, catalog = [], list[Claim](), load_catalog()
    for name, limit in (("a.md", "24 hours"), ("b.md", "three days")):
        (tmp_path / name).write_text(f"# Policy\n\nAccess of leavers is removed within {limit}.\n", encoding="utf-8")
        documents.append(read(tmp_path / name))
        claims += catalog.extractor.claims(documents[-1])

    def judged(claim: Claim, status: Status) -> Verdict:
        return Verdict(binding=Binding(claim=claim, check="deprovisioning"), status=status, why="")

    verdicts = [judged(one, "contradicted" if one.place.document == "a.md" else "supported") for one in claims]
    found = compare_documents(documents, claims, catalog, DAY, DAY, None, verdicts).conflicts
    assert [one.supported for one in found] == ["b"]
    assert [one.supported for one in compare_documents(documents, claims, catalog, DAY, DAY).conflicts] == [None]


def test_what_a_list_forbids_is_no_promise(comparing: Comparing) -> None:
    found = comparing(
        encryption_standard="# Encryption Standard\n\n## Prohibited Protocols\n\n- TLS 1.0\n- TLS 1.1\n",
        security_policy="# Security Policy\n\nTLS 1.2 is required for all data in transit.\n",
    ).conflicts
    assert found == ()


def test_a_stricter_rule_for_backups_goes_with_a_general_one(comparing: Comparing) -> None:
    found = comparing(
        backup_policy="# Backup Policy\n\nBackups in transit are encrypted with TLS 1.3.\n",
        security_policy="# Security Policy\n\nData in transit is encrypted with TLS 1.2.\n",
    ).conflicts
    assert found == ()


def test_each_value_of_a_row_belongs_to_the_header_of_its_own_cell(comparing: Comparing) -> None:
    rows = "| Severity | Containment of the incident | Resolution of the incident |\n|---|---|---|\n| P1 | 1 hour | 24 hours |\n"
    found = comparing(
        response_plan=f"# Incident Response Plan\n\n## Incident response times\n\n{rows}",
        response_policy="# Incident Response Policy\n\nP1 incidents are contained within one hour.\n",
    ).conflicts
    assert found == ()
