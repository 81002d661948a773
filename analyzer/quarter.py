"""The review of a quarter, kept: all its outputs in one folder, held against the quarter before, whole or not there at all.

A folder is built under a hidden name and appears under its own in one step, so that an interruption at any moment leaves what
was kept before as it was. Nothing that was kept is ever changed: a second review of a quarter is a second folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .bundling import make_bundle, record
from .catalog import Catalog
from .comparing import Comparison, compare
from .comparing.formats import formats as comparisons
from .comparing.story import Story, of_runs
from .config import Config
from .errors import AnalyzerError
from .model import Period, Run
from .pipeline import Progress, review
from .quarter_kept import (
    KIND,
    MANIFEST,
    RUN,
    VERSION,
    Kept,
    Manifest,
    QuarterError,
    before,
    days_of,
    held_of,
    kept_in,
    line_to,
    past_of,
)  # fmt: skip
from .quarter_page import Brought, Page, page, summary
from .reports import ReportError, formats, write, write_atomically
from .saved_run import SavedRunError, save_run

try:
    import fcntl
except ImportError:
    fcntl = None

INDEX = "index.html"
BUILDING = ".building-"
LOCK = ".lock"


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
    start, end = days_of(quarter)
    if start > today:
        raise QuarterError(f"{quarter} has not begun: it starts on {start}.")
    return Period(start=start, end=end, as_of=min(end, today))


def review_quarter(
    quarter: str, config: Path, settings: Config, folder: Path, catalog: Catalog, *, today: date,
    wanted: Sequence[str] = (), bundle: bool = False, topics: Sequence[Path] = (), sources: Sequence[Path] = (),
    progress: Progress = lambda what, done, of: None, fetch: Callable[[], Sequence[Brought]] = tuple,
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
        fetch: collects what is configured, before anything is read; what it does not bring is a failure, and the rest goes on.

    Raises:
        QuarterError: if there is no such quarter, nothing to review, or another review is being kept there.
        EvidenceError, LockerError, SavedRunError, ReportError: if evidence is not there, or nothing can be written.
    """
    period = period_of_quarter(quarter, today)
    documents, evidence = ([config.parent / name for name in names] for names in (settings.documents, settings.evidence))
    if not documents:
        raise QuarterError(f"{config}: it names no documents.")
    awaited = {config.parent / rule.into for rule in settings.collect}
    _all_there(config, [path for path in (*documents, *evidence) if path not in awaited])
    if within := [str(path) for path in (*documents, *evidence) if folder.resolve().is_relative_to(path.resolve())]:
        raise QuarterError(f"{folder} lies in {within[0]}, which is reviewed itself. Name another folder with --into.")
    with _alone(folder):
        kept = kept_in(folder)
        brought = fetch()
        failures = [f"{one.system} was not collected: {one.problem}" for one in brought if one.problem]
        _all_there(config, evidence, failures)
        run = review(documents, evidence, period, catalog, settings, progress, today)
        if not run.documents:
            raise QuarterError(f"{config}: none of the documents can be read: {'; '.join(one.why for one in run.left_out)}.")
        with _building(folder) as building:
            save_run(run, building / RUN, record(documents, evidence, settings, period, config, topics, sources))
            last = before(kept, quarter)
            compared = _compared(kept, last, run, building, catalog, failures) if last else None
            found, story = compared or (None, None)
            for name in wanted or [name for name, one in formats().items() if one.filename or one.filename_of]:
                _try(failures, f"the {name} report", lambda name=name: write(run, catalog, name, building / "reports"))
            if bundle:
                _try(failures, "the bundle", lambda: make_bundle(building / RUN, building / "bundle.zip"))
            against = last.manifest.quarter if last and found else None
            line = summary(quarter, run, found, against, brought, failures)
            told = Page(
                quarter=quarter, run=run, story=story, against=against, brought=brought, failures=failures, line=line
            )  # fmt: skip
            write_atomically(building / INDEX, page(told, catalog, [name for name in _names(building) if name != RUN] + [RUN]))
            manifest = Manifest(
                kind=KIND, version=VERSION, quarter=quarter, number=max((one.manifest.number for one in kept), default=0) + 1,
                started_at=run.started_at, goldenthread=run.version, compared_with=last.folder.name if last and found else None,
                failures=tuple(failures), files={name: held_of(building / name) for name in _names(building)},
            )  # fmt: skip
            write_atomically(building / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
            place = _keep(building, folder, f"{quarter}_{today.isoformat()}")
    return Quarter(folder=place, run=run, found=found, failures=tuple(failures), line=line)


def _all_there(config: Path, paths: Sequence[Path], failures: Sequence[str] = ()) -> None:
    """Refuse what a configuration names and is not there, with what failed before."""
    if absent := [str(path) for path in paths if not path.exists()]:
        told = "".join(f"\n  {one}" for one in failures)
        raise QuarterError(f"{config}: it names what is not there: {', '.join(absent)}.{told}")


def _compared(
    kept: Sequence[Kept], last: Kept, run: Run, building: Path, catalog: Catalog, failures: list[str]
) -> tuple[Comparison, Story] | None:
    """What moved since the last review, in every format; a review that was tampered with is named and not compared with."""
    try:
        past = past_of(line_to(kept, last))
    except (QuarterError, SavedRunError) as error:
        failures.append(f"nothing was compared: {error}")
        return None
    found = compare(past[-1].run, run, past)
    story = of_runs(found, catalog, f"{last.manifest.quarter} and what followed")
    for form in comparisons().values():
        write_atomically(building / f"comparison{form.suffix}", form.render(story))
    return found, story


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
    for path in (*building.rglob("*"), building):
        _to_disk(path)
    mask = os.umask(0)
    os.umask(mask)
    building.chmod(0o777 & ~mask)
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}"
    building.rename(target)
    _to_disk(folder)
    return target


def _to_disk(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
