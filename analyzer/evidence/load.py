"""Evidence files into typed tables: find, recognise, load; what cannot be read is told and stops nothing else."""

from __future__ import annotations

import csv
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from claims import LeftOut

from ..catalog import Catalog
from ..config import MatchRule
from ..errors import EvidenceError
from ..model import EvidenceFile, Period
from .files import Facts, examine, open_records
from .find import Found, find_files
from .jsonfile import JsonFile
from .likeness import Likeness
from .locker import LEDGER
from .manifest import TABLE as MANIFEST
from .manifest import manifest_row
from .match import NoMatch
from .neutral import NeutralLoad, neutral_load
from .parquet import hash_of, is_parquet, read_parquet
from .placed import Placed
from .plain import may_be_plain, plain_records
from .recognise import Recognised, recognise, source_columns
from .records import FAULTS_SHOWN, Problems, Records, Tables, printable
from .store import Order, QueryError, Store

ADVICE_RULE = "Correct its [[match]] in goldenthread.toml; `goldenthread evidence match FILE` shows its columns"
ADVICE_UNKNOWN = (
    "A sentence that names its columns is held against it all the same. Say which table it is in a [[match]] of"
    " goldenthread.toml, or describe the export in a folder given by --sources"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The evidence of a review.

    Attributes:
        store: the typed tables, locked.
        files: every file that was read, with what came out of it.
        left_out: every file that was not, with why.
    """

    store: Store
    files: tuple[EvidenceFile, ...]
    left_out: tuple[LeftOut, ...]


def load_evidence(
    paths: Sequence[Path], catalog: Catalog, period: Period, holidays: Sequence[date] = (), documents: Collection[Path] = (),
    memory: str | None = None, likeness: Callable[[], Likeness | None] = lambda: None, rules: Sequence[MatchRule] = (),
) -> Loaded:  # fmt: skip
    """Read all evidence into one store.

    Args:
        paths: files, folders of exports and lockers.
        catalog: gives the tables and the sources.
        period: the period of the review.
        holidays: days that are no business days, besides Saturdays and Sundays.
        documents: files under review; where they lie among the evidence, they are none.
        memory: what the engine may take of it, such as "1GB".
        likeness: gives what compares headers by their meaning; it is asked only for exports that no source describes.
        rules: which table a file is, as its owner says.

    Raises:
        EvidenceError: if a path does not exist.
        LockerError: if the ledger of a locker does not hold together.
    """
    found, left_out = find_files(paths, period.as_of)
    return load_found(found, left_out, catalog, period, holidays, documents, memory, likeness, rules)


def load_found(
    found: Sequence[Found], left_out: list[LeftOut], catalog: Catalog, period: Period, holidays: Sequence[date] = (),
    documents: Collection[Path] = (), memory: str | None = None, likeness: Callable[[], Likeness | None] = lambda: None,
    rules: Sequence[MatchRule] = (),
) -> Loaded:  # fmt: skip
    """Read files that were found into one store; the arguments are those of `load_evidence`.

    Args:
        left_out: what was found and is not to be read; what cannot be read is added to it.
    """
    workspace = Path(tempfile.mkdtemp(prefix="goldenthread-"))
    placed = [one.path.resolve() for one in found if is_parquet(one.path) or may_be_plain(one.path)]
    store = Store(catalog.tables, period, holidays, workspace, memory, placed)
    weakref.finalize(store, shutil.rmtree, workspace, ignore_errors=True)
    files: list[EvidenceFile] = []
    orders: dict[str, Order] = {}
    names: dict[str, str] = {}
    seen: dict[str, set[str]] = {}
    reviewed = {document.resolve() for document in documents}
    for one in found:
        if one.path.resolve() in reviewed:
            continue
        known = seen.setdefault(one.events, set()) if one.events else None
        loading = _Loading(found=one, catalog=catalog, store=store, workspace=workspace, likeness=likeness, rules=rules, seen=known)
        try:
            files += loading.load(names)
        except EvidenceError as error:
            left_out.append(_left_out(one.name, error))
        left_out += loading.left_out
        orders |= loading.orders
    ledger = [manifest_row(one.entry, one.name) for one in found if one.entry and one.name in names.values()]
    if MANIFEST in store.tables and ledger:
        store.add_rows(MANIFEST, ledger, LEDGER)
    faults: dict[str, list[str]] = {}
    for fault in store.finish(orders):
        faults.setdefault(fault.file, []).append(str(fault).removeprefix(f"{fault.file}, "))
    files = [
        replace(file, faults=file.faults + _shortened(faults.get(file.path, []), store.more_faults[file.path])) for file in files
    ]
    return Loaded(store=store, files=tuple(files), left_out=tuple(left_out))


def told_by_likeness(files: Sequence[EvidenceFile]) -> dict[tuple[str, str], str]:
    """By table and column, the header that only its likeness tells, with its file: `«Began» of jobs.csv`."""
    return {
        (table, column): f"«{header}» of {file.path}"
        for file in files for header in file.alike
        for table, _, column in [file.mapping[header].partition(" ")[0].partition(".")]
    }  # fmt: skip


def _shortened(faults: list[str], further: int) -> tuple[str, ...]:
    more = len(faults) + further - FAULTS_SHOWN
    return (*faults[:FAULTS_SHOWN], f"and {more} more values that do not fit") if more > 0 else tuple(faults)


def _left_out(name: str, error: EvidenceError) -> LeftOut:
    return LeftOut(what=f"{name} ({error.place})" if error.place else name, why=error.problem, advice=error.advice)


@dataclass(slots=True, kw_only=True)
class _Loading:
    """One file on its way into the store; `seen` are the events of the same collecting that are in it already."""

    found: Found
    catalog: Catalog
    store: Store
    workspace: Path
    likeness: Callable[[], Likeness | None] = lambda: None
    rules: Sequence[MatchRule] = ()
    seen: set[str] | None = None
    problems: Problems = field(default_factory=Problems)
    orders: dict[str, Order] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def load(self, names: dict[str, str]) -> list[EvidenceFile]:
        """Load the file; `names` are the files loaded so far by their hashes.

        Returns:
            One for each kind of record that is known; nothing for a document without tables.

        Raises:
            EvidenceError: if it cannot be read or nobody knows what it is.
        """
        name, path = self.found.name, self.found.path
        in_place = is_parquet(path)
        facts = Facts(hash_of(path, name), path.stat().st_size, "") if in_place else examine(path, name)
        if facts.sha256 in names:
            raise EvidenceError(name, f"it holds the same bytes as {names[facts.sha256]}, which was read")
        try:
            if in_place:
                files = self._content(read_parquet(self.store, path.resolve(), name, self.catalog.sources.values()))
            else:
                content = open_records(path, name, facts)
                plain = isinstance(content, Records) and plain_records(self.store, path.resolve(), name, content, facts.encoding)
                files = self._content(plain or content)
        except UnicodeError as error:
            raise EvidenceError(name, "its text encoding cannot be told", "Save it as UTF-8") from error
        if files:
            names[facts.sha256] = name
        return [replace(file, sha256=facts.sha256, extracted_at=self.found.extracted_at) for file in files]

    def _content(self, content: Records | JsonFile | Tables) -> list[EvidenceFile]:
        if isinstance(content, Tables):
            self.left_out += [_left_out(error.path, error) for error in content.left_out]
            return self._each(content.found)
        recognised = recognise(content, self.catalog.sources.values(), self.found.name)
        if recognised:
            return [self._told(self._recognised(recognised, self.found.name))]
        if self.found.collected:
            raise EvidenceError(self.found.name, "no source says what it fills; it is kept as it was collected")
        sets = content.sets() if isinstance(content, JsonFile) else [content]
        if not sets:
            raise EvidenceError(self.found.name, "it holds no records", ADVICE_UNKNOWN)
        return self._each(sets)

    def _each(self, sets: Sequence[Records]) -> list[EvidenceFile]:
        """Load each kind of record of the file. Unknown sheets beside known ones are told; arrays of an API's answer are not.

        Raises:
            EvidenceError: if none is known.
        """
        files: list[EvidenceFile] = []
        missed: list[EvidenceError] = []
        for records in sets:
            self.problems = Problems()
            name = records.called(self.found.name)
            try:
                known = recognise(records, self.catalog.sources.values(), name) if records.kind == "csv" else []
                files.append(self._told(self._recognised(known, name) if known else self._matched(records, name)))
            except EvidenceError as error:
                missed.append(error)
        if files:
            self.left_out += [_left_out(error.path, error) for error in missed] if sets[0].kind == "csv" else []
        elif len(missed) > 1:
            problem = f"none of the {len(missed)} kinds of record in it is known; the first is {missed[0].problem}"
            raise EvidenceError(self.found.name, problem, missed[0].advice)
        elif missed:
            raise missed[0]
        return files

    def _told(self, known: EvidenceFile) -> EvidenceFile:
        """The file with everything that was wrong with it."""
        if self.found.partial:
            self.problems.incomplete.append("its collector did not see the last page or missed a part")
        if self.found.source_count is not None:
            known = replace(known, source_count=self.found.source_count)
        if self.found.entry and self.found.entry.complete:
            known = replace(known, whole=not self.found.partial)
        return replace(known, faults=self.problems.all_faults(), incomplete=self.problems.all_incomplete())

    def _recognised(self, recognised: Sequence[Recognised], name: str) -> EvidenceFile:
        rows = 0
        for records, source in ((one.records, one.source) for one in recognised):
            columns = source_columns(records, source)
            rows += self._into_store(records, columns, source.sql, f"load.sql of {source.id}", name)
            if source.spec.dates != "iso":
                self.orders[name] = source.spec.dates
        tables = dict.fromkeys(table for one in recognised for table in one.source.spec.tables)
        found = [one.records for one in recognised]
        return self._file(", ".join(one.source.id for one in recognised), rows, list(tables), found, name)

    def _matched(self, records: Records, name: str) -> EvidenceFile:
        """Load an unknown export into the table that its headers clearly mean.

        Raises:
            EvidenceError: if there is no such table.
        """
        called = f"{Path(self.found.name).stem} {records.within or records.name}"
        names = (name, Path(self.found.name).name)
        rule = next((r for r in self.rules if r.file in names or any(fnmatch(one, r.file) for one in names)), None)
        try:
            neutral = neutral_load(records, self.catalog.tables, called, self.likeness, rule)
        except ValueError as error:
            raise EvidenceError(name, f"what the configuration says of it does not fit: {error}", ADVICE_RULE) from error
        if isinstance(neutral, NoMatch):
            raise EvidenceError(name, neutral.why, ADVICE_UNKNOWN)
        if not (isinstance(records, Placed) and self._in_place(records, neutral)):
            columns = {header: at for at, header in enumerate(records.columns)}
            rows = self._into_store(records, columns, neutral.sql, "its columns", name)
        else:
            rows = records.file.rows
        return replace(self._file("matched", rows, neutral.tables, [records], name), mapping=neutral.mapping, alike=neutral.alike)

    def _in_place(self, records: Placed, neutral: NeutralLoad) -> bool:
        """Make the file itself a part of the one table that it fills; False where it has to go through staging.

        Raises:
            EvidenceError: if its rows cannot be read.
        """
        table = self.catalog.tables[neutral.tables[0]]
        columns = records.file.mapped(neutral, table)
        for fault in records.file.load(table, columns) if columns else ():
            self.problems.add(fault)
        return columns is not None

    def _into_store(self, records: Records, columns: dict[str, int], sql: str, by: str, name: str) -> int:
        self.problems.incomplete += records.incomplete
        data = self.workspace / "records"
        try:
            if isinstance(records, Placed):
                rows = records.file.rows
                self.store.stage_select(records.file.raw_sql(records.kind, columns), in_place=True)
            else:
                rows = write_records(records, data, self.problems, self.seen)
                self.store.stage(data, records.kind, columns, name)
            self.store.run_load(sql)
        except QueryError as error:
            problem = f"{by} cannot be applied ({printable(str(error).splitlines()[0], 200)})"
            raise EvidenceError(name, problem, "Check the export's columns and values") from error
        finally:
            data.unlink(missing_ok=True)
        return rows

    def _file(self, source: str, rows: int, tables: Sequence[str], records: Sequence[Records], name: str) -> EvidenceFile:
        counts = [one.reported_count for one in records if one.reported_count is not None]
        return EvidenceFile(
            path=name, sha256="", source=source, tables=self.store.staged_rows(name, tables),
            rows=rows, source_count=sum(counts) if counts else None, edited=tuple(sign for one in records for sign in one.edited),
        )  # fmt: skip


def write_records(records: Records, path: Path, problems: Problems, seen: set[str] | None = None) -> int:
    """Write raw records into the workspace in the form that `Store.stage` reads; returns their number.

    Args:
        seen: records of other files of the same events; one that is among them is counted and not written again.
    """
    rows = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, record in records.rows(problems):
            rows += 1
            if seen is not None and isinstance(record, str):
                if record in seen:
                    continue
                seen.add(record)
            if isinstance(record, str):
                file.write(f"{number}\t{record}\n")
            else:
                writer.writerow([number, *(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in record)])
    return rows
