"""The path of data, in order. Read this first.

documents -> claims -> bindings -> evidence -> verdicts. Reports are made from the `Run`; nothing here prints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from claims import Claim, Document, DocumentError, Extractor, LeftOut, read
from claims.references import link
from claims.row_cells import is_statement_table

from .bind import bind
from .catalog import Catalog
from .columns import Columns, Minutes, read_minutes, read_sets, told_by_others
from .config import Config
from .decisions.controls import tested
from .decisions.deciding import settle
from .decisions.register import notes_on
from .documents import compare_documents
from .documents.inventories import inventories_of
from .documents.roster import headcount_of, roster_of
from .documents.undescribed import undescribed
from .evidence.assurance import assure
from .evidence.find import Found
from .evidence.likeness import likeness_of
from .evidence.load import Loaded, load_evidence, load_found, told_by_likeness
from .exceptions.carved import CarveOut, carve_outs, with_grace
from .excuse import acceptances, without_registers
from .judge import Evidence, judge
from .model import EvidenceFile, Period, Run, Verdict
from .omissions import omissions
from .rewrite import Desk, with_rewrites
from .truth import with_history

DOCUMENT_SUFFIXES = (
    ".docx", ".docm", ".md", ".markdown", ".doc", ".pdf", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".txt", ".rtf", ".odt",
)  # fmt: skip
TABLE_SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv")
MOST_BYTES = 10_000_000  # of a table in a folder that is looked into to tell whether it is a document
Progress = Callable[[str, int, int], None]


def find_documents(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """The documents behind files and folders, each with the name that reports print; Word's lock files are left aside.

    Of the tables in a folder those are documents that state something as a control matrix or a questionnaire does.
    """
    found: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if not p.name.startswith(("~$", ".")) and p.is_file() and _is_document(p))
            found += [(p, p.relative_to(path).as_posix()) for p in inside]
        else:
            found.append((path, path.name))
    return found


def _is_document(path: Path) -> bool:
    if path.suffix.lower() not in TABLE_SUFFIXES or path.stat().st_size > MOST_BYTES:
        return path.suffix.lower() in DOCUMENT_SUFFIXES
    try:
        return is_statement_table(read(path))
    except DocumentError:
        return False


def read_documents(paths: Sequence[Path]) -> tuple[list[Document], list[LeftOut]]:
    """Read all documents; one that cannot be read is left out and named, the others are still read."""
    documents: list[Document] = []
    left_out: list[LeftOut] = []
    for path, name in find_documents(paths):
        try:
            document = read(path, name)
        except DocumentError as error:
            left_out.append(
                LeftOut(what=name, why=error.problem + (f" ({error.place})" if error.place else ""), advice=error.advice)
            )
            continue
        documents.append(document)
        left_out += document.left_out
    return documents, left_out


def reader_of(catalog: Catalog, config: Config) -> Extractor:
    """What takes documents apart: by wording and meaning, or by wording alone, as the configuration says."""
    return catalog.reader(config.semantics_model) if config.semantics else catalog.extractor


def extract_claims(
    documents: Sequence[Document], catalog: Catalog, progress: Progress = lambda what, done, of: None, config: Config | None = None
) -> list[Claim]:
    """The claims of all documents, in the order of the documents.

    Args:
        progress: called with what is being done, how much of it is done, and of how much.
        config: says whether meaning counts beside wording, and by which model.
    """
    extractor = reader_of(catalog, config or Config())
    names = (*((config.organisation,) if config and config.organisation else ()), *(config.names if config else ()))
    claims: list[Claim] = []
    for done, document in enumerate(documents, start=1):
        claims += extractor.claims(document, names)
        progress("Reading what the documents promise", done, len(documents))
    return link(claims, documents, names)


def evidence_of(
    evidence: Sequence[Path], catalog: Catalog, period: Period, config: Config, documents: Sequence[Path] = ()
) -> Loaded:
    """Read evidence as the configuration says, for a review and for all that has to see what a review sees.

    Args:
        documents: files under review; where they lie among the evidence, they are none.

    Raises:
        EvidenceError: if a path does not exist.
        LockerError: if the ledger of a locker does not hold together.
    """
    likeness = cache(lambda: likeness_of(catalog.tables) if config.semantics else None)
    return load_evidence(evidence, catalog, period, config.holidays, documents, config.memory, likeness, config.match)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A review, the evidence that its verdicts were judged on, and what was asked where no check had anything to ask."""

    run: Run
    evidence: Evidence
    otherwise: Callable[[Verdict, Evidence], Verdict]


def review(
    documents: Sequence[Path], evidence: Sequence[Path], period: Period, catalog: Catalog, config: Config | None = None,
    progress: Progress = lambda what, done, of: None, today: date | None = None,
) -> Run:  # fmt: skip
    """Review documents against evidence.

    Args:
        documents: files and folders.
        evidence: files, folders of exports, or lockers; with none, no claim can be supported or contradicted.
        progress: called with what is being done, how much of it is done, and of how much.
        today: the day on which a document's own dates are looked at; the present day when left out.
    """
    config = config or Config()
    examined = examine(documents, evidence, period, catalog, config, progress, today)
    run = examined.run
    if evidence and config.history:
        begin = time.perf_counter()
        past = with_history(
            run.verdicts, examined.evidence, evidence, run.evidence, catalog, _loader(catalog, config, documents),
            lambda done, of: progress("Looking at earlier exports", done, of),
        )  # fmt: skip
        spent = run.seconds | {"history": round(time.perf_counter() - begin, 3)}
        run = replace(run, verdicts=tuple(past.verdicts), assurance=(*run.assurance, *past.assurance), seconds=spent)
    if not evidence or not config.wordings:
        return run
    begin = time.perf_counter()
    desk = Desk(
        catalog=catalog, reader=reader_of(catalog, config), evidence=examined.evidence, config=config,
        otherwise=examined.otherwise, documents=run.documents,
    )  # fmt: skip
    verdicts = with_rewrites(run.verdicts, desk, lambda done, of: progress("Looking for wordings that are true", done, of))
    spent = run.seconds | {"wording": round(time.perf_counter() - begin, 3)}
    return replace(run, verdicts=tuple(verdicts), seconds=spent)


def _loader(catalog: Catalog, config: Config, documents: Sequence[Path]) -> Callable[[Sequence[Found], Period], Loaded]:
    """What reads evidence of other days as the configuration says."""
    likeness = cache(lambda: likeness_of(catalog.tables) if config.semantics else None)
    reviewed = [path for path, _ in find_documents(documents)]
    return lambda found, period: load_found(
        found, [], catalog, period, config.holidays, reviewed, config.memory, likeness, config.match
    )


def examine(
    documents: Sequence[Path], evidence: Sequence[Path], period: Period, catalog: Catalog, config: Config | None = None,
    progress: Progress = lambda what, done, of: None, today: date | None = None,
) -> Examined:  # fmt: skip
    """Review documents against evidence, as `review` does, and keep the loaded evidence for further questions."""
    config = config or Config()
    seconds: dict[str, float] = {}
    started = datetime.now(UTC)

    @contextmanager
    def timed(stage: str):
        begin = time.perf_counter()
        yield
        seconds[stage] = round(time.perf_counter() - begin, 3)

    with ThreadPoolExecutor(max_workers=1) as background:
        # The engine loads files outside Python's lock, while the documents are read.
        given = [path for path, _ in find_documents(documents)]
        loading = background.submit(evidence_of, evidence, catalog, period, config, given) if evidence else None
        with timed("documents"):
            read_in, left_out = read_documents(documents)
        with timed("claims"):
            said = extract_claims(read_in, catalog, progress, config)
            settled = settle(said, config.claims, config.exceptions, catalog, [one.name for one in read_in])
            claims = settled.claims
        with timed("evidence"):
            loaded: Loaded | None = loading.result() if loading else None
    with timed("assurance"):
        assurance = assure(loaded.store, catalog, loaded.files, period) if loaded else ()
    with timed("judging"):
        left = _carved(claims, read_in, catalog)
        bindings = [
            with_grace(bind(claim, catalog, period, config.scope, claim.id in settled.corrected), left.get(claim.id, ()))
            for claim in claims
        ]
        sets = read_sets(evidence, given, tuple(catalog.sources.values()), period.as_of)
        judged_on = Evidence(
            store=loaded.store if loaded else None, period=period, assurance=assurance,
            hashes={f.path: f.sha256 for f in loaded.files} if loaded else {}, register=settled.exceptions,
            accepted=acceptances(loaded.store, catalog, period, sets, read_in, claims) if loaded else (), carve_outs=left,
            alike=told_by_likeness(loaded.files) if loaded else {},
        )  # fmt: skip
        minutes = read_minutes(evidence, given, period.as_of)
        otherwise = Columns.of(sets, catalog, minutes, read_in).judge
        controls = tested(
            settled.exceptions if loaded else (), reader_of(catalog, config), catalog, judged_on, sets, otherwise, config.scope
        )
        judged_on = replace(judged_on, doubts=controls.doubts)
        verdicts = judge(
            bindings, catalog, judged_on, lambda done, of: progress("Testing claims against the evidence", done, of),
            otherwise, told_by_others,
        )  # fmt: skip
        verdicts = [replace(one, decision=settled.decisions.get(one.claim.id)) for one in verdicts]
    with timed("comparing"):
        compared = compare_documents(
            read_in, claims, catalog, period.as_of, today or started.date(), roster_of(judged_on.store), verdicts,
            inventories_of(judged_on.store, loaded.files if loaded else (), read_in),
        )  # fmt: skip
    run = Run(
        period=period, started_at=started.isoformat(timespec="seconds"), version=version("goldenthread"), documents=tuple(read_in),
        verdicts=tuple(verdicts), evidence=_files_of(loaded, minutes), assurance=tuple(assurance),
        left_out=(*left_out, *(without_registers(loaded.left_out, sets) if loaded else ())),
        organisation=config.organisation, seconds=seconds,
        conflicts=compared.conflicts, language=compared.language,
        omissions=(*omissions(read_in), *undescribed(read_in, judged_on.store, period.as_of)),
        headcount=headcount_of(judged_on.store, period),
        rejected=settled.rejected, register=(*settled.notes, *notes_on(settled.exceptions, verdicts, period, controls.found)),
    )  # fmt: skip
    return Examined(run=run, evidence=judged_on, otherwise=otherwise)


def _files_of(loaded: Loaded | None, minutes: Sequence[Minutes]) -> tuple[EvidenceFile, ...]:
    """The evidence files that were read into tables, and the minutes that were read besides."""
    files = loaded.files if loaded else ()
    known = {file.path for file in files}
    return (
        *files,
        *(
            EvidenceFile(
                path=one.meetings.file, sha256=one.sha256, source="minutes of meetings", tables={}, rows=len(one.meetings.rows)
            )
            for one in minutes
            if one.meetings.file not in known
        ),
    )


def _carved(claims: Sequence[Claim], documents: Sequence[Document], catalog: Catalog) -> dict[str, tuple[CarveOut, ...]]:
    """What each document states as exceptions from its own claims, by the claim's id."""
    found: dict[str, tuple[CarveOut, ...]] = {}
    for document in documents:
        found |= carve_outs([claim for claim in claims if claim.place.document == document.name], document, catalog)
    return found
