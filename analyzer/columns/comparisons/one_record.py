"""Tests by what columns of one record have to do with each other, or with a figure that the claim states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time

from claims.nlp.quantities import quantities

from ...bind import duration_hours
from ...model import Period
from ..beginning import first_days
from ..candidate import Candidate, Judged, Scope, each
from ..claim import Asked
from ..profile import Column, RecordSet
from ..telling import PEOPLE, completion, core_words, own_words
from ..values import hours_of, number_of
from ..words import beginnings, says, stem, stems, tokens

PERSON = re.compile(
    r"\b(?:author|developer|approver|reviewer|deployer|requester|requestor|implementer|submitter|preparer|initiator|tester|assignee"
    r"|(?:approved|reviewed|deployed|requested|implemented|submitted|prepared|initiated|tested|created|merged|performed|started"
    r"|released|launched|executed|run|ran|wrote|written|changed|raised) by)\b",
    re.IGNORECASE,
)
DONE_BY = re.compile(r"(?:[_ ]by|author|owner)$", re.IGNORECASE)
AUTHORS = "same|author|developer|requester|requestor|submitter"
APART = re.compile(
    r"\b(?:other than|different (?:person|individual|from)|independent\w*|own|separate\w*|segregat\w*|not (?:be )?the (?:"
    + AUTHORS
    + r"|one)|(?:may not|cannot|must not|do(?:es)? not|never|nobody|no one) (?:approve|review|deploy|release|merge|check)s?"
    r"|\bwho (?:\w+) [^.;]{0,40}(?:does not|do not|may not|must not|cannot|never)\b"
    r"|someone else|another person|second person|not themsel\w+|not (?:by )?the (?:one|person) (?:who|that))\b",
    re.IGNORECASE,
)
AT_LEAST = re.compile(
    r"\b(?:at least|minimum(?: of)?|no less than|not less than|or (?:higher|more|above)|exceed|above|achieve|maintain)\b|[≥>]",
    re.IGNORECASE,
)
AT_MOST = re.compile(
    r"\b(?:at most|maximum(?: of)?|no more than|not (?:to )?exceed|or (?:less|lower|below)|below|under|less than)\b|[≤<]",
    re.IGNORECASE,
)
CHECKS = re.compile(r"review|approv|check|releas", re.IGNORECASE)
AGENT = re.compile(r"\bby$|(?:er|or)$", re.IGNORECASE)
FOR_WHOM = re.compile(
    r"for|(?:requested|raised|asked|submitted|created) (?:for|by)|request[eo]r|author|submitter|user(?: name| id)?"
    r"|beneficiary|employee|login|account|person",
    re.IGNORECASE,
)
OWN = re.compile(r"\bown\b|\bthemsel|\bhimsel|\bhersel", re.IGNORECASE)
SHARED = 0.5  # of the fewer names of two columns; from here on they name the same people
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
COUNTED = re.compile(
    rf"(?:^\W*|\bat least |\bminimum of |\bby |\b(?:has|have|with|needs?|requires?) )(?P<many>{'|'.join(COUNTS)}|[2-9]) "
    r"(?:\w+ )?(?P<what>[a-z]+s)\b(?! (?:days|hours|weeks|months|years))",
    re.IGNORECASE,
)
RESTRICTS = re.compile(r"\b(?:that|which|who|whose|where)\b", re.IGNORECASE)
SEVERAL = re.compile(r"\s*(?:;|,|/|&|\n|\band\b)\s*")
KEPT = re.compile(r"\b(?:retain\w*|retention|keep\w*|kept|preserv\w*|archiv\w*|stored|held)\b", re.IGNORECASE)
KNOWN = (
    r"[^.;,]{0,12}\b(?:is|are|be|has been|have been) (?:\w+ly )?(?:recorded|known|on file|available|received|in|there|issued"
    r"|documented|back|on record)\b"
)
AWAITED = r"\b(?:before|until|after|without)\b[^.;,]{0,30}"
START_OF = re.compile(
    r"\b(?:start|beginning) of (?:the |each |every |their |his or her |its |an? )?((?:[\w'’-]+ ?){1,3})", re.IGNORECASE
)
EMPLOYED = stems("employment work job service contract engagement duty")
KEEPING = stems("retention rule setting policy period time for interactive")


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The tests by what columns of one record have to do with each other that a record set offers."""
    yield from _orders(asked, records, scope)
    yield from _apart(asked, records, scope)
    yield from _figures(asked, records, scope)
    yield from _counts(asked, records, scope)
    yield from _kept(asked, records, scope)
    yield from _rules_in_words(asked, records, scope)


COUNTS_AS = re.compile(r"\b(?:counts?|considered|regarded|treated|deemed)\b[^.;]{0,20}\bonly\b", re.IGNORECASE)  # no date


def _orders(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """What has to be done before something else, where both are dated."""
    if not asked.before or asked.limit or COUNTS_AS.search(asked.text):
        return
    dated = [c for c in records.columns if c.kind == "moment"]
    moments = [c for c in dated if c.about]
    required = asked.required | asked.after
    others = [c for c in moments if not frozenset(c.about) & asked.before]
    first = [c for c in others if own_words(c, records) <= required] or [
        c for c in others if own_words(c, records) & required and own_words(c, records) <= required | completion()
    ]
    first = first or [c for c in dated if not c.about and _is_awaited(c, asked)]
    first = [_first_of(c, moments) for c in first if len(first) < 2 or not frozenset(c.about) <= records.subject]
    then = [c for c in moments if c not in first and own_words(c, records) & asked.before]
    then = [c for c in then if own_words(c, records) <= asked.before] or then
    then = then or first_days([c for c in moments if c not in first], records, asked.before)
    if len(first) > 1 and len(then) == 1 and _all_said(first, asked, records):
        yield Candidate(
            kind="order", test=each(last_order), records=records, column=first[0], start=then[0], scope=scope,
            score=2.5 + len(first[0].about), values=tuple(c.header for c in first),
        )  # fmt: skip
    if len(first) == 1 and len(then) == 1 and not _starts_else(asked, then[0], records):
        yield Candidate(
            kind="order",
            test=each(order),
            records=records,
            column=first[0],
            start=then[0],
            scope=scope,
            score=2.5 + len(first[0].about or _names_kind(first[0])),
        )


def _starts_else(asked: Asked, column: Column, records: RecordSet) -> bool:
    """Whether a claim speaks of the start of something else than the records ("before the start of the race")."""
    found = START_OF.search(asked.text)
    if not found or not frozenset(column.about) <= beginnings():
        return False
    return not stems(found[1]) & (records.subject | PEOPLE | EMPLOYED)


def _names_kind(column: Column) -> frozenset[str]:
    """The words of a header that is nothing but a kind of value ("outcome_on")."""
    return column.all_stems - stems("date day time number")


def _is_awaited(column: Column, asked: Asked) -> bool:
    """Whether a claim says that just what such a header names has to be there first ("not before the outcome is known")."""
    words = [word for word in tokens(column.header) if stem(word) in _names_kind(column) - asked.before]
    named = rf"\b{re.escape(words[0])}s?\b" if len(words) == 1 else ""
    return bool(named and re.search(rf"{named}{KNOWN}|{AWAITED}{named}\W*$", asked.text, re.IGNORECASE))


def _all_said(columns: list[Column], asked: Asked, records: RecordSet) -> bool:
    """Whether a claim names all of several steps of one kind by words of their own ("approved by the buyer and the chef")."""
    common = frozenset[str].intersection(*(own_words(c, records) for c in columns))
    others = [own_words(c, records) - common for c in columns]
    apart = all(one and not one & other for at, one in enumerate(others) for other in others[at + 1 :])
    return bool(common) and apart and all(others) and not re.search(r"\bor\b", asked.text)


def _first_of(column: Column, moments: list[Column]) -> Column:
    """Of what was done several times the first ("latest_check", "first_check"): what comes before is done from then on."""
    words = frozenset(column.about)
    return next((c for c in moments if c is not column and frozenset(c.about) - {"first", "initi"} == words), column)


def _apart(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """Two people of a record whom the claim keeps apart."""
    found = {one[0].lower() for one in APART.finditer(asked.text)}
    if not found or (found == {"own"} and not asked.denies):
        return
    people = [c for c in records.columns if PERSON.search(" ".join(tokens(c.header))) and frozenset(c.about) & asked.words]
    if own := _for_whom(asked, records):
        yield Candidate(
            kind="apart", test=each(own_apart), records=records, column=own[1], start=own[0], scope=scope, score=4.5,
            values=tuple(c.header for c in own[1:]),
        )  # fmt: skip
    done = [c for c in records.columns if c.about and DONE_BY.search(c.header) and frozenset(c.about) <= asked.words]
    pair = next((one for one in (people, done) if len(one) == 2), []) or _own(asked, records) or _same_people(asked, records)
    if pair:
        yield Candidate(kind="apart", test=each(apart), records=records, column=pair[1], start=pair[0], scope=scope, score=4.0)


def _for_whom(asked: Asked, records: RecordSet) -> list[Column]:
    """For whom something is, and all who did to it what a claim says that nobody does for themselves.

    Who they are stands in a column of its own beside the day on which they did it ("manager", "manager_approved_on").
    """
    if not OWN.search(asked.text) or not asked.denies:
        return []
    named = [c for c in records.columns if c.kind in ("category", "text", "presence", "identifier") and c is not records.key]
    owners = [c for c in named if FOR_WHOM.fullmatch(" ".join(tokens(c.header)))]
    days = [frozenset(c.about) for c in records.columns if c.kind == "moment"]
    others = [one - asked.words for one in days if one & asked.words and one - asked.words]
    agents = {c.header: frozenset(c.about) for c in named if c not in owners and AGENT.search(" ".join(tokens(c.header)))}
    found = [c for c in named if c not in owners and any(one <= agents.get(c.header, one & frozenset(c.about)) for one in others)]
    return [owners[0], *found] if len(owners) == 1 and found else []


def _own(asked: Asked, records: RecordSet) -> list[Column]:
    """Who does what a claim says, and for whom, where it says that nobody does it for themselves."""
    if not OWN.search(asked.text):
        return []
    agents = [c for c in records.columns if AGENT.search(" ".join(tokens(c.header))) and frozenset(c.about) & asked.words]
    owners = [c for c in records.columns if FOR_WHOM.fullmatch(" ".join(tokens(c.header))) and c not in agents]
    return [owners[0], agents[0]] if len(agents) == 1 and len(owners) == 1 else []


def _same_people(asked: Asked, records: RecordSet) -> list[Column]:
    """The two columns that name the same people, where there are two and the claim says the words of one of them."""
    named = [c for c in records.columns if c.kind in ("category", "text", "presence", "identifier") and c is not records.key]
    values = {c.header: {v.lower() for v in c.values if says(v) == "something"} for c in named}
    pairs = [
        [a, b]
        for at, a in enumerate(named)
        for b in named[at + 1 :]
        if min(len(values[a.header]), len(values[b.header])) > 1
        and len(values[a.header] & values[b.header]) >= SHARED * min(len(values[a.header]), len(values[b.header]))
    ]
    said = [pair for pair in pairs if any(frozenset(c.about) & asked.words for c in pair)]
    both = [pair for pair in said if all(frozenset(c.about) & asked.words for c in pair)] or said
    checked = [pair for pair in both if all(CHECKS.search(c.header) or c.about[:1] == ("author",) for c in pair)]
    return next((found[0] for found in (both, checked) if len(found) == 1), [])


def _figures(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """A figure of a record that has to reach or keep below the one that the claim states."""
    inside = asked.claim.scope or ""
    if AT_LEAST.search(inside) or AT_MOST.search(inside):
        return  # "differences above 0.1% are investigated" says which are meant
    if asked.figure is None or bool(AT_LEAST.search(asked.text)) == bool(AT_MOST.search(asked.text)):
        return
    for column in records.columns:
        own = core_words(column, records)
        figures = [number_of(v) for v in column.values if says(v) != "nothing"]
        if column.header in scope or column.kind in ("moment", "identifier"):
            continue
        if column.about and own <= asked.words and figures and None not in figures:
            yield Candidate(kind="figure", test=each(figure), records=records, column=column, scope=scope, score=2.0 + len(own))


def _counts(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """How many names a cell has to hold, or what number it has to give, where the claim counts what its header says."""
    found = COUNTED.search(asked.text)
    if not found or asked.limit or asked.every or (RESTRICTS.search(asked.text) and not scope):
        return
    for column in records.columns:
        own = own_words(column, records)
        if column.about and stem(found["what"]) in own and column.kind in ("text", "category", "presence", "answer", "identifier"):
            score = 3.5 if column.is_figures else 3.0
            yield Candidate(kind="count", alone=True, test=each(counted), records=records, column=column, scope=scope, score=score)


def counted(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a cell names, or states, at least as many as promised."""
    cell, found = _cell(row, candidate.column), COUNTED.search(asked.text)
    if not cell or not found or says(cell) in ("nothing", "pending"):
        return None, cell or "nothing", f"{candidate.column.header} says nothing"
    least = COUNTS.get(found["many"].lower()) or int(found["many"])
    number = number_of(cell)
    many = number if number is not None else len([one for one in SEVERAL.split(cell) if one.strip()])
    return many >= least, cell, f"{candidate.column.header} is «{cell}»; promised {'are' if least > 1 else 'is'} {least}"


def _kept(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """How long something is kept, against how long the claim promises to keep it."""
    if asked.kept is None or not KEPT.search(asked.text):
        return
    keeping = [c for c in records.columns if c.kind == "amount" and stem("retention") in c.about]
    only = len(keeping) == 1 and bool(records.subject & asked.words)
    for column in keeping:
        if only or core_words(column, records) - KEEPING <= asked.words:
            yield Candidate(
                kind="kept", measured=True, test=each(kept), records=records, column=column, scope=scope, score=3.0 + bool(scope)
            )


def _rules_in_words(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """How long a record says in words that something is kept, against the cell of a row of the document that names it."""
    if asked.kept is None or not asked.cell or not scope or not KEPT.search(asked.text):
        return
    worded = [c for c in records.columns if c.kind in ("category", "text", "presence") and stem("retention") in c.about]
    if len(worded) == 1:
        yield Candidate(
            kind="rule", measured=True, test=each(same_time), records=records, column=worded[0], scope=scope, score=4.0
        )


def order(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether what has to come first did."""
    first, then = _cell(row, candidate.column), _cell(row, candidate.start)
    a, b = candidate.records.moment(row, candidate.column), candidate.records.moment(row, candidate.start)
    if b is None or (a is None and first and says(first) != "pending"):
        return None, first or "nothing", "the evidence does not date both"
    named = f"{candidate.column.header} is {first or 'empty'}, {candidate.start.header if candidate.start else ''} {then}"
    timed = a is not None and all(moment.time() != time() for moment in (a, b))
    return (a is not None and (a <= b if timed else a.date() <= b.date())), first or "nothing", named


def last_order(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether all of several steps that have to come first did."""
    steps = [c for c in candidate.records.columns if c.header in candidate.values]
    found = [order(replace(candidate, column=step), row, asked, period) for step in steps]
    late = [one for one in found if one[0] is False]
    return late[0] if late else next((one for one in found if one[0] is None), found[0])


def apart(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether two people of a record are two."""
    one, other = (re.sub(r"\s*\(.*?\)", "", _cell(row, c)).lower() for c in (candidate.start, candidate.column))
    if says(one) != "something" or says(other) != "something":
        return None, other or "nothing", "the evidence does not name both"
    return (
        one != other,
        other,
        f"{candidate.start.header if candidate.start else ''} is {one}, {candidate.column.header} is {other}",
    )


def own_apart(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether nobody of those who did something did it for themselves."""
    agents = [c for c in candidate.records.columns if c.header in candidate.values]
    found = [apart(replace(candidate, column=c), row, asked, period) for c in agents]
    return next((one for one in found if one[0] is False), found[0])


def figure(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a figure reaches, or keeps below, the promised one."""
    cell = _cell(row, candidate.column)
    value = number_of(cell)
    if value is None or asked.figure is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no figure"
    at_least = bool(AT_LEAST.search(asked.text))
    holds = value >= asked.figure if at_least else value <= asked.figure
    return holds, cell, f"{candidate.column.header} is {cell}; promised is {'at least' if at_least else 'at most'} {asked.figure:g}"


def kept(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether something is kept as long as promised."""
    cell = _cell(row, candidate.column)
    hours = hours_of(cell, candidate.column.unit)
    if hours is None or asked.kept is None:
        return None, cell or "nothing", f"{candidate.column.header} gives no time"
    return hours >= asked.kept - 1e-6, cell, f"{candidate.column.header} is {cell}"


def same_time(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a rule that a record states in words has the time that the claim states for it ("24 months after closing")."""
    cell = _cell(row, candidate.column)
    found = [q for q in quantities(cell) if q.kind == "duration"]
    if len(found) != 1 or asked.kept is None:
        return None, cell or "nothing", f"{candidate.column.header} states no time"
    hours, _ = duration_hours(str(found[0].value))
    return (None if hours is None else abs(hours - asked.kept) < 1), cell, f"{candidate.column.header} says «{cell}»"


def _cell(row: Mapping[str, str], column: Column | None) -> str:
    return (row.get(column.header) or "").strip() if column else ""
