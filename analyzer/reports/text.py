"""Text from documents and evidence, made safe and readable for a report; until then it is hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ONE = re.compile(r"\b1 ((?:business )?(?:minute|hour|day|week|month|year))s\b")
# Frequencies whose names are read in two ways or not at all.
_PLAIN = {
    "biweekly": "every two weeks", "bimonthly": "every two months", "semiannual": "every six months",
    "business_daily": "every business day",
    "daily_except_sunday": "every day but Sunday",
}  # fmt: skip
_SUSPECT = re.compile(f"{_CONTROL.pattern}|{_SURROGATE.pattern}")


def clean(text: str) -> str:
    """The text without what could steer a terminal, reorder a line or break an XML file.

    Terminal sequences, control characters other than tab and line break, and the characters that override the
    direction of writing are dropped; half a surrogate pair becomes the replacement character.
    """
    if not _SUSPECT.search(text):
        return text
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _SEQUENCE.sub("", text)))


def one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space."""
    return " ".join(clean(text).split())


def shorten(text: str, width: int) -> str:
    """The text on one line of at most `width` characters, cut between words where it can be."""
    line = one_line(text)
    if len(line) <= width:
        return line
    head = line[: width - 1]
    space = head.rfind(" ", width // 2)
    return (head[:space] if space > 0 else head).rstrip(" ,;:") + "…"


def sentence(text: str) -> str:
    """The text on one line, with a capital at its start and a stop at its end."""
    line = one_line(text)
    line = line[:1].upper() + line[1:]
    return line if not line or line.endswith((".", "!", "?")) else line + "."


def show(value: Any) -> str:  # noqa: PLR0911
    """A value as a person reads it: yes and no, lists with commas, maps as `critical: 7 days`, no midnights."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return clean(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case Mapping():
            return ", ".join(f"{show(key)}: {show(one)}" for key, one in value.items())
        case list() | tuple():
            return ", ".join(show(one) for one in value)
        case set() | frozenset():
            return ", ".join(sorted(show(one) for one in value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return clean(str(value))


def stated(value: Any) -> str:
    """A promised value as a person writes it: `1 business_days` as `1 business day`, `biweekly` as `every two weeks`."""
    return _ONE.sub(r"1 \1", words(_PLAIN.get(str(value), show(value))))


def words(name: str) -> str:
    """A field's name as words: `last_checkin_at` as `last checkin at`."""
    return clean(name).replace("_", " ")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 claim`, `1,204 claims`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
