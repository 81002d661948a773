"""The evidence files below the paths that the user names: plain files, folders of exports, lockers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from claims import LeftOut

from ..errors import EvidenceError
from .files import is_evidence
from .locker import LONGEST_NAME, Entry, Locker, is_locker
from .records import printable
from .snapshots import NAMED, choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to load, before it is opened.

    Attributes:
        path: where it lies.
        name: as reports print it.
        extracted_at: when it was exported, ISO 8601, where a locker knows it.
        source_count: the number of rows that the source reported, where a locker knows it.
        partial: a locker knows that the collector did not see the last page, or that something of its part is missing.
        entry: what the ledger of a locker says of it.
        events: the runs of a collector that it belongs to, where the same event may stand in two files; empty for all else.
    """

    path: Path
    name: str
    extracted_at: str | None = None
    source_count: int | None = None
    partial: bool = False
    entry: Entry | None = None
    events: str = ""

    @property
    def collected(self) -> bool:
        """Whether a collector brought it, so that only a source may say what it is."""
        return self.entry is not None and self.entry.collected is not None


def find_files(paths: Sequence[Path], as_of: date | None = None) -> tuple[list[Found], list[LeftOut]]:
    """All evidence files below the paths.

    Names are relative to the folder given; where two clash the later one carries its folder's name too.

    Args:
        paths: files, folders and lockers.
        as_of: the day that states collected into a locker have to speak for; the newest when left out.

    Raises:
        EvidenceError: if a path does not exist.
        LockerError: if the ledger of a locker does not hold together.
    """
    found: dict[str, Found] = {}
    left_out: list[LeftOut] = []
    for path in paths:
        if is_locker(path):
            files, missing = _chosen(Locker(path), Locker(path).entries(), as_of)
            left_out += missing
        elif path.is_dir():
            files = [Found(path=p, name=p.relative_to(path).as_posix()) for p in _below(path)]
        elif path.is_file():
            files = [Found(path=path, name=path.name)]
        else:
            raise EvidenceError(str(path), "there is no such file or folder", "Check the path")
        _name_apart(path, files, found)
    return list(found.values()), left_out


def find_dated(lockers: Sequence[Path], day: date, wanted: Callable[[Entry], bool]) -> list[Found]:
    """The files of lockers that spoke for a day: of exports added by hand those that are known to have been made by then.

    Args:
        wanted: which entries count; the records of the runs of collectors always do.

    Raises:
        LockerError: if the ledger of a locker does not hold together.
    """
    found: dict[str, Found] = {}
    for path in lockers:
        entries = [one for one in Locker(path).entries() if wanted(one) or (one.collected and one.collected.kind == "run")]
        by_then = [one for one in entries if one.collected or (one.extracted_at and one.extracted_at[:10] <= day.isoformat())]
        _name_apart(path, _chosen(Locker(path), by_then, day)[0], found)
    return list(found.values())


def _name_apart(path: Path, files: Iterable[Found], found: dict[str, Found]) -> None:
    """Put the files of a path among those found, each under a name of its own."""
    for file in files:
        name = file.name if file.name not in found else f"{path.resolve().name}/{file.name}"
        name = printable(name, LONGEST_NAME)
        while name in found:
            name += "'"
        found[name] = replace(file, name=name)


def _below(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and is_evidence(path))
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _chosen(locker: Locker, everything: Sequence[Entry], as_of: date | None) -> tuple[list[Found], list[LeftOut]]:
    """The newest file of each name and source among entries, and what collectors brought that speaks for the day.

    Older ones and those that changed since are left out.
    """
    collected, left_aside = choose(everything, as_of)
    entries = [entry for entry in everything if not entry.collected]
    newest = {(entry.name, entry.source): entry.entry for entry in entries}
    older = [entry for entry in entries if newest[entry.name, entry.source] != entry.entry]
    found, left_out = [], _replaced(older, newest)
    for entry in entries:
        what = f"{entry.name} (entry {entry.entry})"
        if newest[entry.name, entry.source] != entry.entry:
            continue
        if fault := locker.file_fault(entry):
            left_out.append(LeftOut(what=what, why=fault, advice="Add the export again"))
        else:
            known = {"extracted_at": entry.extracted_at, "source_count": entry.source_count}
            found.append(Found(path=locker.file_of(entry), name=entry.name, partial=entry.complete is False, entry=entry, **known))
    for one in collected:
        entry = one.entry
        if fault := locker.file_fault(entry):
            left_out.append(LeftOut(what=f"{entry.name} (entry {entry.entry})", why=fault, advice="Collect it again"))
        else:
            found.append(
                Found(
                    path=locker.file_of(entry), name=entry.name, partial=one.partial or entry.complete is False, entry=entry,
                    extracted_at=entry.extracted_at, source_count=entry.source_count, events=one.events,
                )
            )  # fmt: skip
    return found, [*left_out, *left_aside]


def _replaced(older: Sequence[Entry], newest: Mapping[tuple[str, str | None], int]) -> list[LeftOut]:
    """Exports that newer ones take the place of: one by one where they are few, and else by their number."""
    if len(older) > NAMED:
        names = len({(entry.name, entry.source) for entry in older})
        what = f"{len(older):,} earlier exports of {names:,} {'file' if names == 1 else 'files'}"
        return [LeftOut(what=what, why="a newer one under the same name was taken")]
    return [
        LeftOut(
            what=f"{one.name} (entry {one.entry})",
            why=f"entry {newest[one.name, one.source]} is a newer export under the same name",
        )
        for one in older
    ]
