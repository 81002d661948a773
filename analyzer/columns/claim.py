"""A claim as the columns are asked about it: its words, the rows it speaks of, and the times it promises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from itertools import pairwise

from claims import Claim
from claims.nlp.quantities import quantities
from claims.row_text import cells_of
from claims.shares import MEASURE

from ..bind import duration_hours, frequency_days
from .grammar import grammar_of
from .limits import BUSINESS_HOURS, Limit, bare_limit, limit_of
from .profile import Column, RecordSet
from .words import initialisms, lexicon, phrases, says, stem, stems, tokens

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PURPOSE = re.compile(r",?\s+(?:so that|in order (?:to|that))\b.*$", re.IGNORECASE | re.DOTALL)
DAY = "|".join(WEEKDAYS)
HOURS_OF_DAY = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\s*(?:-|–|—|to|and|until)\s*([01]?\d|2[0-4])[:.]([0-5]\d)\b")
DAYS_BETWEEN = re.compile(
    rf"\bbetween (?P<first>{DAY})s? and (?P<last>{DAY})s?\b"
    rf"|\b(?P<from>{DAY})s?(?: to | through | until | till | ?[-–] ?)(?P<to>{DAY})s?\b",
    re.IGNORECASE,
)
WAITS = re.compile(r"\b(?:before|prior to|after|upon|following)\b.*$", re.IGNORECASE | re.DOTALL)
EXEMPTS = re.compile(r"\b(?:exempt(?:ed)?|excluded|does not apply|do not apply|not required|out of scope)\b", re.IGNORECASE)
LOOKS_AT = re.compile(
    r"\b(?:verify|identify|detect|flag|check|cover(?:s|ing)?|assess|monitor|review|examine|evaluate|determine|consider)\W*$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b(?:which|that|who|whose)\s+([^,.;:]+)", re.IGNORECASE)
DENIED = re.compile(r"\b(?:not?|never|without|no longer)\b", re.IGNORECASE)
SAY_NO_KIND = ("yes", "no", "none", "n/a", "active", "completed", "all")
YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false", "1", "0", ""})
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
MOST_VALUES = 15  # of a column that tells which rows are meant
MOST_KINDS = 6  # values of a column that says of what kind a record is
SHORTEST = 4  # letters of a value that another form of it may name
NO_DEMAND = re.compile(r"none|n/?a|nothing|no requirements?|not (?:required|applicable|needed)|optional", re.IGNORECASE)
DUTY = re.compile(r"\b(?:who|which|that) (?:is|are) responsible for\b", re.IGNORECASE)
COMPOUND = re.compile(r"\b[A-Za-z]+(?:-[A-Za-z]+){2,}\b")  # "conflict-of-interest", which headers write as coi
EVERYWHERE = ("0.0.0.0/0", "::/0")
ANYWHERE = re.compile(
    r"\b(?:any (?:source|address|IP)|anywhere|the (?:whole |public |open )?internet|the world|publicly (?:reachable|accessible))\b",
    re.IGNORECASE,
)
SEVERAL_IN_ONE = re.compile(r"\band\b|&|/|,")
SHORT_VALUE = 2  # characters; such a value is named with its header ("Class A")
UN = 6  # letters from which a word that begins with un denies another
NAMES_IN_CELL = re.compile(r"\s*(?:,|/|;|\band\b|&)\s*")
ONLY_AFTER = re.compile(
    r"\b(?:only (?:after|once|when|upon)|not (?:\w+ )?(?:before|until))\b"
    r"|(?:^\W*(?:no|none|nobody|nothing)\b|\b(?:not|never|nor)\b)[^.;:]*?\b(?:before|until|prior to)\b",
    re.IGNORECASE,
)
OFF = re.compile(
    r"\b(?:is|are|be|been|stays?|remains?|kept|must|shall|to)\b[^.;:]{0,20}"
    r"\b(?:switched off|turned off|disabled|deactivated|blocked|prevented|forbidden|prohibited|disallowed|rejected)\b",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(r"\b(?:without|unless|before|until|except|only|prior to|other than|if|when)\b", re.IGNORECASE)
LIST_HEAD = re.compile(r"^(?P<head>[^:]{1,200}):\s+(?P<rest>.+)$", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A cell of a row that a document states, with the header above it."""

    header: str
    text: str

    @property
    def names(self) -> frozenset[str]:
        """The names in it, in lower case, without marks of code."""
        return frozenset(one.strip(" `*_").lower() for one in NAMES_IN_CELL.split(self.text)) - {""}


@dataclass(frozen=True)
class Asked:
    """What of a claim the columns are asked.

    Attributes:
        cell: for a row of a table the one cell whose value is asked about; the other cells name the rows of it.
    """

    claim: Claim
    cell: Cell | None = None

    @classmethod
    def of(cls, claim: Claim) -> tuple[Asked, ...]:
        """A claim, and of a row of several cells each cell by itself."""
        cells = [Cell(*one) for one in cells_of(claim.text)]
        single = [cls(claim, cell) for cell in cells[1:]] if claim.form == "row" and len(cells) > 1 else []
        return (cls(claim), *single)

    @cached_property
    def text(self) -> str:
        """The words that it is about: the claim's own without what they are for and for how many, or the cell with its header."""
        text = f"{self.cell.header}: {self.cell.text}" if self.cell else PURPOSE.sub("", self.claim.text)
        return MEASURE.sub("", text)

    @cached_property
    def labels(self) -> tuple[Cell, ...]:
        """The cells of a row that name what one of its cells is about."""
        return tuple(one for one in self.labelling if one != self.cell) if self.cell else ()

    @cached_property
    def labelling(self) -> tuple[Cell, ...]:
        """The cells of a row that name what it is about."""
        cells = (Cell(*one) for one in cells_of(self.claim.text)) if self.claim.form == "row" else ()
        return tuple(one for one in cells if all(q.kind == "count" for q in quantities(one.text)))

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of its own words; of one that denies ("unescorted") also what it denies."""
        own = stems(self._without_times) | stems(HYPHEN.sub("", self._without_times))
        short = frozenset(one for compound in COMPOUND.findall(self.text) for one in initialisms(compound.replace("-", " ")))
        return own | short | phrases(self.text) | frozenset(word[2:] for word in own if word.startswith("un") and len(word) > UN)

    @cached_property
    def _without_times(self) -> str:
        """Its text without the times that it states, whose units are no words of it."""
        text = self.text
        for one in reversed([q for q in quantities(text) if q.kind == "duration"]):
            text = f"{text[: one.start]} {text[one.end :]}"
        return text

    @cached_property
    def required(self) -> frozenset[str]:
        """Stems of what it requires: not what introduces a list, and not what has to wait for it or what it waits for."""
        found = LIST_HEAD.match(self.text) if self.claim.form == "item" else None
        said = WAITS.sub(" ", found["rest"] if found else self.text)
        if self.claim.form == "item" and (duty := DUTY.search(said)):
            said = said[duty.end() :]  # the introduction says that there is an owner; the item says what the owner does
        own = stems(said) | phrases(said)
        return self.words & (own | {word for word in self.words if f"un{word}" in own})

    @cached_property
    def denies(self) -> bool:
        """Whether it says that something is not so, or must not be."""
        return grammar_of(self.text).denies

    @cached_property
    def wants_off(self) -> bool:
        """Whether it says of something that it is switched off, or never there, whatever else is the case."""
        return (self.denies or OFF.search(self.text) is not None) and not CONDITIONAL.search(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it stands on its own, and not as a row or after words that introduce a list."""
        return self.claim.form == "sentence" or (self.claim.form == "item" and not LIST_HEAD.match(self.text))

    @cached_property
    def lists_contents(self) -> bool:
        """Whether it is an item of what a form, request or report has to contain."""
        found = LIST_HEAD.match(self.text) if self.claim.form == "item" else None
        return bool(
            found
            and re.search(
                r"\b(?:includ\w+|contain\w*|specif\w+|list\w*|document\w*|following|with)\W*$", found["head"], re.IGNORECASE
            )
        )

    @cached_property
    def is_no_rule(self) -> bool:
        """Whether it says what a rule leaves out, or what is looked at, and no rule of its own."""
        found = LIST_HEAD.match(self.text) if self.claim.form == "item" else None
        nothing = any(NO_DEMAND.fullmatch(one.text.strip(" `*_.")) for one in self.labelling[1:])
        return bool(nothing or EXEMPTS.search(self.text) or (found and LOOKS_AT.search(found["head"])))

    @cached_property
    def around(self) -> frozenset[str]:
        """Stems of its words, of the sentence it stands in, and of the headings above it."""
        last = " ".join(self.claim.heading_path[-1:])
        return self.words | stems(last) | initialisms(self.text) | initialisms(last)

    @cached_property
    def limit(self) -> Limit | None:
        """The time it promises, where it promises one and that is a limit."""
        if BUSINESS_HOURS.search(self.claim.text):
            return None
        a_row = self.claim.form == "row"
        return limit_of(self.text, self._labels if a_row else "", a_row=a_row) or self.bare_limit

    @cached_property
    def bare_limit(self) -> Limit | None:
        """The time that is all that a cell of a row states ("First look | 1 hour"): a limit where the evidence dates it."""
        return bare_limit(self.cell.text) if self.cell and not re.search(lexicon().keeps, self.cell.header, re.IGNORECASE) else None

    @cached_property
    def figure(self) -> float | None:
        """The one percentage or count that it states."""
        found = [q for q in quantities(self.text) if q.kind in ("percent", "count") and isinstance(q.value, (int, float))]
        return float(found[0].value) if len(found) == 1 else None

    @cached_property
    def kept(self) -> float | None:
        """The hours that it promises to keep something."""
        found = [q for q in quantities(self.text) if q.kind == "duration"]
        return duration_hours(str(found[0].value))[0] if len(found) == 1 else None

    @cached_property
    def _labels(self) -> str:
        return f"{self.text} {' '.join(self.claim.heading_path[-1:])}"

    @cached_property
    def every(self) -> tuple[float, str] | None:
        """The longest gap in days between two occurrences that it promises, and its own words for it."""
        found = [q for q in quantities(self.text) if q.kind == "frequency"]
        if len(found) != 1:
            return None
        days, _ = frequency_days(str(found[0].value))
        return (days, self.text[found[0].start : found[0].end]) if days and days >= 1 else None

    @cached_property
    def bucket(self) -> str | None:
        """The unit of the calendar's buckets of which it promises one occurrence each."""
        found = [q for q in quantities(self.text) if q.kind == "frequency"]
        return frequency_days(str(found[0].value))[1] if len(found) == 1 else None

    @cached_property
    def clock(self) -> frozenset[str]:
        """Stems of the words that name the event from which its time runs ("of HR notification")."""
        return _said(self._clock_words)

    @cached_property
    def _clock_words(self) -> str:
        found = re.search(
            r"\b(?:within|SLA:?|target:?)\b[^.;]{0,40}?\b(?:of|from|after|following|since|on)\b (.{3,60})", self.text, re.IGNORECASE
        ) or re.search(r"\bon the (?:same |very )?(?:day )?(.{3,60})", self.text, re.IGNORECASE)
        found = found or re.search(r"\d+ \w+ (?:from|after|of) (.{3,60})", self.text)
        return found[1] if found else ""

    @cached_property
    def clock_first(self) -> str:
        """The stem of the first word that names the event from which its time runs."""
        return next((word for word in (stem(w) for w in tokens(self._clock_words)) if word in self.clock), "")

    def predicate(self, text: str) -> str:
        """What stands after the first verb that obliges or states."""
        found = re.search(r"\b(?:must|shall|will|is|are|uses?|requires?|enforce[sd]?)\b", text, re.IGNORECASE)
        return text[found.end() :] if found else ("" if self.claim.form == "sentence" else text)

    def restricted_to(self, records: RecordSet) -> dict[str, tuple[str, ...]]:
        """The values of each category of the records that the claim names: the rows it speaks of."""
        if self.cell:
            return self._labelled(records)
        found: dict[str, tuple[str, ...]] = {}
        for column in records.columns:
            if column.kind not in ("category", "answer", "presence") or column is records.key:
                continue
            if len(column.values) > MOST_VALUES and not self._speaks_of_those_with(column):
                continue
            if self._speaks_of_those_with(column):
                found[column.header] = tuple(value for value in column.values if says(value) not in ("nothing", "no"))
                continue
            chosen = self._singles_out(column) or self._active_only(column) or self._speaks_only_of(column, records)
            if column.kind == "answer" and chosen:
                found[column.header] = tuple(value for value in column.values if says(value) == "yes")
                continue
            if column.kind != "category" and column.about and not self._kinds(column):
                continue
            named = [value for value in column.values if value and self._names(value, column.header)]
            named = named or [value for value in column.values if value in EVERYWHERE and ANYWHERE.search(self.text)]
            if named and len(named) < len([v for v in column.values if v]):
                found[column.header] = tuple(named)
        return found

    def _speaks_of_those_with(self, column: Column) -> bool:
        """Whether it speaks of records in which a column of names is filled ("technicians of suppliers", supplier_technician)."""
        scope = stems(self.claim.scope or "")
        some = column.kind == "presence" and any(says(value) == "nothing" for value in column.values)
        counts = "0" in column.values and all(value.isdigit() for value in column.values)
        return (some and len(column.about) > 1 and frozenset(column.about) <= scope) or (counts and stems(column.header) <= scope)

    def _labelled(self, records: RecordSet) -> dict[str, tuple[str, ...]]:
        """The same for a cell of a row, by the first label of its row that names any."""
        for label in self.labels:
            if found := self._headed(label, records):
                return found
        return {}

    def _headed(self, label: Cell, records: RecordSet) -> dict[str, tuple[str, ...]]:
        """The values of each column that one label names."""
        found: dict[str, tuple[str, ...]] = {}
        for column in records.columns:
            if column.kind not in ("category", "text", "presence", "identifier"):
                continue
            numbered = bool(stems(label.header) & frozenset(column.about))
            filled = [value for value in column.values if value]
            named = tuple(
                value
                for value in filled
                if (value.lower() in label.names and (numbered or len(value) > 2))
                or (numbered and f"{label.header} {value}".lower() in label.names)
            )
            if named and len(named) < len(filled):
                found[column.header] = named
        return found

    def _singles_out(self, column: Column) -> bool:
        """Whether it speaks only of what a column of yes and no says yes of ("suppliers that held customer files")."""
        clauses = [stems(one[1]) for one in RELATIVE.finditer(self.text) if not DENIED.search(one[1])]
        return len(column.about) > 1 and any(set(column.about) <= clause for clause in clauses)

    def _speaks_only_of(self, column: Column, records: RecordSet) -> bool:
        """Whether it speaks only of records of which a column says yes, by an adjective before their name ("powerful roles")."""
        said = re.findall(r"[A-Za-z]+", self.claim.scope or "")
        pairs = pairwise(said)
        plain = all(value.lower() in YES_OR_NO for value in column.values)
        return plain and len(column.about) == 1 and any(stem(a) == column.about[0] and stem(b) in records.subject for a, b in pairs)

    def _kinds(self, column: Column) -> bool:
        """Whether a column of answers or of gaps holds a few kinds, one of which the scope names in another form."""
        filled = [value for value in column.values if says(value) == "something"]
        return 1 <= len(filled) <= MOST_KINDS and any(self._in_scope(value) for value in filled)

    def _in_scope(self, value: str) -> bool:
        """Whether the words for the population say a value in another form, or all words of it."""
        said, named = stems(self.claim.scope or ""), stems(value)
        return (len(named) > 1 and named <= said) or (value.isalpha() and len(value) >= SHORTEST and stem(value) in said)

    def _active_only(self, column: Column) -> bool:
        """Whether it speaks of what is active, and the column says which is."""
        state = stems(column.header) & stems("state status active enabled")
        return bool(state and re.search(r"\b(?:active|enabled)\b", self.claim.scope or "", re.IGNORECASE))

    def _names(self, value: str, header: str) -> bool:
        """Whether the claim says a value of a category, as a word of its own."""
        short = re.sub(r"\s*\(.*?\)", "", value).strip()
        last = (tokens(header) or [header])[-1]
        called = rf"(?<![\w-])(?:{re.escape(header)}|{re.escape(last)})s?(?:[ -]|: ){re.escape(short)}(?![\w-])"
        if (len(short) <= SHORT_VALUE or short.isdigit()) and re.search(called, self.text, re.IGNORECASE):
            return True
        if short.isdigit() or not 2 <= len(short) <= 60 or short.lower() in SAY_NO_KIND:
            return False
        if re.search(rf"\bincluding\b[^.;]*{re.escape(short)}", self.text, re.IGNORECASE):
            return False
        what_is_done = rf"(?<!that )(?<!which )(?<!who )\b(?:is|are|be) {re.escape(short)}\b"
        if short.lower().endswith(("ed", "en")) and re.search(what_is_done, self.text, re.IGNORECASE):
            return False
        loose = re.sub(r"[\s_-]+", r"[\\s_-]?", re.escape(short).replace(r"\ ", " ").replace(r"\-", "-").replace(r"\_", "_"))
        if re.search(rf"(?<![\w-]){loose}s?(?![\w-])", self.text, re.IGNORECASE):
            return True
        if SEVERAL_IN_ONE.search(short) and len(stems(short)) > 1 and stems(short) <= stems(self.text):
            return True  # "servers, databases or network devices" for "Servers and databases"
        return self._in_scope(short)

    @cached_property
    def weekdays(self) -> frozenset[int]:
        """The days of the week that it names, Monday is 0; of "Monday to Thursday" all of them."""
        if found := DAYS_BETWEEN.search(self.text):
            first, last = (WEEKDAYS.index((found[a] or found[b]).lower()) for a, b in (("first", "from"), ("last", "to")))
            return frozenset((first + at) % 7 for at in range((last - first) % 7 + 1))
        return frozenset(at for at, day in enumerate(WEEKDAYS) if re.search(rf"\b{day}s?\b", self.text, re.IGNORECASE))

    @cached_property
    def hours(self) -> tuple[time, time] | None:
        """The hours of the day between which it says that something happens ("Sunday 01:00-05:00")."""
        found = HOURS_OF_DAY.search(self.text)
        if not found:
            return None
        last = time(23, 59, 59) if found[3] == "24" else time(int(found[3]), int(found[4]))
        return time(int(found[1]), int(found[2])), last

    @staticmethod
    def says_value(value: str, text: str) -> bool:
        """Whether a text says a value, or most of the names in it."""
        if re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text, re.IGNORECASE):
            return True
        marks = [
            w for w in re.findall(r"[A-Za-z][\w-]{3,}", value) if w.lower() not in ("internal", "production", "standard", "default")
        ]
        return bool(marks) and sum(
            bool(re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", text, re.IGNORECASE)) for w in marks
        ) * 2 > len(marks)

    @cached_property
    def before(self) -> frozenset[str]:
        """Stems of what has to wait for what it requires ("before access is provisioned", "is provisioned only after approval")."""
        if found := ONLY_AFTER.search(self.text):
            return _said(self.text[: found.end()]) - self.after
        found = re.search(r"\b(?:before|prior to|by the time)\b (.{3,80})", self.text, re.IGNORECASE)
        return _said(found[1]) if found else frozenset()

    @cached_property
    def after(self) -> frozenset[str]:
        """Stems of what has to come first ("only after the approval")."""
        found = ONLY_AFTER.search(self.text)
        return _said(self.text[found.end() :]) if found else frozenset()


def _said(text: str) -> frozenset[str]:
    return stems(text) | phrases(text)
