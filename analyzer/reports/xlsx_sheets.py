"""What stands on the sheets of the workpaper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..catalog import Catalog
from ..model import STATUSES, AssuranceResult, Observation, Run, Verdict
from .decided import DECIDED, by_kind, decision_text, kind_words
from .summary import STATUS_MEANING, STATUS_WORDS, counts, criteria, figures, left_out, ordered, promises, statement, topic_title
from .text import one_line, show, words

MOST_FACTS = 60  # columns of the sheet of exceptions; what else a row says stands in one column together
BROKEN = ("contradicted", "inconsistent", "partly_supported", "not_testable")
Row = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its columns with their widths in characters, and its rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Row]


def sheets(run: Run, catalog: Catalog) -> Iterator[Sheet]:
    """The sheets of the workpaper in their order; findings are referred to by their number in the register (C-0001)."""
    numbers = {id(verdict): f"C-{number:04}" for number, verdict in enumerate(run.verdicts, 1)}
    yield _sheet("Summary", _summary(run), Item=30, Value=44, Remark=80)
    yield _sheet(
        "Claims register", _register(run, catalog, numbers), Claim=9, Document=24, Place=30, Quote=60, Promise=60, Topic=26,
        Criteria=14, Scope=24, Promised_values=34, Party=12, Verdict=17, Severity=13, Claim_id=15,
    )  # fmt: skip
    yield _sheet(
        "Findings", _findings(run, catalog, numbers), Claim=9, Verdict=17, Severity=13, Topic=26, Quote=46, Place=26, Facts=50,
        Why_it_may_matter=46, In_scope=10, Exceptions=11, Excused=9, Cannot_be_told=12, True_today=46, Or_make_it_true=46,
    )  # fmt: skip
    yield _sheet(
        "Populations", _populations(run, numbers), Claim=9, Verdict=17, Check=24, In_scope=10, Hold=10, Exceptions=11, Excused=9,
        Cannot_be_told=12, Rows_read=40, Parameters=50, Evidence=50, Query=90,
    )  # fmt: skip
    facts = [name for name, _ in Counter(name for _, _, one in _items(run) for name in one.row).most_common(MOST_FACTS)]
    columns = (("Claim", 9), ("Result", 14), ("Topic", 24), ("Item", 36), ("Observed", 30), ("Reason", 60))
    more = tuple((words(name).capitalize(), 20) for name in facts)
    yield Sheet(title="Exceptions", columns=(*columns, *more, ("Further facts", 40)), rows=_exceptions(run, numbers, facts))
    yield _sheet(
        "Evidence", _evidence(run), File=44, SHA_256=67, Source=22, Rows=10, Tables=40, Exported_at=20, Rows_at_source=14,
        Whole=8, Faults=60,
    )  # fmt: skip
    yield _sheet(
        "Assurance tests",
        (
            (one.title or words(one.test), one.part, _passed(one), one.why, ", ".join(one.tables), len(one.items),
             "\n".join(one.items[:200]), one.test)
            for one in run.assurance
        ),
        Test=44, Part=16, Result=10, Why=80, Tables=40, Items=8, Which=40, Id=30,
    )  # fmt: skip
    yield _sheet(
        "Wording",
        _wording(run),
        Kind=16, Document=24, Place=30, Quote=60, Other_quote=60, Other_place=30, Why=80,
    )  # fmt: skip
    yield _sheet("Decisions", _decided(run, numbers), What=20, Entry_or_quote=70, Claim=9, Place=30, Why=90)
    yield _sheet("Not read", ((one.what, one.why, one.advice) for one in left_out(run)), What=50, Why=70, What_to_do=60)


def _sheet(title: str, rows: Iterable[Row], **columns: int) -> Sheet:
    return Sheet(title=title, columns=tuple((name.replace("_", " "), width) for name, width in columns.items()), rows=rows)


def _summary(run: Run) -> Iterator[Row]:
    yield ("Organisation", run.organisation, None)
    yield ("Period from", run.period.start, None)
    yield ("Period to", run.period.end, None)
    yield ("Snapshots as of", run.period.as_of, None)
    yield ("Reviewed at (UTC)", moment(run.started_at), None)
    yield ("Goldenthread", run.version, None)
    for document in run.documents:
        yield ("Document", document.name, f"SHA-256 {document.sha256}")
    for status, number in counts(run).items():
        yield (f"Claims: {STATUS_WORDS[status].lower()}", number, STATUS_MEANING[status])


def _register(run: Run, catalog: Catalog, numbers: dict[int, str]) -> Iterator[Row]:
    for verdict in run.verdicts:
        claim = verdict.claim
        stated = "; ".join(f"{one.name}: {one.value}" for one in promises(verdict, catalog))
        yield (
            numbers[id(verdict)], claim.place.document, str(claim.place), one_line(claim.quote), claim.text,
            topic_title(catalog, claim.topic), ", ".join(criteria(catalog, claim.topic)), claim.scope, stated, claim.party,
            STATUS_WORDS[verdict.status], verdict.severity.level if verdict.severity else None, claim.id,
        )  # fmt: skip


def _findings(run: Run, catalog: Catalog, numbers: dict[int, str]) -> Iterator[Row]:
    for verdict in ordered(run):
        if verdict.status not in BROKEN:
            continue
        claim, both = verdict.claim, verdict.rewrite
        yield (
            numbers[id(verdict)], STATUS_WORDS[verdict.status], verdict.severity.level if verdict.severity else None,
            topic_title(catalog, claim.topic), one_line(claim.quote), str(claim.place), one_line(verdict.why), statement(verdict),
            verdict.population, len(verdict.exceptions), len(verdict.excused), len(verdict.unknown),
            (both.wording or f"No true wording found. {one_line(both.why)}") if both else None, both.repair if both else None,
        )  # fmt: skip


def _populations(run: Run, numbers: dict[int, str]) -> Iterator[Row]:
    for verdict in run.verdicts:
        if (query := verdict.query) is None:
            continue
        divided = figures(verdict)
        yield (
            numbers[id(verdict)], STATUS_WORDS[verdict.status], verdict.binding.check, divided.population, divided.holding,
            divided.exceptions, divided.excused, divided.unknown, show(query.row_counts), show(query.params),
            ", ".join(query.files), query.sql.strip(),
        )  # fmt: skip


def _items(run: Run) -> Iterator[tuple[Verdict, str, Observation]]:
    """Every exception and every item that cannot be told, in the order of the findings."""
    for verdict in sorted(run.verdicts, key=lambda one: STATUSES.index(one.status)):
        for kind, items in (("exception", verdict.exceptions), ("cannot tell", verdict.unknown)):
            for one in items:
                yield verdict, kind, one


def _exceptions(run: Run, numbers: dict[int, str], facts: list[str]) -> Iterator[Row]:
    for verdict, kind, one in _items(run):
        rest = {name: value for name, value in one.row.items() if name not in facts}
        yield (
            numbers[id(verdict)], kind, words(verdict.claim.topic), one.item, one.observed, one.reason,
            *(one.row.get(name) for name in facts), show(rest) or None,
        )  # fmt: skip
    for verdict in run.verdicts:
        for covered in verdict.excused:
            yield (numbers[id(verdict)], "excused", words(verdict.claim.topic), covered.item, None, covered.why)


def _evidence(run: Run) -> Iterator[Row]:
    for file in run.evidence:
        yield (
            file.path, file.sha256, file.source, file.rows, show(file.tables), moment(file.extracted_at), file.source_count,
            file.whole, "\n".join((*file.incomplete, *file.faults[:20], *file.edited)) or None,
        )  # fmt: skip


def _passed(one: AssuranceResult) -> str:
    return "not run" if one.passed is None else "passed" if one.passed else "failed"


def _wording(run: Run) -> Iterator[Row]:
    for one in run.conflicts:
        a, b, why = one.a, one.b, f"{one.why} {one.agree}".strip()
        yield one.kind, a.document, str(a.place), one_line(a.quote), one_line(b.quote), str(b.place), why
    for one in run.language:
        yield words(one.kind), one.document, str(one.place), one_line(one.quote), None, None, one.why
    for one in run.omissions:
        where = (one.place.document, str(one.place)) if one.place else (None, None)
        yield "missing from the description", *where, None, None, None, f"{one.what}: {one.why}"


def _decided(run: Run, numbers: dict[int, str]) -> Iterator[Row]:
    """What is to be done about entries of the register, then every decision on a claim."""
    for one in by_kind(run.register):
        yield kind_words(one), one.entry, None, None, one.why
    for verdict in run.verdicts:
        if decision := verdict.decision:
            place = str(verdict.claim.place)
            yield DECIDED[decision.kind], one_line(verdict.claim.quote), numbers[id(verdict)], place, decision_text(decision)
    for one in run.rejected:
        yield DECIDED[one.decision.kind], one_line(one.claim.quote), None, str(one.claim.place), decision_text(one.decision)


def moment(text: str | None) -> Any:
    """A point in time that stands as ISO 8601, or the text itself where it is none."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return text
