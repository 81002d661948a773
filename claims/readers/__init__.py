"""Document readers: one file a format, chosen by what the bytes are, not by the file's name alone."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

from ..errors import DocumentError
from ..model import Document
from .csv_file import SUFFIXES as CSV_SUFFIXES
from .csv_file import read_csv
from .html import looks_like_html, read_html
from .markdown import read_markdown
from .office_package import open_archive
from .pdf import read_pdf
from .word import read_word
from .workbook import is_workbook, read_workbook

MAX_BYTES = 500_000_000

_ADVICE = "Save it as a Word document (.docx), a workbook (.xlsx), Markdown, HTML or PDF with text in it and give that file."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "the document is protected with a password", "Take the password off in Word and save it."),
    ("WordDocument", "the file is a Word document in the old binary format (.doc)", _ADVICE),
    ("Workbook", "the file is an Excel workbook in the old binary format (.xls)", _ADVICE),
    ("PowerPoint Document", "the file is a PowerPoint presentation in the old binary format (.ppt)", _ADVICE),
)
_OTHER_FORMATS = (
    (re.compile(rb"\{\\rtf"), "RTF files are not read"),
    (re.compile(rb"<\?xml"), "XML files are not read"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*"), "pictures are not read"),
    (re.compile(rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ"), "the file is an archive"),
)  # fmt: skip


def read(path: Path | str, name: str | None = None) -> Document:
    """Read a document.

    Args:
        path: the file.
        name: how reports call it; the file's own name when not given.

    Returns:
        The document with a block for each paragraph, list item, heading and table cell.

    Raises:
        DocumentError: if the file cannot be read as any format that is known.
    """
    shown = str(path)
    data = _bytes(Path(path), shown)
    called = name or Path(path).name
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        _, names = open_archive(data, shown)
        return (read_workbook if is_workbook(names) else read_word)(data, shown, called, sha256)
    if data.startswith(_OLE):
        raise _ole_error(data, shown)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and Path(path).suffix.lower() == ".pdf"):
        return read_pdf(data, shown, called, sha256)
    if looks_like_html(data, Path(path).suffix):
        return read_html(data, shown, called, sha256)
    for pattern, problem in _OTHER_FORMATS:
        if pattern.match(head):
            raise DocumentError(shown, problem, _ADVICE)
    if Path(path).suffix.lower() in CSV_SUFFIXES:
        return read_csv(data, shown, called, sha256)
    return read_markdown(data, shown, called, sha256)


def _bytes(path: Path, shown: str) -> bytes:
    """The file's bytes, or an error a person can act on."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DocumentError(shown, "this is a folder", "Name the documents in it one by one.")
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError(shown, "this is not an ordinary file", "Give a Word, Excel, Markdown, PDF or HTML file.")
        if status.st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise DocumentError(
                shown, f"the file has {status.st_size // 1_000_000} MB, more than the {limit} MB that are read",
                "Give only the document itself.",
            )  # fmt: skip
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(shown, "there is no such file", "Check the path.") from None
    except PermissionError:
        raise DocumentError(shown, "the file may not be read", "Check its permissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(shown, f"the file could not be read ({reason})", "Check the path and the disk.") from error
    if not data:
        raise DocumentError(shown, "the file is empty (0 bytes)", "Check that it was saved or exported completely.")
    return data


def _ole_error(data: bytes, path: str) -> DocumentError:
    """Tell apart what Microsoft's compound files hold, by the names of their streams."""
    for stream, problem, advice in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return DocumentError(path, problem, advice)
    return DocumentError(path, "the file is in an old binary Office format, or protected with a password", _ADVICE)
