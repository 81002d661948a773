"""Where a claim stands in its document, and the id under which it is known again."""

from __future__ import annotations

import pytest

from claims import Claim
from tests.claims.catalogue import claims_of

POLICY = """# Security Policy

## Access

**All** production access requires [MFA](https://northwind.example/mfa) and a `hardware token`.
Access is revoked within *24 hours* for employees and 2 days for contractors.

## Backups

- Backups are taken **daily**, retained for 35 days and restored quarterly.

| System | Backup frequency | Retention of backups |
|---|---|---|
| Billing database | **Daily** | 35 days |
"""


def test_quotes_are_verbatim_with_their_markup_and_stand_where_they_say() -> None:
    found = claims_of(POLICY)
    assert {c.topic for c in found} >= {"mfa_enforced", "mfa_strength", "deprovisioning", "backup_frequency", "restore_test"}
    for claim in found:
        if claim.form == "row":
            assert all(cell in POLICY for cell in claim.quote.split(" | "))
            continue
        assert claim.quote in POLICY
        assert POLICY[claim.place.start : claim.place.end] == claim.quote
        line = POLICY[: claim.place.start].count("\n") + 1
        assert (claim.place.line, claim.place.column) == (line, claim.place.start - POLICY.rfind("\n", 0, claim.place.start))
    assert "All** production access requires [MFA" in found[0].quote
    assert found[0].text == "All production access requires MFA"


def ids(text: str, quotes_of: str = POLICY) -> dict[tuple[str, str], str]:
    known = {(c.topic, c.quote) for c in claims_of(quotes_of)}
    return {(c.topic, c.quote): c.id for c in claims_of(text) if (c.topic, c.quote) in known}


@pytest.mark.parametrize(
    "edited",
    [
        f"---\nowner: Ana Lund\n---\n\n{POLICY}",
        POLICY.replace("## Access\n", "## Access\n\nLaptops are encrypted with FileVault.\n"),
        f"{POLICY}\nLogs are retained for one year.\n",
        POLICY.replace("## Backups", "## Resilience of the service"),
    ],
    ids=["before", "between", "after", "heading"],
)
def test_ids_survive_edits_elsewhere(edited: str) -> None:
    assert ids(edited) == ids(POLICY)


def test_ids_tell_claims_apart() -> None:
    twice = "Backups are taken daily.\n\nBackups are taken daily.\n"
    found: list[Claim] = [*claims_of(twice), *claims_of(twice, "other.md"), *claims_of(POLICY, "third.md")]
    assert len({c.id for c in found}) == len(found)


def test_the_same_text_gives_the_same_claims() -> None:
    assert claims_of(POLICY) == claims_of(POLICY)


def test_claims_are_in_the_order_of_the_text() -> None:
    starts = [c.place.start for c in claims_of(POLICY)]
    assert starts == sorted(starts)
