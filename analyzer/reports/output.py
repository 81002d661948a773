"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import ReportError


@contextlib.contextmanager
def replacing(path: Path, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write and read that appears under its name when all of it is on the disk; else nothing is left of it.

    Args:
        private: only its owner may read it.

    Raises:
        OSError: when the folder cannot be written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o600 if private else 0o666 & ~mask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)  # gone already when it has its name


def write_atomically(path: Path, content: str | bytes, private: bool = False) -> None:
    """Write a file in one step: it is either the old one or the whole new one.

    Args:
        private: only its owner may read it.

    Raises:
        ReportError: when the folder cannot be written to.
    """
    try:
        with replacing(path, private) as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise ReportError(
            f"{path}: the report cannot be written: {error.strerror or error}. Choose another folder with --out."
        ) from error
