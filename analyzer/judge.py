"""What the evidence says of each claim. Pure: bindings, observations and assurance in, verdicts out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from .bind import SURE_BY_MEANING
from .catalog import Catalog, Check, TopicEntry
from .config import RegisteredException
from .doubts import least_share
from .evidence.assurance.guarding import guards as guarded
from .evidence.store import QueryError, Store
from .evidence.tally import MOST_LISTED, MOST_WHOLE, Tally
from .evidence.together import together
from .exceptions.carved import CarveOut
from .excuse import Acceptance, excuse
from .materiality import assess, without_topic
from .model import AssuranceResult, Binding, Observation, Period, Query, Status, Verdict
from .scope import systems_named
from .status import ROUNDING, SHOWN, phrase, status_of

CLASSED_BY = ("criticality", "tier", "data_class")
NAMED_BY = ("system", "app", "environment", "platform", "vendor", "service", *CLASSED_BY)
MOST_GROUPS = 8
BROKEN = ("contradicted", "not_testable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a judgement may look at.

    Attributes:
        store: the finished tables, or None when the review has no evidence.
        assurance: the completeness-and-accuracy tests of this review.
        hashes: sha256 of each evidence file by its name.
        register: the exceptions that the configuration and the decisions name.
        doubts: what the evidence says against their compensating controls, by the label of the entry.
        accepted: the entries of the exception registers among the evidence.
        carve_outs: what a document states as exceptions from a claim, by the claim's id.
        alike: what was told by likeness: by table and column, the header and its file.
    """

    store: Store | None
    period: Period
    assurance: Sequence[AssuranceResult] = ()
    hashes: Mapping[str, str] | None = None
    register: Sequence[RegisteredException] = ()
    doubts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    accepted: Sequence[Acceptance] = ()
    carve_outs: Mapping[str, Sequence[CarveOut]] = field(default_factory=dict)
    alike: Mapping[tuple[str, str], str] = field(default_factory=dict)


def judge(
    bindings: Sequence[Binding],
    catalog: Catalog,
    evidence: Evidence,
    progress: Callable[[int, int], None] = lambda done, of: None,
    otherwise: Callable[[Verdict, Evidence], Verdict] = lambda verdict, evidence: verdict,
    together: Callable[[Sequence[Verdict], Evidence], list[Verdict]] = lambda verdicts, evidence: list(verdicts),
) -> list[Verdict]:
    """Judge every binding; the verdicts come in the order of the bindings, one each.

    Args:
        progress: called with the number of queries that have run, and of how many.
        otherwise: what to do with each verdict before its severity is weighed, such as to ask evidence that no check reads.
        together: what to do with all of them then, for claims that others tell.
    """
    questions: dict[Key, _Question] = {}
    for binding in bindings:
        for question in _questions(binding, catalog, evidence):
            questions.setdefault(question.key, question)
    answers: dict[Key, Answer] = {}
    with ThreadPoolExecutor(max_workers=2) as workers:
        for done, (key, answer) in enumerate(workers.map(lambda q: (q.key, q.ask()), questions.values()), start=1):
            answers[key] = answer
            progress(done, len(questions))
    checked = [_judge_one(binding, catalog, evidence, answers) for binding in bindings]
    told = _told_once(checked, [otherwise(one, evidence) for one in checked])
    return _with_severity(together(told, evidence), catalog)


def _told_once(checked: Sequence[Verdict], told: Sequence[Verdict]) -> list[Verdict]:
    """What was told besides the checks, except where a check breaks another claim of the very same words: that is one gap."""
    pairs = list(zip(checked, told, strict=True))
    still = [after for before, after in pairs if before.status == after.status == "contradicted"]
    broken = {(one.claim.place.document, one.claim.quote) for one in still}

    def is_told(before: Verdict, after: Verdict) -> bool:
        return before.status in (after.status, "contradicted") or (after.claim.place.document, after.claim.quote) not in broken

    return [after if is_told(before, after) else before for before, after in pairs]


def judge_found(binding: Binding, catalog: Catalog, evidence: Evidence, found: Callable[[str], Sequence[Observation]]) -> Verdict:
    """Judge a binding on what its queries are already known to find.

    Args:
        found: the items that the query (the empty name) or a part finds.

    Raises:
        QueryError: if `found` does.
    """
    questions = _questions(binding, catalog, evidence)
    answers: dict[Key, Answer] = {question.key: Tally.of(found(question.part), NAMED_BY) for question in questions}
    return _judge_one(binding, catalog, evidence, answers)


Key = tuple[str, tuple[tuple[str, str], ...]]
Answer = Tally | str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A check with its parameters; claims that promise the same ask it once.

    Attributes:
        part: the part that asks; empty for the query of the topic.
    """

    key: Key
    part: str
    sql: str
    params: dict[str, Any]
    store: Store

    def ask(self) -> Answer:
        """What the query finds, or why it could not run."""
        try:
            return self.store.tally(self.sql, self.params, NAMED_BY)
        except QueryError as error:
            return str(error)


def _questions(binding: Binding, catalog: Catalog, evidence: Evidence) -> list[_Question]:
    """What has to be asked to judge a binding; nothing where its words or missing tables decide."""
    entry, store = catalog.topics.get(binding.check or ""), evidence.store
    if entry is None or store is None or _without_evidence(binding):
        return []
    return [_question(binding, entry, part, store) for part in binding.parts if not _missing(entry, part, store)]


def _question(binding: Binding, entry: TopicEntry, part: str, store: Store) -> _Question:
    sql = entry.queries[part]
    names = set(re.findall(r"\$([a-z_][a-z0-9_]*)", sql))
    used = {name: value for name, value in binding.params.items() if name in names}
    key = (f"{entry.id}/{part}", tuple(sorted((name, repr(value)) for name, value in used.items())))
    return _Question(key=key, part=part, sql=sql, params=used, store=store)


def _missing(entry: TopicEntry, part: str, store: Store) -> list[str]:
    """Tables without which the query or part cannot run and that are empty."""
    if entry.check is None:
        return []
    if part:
        return entry.check.parts[part].missing(lambda table: store.count(table) > 0)
    if not entry.check.needs and not any(store.count(table) for table in entry.check.uses):
        return list(entry.check.uses)
    return [table for table in entry.check.needs if not store.count(table)]


def _judge_one(binding: Binding, catalog: Catalog, evidence: Evidence, answers: Mapping[Key, Answer]) -> Verdict:
    if early := _without_evidence(binding):
        return early
    entry, store = catalog.topics[binding.check or ""], evidence.store
    if entry.check is None or store is None:
        return Verdict(binding=binding, status="not_shown", why="The review has no evidence.")
    questions = _questions(binding, catalog, evidence)
    due = [part for part in binding.parts if not (part and entry.check.parts[part].beside)] or binding.parts
    missing = list(dict.fromkeys(table for part in due for table in _missing(entry, part, store)))
    lacking = [f"{catalog.tables[t].title.lower()} ({catalog.tables[t].sources})" for t in missing]
    if not questions:
        return Verdict(binding=binding, status="not_shown", why=f"No evidence: nothing was given on {'; '.join(lacking)}.")
    read = [part for part in binding.parts if not _missing(entry, part, store)]
    named = (
        *(() if "" not in read else (*entry.check.needs, *entry.check.uses)),
        *(t for p in read if p for t in entry.check.parts[p].tables),
    )
    tables = tuple(dict.fromkeys(t for t in named if store.count(t)))
    query = Query(
        sql="\n;\n".join(question.sql.strip() for question in questions),
        params={name: value for question in questions for name, value in question.params.items()},
        row_counts={t: store.count(t) for t in tables},
        files={f: (evidence.hashes or {}).get(f, "") for t in tables for f in store.files(t)},
    )  # fmt: skip
    answered: list[Tally] = []
    for part, question in zip(read, questions, strict=True):
        answer = answers[question.key]
        if isinstance(answer, str):
            return Verdict(binding=binding, status="not_shown", why=f"The check could not run: {answer}", query=query)
        found = narrow(binding.claim.scope, answer)
        if not found.count() and len(binding.parts) > 1 and part in due:
            lacking.append(f"{part.replace('_', ' ') or entry.title.lower()} (the evidence holds no item of it)")
        answered.append(found)
    try:
        found = together(answered, [one.sql for one in questions], NAMED_BY, lambda sql: store.rows(sql, query.params))
    except QueryError as error:
        return Verdict(binding=binding, status="not_shown", why=f"The check could not run: {error}", query=query)
    return _weigh(binding, catalog, found, evidence, query, lacking)


def _without_evidence(binding: Binding) -> Verdict | None:
    """The verdict of a claim that no evidence has to be asked for, or None."""
    claim = binding.claim

    def say(status: Status, why: str) -> Verdict:
        return Verdict(binding=binding, status=status, why=why)

    if claim.party == "customer":
        return say("out_of_scope", "The sentence says what user entities have to do (a complementary user entity control).")
    if claim.party == "subservice":
        return say("out_of_scope", "The sentence says what a subservice organisation does, not the company itself.")
    if claim.modality == "planned":
        return say("not_testable", f"The sentence states a plan («{phrase(binding, 'modality')}»), not a fact in force.")
    if not claim.testable:
        return say("not_testable", f"No evidence could show the sentence false as worded: «{claim.untestable_because}».")
    if binding.check is None:
        return say("not_shown", f"{binding.why[0][:1].upper()}{binding.why[0][1:]}.")
    if binding.unresolved:
        return say("not_shown", f"The evidence does not show which items are meant by «{', '.join(binding.unresolved)}».")
    return None


def narrow(scope: str | None, tally: Tally) -> Tally:
    """Only the items that the scope's own names speak of, where the evidence carries these names.

    "The Okta account is disabled" speaks of the rows whose system is Okta; a name that stands in no row restricts nothing. An item
    whose class the evidence does not tell may be one of those that are meant, and stays.
    """
    names = [name.lower() for name in re.findall(r"\b[A-Z][A-Za-z0-9]{2,}\b", scope or "")]
    wanted = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names) or r"(?!)", re.IGNORECASE)

    def is_meant(row: Mapping[str, Any]) -> bool:
        return any(wanted.search(str(row.get(column) or "")) for column in NAMED_BY)

    def is_of_no_class(row: Mapping[str, Any]) -> bool:
        return not any(row.get(column) for column in CLASSED_BY)

    matching = tally.where(is_meant)
    if not 0 < matching.count() < tally.count():
        return tally
    by_class = tally.where(lambda row: any(wanted.search(str(row.get(column) or "")) for column in CLASSED_BY)).count()
    return tally.where(lambda row: is_meant(row) or is_of_no_class(row)) if by_class else matching


def _weigh(
    binding: Binding, catalog: Catalog, tally: Tally, evidence: Evidence, query: Query,
    lacking: Sequence[str] = (),
) -> Verdict:  # fmt: skip
    entry = catalog.topics[binding.check or ""]
    files = tuple(query.files)
    if not tally.count():
        return Verdict(
            binding=binding, status="not_shown", why=_nothing_of(binding),
            population=0, evidence=files, query=query,
        )  # fmt: skip
    failing = [o for o in tally.listed if o.holds is False]
    exceptions, excused, notes = excuse(
        failing, binding.claim, evidence.period, evidence.register, evidence.accepted,
        entry.check.window if entry.check else "period", evidence.carve_outs.get(binding.claim.id, ()), evidence.doubts,
    )  # fmt: skip
    unknown = tuple(o for o in tally.listed if o.holds is None)
    if tally.count(False, None) > len(tally.listed):
        notes = [*notes, f"Of them the first {MOST_LISTED:,} are listed and were held against exceptions."]
    guards = [a for a in evidence.assurance if a.passed is False and guarded(a, entry, query.row_counts)]
    doubts = guards
    if guards and (share := binding.claim.share) is not None:
        kept = tally.count(True) + len(excused)
        least = least_share(guards, tally.count(), kept, tally.holding, tally.listed)
        if least is not None and least >= share - ROUNDING:
            doubts, notes = [], [*notes, f"So it is even if all fails that is in doubt: {'; '.join(g.why for g in guards)}."]
    status, why = status_of(
        binding,
        tally,
        exceptions,
        excused,
        unknown,
        doubts,
        [*lacking, *_unseen(binding, entry, catalog, query), *_systems_unseen(binding, tally)],
        _supposed(binding, entry, query, evidence),
    )
    return Verdict(
        binding=binding, status=status, why=" ".join([why, *notes]), population=tally.count(),
        exceptions=tuple(exceptions) if status in BROKEN or binding.claim.share is None else (),
        excused=tuple(excused), unknown=unknown, holding=tally.holding, drawn=tally.drawn,
        groups=_groups(tally) if tally.count() > MOST_WHOLE and not excused else (),
        evidence=files, assurance=tuple(guards), query=query,
    )  # fmt: skip


def _groups(tally: Tally) -> tuple[tuple[str, str, int, int, int], ...]:
    """The counts by the first column that tells some few groups of items apart."""
    return next((found for column in NAMED_BY if 1 < len(found := tally.by(column)) <= MOST_GROUPS), ())


def _nothing_of(binding: Binding) -> str:
    """Why a query found nothing: the restrictions that left nothing over, where there are any."""
    why = "The evidence holds no item of the population that the sentence speaks of"
    named = ", ".join(f"{name.replace('_', ' ')} = {value}" for name, value in binding.scope.items())
    return f"{why}; the words of scope restrict it to {named}." if named else f"{why}."


def _unseen(binding: Binding, entry: TopicEntry, catalog: Catalog, query: Query) -> list[str]:
    """What could break the promise and was not given; a claim on one system by name is judged by that system alone."""
    if entry.check is None or "system" in binding.scope:
        return []
    own = entry.check.weighs if "" in binding.parts else ()
    weighs = [*own, *_weighed_by_parts(entry.check, binding.parts, binding.claim.text)]
    absent = [one for one in dict.fromkeys(weighs) if not any(table in query.row_counts for table in one.split("|"))]
    return [" or ".join(catalog.tables[table].title.lower() for table in one.split("|")) for one in absent]


def _weighed_by_parts(check: Check, parts: Iterable[str], text: str) -> list[str]:
    """The tables that can break what the named parts of a check test of a sentence, beside those that they read."""
    weighed = [one for name in parts if name in check.parts for one in check.parts[name].weighs.items()]
    return [table for table, said in weighed if re.search(said, text, re.IGNORECASE)]


def _supposed(binding: Binding, entry: TopicEntry, query: Query, evidence: Evidence) -> list[str]:
    """What a verdict rests on that nobody said: a topic that meaning tells not surely, columns told by their likeness."""
    claim, read = binding.claim, frozenset(re.findall(r"[a-z_0-9]+", query.sql))
    unsure = claim.decided_by == "meaning" and claim.confidence < SURE_BY_MEANING
    headers = dict.fromkeys(
        said for (table, column), said in evidence.alike.items() if table in query.row_counts and column in read
    )
    supposed = [f"the sentence is about {entry.title.lower()}, which its meaning alone tells"] if unsure else []
    if headers:
        supposed.append(f"{', '.join(list(headers)[:SHOWN])} is what it was taken for")
    return supposed


def _systems_unseen(binding: Binding, tally: Tally) -> list[str]:
    """Of several systems that the sentence names, those of which no item is one ("access to Okta, AWS and GitHub")."""
    seen = {str(group.names["system"]) for group in tally.groups if group.names.get("system")}
    named = systems_named(binding.claim.text)
    absent = [name for name, pattern in named.items() if not any(pattern.search(system) for system in seen)]
    return absent if len(absent) < len(named) else []


def _with_severity(verdicts: Sequence[Verdict], catalog: Catalog) -> list[Verdict]:
    topics = {v.claim.topic for v in verdicts if v.status == "contradicted"} & catalog.topics.keys()
    per_criterion = Counter(catalog.topics[topic].criteria[0] for topic in topics)
    result = []
    for verdict in verdicts:
        if verdict.status != "contradicted":
            result.append(verdict)
            continue
        entry = catalog.topics.get(verdict.claim.topic)
        if entry is None:
            result.append(replace(verdict, severity=without_topic()))
            continue
        severity = assess(
            verdict.claim,
            entry,
            verdict.population or 0,
            verdict.exceptions,
            len(verdict.excused),
            per_criterion[entry.criteria[0]],
        )
        result.append(replace(verdict, severity=severity))
    return result
