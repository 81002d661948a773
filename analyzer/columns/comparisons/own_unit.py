"""Who may not do something because the record is about their own unit: a case of a department, a count of a store."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..candidate import Candidate, Scope, each, mostly_kept
from ..claim import Asked
from ..joining import joining_columns
from ..profile import Column, RecordSet
from ..words import says, stem, stems, tokens
from .pairs import OTHERS, different

SHARED = 0.5  # of the different units that acted, which are also among those that records are about
UNLESS = re.compile(r"\b(?:without|unless|except|if|when|only|before|until)\b", re.IGNORECASE)
BY_WHOM = re.compile(r"\b(?:by|nobody|no one|someone|somebody|anyone|anybody|staff|members?|people|persons?)\b", re.IGNORECASE)
AGENT = re.compile(r"(?:ing|er|or)$", re.IGNORECASE)
UNITS = stems("department team unit division branch office site store function group section area region country company entity")


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The unit that did what a claim says, beside the unit that the record is about."""
    if asked.cell or not (asked.denies or OTHERS.search(asked.text)) or not BY_WHOM.search(asked.text):
        return
    if UNLESS.search(asked.text):
        return
    named = [c for c in records.columns if c.kind in ("category", "presence") and c is not records.key]
    acting = [c for c in named if _acts(c, asked)] or _of_who_acts(asked, records)
    about = [c for c in named if c not in acting and _is_unit(c, asked) and not _says_one(c, asked)]
    if len(acting) != 1 or len(about) != 1 or not _share(acting[0], about[0]):
        return
    made = Candidate(
        kind="apart", alone=True, test=each(different), records=records, column=acting[0], start=about[0], scope=scope, score=5.0
    )
    if mostly_kept(different, made, asked):
        yield made


def _acts(column: Column, asked: Asked) -> bool:
    """Whether a column says by whom, or by which unit, what a claim says is done ("counted by", "counting team")."""
    words = [word.lower() for word in tokens(column.header)]
    if words[-1:] == ["by"]:
        return bool(column.about) and set(column.about) <= asked.words
    acts = [stem(AGENT.sub("", word)) for word in words if AGENT.search(word)]
    said = {stem(AGENT.sub("", re.sub(r"ed$", "", word.lower()))) for word in tokens(asked.text)}
    return bool(frozenset(column.about) & UNITS and acts and set(acts) <= said)


def _of_who_acts(asked: Asked, records: RecordSet) -> list[Column]:
    """What a list of people says of the unit of the one who did it, where records name the one."""
    keys = joining_columns(records.other, records) if records.other else None
    who = next((c for c in records.columns if keys and c.header == keys[1]), None)
    if who is None or tokens(who.header)[-1:] != ["by"] or not who.about or not set(who.about) <= asked.words:
        return []
    return [c for c in records.columns if c.header in records.foreign and c.about and set(c.about) <= UNITS & asked.words]


def _is_unit(column: Column, asked: Asked) -> bool:
    """Whether a column says of which unit a record is, and the claim speaks of that unit."""
    words = frozenset(column.about)
    return bool(words & UNITS & asked.words) and words - UNITS <= asked.words


def _says_one(column: Column, asked: Asked) -> bool:
    """Whether a claim names one of the units, so that it speaks of that one alone."""
    said = [stem(word) for word in tokens(asked.text)]
    return any(stems(value) and stems(value) <= frozenset(said) for value in column.values if says(value) == "something")


def _share(one: Column, other: Column) -> bool:
    """Whether two columns name units of one kind."""
    acted, concerned = ({value.lower() for value in c.values if says(value) == "something"} for c in (one, other))
    return len(concerned) > 1 and len(acted & concerned) >= max(1.0, SHARED * len(acted))
