"""Unified diff: for each Markdown or text document the wordings that are true, as `git apply` takes them."""

from __future__ import annotations

import codecs
import contextlib
import difflib
from collections.abc import Iterable
from pathlib import Path

from claims import Document

from ..catalog import Catalog
from ..model import Run, Verdict
from .errors import ReportError
from .original import cell_of, path_in_repository, unchanged
from .text import one_line

NAME = "diff"
CONTEXT = 3


def filename(document: Document) -> str | None:
    """The name of the diff; None for a document that is no text."""
    return f"{Path(document.name).name}.proposed.diff" if document.kind == "markdown" else None


def render(run: Run, catalog: Catalog, document: Document) -> bytes:
    """The document with every wording that is true put in, against what it says; empty where there is none.

    Raises:
        ReportError: when the file is gone or has changed since it was read, or is in UTF-16, which no diff can hold.
    """
    del catalog
    data = unchanged(document)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReportError(f"{document.path}: a diff of a file in UTF-16 cannot be applied. Save it in UTF-8 and review it again.")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text, encoding = _decoded(data[len(mark) :])
    proposed = _with_wordings(text, (one for one in run.verdicts if one.claim.place.document == document.name))
    old, new = (mark + one.encode(encoding, "replace") if one != text else data for one in (text, proposed))
    return unified(old, new, path_in_repository(document))


def _decoded(data: bytes) -> tuple[str, str]:
    """The text as it was read, and the encoding that gives every byte of it back."""
    for encoding in ("utf-8", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding), encoding
    return data.decode("latin-1"), "latin-1"


def _with_wordings(text: str, verdicts: Iterable[Verdict]) -> str:
    """The text with the wordings put in; of two for the same words the first."""
    edits: list[tuple[int, int, str]] = []
    for verdict in verdicts:
        claim, wording = verdict.claim, verdict.rewrite.wording if verdict.rewrite else None
        start, end = claim.place.start, claim.place.end
        old = text[start:end]
        new = (cell_of(claim, old, wording) if claim.form == "row" else one_line(wording)) if wording else None
        if not new or new == old or (claim.form != "row" and old != claim.quote):
            continue
        if not any(start < after and before < end for before, after, _ in edits):
            edits.append((start, end, new))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def unified(old: bytes, new: bytes, path: str) -> bytes:
    """A unified diff of one file, line ends as they stand, empty where nothing differs.

    Args:
        path: the file's path in the repository, with slashes.
    """
    if old == new:
        return b""
    before, after = ([line + b"\n" for line in one.split(b"\n")] for one in (old, new))
    for lines, whole in ((before, old), (after, new)):
        lines[-1:] = [] if whole.endswith(b"\n") or not whole else [lines[-1][:-1] + b"\n\\ No newline at end of file\n"]
    names = [_quoted(f"{side}/{path}").encode() for side in "ab"]
    found = difflib.diff_bytes(difflib.unified_diff, before, after, names[0], names[1], n=CONTEXT)
    return b"".join(found)


def _quoted(path: str) -> str:
    """A path as Git writes it in a header: quoted where it holds what would end it, with a tab behind one with spaces."""
    if not any(character < " " or character in '"\\\x7f' for character in path):
        return path + ("\t" if " " in path else "")
    escaped = "".join(f"\\{one}" if one in '"\\' else one if " " <= one != "\x7f" else f"\\{ord(one):03o}" for one in path)
    return f'"{escaped}"'
