"""Contradictions that published sets of policies hold, in words of their own, and the pairs that only look like them."""

from __future__ import annotations

import pytest

from tests.analyzer.documents.conftest import Comparing

CASES = [
    ("Critical vulnerabilities are patched within 7 days.", "Critical patches are applied within 14 days.", "conflict", ""),
    (
        "Access of leavers is removed within 24 hours.",
        "Access of leavers is removed within one business day.",
        "conflict", "weekends",
    ),
    (
        "Staff working remotely must lock the screen of their devices automatically after 15 minutes of inactivity.",
        "The screens of workstations lock automatically after 10 minutes of inactivity.",
        "overlap", "remote",
    ),
    (
        "Applications that hold sensitive data log users off after 15 minutes of inactivity.",
        "Systems log users off after 30 minutes of inactivity.",
        "overlap", "sensitive",
    ),
    (
        "Security awareness training is given not annually, but monthly.",
        "All workforce members receive security awareness training annually.",
        "conflict", "",
    ),
    ("Logs are reviewed weekly.", "Logs are reviewed quarterly to confirm that the proper data is captured.", "conflict", ""),
    (
        "Customer data is stored only in the region eu-central-1.",
        "Customer data is hosted in the region ap-south-1.",
        "conflict", "",
    ),
]  # fmt: skip
LOOK_ALIKES = [
    ("The screen saver starts after 2 minutes of inactivity.", "Systems log users off after 30 minutes of inactivity."),
    ("All user access is reviewed bi-annually.", "Accounts are reviewed every 90 days to catch temporary accounts left behind."),
    ("Access to systems requires multi-factor authentication.", "Access to systems requires phishing-resistant security keys."),
    ("Data at rest is encrypted.", "Data at rest is encrypted with AES-256."),
]


@pytest.mark.parametrize(("first", "second", "kind", "note"), CASES)
def test_a_known_contradiction(comparing: Comparing, first: str, second: str, kind: str, note: str) -> None:
    found = comparing(one_policy=f"# One Policy\n\n{first}\n", two_policy=f"# Two Policy\n\n{second}\n").conflicts
    assert [one.kind for one in found] == [kind]
    assert note in found[0].why


@pytest.mark.parametrize(("first", "second"), LOOK_ALIKES)
def test_a_known_look_alike(comparing: Comparing, first: str, second: str) -> None:
    assert comparing(one_policy=f"# One Policy\n\n{first}\n", two_policy=f"# Two Policy\n\n{second}\n").conflicts == ()
