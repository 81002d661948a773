"""The vocabulary of generated sentences and the forms of its words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "words.yaml"
VOWELS = "aeiou"
DOUBLED = frozenset({
    "log", "scan", "submit", "permit", "control", "ban", "map", "tag", "flag", "plan", "vet", "ship", "get", "set", "run", "begin",
    "commit", "occur", "transfer", "cancel", "wrap", "shut", "shred", "forget", "reset",
})  # fmt: skip
PAST = {
    "hold": "held", "run": "run", "set": "set", "keep": "kept", "lead": "led", "leave": "left", "meet": "met", "begin": "begun",
    "undergo": "undergone", "oversee": "overseen", "shut": "shut", "take": "taken", "reset": "reset", "send": "sent",
    "make": "made", "shred": "shredded", "get": "got",
}  # fmt: skip
PLURAL = {"staff": "staff", "media": "media"}


@cache
def words() -> dict:
    """The word lists, by what they are used for."""
    return yaml.safe_load(WORDS.read_text(encoding="utf-8"))


def plural(noun: str) -> str:
    """The plural, which regular verbs share as their third person."""
    if noun in PLURAL:
        return PLURAL[noun]
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    if noun in ("go", "do", "undergo"):
        return noun + "es"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def third_person(verb: str) -> str:
    return {"be": "is", "have": "has"}.get(verb) or plural(verb)


def past_participle(verb: str) -> str:
    if verb in PAST:
        return PAST[verb]
    if verb in DOUBLED:
        return verb + verb[-1] + "ed"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")


def present_participle(verb: str) -> str:
    if verb in DOUBLED:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + "ing"


def article(following: str) -> str:
    """The indefinite article before a word; abbreviations are read by their letters."""
    if following.isupper() and len(following) > 1:
        return "an" if following[0] in "AEFHILMNORSX" else "a"
    return "an" if following[0].lower() in VOWELS and not following.lower().startswith(("us", "uni", "one")) else "a"
