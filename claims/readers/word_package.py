"""A Word file opened without trusting it: the zip is checked before anything in it is unpacked or parsed."""

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

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = "Open the file in Word, save it under a new name and give that one."
_OTHER_KINDS = (
    ("xl/workbook.xml", "the file is an Excel workbook, not a Word document"),
    ("xl/workbook.bin", "the file is an Excel workbook, not a Word document"),
    ("ppt/presentation.xml", "the file is a PowerPoint presentation, not a Word document"),
    ("content.xml", "OpenDocument files are not read"),
    ("Index/Document.iwa", "Apple Pages files are not read"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relationship of a part; `kind` is the last word of its type ("header"), `target` the name of the other part."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The parts of a Word file.

    Attributes:
        path: the file as the user named it.
        names: the names of all parts.
        main: the name of the part that holds the text, `word/document.xml` in nearly every file.
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
            raise DocumentError(self.path, f"the part {name} is missing from the Word file", _BROKEN, name)
        return _parse(_unpack(self.archive, name, self.path), name, self.path)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part, `""` for the package itself; empty when it has none."""
        return _relations(self.archive, self.names, part, self.path)


def open_package(data: bytes, path: str) -> Package:
    """Open a Word file.

    Args:
        data: the file's bytes.
        path: the file as the user named it.

    Raises:
        DocumentError: if it is no Word file, is damaged or encrypted, or would unpack to more than a document can be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise DocumentError(path, f"the file is damaged or was cut short ({error})", _BROKEN) from error
    entries = archive.infolist()
    _check(entries, path)
    names = frozenset(entry.filename for entry in entries)
    office = (r.target for r in _relations(archive, names, "", path) if r.kind == "officeDocument")
    main = next((target for target in office if target in names), "word/document.xml")
    for part, problem in _OTHER_KINDS:
        if part in names and not main.startswith("word/"):
            raise DocumentError(path, problem, "Save it as a Word document (.docx) or as Markdown and give that file.")
    if main not in names:
        problem = next((problem for part, problem in _OTHER_KINDS if part in names), None)
        if problem is None and "[Content_Types].xml" in names:
            raise DocumentError(path, "the part word/document.xml is missing from the Word file", _BROKEN)
        problem = problem or "the file is a zip archive, not a Word document"
        raise DocumentError(path, problem, "Give a Word document (.docx), a Markdown file, a PDF or a web page.")
    return Package(path=path, archive=archive, names=names, main=main)


def _check(entries: list[zipfile.ZipInfo], path: str) -> None:
    """Refuse archives that are hostile by what their directory says."""
    if len(entries) > MAX_ENTRIES:
        raise DocumentError(
            path, f"the file holds {len(entries)} parts, and a Word document has a few dozen",
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
            raise DocumentError(path, problem, _BROKEN, entry.filename)
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
        raise DocumentError(path, f"the part cannot be unpacked ({error})", _BROKEN, name) from error
    if len(data) > MAX_PART_BYTES:
        raise DocumentError(path, f"the part unpacks to more than {MAX_PART_BYTES} bytes", "Split the document.", name)
    return data


def _parse(data: bytes, name: str, path: str) -> Any:
    """Parse a part; a document type declaration is refused, for Word writes none and attacks need one."""
    declared = DocumentError(
        path, "the part declares a document type or entities, which Word never writes",
        "Check where the file comes from; open it in Word and save it under a new name.", name,
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
        raise DocumentError(path, f"the part is not well-formed XML ({error.msg})", _BROKEN, place) from error
    if root.getroottree().docinfo.doctype:
        raise declared
    if any(str(uri).startswith(_STRICT) for uri in root.nsmap.values()) and not str(root.tag).startswith(W):
        raise DocumentError(
            path, "the file is in Word's Strict Open XML format, which is not read",
            "In Word choose Save As, Word Document (.docx).", name,
        )  # fmt: skip
    return root


def _relations(archive: zipfile.ZipFile, names: frozenset[str], part: str, path: str) -> tuple[Relation, ...]:
    folder, stem = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{stem}.rels")
    if name not in names:
        return ()
    found = []
    for element in _parse(_unpack(archive, name, path), name, path).iter(_RELATION):
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        found.append(Relation(id=element.get("Id", ""), kind=kind, target=target, external=external))
    return tuple(found)
