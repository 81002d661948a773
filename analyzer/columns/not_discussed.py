"""What minutes say was not discussed, for what a claim says a meeting looks at each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ..judge import Evidence
from ..model import Observation, Period
from .candidate import Candidate, Judged, Row, each
from .claim import LIST_HEAD, Asked
from .minutes import MEETING, SAID
from .profile import RecordSet
from .words import stem, stems, stop_words, tokens

LOOKED_AT = re.compile(r"\b(?:meetings?|committee|board|council|panel|agenda|forum|steering)\b", re.IGNORECASE)
HAS_TO = re.compile(
    r"\b(?:reports?|reviews?|discuss\w*|covers?|presents?|considers?|agenda|include\w*|following|examines?|monitors?)\b",
    re.IGNORECASE,
)
NOT_DONE = re.compile(
    r"\bno (?:further )?(?:discussion|review|report|update|presentation)\b"
    r"|\b(?:was|were) (?:also )?not (?:discussed|reviewed|covered|presented|reported|addressed|raised|considered|tabled)\b"
    r"|\b(?:postponed|deferred|not on the agenda|skipped)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.;\n]+")
LEAST = 2  # words of what had to be discussed that a sentence has to say
HALF = 0.5  # of them, or two that stand side by side


def undiscussed(asked: Asked, minutes: Sequence[RecordSet]) -> Iterator[Candidate]:
    """The test of what meetings say they did not discuss, by each file of minutes."""
    about = f"{asked.text} {' '.join(asked.claim.heading_path[-1:])}"
    if asked.claim.form != "item" or not LOOKED_AT.search(about) or not HAS_TO.search(about) or len(_words(asked)) < LEAST:
        return
    for records in minutes:
        column = next(c for c in records.columns if c.header == SAID)
        yield Candidate(kind="discussed", measured=True, test=discussed, records=records, column=column, score=4.0, prose=True)


def _words(asked: Asked) -> list[str]:
    """The stems of what has to be discussed, in their order."""
    found = LIST_HEAD.match(asked.text)
    return [stem(word) for word in tokens(found["rest"] if found else asked.text) if word.lower() not in stop_words()]


def discussed(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each meeting says that it did not discuss something; what it is silent on, it may have."""
    found = each(_denied)(candidate, rows, asked, evidence)
    return [replace(one, item=row[MEETING]) for one, row in zip(found, rows, strict=True)]


def _denied(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    words = _words(asked)
    for sentence in SENTENCE.findall(row.get(SAID) or ""):
        if NOT_DONE.search(sentence) and _says(words, stems(sentence)):
            return False, sentence.strip(), f"the minutes say «{sentence.strip()}»"
    return None, "nothing", "the minutes do not say that it was left out"


def _says(words: Sequence[str], said: frozenset[str]) -> bool:
    """Whether a sentence says enough of what had to be discussed to be about it."""
    together = sum(word in said for word in words)
    side_by_side = any(a in said and b in said for a, b in pairwise(words))
    return together >= LEAST and (together >= HALF * len(words) or side_by_side)
