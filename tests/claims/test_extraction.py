"""Documents to atomic claims: what each states, for whom, how firmly, and in which words of the document."""

from __future__ import annotations

from typing import Any

import pytest

from claims import extract
from tests.claims.catalogue import claims_of, markdown, one_claim, topics

Facts = list[tuple[str, dict[str, Any]]]


def facts(text: str) -> Facts:
    return [(c.topic, c.params) for c in claims_of(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "All production access requires MFA and a hardware token.",
            [("mfa_enforced", {"enforcement": "required"}), ("mfa_strength", {"methods_allowed": ["hardware_token"]})],
        ),
        (
            "Backups are taken daily, retained for 35 days and restored quarterly.",
            [
                ("backup_frequency", {"frequency": "daily"}),
                ("backup_retention", {"retention": "35 days"}),
                ("restore_test", {"frequency": "quarterly"}),
            ],
        ),
        (
            "Data is encrypted at rest (AES-256) and in transit (TLS 1.2+).",
            [("encryption_at_rest", {"algorithm": "AES-256"}), ("encryption_in_transit", {"min_version": "1.2"})],
        ),
        (
            "All data in transit is encrypted using TLS 1.3, and data at rest is encrypted using AES-256.",
            [("encryption_in_transit", {"min_version": "1.3"}), ("encryption_at_rest", {"algorithm": "AES-256"})],
        ),
        (
            "All backups are taken daily, encrypted with AES-256 and retained for 30 days.",
            [
                ("backup_frequency", {"frequency": "daily"}),
                ("backup_encryption", {"algorithm": "AES-256", "encrypted": True}),
                ("backup_retention", {"retention": "30 days"}),
            ],
        ),
        (
            "Laptop disks are encrypted and screens lock after 10 minutes of inactivity.",
            [("disk_encryption", {}), ("screen_lock", {"idle": "10 minutes"})],
        ),
        (
            "Vulnerability scans are performed weekly and penetration tests annually.",
            [("vuln_scanning", {"frequency": "weekly"}), ("pentest", {"frequency": "annual"})],
        ),
        (
            "Background checks are repeated every three years for staff with access to customer data.",
            [("background_checks", {})],
        ),
        (
            "Admin access to AWS requires MFA; logs are retained for one year.",
            [("mfa_enforced", {"enforcement": "required"}), ("log_retention", {"retention": "1 years"})],
        ),
    ],
)
def test_a_sentence_holds_as_many_claims_as_facts(sentence: str, expected: Facts) -> None:
    assert facts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "topic", "params"),
    [
        ("Multi-factor authentication is required for every remote session.", "mfa_enforced", {"enforcement": "required"}),
        ("Every employee must use a FIDO2 security key.", "mfa_strength", {"methods_allowed": ["security_key"]}),
        ("All workforce applications are accessed through single sign-on.", "sso_enforced", {}),
        ("Passwords must contain at least 14 characters.", "password_policy", {"min_length": 14}),
        ("Accounts are locked after five failed login attempts.", "password_policy", {"lockout_attempts": 5}),
        ("User access reviews are performed quarterly for all systems.", "access_review", {"frequency": "quarterly"}),
        ("User access to critical systems is reviewed twice a year.", "access_review", {"frequency": "semiannual"}),
        ("Access requests must be approved by the manager.", "access_provisioning", {"approver_role": "manager"}),
        ("Shared accounts are prohibited.", "unique_accounts", {"shared_allowed": False}),
        (
            "All pull requests require at least two approvals before they are merged.",
            "branch_protection",
            {"required_approvals": 2},
        ),
        ("Production changes are reviewed and approved by a peer before deployment.", "change_approval", {"independent": True}),
        ("Customer data at rest is encrypted with AES-256.", "encryption_at_rest", {"algorithm": "AES-256"}),
        ("All connections to the service use TLS 1.2 or higher.", "encryption_in_transit", {"min_version": "1.2"}),
        ("Full backups run every night.", "backup_frequency", {"frequency": "daily", "kind": "Full"}),
        ("Backups are kept for thirty (30) days.", "backup_retention", {"retention": "30 days"}),
        ("Backups are tested by restoring a database at least once a year.", "restore_test", {"frequency": "annual"}),
        ("All company laptops are enrolled in mobile device management.", "mdm_enrollment", {}),
        ("Laptops are encrypted with FileVault or BitLocker.", "disk_encryption", {"technology": ["filevault", "bitlocker"]}),
        (
            "All employees complete security awareness training within 30 days of hire and annually thereafter.",
            "security_training",
            {"new_hire_days": "30 days", "refresh": "annual"},
        ),
        (
            "Critical vulnerabilities are remediated within 7 days, high within 30 days and medium within 90 days.",
            "vuln_remediation",
            {"sla": {"critical": "7 days", "high": "30 days", "medium": "90 days"}},
        ),
        ("Encryption keys are rotated every 12 months.", "key_rotation", {"period": "12 months"}),
        ("Encryption keys are rotated 30 days before they expire.", "key_rotation", {}),
        ("Screens lock after half an hour of inactivity.", "screen_lock", {"idle": "30 minutes"}),
        ("A penetration test is performed every 12 months.", "pentest", {"frequency": "annual"}),
        ("A penetration test is performed annually.", "pentest", {"frequency": "annual"}),
        ("RTO is 4 hours and RPO is 15 minutes.", "rto_rpo", {"rto": "4 hours", "rpo": "15 minutes"}),
        ("Monthly uptime of the service is 99.9%.", "uptime_commitment", {"target": 99.9, "window": "month"}),
        ("The production environment runs in three availability zones.", "multi_az", {"zones": 3}),
        ("Sessions expire after 15 minutes of inactivity.", "session_timeout", {"idle": "15 minutes"}),
        ("Firewall rules are reviewed every six months.", "firewall", {"review_frequency": "semiannual"}),
        ("The incident response plan is tested annually.", "incident_test", {"frequency": "annual"}),
        ("Audit logs are retained for at least 12 months.", "log_retention", {"retention": "12 months", "log": "Audit"}),
    ],
)
def test_one_fact_is_one_claim_with_its_values(sentence: str, topic: str, params: dict[str, Any]) -> None:
    claim = one_claim(sentence)
    assert (claim.topic, claim.params) == (topic, params)
    assert (claim.modality, claim.party, claim.testable) == ("in_force", "own", True)


def test_two_values_of_one_kind_are_two_claims_each_with_its_own_scope() -> None:
    found = claims_of("Access is revoked within 24 hours for employees and 2 days for contractors.")
    assert [(c.topic, c.params["sla"], c.scope) for c in found] == [
        ("deprovisioning", "24 hours", "employees"),
        ("deprovisioning", "2 days", "contractors"),
    ]
    found = claims_of("Production access is reviewed monthly, and privileged access is reviewed weekly.")
    assert [(c.params["frequency"], c.scope) for c in found] == [("monthly", "Production access"), ("weekly", "privileged access")]


def test_a_value_of_another_severity_is_not_the_first_ones() -> None:
    found = claims_of("Security patches are applied within 14 days (critical) and 30 days (high).")
    assert [c.params.get("critical_sla") for c in found if c.params] == ["14 days"]


def test_two_verbs_for_one_fact_are_one_claim() -> None:
    claim = one_claim("All changes must be reviewed and approved by a peer.")
    assert (claim.topic, claim.quantifier, claim.scope) == ("change_approval", "all", "All changes")


@pytest.mark.parametrize(
    ("sentence", "quantifier", "scope"),
    [
        ("All company laptops are encrypted with FileVault.", "all", "All company laptops"),
        ("Every employee completes security training annually.", "all", "Every employee"),
        ("All employees sign a confidentiality agreement upon hire.", "all", "All employees"),
        ("MFA is required for all remote access.", "all", "all remote access"),
        ("Most laptops are encrypted with FileVault.", "some", "Most laptops"),
        ("Laptops are encrypted with FileVault.", "unstated", "Laptops"),
        ("Encryption keys are rotated every 365 days.", "unstated", "Encryption keys"),
        ("Full backups run every night.", "unstated", "Full backups"),
        ("Audit logs are retained for one year.", "unstated", "Audit logs"),
        ("A penetration test is performed each year.", "unstated", "A penetration test"),
        ("Where possible, laptops are encrypted with FileVault.", "unstated", "laptops"),
        ("Logs are retained for 400 days.", "unstated", "Logs"),
        ("MFA is required to access production.", "unstated", "MFA"),
    ],
)
def test_quantifier_and_scope(sentence: str, quantifier: str, scope: str) -> None:
    claim = one_claim(sentence)
    assert (claim.quantifier, claim.scope) == (quantifier, scope)


def test_a_part_takes_the_quantifier_of_the_subject_that_it_shares() -> None:
    found = claims_of("Every laptop is encrypted with FileVault, enrolled in MDM and locked after 5 minutes of inactivity.")
    assert [(c.quantifier, c.scope) for c in found] == [("all", "Every laptop")] * 3


def test_a_part_takes_nothing_from_a_neighbour_with_a_subject_of_its_own() -> None:
    some, every = claims_of("Some databases are encrypted at rest and all traffic uses TLS 1.2.")
    assert (some.quantifier, some.scope, every.quantifier, every.scope) == ("some", "Some databases", "all", "all traffic")
    firm, allowed = claims_of("Backups are encrypted and may be stored in a second region.")
    assert (firm.modality, allowed.modality) == ("in_force", "optional")


@pytest.mark.parametrize(
    ("sentence", "modality", "testable"),
    [
        ("Laptops must be encrypted with FileVault.", "in_force", True),
        ("The security team will review user access quarterly.", "in_force", True),
        ("Access may only be granted to AWS with MFA.", "in_force", True),
        ("Laptops should be encrypted with FileVault.", "recommended", True),
        ("Teams should ensure that backups are encrypted.", "recommended", True),
        ("Employees are encouraged to use MFA.", "recommended", True),
        ("Emergency changes may be approved after deployment.", "optional", False),
        ("Managers may be required to approve access requests.", "optional", False),
        ("Personal data may be retained for 90 days.", "optional", True),
        ("Nothing may be backed up without encryption.", "in_force", True),
        ("Remote access is permitted through the VPN only.", "in_force", True),
        ("Access reviews may be postponed once.", "in_force", True),
        ("The company plans to require hardware keys for all staff.", "planned", True),
        ("The company intends to require MFA.", "planned", True),
        ("A web application firewall will be deployed in the third quarter.", "planned", True),
        ("The company is in the process of enrolling all laptops in MDM.", "planned", True),
        ("Encryption keys were rotated in January 2026.", "past", True),
    ],
)
def test_modality(sentence: str, modality: str, testable: bool) -> None:
    found = claims_of(sentence)
    assert found
    assert {(c.modality, c.testable) for c in found} == {(modality, testable)}


@pytest.mark.parametrize(
    ("sentence", "because"),
    [
        ("Access is reviewed periodically.", "periodically"),
        ("Vulnerabilities are remediated in a timely manner.", "in a timely manner"),
        ("Roles are reviewed as needed.", "as needed"),
        ("User access is reviewed every [X] months.", "[X]"),
    ],
)
def test_vague_statements_are_claims_that_nothing_can_test(sentence: str, because: str) -> None:
    claim = one_claim(sentence)
    assert (claim.testable, claim.untestable_because) == (False, because)


def test_what_a_row_is_called_makes_it_not_vague() -> None:
    head = "| Kind | Backups |\n|---|---|\n"
    (called,), (vague,) = (
        claims_of(f"{head}| {row} |\n") for row in ("Regular | Backups run before 05:00", "Files | Backups run regularly")
    )
    assert (called.testable, vague.testable) == (True, False)


def test_a_value_makes_a_vague_statement_testable() -> None:
    assert one_claim("User access is regularly reviewed, at least quarterly.").testable


@pytest.mark.parametrize(
    "sentence",
    [
        "Shared accounts are prohibited.",
        "No shared accounts are used.",
        "SMS codes are not permitted as a second factor.",
        "Developers cannot approve their own changes.",
        "Production data must not be used in test environments.",
        "Code may not be merged to the main branch without a passing build.",
    ],
)
def test_prohibitions_speak_for_all(sentence: str) -> None:
    found = claims_of(sentence)
    assert found
    assert {(c.quantifier, c.negated, c.modality) for c in found} == {("all", True, "in_force")}


@pytest.mark.parametrize(
    "sentence",
    [
        "Access is revoked no later than 24 hours after the termination date.",
        "User access is reviewed no less than quarterly.",
        "Sessions must not exceed 15 minutes of inactivity.",
        "Incidents are reported to affected customers without undue delay and within 72 hours.",
    ],
)
def test_a_bound_on_a_value_negates_nothing(sentence: str) -> None:
    found = claims_of(sentence)
    assert found
    assert not any(c.negated for c in found)


@pytest.mark.parametrize(
    ("sentence", "party"),
    [
        ("Customers are responsible for enabling MFA for their own users.", "customer"),
        ("User entities are responsible for removing access of their terminated employees.", "customer"),
        ("AWS is responsible for the physical security of the data centres.", "subservice"),
        ("The subservice organization performs daily backups of the database.", "subservice"),
        ("Customers will be notified of security incidents within 72 hours.", "own"),
        ("Customer data at rest is encrypted with AES-256.", "own"),
    ],
)
def test_party(sentence: str, party: str) -> None:
    assert {c.party for c in claims_of(sentence)} == {party}


def test_party_by_heading() -> None:
    text = (
        "# Description\n\n## Complementary User Entity Controls\n\n- Access of terminated employees is removed within 24 hours.\n"
    )
    assert {c.party for c in claims_of(text)} == {"customer"}


def test_what_a_sentence_carves_out_is_its_exception_and_no_claim_of_its_own() -> None:
    claim = one_claim("All administrators use hardware security keys, except for the break-glass account.")
    assert (claim.topic, claim.exception) == ("mfa_strength", "except for the break-glass account")
    claim = one_claim("Production data is not used in test environments unless approved by the CISO.")
    assert claim.exception == "unless approved by the CISO"


def test_hedges_are_named() -> None:
    assert one_claim("Where possible, laptops are encrypted with FileVault.").hedges == ("Where possible",)


@pytest.mark.parametrize(
    "sentence",
    [
        "This policy applies to all employees and contractors.",
        "The purpose of this policy is to protect customer data.",
        "Violations may result in disciplinary action.",
        "Our offices are in three cities.",
        "We take security seriously.",
        "The description covers 1 January to 30 June 2026.",
    ],
)
def test_no_claims(sentence: str) -> None:
    assert claims_of(sentence) == []


def test_a_duty_on_no_topic_is_a_claim_on_other() -> None:
    claim = one_claim("Meeting rooms must be booked through the calendar.")
    assert (claim.topic, claim.params) == ("other", {})


def test_an_item_takes_what_it_lacks_from_its_lead_in() -> None:
    found = claims_of("All administrators must:\n\n- use a hardware security key\n- complete security training annually\n")
    assert [(c.topic, c.form, c.quantifier, c.modality) for c in found] == [
        ("mfa_strength", "item", "all", "in_force"),
        ("security_training", "item", "all", "in_force"),
    ]
    assert found[0].text == "All administrators must use a hardware security key"
    assert found[0].quote == "use a hardware security key"


def test_a_row_is_claimed_with_its_header_and_its_label_as_scope() -> None:
    head = "## Backup retention\n\n| System | Backup frequency | Retention of backups |\n|---|---|---|\n"
    claim = one_claim(f"{head}| Billing database | Daily | 35 days |\n", "backup_retention")
    assert (claim.form, claim.scope, claim.params) == ("row", "Billing database", {"retention": "35 days"})


def test_every_decision_names_the_words_that_made_it() -> None:
    claim = one_claim("Every employee should use MFA.")
    assert {(t.field, t.value, t.phrase) for t in claim.triggers} >= {
        ("topic", "mfa_enforced", "MFA"),
        ("modality", "recommended", "should"),
        ("quantifier", "all", "Every"),
    }
    assert 0 < claim.confidence <= 1


def test_extract_takes_any_catalogue() -> None:
    only = tuple(t for t in topics() if t.id == "backup_retention")
    text = "Backups are taken daily, retained for 35 days and restored quarterly."
    assert [(c.topic, c.params) for c in extract(markdown(text), only)] == [("backup_retention", {"retention": "35 days"})]
    assert [c.topic for c in extract(markdown("Meetings must be booked."), ())] == ["other"]


def test_a_row_with_several_times_states_several_facts() -> None:
    head = "## Incidents\n\n| Severity | Triage | Containment |\n|---|---|---|\n"
    found = claims_of(head + "| P1 | 15 minutes | 4 hours |\n")
    times = [value for c in found for name, value in c.params.items() if name.endswith("_sla")]
    assert times == ["15 minutes", "4 hours"]
    assert {c.text for c in found} == {"Severity: P1; Triage: 15 minutes", "Severity: P1; Containment: 4 hours"}
    assert len({c.quote for c in found}) == 1


def test_cells_that_give_the_topic_no_time_stay_with_each_fact_and_its_own_cell_is_its_place() -> None:
    head = "## Incidents\n\n| Severity | Triage | Containment | Kept for |\n|---|---|---|---|\n"
    found = claims_of(head + "| P1 | 15 minutes | 4 hours | 3 staff |\n")
    assert [(c.text, c.place.column) for c in found] == [
        ("Severity: P1; Triage: 15 minutes; Kept for: 3 staff", 8),
        ("Severity: P1; Containment: 4 hours; Kept for: 3 staff", 21),
    ]
