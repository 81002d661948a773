"""The text of a claim stands alone, and has no word that the document does not say at its place."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from claims import Claim, Document, read
from claims.antecedents import standing_alone
from claims.nlp.sentences import sentence_spans
from tests.claims.catalogue import extractor, markdown, topics
from tests.claims.splitting_set import case_files

SAMPLES = Path(__file__).parents[2] / "samples" / "northwind"
FUNCTION_WORDS = re.compile(
    r"(?:an?|the|and|or|but|of|to|in|on|at|by|for|with|from|as|is|are|was|were|be|been|being|has|have|had|do|does|did|will|shall|must"
    r"|may|can|should|not|no|it|its|they|their|them|this|that|these|those|which|who|whose|all|any|each|every)"
)


def content_words(text: str) -> set[str]:
    """Words without their inflection, function words left out."""
    words = re.findall(r"[^\W_]+", text.lower())
    return {re.sub(r"(?:ies|ied|ing|ed|es|s|y|e)$", "", w) for w in words if not FUNCTION_WORDS.fullmatch(w)}


def said_around(document: Document, claim: Claim) -> str:
    """What the document says at a claim's place: its sentence, the one before it, its block, header, introduction and headings."""
    blocks = [b for b in document.blocks if claim.sentence in b.quote(0, len(b.text)) or b.text in claim.sentence]
    above = [part for b in blocks for part in (b.lead_in or "", *(b.row.header if b.row else ()))]
    begins_with_pronoun = claim.sentence.startswith(("It ", "They ", "These ", "Those "))
    before = [b.text.partition(claim.sentence)[0] for b in blocks if begins_with_pronoun]
    return " ".join([claim.quote, claim.sentence, *claim.heading_path, *above, *before])


@cache
def documents() -> tuple[Document, ...]:
    written = [markdown(case.markdown) for file in case_files() for case in file.cases]
    exemplars = [markdown(f"{sentence}\n") for topic in topics() for sentence in (*topic.exemplars, *topic.not_exemplars)]
    samples = [read(path) for path in (SAMPLES / "description.docx", *sorted((SAMPLES / "policies").iterdir()))]
    return (*written, *exemplars, *samples)


def test_a_text_has_no_word_that_its_document_does_not_say_there() -> None:
    added = [
        (claim.text, claim.sentence, sorted(extra))
        for document in documents()
        for claim in extractor().claims(document)
        if (extra := content_words(claim.text) - content_words(said_around(document, claim)))
    ]
    assert added == []


def test_a_text_is_no_part_that_begins_with_a_joining_word() -> None:
    joining = re.compile(r"(?:and|or|but|which|that|whereas)\b", re.IGNORECASE)
    begun = [claim.text for document in documents() for claim in extractor().claims(document) if joining.match(claim.text)]
    assert begun == []


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Audit logs are kept for a year. They are reviewed weekly.", "Audit logs are reviewed weekly."),
        ("The security policy is approved by the CISO. It is reviewed annually.", "The security policy is reviewed annually."),
        ("The firewall inspects traffic. It blocks unknown ports.", "The firewall blocks unknown ports."),
        ("Keys are stored in a vault. They are rotated yearly. They are never shared.", "Keys are never shared."),
    ],
)
def test_a_pronoun_gives_way_to_the_subject_before_it(paragraph: str, expected: str) -> None:
    start, end = sentence_spans(paragraph)[-1]
    assert standing_alone(paragraph[start:end], paragraph, start) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "Employees use laptops. They are encrypted.",  # the laptops may be meant
        "We use a password manager. It is mandatory.",
        "The policy is public. They are reviewed.",  # another number
        "It is required that MFA is used.",
        "Access is reviewed. It is the responsibility of managers to remove it.",
        "Templates are kept in a repository. These files are deployed.",
        "When an incident occurs, call us. It is logged.",
        "Logs are kept. It takes a week to restore them.",
    ],
)
def test_a_pronoun_stays_where_it_is_not_clear_what_it_stands_for(paragraph: str) -> None:
    start, end = sentence_spans(paragraph)[-1]
    assert standing_alone(paragraph[start:end], paragraph, start) == paragraph[start:end]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Audit logs are kept for one year and error logs for 30 days.", "Error logs are kept for 30 days"),
        ("Employees lose access at once, and contractors within two days.", "Contractors lose access within two days"),
        ("Production is protected by a web application firewall and an intrusion detection system.",
         "Production is protected by an intrusion detection system"),
        ("Backups, which are encrypted, are kept for 60 days.", "Backups are kept for 60 days"),
    ],
)  # fmt: skip
def test_a_part_takes_the_verb_that_it_shares(sentence: str, text: str) -> None:
    assert text in {claim.text for claim in extractor().claims(markdown(sentence))}
