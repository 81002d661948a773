"""How long an exception may run, where the register of exceptions itself is what a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from claims.nlp.quantities import quantities

from ..bind import duration_hours
from ..model import Period
from .candidate import Candidate, Judged, Scope, each
from .claim import Asked
from .profile import RecordSet
from .words import tokens

LASTS = re.compile(
    r"\b(?:runs?|lasts?|valid|granted|limited|expires?|exceeds?|approved|given|longer|duration|end|time-?limited)\b", re.IGNORECASE
)
FROM = re.compile(r"\b(?:from|start\w*|begin\w*|granted|approved|agreed|accepted|given|issued|since|valid from)\b", re.IGNORECASE)
IT = re.compile(r"^\W*(?:it|they|each|each one|every one|all|these|this|such)\b", re.IGNORECASE)  # what the heading names
UNTIL = re.compile(r"\b(?:until|to|ends?|expir\w*|expiry|till|lapses?|runs until|valid to)\b", re.IGNORECASE)


def spans(asked: Asked, register: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The test by how long each entry of a register runs that it offers for a claim about its entries."""
    if longest_span(asked) is None or not register.subject & (asked.around if IT.match(asked.text) else asked.words):
        return
    moments = [(c, " ".join(tokens(c.header))) for c in register.columns if c.kind == "moment"]
    ends = [c for c, header in moments if UNTIL.search(header)]
    starts = [c for c, header in moments if FROM.search(header) and c not in ends]
    begins = [c for c in starts if re.search(r"from|start|begin", c.header, re.IGNORECASE)] or starts
    if len(ends) == 1 and len(begins) == 1:
        yield Candidate(
            kind="span", measured=True, test=each(span), records=register, column=ends[0], start=begins[0], scope=scope, score=4.0
        )


def longest_span(asked: Asked) -> float | None:
    """The days that an entry may run at most, where a claim says it of such entries."""
    found = [q for q in quantities(asked.text) if q.kind == "duration"]
    if len(found) != 1 or asked.limit is None or not LASTS.search(asked.text):
        return None
    hours, _ = duration_hours(str(found[0].value))
    return hours / 24 if hours else None


def span(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether an entry runs no longer than promised."""
    first, last = candidate.records.moment(row, candidate.start), candidate.records.moment(row, candidate.column)
    most = longest_span(asked)
    if first is None or last is None or most is None:
        return None, "nothing", "the register does not date both"
    days = (last.date() - first.date()).days
    return days <= most + 1, f"{days} days", f"from {first.date()} to {last.date()}, {days} days"
