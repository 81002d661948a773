"""A block's sentences: abbreviations and parentheses end none, a semicolon ends one, and nothing of the text is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.nlp.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Logs are kept. They are reviewed weekly.", ["Logs are kept.", "They are reviewed weekly."]),
        ("Is it encrypted? Yes!", ["Is it encrypted?", "Yes!"]),
        ("Keys are rotated; tokens expire.", ["Keys are rotated;", "tokens expire."]),
        ("Keys are rotated; Tokens expire.", ["Keys are rotated;", "Tokens expire."]),
        ("One statement without a full stop", ["One statement without a full stop"]),
        ("   padded.   ", ["padded."]),
        ("Runs on Trail.Head. It is big.", ["Runs on Trail.Head.", "It is big."]),
        ("Hosted in AWS. {{.Name}} owns no servers.", ["Hosted in AWS.", "{{.Name}} owns no servers."]),
        ("", []),
        ("   ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Access to tools (e.g. AWS) is reviewed.",
        "Vendors, i.e. AWS, are reviewed vs. the list.",
        "Secrets, keys, etc. are rotated.",
        "The U.S. data centre is used.",
        "Northwind Inc. uses MFA.",
        "Dr. Moss approves the plan.",
        "See section no. 4 for details.",
        "Access is granted by approx. 5 managers.",
        "Data is kept for 1.5 years on TLS 1.2 hosts.",
        "MFA (see Sec. 4.2. It is required) is used.",
        "Access is reviewed (e.g. for AWS, GitHub, etc.) quarterly.",
        "Node.js services run version 2.4.1 of the image.",
    ],
)
def test_full_stops_that_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]
    assert sentences(f"{text} Logs are kept.") == [text, "Logs are kept."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Backups (daily, weekly, etc.). Restores are tested.", ["Backups (daily, weekly, etc.).", "Restores are tested."]),
        ("Secrets, keys, etc. The team rotates them.", ["Secrets, keys, etc.", "The team rotates them."]),
        ("Version 1.2. TLS is used.", ["Version 1.2.", "TLS is used."]),
        ("Access is kept (as agreed); laptops return.", ["Access is kept (as agreed);", "laptops return."]),
    ],
)
def test_full_stops_that_do(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["Access (for staff; contractors too) is reviewed.", "Use (a) MFA; (b) tokens."])
def test_a_semicolon_in_parentheses_ends_nothing(text: str) -> None:
    assert all(part.count("(") == part.count(")") for part in sentences(text))


PIECES = [
    "Access",
    "is",
    "reviewed",
    "(e.g.",
    "AWS)",
    "etc.",
    "quarterly.",
    "Logs",
    ";",
    "1.2",
    "Inc.",
    "?",
    "(",
    ")",
    "no.",
    "4",
    "…",
    "\u00a0",
]


@given(st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join) | st.text(max_size=60))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(part == part.strip() for part in sentences(text))
