"""The file of a bundle: a zip whose manifest names every entry with its hash, and whose last bytes are a hash of all before.

The hashes show that nothing was damaged or changed by mistake; whoever changes a bundle on purpose can write new ones.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import AnalyzerError
from ..reports.output import replacing

KIND = "goldenthread bundle"
VERSION = 1
MANIFEST = "manifest.json"
RUN = "run.json"
SEAL = b"goldenthread bundle, sha256 of all bytes before: "
HEX = 64
CHUNK = 1024 * 1024
LARGEST_MANIFEST = 64 * 1024 * 1024
LARGEST = 4 * 1024**3
EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)

_OF_THE_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.ENAMETOOLONG, errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}
)


class BundleError(AnalyzerError):
    """A bundle that cannot be made, or a file that is none or is damaged; the message names the entry and what to do."""


class Held(BaseModel):
    """An entry of a bundle: its hash, hexadecimal, and its size in bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sha256: str
    size: int


class Manifest(BaseModel):
    """What a bundle says of itself.

    Attributes:
        goldenthread: the version that made the review.
        catalogue: hash of the topics, tables, sources and words that came with the version that made the bundle.
        program: hash of the program and its models that made the bundle.
        period: of the review.
        today: the day of the review.
        documents, evidence, topics, sources, model: what the review was given, as files and folders of the bundle.
        settings: those that applied.
        entries: every other entry.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    version: int
    goldenthread: str
    catalogue: str
    program: str
    period: str
    as_of: str
    today: str
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    model: str | None = None
    settings: dict[str, Any]
    entries: dict[str, Held]


def is_safe(name: str) -> bool:
    """Whether the name of an entry stays inside the folder that it is unpacked into, on every system."""
    parts = name.split("/")
    return not re.search(r"[\\\x00-\x1f\x7f]", name) and not any(part in ("", ".", "..") for part in parts) and ":" not in parts[0]


class Writer:
    """Adds entries to a bundle that is being written; the same entries always give the same bytes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.entries: dict[str, Held] = {}

    def add(self, name: str, source: BinaryIO, limit: int | None = None) -> Held:
        """Copy a stream into an entry, at most `limit` bytes of it; returns what was written.

        Raises:
            BundleError: if the name is none that unpacks safely everywhere.
        """
        if not is_safe(name):
            raise BundleError(f"{name!r}: a file of this name cannot be unpacked safely. Give it another name and review again.")
        info = zipfile.ZipInfo(name, date_time=EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as entry:
            while chunk := source.read(CHUNK if limit is None else min(CHUNK, limit - size)):
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
        held = Held(sha256=digest.hexdigest(), size=size)
        self.entries[name] = held
        return held


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a bundle, whole or not at all: the file appears under its name when everything is in it.

    Raises:
        BundleError: if the folder cannot be written to.
    """
    try:
        with replacing(path) as file:
            with zipfile.ZipFile(file, "w", compresslevel=6) as archive:
                archive.comment = SEAL + b"0" * HEX
                yield Writer(archive)
            size = file.seek(0, os.SEEK_END)
            seal = _digest(file, size - HEX)
            file.seek(size - HEX)
            file.write(seal.encode("ascii"))
    except OSError as error:
        raise BundleError(f"{path}: the bundle cannot be written: {error.strerror or error}. Name another with --out.") from error


def _digest(file: BinaryIO, size: int) -> str:
    digest, left = hashlib.sha256(), size
    file.seek(0)
    while chunk := file.read(min(CHUNK, left)):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def unpack(path: Path, folder: Path, largest: int = LARGEST) -> Manifest:
    """Unpack a bundle into an empty folder, if every byte of it is as it was written.

    Args:
        largest: the bytes that all entries together may take.

    Raises:
        BundleError: if it is no bundle, if anything in it was damaged or changed, naming what, or if it is too large.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            end = SEAL + b"0" * HEX
            file.seek(max(size - len(end), 0))
            tail = file.read()
            sealed = tail.startswith(SEAL) and _digest(file, size - HEX).encode("ascii") == tail[-HEX:]
            try:
                with zipfile.ZipFile(file) as archive:
                    manifest = _manifest(path, archive)
                    _unpack_all(path, archive, manifest, folder, largest)
            except _DAMAGE as error:
                raise BundleError(f"{path}: this is no bundle, or its list of entries is damaged. Get it again.") from error
    except OSError as error:
        raise BundleError(f"{path}: the file cannot be read: {error.strerror or error}.") from error
    if not sealed:
        raise BundleError(
            f"{path}: the entries are as the manifest says, but the zip around them was changed: its headers, or the hash at "
            "its end. Get it again."
        )
    return manifest


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names:
        raise BundleError(f"{path}: this is no bundle: it has no {MANIFEST}. Make one with goldenthread bundle.")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise BundleError(f"{path}: {MANIFEST} is too large to be one.")
    try:
        with archive.open(MANIFEST) as entry:
            text = entry.read(LARGEST_MANIFEST + 1)
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        raise BundleError(f"{path}: {MANIFEST} is damaged: {error.errors()[0]['msg']}. Get the bundle again.") from error
    except _DAMAGE as error:
        raise BundleError(f"{path}: {MANIFEST} was changed or damaged. Get the bundle again.") from error
    if manifest.kind != KIND or manifest.version != VERSION:
        raise BundleError(
            f"{path}: {MANIFEST} is of {manifest.kind!r} {manifest.version}; this reads {KIND!r} {VERSION}. Use the goldenthread "
            "that made it, or a newer one."
        )
    return manifest


def _unpack_all(path: Path, archive: zipfile.ZipFile, manifest: Manifest, folder: Path, largest: int) -> None:
    faults: list[str] = []
    names = [name for name in archive.namelist() if name != MANIFEST]
    unsafe = sorted({name for name in (*names, *manifest.entries) if not is_safe(name)})
    if unsafe:
        raise BundleError(f"{path}: entries that lead out of the folder, nothing was unpacked: {', '.join(map(repr, unsafe[:5]))}.")
    if (total := sum(held.size for held in manifest.entries.values())) > largest:
        raise BundleError(
            f"{path}: its entries take {total:,} bytes, more than {largest:,}. Allow it with --max-size if you trust its origin."
        )
    faults += [f"{name}: stands in it twice" for name in sorted({name for name in names if names.count(name) > 1})]
    faults += [f"{name}: is missing" for name in manifest.entries if name not in names]
    faults += [f"{name}: is in no line of {MANIFEST}" for name in names if name not in manifest.entries]
    for name in () if faults else manifest.entries:
        if fault := _unpack_one(archive, name, manifest.entries[name], folder):
            faults.append(f"{name}: {fault}")
    if faults:
        raise BundleError(f"{path}: the bundle is not as it was written. Get it again.\n" + "\n".join(f"  {one}" for one in faults))


def _unpack_one(archive: zipfile.ZipFile, name: str, held: Held, folder: Path) -> str | None:
    """Write an entry below the folder, never more bytes than the manifest says; returns what is wrong with it."""
    target = folder.joinpath(*name.split("/"))
    digest, size = hashlib.sha256(), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as entry, target.open("xb") as file:
            while chunk := entry.read(min(CHUNK, held.size + 1 - size)):
                digest.update(chunk)
                size += len(chunk)
                if size > held.size:
                    return f"holds more than the {held.size:,} bytes of the manifest"
                file.write(chunk)
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
            raise BundleError(f"{name}: cannot be unpacked into {folder}: {error.strerror}.") from error
        return "was changed or damaged"
    return None if digest.hexdigest() == held.sha256 else "was changed: its hash is not that of the manifest"
