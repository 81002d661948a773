"""The locker: a folder of exports as they came, and a ledger in which each line seals the one before.

    files/<first two of sha256>/<sha256>    the bytes, secrets blanked out
    ledger.jsonl                            an entry a line, append-only
    timestamps.jsonl                        what an authority stamped of the ledger, append-only; see `stamps`
    incoming                                what is being added
    lock                                    held while an entry is added

It shows that nothing changed since it was added. It cannot show that the source told the truth.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import LockerError
from .records import printable

try:
    import fcntl
except ImportError:
    fcntl = None

LEDGER = "ledger.jsonl"
FIRST = "0" * 64
CHUNK = 1024 * 1024
LONGEST_NAME = 300
BLANKED = b'"(redacted)"'
PROVES = "This shows that the files are unchanged since they were added, not that the sources told the truth."


class Collected(BaseModel):
    """What a collector says of a file that it brought.

    Attributes:
        run: id of the run.
        vendor: name of the collector.
        account: account, organisation or tenant that was collected.
        part: name of the part that it belongs to.
        kind: `snapshot` (a state), `events` (of a window of time) or `run` (the record of a run).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    run: str
    vendor: str
    account: str
    part: str
    kind: str


class Entry(BaseModel):
    """A line of the ledger.

    Attributes:
        entry: its number, from 1.
        name: the file's name when it was added.
        source: id of the source that recognised it.
        parameters: the query or call that made the export.
        principal: who or what made it.
        extracted_at: when the export was made, ISO 8601.
        window: the time its rows cover, "2026-01-01..2026-06-30".
        rows: the rows read from it.
        source_count: the number of rows that the source reported.
        pages: the pages it was collected in.
        complete: whether the collector saw the last page.
        sha256: hash of the stored bytes, hexadecimal.
        size: of the stored bytes.
        redacted: keys whose values were blanked out before storing.
        collected: what its collector says of it, None for a file that was added by hand.
        added_at: when it came into the locker, ISO 8601.
        previous: hash of the entry before.
        hash: hash of this entry without this field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    entry: int
    name: str
    source: str | None = None
    parameters: dict[str, Any] | None = None
    principal: str | None = None
    extracted_at: str | None = None
    window: str | None = None
    rows: int | None = None
    source_count: int | None = None
    pages: int | None = None
    complete: bool | None = None
    sha256: str
    size: int
    redacted: tuple[str, ...] = ()
    collected: Collected | None = None
    added_at: str
    previous: str
    hash: str = ""

    def sealed(self) -> Entry:
        """The entry with the hash that its other fields give."""
        content = self.model_dump(mode="json", exclude={"hash"} if self.collected else {"hash", "collected"})
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return self.model_copy(update={"hash": hashlib.sha256(text.encode("ascii")).hexdigest()})


def is_locker(path: Path) -> bool:
    """Whether a path is a locker."""
    return (path / LEDGER).is_file()


class Locker:
    """A locker in a folder, which need not exist before the first `add`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first.

        Raises:
            LockerError: if a line is damaged or the chain is broken.
        """
        entries, faults = self._read()
        if faults:
            raise LockerError("\n".join(f"{self.folder / LEDGER}: {fault}" for fault in faults))
        return entries

    def add(
        self, file: Path, *, name: str | None = None, source: str | None = None,
        parameters: dict[str, Any] | None = None, principal: str | None = None,
        extracted_at: datetime | None = None, window: str | None = None,
        rows: int | None = None, source_count: int | None = None, pages: int | None = None,
        complete: bool | None = None, redact: Sequence[str] = (), redacted: Sequence[str] = (), collected: Collected | None = None,
    ) -> Entry:  # fmt: skip
        """Copy a file into the locker and write its entry; either both are done or neither counts.

        Args:
            file: the export; it is not changed.
            name: under which it is kept, the file's own where not given.
            source: id of the source that recognised it.
            parameters: the query or call that made it.
            principal: who or what made it.
            extracted_at: when it was made; a time without a zone is UTC.
            window: the time its rows cover.
            rows: the rows read from it.
            source_count: the number of rows that the source reported.
            pages: the pages it was collected in.
            complete: whether the collector saw the last page.
            redact: JSON keys whose values are secrets and are blanked out in the copy.
            redacted: names of what was blanked out before.
            collected: what its collector says of it.

        Raises:
            LockerError: if another process is adding, or if the ledger is damaged.
            OSError: if the file cannot be read or the folder not written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.locked():
            mend_last_line(self.folder / LEDGER)
            entries = self.entries() if is_locker(self.folder) else ()
            self._clear_incoming({entry.sha256 for entry in entries})
            sha256, size, found = self._store(file, redact)
            entry = Entry(
                entry=len(entries) + 1, name=printable(name or file.name, LONGEST_NAME), source=source,
                parameters=parameters,
                principal=principal, extracted_at=_iso(extracted_at) if extracted_at else None, window=window,
                rows=rows, source_count=source_count, pages=pages, complete=complete, sha256=sha256, size=size,
                redacted=tuple(sorted({*found, *redacted})), collected=collected, added_at=_iso(datetime.now(UTC)),
                previous=entries[-1].hash if entries else FIRST,
            ).sealed()  # fmt: skip
            append_line(self.folder / LEDGER, entry.model_dump_json())
            self._mark_of(sha256).unlink(missing_ok=True)
        return entry

    def file_of(self, entry: Entry) -> Path:
        """Where the bytes of an entry lie."""
        return self.folder / "files" / entry.sha256[:2] / entry.sha256

    def file_fault(self, entry: Entry) -> str | None:
        """What is wrong with the bytes of an entry, or None."""
        path = self.file_of(entry)
        if not path.is_file():
            return "its file is missing from the locker"
        return None if _hash(path) == entry.sha256 else "its file was changed after it was added"

    def verify(self) -> list[str]:
        """Everything in the locker that does not agree with its ledger; nothing where all is as it was added."""
        if not is_locker(self.folder):
            return [f"{self.folder} is no locker: it has no {LEDGER}"]
        entries, faults = self._read()
        faults = [f"{LEDGER}, {fault}" for fault in faults]
        faults += [f"entry {e.entry} ({e.name}): {fault}" for e in entries if (fault := self.file_fault(e))]
        known = {self.file_of(entry) for entry in entries}
        stored = sorted(p for p in (self.folder / "files").rglob("*") if p.is_file())
        for path in stored:
            if path not in known:
                interrupted = (
                    "; adding it was interrupted, and the next `add` removes it" if self._mark_of(path.name).exists() else ""
                )
                faults.append(f"{path.relative_to(self.folder).as_posix()} is in no entry of the ledger{interrupted}")
        return faults

    def ledger_start(self, entries: int) -> bytes:
        """The first lines of the ledger, byte for byte: what a time-stamp is a stamp of."""
        return b"".join((self.folder / LEDGER).read_bytes().splitlines(keepends=True)[:entries])

    def _read(self) -> tuple[tuple[Entry, ...], list[str]]:
        entries: list[Entry] = []
        faults: list[str] = []
        previous = FIRST
        data = (self.folder / LEDGER).read_bytes()
        for number, line in enumerate(data.splitlines(keepends=True), start=1):
            if not line.endswith(b"\n"):
                faults.append(f"line {number}: the line breaks off, adding was interrupted; the next `add` removes it")
                continue
            try:
                entry = Entry.model_validate_json(line)
            except ValidationError as error:
                faults.append(f"line {number}: the line is damaged ({error.errors()[0]['msg']})")
                previous = ""
                continue
            if entry.sealed().hash != entry.hash:
                faults.append(f"line {number}: entry {entry.entry} was changed after it was written")
            if previous and entry.previous != previous:
                what = "one was removed, changed or moved"
                faults.append(f"line {number}: entry {entry.entry} does not follow the entry before it; {what}")
            elif entry.entry != number:
                faults.append(f"line {number}: entry {entry.entry} stands where entry {number} should")
            if not re.fullmatch(r"[0-9a-f]{64}", entry.sha256):
                faults.append(f"line {number}: entry {entry.entry} has no valid hash of its file")
                continue
            previous = entry.hash
            entries.append(entry)
        return tuple(entries), faults

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let nobody else add.

        Raises:
            LockerError: if another process is adding.
        """
        if fcntl is None:
            raise LockerError(f"{self.folder}: this system has no file locks, so nothing can be added safely")
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LockerError(f"{self.folder}: another process is adding to this locker; try again") from error
            yield

    def _mark_of(self, sha256: str) -> Path:
        """The mark that a file is being added, which stands until its entry does."""
        return self.folder / "incoming" / f"{sha256}.adding"

    def _clear_incoming(self, known: set[str]) -> None:
        """Remove what an interrupted `add` left behind: it never counted."""
        incoming = self.folder / "incoming"
        for left in incoming.iterdir() if incoming.is_dir() else ():
            if left.suffix == ".adding" and left.stem not in known:
                (self.folder / "files" / left.stem[:2] / left.stem).unlink(missing_ok=True)
            left.unlink()

    def _store(self, file: Path, redact: Sequence[str]) -> tuple[str, int, tuple[str, ...]]:
        """Copy the bytes to their place, by way of a temporary file; returns hash, size and the keys blanked out."""
        incoming = self.folder / "incoming"
        incoming.mkdir(exist_ok=True)
        digest, size, found = hashlib.sha256(), 0, set[str]()
        with file.open("rb") as source, tempfile.NamedTemporaryFile(dir=incoming, delete=False) as copy:
            temporary = Path(copy.name)
            try:
                for chunk in _blanked(source, redact, found) if redact else iter(lambda: source.read(CHUNK), b""):
                    digest.update(chunk)
                    size += len(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            except BaseException:
                temporary.unlink()
                raise
        self._mark_of(digest.hexdigest()).touch()
        place = self.folder / "files" / digest.hexdigest()[:2] / digest.hexdigest()
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(0o444)
        temporary.replace(place)
        _sync_folder(place.parent)
        return digest.hexdigest(), size, tuple(sorted(found))


def _blanked(source: Any, keys: Sequence[str], found: set[str]) -> Iterator[bytes]:
    """The bytes of a JSON text with the values of the keys blanked out, everything else as it stands."""
    names = b"|".join(re.escape(key.encode("utf-8")) for key in keys)
    secret = re.compile(rb'("(' + names + rb')"\s*:\s*)("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false)')

    def blank(match: re.Match[bytes]) -> bytes:
        found.add(match[2].decode("utf-8"))
        return match[1] + BLANKED

    yield secret.sub(blank, source.read())


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def append_line(path: Path, line: str) -> None:
    """Add a line to a file that only grows, and see to it that it is on the disk."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def mend_last_line(path: Path) -> None:
    """Cut off a last line that an interruption left unfinished; it never counted."""
    data = path.read_bytes() if path.exists() else b""
    if data and not data.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(data.rfind(b"\n") + 1)
            os.fsync(file.fileno())


def _iso(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
