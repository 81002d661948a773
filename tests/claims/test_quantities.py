"""Values are read in every way that policies write them, into one normal form each, and none is read twice."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.nlp.quantities import Quantity, number_of, quantities

FREQUENCIES = {
    "continuous", "hourly", "daily", "business_daily", "weekly", "biweekly", "monthly", "bimonthly", "quarterly", "semiannual",
    "annual", "every_two_years",
}  # fmt: skip
UNIT = r"(?:seconds|minutes|hours|days|business_days|weeks|months|years)"


def values(text: str) -> list[tuple[str, str | float | int]]:
    return [(q.kind, q.value) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("revoked within 24 hours", "24 hours"),
        ("revoked within twenty-four (24) hours", "24 hours"),
        ("kept for thirty (30) days", "30 days"),
        ("kept for thirty days", "30 days"),
        ("kept for forty-five days", "45 days"),
        ("kept for ninety (90) calendar days", "90 days"),
        ("within one business day", "1 business_days"),
        ("within five (5) Business Days", "5 business_days"),
        ("within 3 working days", "3 business_days"),
        ("within 10 consecutive days", "10 days"),
        ("a 90-day period", "90 days"),
        ("a 15-minute timeout", "15 minutes"),
        ("after 30 mins", "30 minutes"),
        ("within 4 hrs", "4 hours"),
        ("kept for 7 yrs", "7 years"),
        ("kept for seven years", "7 years"),
        ("kept for 13 months", "13 months"),
        ("kept for thirteen months", "13 months"),
        ("kept for one hundred eighty days", "180 days"),
        ("kept for one hundred and eighty (180) days", "180 days"),
        ("answered within an hour", "1 hours"),
        ("no later than a week", "1 weeks"),
        ("within two weeks", "2 weeks"),
        ("after 1.5 hours", "1.5 hours"),
        ("after 1,000 days", "1000 days"),
        ("within 30 seconds", "30 seconds"),
        ("locked after half an hour of inactivity", "30 minutes"),
        ("a half-hour timeout", "30 minutes"),
        ("answered within a quarter of an hour", "15 minutes"),
        ("restored within one and a half hours", "1.5 hours"),
        ("restored within an hour and a half", "1.5 hours"),
        ("kept for two and a half years", "2.5 years"),
        ("kept for half a year", "6 months"),
        ("kept for a year", "1 years"),
        ("patched within a fortnight", "2 weeks"),
        ("within their first week", "1 weeks"),
        ("answered within the hour", "1 hours"),
        ("revoked within 24h", "24 hours"),
        ("revoked within 24 h of notice", "24 hours"),
        ("within 1 (one) business day", "1 business_days"),
        ("by the end of the next business day", "1 business_days"),
        ("on the following working day", "1 business_days"),
    ],
)
def test_durations(text: str, value: str) -> None:
    assert values(text) == [("duration", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("reviewed quarterly", "quarterly"),
        ("reviewed each quarter", "quarterly"),
        ("reviewed every three months", "quarterly"),
        ("reviewed twice a year", "semiannual"),
        ("reviewed two times per year", "semiannual"),
        ("reviewed bi-annually", "semiannual"),
        ("reviewed semi-annually", "semiannual"),
        ("reviewed every six (6) months", "semiannual"),
        ("reviewed biennially", "every_two_years"),
        ("reviewed every fortnight", "biweekly"),
        ("reviewed once a fortnight", "biweekly"),
        ("reviewed three times a year", "every 4 months"),
        ("backed up twice a day", "every 12 hours"),
        ("backed up every half hour", "every 30 minutes"),
        ("backed up once an hour", "hourly"),
        ("backed up once a day", "daily"),
        ("reviewed every two years", "every_two_years"),
        ("reviewed annually", "annual"),
        ("reviewed at least once per year", "annual"),
        ("reviewed once every 12 months", "annual"),
        ("reviewed every 12 months", "annual"),
        ("rotated every 45 days", "every 45 days"),
        ("rotated every ninety (90) days", "every 90 days"),
        ("rotated once every 90 days", "every 90 days"),
        ("reviewed every business day", "business_daily"),
        ("reviewed daily", "daily"),
        ("run nightly", "daily"),
        ("taken every 24 hours", "daily"),
        ("taken every hour", "hourly"),
        ("taken every 15 minutes", "every 15 minutes"),
        ("monitored 24x7", "continuous"),
        ("monitored 24/7", "continuous"),
        ("monitored 24x7x365", "continuous"),
        ("monitored continuously", "continuous"),
        ("sent every other week", "biweekly"),
        ("reviewed monthly", "monthly"),
        ("reviewed once a week", "weekly"),
    ],
)
def test_frequencies(text: str, value: str) -> None:
    assert values(text) == [("frequency", value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TLS 1.2 or higher", [("version", "1.2")]),
        ("Setting: TLS version; Value: at least 1.2", [("version", "1.2")]),
        ("Minimum TLS | 1.3", [("version", "1.3")]),
        ("Lowest TLS version: 1.2 for what runs today", [("version", "1.2")]),
        ("TLS 1.2+", [("version", "1.2")]),
        ("TLSv1.3", [("version", "1.3")]),
        ("TLS version 1.2", [("version", "1.2")]),
        ("TLS (version 1.2)", [("version", "1.2")]),
        ("AES-256", [("algorithm", "AES-256")]),
        ("AES256", [("algorithm", "AES-256")]),
        ("AES 128", [("algorithm", "AES-128")]),
        ("256-bit AES", [("algorithm", "AES-256")]),
        ("Advanced Encryption Standard (AES) with a 256-bit key", [("algorithm", "AES-256")]),
        ("99.9% of the time", [("percent", 99.9)]),
        ("95 percent of staff", [("percent", 95)]),
        ("at least 14 characters", [("count", 14)]),
        ("at least fourteen (14) characters", [("count", 14)]),
        ("five failed attempts", [("count", 5)]),
        ("1,200 employees", [("count", 1200)]),
    ],
)
def test_versions_algorithms_percents_counts(text: str, expected: list[tuple[str, object]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Backups are taken daily, retained for 35 days and restored quarterly.",
            [("frequency", "daily"), ("duration", "35 days"), ("frequency", "quarterly")],
        ),
        (
            "Passwords have 12 characters and expire every 90 days; accounts lock after 5 attempts for 30 minutes.",
            [("count", 12), ("frequency", "every 90 days"), ("count", 5), ("duration", "30 minutes")],
        ),
        ("AES-256 at rest, TLS 1.2 in transit", [("algorithm", "AES-256"), ("version", "1.2")]),
    ],
)
def test_values_stand_in_the_order_of_the_text(text: str, expected: list[tuple[str, object]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text", ["Access is reviewed.", "See ISO-27001 and SOC2.", "The v2.4.1 release", "MFA for user1", "semi-daily-ish", ""]
)
def test_no_values(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("rotated every 12 months", "12 months"),
        ("rotated at least once every twelve months", "12 months"),
        ("reviewed every six (6) months", "6 months"),
        ("rotated every 90 days", "90 days"),
        ("reviewed every year", None),
        ("reviewed quarterly", None),
    ],
)
def test_a_frequency_written_with_a_number_keeps_its_interval(text: str, interval: str | None) -> None:
    assert [q.interval for q in quantities(text)] == [interval]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("thirty (30)", 30),
        ("forty-five", 45),
        ("one hundred and eighty", 180),
        ("1,000", 1000),
        ("1.5", 1.5),
        ("many", None),
        ("", None),
    ],
)
def test_numbers(text: str, number: float | None) -> None:
    assert number_of(text) == number


WORDS = [
    "Access", "is", "revoked", "within", "24", "hours", "thirty", "(30)", "days", "business", "every", "quarter",
    "quarterly", "twice", "a", "year", "TLS", "1.2", "AES-256", "99.9%", "percent", "at", "least", "12", "characters",
    "and", "bi-annually", "24x7", "per", "45", "month", "-", ",", ".", "(", ")", "each", "other", "week", "once", "one",
    "1,000", "minutes", "business-day", "$5",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60)


def normal(quantity: Quantity) -> bool:
    value = quantity.value
    if quantity.kind in ("count", "percent"):
        return isinstance(value, (int, float))
    text = str(value)
    if quantity.kind == "duration":
        return re.fullmatch(rf"\d+(?:\.\d+)? {UNIT}|\d\.?\d*e\+\d+ {UNIT}", text) is not None
    if quantity.kind == "frequency":
        return text in FREQUENCIES or re.fullmatch(rf"every [\d.e+]+ {UNIT}", text) is not None
    return re.fullmatch(r"1\.[0-3]" if quantity.kind == "version" else r"[\w-]+", text) is not None


@given(TEXTS)
def test_values_lie_inside_the_text_apart_from_each_other_in_normal_form(text: str) -> None:
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    assert [q for q in found if not normal(q)] == []
