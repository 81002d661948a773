"""Writing report files so that a reader never finds half a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .errors import ReportError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file in one step: it is either the old one or the whole new one.

    Raises:
        ReportError: when the folder cannot be written to.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise ReportError(
            f"{path}: the report cannot be written: {error.strerror or error}. Choose another folder with --out."
        ) from error
