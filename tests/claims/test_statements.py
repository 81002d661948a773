"""A part of a sentence becomes a sentence of its own from the words that the sentence has, and from no others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.nlp.statements import complete, has_predicate
from tests.claims.catalogue import claims_of

OWN_TEXTS = {
    "All production access requires MFA and a hardware token.": [
        "All production access requires MFA",
        "All production access requires a hardware token",
    ],
    "Backups are taken daily, retained for 35 days and restored quarterly.": [
        "Backups are taken daily",
        "Backups are retained for 35 days",
        "Backups are restored quarterly",
    ],
    "Data is encrypted at rest (AES-256) and in transit (TLS 1.2+).": [
        "Data is encrypted at rest (AES-256)",
        "Data is encrypted in transit (TLS 1.2+)",
    ],
    "Access is revoked within 24 hours for employees and 2 days for contractors.": [
        "Access is revoked within 24 hours for employees",
        "Access is revoked within 2 days for contractors",
    ],
    "Access for employees is revoked within 24 hours, for contractors within 2 days.": [
        "Access for employees is revoked within 24 hours",
        "Access is revoked for contractors within 2 days",
    ],
    "Full backups run every night and are kept for thirty (30) days.": [
        "Full backups run every night",
        "Full backups are kept for thirty (30) days",
    ],
    "Backups are encrypted and may be stored in a second region.": [
        "Backups are encrypted",
        "Backups may be stored in a second region",
    ],
    "All backups are taken daily, encrypted with AES-256 and retained for 30 days.": [
        "All backups are taken daily",
        "All backups are encrypted with AES-256",
        "All backups are retained for 30 days",
    ],
    "Every laptop is encrypted with FileVault, enrolled in MDM and locked after 5 minutes of inactivity.": [
        "Every laptop is encrypted with FileVault",
        "Every laptop is enrolled in MDM",
        "Every laptop is locked after 5 minutes of inactivity",
    ],
    "Some databases are encrypted at rest and all traffic uses TLS 1.2.": [
        "Some databases are encrypted at rest",
        "All traffic uses TLS 1.2",
    ],
    "Security patches are applied within 14 days (critical) and 30 days (high).": [
        "Security patches are applied within 14 days (critical) and 30 days (high)",
    ],
    "Laptop disks are encrypted and screens lock after 10 minutes of inactivity.": [
        "Laptop disks are encrypted",
        "Screens lock after 10 minutes of inactivity",
    ],
    "Data is retained for seven years and deleted within 30 days of contract termination.": [
        "Data is retained for seven years",
        "Data is deleted within 30 days of contract termination",
    ],
    "Production access is reviewed monthly by managers, and privileged access is reviewed weekly.": [
        "Production access is reviewed monthly by managers",
        "Privileged access is reviewed weekly",
    ],
    "Changes must be approved by a peer and tested in staging.": [
        "Changes must be approved by a peer",
        "Changes must be tested in staging",
    ],
    "Backups must be encrypted with AES-256 and retained for at least 30 days.": [
        "Backups must be encrypted with AES-256",
        "Backups must be retained for at least 30 days",
    ],
    "Passwords must have 12 characters, and sessions must end after 15 minutes of inactivity.": [
        "Passwords must have 12 characters",
        "Sessions must end after 15 minutes of inactivity",
    ],
    "The company performs vulnerability scans weekly and penetration tests annually.": [
        "The company performs vulnerability scans weekly",
        "The company performs penetration tests annually",
    ],
    "New employees undergo background checks, complete security training and sign a confidentiality agreement.": [
        "New employees undergo background checks",
        "New employees complete security training",
        "New employees sign a confidentiality agreement",
    ],
    "Logs shall be kept for one year and shall be reviewed weekly.": [
        "Logs shall be kept for one year",
        "Logs shall be reviewed weekly",
    ],
    "Databases are encrypted at rest using AES-256, and keys are rotated every year in AWS KMS.": [
        "Databases are encrypted at rest using AES-256",
        "Keys are rotated every year in AWS KMS",
    ],
    "Administrators authenticate with MFA and use hardware security keys.": [
        "Administrators authenticate with MFA",
        "Administrators use hardware security keys",
    ],
    "Databases have been encrypted at rest and are backed up nightly.": [
        "Databases have been encrypted at rest",
        "Databases are backed up nightly",
    ],
    "Access is granted on least privilege, reviewed quarterly and removed within one business day of departure.": [
        "Access is granted on least privilege",
        "Access is reviewed quarterly",
        "Access is removed within one business day of departure",
    ],
    "The platform runs in three availability zones and is backed up hourly.": [
        "The platform runs in three availability zones",
        "The platform is backed up hourly",
    ],
    "Customer data is encrypted at rest, backed up daily, and deleted within 30 days of termination.": [
        "Customer data is encrypted at rest",
        "Customer data is backed up daily",
        "Customer data is deleted within 30 days of termination",
    ],
    "MFA and hardware tokens must be used for production access.": [
        "MFA and hardware tokens must be used for production access",
    ],
    "We use CrowdStrike on all laptops and servers.": [
        "We use CrowdStrike on all laptops and servers",
    ],
}


def words(text: str) -> list[str]:
    return re.findall(r"[\w.+-]*\w", text.lower())


@pytest.mark.parametrize("sentence", OWN_TEXTS)
def test_own_texts_stand_alone(sentence: str) -> None:
    assert list(dict.fromkeys(claim.text for claim in claims_of(sentence))) == OWN_TEXTS[sentence]


@pytest.mark.parametrize("sentence", OWN_TEXTS)
def test_own_texts_hold_no_word_that_the_sentence_has_not(sentence: str) -> None:
    for claim in claims_of(sentence):
        assert set(words(claim.text)) <= set(words(sentence))


@given(st.sampled_from(sorted(OWN_TEXTS)), st.data())
def test_any_part_takes_its_words_from_its_sentence_and_keeps_its_own(sentence: str, data: st.DataObject) -> None:
    starts = [0, *(m.end() for m in re.finditer(r"\s", sentence))]
    ends = [*(m.start() for m in re.finditer(r"\s", sentence)), len(sentence)]
    start = data.draw(st.sampled_from(starts))
    end = data.draw(st.sampled_from([e for e in ends if e > start]))
    text = complete(sentence, start, end)
    assert set(words(text)) <= set(words(sentence))
    rest = iter(words(text))  # a verb that the part shares may stand inside it
    assert all(word in rest for word in words(sentence[start:end]))


def test_a_part_at_the_beginning_stays_as_it_is() -> None:
    assert complete("Logs are kept and reviewed.", 0, 13) == "Logs are kept"


@pytest.mark.parametrize("part", ["", " ", ".", ", "])
def test_a_part_without_words_is_nothing(part: str) -> None:
    assert complete(f"Logs{part}", 4, 4 + len(part)) == ""


@pytest.mark.parametrize(
    ("sentence", "subject", "expected"),
    [
        ("MFA and hardware tokens must be used.", "MFA", False),
        ("Security logs are kept and reviewed.", "Security logs", False),
        ("Security logs are kept and reviewed.", "Security logs are kept", True),
        ("Employees complete training and sign an agreement.", "Employees complete training", True),
    ],
)
def test_where_the_verb_of_a_sentence_stands(sentence: str, subject: str, expected: bool) -> None:
    assert has_predicate(sentence, len(subject)) is expected


def test_a_verb_that_reads_as_a_noun_takes_no_preposition() -> None:
    sentence = "All data is encrypted with AES-256 at rest and travels over TLS 1.2."
    assert " at travels" not in complete(sentence, sentence.index("travels"), len(sentence))
