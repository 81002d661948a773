"""Bytes of a text file turned into text."""

from __future__ import annotations

import codecs

from ..errors import DocumentError
from ..model import LeftOut

MAX_BYTES = 50_000_000
MAX_CONTROL_SHARE = 0.02


def decode(data: bytes, path: str, name: str) -> tuple[str, tuple[LeftOut, ...]]:
    """Decode a text file: UTF-8, UTF-16 with its mark, or else the Western code page older editors write.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.

    Returns:
        The text without a byte order mark, line ends as they stand, and a note where the encoding was a guess.

    Raises:
        DocumentError: if the file is too large or is no text.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(
            path,
            f"the file has {len(data) // 1_000_000} MB, and text files are read up to {MAX_BYTES // 1_000_000} MB",
            "Give only the document itself, or split it.",
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text, notes = data.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise _no_text(path, f"byte {error.start}") from error
    else:
        text, notes = _decode_bytes(data, path, name)
    at = text.find("\0")
    if at >= 0:
        raise _no_text(path, f"byte {at}")
    controls = sum(1 for character in text if character < " " and character not in "\t\n\r\f\v\x1b")
    if controls > len(text) * MAX_CONTROL_SHARE:
        raise _no_text(path, "")
    return text, notes


def _decode_bytes(data: bytes, path: str, name: str) -> tuple[str, tuple[LeftOut, ...]]:
    at = data.find(b"\0")
    if at >= 0:
        raise _no_text(path, f"byte {at}")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        bad = error.start
    try:
        text, encoding = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "Latin-1"
    note = LeftOut(
        what=f"{name}: the encoding of the text",
        why=f"byte {bad} is not UTF-8, so the file was read as {encoding}; accented letters and signs may be wrong",
        advice="Save the file as UTF-8.",
    )
    return text, (note,)


def _no_text(path: str, place: str) -> DocumentError:
    advice = "Save the document as Word (.docx), Markdown, HTML or PDF and give that file."
    return DocumentError(path, "the file is neither a Word document nor text", advice, place)
