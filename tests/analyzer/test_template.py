"""What is left of a template in a document, and what adopting it would commit to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.pipeline import review
from analyzer.template import commitments, needs, residue
from claims import read
from tests.analyzer.builders import PERIOD
from tests.command_line import goldenthread

CATALOG = load_catalog()


def left(tmp_path: Path, text: str, *names: str) -> list[tuple[str, str]]:
    path = tmp_path / "policy.md"
    path.write_text(text, encoding="utf-8")
    return [(one.kind, one.words) for one in residue([read(path)], names)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Owner: [YOUR SECURITY LEAD]", "placeholder", "[YOUR SECURITY LEAD]"),
        ("{{company_name}} encrypts laptops.", "placeholder", "{{company_name}}"),
        ("<ORGANISATION-NAME> encrypts laptops.", "placeholder", "<ORGANISATION-NAME>"),
        ("Access is removed within XX hours.", "placeholder", "XX hours"),
        ("Effective: MM/DD/YYYY", "placeholder", "MM/DD/YYYY"),
        ("Approved by ________ on the board.", "placeholder", "________"),
        ("Access is reviewed monthly/quarterly.", "unresolved option", "monthly/quarterly"),
        ("Logs are kept for 30/60/90 days.", "unresolved option", "30/60/90 days"),
        ("Replace the bracketed text with your own.", "instruction", "Replace the bracketed text"),
        ("Note to author: describe the network here.", "instruction", "Note to author: describe the network here."),
        ("Customize for your own organization.", "instruction", "Customize for your own organization"),
        ("This is a shortened example policy. Use it.", "instruction", "This is a shortened example policy"),
        ("When completing the below template, be brief.", "instruction", "When completing the below template, be brief"),
        ("As your company grows, add roles.", "instruction", "As your company grows, add roles"),
        ("Reach us at [HELP.YOUR DOMAIN](#).", "placeholder", "HELP.YOUR DOMAIN"),
        ("Backups are made [frequency].", "placeholder", "[frequency]"),
        ("It alerts [Assignment: organization-defined roles].", "placeholder", "[Assignment: organization-defined roles]"),
        ("Approver: Jane Doe", "sample", "Jane Doe"),
        ("Visit https://yourapp.com/login in a browser.", "sample", "https://yourapp.com/login"),
        ("## 3.1 Getting Started Checklist", "instruction", "3.1 Getting Started Checklist"),
        ("Write to security@example.com.", "sample", "security@example.com"),
    ],
)
def test_residue_in_the_common_styles(tmp_path: Path, text: str, kind: str, words: str) -> None:
    assert (kind, words) in left(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "Keys are protected as NIST SP 800-57 says [SC-12].",
        "See the [Access Policy](access.md) for details.",
        "TLS 1.2/1.3 is used and access is removed within 24 hours.",
        "The company reviews access daily and alerts weekly.",
        "Replace failed disks within a day. Update the inventory.",
        "Guidance: Clocks that run in step make logs easier to compare.",
        "Incidents are recorded with the following template. It holds at least weekly [FedRAMP Assignment: at least weekly].",
        "This example of a control is in place. Your data are yours.",
        "Array[0] and map<string> are types; the ratio is 3/4.",
    ],
)
def test_what_only_looks_like_residue(tmp_path: Path, text: str) -> None:
    assert left(tmp_path, text) == []


def test_another_company_is_found_where_it_is_known_whose_document_it_is(tmp_path: Path) -> None:
    text = "Hartwell Inc. runs the service. Write to security@hartwell.example. Brightloom LLC reviews it. Amazon Inc. hosts."
    assert left(tmp_path, text, "Hartwell") == [("another company", "Brightloom LLC")]
    assert left(tmp_path, "Brightloom LLC reviews access.") == []


def test_each_promise_with_what_it_takes_to_show_it(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text(
        "Laptops are encrypted with full-disk encryption. Access is reviewed as appropriate. We plan to add badges.",
        encoding="utf-8",
    )
    run = review([path], [], PERIOD, CATALOG, Config(semantics=False))
    found = commitments(run, CATALOG)
    assert [(one.verdict.claim.topic, one.state) for one in found] == [("disk_encryption", "unshown"), ("access_review", "vague")]
    assert [one.table for one in needs(found, run, CATALOG)] == ["devices"]


def test_evidence_says_what_is_broken_before_the_template_is_adopted(tmp_path: Path) -> None:
    policy, evidence = tmp_path / "policy.md", tmp_path / "evidence"
    evidence.mkdir()
    policy.write_text("All laptops have full-disk encryption. Owner: [NAME]", encoding="utf-8")
    rows = "".join(f"L-{n},macOS,{'no' if n == 3 else 'yes'}\n" for n in range(8))
    (evidence / "devices.csv").write_text("device_id,platform,disk_encrypted\n" + rows, encoding="utf-8")
    given = goldenthread("template", policy, "--evidence", evidence, "--period", "2026-01-01..2026-06-30", "-f", "json")
    assert given.code == 1
    told = json.loads(given.out)
    assert [one["words"] for one in told["residue"]] == ["[NAME]"]
    (promise,) = told["commitments"]
    assert (promise["state"], promise["exceptions"]) == ("broken", ["L-3"])
