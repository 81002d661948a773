"""An expression finds exactly what `re` finds; the words it looks for first only spare work."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import Topic, TopicError
from claims.expressions import Expression, expression
from tests.claims.catalogue import topics

PATTERNS = [
    r"\bMFA\b",
    r"multi[- ]factor|two[- ]factor|\b(?:MFA|2FA)\b(?! device)",
    r"(?:back-?ups?|snapshots?)\b[^.;]{0,20}\b(?:retained|kept|held)\b",
    r"(?<!not )\bSMS\b(?![^.;]{0,20}(?:not|forbid))",
    r"(full[- ])?(disk|drive)[- ]encrypt",
    r"\b(?P<value>critical|high)\b[^.;|]*(?:days?|hours?)",
    r"encrypt\w* (?:of )?(?:the |their )?(?:hard )?(?:disks?|drives?)",
    r"^(?:access|keys?)\b",
    r"reviewed?(?= quarterly)",
    r"a{0,3}ccess",
    r"(?:ab|cd)+ef",
    r"[Tt]oken(?:s|ize)?$",
    r"\d+ ?(?:%|percent)",
    r"straße|naïve",
    r"(?:)",
    r"x*",
    r"(?=.*mfa).*token",
    r"(MFA|token) and \1",
]
WORDS = [
    "MFA", "mfa", "2FA", "multi-factor", "device", "backups", "Back-ups", "snapshot", "retained", "kept", "SMS", "not",
    "forbid", "full", "disk", "encrypt", "encryption", "of", "the", "drives", "critical", "days", "access", "Key",
    "reviewed", "quarterly", "ab", "cdef", "token", "Tokens", "95", "%", "percent", "straße", "STRASSE", "naïve", ".", ";",
    "|", "and", "aaccess",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=10).flatmap(lambda w: st.sampled_from([" ", "", "-"]).map(lambda s: s.join(w)))


def found(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.compile(pattern, re.IGNORECASE).finditer(text)]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS)
def test_finds_what_re_finds(pattern: str, text: str) -> None:
    one = Expression(pattern)
    assert [m.span() for m in one.finditer(text)] == found(pattern, text)
    assert [m.span() for m in one.finditer(text, text.lower())] == found(pattern, text)
    first = one.search(text)
    assert (first.span() if first else None) == (found(pattern, text)[0] if found(pattern, text) else None)


@pytest.mark.parametrize("topic", topics(), ids=lambda t: t.id)
def test_finds_what_re_finds_for_the_wording_that_ships(topic: Topic) -> None:
    sentences = (*topic.exemplars, *topic.not_exemplars)
    for one in map(expression, (*topic.wording, *topic.weak)):
        for sentence in sentences:
            assert [m.span() for m in one.finditer(sentence)] == [m.span() for m in one.pattern.finditer(sentence)]


def test_a_text_without_the_needed_words_is_passed_over() -> None:
    one = Expression(r"(?:back-?ups?|snapshots?)\b[^.;]*\bretained\b")
    assert one.may_match("snapshots are retained")
    assert not one.may_match("snapshots are taken")
    assert not one.may_match("logs are retained")


def test_the_same_text_is_one_expression() -> None:
    assert expression(r"\bMFA\b") is expression(r"\bMFA\b")


@pytest.mark.parametrize("pattern", ["(unclosed", "[a-", "*", "(?P<a>x)(?P<a>y)"])
def test_an_expression_that_cannot_be_read_is_an_error_that_shows_it(pattern: str) -> None:
    with pytest.raises(TopicError, match=re.escape(repr(pattern))):
        Expression(pattern)
