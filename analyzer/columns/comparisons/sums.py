"""Figures of one record that have to agree ("tickets sold plus those left equal those printed"), and classes of a figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import Column, RecordSet
from ..values import number_of
from ..words import stems

EQUALS = re.compile(
    r"\b(?:(?:must |shall |has to |have to )?(?:equals?|match(?:es)?|agrees? (?:to|with)|reconciles? (?:to|with)"
    r"|ties? (?:to|out to)|corresponds? to)|(?:is|are|must be|shall be) (?:equal to|the same as|identical to))\b",
    re.IGNORECASE,
)
PLUS = re.compile(r"\b(?:plus|and|together with)\b|\+", re.IGNORECASE)
BAND = r"(?P<low>\d+(?:\.\d+)?)\s*(?:-|–|—|to)\s*(?P<high>\d+(?:\.\d+)?)"
BANDS = re.compile(
    rf"{BAND}\s*(?:\b(?:is|are|means?|counts? as|rated(?: as)?)\b|[:=])?\s*\(?(?P<name>[A-Za-z][\w-]+)", re.IGNORECASE
)
NAMED_FIRST = re.compile(rf"(?P<name>[A-Za-z][\w-]*)\s*(?:\b(?:is|are|means?|from)\b|[:=(])?\s*{BAND}(?!\s*[\w%])", re.IGNORECASE)
BAND_ALONE = re.compile(rf"^\W*{BAND}\W*$")
CENT = 0.005  # of a sum of money; below it two are the same
FEWEST_BANDS = 2


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The columns of figures of which a claim says that they agree, or that a figure has its class."""
    yield from _agreeing(asked, records, scope)
    yield from _classes(asked, records, scope)


def _agreeing(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    found = EQUALS.search(asked.text)
    figures = [c for c in records.columns if c.is_figures]
    if not found or len(figures) < FEWEST_BANDS:
        return
    text = asked.cell.text if asked.cell else asked.text
    sides = EQUALS.split(text, maxsplit=1)
    if len(sides) != FEWEST_BANDS:
        return
    right = _best(sides[1], figures)
    left = [_best(one, [c for c in figures if c is not right]) for one in PLUS.split(sides[0])]
    if right is None or None in left or len(set(map(id, left))) != len(left):
        return
    columns = [c for c in left if c]
    made = Candidate(
        kind="agree", alone=True, test=each(agree), records=records, column=columns[0], start=right, scope=scope, score=5.0,
        values=tuple(c.header for c in columns),
    )  # fmt: skip
    if mostly_kept(agree, made, asked, least=1):
        yield made


def _best(text: str, figures: Sequence[Column]) -> Column | None:
    """The one column of figures whose words a text says best; None where it says none, or two equally well."""
    said = stems(text)
    words = {c.header: stems(re.sub(r"[_\W]+", " ", c.header)) for c in figures}
    often = Counter(word for own in words.values() for word in own)

    def told(column: Column) -> tuple[float, float]:
        own = words[column.header]
        return sum(1 / often[word] for word in own & said), len(own & said) / max(len(own | said), 1)

    ranked = sorted(figures, key=told, reverse=True)
    if not ranked or told(ranked[0])[0] == 0 or (len(ranked) > 1 and told(ranked[0]) == told(ranked[1])):
        return None
    return ranked[0]


def _classes(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    bands = bands_of(asked)
    classes = [c for c in records.columns if c.kind == "category" and {b[2] for b in bands} & {v.lower() for v in c.values}]
    if len(classes) != 1 or (len(bands) < FEWEST_BANDS and not asked.cell):
        return
    highest = max(high for _, high, _ in bands)
    figures = [c for c in records.columns if c.is_figures and c is not classes[0]]
    for column in figures:
        made = Candidate(
            kind="band", alone=True, test=each(in_band), records=records, column=classes[0], start=column, scope={},
            score=4.0 + len(bands),
        )
        values = [number_of(value) or 0.0 for value in column.values if value]
        one_alone = asked.cell and len(bands) == 1
        if (one_alone or max(values, default=0) <= highest) and mostly_kept(in_band, made, asked, least=1):
            yield made


def bands_of(asked: Asked) -> list[tuple[float, float, str]]:
    """The ranges of a figure and the class that each has by a claim, in lower case."""
    if asked.cell:
        alone = BAND_ALONE.match(asked.cell.text)
        if len(listed := list(NAMED_FIRST.finditer(asked.cell.text))) >= FEWEST_BANDS:
            return [(float(m["low"]), float(m["high"]), m["name"].lower()) for m in listed]
        names = [label.text.strip(" `*_").lower() for label in asked.labels[:1]]
        return [(float(alone["low"]), float(alone["high"]), name) for name in names] if alone else []
    found = list(NAMED_FIRST.finditer(asked.text))
    found = found if len(found) >= FEWEST_BANDS else list(BANDS.finditer(asked.text))
    return [(float(m["low"]), float(m["high"]), m["name"].lower()) for m in found]


def agree(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether the figures of one side add up to that of the other."""
    right = number_of(row.get(candidate.start.header) or "") if candidate.start else None
    left = [number_of(row.get(header) or "") for header in candidate.values]
    shown = " + ".join(f"{header} {row.get(header)}" for header in candidate.values)
    if right is None or any(one is None for one in left):
        return None, shown, "a figure is missing"
    total = sum(one for one in left if one is not None)
    return abs(total - right) < CENT, f"{total:g}", f"{shown} against {candidate.start.header if candidate.start else ''} {right:g}"


def in_band(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record has the class that its figure has by the claim."""
    figure = number_of(row.get(candidate.start.header) or "") if candidate.start else None
    own = (row.get(candidate.column.header) or "").strip()
    bands = bands_of(asked)
    if figure is None or not own:
        return None, own or "nothing", "figure or class is missing"
    wanted = next((name for low, high, name in bands if low <= figure <= high), None)
    if asked.cell and len(bands) == 1:  # one class alone: what has it lies in its range, and what lies in its range has it
        inside, is_it = wanted is not None, own.lower() == bands[0][2]
        header = candidate.start.header if candidate.start else ""
        return (inside is is_it if inside or is_it else None), own, f"{header} is {figure:g}"
    if wanted is None:
        return None, own, "the claim names no class for it"
    return own.lower() == wanted, own, f"{candidate.start.header if candidate.start else ''} is {figure:g}, which is {wanted}"
