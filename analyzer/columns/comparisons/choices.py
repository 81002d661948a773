"""What a sentence allows or forbids by name, where a column of the records says which of them each record has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...model import Period
from ..cadence import failed
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..grammar import Grammar, grammar_of
from ..profile import Column, RecordSet
from ..scoping import PIECES, range_of, settings_named
from ..telling import own_words, scope_known
from ..words import says, stem, stems, tokens
from .conflicts import excludes

SHORT = 2  # letters of a header that names nothing
FEWEST = 4  # records; of fewer no value is what most of them say
FEWEST_OF_A_SETTING = 3  # records, of a column that a claim names as a whole
MOST_SAY = 0.55  # of the records in scope; a promise that fewer keep is about something else
FEW_SAY = 0.45  # of the records in scope; what more of them have is not what is forbidden
STEPS = re.compile(
    r"\b(?:or|and) (?:higher|above|later|newer|better|stronger|greater|lower|below|earlier|equivalent|similar|others?)\b"
    r"|\bat (?:least|most)\b|\b(?:min|max)imum\b",
    re.IGNORECASE,
)
CONTRAST = re.compile(
    r",?\s+(?:and not|but not|not|rather than|instead of|never)\s+(?=(?:by|through|via|in|to|with|from|the|an?)\b)", re.IGNORECASE
)
FORBIDS_IT = re.compile(
    r"^\W*(?:no|none)\b|\b(?:forbidden|prohibited|banned|disallowed)\b"
    r"|\b(?:not|never|no longer)\W+(?:be )?(?:permitted|allowed|accepted|tolerated|used|made|issued|granted|supported)\W*$",
    re.IGNORECASE,
)
MEMBERS = re.compile(
    r"(?:only )?(?:staff|members|people|employees|personnel|engineers|operators) (?:of|from|in) (?:the )?"
    r"(?P<who>[a-z][\w &/-]+?)(?: team| department| unit| group)?(?P<only> only)?"
)
BY_MEANS = "through|via|by|from|using"
MEANS = "through|via|by|from|with|using|onto|to|as|only|solely|is|are|be|uses?"
NEEDS = "requires?|needs?|demands?"
IN = "in|within"
PROVIDES = stems("vendor provider agency contractor firm carrier")
PLACE = re.compile(r"\b(?:in|tool|system|platform|application|repository)$", re.IGNORECASE)  # a header of where something is kept
SEVERAL_WORDS = re.compile(r"\w[\s+&/]+\w")
AND_SO_ON = r"\s+(?:the |an? |either |only )?[`«\"']?"
COMPOUND = r"(?:[a-z]+ )?"  # "the release pipeline" for pipeline
ONLY_IN = re.compile(r"\b(?:only|solely|exclusively|alone)\b", re.IGNORECASE)


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The columns whose values a claim names as what has to be, or as what must not be."""
    if asked.cell:
        yield from _of_cell(asked, records, scope)
        yield from _of_setting(asked, records)
        return
    if len(records.rows) < FEWEST or STEPS.search(asked.text) or excludes(asked):
        return
    for column in records.columns:
        if column.kind not in ("category", "presence") or column is records.key:
            continue
        narrowed = {header: values for header, values in scope.items() if header != column.header}
        made = Candidate(kind="choice", test=each(choice), records=records, column=column, scope=narrowed)
        if asked.is_sentence:
            yield from _by_grammar(asked, made)
        said = len(frozenset(column.about) & asked.words)
        plain = not asked.limit and not asked.every and (said > 1 or bool(scope) or scope_known(asked, records))
        if said and plain and (value := _promised(asked, records, column)):
            yield replace(made, score=2.0 + said, values=(value,))


def _of_cell(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of which a cell of a row in the document states the one value that is promised for the rows it names."""
    if any(range_of(label.text) for label in asked.labels):
        return  # a class and its range of figures: bands
    wanted = asked.cell.text.strip(" `*_").lower() if asked.cell else ""
    yield from _members_only(asked, wanted, records, scope)
    for column in records.columns:
        told = [value for value in column.values if says(value) == "something" and value.lower() == wanted]
        if (
            column.kind in ("category", "presence")
            and told
            and own_words(column, records) & asked.words
            and column.header not in scope
        ):
            made = Candidate(kind="choice", test=each(choice), records=records, column=column, scope=scope)
            yield replace(made, score=3.0, values=tuple(told))


def _of_setting(asked: Asked, records: RecordSet) -> Iterator[Candidate]:
    """The column that the label of a row names, of which the cell beside it says one value ("Locking | Sealed on all crates")."""
    for column in settings_named(asked, records):
        filled = [value for row in records.rows if (value := (row.get(column.header) or "").strip())]
        text = asked.cell.text if asked.cell else ""
        named = {value for value in column.values if value and says_value(value, text)}
        named = {value for value in named if not _only_within(value, named, text)}
        share = sum(value in named for value in filled) / max(len(filled), 1)
        if named and len(named) < len(column.values) and len(filled) >= FEWEST_OF_A_SETTING and share >= MOST_SAY:
            made = Candidate(kind="choice", test=each(choice), records=records, column=column, alone=True)
            yield replace(made, score=4.0, values=tuple(sorted(named)))


def _members_only(asked: Asked, cell: str, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of teams or the like of which a cell lets in only one ("Staff of the Gate team only")."""
    found = MEMBERS.fullmatch(cell)
    if not found or not scope:
        return
    columns = [c for c in records.columns if c.kind in ("category", "presence") and c.header not in scope]
    told = [(c, value) for c in columns for value in c.values if value.lower() == found["who"]]
    if len(told) == 1:
        column, value = told[0]
        made = Candidate(
            kind="choice", alone=True, test=each(member), records=records, column=column, scope=scope, score=3.5, values=(value,)
        )
        if mostly_kept(member, made, asked):
            yield made


def _by_grammar(asked: Asked, made: Candidate) -> Iterator[Candidate]:
    """What a whole sentence names as the means or the object of what it says, or denies."""
    column = made.column
    allowed, excluded = _contrast(asked.text)
    named = {value for value in column.values if value and says_value(value, allowed) and not says_value(value, excluded)}
    named = {value for value in named if not _only_within(value, named, allowed)}
    if not named or len(named) == len(column.values):
        return
    filled = [cell for row in made.population() if (cell := (row.get(column.header) or "").strip()) and says(cell) != "nothing"]
    if not filled:
        return
    halves = grammar_of(allowed)
    share = sum(cell in named for cell in filled) / len(filled)
    own = own_words(column, made.records)
    values = tuple(sorted(named))
    known = made.records.subject | frozenset(word for c in made.records.columns for word in c.about)
    forbids = FORBIDS_IT.search(asked.text) is not None
    only_of_them = any(says_value(v, halves.subject) for v in named) and not forbids  # it says what those must not do
    forbidden = halves.denies and not only_of_them
    forbidden = forbidden and all(says_value(v, halves.denied) and not _qualifies_else(v, known, asked) for v in named)
    kinds = forbids and all(_kind_of(v, known, asked) for v in named)
    headed = bool(own) and all(_under_header(v, column, allowed) for v in named)  # "the Upper deck" for a column of decks
    if len(filled) >= FEWEST and forbidden and (own <= asked.words or kinds or headed) and share <= FEW_SAY:
        yield replace(made, kind="banned", test=each(banned), score=2.6, values=values)
    agents = len(filled) > 1 and _agents(named, halves, own, made.records.subject)
    if agents and not halves.denies and share >= MOST_SAY:
        yield replace(made, score=2.4, values=values)
        return
    if len(filled) < FEWEST:
        return
    qualify = [v for v in named if _qualifies(v, halves) and not _kind_of(v, own, asked)]  # "with sealed crates", header Crate
    objects = not qualify and not any(says_value(v, halves.subject) for v in named)
    headed = bool(own & asked.words)
    if not halves.denies and objects and share >= MOST_SAY and _is_means(
        named, halves.predicate, headed=headed, place=PLACE.search(" ".join(tokens(column.header))) is not None
    ):
        yield replace(made, score=2.2 + headed, values=values)


def _under_header(value: str, column: Column, text: str) -> bool:
    """Whether a text says a value together with the last word of its header, before or behind it."""
    last = (tokens(column.header) or [""])[-1]
    said = rf"(?:{loosely(value)} {re.escape(last)}s?|{re.escape(last)}s? {loosely(value)})"
    return len(last) > SHORT and re.search(rf"(?<![\w-]){said}(?![\w-])", text, re.IGNORECASE) is not None


def _only_within(value: str, named: set[str], text: str) -> bool:
    """Whether a text says a value only as a part of a longer one ("card" in "card and PIN")."""
    longer = [one for one in named if len(one) > len(value) and says_value(value, one)]
    rest = text
    for one in longer:
        rest = re.sub(loosely(one), " ", rest, flags=re.IGNORECASE)
    return bool(longer) and not says_value(value, rest)


def _contrast(text: str) -> tuple[str, str]:
    """What a text says, and what it says instead of which ("through the portal and not by mail")."""
    found = CONTRAST.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _agents(named: set[str], halves: Grammar, own: frozenset[str], about: frozenset[str]) -> bool:
    """Whether the values are who does what the header says ("the privacy officer signs every refusal", header Signed).

    Args:
        about: what the records are about, which a provider of it does.
    """
    subject = re.sub(r"^(?:the|an?|our)\s+", "", halves.subject.strip(), flags=re.IGNORECASE).lower()
    verb = halves.predicate.split(maxsplit=1)[0] if halves.predicate else ""
    done = stem(verb) in own or (stem(verb) in about and bool(own & PROVIDES))
    return {one.lower() for one in named} == {subject} and done


def _promised(asked: Asked, records: RecordSet, column: Column) -> str | None:
    """The value that most records have, where the claim says its header and promises that value alone, in whatever form."""
    outside = asked.text.replace(asked.claim.scope or "\0", " ")
    value, often = column.values.most_common(1)[0]
    if often < MOST_SAY * len(records.rows) or len(value) < 3:
        return None
    before = asked.text.removesuffix(asked.predicate(asked.text))
    alone = [v for v in column.values if v and asked.says_value(v, asked.text)] == [value]
    promised = asked.says_value(value, asked.predicate(outside)) and not asked.says_value(value, before)
    return value if alone and promised else None


def says_value(value: str, text: str) -> bool:
    """Whether a text says a value, however its words are joined; short and empty values are never said."""
    short = re.sub(r"\s*\(.*?\)", "", value).strip()
    if len(short) < 3 or says(short) != "something":
        return False
    lowered = text.lower()
    if not all(piece in lowered for piece in PIECES.findall(short.lower())):
        return False
    return bool(re.search(rf"(?<![\w-]){loosely(short)}(?:e?s)?(?![\w-])", text, re.IGNORECASE))


def loosely(value: str) -> str:
    """An expression for a value however its words are joined ("card+PIN" for "card and PIN", "read-only" for "read only")."""
    joined = re.sub(r"(?:\\ )*(?:\\\+|\\&|&|/)(?:\\ )*", r"\\s*(?:\\+|&|/|and)\\s*", re.escape(value))
    return re.sub(r"(?:\\ |\\-|_)+", r"[\\s_-]?", joined)


def _qualifies(value: str, halves: Grammar) -> bool:
    """Whether a value only qualifies what a sentence speaks of ("the Employee handbook")."""
    return (re.findall(r"\w+", value.lower()) or [""])[-1] in halves.qualifies


def _qualifies_else(value: str, about: frozenset[str], asked: Asked) -> bool:
    """Whether a value stands before a word that names neither its column nor the records: "private keys" is no kind of device."""
    found = re.search(rf"(?<![\w-]){re.escape(value)}\s+([A-Za-z]+)", asked.text, re.IGNORECASE)
    return bool(found and _qualifies(value, grammar_of(asked.text)) and stem(found[1]) not in about)


def _kind_of(value: str, known: frozenset[str], asked: Asked) -> bool:
    """Whether a value stands before a word for the records, so that it names a kind of them ("manual deployments")."""
    found = re.search(rf"(?<![\w-]){re.escape(value)}\s+([A-Za-z]+)", asked.text, re.IGNORECASE)
    return bool(found and stem(found[1]) in known)


def _is_means(named: set[str], predicate: str, *, headed: bool, place: bool) -> bool:
    """Whether the values are given as the means ("through PagerDuty"): names of their own, or values of a header that is said."""
    introduces = [IN] if ONLY_IN.search(predicate) or place else []
    introduces += [MEANS if headed else BY_MEANS]
    introduces += [NEEDS] if all(SEVERAL_WORDS.search(value) for value in named) else []

    def stands(value: str, before: str) -> bool:
        only = COMPOUND if ONLY_IN.search(predicate) else ""
        return re.search(rf"\b(?:{before}){AND_SO_ON}{only}{loosely(value)}(?!\w)", predicate, re.IGNORECASE) is not None

    first = any(stands(value, before) for value in named for before in introduces)
    return first and all(
        any(stands(value, rf"{before}|or|and") for before in introduces)
        and (headed or re.search(r"[A-Z0-9_+-]", value) or ONLY_IN.search(predicate))
        for value in named
    )


def choice(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record has one of the values that the claim allows."""
    return _judged(candidate.column, row, candidate.values, allowed=True)


def member(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """The same of records of which one that failed, such as an entry that was refused, tells nothing."""
    if failed(candidate.records, row):
        return None, (row.get(candidate.column.header) or "").strip(), "it did not come about"
    return _judged(candidate.column, row, candidate.values, allowed=True)


def banned(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record has none of the values that the claim forbids."""
    return _judged(candidate.column, row, candidate.values, allowed=False)


def _judged(column: Column, row: Mapping[str, str], values: Sequence[str], *, allowed: bool) -> Judged:
    cell = (row.get(column.header) or "").strip()
    if not cell:
        return None, "nothing", f"{column.header} is empty"
    has = any(cell == value or says_value(value, cell) for value in values)
    wanted = f"promised is {'' if allowed else 'not '}«{' or '.join(values)}»"
    return has is allowed, cell, f"{column.header} says «{cell}»; {wanted}"
