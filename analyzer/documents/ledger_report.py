"""The ledger of promised values as text and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from claims import Claim

from ..reports.json_report import dumps, plain
from ..reports.text import clean, one_line, shorten, stated, words
from .ledger import Entry

WIDTH = 80


def ledger_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """The ledger for a terminal: a parameter, its values, and under each value where it is stated and how."""
    for (topic, parameter), group in groupby(entries, key=lambda one: (one.topic, one.parameter)):
        values = list(group)
        several = f": {len(values)} values" if len(values) > 1 else ""
        says, name = values[0].says, f"{topic}.{parameter}"
        yield clean(f"{says[:1].upper()}{says[1:]}{several}  ({name})" if says else f"{name}{several}")
        for one in values:
            yield f"  {stated(one.value)}"
            for claim in one.claims:
                marks = [mark for mark, usual in ((claim.modality, "in_force"), (claim.party, "own")) if mark != usual]
                yield clean(f"    {claim.place}" + (f"  ({', '.join(map(words, marks))})" if marks else ""))
                quote = f"“{shorten(claim.quote, 2 * WIDTH)}”"
                yield from textwrap.wrap(quote, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 7)


def ledger_json(entries: Sequence[Entry]) -> str:
    """The ledger as `{"ledger": [{"topic", "parameter", "means", "value", "stated": [{"id", "document", "quote", ...}]}]}`."""
    return dumps(
        {
            "ledger": [
                {
                    "topic": one.topic, "parameter": one.parameter, "means": one.says, "value": plain(one.value),
                    "stated": [_stated(claim) for claim in one.claims],
                }
                for one in entries
            ]
        }
    ) + "\n"  # fmt: skip


def _stated(claim: Claim) -> dict[str, str | None]:
    return {
        "id": claim.id, "document": claim.place.document, "place": str(claim.place), "quote": claim.quote,
        "text": one_line(claim.text), "scope": claim.scope, "modality": claim.modality, "party": claim.party,
    }  # fmt: skip
