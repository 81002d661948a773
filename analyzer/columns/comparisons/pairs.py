"""Two columns of one record that a claim compares: a figure that another one bounds, and classes that have to differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import permutations

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..values import number_of
from ..words import says, stems, tokens

MORE = r"(?:higher|greater|more|larger|bigger|longer|above)"
BOUNDED = re.compile(
    rf"\b(?:(?:never|cannot|not|may not|must not) exceeds?|(?:is|are|be|stays?) (?:never|not|no) {MORE} than"
    r"|(?:is|are|be|stays?) (?:always )?(?:at or below|at most|not above|lower than|below|less than)(?: or equal to)?)\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(r"\b(?:is|are|must be|shall be|will be) (?:\w+ly )?(?P<verb>\w+(?:ed|en|wn|ne))\b", re.IGNORECASE)
WHOLE = stems("score total rating sum amount value level")
OTHERS = re.compile(r"\b(?:different|another|other than|outside)\b", re.IGNORECASE)


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The pairs of columns that a claim compares."""
    yield from _bounded(asked, records, scope)
    yield from _different(asked, records, scope)
    yield from _all_done(asked, records, scope)


def _all_done(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """How many there were, and to how many it was done ("failed items are repeated": items_failed, items_repeated)."""
    done = PASSIVE.search(asked.text)
    if not done:
        return
    speaks, says_done = stems(asked.text[: done.start()]), stems(done["verb"])
    named = [(c, _words(c)) for c in records.columns]
    pairs_said = [
        (a, b) for b, other in named if says_done <= other for a, own in named
        if own & other and other - own == says_done and own - other and own - other <= speaks
    ]  # fmt: skip
    found = [(a, b) for a, b in pairs_said if a.is_figures and b.is_figures]
    if len(found) == 1:
        were, done_to = found[0]
        made = Candidate(
            kind="all done", alone=True, test=each(bounded), records=records, column=were, start=done_to, scope=scope, score=5.0
        )
        if mostly_kept(bounded, made, asked):
            yield made


def _bounded(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """A figure that must not be higher than another of the same record ("residual risk never exceeds inherent risk")."""
    sides = BOUNDED.split(asked.text, maxsplit=1)
    if len(sides) != 2 or re.search(r"\d", sides[1]):
        return
    left, right = map(stems, sides)
    figures = [c for c in records.columns if c.is_figures]
    found = [
        (a, b) for a, b in permutations(figures, 2)
        if (own := _words(a) - _words(b)) and own <= left - right and (other := _words(b) - _words(a)) and other <= right - left
    ]  # fmt: skip
    whole = [(a, b) for a, b in found if _words(a) & _words(b) & WHOLE] or found
    if len(whole) == 1:
        low, high = whole[0]
        made = Candidate(
            kind="bounded", alone=True, test=each(bounded), records=records, column=low, start=high, scope=scope, score=5.0
        )
        if mostly_kept(bounded, made, asked):
            yield made


def _different(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """Two classes of one kind that a record must not have the same of ("not of the department that the case concerns")."""
    if not asked.denies and not OTHERS.search(asked.text):
        return
    named = [c for c in records.columns if c.kind in ("category", "presence") and len(c.about) > 1 and set(c.about) <= asked.words]
    if len(named) == 2 and set(named[0].about) & set(named[1].about):
        first, second = named
        made = Candidate(
            kind="apart", alone=True, test=each(different), records=records, column=second, start=first, scope=scope, score=5.0
        )
        if mostly_kept(different, made, asked):
            yield made


def _words(column: Column) -> frozenset[str]:
    return stems(" ".join(tokens(column.header)))


def bounded(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a figure is no higher than the one that bounds it."""
    high = candidate.start.header if candidate.start else ""
    own, other = number_of(row.get(candidate.column.header) or ""), number_of(row.get(high) or "")
    if own is None or other is None:
        return None, row.get(candidate.column.header) or "nothing", "a figure is missing"
    return own <= other, f"{own:g}", f"{candidate.column.header} is {own:g}, {high} {other:g}"


def different(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether two classes of a record differ."""
    first = candidate.start.header if candidate.start else ""
    one, other = ((row.get(header) or "").strip() for header in (first, candidate.column.header))
    if says(one) == "nothing" or says(other) == "nothing":
        return None, other or "nothing", "the evidence does not name both"
    return one.lower() != other.lower(), other, f"{first} is «{one}», {candidate.column.header} «{other}»"
