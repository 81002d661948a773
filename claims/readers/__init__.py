"""Document readers: one file a format, chosen by what the bytes are, not by the file's name alone."""

from __future__ import annotations

from pathlib import Path

from ..model import Document


def read(path: Path | str, name: str | None = None) -> Document:
    """Read a document.

    Args:
        path: the file.
        name: how reports call it; the file's own name when not given.

    Raises:
        DocumentError: if the file cannot be read as any format that is known.
    """
    raise NotImplementedError
