"""The values that pass between the stages of the evidence side. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from claims import Claim, Document, LeftOut, Place

from .decisions.told import Decision, RegisterNote, Rejected

Status = Literal["supported", "contradicted", "partly_supported", "not_shown", "not_testable", "inconsistent", "out_of_scope"]
Severity = Literal["material", "significant", "minor"]
SpanState = Literal["held", "broken", "unknown"]
Guards = Literal["every", "together", "period", "named"]
STATUSES: tuple[Status, ...] = (
    "contradicted", "inconsistent", "partly_supported", "not_shown", "not_testable", "supported", "out_of_scope",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days a review is about, both ends included, and the day its snapshots speak for."""

    start: date
    end: date
    as_of: date

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A claim resolved to a check.

    Attributes:
        claim: the claim.
        check: id of the topic whose check tests it, or None where no check can.
        parts: what of the check the claim asks for: the empty name is the topic's query, others are its parts.
        params: the promised values under the names the query uses (`sla_hours`, `frequency_unit`), unstated ones None.
        scope: restrictions of the population that the query applies (`environment: production`).
        unresolved: words of the claim's scope that the check cannot apply.
        untested: parameters that the text states and the check does not test.
        unread: times, frequencies and shares of the text, in its own words, that no parameter carries, and parts of the check
            that cannot be restricted as its words of scope ask.
        why: one sentence per decision.
    """

    claim: Claim
    check: str | None
    parts: tuple[str, ...] = ("",)
    params: dict[str, Any] = field(default_factory=dict)
    scope: dict[str, str] = field(default_factory=dict)
    unresolved: tuple[str, ...] = ()
    untested: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the evidence says of one item of the population.

    Attributes:
        item: the person, device, change or resource, or for a missed recurrence its period.
        holds: whether the promise holds for it; None where the evidence cannot tell.
        observed: the value found.
        reason: why it holds or not, for people.
        row: the further columns of the query's row, for the report.
    """

    item: str
    holds: bool | None
    observed: str
    reason: str
    row: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused:
    """An item that would break the claim but is covered by an exception valid at the time.

    `entry` is what the entry of the configuration or of the decisions file is called; empty where something else excuses.
    """

    item: str
    why: str
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What ran, so that an auditor can perform it again."""

    sql: str
    params: dict[str, Any]
    row_counts: dict[str, int]
    files: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An item that an assurance test found fault with.

    Attributes:
        item: its key, as the evidence spells it.
        side: what is wrong with it, as a clause in the plural ("accounts belong to nobody in HR").
        why: what helps to find it.
    """

    item: str
    side: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceResult:
    """One completeness-and-accuracy test.

    Attributes:
        test: its name (`row_count_is_a_page_size`).
        tables: the tables it speaks for.
        passed: False when the evidence may be incomplete or wrong; None when the test could not run.
        why: one sentence with the figures.
        items: the keys that do not reconcile.
        guards: the verdicts that rest on it: of every check over one of its tables, of checks over all of its tables
            `together`, of checks over one of them that judge the whole `period`, or only of those that are `named`.
        checks: the checks that it names itself, besides those that name it.
        title: what is tested, for people.
        part: the part of completeness and accuracy that it belongs to ("completeness", "reconciliation").
        differences: the items, each with what is wrong with it.
        counts: the number of rows of each population that was compared.
    """

    test: str
    tables: tuple[str, ...]
    passed: bool | None
    why: str
    items: tuple[str, ...] = ()
    guards: Guards = "named"
    checks: tuple[str, ...] = ()
    title: str = ""
    part: str = ""
    differences: tuple[Difference, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityRule:
    """A rule that moved a severity, and which way."""

    rule: str
    direction: Literal["raise", "lower"]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityAssessment:
    """How much a contradiction may matter to a report user: a starting point for a reviewer, never a conclusion.

    `statement` is the sentence reports print, such as "potential material misstatement, because ...".
    """

    level: Severity
    default: Severity
    rules: tuple[SeverityRule, ...]
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """The two repairs of a promise that does not hold.

    Attributes:
        wording: what may stand in the place of the claim's quote: supported when read and tested again. None where nothing is.
        way: what was changed in it (`values`, `exclusions`, `shares`, `measurable`, `unshown`, `narrowed`); empty without one.
        why: what speaks for the wording, or why there is none.
        repair: what to change in the system so that the original becomes true; None where no item breaks it.
        lack: in a word what lacks for a wording (`nothing holds`, `doubt`, `not given`); empty with one.
        nearest: where there is no wording, the one that nothing contradicts and that all agrees with which the evidence holds on
            it, while no check shows the whole of it. It is told, and never put in the place of the original.
    """

    wording: str | None
    way: str
    why: str
    repair: str | None = None
    lack: str = ""
    nearest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days within the period over which a promise held, did not hold, or cannot be known; spans follow each other without gaps.

    Attributes:
        start, end: the first and the last day, both included.
        items: what broke the promise.
        why: what tells the state, or why nothing does.
        partly: what held is a part of the promise; the evidence shows nothing of the rest.
    """

    start: date
    end: date
    state: SpanState
    items: tuple[str, ...] = ()
    why: str = ""
    partly: bool = False

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the evidence says of a claim.

    Attributes:
        population: number of items in scope, or None when no query ran.
        exceptions: observations that break the claim and that nothing excuses.
        unknown: observations the evidence cannot decide.
        holding: observations that bear the claim out; none where the population is too large to list.
        drawn: of those, where they are too many to list, the first in the order of the SHA-256 of their names.
        groups: of a large population, by a column (`system`) and each of its values, how many hold, break it and cannot be told.
        evidence: names of the evidence files behind the query.
        rewrite: the two repairs of a promise that does not hold, or None where none were looked for.
        decision: what somebody decided on the claim, or None.
        history: how the promise fared day by day over the period; empty where the evidence is a single snapshot, so that the
            verdict speaks for one day.
    """

    binding: Binding
    status: Status
    why: str
    population: int | None = None
    exceptions: tuple[Observation, ...] = ()
    excused: tuple[Excused, ...] = ()
    unknown: tuple[Observation, ...] = ()
    holding: tuple[Observation, ...] = ()
    drawn: tuple[Observation, ...] = ()
    groups: tuple[tuple[str, str, int, int, int], ...] = ()
    evidence: tuple[str, ...] = ()
    assurance: tuple[AssuranceResult, ...] = ()
    severity: SeverityAssessment | None = None
    query: Query | None = None
    rewrite: Rewrite | None = None
    decision: Decision | None = None
    history: tuple[Span, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim that was judged."""
        return self.binding.claim


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """An evidence file as it was read.

    Attributes:
        path: relative to the evidence folder, as reports print it.
        sha256: hash of the bytes, hexadecimal.
        source: id of the source that recognised it ("okta/users"), "matched" for one matched by its headers, None else.
        tables: rows per table that came out of it.
        rows: rows read from the file.
        extracted_at: when it was exported, ISO 8601, where that is known.
        source_count: the number of rows that the source itself reported, where that is known.
        faults: values that did not fit, with their rows.
        incomplete: reasons why the file is known not to hold everything (rows left out, more pages to follow).
        mapping: for a file matched by its headers, each header used and the column it was taken for.
        alike: of the headers in `mapping` that were told by likeness and not by name, how sure that is, 0.6 to 1.
        edited: signs in a workbook that somebody worked on it after it was exported (filters, hidden rows, formulas).
        whole: its collector saw the last page.
    """

    path: str
    sha256: str
    source: str | None
    tables: dict[str, int]
    rows: int
    extracted_at: str | None = None
    source_count: int | None = None
    faults: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    alike: dict[str, float] = field(default_factory=dict)
    edited: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two sentences that a conflict is between.

    Attributes:
        quote: verbatim from the document.
        claim: the id of its claim, where it is one.
    """

    document: str
    quote: str
    place: Place
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two sentences that cannot both be kept, or that a reader cannot both rely on.

    Attributes:
        topic: what both are about.
        kind: `conflict` where they speak of the same, `overlap` where one speaks of a part of the other.
        why: what differs, in one or two sentences.
        agree: how to word them so that they agree.
        supported: the side that the evidence supports while it does not support the other.
    """

    topic: str
    a: Side
    b: Side
    why: str
    kind: Literal["conflict", "overlap"] = "conflict"
    agree: str = ""
    supported: Literal["a", "b"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words that damage a claim, or that cannot be right by themselves.

    Attributes:
        kind: what is wrong with them (`puffery`, `category error`, `arithmetic`, `date`, `stricter elsewhere`).
        why: what it does to the claim, and what would be right.
        claim: the id of the claim that it damages, where there is one.
    """

    document: str
    quote: str
    kind: str
    why: str
    place: Place
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """What a description has to hold and does not.

    Attributes:
        what: what is missing.
        why: what asks for it, and what was looked for.
        criterion: the description criterion that asks for it.
        place: where the description comes closest to it, if anywhere.
    """

    what: str
    why: str
    criterion: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """The roster in numbers: the people on the day of the snapshots, and who joined and left from the start of the period to it."""

    people: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything a review found, with the hashes of all its inputs, so that it can be performed again."""

    period: Period
    started_at: str
    version: str
    documents: tuple[Document, ...]
    verdicts: tuple[Verdict, ...]
    evidence: tuple[EvidenceFile, ...]
    assurance: tuple[AssuranceResult, ...]
    left_out: tuple[LeftOut, ...]
    config: str | None = None
    organisation: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    language: tuple[Language, ...] = ()
    omissions: tuple[Omission, ...] = ()
    headcount: Headcount | None = None
    rejected: tuple[Rejected, ...] = ()
    register: tuple[RegisterNote, ...] = ()
