"""Has a PDF taken apart by a process of its own, with bounds on time and memory, so that a hostile file ends only that."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import DocumentError
from .pdf_page import Page, page_of

WORKER = Path(__file__).with_name("pdf_worker.py")
LOST_PAGES = 3  # pages that may break the worker before the rest is given up

_PROBLEMS = {
    "password": ("the PDF is protected with a password", "Save a copy without a password and give that."),
    "broken": (
        "the PDF is damaged or cut short, so that no page of it can be read",
        "Open it in a PDF viewer, and if that shows it, print it to a new PDF file; else export the document again.",
    ),
    "library": (
        "PDF files need the package pypdfium2, which does not work in this installation",
        "Install it with: pip install pypdfium2",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a PDF may cost.

    Attributes:
        pages: the number of pages that are read; further ones are named as left out.
        page_seconds: computing time of one page.
        all_seconds: time for the document.
        memory: of the process that reads it, in bytes.
    """

    pages: int = 1_000
    page_seconds: float = 20.0
    all_seconds: int = 240
    memory: int = 2_000_000_000


@dataclass(slots=True, kw_only=True)
class Pages:
    """What could be read of a PDF.

    Attributes:
        count: the number of pages the file says it has.
        pages: those that were read.
        lost: the numbers of pages, from 1, that could not be read, each with the reason.
        meta: title, author and dates as the file states them.
        form: it has form fields.
        attachments: the number of files attached to it.
    """

    count: int = 0
    pages: list[Page] = field(default_factory=list)
    lost: dict[int, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    form: bool = False
    attachments: int = 0


def read_pages(data: bytes, path: str, limits: Limits) -> Pages:
    """The pages of a PDF.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        limits: what it may cost.

    Raises:
        DocumentError: if it is protected or damaged as a whole.
    """
    found, first = Pages(), 0
    while True:
        records, reason, spent = _run(data, first, limits)
        _gather(found, records, path, reason)
        last = min(found.count, limits.pages)
        first = max([first, *(number for number in found.lost), *(page.number for page in found.pages)])
        if first >= last:
            return found
        found.lost[first + 1] = reason
        first += 1
        if spent or len(found.lost) > LOST_PAGES:
            why = reason if spent else "too many pages before it could not be read"
            found.lost |= dict.fromkeys(range(first + 1, last + 1), why)
            return found


def _gather(found: Pages, records: list[dict[str, Any]], path: str, reason: str) -> None:
    """Add what one run of the worker wrote."""
    if not records or "error" in records[0]:
        problem, advice = _PROBLEMS.get(records[0]["error"] if records else reason, _PROBLEMS["broken"])
        raise DocumentError(path, problem, advice)
    head = records[0]
    found.count, found.meta, found.form, found.attachments = head["pages"], head["meta"], head["form"], head["attachments"]
    for record in records[1:]:
        if record.get("broken"):
            found.lost[record["page"] + 1] = "it is damaged"
        else:
            found.pages.append(page_of(record))


def _run(data: bytes, first: int, limits: Limits) -> tuple[list[dict[str, Any]], str, bool]:
    """What the worker wrote, why it ended where it did not come to its end, and whether the document's time is spent."""
    settings = {
        "first": first, "pages": limits.pages, "memory": limits.memory, "page_seconds": limits.page_seconds,
        "all_seconds": limits.all_seconds,
    }  # fmt: skip
    command = [sys.executable, "-P", str(WORKER), json.dumps(settings)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        spent, reason = False, "reading it took more memory or time than a page may take, or it is damaged"
        try:
            out, errors = process.communicate(data, timeout=limits.all_seconds * 2)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            spent = True
    if spent or process.returncode == -getattr(signal, "SIGXCPU", 0):
        spent, reason = True, "reading the document took too long"
    if b"ModuleNotFoundError" in errors or b"ImportError" in errors:
        reason = "library"
    whole = out[: out.rfind(b"\n") + 1].splitlines()
    return [json.loads(line) for line in whole], reason, spent
