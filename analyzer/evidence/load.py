"""Evidence files into typed tables: find, recognise, load; what cannot be read is told and stops nothing else."""

from __future__ import annotations

import csv
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from claims import LeftOut

from ..catalog import Catalog
from ..errors import EvidenceError
from ..model import EvidenceFile, Period
from .files import examine, open_records
from .find import Found, find_files
from .jsonfile import JsonFile
from .match import NoMatch
from .neutral import neutral_load
from .recognise import Recognised, recognise, source_columns
from .records import FAULTS_SHOWN, Problems, Records, printable
from .store import Order, QueryError, Store

ADVICE_UNKNOWN = "Name the columns as the table does, or describe the export in a folder given by --sources"


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


def load_evidence(paths: Sequence[Path], catalog: Catalog, period: Period, holidays: Sequence[date] = ()) -> Loaded:
    """Read all evidence into one store.

    Args:
        paths: files, folders of exports and lockers.
        catalog: gives the tables and the sources.
        period: the period of the review.
        holidays: days that are no business days, besides Saturdays and Sundays.

    Raises:
        EvidenceError: if a path does not exist.
        LockerError: if the ledger of a locker does not hold together.
    """
    found, left_out = find_files(paths)
    workspace = Path(tempfile.mkdtemp(prefix="goldenthread-"))
    store = Store(catalog.tables, period, holidays, workspace)
    weakref.finalize(store, shutil.rmtree, workspace, ignore_errors=True)
    files: list[EvidenceFile] = []
    orders: dict[str, Order] = {}
    names: dict[str, str] = {}
    for one in found:
        loading = _Loading(found=one, catalog=catalog, store=store, workspace=workspace)
        try:
            file = loading.load(names)
        except EvidenceError as error:
            what = f"{one.name} ({error.place})" if error.place else one.name
            left_out.append(LeftOut(what=what, why=error.problem, advice=error.advice))
            continue
        files.append(file)
        if loading.order:
            orders[one.name] = loading.order
    faults: dict[str, list[str]] = {}
    for fault in store.finish(orders):
        faults.setdefault(fault.file, []).append(str(fault).removeprefix(f"{fault.file}, "))
    files = [replace(file, faults=file.faults + _shortened(faults.get(file.path, []))) for file in files]
    return Loaded(store=store, files=tuple(files), left_out=tuple(left_out))


def _shortened(faults: list[str]) -> tuple[str, ...]:
    more = len(faults) - FAULTS_SHOWN
    return (*faults[:FAULTS_SHOWN], f"and {more} more values that do not fit") if more > 0 else tuple(faults)


@dataclass(slots=True, kw_only=True)
class _Loading:
    """One file on its way into the store."""

    found: Found
    catalog: Catalog
    store: Store
    workspace: Path
    problems: Problems = field(default_factory=Problems)
    order: Order | None = None

    def load(self, names: dict[str, str]) -> EvidenceFile:
        """Load the file; `names` are the files loaded so far by their hashes.

        Raises:
            EvidenceError: if it cannot be read or nobody knows what it is.
        """
        name = self.found.name
        facts = examine(self.found.path, name)
        if facts.sha256 in names:
            raise EvidenceError(name, f"it holds the same bytes as {names[facts.sha256]}, which was read")
        try:
            content = open_records(self.found.path, name, facts)
            recognised = recognise(content, self.catalog.sources.values(), name)
            known = self._recognised(recognised) if recognised else self._matched(content)
        except UnicodeError as error:
            raise EvidenceError(name, "its text encoding cannot be told", "Save it as UTF-8") from error
        names[facts.sha256] = name
        if self.found.partial:
            self.problems.incomplete.append("its collector did not see the last page")
        if self.found.source_count is not None:
            known = replace(known, source_count=self.found.source_count)
        return replace(
            known, sha256=facts.sha256, extracted_at=self.found.extracted_at, faults=self.problems.all_faults(),
            incomplete=self.problems.all_incomplete(),
        )  # fmt: skip

    def _recognised(self, recognised: Sequence[Recognised]) -> EvidenceFile:
        rows = 0
        for records, source in ((one.records, one.source) for one in recognised):
            columns = source_columns(records, source)
            rows += self._into_store(records, columns, source.sql, f"load.sql of {source.id}")
            if source.spec.dates != "iso":
                self.order = source.spec.dates
        tables = dict.fromkeys(table for one in recognised for table in one.source.spec.tables)
        return self._file(
            ", ".join(one.source.id for one in recognised), rows, list(tables), [one.records for one in recognised]
        )

    def _matched(self, content: Records | JsonFile) -> EvidenceFile:
        """Load an unknown export into the table that its headers clearly mean.

        Raises:
            EvidenceError: if there is no such table.
        """
        candidates = [content] if isinstance(content, Records) else [content.at(place) for place in content.arrays()]
        misses = []
        for records in filter(None, candidates):
            neutral = neutral_load(records, self.catalog.tables)
            if isinstance(neutral, NoMatch):
                misses.append(neutral.why)
                continue
            columns = {header: at for at, header in enumerate(records.columns)}
            rows = self._into_store(records, columns, neutral.sql, "its columns")
            return replace(self._file("matched", rows, neutral.tables, [records]), mapping=neutral.mapping)
        raise EvidenceError(self.found.name, (misses or ["it holds no records"])[0], ADVICE_UNKNOWN)

    def _into_store(self, records: Records, columns: dict[str, int], sql: str, by: str) -> int:
        self.problems.incomplete += records.incomplete
        data = self.workspace / "records"
        rows = write_records(records, data, self.problems)
        try:
            self.store.stage(data, records.kind, columns, self.found.name)
            self.store.run_load(sql)
        except QueryError as error:
            problem = f"{by} cannot be applied ({printable(str(error).splitlines()[0], 200)})"
            raise EvidenceError(self.found.name, problem, "Check the export's columns and values") from error
        finally:
            data.unlink(missing_ok=True)
        return rows

    def _file(self, source: str, rows: int, tables: Sequence[str], records: Sequence[Records]) -> EvidenceFile:
        counts = [one.reported_count for one in records if one.reported_count is not None]
        return EvidenceFile(
            path=self.found.name, sha256="", source=source, tables=self.store.staged_rows(self.found.name, tables),
            rows=rows, source_count=sum(counts) if counts else None,
        )  # fmt: skip


def write_records(records: Records, path: Path, problems: Problems) -> int:
    """Write raw records into the workspace in the form that `Store.stage` reads; returns their number."""
    rows = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, record in records.rows(problems):
            rows += 1
            if isinstance(record, str):
                file.write(f"{number}\t{record}\n")
            else:
                writer.writerow([number, *(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in record)])
    return rows
