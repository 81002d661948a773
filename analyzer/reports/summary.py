"""What every report says in the same words: names of verdicts, counts, order of findings, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from claims import Claim, LeftOut

from ..catalog import Catalog
from ..model import STATUSES, AssuranceResult, Conflict, Language, Observation, Run, Severity, SeverityRule, Status, Verdict
from .text import clean, counted, one_line, sentence, shorten, show, stated, words

SEVERITIES: tuple[Severity | None, ...] = ("material", "significant", "minor", None)
STATUS_WORDS: dict[Status, str] = {
    "contradicted": "Contradicted",
    "inconsistent": "Inconsistent",
    "partly_supported": "Partly supported",
    "not_shown": "Not shown",
    "not_testable": "Not testable",
    "supported": "Supported",
    "out_of_scope": "Out of scope",
}
STATUS_MEANING: dict[Status, str] = {
    "contradicted": "The evidence holds at least one case that breaks the promise and that no exception covers.",
    "inconsistent": "The documents disagree with each other on this point.",
    "partly_supported": "The evidence bears out a part of the promise; the rest was not tested.",
    "not_shown": "The evidence at hand cannot decide it. This is not a pass.",
    "not_testable": "As worded, no evidence could show it false.",
    "supported": "Every case in scope was examined and the promise holds.",
    "out_of_scope": "Not a promise of this organisation for this period.",
}
LANGUAGE_ORDER = (
    "arithmetic", "date", "approver", "category error", "not in the evidence",
    "ambiguous word", "control without narrative", "control without matrix", "plan",
    "stricter elsewhere", "puffery", "absolute word", "hedge",
)  # fmt: skip
SEVERITY_WORDS: dict[Severity | None, str] = {
    "material": "Potentially material",
    "significant": "Potentially significant",
    "minor": "Minor on its own",
    None: "Severity not assessed",
}
SEVERITY_MEANING: dict[Severity | None, str] = {
    "material": "presumed to change a report user's understanding; a reviewer must rebut it in writing",
    "significant": "may be material by its extent, in combination, or through a principal commitment",
    "minor": "not material alone; read it together with others on the same subject",
    None: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How the population of a claim divides.

    Attributes:
        population: items in scope, or None when no query ran.
        holding: items for which the promise holds, or None where the parts do not add up to the population.
    """

    population: int | None
    holding: int | None
    exceptions: int
    excused: int
    unknown: int

    def __str__(self) -> str:
        if self.population is None and not (self.exceptions or self.excused or self.unknown):
            return ""
        parts = [f"{self.population:,} in scope"] if self.population is not None else []
        parts += [f"{self.holding:,} hold"] if self.holding is not None else []
        parts += [counted(self.exceptions, "exception")]
        parts += [f"{self.excused:,} excused"] if self.excused else []
        parts += [f"{self.unknown:,} cannot be told"] if self.unknown else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One value that a claim states: what it is called, what it means, and the value."""

    name: str
    meaning: str
    value: str


def figures(verdict: Verdict) -> Figures:
    """How the population of the verdict divides."""
    broken, excused, unknown = len(verdict.exceptions), len(verdict.excused), len(verdict.unknown)
    rest = None if verdict.population is None else verdict.population - broken - excused - unknown
    return Figures(
        population=verdict.population, holding=rest if rest is not None and rest >= 0 else None,
        exceptions=broken, excused=excused, unknown=unknown,
    )  # fmt: skip


def counts(run: Run) -> dict[Status, int]:
    """Claims per verdict, in the order of reports, verdicts that did not occur included."""
    found = Counter(verdict.status for verdict in run.verdicts)
    return {status: found[status] for status in STATUSES}


def severity_of(verdict: Verdict) -> Severity | None:
    """The level of a verdict's severity, or None where none was assessed."""
    return verdict.severity.level if verdict.severity else None


def ordered(run: Run) -> list[Verdict]:
    """All verdicts: by status as reports list them, then by severity, then in the order of the documents."""
    documents = {document.name: index for index, document in enumerate(run.documents)}
    places = {id(verdict): index for index, verdict in enumerate(run.verdicts)}
    return sorted(
        run.verdicts,
        key=lambda verdict: (
            STATUSES.index(verdict.status),
            SEVERITIES.index(severity_of(verdict)),
            documents.get(verdict.claim.place.document, len(documents)),
            places[id(verdict)],
        ),
    )


def with_status(run: Run, *statuses: Status) -> list[Verdict]:
    """The verdicts of the given statuses, ordered as in `ordered`."""
    return [verdict for verdict in ordered(run) if verdict.status in statuses]


def by_severity(verdicts: Iterable[Verdict]) -> dict[Severity | None, list[Verdict]]:
    """Verdicts under their severity, gravest first; levels without a verdict are absent."""
    groups: dict[Severity | None, list[Verdict]] = {level: [] for level in SEVERITIES}
    for verdict in verdicts:
        groups[severity_of(verdict)].append(verdict)
    return {level: group for level, group in groups.items() if group}


def by_reason(verdicts: Iterable[Verdict]) -> list[tuple[str, int]]:
    """How often each reason was given, the most frequent first."""
    found = Counter(one_line(verdict.why) for verdict in verdicts)
    return found.most_common()


def by_kind_and_reason(language: Iterable[Language]) -> list[tuple[str, str, list[Language]]]:
    """Findings about words under their kind and reason, what is plainly wrong before what is only weak."""
    groups: dict[tuple[str, str], list[Language]] = {}
    for one in language:
        groups.setdefault((one.kind, _reason(one.why)), []).append(one)
    order = {kind: index for index, kind in enumerate(LANGUAGE_ORDER)}
    ranked = sorted(groups.items(), key=lambda pair: order.get(pair[0][0], len(order)))
    return [(kind, why, found) for (kind, why), found in ranked]


def _reason(why: str) -> str:
    """A reason without the words of the sentence that it begins with, so that the same reason is given once."""
    head, found, rest = why.partition("”: ")
    return sentence(rest) if found and head.startswith("“") else why


def supported_side(conflict: Conflict) -> str:
    """What the evidence says of the sides of a conflict, or an empty text."""
    if conflict.supported is None:
        return ""
    side = conflict.a if conflict.supported == "a" else conflict.b
    return f"The evidence supports {clean(str(side.place))} and not the other."


def topic_title(catalog: Catalog, topic: str) -> str:
    """The title of a topic, or its id in words where the catalogue does not know it."""
    entry = catalog.topics.get(topic)
    return clean(entry.title) if entry else ("No topic" if topic == "other" else words(topic).capitalize())


def criteria(catalog: Catalog, topic: str) -> tuple[str, ...]:
    """The trust services criteria of a topic."""
    entry = catalog.topics.get(topic)
    return tuple(clean(one) for one in entry.criteria) if entry else ()


def promises(verdict: Verdict, catalog: Catalog) -> list[Promise]:
    """The values that the claim states, with their meaning from the catalogue."""
    entry = catalog.topics.get(verdict.claim.topic)
    known = entry.topic.parameters if entry else {}
    return [
        Promise(name=words(name), meaning=clean(known[name].meaning) if name in known else "", value=stated(value))
        for name, value in verdict.claim.params.items()
    ]


def own_text(claim: Claim) -> str:
    """The claim as a sentence of its own, or an empty text where the quote says as much."""
    own, quote = one_line(claim.text), one_line(claim.quote)
    return "" if own.rstrip(".").casefold() == quote.rstrip(".").casefold() else own


def facts(verdict: Verdict) -> str:
    """The reason of a verdict up to where it names the exceptions, for reports that list these beside it."""
    why = one_line(verdict.why)
    named = f": {one_line(verdict.exceptions[0].item)}" if verdict.exceptions else ""
    head, found, _ = why.partition(named) if named else (why, "", "")
    return f"{head}." if found and head else why


DEVICE_COLUMNS = ("serial", "owner_email")


def name_of(one: Observation, width: int) -> str:
    """The item; a device that stands under a mere number is named by its serial number and its owner as well."""
    item = shorten(one.item, width)
    if not one.item.isdigit():
        return item
    known = [show(one.row[column]) for column in DEVICE_COLUMNS if one.row.get(column)]
    return f"{item} ({shorten(', '.join(known), width)})" if known else item


def said_of(one: Observation) -> str:
    """What a report says of an item in a few words: the reason, or else what was observed."""
    return one_line(one.reason) or one_line(one.observed)


def rule_text(rule: SeverityRule, verdict: Verdict) -> str:
    """A rule that moved the severity, with its reason where the severity's own sentence does not give it."""
    name, why = one_line(rule.rule), one_line(rule.why)
    return name if not why or why in statement(verdict) else f"{name}: {why}"


def statement(verdict: Verdict) -> str:
    """The severity sentence of a verdict, with a capital and a full stop, or an empty text."""
    return sentence(verdict.severity.statement) if verdict.severity else ""


def failed_assurance(results: Iterable[AssuranceResult]) -> list[AssuranceResult]:
    """The tests that did not pass, those that could not run last."""
    return sorted((one for one in results if not one.passed), key=lambda one: one.passed is None)


def left_out(run: Run) -> list[LeftOut]:
    """Everything that was not read: what the run lists, and what the documents' readers noted beyond that."""
    entries = list(run.left_out)
    known = {(one.what, one.why) for one in entries}
    for document in run.documents:
        for one in document.left_out:
            what = one.what if document.name in one.what else f"{document.name}: {one.what}"
            if (one.what, one.why) not in known and (what, one.why) not in known:
                entries.append(LeftOut(what=what, why=one.why, advice=one.advice))
    return entries


def headline(run: Run) -> str:
    """What was examined, in one sentence."""
    used = sum(1 for file in run.evidence if file.rows)
    return (
        f"{counted(len(run.verdicts), 'claim')} in {counted(len(run.documents), 'document')}, "
        f"{counted(used, 'evidence file')}, period {run.period.start} to {run.period.end}"
        + (f" (as of {run.period.as_of})" if run.period.as_of != run.period.end else "")
    )
