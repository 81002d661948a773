"""The user's own files, for formats that write them anew: their bytes as they were read, and what to put into them."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from claims import Claim, Document

from .errors import ReportError


def unchanged(document: Document) -> bytes:
    """The bytes of a document, which are those that were reviewed.

    Raises:
        ReportError: when the file is gone or has changed since it was read.
    """
    try:
        data = Path(document.path).read_bytes()
    except OSError as error:
        raise ReportError(
            f"{document.path}: the file cannot be read again to comment on it: {error.strerror or error}. "
            "Put it back and review it again."
        ) from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ReportError(f"{document.path}: the file has changed since it was read. Review it again.")
    return data


def cell_of(claim: Claim, cell: str, wording: str) -> str | None:
    """What a row's wording puts into the cell that states its value; None where it changes another one."""
    before, after = claim.quote.split(" | "), wording.split(" | ")
    if len(before) != len(after):
        return None
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return changed[0][1] if len(changed) == 1 and changed[0][0] == cell else None


def path_in_repository(document: Document) -> str:
    """The document's path with slashes, as it was given when that was relative, else the name that reports print."""
    windows = PureWindowsPath(document.path)
    path = PurePosixPath(windows.as_posix() if windows.drive or "\\" in document.path else document.path)
    return document.name if windows.drive or path.is_absolute() or ".." in path.parts else str(path)
