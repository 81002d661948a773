"""A claim as the columns are asked about it: its words, the rows it speaks of, and the times it promises."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from functools import cached_property

from claims import Claim
from claims.nlp.clauses import clauses
from claims.nlp.quantities import quantities
from claims.nlp.statements import complete
from claims.row_text import cells_of
from claims.shares import MEASURE

from ..bind import duration_hours, frequency_days
from .grammar import grammar_of
from .limits import BUSINESS_HOURS, Limit, bare_limit, limit_of
from .words import initialisms, lexicon, phrases, stem, stems, tokens

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
HOURS_ARE = re.compile(
    r"^\W*(?:(?:the|our|their|its) )?(?:(?:opening|business|office|working|service|support|core|normal|regular|standard|reception)"
    r" ){1,3}(?:hours|times|days) (?:are|is|run|go|mean)\b",
    re.IGNORECASE,
)  # says when, and leaves it to other sentences what then may or must be
ONLY_NAMED = 3  # words; so few may be a heading or label that is all scope
THE_REST = re.compile(r"^\W*[A-Z][\w -]{2,30}:\s+(?:all|any|every) (?:other|remaining)\b")  # "Normal: all other changes"
LOOKS_AT = re.compile(
    r"\b(?:verify|identify|detect|flag|check|cover(?:s|ing)?|assess|monitor|review|examine|evaluate|determine|consider)\W*$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b(?:which|that|who|whose|where)\s+([^,.;:]+)", re.IGNORECASE)
DENIED = re.compile(r"\b(?:not?|never|without|no longer)\b", re.IGNORECASE)
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
NO_DEMAND = re.compile(r"none|n/?a|nothing|no requirements?|not (?:required|applicable|needed)|optional", re.IGNORECASE)
DUTY = re.compile(r"\b(?:who|which|that) (?:is|are) responsible for\b", re.IGNORECASE)
COMPOUND = re.compile(r"\b[A-Za-z]+(?:-[A-Za-z]+){2,}\b")  # "conflict-of-interest", which headers write as coi
CAPITALS = re.compile(r"\b(?:[A-Z][a-z]+ ){1,3}[A-Z][a-z]+\b")  # "Chief Risk Officer", which headers write as cro
END_OF = re.compile(r"\bby the end of (?=(?:the|that|their|its|his or her) (?:last|same|next|following)\b)", re.IGNORECASE)
KEEPS_LOW = re.compile(r"\bkeep(?:s|ing)?\b(?=[^.;]{0,60}\b(?:within|below|under)\b)", re.IGNORECASE)  # retains nothing
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
PROHIBITED = re.compile(
    r"\bnot (?:be )?(?:permitted|allowed|accepted)\b|\b(?:prohibited|forbidden|banned|disallowed)\b", re.IGNORECASE
)
CONDITIONAL = re.compile(r"\b(?:without|unless|before|until|except|only|prior to|other than|if|when)\b", re.IGNORECASE)
# "a boat that turns back is met within an hour": what it does is the event from which the time runs.
THAT_DOES = re.compile(
    r"\b(?:that|which) (?!(?:is|are|was|were|has|have|can|may|do|does)\b)([^,.;]{3,40}?) (?:is|are|must be|shall be|gets?)\b"
    r"[^.;]*\bwithin\b",
    re.IGNORECASE,
)
# A cell of at least six words with a verb in it is a sentence.
SENTENCE = re.compile(
    r"\W*(?=(?:\S+\s+){5})(?:[A-Z]|\d)[^|]*\b(?:is|are|has|have|must|shall|may|will|need|needs|gets?|run|runs|equals?|takes?|carr(?:y|ies)"
    r"|leads?|stops?|starts?|ends?|stays?|remains?)\b"
)
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
        """A claim, and of a row of several cells each cell by itself, of a sentence of several clauses each clause."""
        if claim.form != "row":
            parts = clauses(claim.text)
            said = [complete(claim.text, part.start, part.end) for part in parts] if len(parts) > 1 else []
            return (cls(claim), *(cls(replace(claim, text=one)) for one in said))
        cells = [Cell(*one) for one in cells_of(claim.text)]
        single = [cls(claim, cell) for cell in cells[1:]] if len(cells) > 1 else []
        told = [_as_sentence(claim, *cells)] if len(cells) == 2 and SENTENCE.match(cells[1].text) else []
        return (cls(claim), *single, *map(cls, told))

    @cached_property
    def text(self) -> str:
        """The words that it is about: the claim's own without what they are for and for how many, or the cell with its header."""
        text = f"{self.cell.header}: {self.cell.text}" if self.cell else PURPOSE.sub("", self.claim.text)
        return KEEPS_LOW.sub(" ", MEASURE.sub("", END_OF.sub("by ", text)))

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def rows_meant(self) -> dict[int, dict[str, tuple[str, ...]]]:
        """What is known of the rows that it means, by the identity of their records."""
        return {}

    @cached_property
    def labels(self) -> tuple[Cell, ...]:
        """The cells of a row that name what one of its cells is about."""
        return tuple(one for one in self.labelling if one != self.cell) if self.cell else ()

    @cached_property
    def labelling(self) -> tuple[Cell, ...]:
        """The cells of a row that name what it is about; the first may do so by how often it is done ("Monthly full")."""
        cells = [Cell(*one) for one in cells_of(self.claim.text)] if self.claim.form == "row" else []
        kinds = [("count", "frequency") if at == 0 else ("count",) for at in range(len(cells))]
        return tuple(
            one for one, known in zip(cells, kinds, strict=True) if all(q.kind in known for q in quantities(one.text))
        )

    @cached_property
    def scope(self) -> str:
        """The words that name its population; none where they are taken to be the whole sentence, which then restricts nothing."""
        said = self.claim.scope or ""
        return "" if len(said) > 1 and self.claim.text.strip(" .").endswith(said.strip(" .")) and self._begins_with(said) else said

    def _begins_with(self, said: str) -> bool:
        return self.claim.text.strip().lower().startswith(said.strip().lower()) and len(said.split()) > ONLY_NAMED

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of its own words; of one that denies ("unescorted") also what it denies."""
        own = stems(self._without_times) | stems(HYPHEN.sub("", self._without_times))
        denied = frozenset(word[2:] for word in own if word.startswith("un") and len(word) > UN)
        return own | denied | _shortened(self.text) | phrases(self.text)

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
        own = stems(said) | phrases(said) | _shortened(said)
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
    def prohibits(self) -> bool:
        """Whether it says of something that it must not be at all."""
        return PROHIBITED.search(self.text) is not None and not CONDITIONAL.search(self.text)

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
        elsewhere = THE_REST.match(self.text) or HOURS_ARE.match(self.text) or EXEMPTS.search(self.text)
        return bool(nothing or elsewhere or (found and LOOKS_AT.search(found["head"])))

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
        found = found or re.search(r"\b(?:on|by) (?:the|their|h(?:is|er)|its) (last (?:\w+ )?day\b.{,60})", self.text, re.I)
        found = found or re.search(r"\d+ (?:\w+ )?\w+ (?:from|after|of|following) (.{3,60})", self.text)
        found = found or re.match(r"\W*(?:if|when|whenever|once|after|upon) ([^,]{3,60}),", self.text, re.IGNORECASE)
        found = found or THAT_DOES.search(self.text)
        return found[1] if found else ""

    @cached_property
    def clock_first(self) -> str:
        """The stem of the first word that names the event from which its time runs."""
        return next((word for word in (stem(w) for w in tokens(self._clock_words)) if word in self.clock), "")

    def predicate(self, text: str) -> str:
        """What stands after the first verb that obliges or states."""
        found = re.search(r"\b(?:must|shall|will|is|are|uses?|requires?|enforce[sd]?)\b", text, re.IGNORECASE)
        return text[found.end() :] if found else ("" if self.claim.form == "sentence" else text)

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
        found = re.search(r"\b(?:before|prior to|by the time|(?:no|not) later than)\b (.{3,80})", self.text, re.IGNORECASE)
        return _said(found[1]) if found else frozenset()

    @cached_property
    def after(self) -> frozenset[str]:
        """Stems of what has to come first ("only after the approval")."""
        found = ONLY_AFTER.search(self.text)
        return _said(self.text[found.end() :]) if found else frozenset()


def _as_sentence(claim: Claim, label: Cell, cell: Cell) -> Claim:
    """The claim of a row whose second cell is a sentence, under what the first one calls it as under a heading."""
    return replace(claim, text=cell.text, form="sentence", scope=None, heading_path=(*claim.heading_path, label.text))


def _shortened(text: str) -> frozenset[str]:
    """The initials by which headers write what a text names in several words."""
    named = (*COMPOUND.findall(text), *CAPITALS.findall(text))
    initials = frozenset(one for name in named for one in initialisms(name.replace("-", " ")))
    pairs = [name.lower().split() for name in CAPITALS.findall(text)]
    return initials | {f"{one[:letters]}{other[:3]}" for one, other in (p for p in pairs if len(p) == 2) for letters in (3, 4)}


def _said(text: str) -> frozenset[str]:
    return stems(text) | phrases(text)
