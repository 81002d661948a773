"""An Office file opened without trusting it: the zip is checked before anything in it is unpacked or parsed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ..errors import DocumentError

MAX_ENTRIES = 10_000
MAX_TOTAL_BYTES = 1_000_000_000
MAX_PART_BYTES = 200_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 20_000_000
BROKEN = "Open the file in the program that it is for, save it under a new name and give that one."

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relationship of a part; `kind` is the last word of its type ("header"), `target` the name of the other part."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The parts of an Office file.

    Attributes:
        path: the file as the user named it.
        names: the names of all parts.
        main: the name of the part that leads to the others, `word/document.xml` in nearly every Word file.
    """

    path: str
    archive: zipfile.ZipFile
    names: frozenset[str]
    main: str

    def xml(self, name: str) -> Any:
        """The root element of a part.

        Raises:
            DocumentError: if the part is missing, damaged, too large, or declares entities.
        """
        if name not in self.names:
            raise DocumentError(self.path, f"the part {name} is missing from the file", BROKEN, name)
        return parse(_unpack(self.archive, name, self.path), name, self.path)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part, `""` for the package itself; empty when it has none."""
        return relations_of(self.archive, self.names, part, self.path)


def open_archive(data: bytes, path: str) -> tuple[zipfile.ZipFile, frozenset[str]]:
    """Open the zip of an Office file: the archive and the names of its parts.

    Args:
        data: the file's bytes.
        path: the file as the user named it.

    Raises:
        DocumentError: if it is damaged or encrypted, or would unpack to more than a document can be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise DocumentError(path, f"the file is damaged or was cut short ({error})", BROKEN) from error
    entries = archive.infolist()
    _check(entries, path)
    return archive, frozenset(entry.filename for entry in entries)


def _check(entries: list[zipfile.ZipInfo], path: str) -> None:
    """Refuse archives that are hostile by what their directory says."""
    if len(entries) > MAX_ENTRIES:
        raise DocumentError(
            path, f"the file holds {len(entries)} parts, and an Office file has a few dozen",
            "Check where the file comes from.",
        )  # fmt: skip
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_TOTAL_BYTES or (total > RATIO_MATTERS_FROM and total > MAX_RATIO * max(packed, 1)):
        raise DocumentError(
            path, f"the file would unpack from {packed} bytes to {total}, as zip bombs do", "Check where it comes from."
        )
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & 1:
            raise DocumentError(path, "the file is an encrypted archive", "Save it without a password.", entry.filename)
        if entry.filename in seen:
            problem = "the file holds the same part twice, so it reads differently in different programs"
            raise DocumentError(path, problem, BROKEN, entry.filename)
        seen.add(entry.filename)


def _unpack(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > MAX_PART_BYTES:
        problem = f"the part has {entry.file_size} bytes, more than the {MAX_PART_BYTES} that are read"
        raise DocumentError(path, problem, "Split the document.", name)
    try:
        with archive.open(entry) as stream:
            data = stream.read(MAX_PART_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise DocumentError(path, f"the part cannot be unpacked ({error})", BROKEN, name) from error
    if len(data) > MAX_PART_BYTES:
        raise DocumentError(path, f"the part unpacks to more than {MAX_PART_BYTES} bytes", "Split the document.", name)
    return data


def parse(data: bytes, name: str, path: str) -> Any:
    """The root element of a part; a document type declaration is refused, for Office writes none and attacks need one."""
    declared = DocumentError(
        path, "the part declares a document type or entities, which Office never writes",
        f"Check where the file comes from. {BROKEN}", name,
    )  # fmt: skip
    text = data.decode("utf-16", "ignore") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("latin-1")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise declared
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 0
        place = f"{name}, line {line}" if line else name
        raise DocumentError(path, f"the part is not well-formed XML ({error.msg})", BROKEN, place) from error
    if root.getroottree().docinfo.doctype:
        raise declared
    return root


def relations_of(archive: zipfile.ZipFile, names: frozenset[str], part: str, path: str) -> tuple[Relation, ...]:
    """The relationships of a part, `""` for the package itself; empty when it has none."""
    folder, stem = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{stem}.rels")
    if name not in names:
        return ()
    found = []
    for element in parse(_unpack(archive, name, path), name, path).iter(_RELATION):
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        found.append(Relation(id=element.get("Id", ""), kind=kind, target=target, external=external))
    return tuple(found)
