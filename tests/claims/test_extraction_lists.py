"""Items of lists and rows of tables: what they take from their introduction, their header and their own cells."""

from __future__ import annotations

from claims import extract
from tests.claims.catalogue import block, claims_of, document, markdown, topics


def test_an_item_that_only_names_something_says_what_its_introduction_says() -> None:
    text = "Multi-factor authentication is required for:\n\n- VPN access\n- AWS console access (through SSO)\n"
    found = extract(markdown(text), topics())
    assert [(c.topic, c.params, c.scope) for c in found if c.form == "item"] == [
        ("mfa_enforced", {"enforcement": "required"}, "VPN access"),
        ("mfa_enforced", {"enforcement": "required"}, "AWS console access"),
    ]


def test_an_item_takes_the_frequency_of_its_introduction() -> None:
    found = extract(
        markdown("Every quarter, the system owner:\n\n- reviews user access to production\n- recertifies privileged accounts\n"),
        topics(),
    )
    assert {c.params.get("frequency") for c in found if c.topic == "access_review"} == {"quarterly"}


def test_a_row_is_about_what_the_header_of_its_table_says() -> None:
    text = "| Backup type | Retention period |\n|---|---|\n| Nightly full backups | 21 days |\n"
    found = extract(markdown(text), topics())
    assert [(c.topic, c.params) for c in found] == [("backup_retention", {"retention": "21 days"})]
    assert found[0].scope == "Nightly full backups"
    assert found[0].form == "row"


def test_a_row_with_a_severity_states_that_severity_alone() -> None:
    rows = "| Critical | Must be remediated within 7 days |\n| High | Must be remediated within 30 days |\n"
    text = f"| Severity | Remediation |\n|---|---|\n{rows}"
    found = extract(markdown(text), topics())
    assert [(c.topic, c.params) for c in found] == [
        ("vuln_remediation", {"sla": {"critical": "7 days"}}),
        ("vuln_remediation", {"sla": {"high": "30 days"}}),
    ]


def test_a_condition_is_not_cut_from_what_it_conditions() -> None:
    sentence = "Where a vulnerability cannot be remediated in time, a risk acceptance is approved by the CISO."
    assert all(c.text.startswith("Where a vulnerability") for c in claims_of(sentence))


def test_a_condition_between_commas_belongs_to_what_follows() -> None:
    first, second = claims_of("Backups are retained for 35 days and, where feasible, tested regularly.")
    assert first.quote == "Backups are retained for 35 days"
    assert second.quote == "where feasible, tested regularly."


def test_no_sms_allows_none() -> None:
    found = claims_of("No SMS factors are enrolled.")
    assert [(c.topic, c.params) for c in found] == [("mfa_strength", {"methods_forbidden": ["sms"]})]


def test_a_row_stands_at_the_cell_that_states_its_value() -> None:
    header = "| Severity | Score of the finding by CVSS | Remediation |\n|---|---|---|\n"
    text = header + "| Critical | 9.0 to 10.0 by CVSS version 3 | 7 days |\n"
    (found,) = [c for c in extract(markdown(text), topics()) if c.topic == "vuln_remediation"]
    assert text[found.place.start : found.place.end] == "7 days"


def test_the_own_text_of_an_item_does_not_lead_to_the_next() -> None:
    text = "The company makes sure that:\n\n- laptops use full-disk encryption, and\n- devices are enrolled in MDM.\n"
    found = extract(markdown(text), topics())
    assert [c.text for c in found if c.topic == "disk_encryption"] == [
        "The company makes sure that: laptops use full-disk encryption"
    ]


def test_an_empty_document_promises_nothing() -> None:
    assert extract(document(), topics()) == []
    assert extract(document(block("")), topics()) == []


def test_a_clause_of_its_own_does_not_give_its_frequency_to_a_duration() -> None:
    sentence = "Snapshots are taken nightly, kept 30 days, and once every six months we restore one to see whether it works."
    assert {"retention": "6 months"} not in [claim.params for claim in claims_of(f"# P\n\n## A\n\n{sentence}\n")]


def test_an_introduction_whose_subject_is_its_list_states_something() -> None:
    text = "The following require field-level encryption in all data stores:\n\n- Birth dates\n- Phone numbers\n"
    assert ("encryption_at_rest", {"granularity": "field"}) in [(c.topic, c.params) for c in claims_of(text)]
    assert not [c for c in claims_of("The following must be included in each report:\n\n- Date\n") if c.text.endswith("report")]
