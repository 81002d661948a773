"""The review of a quarter, kept: all its outputs in one folder, held against the quarter before, whole or not there at all.

A folder is built under a hidden name and appears under its own in one step, so that an interruption at any moment leaves what
was kept before as it was. Nothing that was kept is ever changed: a second review of a quarter is a second folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from .bundling import make_bundle, record
from .catalog import Catalog
from .comparing import Comparison, compare, match
from .comparing.report import as_json, of_runs
from .config import Config
from .errors import AnalyzerError
from .model import Period, Run
from .pipeline import Progress, review
from .quarter_page import Page, page, summary
from .reports import ReportError, formats, write, write_atomically
from .saved_run import SavedRunError, load_run, save_run

try:
    import fcntl
except ImportError:
    fcntl = None

KIND = "goldenthread quarter"
VERSION = 1
MANIFEST, RUN, INDEX = "manifest.json", "run.json", "index.html"
BUILDING = ".building-"
LOCK = ".lock"


class QuarterError(AnalyzerError):
    """A quarter that cannot be reviewed or kept; the message says why and what to do."""


class KeptFile(BaseModel):
    """A file of a kept review: its hash, hexadecimal, and its size in bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sha256: str
    size: int


class Manifest(BaseModel):
    """What a kept review says of itself.

    Attributes:
        quarter: "2026-Q3".
        number: of the review among those kept in its folder, from 1.
        goldenthread: the version that made it.
        compared_with: the folder of the review that it was held against.
        failures: what could not be done.
        files: every other file of the folder.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    version: int
    quarter: str
    number: int
    started_at: str
    goldenthread: str
    compared_with: str | None = None
    failures: tuple[str, ...] = ()
    files: dict[str, KeptFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kept review: its folder and its manifest."""

    folder: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter that was reviewed and kept.

    Attributes:
        found: what moved since the review that it was compared with, None where there was none.
        failures: what could not be done, while all else was.
        line: all of it in one line.
    """

    folder: Path
    run: Run
    found: Comparison | None
    failures: tuple[str, ...]
    line: str


def period_of_quarter(quarter: str, today: date) -> Period:
    """The days of a quarter such as `2026-Q3`; its snapshots speak for its last day, or for today while it runs.

    Raises:
        QuarterError: if it is none, or has not begun.
    """
    said = re.fullmatch(r"([1-9]\d{3})-Q([1-4])", quarter)
    if not said:
        raise QuarterError(f"A quarter is written 2026-Q3, not {quarter!r}.")
    year, last = int(said[1]), int(said[2]) * 3
    start = date(year, last - 2, 1)
    end = date(year, 12, 31) if last == 12 else date(year, last + 1, 1) - timedelta(days=1)
    if start > today:
        raise QuarterError(f"{quarter} has not begun: it starts on {start}.")
    return Period(start=start, end=end, as_of=min(end, today))


def kept_in(folder: Path) -> list[Kept]:
    """The reviews that are kept in a folder, in the order in which they were made.

    Raises:
        QuarterError: if the manifest of one is damaged.
    """
    kept: list[Kept] = []
    for path in sorted(folder.glob(f"[0-9]*/{MANIFEST}")):
        try:
            manifest = Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise QuarterError(f"{path}: the list of a kept review is damaged. Move {path.parent} away.") from error
        if manifest.kind == KIND:
            kept.append(Kept(folder=path.parent, manifest=manifest))
    return sorted(kept, key=lambda one: one.manifest.number)


def faults_of(kept: Kept) -> list[str]:
    """What of a kept review is no longer as it was written; nothing where all is."""
    faults: list[str] = []
    for name, held in kept.manifest.files.items():
        path = kept.folder / name
        if not path.is_file():
            faults.append(f"{path}: is missing")
        elif _held(path) != held:
            faults.append(f"{path}: was changed after it was kept")
    return faults


def review_quarter(
    quarter: str, config: Path, settings: Config, folder: Path, catalog: Catalog, *, today: date,
    wanted: Sequence[str] = (), bundle: bool = False, topics: Sequence[Path] = (), sources: Sequence[Path] = (),
    progress: Progress = lambda what, done, of: None,
) -> Quarter:  # fmt: skip
    """Review a quarter as a configuration says, compare it with the quarter before, and keep everything in one folder.

    Args:
        quarter: such as "2026-Q3".
        config: the configuration; what it names is relative to its folder.
        folder: where reviews are kept; it is created.
        today: the present day.
        wanted: the formats of reports; all that are written to files when left out.
        bundle: put the file for the auditor beside them.
        topics, sources: folders of the user's own, which the catalogue holds.

    Raises:
        QuarterError: if there is no such quarter, nothing to review, or another review is being kept there.
        EvidenceError, LockerError, SavedRunError, ReportError: if evidence is not there, or nothing can be written.
    """
    period = period_of_quarter(quarter, today)
    documents, evidence = ([config.parent / name for name in names] for names in (settings.documents, settings.evidence))
    absent = [str(path) for path in (*documents, *evidence) if not path.exists()]
    if absent or not documents:
        what = f"it names what is not there: {', '.join(absent)}" if absent else "it names no documents"
        raise QuarterError(f"{config}: {what}.")
    if within := [str(path) for path in (*documents, *evidence) if folder.resolve().is_relative_to(path.resolve())]:
        raise QuarterError(f"{folder} lies in {within[0]}, which is reviewed itself. Name another folder with --into.")
    with _alone(folder):
        before = kept_in(folder)
        run = review(documents, evidence, period, catalog, settings, progress, today)
        if not run.documents:
            raise QuarterError(f"{config}: none of the documents can be read: {'; '.join(one.why for one in run.left_out)}.")
        with _building(folder) as building:
            save_run(run, building / RUN, record(documents, evidence, settings, period, config, topics, sources))
            failures: list[str] = []
            last = _last(before, quarter)
            found = _compared(last, run, building, catalog, failures) if last else None
            for name in wanted or [name for name, one in formats().items() if one.filename or one.filename_of]:
                _try(failures, f"the {name} report", lambda name=name: write(run, catalog, name, building / "reports"))
            if bundle:
                _try(failures, "the bundle", lambda: make_bundle(building / RUN, building / "bundle.zip"))
            against = last.manifest.quarter if last and found else None
            line = summary(quarter, run, found, against, failures)
            told = Page(quarter=quarter, run=run, found=found, against=against, failures=failures, line=line)
            write_atomically(building / INDEX, page(told, catalog, [name for name in _names(building) if name != RUN] + [RUN]))
            manifest = Manifest(
                kind=KIND, version=VERSION, quarter=quarter, number=max((one.manifest.number for one in before), default=0) + 1,
                started_at=run.started_at, goldenthread=run.version, compared_with=last.folder.name if last and found else None,
                failures=tuple(failures), files={name: _held(building / name) for name in _names(building)},
            )  # fmt: skip
            write_atomically(building / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
            kept = _keep(building, folder, f"{quarter}_{today.isoformat()}")
    return Quarter(folder=kept, run=run, found=found, failures=tuple(failures), line=line)


def _last(before: Sequence[Kept], quarter: str) -> Kept | None:
    """What a review is compared with: the last of the latest earlier quarter, or else the last of the same one."""
    earlier = [one for one in before if one.manifest.quarter < quarter]
    same = [one for one in before if one.manifest.quarter == quarter]
    return max(earlier, key=lambda one: (one.manifest.quarter, one.manifest.number)) if earlier else same[-1] if same else None


def _compared(last: Kept, run: Run, building: Path, catalog: Catalog, failures: list[str]) -> Comparison | None:
    if faults := faults_of(last):
        failures.append(f"nothing was compared: {'; '.join(faults)}")
        return None
    try:
        old = load_run(last.folder / RUN)
    except SavedRunError as error:
        failures.append(f"nothing was compared: {error}")
        return None
    found = compare(old, run)
    pairs = match([one.claim for one in old.verdicts], [one.claim for one in run.verdicts])
    text = "".join(f"{' ' * column}{line}".rstrip() + "\n" for column, line in of_runs(found, catalog))
    write_atomically(building / "comparison.txt", text)
    write_atomically(building / "comparison.json", as_json(pairs, found) + "\n")
    return found


def _try(failures: list[str], what: str, make: Callable[[], object]) -> None:
    """Make one output; where it cannot be made, the others still are."""
    try:
        make()
    except (AnalyzerError, ReportError) as error:
        failures.append(f"{what} was not made: {error}")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else keep a review in the folder meanwhile, and clear away what an interrupted one left half done.

    The system lets go of the lock when its holder ends, however it ends.
    """
    if fcntl is None:
        raise QuarterError(f"{folder}: this system has no file locks, so nothing can be kept safely.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise QuarterError(f"{folder}: nothing can be written there: {error.strerror or error}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise QuarterError(f"{folder}: another review is being kept there. Try again when it has ended.") from error
        for left in folder.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextlib.contextmanager
def _building(folder: Path) -> Iterator[Path]:
    building = Path(tempfile.mkdtemp(dir=folder, prefix=BUILDING))
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)  # gone already when it was kept


def _keep(building: Path, folder: Path, name: str) -> Path:
    """Let a folder that is whole, and on the disk, appear under its name; one that is taken gets a number."""
    for path in (*(building / name for name in _names(building)), building):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    mask = os.umask(0)
    os.umask(mask)
    building.chmod(0o777 & ~mask)
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}"
    building.rename(target)
    return target


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _held(path: Path) -> KeptFile:
    with path.open("rb") as file:
        return KeptFile(sha256=hashlib.file_digest(file, "sha256").hexdigest(), size=path.stat().st_size)
