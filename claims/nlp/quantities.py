"""Durations, frequencies, counts, percents, versions and algorithms in a sentence, in the catalogue's normal forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..lexicon import NUMBER_WORDS, frequency_phrases, lexicon
from ..shares import COUNTED, MEASURE, is_share

QuantityKind = Literal["duration", "frequency", "count", "percent", "version", "algorithm"]

_ONES = "(?:one|two|three|four|five|six|seven|eight|nine)"
_WORD = f"(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
NUMBER_IN_WORDS = rf"(?:{_ONES}[- ]hundred(?:(?:[- ]and)?[- ]{_WORD}(?:[- ]{_ONES})?)?|{_WORD}(?:[- ]{_ONES})?)"
NUMBER = (
    rf"(?:{NUMBER_IN_WORDS}"
    rf"(?:\s*\(\s*\d+(?:\.\d+)?\s*\))?|\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:\s*\(\s*{NUMBER_IN_WORDS}\s*\))?)"
)  # fmt: skip
UNIT = (
    r"(?P<qualifier>(?:consecutive |elapsed |full |calendar |business[ -]|working |work )?)"
    r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|(?<=\d)h|(?<=\d )h|days?|weeks?|months?|years?|yrs?)\b"
)
UNIT_NAMES = {"sec": "seconds", "min": "minutes", "hr": "hours", "h": "hours", "yr": "years"}
# "7, 30 and 90 days": the unit stands once for all of the numbers.
MORE = re.compile(rf"(?P<number>{NUMBER})(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*/\s*)$", re.IGNORECASE)
EVERY = r"(?:every|each|once every|once per|at least every|no less than every|(?<!times )(?<!twice )per)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the text.

    Attributes:
        value: in normal form ("24 hours", "5 business_days", "quarterly", 12, "1.2", "AES-256").
        start, end: character span in the sentence.
        interval: for a frequency that is written with a number, the time between two occurrences as the text says it:
            "every 12 months" is `annual`, and its interval "12 months".
    """

    kind: QuantityKind
    value: str | float | int
    start: int
    end: int
    interval: str | None = None


def number_of(text: str) -> float | int | None:
    """The number that digits, words, or both ("thirty (30)") write; None where they write none."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if digits:
        value = float(digits[0].replace(",", ""))
        return int(value) if value.is_integer() else value
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word == "and" and total:
            continue
        if word not in NUMBER_WORDS and word != "hundred":
            return None
        total = (total or 1) * 100 if word == "hundred" else total + NUMBER_WORDS[word]
    return total or None


def _unit(qualifier: str, unit: str) -> str:
    name = unit.lower().rstrip("s")
    name = UNIT_NAMES.get(name, name + "s")
    return "business_days" if name == "days" and qualifier.strip(" -").lower() in ("business", "working", "work") else name


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = "|".join(f"(?P<f{i}>{phrase})" for i, (phrase, _) in enumerate(frequency_phrases()))
    phrases = "|".join(f"(?P<p{i}>{entry.phrase})" for i, entry in enumerate(lexicon("duration").entries))
    return {
        "phrase": re.compile(rf"(?<![\w-])(?:{phrases})(?![\w])", re.IGNORECASE),
        "every": re.compile(rf"\b{EVERY}\s+(?P<number>{NUMBER})?\s*-?\s*{UNIT}", re.IGNORECASE),
        "word": re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE),
        "duration": re.compile(
            rf"(?<![\w.$-])(?P<number>{NUMBER})(?P<half>\s+and\s+a\s+half)?\s*(?:\+\s*)?[- ]?\s*{UNIT}", re.IGNORECASE
        ),
        "weekday": re.compile(
            r"\b(?:(?:every|each)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
            re.IGNORECASE,
        ),
        "single": re.compile(
            rf"\b(?:within|less than|more than|longer than|older than|at most|at least|up to|no later than|under|after|for)\s+"
            rf"(?P<number>an?)\s+{UNIT}",
            re.IGNORECASE,
        ),
        "first": re.compile(rf"\b(?:within|during)\s+(?:(?:the|their|his or her)\s+)?first\s+(?P<number>){UNIT}", re.IGNORECASE),
        "percent": re.compile(r"(?<![\w.])(?P<number>\d{1,3}(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)", re.IGNORECASE),
        "version": re.compile(
            r"\b(?:TLS|SSL/TLS)\s*(?:v|version|protocol)?\s*(?:(?:is|of)\s|[:=|]|;\s[^:;|]{1,40}:\s)?\s*"
            r"(?:(?:at least|minimum|min\.?)\s)?\s*"
            r"\(?\s*(?:v|version)?\s*(?P<number>1\.[0-3])",
            re.IGNORECASE,
        ),
        "algorithm": re.compile(
            r"\bAES[- ]?(?P<aes>128|192|256)\b|\b(?P<bits>128|192|256)[- ]bit (?:AES|Advanced Encryption Standard)"
            r"|\b(?:AES|Advanced Encryption Standard(?: \(AES\))?)[- ,]*(?:with |using )?(?:an? )?(?P<bits2>128|192|256)[- ]?bit"
            r"|\b(?P<name>ChaCha20-Poly1305|bcrypt|argon2(?:id)?|PBKDF2|scrypt|3DES|RSA-\d{4}|Ed25519)\b",
            re.IGNORECASE,
        ),
        "count": re.compile(rf"(?<![\w.$%-])(?P<number>{NUMBER})(?![\w%]|\.\d|\s*(?:%|percent))", re.IGNORECASE),
    }


def _every(found: re.Match[str]) -> str | None:
    number = number_of(found["number"]) if found["number"] else 1
    unit = _unit(found["qualifier"], found["unit"])
    named = {
        ("1", "hours"): "hourly", ("24", "hours"): "daily", ("1", "days"): "daily", ("1", "business_days"): "business_daily",
        ("1", "weeks"): "weekly", ("2", "weeks"): "biweekly", ("1", "months"): "monthly", ("3", "months"): "quarterly",
        ("6", "months"): "semiannual", ("12", "months"): "annual", ("1", "years"): "annual", ("2", "years"): "every_two_years",
        ("24", "months"): "every_two_years",
    }  # fmt: skip
    if number is None:
        return None
    return named.get((f"{number:g}", unit), f"every {number:g} {unit}")


def _interval(found: re.Match[str] | None) -> str | None:
    number = number_of(found["number"]) if found and found["number"] else None
    return f"{number:g} {_unit(found['qualifier'], found['unit'])}" if found and number is not None else None


def quantities(text: str) -> list[Quantity]:
    """All values of a sentence in the order of the text; none overlaps another, and those of a share ("38 of 41, as of 30 June
    2026") are none.

    >>> [q.value for q in quantities("Access is reviewed quarterly and revoked within twenty-four (24) hours.")]
    ['quarterly', '24 hours']
    """
    found: list[Quantity] = []
    taken: list[tuple[int, int]] = []

    def add(kind: QuantityKind, value: str | float | int | None, start: int, end: int, interval: str | None = None) -> None:
        if value is not None and not any(start < e and s < end for s, e in taken):
            taken.append((start, end))
            found.append(Quantity(kind, value, start, end, interval))

    taken += [m.span() for m in COUNTED.finditer(text) if is_share(m)]
    taken += [m.span() for m in MEASURE.finditer(text)]
    patterns = _patterns()
    for m in patterns["version"].finditer(text):
        add("version", m["number"], *m.span())
    for m in patterns["algorithm"].finditer(text):
        bits = m["aes"] or m["bits"] or m["bits2"]
        add("algorithm", f"AES-{bits}" if bits else m["name"], *m.span())
    for m in patterns["phrase"].finditer(text):
        index = next(int(name[1:]) for name, said in m.groupdict().items() if said is not None)
        add("duration", lexicon("duration").entries[index].value, *m.span())
    for m in (*patterns["first"].finditer(text), *patterns["single"].finditer(text)):
        add("duration", f"1 {_unit(m['qualifier'], m['unit'])}", m.start("number"), m.end())
    for m in patterns["word"].finditer(text):
        index = next(int(name[1:]) for name, value in m.groupdict().items() if value is not None and name[0] == "f")
        add("frequency", frequency_phrases()[index][1], *m.span(), _interval(patterns["every"].search(m[0])))
    for m in patterns["every"].finditer(text):
        if m["number"] is None and m[0].lower().startswith("each") and m["qualifier"]:
            continue
        add("frequency", _every(m), *m.span(), _interval(m))
    for m in patterns["weekday"].finditer(text):
        add("frequency", "weekly", *m.span())
    for m in patterns["duration"].finditer(text):
        number = number_of(m["number"])
        number = number + 0.5 if number is not None and m["half"] else number
        unit = _unit(m["qualifier"], m["unit"])
        add("duration", None if number is None else f"{number:g} {unit}", *m.span())
        before = m.start()
        while number is not None and (more := MORE.search(text, 0, before)):
            add("duration", f"{number_of(more['number']):g} {unit}", *more.span("number"))
            before = more.start()
    for m in patterns["percent"].finditer(text):
        add("percent", number_of(m["number"]), *m.span())
    for m in patterns["count"].finditer(text):
        add("count", number_of(m["number"]), *m.span())
    return sorted(found, key=lambda q: q.start)
