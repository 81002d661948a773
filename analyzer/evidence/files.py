"""Evidence files: what kind each is by its bytes, and its raw records. A file is never changed and never trusted."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..errors import EvidenceError
from .delimited import read_delimited
from .jsonfile import JsonFile, read_json
from .records import Records

CHUNK = 1024 * 1024
DOCUMENTS = frozenset({".md", ".markdown", ".docx", ".doc", ".rst", ".toml"})
IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
SIGNATURES = {
    b"PK\x03\x04": ("an Office or ZIP file", "Save each sheet as CSV (UTF-8) and add that"),
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
        encoding: name of the codec that reads it as text.
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
        EvidenceError: if it cannot be read, is empty, or is no text.
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


def open_records(path: Path, name: str, facts: Facts) -> Records | JsonFile:
    """The raw records of a file that `examine` has passed: a table, or a JSON tree that holds some.

    Args:
        path: the file.
        name: the file as messages call it.
        facts: what `examine` found.

    Raises:
        EvidenceError: if it is neither, or cannot be read.
    """
    try:
        with path.open(encoding=facts.encoding, errors="replace") as file:
            start = file.read(4096).lstrip("\ufeff \t\r\n").lower()
        if start.startswith(("{", "[")):
            return read_json(path, name, facts.encoding, facts.size)
        if start.startswith(("<!doctype", "<html", "<?xml", "<")):
            what = "XML" if start.startswith("<?xml") else "a web page"
            raise EvidenceError(
                name, f"it is {what} and no export", "It may be a sign-in or error page that was saved; export it again"
            )
        if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
            raise EvidenceError(name, "it is called JSON but starts with neither { nor [", "Export it again", "line 1")
        return read_delimited(path, name, facts.encoding)
    except UnicodeError as error:
        raise EvidenceError(
            name, f"its text encoding cannot be told ({facts.encoding} does not fit)", "Save it as UTF-8"
        ) from error
