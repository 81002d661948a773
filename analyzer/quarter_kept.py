"""Reviews that are kept: a folder each with a manifest, and what is compared with what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from .comparing import Past
from .errors import AnalyzerError
from .saved_run import load_run

KIND = "goldenthread quarter"
VERSION = 1
MANIFEST, RUN = "manifest.json", "run.json"


class QuarterError(AnalyzerError):
    """A quarter that cannot be reviewed, kept or found; the message says why and what to do."""


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

    @property
    def order(self) -> tuple[str, int]:
        """Where it stands among the others: by its quarter, and then by when it was made."""
        return self.manifest.quarter, self.manifest.number


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
        elif held_of(path) != held:
            faults.append(f"{path}: was changed after it was kept")
    return faults


def held_of(path: Path) -> KeptFile:
    """A file as a manifest lists it."""
    with path.open("rb") as file:
        return KeptFile(sha256=hashlib.file_digest(file, "sha256").hexdigest(), size=path.stat().st_size)


def before(kept: Sequence[Kept], quarter: str) -> Kept | None:
    """What a review is compared with: the last of the latest earlier quarter, or else the last of the same one."""
    earlier = [one for one in kept if one.manifest.quarter < quarter]
    same = [one for one in kept if one.manifest.quarter == quarter]
    return max(earlier, key=lambda one: one.order) if earlier else same[-1] if same else None


def line_to(kept: Sequence[Kept], last: Kept) -> list[Kept]:
    """The last review of each earlier quarter than that of one, and that one: they tell since when something is so."""
    latest = {one.manifest.quarter: one for one in sorted(kept, key=lambda one: one.order)}
    return [*(one for quarter, one in latest.items() if quarter < last.manifest.quarter), last]


def past_of(kept: Sequence[Kept]) -> list[Past]:
    """Kept reviews with their runs.

    Raises:
        QuarterError: if one was changed after it was kept.
        SavedRunError: if a run cannot be read.
    """
    if faults := [fault for one in kept for fault in faults_of(one)]:
        raise QuarterError("; ".join(faults))
    return [Past(label=one.manifest.quarter, run=load_run(one.folder / RUN)) for one in kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Two kept reviews to compare, and all that were kept before the newer one, oldest first."""

    old: Past
    new: Past
    past: tuple[Past, ...]


def chosen(folder: Path, since: str | None) -> Chosen:
    """The newest review of a folder, and what it is compared with.

    Args:
        since: a quarter, "2026-Q2", whose last review it is compared with, or a day, with the last review of a quarter that
            had ended by then; None for the review before.

    Raises:
        QuarterError: if there are not two, or none that `since` names.
        SavedRunError: if a run cannot be read.
    """
    kept = kept_in(folder)
    if len(kept) < 2:
        there = "only one review is" if kept else "no review is"
        raise QuarterError(f"{folder}: {there} kept there, and comparing takes two. Keep one with goldenthread quarter.")
    newest = max(kept, key=lambda one: one.order)
    rest = [one for one in kept if one is not newest]
    old = before(rest, newest.manifest.quarter) if since is None else _named(rest, since)
    if old is None:
        there = ", ".join(sorted({one.manifest.quarter for one in rest}))
        raise QuarterError(f"{folder}: no review before the newest one is of {since}. There are: {there}.")
    line = line_to(rest, newest)
    line = sorted(line if old in line else [*line, old], key=lambda one: one.order)
    *past, now = past_of(line)
    return Chosen(old=past[line.index(old)], new=now, past=tuple(past))


def _named(kept: Sequence[Kept], since: str) -> Kept | None:
    if re.fullmatch(r"\d{4}-Q[1-4]", since):
        found = [one for one in kept if one.manifest.quarter == since]
    else:
        try:
            day = date.fromisoformat(since)
        except ValueError as error:
            raise QuarterError(f"--since takes a quarter such as 2026-Q2, or a day such as 2026-06-30, not {since!r}.") from error
        found = [one for one in kept if days_of(one.manifest.quarter)[1] <= day]
    return max(found, key=lambda one: one.order, default=None)


def days_of(quarter: str) -> tuple[date, date]:
    """The first and the last day of a quarter such as "2026-Q3".

    Raises:
        QuarterError: if it is none.
    """
    said = re.fullmatch(r"([1-9]\d{3})-Q([1-4])", quarter)
    if not said:
        raise QuarterError(f"A quarter is written 2026-Q3, not {quarter!r}.")
    year, last = int(said[1]), int(said[2]) * 3
    return date(year, last - 2, 1), date(year, 12, 31) if last == 12 else date(year, last + 1, 1) - timedelta(days=1)
