"""The tests that the columns of a record set offer for a claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.row_text import cells_of

from .amounts import above_of, rows_above
from .beginning import ENDMOST, beginning_of, comes_first, in_order, is_target, never_after
from .beyond import rows_beyond
from .cadence import cadences, done
from .candidate import Candidate, each
from .claim import Asked
from .comparisons import comparisons
from .joining import joining_columns
from .limits import OLDER
from .profile import Column, RecordSet
from .recurrence import recurrences
from .scoping import MOST_NAMES, NAMING, kinds_meant, rows_meant, settings_named
from .spans import LASTS
from .starts import as_mostly_kept
from .telling import SURELY, WIDE, completion, core_words, endings, names_population, scope_known, tells
from .weigh import ages, covered, state, taken, weekday
from .words import beginnings, container_stems, lexicon, says, stem, stems, tokens

UNSAID = 0.1  # of a score, for a word of a header that a claim does not say
FARTHER = 0.25  # of a score; what one file tells comes before what it takes two for
PLAIN = stems("access data system user account record")  # what is acted on, in whatever words a claim says it
TOLD = 3  # words of the two moments of a deadline
REPLACED = re.compile(r"\b(?:rotat\w+|replac\w+|renew\w+|re-?issu\w+|regenerat\w+|exchanged)\b", re.IGNORECASE)
MADE = stems("created issued generated rotated")  # since when a key or password is the one that it is
DEALT_WITH = re.compile(
    r"\b(?:carried out|handled|processed|dealt with|fulfilled|honou?red|settled|actioned|completed|closed|resolved|finished)\b",
    re.IGNORECASE,
)
KEPT = re.compile(r"\b(?:retain\w*|retention|kept|delet\w*|purg\w*|erase\w*|stor(?:e|ed|age)|held)\b", re.IGNORECASE)
WRITTEN = r"(?:recorded|documented|written|noted|logged|captured|entered|stated|filled in)"
EITHER = re.compile(r"\bor\b", re.IGNORECASE)
TIME_OF = re.compile(
    rf"\bthe (?:time|date|day|hour)s? of ([\w ]+?) (?:is|are|must be|shall be) (?:\w+ )?{WRITTEN}\b", re.IGNORECASE
)
PROPER = re.compile(r"(?<=[\w,] )[A-Z][a-z]{3,}\b")  # names within a sentence


def candidates(asked: Asked, sets: Sequence[RecordSet], together: Sequence[RecordSet] = ()) -> list[Candidate]:
    """All tests that the evidence offers for a claim, the best first.

    Args:
        asked: the claim, or a cell of it.
        sets: the records of each file.
        together: records with what other files say of what they name; they offer only what needs both.
    """
    nearest = max((_affinity(asked, records) for records in sets), default=0)
    near = [one for one in sets if _affinity(asked, one) >= nearest or _singled_out(asked, kinds_meant(asked, one))]
    found = [one for records in near for one in _of(asked, records)]
    for records in (one for one in sets if asked.limit and _affinity(asked, one) < nearest):
        found += [one for one in _deadlines(asked, records, rows_meant(asked, records)) if _both_told(one, asked)]
    for records in (one for one in sets if _affinity(asked, one) < nearest and one not in near):
        beside = comparisons(asked, records, rows_meant(asked, records))
        found += [replace(one, score=one.score - FARTHER) for one in beside if one.alone and names_population(asked, records)]
    both = [one for records in together if _affinity(asked, records) >= nearest for one in _of(asked, records)]
    both = [replace(one, score=one.score - FARTHER) for one in both if one.needs_both]
    found = [one for one in found if not any(_narrows(other, one, asked) for other in both)] + both
    found += coverages(asked, sets)
    found += recurrences(asked, sets, together)
    found = found or _only_one(asked, sets)
    return sorted(found, key=lambda c: (-c.score, c.records.file, c.records.name, c.column.header))


def _narrows(other: Candidate, one: Candidate, asked: Asked) -> bool:
    """Whether a test is another one, of the rows alone that a claim's population names by what a second file says of them.

    What one file says of those whom another one names is asked of the rows that the claim means there ("holders of a permit").
    """
    named = not one.scope and _singled_out(asked, other.scope) and other.kind == one.kind == "state"
    theirs = other.records.other is not None and other.records.other.file == one.records.file
    if named and theirs and other.column.header == one.column.header and one.column.header in other.records.foreign:
        return True
    same = (other.kind, other.records.file, other.column.header) == (one.kind, one.records.file, one.column.header)
    begins = [column.header if column else "" for column in (other.start, one.start)]
    more = {header: values for header, values in other.scope.items() if header not in one.scope}
    return same and begins[0] == begins[1] and bool(more) and _singled_out(asked, more)


def _only_one(asked: Asked, sets: Sequence[RecordSet]) -> list[Candidate]:
    """The deadline whose two moments a claim names and that only one of all record sets has."""
    runs = asked.clock - ENDMOST or stems(asked.claim.scope or "") - WIDE
    if not asked.limit or not runs:
        return []
    found: list[Candidate] = []
    for records in sets:
        for one in _deadlines(asked, records, rows_meant(asked, records)):
            begins = frozenset(one.start.about if one.start else ())
            told = bool(begins) and begins <= runs and frozenset(one.column.about) <= asked.words | completion()
            named = begins == stems(asked.claim.scope or "") or (bool(asked.clock) and names_population(asked, records))
            found += [replace(one, score=SURELY)] if told and named else []
    return found if len({id(one.records) for one in found}) == 1 else []


def _both_told(one: Candidate, asked: Asked) -> bool:
    """Whether a claim says the words of both moments of a deadline so fully that its records need no other name."""
    begins = frozenset(one.start.about if one.start else ())
    ends = frozenset(one.column.about) & asked.words
    runs = asked.clock - ENDMOST
    return bool(begins & runs) and begins <= runs | asked.words and len(ends) + len(begins) >= TOLD


def _affinity(asked: Asked, records: RecordSet) -> int:
    """How many words of what records are about a claim and its scope say; the rows of the nearest records are its population."""
    return 2 * len(records.subject & asked.words) + len(records.subject & stems(asked.claim.scope or ""))


def _of(asked: Asked, records: RecordSet) -> Iterator[Candidate]:
    records = rows_beyond(asked, records)
    if not records.rows:
        return
    scope = rows_meant(asked, records)
    above = above_of(asked.text)
    if (asked.cell and not scope and not settings_named(asked, records)) or (above and not rows_above(above, records)):
        return
    found = [*_tests(asked, records, scope)]
    if not _speaks_of(asked, records, scope):
        much = [one for one in found if one.kind in ("state", "choice", "order", "lead") and _says_much(one, asked)]
        found = [*much, *(one for one in found if one.alone or (one.kind == "deadline" and _both_told(one, asked)))]
    yield from found


def _says_much(one: Candidate, asked: Asked) -> bool:
    """Whether a claim says several words of the columns that a test compares."""
    about = frozenset(one.column.about) | frozenset(one.start.about if one.start else ())
    named = one.kind == "choice" and bool(stems(asked.claim.scope or "") - WIDE) and names_population(asked, one.records)
    return named or len(about & asked.words) > (2 if one.start and one.kind != "lead" else 1)


def _tests(asked: Asked, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> Iterator[Candidate]:
    if asked.limit:
        named = names_population(asked, records) or _singled_out(asked, scope)
        yield from (one for one in _deadlines(asked, records, scope) if named or _both_told(one, asked))
    elif asked.every:
        yield from _ages(asked, records, scope)
        yield from cadences(asked, records, scope)
    elif asked.claim.form != "row" or asked.kept is None:  # how long something is kept is not whether it is there
        yield from states(asked, records, scope)
    yield from _windows(asked, records, scope)
    yield from comparisons(asked, records, scope)


def _speaks_of(asked: Asked, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> bool:
    """Whether the records are about what the claim is about."""
    if scope or records.subject & asked.words:
        return True
    return bool(records.subject & asked.around) and scope_known(asked, records)


def _singled_out(asked: Asked, scope: dict[str, tuple[str, ...]]) -> bool:
    """Whether the values that restrict the rows stand in the words that name a claim's population."""
    said = asked.claim.scope or ""
    named = [value for values in scope.values() for value in values]
    return any(asked.says_value(value, said) or (stems(value) and stems(value) <= stems(said)) for value in named)


def states(asked: Asked, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> Iterator[Candidate]:
    """The columns that say of each record whether what a claim requires is done or there."""
    if not re.search(lexicon().obliges, asked.text, re.IGNORECASE) and asked.claim.form == "sentence":
        return
    for column in records.columns:
        if _is_written_down(column, asked):
            yield Candidate(kind="state", test=state, records=records, column=column, scope=scope, score=SURELY)
            continue
        if (
            column is records.key
            or column.kind not in ("answer", "presence", "moment", "identifier")
            or not column.about
            or column.header in scope
            or _is_one_of_two(column, asked, records)
        ):
            continue
        if (asked.wants_off and column.kind != "answer") or _says_itself(column, records):
            continue  # what must not be is not missing where nothing is written
        if column.kind in ("moment", "identifier") and not any(says(v) in ("no", "pending") or v == "" for v in column.values):
            continue
        score = tells(column, asked, records)
        if score:
            yield Candidate(kind="state", test=state, records=records, column=column, scope=scope, score=score)


def _says_itself(column: Column, records: RecordSet) -> bool:
    """Whether the records say themselves what a column of another file says of what they name."""
    own = [c for c in records.columns if c.header not in records.foreign]
    return column.header in records.foreign and any(c.about == column.about for c in own)


def _is_one_of_two(column: Column, asked: Asked, records: RecordSet) -> bool:
    """Whether a claim is content with another column in its place ("signed by the mate or the cook")."""
    own = frozenset(column.about)
    others = [frozenset(c.about) for c in records.columns if c is not column and len(c.about) == len(column.about) > 1]
    return EITHER.search(asked.text) is not None and any(len(one - own) == 1 and one <= asked.words for one in others)


def _is_written_down(column: Column, asked: Asked) -> bool:
    """Whether a claim says that just what a header names is written down of each record ("the weather of every trip is noted")."""
    if TIME_OF.search(asked.text):
        of = stems(" ".join(TIME_OF.findall(asked.text)))
        return column.kind in ("presence", "moment", "identifier") and bool(column.about) and frozenset(column.about) == of
    name = " ".join(tokens(column.header)).lower()
    said = rf"\b{re.escape(name)} of (?:every|each|all|the|any)\b[^.;]*\b(?:is|are|must be|shall be) (?:\w+ )?{WRITTEN}\b"
    return column.kind == "presence" and bool(name) and re.search(said, asked.text, re.IGNORECASE) is not None


def _windows(asked: Asked, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> Iterator[Candidate]:
    """The day of the week on which records of a named kind have to fall."""
    of_a_cell = asked.claim.form == "row" and asked.cell is None and len(cells_of(asked.claim.text)) > 2
    if not scope or not asked.weekdays or of_a_cell:
        return
    moments = [c for c in records.columns if c.kind == "moment" and c.moments]
    said = [c for c in moments if c.about and frozenset(c.about) <= asked.words]
    days = said or [c for c in moments if c.about in ((), ("day",), ("start",), ("begin",), ("maintain",), ("deploy",), ("work",))]
    plain = [c for c in days if c.about == ()] or days
    timed = [c for c in plain if not c.only_days]
    plain = timed if asked.hours and timed else plain
    if plain and (len(plain) == 1 or in_order(plain, records)):
        yield Candidate(kind="weekday", test=each(weekday), records=records, column=plain[0], scope=scope, score=3.0)


def coverages(asked: Asked, sets: Sequence[RecordSet]) -> Iterator[Candidate]:
    """Two record sets that share a key, of which the claim says that every record of the one stands in the other."""
    if asked.limit or not re.search(r"\b(?:must|shall|all|every|each|require[sd]?|100%)\b", asked.text, re.IGNORECASE):
        return
    for records in sets:
        if records.key is None or not records.subject & asked.words:
            continue
        for by in sets:
            own = frozenset(
                w for w in by.subject | frozenset(w for c in by.columns for w in c.about if c is by.key) if w not in records.subject
            )
            said = own & asked.required
            if by is records or by.file == records.file or not _telling(said, asked) or not _of_every(asked, records):
                continue
            if keys := joining_columns(records, by):
                yield Candidate(
                    kind="coverage",
                    test=covered,
                    records=records,
                    column=records.key,
                    scope=rows_meant(asked, records),
                    score=2.5 + len(said),
                    by=by,
                    keys=keys,
                )


def _telling(said: frozenset[str], asked: Asked) -> bool:
    """Whether the words that a claim shares with the other records name them: two of them, or an initialism in capitals."""
    proper = frozenset(stem(word) for word in PROPER.findall(asked.text))
    return (
        len(said) >= 2
        or bool(said & proper)
        or any(re.search(rf"\b{re.escape(one.upper())}s?\b", asked.text) for one in said if len(one) <= 5)
    )


def _of_every(asked: Asked, records: RecordSet) -> bool:
    """Whether a claim speaks of every record ("each risk", "any vendor", "all registered subnets")."""
    words = [stem(word) for word in tokens(asked.text)]
    return any(
        w in records.subject and {"each", "all", "everi", "ani", "100"} & set(words[max(0, at - 5) : at])
        for at, w in enumerate(words)
    )


def _deadlines(asked: Asked, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> Iterator[Candidate]:
    if OLDER.search(asked.text):
        return  # how old something may be is not how long it may take
    around = asked.words | stems(" ".join(asked.claim.heading_path[-1:]))
    tied = _names_rows(asked, scope)
    said = [c for c in records.columns if c.about and _is_end(c, asked, records, around, tied=tied) and not is_target(c)]
    said = [c for c in said if c.kind in ("amount", "moment") and not _is_clock(c, asked, records)]
    if not said and _singled_out(asked, scope) and DEALT_WITH.search(asked.text):
        said = [c for c in _latest(records) if not _is_clock(c, asked, records)]
    said = [c for c in said if stem("retention") not in c.about or KEPT.search(asked.text)]
    for column in (c for c in said if c.kind == "amount" and not (asked.bare_limit and stem("retention") in c.about)):
        yield _taken(column, records, scope)
    if not said and LASTS.search(asked.text) and records.subject & asked.words:
        said = _lasting(records)
        yield from (_taken(c, records, scope) for c in said)
    moments = [c for c in records.columns if c.kind == "moment"]
    for end in (c for c in said if c.kind == "moment"):
        begun = beginning_of(asked, end, moments, records)
        if begun is not None:
            told = bool((asked.clock - ENDMOST) & frozenset(begun.about))
            if (records.other or _is_required(begun, asked)) and not told:
                continue
            score = 2.0 + len(end.about) + (1.0 if told else 0.0) - UNSAID * len(frozenset(end.about) - around)
            made = Candidate(
                kind="deadline", measured=True, test=taken, records=records, column=end, start=begun, scope=scope, score=score
            )
            yield made if asked.clock else as_mostly_kept(made, asked)


def _is_required(column: Column, asked: Asked) -> bool:
    """Whether a claim requires in several words just what a column dates, so that no time runs from it."""
    return len(column.about) > 1 and frozenset(column.about) <= asked.required


def _is_clock(column: Column, asked: Asked, records: RecordSet) -> bool:
    """Whether a column is the event from which a claim's time runs, and not the one at which it ends."""
    own = core_words(column, records)
    begins = own & beginnings() & asked.clock - ENDMOST
    return own <= asked.clock or (bool(begins) and own - completion() <= asked.clock)


def _taken(column: Column, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> Candidate:
    return Candidate(
        kind="amount", measured=True, test=taken, records=records, column=column, scope=scope, score=3.0 + len(column.about)
    )


def _lasting(records: RecordSet) -> list[Column]:
    """The column of amounts of time that says no more than how long each record lasted ("hours")."""
    found = [c for c in records.columns if c.kind == "amount" and frozenset(c.about) <= stems("duration length lasted")]
    return found if len(found) == 1 else []


def _latest(records: RecordSet) -> list[Column]:
    """The column of moments that lies behind all others, which says when a record was done with."""
    moments = [c for c in records.columns if c.kind == "moment" and not is_target(c)]
    last = [c for c in moments if all(never_after(other, c, records) for other in moments if other is not c)]
    last = [c for c in last if any(comes_first(other, c, records) for other in moments if other is not c)]
    return last if len(last) == 1 < len(moments) else []


def _names_rows(asked: Asked, scope: dict[str, tuple[str, ...]]) -> bool:
    """Whether a row of the document names the rows of the records under the same header ("Deck | Upper")."""
    labels = [stems(label.header) for label in asked.labelling]
    return any(stems(header) & label for header in scope for label in labels)


def _is_end(column: Column, asked: Asked, records: RecordSet, words: frozenset[str], *, tied: bool) -> bool:
    """Whether a column shows what has to be done in time: by its own words, or because each record is one time that it was done."""
    own = core_words(column, records)
    over = own <= endings() and bool(asked.required & endings())
    event = own <= completion() and (tied or bool(records.subject & done(asked))) and column.kind == "moment"
    return over or event or _is_said(column, records, words)


def _is_said(column: Column, records: RecordSet, words: frozenset[str]) -> bool:
    """Whether a claim says what a column of moments or amounts is about."""
    own = core_words(column, records)
    return bool((own - PLAIN) & words) and own <= words | completion() | PLAIN


def _ages(asked: Asked, records: RecordSet, scope: dict[str, tuple[str, ...]]) -> Iterator[Candidate]:
    for column in records.columns:
        if column.kind != "moment" or is_target(column):
            continue
        about = frozenset(column.about) - {"last"} - records.subject
        made = bool(about & MADE) and about <= MADE | asked.words
        if REPLACED.search(asked.text) and made and _of_each(asked, records):
            yield Candidate(kind="age", test=ages, records=records, column=column, scope=scope, score=3.0)
            continue
        if (
            not about
            or not about <= asked.words
            or not (asked.cell or (scope and len(about) > 1) or _of_each(asked, records))
            or not (len(about) > 1 or re.search(r"last|recent|latest|rotat|\w{3,}ed\b", column.header, re.IGNORECASE))
        ):
            continue
        score = 2.0 + len(about) + bool(scope and len(about) > 1)
        yield Candidate(kind="age", test=ages, records=records, column=column, scope=scope, score=score)


def _of_each(asked: Asked, records: RecordSet) -> bool:
    """Whether a claim speaks of the records themselves ("risks", "each policy"), and not of their register as a whole."""
    words, kinds = tokens(asked.text), records.subject | _kinds_of(records)
    for at, word in enumerate(words):
        if stem(word) in kinds:
            follows = words[at + 1].lower() if at + 1 < len(words) else ""
            if follows.endswith("ed") or stem(follows) not in container_stems():
                return True
    return False


def _kinds_of(records: RecordSet) -> frozenset[str]:
    """Stems of what a good part of the records are called ("Travel Policy", "Mail Policy")."""
    alone = [c for c in records.columns if c.kind in NAMING and len(c.values) == len(records.rows) <= MOST_NAMES]
    found: set[str] = set()
    for column in alone:
        heads = Counter(stem(last[-1]) for name in column.values if (last := tokens(name)))
        found |= {word for word, often in heads.items() if often > 1 and often * 3 >= len(column.values) and word.isalpha()}
    return frozenset(found)
