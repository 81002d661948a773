"""Without who acts: "managers approve requests" becomes "requests are approved"."""

from __future__ import annotations

import re
from collections.abc import Iterator

WHO = r"^(?:(?:the|our|all|each|every)\s+)?(?:[\w'’-]+\s+){1,4}?"
MODAL = r"(?:(?P<modal>must|shall|will|should)\s+)?"
VERB = (
    r"(?:(?P<e>approv|authori[sz]|disabl|remov|revok)es?|(?P<y>certif|verif)(?:y|ies)"
    r"|(?P<plain>assess|check|conduct|grant|inspect|monitor|perform|review|sign|test)(?:e?s)?)"
)
END = (
    r"before|after|prior|within|at least|no later|every|each|when|on|once|upon|as of|daily|weekly|monthly|quarterly|annually|yearly"
    r"|semi-annually|in writing"
)
ACTIVE = re.compile(rf"{WHO}{MODAL}{VERB}\s+(?P<what>\w.*?)(?P<rest>\s+(?:\(.*|(?:{END})\b.*))?$", re.IGNORECASE)
OWN = re.compile(r"\s+of\s+their\s+[\w-]+", re.IGNORECASE)
PLURAL = re.compile(r"\b(?:[\w-]{2,}s(?<!ss)|personnel|people)\b", re.IGNORECASE)
HEAD = re.compile(r"\s+(?:to|of|for|from|in|on|with|that|which)\s", re.IGNORECASE)  # what follows it is not what is counted


def without_actor(text: str) -> Iterator[str]:
    """The sentence in the passive voice, where it begins with who acts and one of the verbs of controls follows."""
    found = ACTIVE.match(text)
    if not found:
        return
    what = OWN.sub("", found["what"])
    are = "are" if PLURAL.search(HEAD.split(what)[0]) or re.match(r"all\b", what, re.IGNORECASE) else "is"
    done = f"{found['e'] or found['plain']}ed" if not found["y"] else f"{found['y']}ied"
    be = f"{found['modal'].lower()} be" if found["modal"] else are
    yield f"{what[:1].upper()}{what[1:]} {be} {done.lower()}{found['rest'] or ''}"
