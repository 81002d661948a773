"""Exports that no source describes: matched to a vendor-neutral table by their headers, or left alone.

A header names a column when it equals the column's name or one of its synonyms, case, spaces and punctuation aside; for
a column of dates `completed_at`, `Completed On` and `Date Completed` are the same. A table is taken only when

- the file has all columns by which the table is recognised, and at least three of its columns or no other column;
- its headers are telling, or nearly the whole file fits: one that no other table knows tells enough, and so do two that
  one other table knows each, three that two others know, and so on;
- no other table that qualifies has as many of its columns in the file.

A file that is called after a table may use short headers (`No`, `Date`, `By`), and has to have the columns by which the table
is recognised and no more. What the records stand in (`host.name` of its findings) may give such a column, but says nothing on
which table it is. Nothing is guessed from values; they tell only whether what names a record is an identifier already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from ..catalog import Column, Table
from ..config import MatchRule
from ..stems import stem_of as stem_of_word
from ..stems import tokens
from .cells import tell_apart
from .headers import forms_of, numbered, outside_forms_of, plain, stem_of, telling

FEWEST = 3
NEARLY_WHOLE = 0.8
TELLS_MORE = Fraction(1, 20)
"""By how much the headers of one table have to be rarer than those of another that fits as many."""
SHOWN = 12
IDENTIFIERS = (
    "id", "no", "number", "reference", "ref", "key", "code", "entry", "case", "item", "record", "row", "ticket", "serial",
)  # fmt: skip
"""What the identifier of a row is called where the name of the file says of what."""
OF_OTHERS = frozenset({"person_id", "user_id", "account_id", "resource_id", "vendor_id", "source_id", "risk_id", "credential_id"})
DAYS = ("date", "when", "on", "day", "at", "time", "timestamp")
REMARKS = ("remark", "comment", "note")
NOBODY = 100
"""Tables that stand for a header that none knows by this very name (`completionTime` for `completed_at`): it tells little."""


@dataclass(frozen=True, slots=True)
class Match:
    """A table and the header that stands for each of its columns."""

    table: Table
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a file was left alone, for people."""

    why: str


def match_table(
    headers: Iterable[str], tables: Mapping[str, Table], called: str = "", around: Iterable[str] = (),
    cells: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Match | NoMatch:  # fmt: skip
    """The table that a file's headers clearly mean.

    Args:
        headers: the headers of a delimited file, or the keys of JSON records.
        tables: the tables to choose from.
        called: what the file is called.
        around: keys of what the records stand in.
        cells: the first values of each header, where they are known; they tell only whether a name is an identifier.
    """
    given, outside = _Given(headers), _Given(around, outside_forms_of)
    allowed = {table.id: table for table in tables.values() if table.recognise and not says(called, table.not_called)}
    users = Counter(word for table in tables.values() if table.recognise for word in _words_of(table))
    found = {table.id: _headers_of(table, given) for table in allowed.values()}
    clear = [name for name, chosen in found.items() if _is_clear(allowed[name], chosen, given, outside, users)]
    ranked = sorted(clear, key=lambda name: (-len(found[name]), name))
    named = named_after(called, allowed)
    if named:
        chosen = _headers_of(named, given, short=True)
        whole = _with_outside(named, chosen, outside)
        enough = len(whole) >= min(FEWEST, len(given.headers)) and not _lacking(named.recognise_called or named.recognise, whole)
        if enough and not (ranked and len(found[ranked[0]]) > len(chosen)):
            return Match(named, _by_own_identifier(named, chosen, given, cells))
    if not clear:
        return NoMatch(_nearest(given.headers, found, allowed))
    ranked.sort(key=lambda name: (-len(found[name]), -_weight(found[name], users)))
    first, second = (ranked[0], ranked[1]) if len(ranked) > 1 else (ranked[0], None)
    alike = second is not None and len(found[first]) == len(found[second])
    if alike and _weight(found[first], users) < _weight(found[second or first], users) + TELLS_MORE:
        return NoMatch(f"its columns fit the tables {ranked[0]} and {ranked[1]} equally well")
    return Match(allowed[ranked[0]], _by_own_identifier(allowed[ranked[0]], found[ranked[0]], given, cells))


def _by_own_identifier(table: Table, chosen: dict[str, str], given: _Given, cells: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Rows with an identifier of their own beside a name are told by the identifier ("ref" beside "risk")."""
    key = next((one for one in table.key[0].split("|") if one.endswith("_id")), None)
    subjects = {plain(word) for entry in table.called for word in entry.split()}
    own = [header for header in given.headers if plain(header) in IDENTIFIERS and header not in chosen.values()]
    if key is None or plain(chosen.get(key, "")) not in subjects or len(own) != 1 or tell_apart(cells.get(chosen[key], ())):
        return chosen
    named = {"description": chosen[key]} if "description" in table.columns and "description" not in chosen else {}
    return {**chosen, key: own[0], **named}


def named_after(called: str, tables: Mapping[str, Table]) -> Table | None:
    """The table after which a file is called, None where there is none or where there are several.

    `restore-test-log` speaks of restore tests, whatever its columns are called; more words tell more than fewer.
    """
    most: dict[str, int] = {}
    for table in tables.values():
        words = max((len(entry.split()) for entry in table.called if says(called, (entry,))), default=0)
        if words and not says(called, table.not_called):
            most[table.id] = words
    best = [name for name, words in most.items() if words == max(most.values())]
    return tables[best[0]] if len(best) == 1 else None


def says(called: str, entries: Iterable[str]) -> bool:
    """Whether a name has all words of one of the entries, in their order."""
    for entry in entries:
        rest = iter(_stems(called))
        if all(word in rest for word in _stems(entry)):
            return True
    return False


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem_of_word(word) for word in tokens(text))


def subject_named(called: str, match: Match, given: Iterable[str], tables: Mapping[str, Table]) -> Table | None:
    """The table of whose subject the name of a file speaks, where that is another than the one its columns were taken for.

    None where the columns say clearly more for the one that they were taken for.

    Args:
        called: what the file is called.
        match: the table that its columns fit.
        given: its headers.
    """
    named = named_after(called, tables)
    if named is None or named is match.table or len(_headers_of(named, _Given(given), short=True)) < len(match.headers):
        return None
    return named


def match_with(table: Table, given: Iterable[str]) -> Match | None:
    """The match of a file with one table, as if it were called after it; None where it lacks what such a file has to have."""
    chosen = _headers_of(table, _Given(given), short=True)
    return None if _lacking(table.recognise_called or table.recognise, chosen) else Match(table, chosen)


def with_context(match: Match, given: Iterable[str]) -> Match:
    """The match with free columns filled from what the records stand in (`pipeline.name`), by names and synonyms alone.

    Args:
        given: keys of what the records stand in; they say nothing on which table it is.
    """
    return Match(match.table, _with_outside(match.table, match.headers, _Given(given, outside_forms_of)))


def _with_outside(table: Table, chosen: Mapping[str, str], outside: _Given) -> dict[str, str]:
    headers = dict(chosen)
    for column, spec in table.columns.items() if outside.headers else ():
        header = None if column in headers else _first(spec, _names(column, spec), outside, set(headers.values()))
        if header is not None:
            headers[column] = header
    return headers


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
    told = {column: header for column, header in _headers_of(table, _Given(free)).items() if column not in rule.columns}
    return Match(table, {**told, **rule.columns})


def _words_of(table: Table) -> set[str]:
    """The headers that the table knows."""
    return {plain(name) for column, spec in table.columns.items() for name in (column, *spec.synonyms)}


def _names(column: str, spec: Column) -> Iterator[str]:
    yield column
    yield from spec.synonyms
    if column == "notes":
        yield from REMARKS


def _headers_of(table: Table, given: _Given, short: bool = False) -> dict[str, str]:
    """The header of each column that the file has; own names go before synonyms, each header stands for one column.

    Args:
        short: whether the file is called after the table, so that short headers say enough.
    """
    chosen: dict[str, str] = {}
    for names_of in (_own, _names):
        _choose(table, names_of, given, chosen)
    if short:
        _choose(table, _short_of(table), given, chosen)
        _claim(table, given, chosen)
    return chosen


def _choose(table: Table, names_of: Callable[[str, Column], Iterator[str]], given: _Given, chosen: dict[str, str]) -> None:
    """Give each column that has none the free header that one of its names means."""
    taken = set(chosen.values())
    for column, spec in table.columns.items():
        header = None if column in chosen else _first(spec, names_of(column, spec), given, taken)
        if header is not None:
            chosen[column] = header
            taken.add(header)


def _claim(table: Table, given: _Given, chosen: dict[str, str]) -> None:
    """Give a column by which the table is recognised the short header that a column which is no sign of it has (`Name`).

    The identifier may also be what the first header numbers by an abbreviation (`RA No`).
    """
    signs = {column for entry in (*table.recognise_called, *table.recognise) for column in entry.split("|")}
    names_of = _short_of(table)
    for column in (one for one in table.columns if one in signs and one not in chosen):
        kept = {header for other, header in chosen.items() if other in signs}
        header = _first(table.columns[column], names_of(column, table.columns[column]), given, kept)
        if header is None and column == _identifier(table) and given.headers and numbered(given.headers[0]):
            header = given.headers[0] if given.headers[0] not in kept else None
        if header is not None:
            for other in [one for one, taken in chosen.items() if taken == header]:
                del chosen[other]
            chosen[column] = header


def _identifier(table: Table) -> str | None:
    """The column that numbers the rows of a table itself, and not what they are about."""
    return next((one for one in table.key[0].split("|") if one.endswith("_id") and one not in OF_OTHERS), None)


def _own(column: str, spec: Column) -> Iterator[str]:
    yield column


def _short_of(table: Table) -> Callable[[str, Column], Iterator[str]]:
    identifier = _identifier(table)

    def names(column: str, spec: Column) -> Iterator[str]:
        yield from spec.short
        if column == identifier:
            for subject in (name for entry in table.called for name in (entry, entry.split()[-1])):
                yield from (subject, f"{subject} id")
            yield from ("".join(word[0] for word in entry.split()) for entry in table.called if " " in entry)
            yield from IDENTIFIERS
        if column == table.events_at:
            yield from DAYS

    return names


def _first(spec: Column, names: Iterable[str], given: _Given, taken: Collection[str]) -> str | None:
    """The free header that one of the names means, the same words before others for the same date or yes and no."""
    known = list(names)
    said = [plain(name) for name in known]
    found = _free(given.words, said, taken)
    if found is None and spec.type in ("timestamp", "date"):
        found = _free(given.dates, [stem_of(name) or plain(name) for name in known], taken)
    if found is None and spec.type == "text":
        found = _free(given.numbers, [number for name in known if (number := numbered(name))], taken)
    if found is None and spec.type == "boolean":
        found = _free(given.words, [word + answer for word in said for answer in ("yn", "yesno")], taken)
    return found


def _free(headers: Mapping[str, Sequence[str]], said: Iterable[str], taken: Collection[str]) -> str | None:
    return next((header for one in said for header in headers.get(one, ()) if header not in taken), None)


class _Given:
    """The headers of a file by what they say, in words, as dates and as numbers; the whole of a header goes before its parts."""

    def __init__(self, headers: Iterable[str], forms_of: Callable[[str], tuple[str, ...]] = forms_of) -> None:
        self.headers = list(headers)
        ranked = sorted(
            (
                (at, telling(header) if at else 0, place, header, form)
                for place, header in enumerate(self.headers)
                for at, form in enumerate(forms_of(header))
            ),
        )
        self.words = _by(plain, ranked)
        self.dates = _by(stem_of, ranked)
        self.numbers = _by(numbered, ranked)


def _by(says: Callable[[str], str | None], ranked: Iterable[tuple[int, int, int, str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, _, _, header, form in ranked:
        if said := says(form):
            found.setdefault(said, []).append(header)
    return found


def _is_clear(table: Table, chosen: Mapping[str, str], given: _Given, outside: _Given, users: Mapping[str, int]) -> bool:
    if _lacking(table.recognise, _with_outside(table, chosen, outside)) or len(chosen) < min(FEWEST, len(given.headers)):
        return False
    share = len(chosen) / len(given.headers)
    return share >= NEARLY_WHOLE or _weight(chosen, users) >= 1


def _weight(chosen: Mapping[str, str], users: Mapping[str, int]) -> Fraction:
    """How much headers tell: one that no other table knows counts whole, one that two know half, and so on."""
    return sum((Fraction(1, users[plain(header)] or NOBODY) for header in chosen.values()), Fraction(0))


def _lacking(entries: Iterable[str], headers: Mapping[str, str]) -> list[str]:
    return [entry for entry in entries if not any(column in headers for column in entry.split("|"))]


def _nearest(given: list[str], found: Mapping[str, dict[str, str]], tables: Mapping[str, Table]) -> str:
    shown = ", ".join(given[:SHOWN]) + (f" and {len(given) - SHOWN} more" if len(given) > SHOWN else "")
    why = f"not recognised: columns {shown}"
    nearest = max(found, key=lambda name: (len(found[name]), -len(_lacking(tables[name].recognise, found[name]))), default=None)
    if nearest is None or not found[nearest]:
        return why
    lacking = " and ".join(entry.replace("|", " or ") for entry in _lacking(tables[nearest].recognise, found[nearest]))
    return f"{why}; nearest table {nearest} lacks {lacking or 'a column that no other table has'}"
