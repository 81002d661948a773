"""The evidence files below the paths that the user names: plain files, folders of exports, lockers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claims import LeftOut

from ..errors import EvidenceError
from .files import is_evidence
from .locker import LONGEST_NAME, Entry, Locker, is_locker
from .records import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to load, before it is opened.

    Attributes:
        path: where it lies.
        name: as reports print it.
        extracted_at: when it was exported, ISO 8601, where a locker knows it.
        source_count: the number of rows that the source reported, where a locker knows it.
        partial: a locker knows that the collector did not see the last page.
        entry: what the ledger of a locker says of it.
    """

    path: Path
    name: str
    extracted_at: str | None = None
    source_count: int | None = None
    partial: bool = False
    entry: Entry | None = None


def find_files(paths: Sequence[Path]) -> tuple[list[Found], list[LeftOut]]:
    """All evidence files below the paths.

    Names are relative to the folder given; where two clash the later one carries its folder's name too.

    Args:
        paths: files, folders and lockers.

    Raises:
        EvidenceError: if a path does not exist.
        LockerError: if the ledger of a locker does not hold together.
    """
    found: dict[str, Found] = {}
    left_out: list[LeftOut] = []
    for path in paths:
        if is_locker(path):
            files, missing = _of_locker(path)
            left_out += missing
        elif path.is_dir():
            files = [Found(path=p, name=p.relative_to(path).as_posix()) for p in _below(path)]
        elif path.is_file():
            files = [Found(path=path, name=path.name)]
        else:
            raise EvidenceError(str(path), "there is no such file or folder", "Check the path")
        for file in files:
            name = file.name if file.name not in found else f"{path.resolve().name}/{file.name}"
            name = printable(name, LONGEST_NAME)
            while name in found:
                name += "'"
            found[name] = replace(file, name=name)
    return list(found.values()), left_out


def _below(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and is_evidence(path))
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _of_locker(path: Path) -> tuple[list[Found], list[LeftOut]]:
    """The newest file of each name and source in a locker; older ones and those that changed since are left out."""
    locker = Locker(path)
    entries = locker.entries()
    newest = {(entry.name, entry.source): entry.entry for entry in entries}
    found, left_out = [], []
    for entry in entries:
        what = f"{entry.name} (entry {entry.entry})"
        latest = newest[entry.name, entry.source]
        if latest != entry.entry:
            why = f"entry {latest} is a newer export under the same name"
            left_out.append(LeftOut(what=what, why=why))
        elif fault := locker.file_fault(entry):
            left_out.append(LeftOut(what=what, why=fault, advice="Add the export again"))
        else:
            known = {"extracted_at": entry.extracted_at, "source_count": entry.source_count}
            found.append(Found(path=locker.file_of(entry), name=entry.name, partial=entry.complete is False, entry=entry, **known))
    return found, left_out
