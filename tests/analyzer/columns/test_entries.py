"""Rules that ask for an entry where another rule was not kept in time, told by what broke that one."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.model import Verdict
from analyzer.pipeline import review

FINDINGS = (
    "finding_id,severity,asset,first_seen,resolved,status\n"
    "V-1,Critical,web,2026-02-01,2026-02-04,closed\nV-2,Critical,web,2026-02-01,2026-03-20,closed\n"
    "V-3,Critical,api,2026-03-01,2026-04-20,closed\nV-4,Critical,api,2026-03-02,2026-03-06,closed\n"
)
REGISTER = (
    "acceptance_id,finding_id,reason,approved_by,approved_on,expires_on,status\n"
    "RA-1,V-3,Vendor fix late,Ines Roth (CISO),2026-03-05,2026-05-30,Approved\n"
)
RULES = """# Vulnerability policy

## Remediation

Critical vulnerabilities are fixed within 7 days.

{}
"""


def reviewed(folder: Path, sentence: str, register: str = REGISTER) -> Verdict:
    policy, evidence = folder / "policy.md", folder / "evidence"
    policy.write_text(RULES.format(sentence), encoding="utf-8")
    evidence.mkdir()
    (evidence / "vulnerability-findings.csv").write_text(FINDINGS, encoding="utf-8")
    if register:
        (evidence / "risk-acceptances.csv").write_text(register, encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    return next(one for one in run.verdicts if one.claim.text.rstrip(".") in sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A finding that cannot be fixed in time requires a risk acceptance approved by the CISO.",
        "Vulnerabilities that are not fixed within their deadline need an exception approved by the CISO.",
    ],
)
def test_what_was_late_and_has_no_entry(tmp_path: Path, sentence: str) -> None:
    verdict = reviewed(tmp_path, sentence)
    assert (verdict.status, [one.item for one in verdict.exceptions]) == ("contradicted", ["V-2"])
    assert "have no valid entry" in verdict.why


def test_without_any_register_nothing_is_known_of_entries(tmp_path: Path) -> None:
    sentence = "A finding that cannot be fixed in time requires a risk acceptance approved by the CISO."
    assert reviewed(tmp_path, sentence, register="").status != "contradicted"


@pytest.mark.parametrize(
    "sentence",
    [
        "Risk acceptances are approved by the CISO.",
        "A laptop that cannot be returned in time requires an exception approved by the CFO.",
    ],
)
def test_other_rules_are_left_alone(tmp_path: Path, sentence: str) -> None:
    assert reviewed(tmp_path, sentence).status != "contradicted"
