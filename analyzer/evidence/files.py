"""Evidence files: what kind each is by its bytes, and its raw records. A file is never changed and never trusted."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..errors import EvidenceError
from .delimited import read_delimited
from .jsonfile import JsonFile, read_json
from .records import Records, Tables
from .reports import MARKDOWN, PAGES, read_report
from .workbook import read_workbook
from .yamlfile import read_yaml

CHUNK = 1024 * 1024
DOCUMENTS = frozenset({".docx", ".doc", ".rst", ".toml"})
YAML = frozenset({".yaml", ".yml"})
WORKBOOK = b"PK\x03\x04"
IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
SIGNATURES = {
    b"\xd0\xcf\x11\xe0": ("an old Office file", "Save each sheet as CSV (UTF-8) and add that"),
    b"%PDF": ("a PDF", "Export the data behind it as CSV or JSON"),
    b"\x89PNG": ("an image", "A picture of a screen cannot be tested; export the data behind it as CSV or JSON"),
    b"\xff\xd8\xff": ("an image", "A picture of a screen cannot be tested; export the data behind it as CSV or JSON"),
    b"GIF8": ("an image", "A picture of a screen cannot be tested; export the data behind it as CSV or JSON"),
    b"\x1f\x8b": ("a compressed file", "Unpack it first"),
    b"PAR1": ("a Parquet file", "Export it as CSV or JSON"),
    b"SQLite format 3": ("a database", "Export its tables as CSV or JSON"),
}
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the bytes of a file say, before anything in them is read.

    Attributes:
        sha256: hash of all bytes, hexadecimal.
        size: in bytes.
        encoding: name of the codec that reads it as text; empty for a workbook.
    """

    sha256: str
    size: int
    encoding: str


def is_evidence(path: Path) -> bool:
    """Whether a file of an evidence folder is to be read or reported at all: documents and system files are not."""
    name = path.name.lower()
    return not (name.startswith((".", "~$")) or name in IGNORED or path.suffix.lower() in DOCUMENTS)


def examine(path: Path, name: str) -> Facts:
    """Hash a file and find its text encoding, in one pass.

    Args:
        path: the file.
        name: the file as messages call it.

    Raises:
        EvidenceError: if it cannot be read, is empty, or is neither text nor a workbook.
    """
    digest, size, nuls, utf8 = hashlib.sha256(), 0, 0, codecs.getincrementaldecoder("utf-8")()
    head, valid = b"", True
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                head = head or chunk
                digest.update(chunk)
                size += len(chunk)
                nuls += chunk.count(0)
                valid = valid and _decodes(utf8, chunk, final=False)
    except OSError as error:
        raise EvidenceError(name, f"it cannot be opened ({error.strerror})", "Check the path and its rights") from error
    valid = valid and _decodes(utf8, b"", final=True)
    if not head.strip():
        problem = "the file holds nothing but spaces" if size else "the file is empty"
        raise EvidenceError(name, problem, "Export it again")
    return Facts(digest.hexdigest(), size, _encoding(head, name, valid, nuls / size))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(head: bytes, name: str, valid_utf8: bool, share_of_nuls: float) -> str:
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    if head.startswith(WORKBOOK):
        return ""
    for signature, (what, advice) in SIGNATURES.items():
        if head.startswith(signature):
            raise EvidenceError(name, f"it is {what}, which is not read as evidence", advice)
    if share_of_nuls > 0.2:
        sides = head[:4000:2].count(0), head[1:4000:2].count(0)
        if min(sides) * 10 < max(sides):
            return "utf-16-be" if sides[0] > sides[1] else "utf-16-le"
    controls = sum(1 for byte in head[:CHUNK] if byte < 32 and byte not in b"\t\n\r\x1b\x0c")
    if controls > max(8, len(head[:CHUNK]) * 0.02):
        raise EvidenceError(name, "it is binary data and no text", "Export the data as CSV or JSON")
    return "utf-8" if valid_utf8 else "cp1252"


def open_records(path: Path, name: str, facts: Facts) -> Records | JsonFile | Tables:
    """The raw records of a file that `examine` has passed: a table, a tree that holds some, or several tables.

    Args:
        path: the file.
        name: the file as messages call it.
        facts: what `examine` found.

    Raises:
        EvidenceError: if it is none of these, or cannot be read.
    """
    suffix = path.suffix.lower()
    if not facts.encoding:
        return read_workbook(path, name)
    if suffix in MARKDOWN:
        return read_report(path, name)
    try:
        with path.open(encoding=facts.encoding, errors="replace") as file:
            start = file.read(4096).lstrip("\ufeff \t\r\n").lower()
        if suffix in YAML:
            return JsonFile(path, name, facts.encoding, read_yaml(path, name, facts.encoding, facts.size), lines=False)
        if start.startswith(("{", "[")):
            return read_json(path, name, facts.encoding, facts.size)
        if start.startswith("<") or suffix in PAGES:
            return _read_page(path, name, start)
        if suffix in (".json", ".jsonl", ".ndjson"):
            raise EvidenceError(name, "it is called JSON but starts with neither { nor [", "Export it again", "line 1")
        return read_delimited(path, name, facts.encoding)
    except UnicodeError as error:
        raise EvidenceError(
            name, f"its text encoding cannot be told ({facts.encoding} does not fit)", "Save it as UTF-8"
        ) from error


def record_sets(path: Path, name: str | None = None) -> list[Records]:
    """Every kind of record that an evidence file holds, whether or not any table or source is known for it.

    The one way to read an evidence file of any format without knowing what it means. Each set says in `columns` (a table)
    or in the keys of `sample` (JSON, YAML) what its records have; `rows(problems)` yields all of them, with their numbers in
    the file, as lists of cells in the order of `columns` or as JSON texts, and may be called again. `called(name)` is
    `accounts.xlsx [Leavers]`, `report.md [table 2: Findings]`, `scan.json [databases.grants]`, or the file's name alone
    where it holds one kind. Values are text as it stands in the file; `analyzer.evidence.casts` says how types read it.

    Args:
        path: the file.
        name: the file as messages call it; its own name when left out.

    Returns:
        The sets in the order of the file; none for a document without tables and one that lays down rules.

    Raises:
        EvidenceError: if the file cannot be read, holds no records, or its text encoding cannot be told.
    """
    called = name or path.name
    content = open_records(path, called, examine(path, called))
    if isinstance(content, JsonFile):
        return content.sets()
    return list(content.found) if isinstance(content, Tables) else [content]


def _read_page(path: Path, name: str, start: str) -> Tables:
    if start.startswith("<?xml") and "<html" not in start:
        raise EvidenceError(name, "it is XML and no export", "Export the data as CSV or JSON")
    tables = read_report(path, name)
    if not tables.found and not tables.left_out:
        raise EvidenceError(
            name, "it is a web page and no export: it has no table of records",
            "It may be a sign-in or error page that was saved; export it again",
        )  # fmt: skip
    return tables
