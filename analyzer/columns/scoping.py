"""The rows of a record set that a claim speaks of, by the values of their columns that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from .amounts import above_of, rows_above
from .claim import DENIED, RELATIVE, Asked, Cell
from .grammar import grammar_of
from .profile import Column, RecordSet
from .values import number_of
from .words import says, stem, stems, tokens

SAY_NO_KIND = ("yes", "no", "none", "n/a", "active", "completed", "all")
YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false", "1", "0", ""})
MOST_VALUES = 15  # of a column that tells which rows are meant
MOST_NAMES = 500  # different values of a column whose words are held against those of a label
MOST_KINDS = 6  # values of a column that says of what kind a record is
SHORTEST = 4  # letters of a value that another form of it may name
SHORT_VALUE = 2  # characters; such a value is named with its header ("Class A")
LONGEST_VALUE = 60  # characters
SEVERAL_IN_ONE = re.compile(r"\band\b|&|/|,")
JOINTS = re.compile(r"(?<=\w)[-_](?=\w)")
PIECES = re.compile(r"[a-z0-9]+")
NUMBER = r"(\d+(?:\.\d+)?)"
BETWEEN = re.compile(rf"{NUMBER}\s*(?:-|–|—|to)\s*{NUMBER}", re.IGNORECASE)
FROM = re.compile(
    rf"{NUMBER}\s*(?:\+|and (?:above|over|higher|more|up)|or (?:above|over|higher|more))|(?:≥|>=|at least|from)\s*{NUMBER}",
    re.IGNORECASE,
)
UP_TO = re.compile(rf"{NUMBER}\s*(?:and|or) (?:below|under|lower|less|fewer)|(?:≤|<=|at most|up to)\s*{NUMBER}", re.IGNORECASE)
NAMING = ("category", "text", "presence", "identifier")
OF_THOSE = re.compile(r"\b(?:in|with|of|at|on|having) (.*)$", re.IGNORECASE)  # "staff in night roles"
EVERYWHERE = ("0.0.0.0/0", "::/0")
ANYWHERE = re.compile(
    r"\b(?:any (?:source|address|IP)|anywhere|the (?:whole |public |open )?internet|the world|publicly (?:reachable|accessible))\b",
    re.IGNORECASE,
)


def rows_meant(asked: Asked, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The values of each column of the records that a claim names, to which the rows it speaks of are restricted."""
    known = asked.rows_meant
    if id(records) not in known:
        known[id(records)] = _rows_meant(asked, records)
    return dict(known[id(records)])


def kinds_meant(asked: Asked, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The rows meant by the names of their kinds; that something failed or was done says nothing of what it is."""
    meant = rows_meant(asked, records)
    return {header: values for header, values in meant.items() if all(says(value) == "something" for value in values)}


def _rows_meant(asked: Asked, records: RecordSet) -> dict[str, tuple[str, ...]]:
    if asked.cell:
        return _labelled(asked, records)
    above = above_of(asked.text)
    return {**_named(asked, records), **(rows_above(above, records) if above else {})}


def _named(asked: Asked, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The values of each column that it names."""
    telling = [c for c in records.columns if c.kind in ("category", "answer", "presence") and c is not records.key]
    found = {column.header: named for column in telling if (named := tuple(_meant(asked, column, records)))}
    found = found or (headed(asked.labelling[0], records) if asked.labelling else {})
    return found or next((those for label in asked.labelling if (those := _of_those(label, records))), {})


def _meant(asked: Asked, column: Column, records: RecordSet) -> Iterable[str]:
    """The values of a column that the rows have of which a claim speaks; none where it does not restrict them by it."""
    if _speaks_of_those_with(asked, column):
        return [value for value in column.values if says(value) not in ("nothing", "no")]
    if len(column.values) > MOST_VALUES:
        return []
    if column.kind == "answer" and (
        singles_out(asked, column)
        or _active_only(asked, column)
        or _speaks_only_of(asked, column, records)
        or (len(column.about) > 1 and set(column.about) <= stems("".join(OF_THOSE.findall(asked.claim.scope or ""))))
    ):
        return [value for value in column.values if says(value) == "yes"]
    if column.kind != "category" and column.about and not _kinds(asked, column):
        return []
    filled = [value for value in column.values if value]
    named = [value for value in filled if _names(asked, value, column.header) or _each_such(asked, value, records)]
    named = [value for value in named if not _acts(asked, value)]
    named = named or [value for value in filled if value in EVERYWHERE and ANYWHERE.search(asked.text)]
    return named if len(named) < len(filled) else []


def _acts(asked: Asked, value: str) -> bool:
    """Whether a value names who does what a claim says, and not what it is done to ("Gate Office checks every berth")."""
    scope = asked.claim.scope or ""
    if not scope or value.lower() in scope.lower() or not asked.lowered.removeprefix("the ").startswith(value.lower()):
        return False
    return grammar_of(asked.text).subject.lower().removeprefix("the ") == value.lower()


def _each_such(asked: Asked, value: str, records: RecordSet) -> bool:
    """Whether it speaks of every record that has come to the state which a value names ("every completed order")."""
    if value.lower() not in asked.lowered:
        return False
    found = re.search(rf"\b(?:every|each|all|any)\s+{re.escape(value)}\s+([A-Za-z]+)", asked.text, re.IGNORECASE)
    return value.isalpha() and value.lower().endswith(("ed", "en")) and found is not None and stem(found[1]) in records.subject


def _labelled(asked: Asked, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The same for a cell of a row, by the first label of its row that names any."""
    named = next((found for label in asked.labels if (found := headed(label, records) or _of_those(label, records))), {})
    if not (above := next((found for label in asked.labels[:1] if (found := above_of(label.text))), None)):
        return named
    rows = rows_above(above, records)
    return {**named, **rows} if rows else {}


def _of_those(label: Cell, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The one column of yes and no that a label says in several words ("Posts with keys to the stores": stores_keys)."""
    said = stems("".join(OF_THOSE.findall(label.text)))
    told = [c for c in records.columns if c.kind == "answer" and len(c.about) > 1 and frozenset(c.about) <= said]
    return {c.header: tuple(value for value in c.values if says(value) == "yes") for c in told} if len(told) == 1 else {}


def headed(label: Cell, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The values of each column that one label names, as they are or as a range of figures; else those that say its words."""
    return _in_range(label, records) or _by_name(label, records) or _by_words(label, records)


def _by_name(label: Cell, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The values that are its names, or are so with their header ("Tier C")."""
    names = label.names | {re.sub(r"\s*\(.*?\)", "", one) for one in label.names}
    found: dict[str, tuple[str, ...]] = {}
    for column in (c for c in records.columns if c.kind in NAMING):
        same = label.header.strip().lower() == " ".join(tokens(column.header)).lower()
        numbered = same or bool(stems(label.header) & frozenset(column.about))
        headers = (label.header, column.header) if numbered else ()
        filled = [value for value in column.values if value]
        named = tuple(
            value
            for value in filled
            if ({value.lower(), JOINTS.sub(" ", value.lower())} & names and (numbered or len(value) > SHORT_VALUE))
            or any(f"{header} {value}".lower() in names for header in headers)
        )
        if named and len(named) < len(filled):
            found[column.header] = named
    return found


def _by_words(label: Cell, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The values of the one column of categories of which some say all words of a label ("Pumps": "Pump service")."""
    said = stems(label.text)
    found: dict[str, tuple[str, ...]] = {}
    for column in (c for c in records.columns if c.kind in ("category", "text") and said and len(c.values) <= MOST_NAMES):
        named = tuple(value for value in column.values if said <= stems(value) | stems(JOINTS.sub(" ", value)))
        if named and len(named) < len(column.values):
            found[column.header] = named
    return found if len(found) == 1 else {}


def settings_named(asked: Asked, records: RecordSet) -> list[Column]:
    """The columns whose whole header is the label of a row of two cells, so that the other says what each record has."""
    labels = [stems(label.text) for label in asked.labels]
    if len(labels) != 1 or not labels[0]:
        return []
    return [c for c in records.columns if c.kind in ("category", "presence") and frozenset(c.about) == labels[0]]


def _in_range(label: Cell, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The figures that lie in the range which a label gives, in the one column of the label's header ("15 and above")."""
    lowest, highest = range_of(label.text) or (0.0, -1.0)
    if lowest > highest:
        return {}
    columns = [c for c in records.columns if stems(label.header) and stems(label.header) <= stems(" ".join(tokens(c.header)))]
    figures = [(c.header, [(v, number_of(v)) for v in c.values if v]) for c in columns]
    found = {
        header: tuple(value for value, number in known if number is not None and lowest <= number <= highest)
        for header, known in figures
        if known and all(number is not None for _, number in known)
    }
    return found if len(found) == 1 and all(found.values()) else {}


def range_of(text: str) -> tuple[float, float] | None:
    """The lowest and highest figure of the range that a text gives and nothing else; None where it gives none."""
    plain = text.strip(" `*_.")
    if found := BETWEEN.fullmatch(plain):
        return float(found[1]), float(found[2])
    if found := FROM.fullmatch(plain):
        return float(found[1] or found[2]), float("inf")
    if found := UP_TO.fullmatch(plain):
        return float("-inf"), float(found[1] or found[2])
    return None


def _speaks_of_those_with(asked: Asked, column: Column) -> bool:
    """Whether it speaks of records in which a column of names is filled, or a count is not nought ("guests of sailors")."""
    scope = stems(asked.scope)
    some = column.kind == "presence" and any(says(value) == "nothing" for value in column.values)
    counts = "0" in column.values and all(value.isdigit() for value in column.values)
    return (some and len(column.about) > 1 and frozenset(column.about) <= scope) or (counts and stems(column.header) <= scope)


def singles_out(asked: Asked, column: Column) -> bool:
    """Whether it speaks only of what a column of yes and no says yes of ("suppliers that held customer files")."""
    clauses = [stems(one[1]) for one in RELATIVE.finditer(asked.text) if not DENIED.search(one[1])]
    return len(column.about) > 1 and any(set(column.about) <= clause for clause in clauses)


def _speaks_only_of(asked: Asked, column: Column, records: RecordSet) -> bool:
    """Whether it speaks only of records of which a column says yes, by an adjective before their name ("powerful roles")."""
    pairs = pairwise(re.findall(r"[A-Za-z]+", asked.claim.scope or ""))
    plain = all(value.lower() in YES_OR_NO for value in column.values)
    return plain and len(column.about) == 1 and any(stem(a) == column.about[0] and stem(b) in records.subject for a, b in pairs)


def _active_only(asked: Asked, column: Column) -> bool:
    """Whether it speaks of what is active, and the column says which is."""
    state = stems(column.header) & stems("state status active enabled")
    return bool(state and re.search(r"\b(?:active|enabled)\b", asked.claim.scope or "", re.IGNORECASE))


def _is_event(asked: Asked, value: str) -> bool:
    """Whether the label of a row says what is done by the word of a value ("Case closed")."""
    return any(re.search(rf"\w\W+{re.escape(value)}\W*$", label.text, re.IGNORECASE) for label in asked.labelling[:1])


def _kinds(asked: Asked, column: Column) -> bool:
    """Whether a column of answers or of gaps holds a few kinds, one of which the scope names in another form."""
    filled = [value for value in column.values if says(value) == "something"]
    return 1 <= len(filled) <= MOST_KINDS and any(_in_scope(asked, value) for value in filled)


def _in_scope(asked: Asked, value: str) -> bool:
    """Whether the words for the population say a value in another form, or all words of it."""
    said, named = stems(asked.claim.scope or ""), stems(value)
    return (len(named) > 1 and named <= said) or (value.isalpha() and len(value) >= SHORTEST and stem(value) in said)


def _names(asked: Asked, value: str, header: str) -> bool:
    """Whether the claim says a value of a category, as a word of its own."""
    short = re.sub(r"\s*\(.*?\)", "", value).strip()
    if not all(piece in asked.lowered for piece in PIECES.findall(short.lower())):
        several = SHORT_VALUE <= len(short) <= LONGEST_VALUE and short.lower() not in SAY_NO_KIND and not short.isdigit()
        return several and (_several_said(asked, short) or _in_scope(asked, short))
    last = (tokens(header) or [header])[-1]
    called = rf"(?<![\w-])(?:{re.escape(header)}|{re.escape(last)})s?(?:[ -]|: ){re.escape(short)}(?![\w-])"
    if (len(short) <= SHORT_VALUE or short.isdigit()) and re.search(called, asked.text, re.IGNORECASE):
        return True
    if short.isdigit() or not SHORT_VALUE <= len(short) <= LONGEST_VALUE or short.lower() in SAY_NO_KIND:
        return False
    if re.search(rf"\bincluding\b[^.;]*{re.escape(short)}", asked.text, re.IGNORECASE):
        return False
    what_is_done = rf"(?<!that )(?<!which )(?<!who )\b(?:is|are|be) {re.escape(short)}\b"
    if short.lower().endswith(("ed", "en")) and (re.search(what_is_done, asked.text, re.IGNORECASE) or _is_event(asked, short)):
        return False
    loose = re.sub(r"[\s_-]+", r"[\\s_-]?", re.escape(short).replace(r"\ ", " ").replace(r"\-", "-").replace(r"\_", "_"))
    if re.search(rf"(?<![\w-]){loose}s?(?![\w-])", asked.text, re.IGNORECASE):
        return True
    return _several_said(asked, short) or _in_scope(asked, short)


def _several_said(asked: Asked, value: str) -> bool:
    """Whether it says all things that one value joins ("masts, sails and ropes" for "Masts and sails")."""
    return bool(SEVERAL_IN_ONE.search(value)) and len(stems(value)) > 1 and stems(value) <= stems(asked.text)
