"""Document to claims: topics and their values lead, syntax helps, and what is unsure stays whole."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from .antecedents import standing_alone
from .carving import Stretch, Topics, carve, outside_asides, within
from .context import Context
from .facts import OTHER, Fact
from .matching import STRONG, Anchor, Matcher, choose
from .model import Block, Claim, Document, Trigger
from .nlp.clauses import Clause, clauses
from .nlp.quantities import Quantity, quantities
from .nlp.statements import complete
from .parameters import VALUE_KINDS, assign
from .properties import PREDICATE, Properties, properties
from .second_facts import with_second_facts
from .semantics import Recogniser, Signals
from .semantics.features import OBLIGATION
from .semantics.neighbours import with_neighbours
from .shares import share_of
from .topic import Topic
from .units import Unit, units_of
from .valued import Above, Part, respective, shared_frequency, takes, valued_parts
from .weighing import weigh

# "MFA is required for:" says nothing that its items do not say.
ONLY_INTRODUCES = re.compile(
    r"^the following\b.*:\s*$|\b(?:must|shall|should|will|may|to|for|of|on|by|that|and|includ(?:es?|ing))\s*:\s*$",
    re.IGNORECASE,
)
# What a lead-in says by itself, whatever its list adds: "All changes must be recorded in the register with:".
OWN_FACT = re.compile(r"\b(?:must|shall|will)\b (?:\w+ly )?(?:be|have)\b \w+|\b(?:is|are) (?:required|prohibited)\b", re.IGNORECASE)
# A lead-in whose subject is its list: "The following need a lock on every door:".
OF_ITS_LIST = re.compile(
    r"^the following\b[^:]*?\b(?:requires?|needs?|(?:must|shall) (?:be|have|use)|are (?:required|prohibited|encrypted|protected))\b"
    r"(?: [\w-]+){2,}(?<! to)(?<! for)(?<! of)(?<! by)(?<! in)(?<! include)(?<! following)\s*:\s*$",
    re.IGNORECASE,
)
LACKS_ITS_LIST = re.compile(
    r"\bfollowing\b[^:]*:\s*$|\b(?:includ\w+|cover\w*|contain\w*|specif\w+|verif\w+|ensur\w+|demonstrat\w+|show\w*|for|of|to|on|that|when|if|where"
    r"|by|must|shall|from|into|across|between|as|and|or|at|who|which)\s*:\s*$",
    re.IGNORECASE,
)
# What ties the list to a statement that is whole without it: "... must have an owner who is responsible for:".
TIES_ITS_LIST = re.compile(
    r",?\s+(?:(?:who|which|that) (?:is|are) responsible for"
    r"|(?:which |that )?(?:include|document|contain|specif|cover|record|identif)\w*(?: the following)?"
    r"|with(?: the following)?|as follows)\s*:\s*$",
    re.IGNORECASE,
)
CONDITION = re.compile(r"(?:When|If|Whenever|Upon|Once|Where|In case)\b")  # what is promised follows, in the same sentence
TIMES, SEVERAL = ("duration", "frequency"), 2
UNSURE = 0.12  # of a statement that obliges, and names no topic


class Extractor:
    """Extracts claims for one catalogue; built once, used for many documents."""

    def __init__(self, topics: tuple[Topic, ...], recogniser: Recogniser | None = None) -> None:
        """
        Args:
            topics: what a claim can be about.
            recogniser: weighs the meaning of a text with its wording; without it wording alone decides.
        """
        self.topics = {topic.id: topic for topic in topics}
        self.matcher = Matcher(topics)
        self.recogniser = recogniser

    def claims(self, document: Document, names: Sequence[str] = ()) -> Iterator[Claim]:
        """The claims of a document in the order of the text.

        Args:
            names: how documents call the company; what a document itself says of that is found in it.
        """
        seen: Counter[str] = Counter()
        context = Context(document, names)
        units = list(units_of(document))
        with ThreadPoolExecutor(max_workers=1) as background:  # the encoder runs outside Python's lock
            ahead = background.submit(self.recogniser.read_ahead, units) if self.recogniser else None
            read = [self._facts(unit) for unit in units]
            if ahead:
                ahead.result()
        if self.recogniser is not None:
            signals = [self.signals(unit, facts) for unit, facts in zip(units, read, strict=True)]
            known = frozenset(self.recogniser.topics)
            judgements = with_neighbours(units, self.recogniser.judge(signals))
            read = [
                _spoken(unit, weigh(facts, judged, len(unit.text), known, lambda topic, unit=unit: self._by_meaning(unit, topic)))
                or _own_of_introduction(unit, facts)
                for unit, facts, judged in zip(units, read, judgements, strict=True)
            ]
        for unit, facts in zip(units, read, strict=True):
            for fact in facts:
                part = (0, len(unit.text)) if len(facts) == 1 else (fact.start, fact.end)
                yield context.complete(self._claim(document, unit, fact, seen), unit, *part)

    def signals(self, unit: Unit, facts: Sequence[Fact] | None = None) -> Signals:
        """What wording says of a unit, for the recogniser."""
        anchors = outside_asides(self.matcher.anchors(unit.text), unit.text)
        strong = frozenset(a.topic for a in anchors if a.strong)
        return Signals(
            unit=unit, strong=strong, weak=frozenset(a.topic for a in anchors if not a.strong) - strong,
            context=self.matcher.context(unit.lead_in, unit.heading_path),
            chosen=frozenset(fact.topic for fact in (self._facts(unit) if facts is None else facts)),
        )  # fmt: skip

    def _by_meaning(self, unit: Unit, topic_id: str) -> list[Fact]:
        """The facts of a unit on a topic that its wording does not name."""
        if topic_id not in self.topics:
            return []
        whole = Stretch(topic_id, STRONG, (), 0, len(unit.text))
        return self._with_values(unit, whole, quantities(unit.text))

    def _facts(self, unit: Unit) -> list[Fact]:
        values = quantities(unit.text)
        if unit.names_population and (fact := self._of_introduction(unit)):
            return [fact]
        anchors = self._meant(outside_asides(self.matcher.anchors(unit.text), unit.text), unit, values)
        if unit.row and unit.lead_in:
            anchors = self._of_table(unit, anchors)
        if unit.guarded and ONLY_INTRODUCES.search(unit.text) and not _states_a_fact(unit.text):
            return []
        if unit.guarded and not (any(a.strong for a in anchors) and (values or OBLIGATION.search(unit.text))):
            return []
        context = self.matcher.context(unit.lead_in, unit.heading_path)
        if not any(a.strong for a in anchors):
            for topic in self.matcher.ruled_out(unit.text, context):
                del context[topic]
        if not unit.fragment and not PREDICATE.search(unit.text) and not any(a.strong for a in anchors):
            return []
        chosen = choose(anchors, context, unit.fragment)
        if not unit.row:
            chosen = with_second_facts(unit.text, chosen, anchors, values, self.topics, self.matcher)
        stretches = self._stretches(unit, chosen, context)
        if not stretches:
            if OBLIGATION.search(unit.text) and not unit.row:
                return [Fact(OTHER, 0, len(unit.text), sure=UNSURE)]
            return []
        return self._valued(unit, stretches, values)

    def _of_table(self, unit: Unit, anchors: list[Anchor]) -> list[Anchor]:
        """The anchors of a row on the topics of its table: they stand in the header, and the first cell only names things.

        Topics to which another cell than the first gives a value come before those that are only named.
        """
        topics = self.matcher.about(unit.lead_in or "")
        own = [a for a in anchors if a.topic in topics]
        text = unit.statement_of(unit.row[1:])
        values = quantities(text)
        stating = {a.topic for a in own if _states_a_value(self.topics[a.topic], text, values)}
        return [replace(a, strong=True) for a in own if a.topic in stating] or own or anchors

    def _of_introduction(self, unit: Unit) -> Fact | None:
        """The fact of an item that only names a population: what its introduction says first."""
        lead = unit.lead_in or ""
        first = next((a for a in sorted(self.matcher.anchors(lead), key=lambda a: a.start) if a.strong), None)
        if first is None:
            return None
        topic = self.topics[first.topic]
        params, _ = assign(topic, lead, quantities(lead))
        if topic.implies and not any(name in params for name in topic.implies):
            return None
        return Fact(topic.id, 0, len(unit.text), sure_of(STRONG), params=params)

    def _meant(self, anchors: list[Anchor], unit: Unit, values: list[Quantity]) -> list[Anchor]:
        """Without the anchors of topics that need a value which the text does not state."""
        text = unit.statement(0, len(unit.text)) if unit.row else unit.text
        values = quantities(text) if unit.row else values
        missing = {
            topic.id for topic in {self.topics[a.topic].id: self.topics[a.topic] for a in anchors}.values()
            if topic.implies and not set(topic.implies) & set(assign(topic, text, values, unit.above)[0])
        }  # fmt: skip
        return [a for a in anchors if a.topic not in missing]

    def _stretches(self, unit: Unit, chosen: Topics, context: dict[str, float]) -> list[Stretch]:
        """The stretches of a unit that state one topic each; a row states each of its topics as a whole.

        Where a sentence has several clauses, each is read as the statement that it is with the subject it takes from
        the one before: "reviewed twice a year" is about what "User access" is about there.
        """
        if unit.row:
            return [Stretch(topic, weight, tuple(found), 0, len(unit.text)) for topic, weight, found in chosen]
        parts = clauses(unit.text)
        if len(parts) > 1:
            stated = [(part, self._stated_in(unit, part, chosen, context)) for part in parts]
            if any(topics for _, topics in stated):
                return carve(unit.text, stated, unit.fragment)
        return within(unit.text, 0, len(unit.text), chosen, unit.fragment) if chosen else []

    def _stated_in(self, unit: Unit, part: Clause, chosen: Topics, context: dict[str, float]) -> Topics:
        """The topics that a clause names as a statement of its own, else those of the sentence whose words stand in it."""
        taken = complete(unit.text, part.start, part.end) if part.start else unit.text[: part.end]
        words = unit.text[part.start : part.end].strip(" ,;:.")
        before = max(taken.lower().rfind(words.lower()), 0)  # what the clause took from the one before it
        anchors = outside_asides(self.matcher.anchors(taken), taken)
        anchors = [a for a in anchors if a.strong and a.end > before + 1]
        anchors = self._meant(anchors, unit, quantities(unit.text))
        moved = part.start - before
        own = [
            (topic, weight, [_moved(a, moved, part) for a in found])
            for topic, weight, found in choose(anchors, context, unit.fragment)
        ]
        own = [one for one in own if one[2]]
        return own or [(t, w, here) for t, w, found in chosen if (here := [a for a in found if part.start <= a.core < part.end])]

    def _valued(self, unit: Unit, stretches: Sequence[Stretch], values: list[Quantity]) -> list[Fact]:
        """The facts of a unit's stretches, each with the values that belong to it."""
        by_topic = {stretch.topic: stretch for stretch in reversed(stretches)}
        named = [self.topics[topic] for topic in reversed(by_topic)]
        if not unit.row and (told := respective(unit.text, named, values)):
            whole = [(replace(by_topic[t.id], start=0, end=len(unit.text)), value) for t, value in told]
            return [fact for stretch, value in whole for fact in self._with_values(unit, stretch, [value])]
        facts: list[Fact] = []
        for stretch in stretches:
            if stretch.inherited and not self._wants_values(unit, stretch, values):
                continue
            for fact in self._with_values(unit, stretch, values):
                before = facts[-1] if facts else None
                if before and self._goes_on(before, fact):
                    facts[-1] = replace(before, end=fact.end, params={**fact.params, **before.params})
                    continue
                shared = fact if unit.row else self._sharing(unit, fact, before, values)
                facts.append(shared)
        return facts

    def _wants_values(self, unit: Unit, stretch: Stretch, values: list[Quantity]) -> bool:
        """Whether a topic takes the values of a clause that does not name it; values of another kind belong to something else."""
        inside = [v for v in values if stretch.start <= v.start and v.end <= stretch.end and v.kind != "count"]
        kinds = {kind for p in self.topics[stretch.topic].parameters.values() for kind in (p.type, *p.accepts)}
        return all(value.kind in kinds and takes(self.topics[stretch.topic], value) for value in inside)

    def _goes_on(self, before: Fact, fact: Fact) -> bool:
        """Whether two clauses state one fact: "RTO is 4 hours and RPO is 15 minutes" gives one topic two of its values."""
        valued = fact.topic == before.topic and bool(self.topics[fact.topic].implies)
        return valued and not fact.params.keys() & before.params.keys()

    def _sharing(self, unit: Unit, fact: Fact, before: Fact | None, values: list[Quantity]) -> Fact:
        """A fact with the frequency that the sentence states once for several facts."""
        part, first = (Part(f.start, f.end, f.params) if f else None for f in (fact, before))
        if part is None:
            return fact
        return replace(fact, params=shared_frequency(unit.text, part, self.topics[fact.topic], first, values).params)

    def _with_values(self, unit: Unit, stretch: Stretch, values: list[Quantity]) -> list[Fact]:
        """The facts that a stretch states on its topic; two where it gives two populations a value each."""
        topic = self.topics[stretch.topic]
        if unit.row:
            return self._row_fact(unit, topic, stretch.weight, stretch.anchors)
        above = Above(unit.above, unit.above_in_list)
        return [
            Fact(topic.id, part.start, part.end, sure_of(stretch.weight), stretch.anchors, part.params)
            for part in valued_parts(unit.text, topic, (stretch.start, stretch.end), values, above)
        ]

    def _row_fact(self, unit: Unit, topic: Topic, weight: float, anchors: tuple[Anchor, ...]) -> list[Fact]:
        """The facts of a table row; its values are read with the header words before them.

        A row that gives the topic a time in each of several cells ("P1 | 15 minutes | 4 hours") states so many facts.
        """
        if several := self._facts_of_cells(unit, topic, weight, anchors):
            return several
        text = unit.statement(0, len(unit.text))
        params, _ = assign(topic, text, quantities(text), unit.above)
        if topic.implies and not any(name in params for name in topic.implies):
            return []
        return [Fact(topic.id, 0, len(unit.text), sure_of(weight), anchors, params)]

    def _facts_of_cells(self, unit: Unit, topic: Topic, weight: float, anchors: tuple[Anchor, ...]) -> list[Fact]:
        """One fact for each cell with a time of the topic, where there are several and they give it different values."""
        timed = {cell.row.column: times for cell in unit.row[1:] if cell.row and (times := self._times_of(unit, topic, cell))}
        plain = tuple(cell for cell in unit.row if cell.row and cell.row.column not in timed)
        found: list[Fact] = []
        for column, times in timed.items():
            own = tuple(cell for cell in unit.row if cell in plain or (cell.row and cell.row.column == column))
            text = unit.statement_of(own)
            params = {**assign(topic, text, quantities(text), unit.above)[0], **times}
            cells = (column, *(cell.row.column for cell in plain if cell.row))
            found.append(Fact(topic.id, 0, len(unit.text), sure_of(weight), anchors, params, cells=cells))
        different = {tuple(sorted(map(str, one.params.items()))) for one in found}
        return found if len(found) >= SEVERAL and len(different) == len(found) else []

    def _times_of(self, unit: Unit, topic: Topic, cell: Block) -> dict[str, Any]:
        """The times that one cell of a row gives a topic, by the names of its parameters."""
        text = unit.statement_of((cell,))
        values, _ = assign(topic, text, quantities(text), unit.above)
        timed = len([q for q in quantities(cell.text) if q.kind in TIMES]) == 1
        return {name: value for name, value in values.items() if timed and topic.parameters[name].type in TIMES}

    def _claim(self, document: Document, unit: Unit, fact: Fact, seen: Counter[str]) -> Claim:
        text = unit.text[fact.start : fact.end]
        whole = fact.start == 0 and fact.end == len(unit.text)
        decided: Properties = properties(
            text, bool(fact.params) and any(v is not None for v in fact.params.values()), unit.heading_path, unit.above_in_list,
            "" if whole else unit.text, "" if whole or unit.row else complete(unit.text, fact.start, fact.end),
        )  # fmt: skip
        quote = unit.quote(fact.start, fact.end)
        key = f"{fact.topic}|{re.sub(r'[^a-z0-9]+', ' ', quote.lower()).strip()}"
        seen[key] += 1
        digest = hashlib.sha256(f"{document.name}|{key}|{seen[key]}".encode()).hexdigest()[:12]
        return Claim(
            id=digest, quote=quote, text=_text(unit, fact), sentence=unit.quote(0, len(unit.text)),
            place=unit.place(fact.start, fact.end, fact.cells[:1]), topic=fact.topic, params=fact.params,
            quantifier=decided.quantifier,
            scope=unit.row_label or unit.population or (None if unit.row and "|" in (decided.scope or "") else decided.scope),
            negated=decided.negated, modality=decided.modality, party=decided.party,
            testable=decided.testable, form=unit.form, heading_path=unit.heading_path,
            untestable_because=decided.untestable_because,
            hedges=decided.hedges, exception=decided.exception, confidence=round(fact.sure, 2),
            decided_by=fact.by, nearest=fact.nearest, share=share_of(text, fact.params),
            triggers=(
                *(Trigger(field="topic", value=a.topic, phrase=unit.text[a.start : a.end]) for a in fact.anchors[:3]),
                *decided.triggers,
            ),
        )  # fmt: skip


def _spoken(unit: Unit, facts: list[Fact]) -> list[Fact]:
    """The facts without those on no topic where a line of prose has no verb: a title or a name states nothing."""
    if unit.fragment or PREDICATE.search(unit.text):
        return facts
    return [fact for fact in facts if fact.topic != OTHER]


def _own_of_introduction(unit: Unit, facts: list[Fact]) -> list[Fact]:
    """The facts that an introduction states by itself and wording names, where its list only says more of them."""
    if not unit.guarded or not unit.text.rstrip().endswith(":"):
        return []
    return [fact for fact in facts if fact.topic != OTHER] if _states_a_fact(unit.text) else []


def _states_a_fact(introduction: str) -> bool:
    """Whether an introduction says something that is whole without its list."""
    if OF_ITS_LIST.match(introduction):
        return True
    whole = TIES_ITS_LIST.sub(":", introduction)
    return OWN_FACT.search(whole) is not None and not LACKS_ITS_LIST.search(whole)


def _text(unit: Unit, fact: Fact) -> str:
    """What a fact states as a sentence of its own, a pronoun at its beginning replaced by what it stands for."""
    if fact.cells:
        return unit.statement_of(tuple(c for c in unit.row if c.row and c.row.column in fact.cells))
    statement = unit.statement(fact.start, fact.end)
    if CONDITION.match(statement) and not unit.row:
        statement = unit.statement(fact.start, len(unit.text))
    return statement if unit.row else standing_alone(statement, unit.block.text, unit.offset)


def sure_of(weight: float) -> float:
    """How sure wording is, 0 to 1, by what speaks for the topic."""
    return min(1.0, weight / 4)


def _moved(anchor: Anchor, by: int, part: Clause) -> Anchor:
    """An anchor found in a clause as a statement of its own, at its place in the sentence."""
    at = [min(max(n + by, part.start), part.end) for n in (anchor.start, anchor.end, anchor.core, anchor.reach)]
    return replace(anchor, start=at[0], end=at[1], core=at[2], reach=at[3])


def _states_a_value(topic: Topic, text: str, values: list[Quantity]) -> bool:
    params, _ = assign(topic, text, values)
    return any(
        topic.parameters[name].type in VALUE_KINDS and value != topic.parameters[name].implied for name, value in params.items()
    )


def extract(document: Document, topics: tuple[Topic, ...], recogniser: Recogniser | None = None) -> list[Claim]:
    """Take a document apart into claims.

    Args:
        document: as a reader gave it.
        topics: what a claim can be about.
        recogniser: weighs meaning with wording; without it wording alone decides.

    Returns:
        The claims in the order of the text; a checkable statement that no topic fits has the topic `other`.
    """
    return list(Extractor(topics, recogniser).claims(document))
