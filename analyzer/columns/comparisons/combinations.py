"""Values that a record must not have together, each in a column of its own ("Interns may not take keys of the treasury")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...judge import Evidence
from ...model import Observation
from ..candidate import Candidate, Judged, Row, Scope, observation
from ..claim import CONDITIONAL, Asked
from ..grammar import Grammar, grammar_of
from ..profile import Column, RecordSet
from ..telling import PEOPLE, WIDE
from ..words import says, stem, stems, tokens
from .choices import FEWEST, says_value
from .conflicts import excludes

FEW = 0.45  # of the records with the one value or with the other; where more have both, the sentence says something else
# What a record by being there says was done; what else is done ("approved") a header has to say.
HAPPENS = stems(
    "accept accepted take taken receive received hold held have has keep kept own owned use used possess get carry carried store"
    " stored enter entered permitted allowed"
)
NOT_DONE = re.compile(
    r"(?:declined?|refused?|rejected|denied|returned|given back|sent back|blocked|prevented|cancell?ed|withdrawn"
    r"|not (?:accepted|taken|granted|kept|allowed))\b.*",
    re.IGNORECASE,
)
HAS_NO = re.compile(r"\b(?:has|have|holds?|gets?|(?:is|are) (?:given|granted)) no\b", re.IGNORECASE)


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The columns of which a denial names a value each, those of its subject and those of what it says."""
    if asked.cell or not asked.is_sentence or asked.limit or asked.every or excludes(asked):
        return
    halves = grammar_of(asked.text)
    denies = halves.denies or HAS_NO.search(asked.text)
    if len(records.rows) < FEWEST or not denies or CONDITIONAL.search(asked.text):
        return
    of_subject = _named(halves.subject, records)
    of_rest = _named(halves.predicate, records)
    if len(of_subject) != 1:
        of_subject, of_rest = of_rest, of_subject  # "no gifts from clients are accepted by Sales"
    if len(of_subject) != 1 or not of_rest or of_subject.keys() & of_rest.keys():
        return
    header, values = next(iter(of_subject.items()))
    column = next(c for c in records.columns if c.header == header)
    if not _is_record_of(halves, column) or not _says_no_more(asked, records, {**of_subject, **of_rest}):
        return
    made = Candidate(
        kind="combination", test=together, records=records, column=column, scope=of_subject, score=4.0, values=values
    )
    with_own, with_rest = made.population(), replace(made, scope=of_rest).population()
    both = sum((row.get(header) or "").strip() in values for row in with_rest)
    if both and both <= FEW * max(len(with_own), len(with_rest)):
        yield made if len(with_own) > len(with_rest) else replace(made, scope=of_rest)


def _named(text: str, records: RecordSet) -> Scope:
    """The values of each column that a text says, where the records have others too."""
    found: Scope = {}
    for column in (c for c in records.columns if c.kind in ("category", "presence") and c is not records.key):
        filled = [value for value in column.values if says(value) == "something"]
        named = tuple(value for value in filled if says_value(value, text))
        if named and len(named) < len(filled):
            found[column.header] = named
    return found


def _is_record_of(halves: Grammar, column: Column) -> bool:
    """Whether a record is one of what must not be done: by being there, or by a header that says who did it ("approved by")."""
    verbs = [stem(word) for word in tokens(halves.predicate)]
    first = next((verb for verb in verbs if verb in HAPPENS or verb in column.all_stems), None)
    return first is not None or HAS_NO.search(halves.predicate) is not None


def _says_no_more(asked: Asked, records: RecordSet, named: Scope) -> bool:
    """Whether all that a claim says are those values, the words of their headers, and what the records are about."""
    known = frozenset(word for values in named.values() for value in values for word in stems(value))
    known |= frozenset(word for header in named for word in stems(" ".join(tokens(header))))
    return stems(asked.text) - stems("never nobody none anybody") <= known | records.subject | PEOPLE | WIDE | HAPPENS


def together(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each record lacks one of the values that must not go together, or says that it came to nothing."""
    halves = grammar_of(asked.text)
    all_of_them = {**_named(halves.subject, candidate.records), **_named(halves.predicate, candidate.records)}
    return [observation(candidate, row, _judged(candidate, row, all_of_them)) for row in rows]


def _judged(candidate: Candidate, row: Row, all_of_them: Scope) -> Judged:
    cells = {header: (row.get(header) or "").strip() for header in all_of_them}
    told = ", ".join(f"{header} is {cell or 'empty'}" for header, cell in cells.items())
    shown = cells[candidate.column.header] or "nothing"
    if any(cells[header] not in values and says(cells[header]) != "nothing" for header, values in all_of_them.items()):
        return True, shown, told
    if any(says(cell) == "nothing" for cell in cells.values()):
        return None, shown, told
    undone = next((said for said in row.values() if said and NOT_DONE.fullmatch(said.strip())), "")
    return bool(undone), undone or shown, f"it says «{undone}»" if undone else told
