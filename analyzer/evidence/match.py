"""Exports that no source describes: matched to a vendor-neutral table by their headers, or left alone.

A header names a column when it equals the column's name or one of its synonyms, case, spaces and punctuation aside; for
a column of dates `completed_at`, `Completed On` and `Date Completed` are the same. A table is taken only when

- the file has all columns by which the table is recognised, and at least three of its columns or no other column;
- its headers are telling, or nearly the whole file fits: one that no other table knows tells enough, and so do two that
  one other table knows each, three that two others know, and so on;
- no other table that qualifies has as many of its columns in the file.

Nothing is guessed from values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from ..catalog import Column, Table
from ..config import MatchRule
from ..stems import stem_of as stem_of_word
from ..stems import tokens

FEWEST = 3
NEARLY_WHOLE = 0.8
SHOWN = 12
NOBODY = 100
"""Tables that stand for a header that none knows by this very name (`completionTime` for `completed_at`): it tells little."""
NUMBER = re.compile(r"^(?P<what>\w.*) (?:id|no|nr|number|num|ref)$", re.IGNORECASE)
MOMENT = re.compile(r"^(?:date(?=\w)(?P<before>.+)|(?P<after>.+?)(?:datetime|date|time|at|on))(?:utc)?$")


@dataclass(frozen=True, slots=True)
class Match:
    """A table and the header that stands for each of its columns."""

    table: Table
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a file was left alone, for people."""

    why: str


def match_table(headers: Iterable[str], tables: Mapping[str, Table]) -> Match | NoMatch:
    """The table that a file's headers clearly mean.

    Args:
        headers: the headers of a delimited file, or the keys of JSON records.
        tables: the tables to choose from.
    """
    given = list(headers)
    candidates = [table for table in tables.values() if table.recognise]
    users = Counter(word for table in candidates for word in _words_of(table))
    found = {table.id: _headers_of(table, given) for table in candidates}
    clear = [name for name, chosen in found.items() if _is_clear(tables[name], chosen, given, users)]
    if not clear:
        return NoMatch(_nearest(given, found, tables))
    ranked = sorted(clear, key=lambda name: (-len(found[name]), name))
    if len(ranked) > 1 and len(found[ranked[0]]) == len(found[ranked[1]]):
        return NoMatch(f"its columns fit the tables {ranked[0]} and {ranked[1]} equally well")
    return Match(tables[ranked[0]], found[ranked[0]])


def subject_named(called: str, taken: Table, tables: Mapping[str, Table]) -> Table | None:
    """The table of whose subject the name of a file speaks, where that is another than the one its columns were taken for.

    `restore-test-log` speaks of restore tests, whatever its columns are called.

    Args:
        called: what the file is called.
        taken: the table that its columns fit.
    """
    said = {stem_of_word(word) for word in tokens(called)}
    named = [table for table in tables.values() if said & {stem_of_word(word) for word in table.called}]
    return named[0] if len(named) == 1 and named[0] is not taken else None


def with_context(match: Match, given: Iterable[str]) -> Match:
    """The match with free columns filled from what the records stand in (`pipeline.name`), by names and synonyms alone.

    Args:
        given: keys of what the records stand in; they say nothing on which table it is.
    """
    headers, free = dict(match.headers), list(given)
    for column, spec in match.table.columns.items():
        header = None if column in headers else _first(spec, list(_names(column, spec)), free, set(headers.values()))
        if header is not None:
            headers[column] = header
    return Match(match.table, headers)


def confirmed(rule: MatchRule, given: Sequence[str], tables: Mapping[str, Table]) -> Match:
    """The match that the owner of a file states; columns that the rule leaves open are told by their names.

    Raises:
        ValueError: if there is no such table, column or header.
    """
    table = tables.get(rule.table)
    if table is None:
        raise ValueError(f"there is no table {rule.table!r}")
    faults = [f"the table {table.id} has no column {column!r}" for column in rule.columns if column not in table.columns]
    faults += [f"the file has no column {header!r}" for header in rule.columns.values() if header not in given]
    if faults:
        raise ValueError("; ".join(faults))
    free = [header for header in given if header not in rule.columns.values()]
    told = {column: header for column, header in _headers_of(table, free).items() if column not in rule.columns}
    return Match(table, {**told, **rule.columns})


@cache
def plain(header: str) -> str:
    """A header without case, punctuation and remarks in square brackets: `Last Sign In [READ ONLY]` is `lastsignin`.

    What stands in round brackets stays, because it is often the unit; only Jira's `Custom field (Approver)` is `approver`.
    """
    named = re.sub(r"^custom field \((.+)\)$", r"\1", header.strip(), flags=re.IGNORECASE)
    return re.sub(r"[\W_]+", "", re.sub(r"\[.*?\]", "", named).replace("#", "number")).lower() or header.lower()


@cache
def stem_of(header: str) -> str | None:
    """What a header dates: `completed` for `Date Completed` and `completed_at`; None for one that does not say date."""
    found = MOMENT.match(plain(header))
    return (found["before"] or found["after"]) if found else None


@cache
def numbered(header: str) -> str | None:
    """What a header numbers: `person` for `person_no` and `Person ID`; None for one that numbers nothing."""
    found = NUMBER.match(" ".join(tokens(header)))
    return found["what"].lower() if found else None


def _words_of(table: Table) -> set[str]:
    """The headers that the table knows."""
    return {plain(name) for column, spec in table.columns.items() for name in (column, *spec.synonyms)}


def _names(column: str, spec: Column) -> Iterator[str]:
    yield column
    yield from spec.synonyms


def _headers_of(table: Table, given: list[str]) -> dict[str, str]:
    """The header of each column that the file has; own names go before synonyms, each header stands for one column."""
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for own in (True, False):
        for column, spec in table.columns.items():
            names = [column] if own else list(_names(column, spec))
            header = None if column in chosen else _first(spec, names, given, taken)
            if header is not None:
                chosen[column] = header
                taken.add(header)
    return chosen


def _first(spec: Column, names: list[str], given: list[str], taken: set[str]) -> str | None:
    """The free header that one of the names means, the same words before others for the same date or yes and no."""
    free = {plain(header): header for header in reversed(given) if header not in taken}
    for name in names:
        if header := free.get(plain(name)):
            return header
    if spec.type in ("timestamp", "date"):
        dates = {stem: header for header in reversed(given) if header not in taken and (stem := stem_of(header))}
        for name in names:
            if header := dates.get(stem_of(name) or plain(name)):
                return header
    if spec.type == "text":
        numbers = {number: header for header in reversed(given) if header not in taken and (number := numbered(header))}
        for name in names:
            if (number := numbered(name)) and (header := numbers.get(number)):
                return header
    if spec.type == "boolean":
        for name in names:
            if header := free.get(plain(name) + "yn") or free.get(plain(name) + "yesno"):
                return header
    return None


def _is_clear(table: Table, chosen: Mapping[str, str], given: list[str], users: Mapping[str, int]) -> bool:
    if _lacking(table, chosen) or len(chosen) < min(FEWEST, len(given)):
        return False
    share = len(chosen) / len(given)
    return share >= NEARLY_WHOLE or sum(Fraction(1, users[plain(h)] or NOBODY) for h in chosen.values()) >= 1


def _lacking(table: Table, headers: Mapping[str, str]) -> list[str]:
    return [entry for entry in table.recognise if not any(column in headers for column in entry.split("|"))]


def _nearest(given: list[str], found: Mapping[str, dict[str, str]], tables: Mapping[str, Table]) -> str:
    shown = ", ".join(given[:SHOWN]) + (f" and {len(given) - SHOWN} more" if len(given) > SHOWN else "")
    why = f"not recognised: columns {shown}"
    nearest = max(found, key=lambda name: (len(found[name]), -len(_lacking(tables[name], found[name]))), default=None)
    if nearest is None or not found[nearest]:
        return why
    lacking = " and ".join(entry.replace("|", " or ") for entry in _lacking(tables[nearest], found[nearest]))
    return f"{why}; nearest table {nearest} lacks {lacking or 'a column that no other table has'}"
