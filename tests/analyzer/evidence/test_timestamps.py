"""Time-stamp tokens: what they say, and what is no token."""

from __future__ import annotations

import base64
from datetime import datetime

import pytest

from analyzer.evidence.assurance import assurance_tests
from analyzer.evidence.assurance.examples import load_assurance_examples
from analyzer.evidence.timestamps import TokenError, read_token

ROW = load_assurance_examples(assurance_tests()["time_of_extraction_recorded"])[0].given["evidence_manifest"][0]
TOKEN: str = ROW["tsa_token"]


def test_a_token_says_which_hash_it_stamps_and_when() -> None:
    token = read_token(TOKEN)
    assert (token.digest, token.at) == (ROW["sha256"], datetime(2026, 11, 26, 2, 20, 22))


def test_line_breaks_and_armour_are_let_pass() -> None:
    lines = "\n".join(TOKEN[at : at + 64] for at in range(0, len(TOKEN), 64))
    assert read_token(f"-----BEGIN PKCS7-----\n{lines}\n-----END PKCS7-----\n") == read_token(TOKEN)


@pytest.mark.parametrize(
    ("text", "said"),
    [("no base64!", "not base64"), (base64.b64encode(b"stamp").decode(), "no time-stamp token"), ("A" * 2_000_000, "too large")],
)
def test_what_is_no_token_is_refused(text: str, said: str) -> None:
    with pytest.raises(TokenError, match=said):
        read_token(text)


@pytest.mark.parametrize("kept", range(20, 170, 3))
def test_a_token_that_breaks_off_is_refused_and_never_misread(kept: int) -> None:
    data = base64.b64decode(TOKEN)
    try:
        read = read_token(base64.b64encode(data[:kept]).decode())
    except TokenError:
        return
    assert read == read_token(TOKEN)
