"""PDF: the user's own file back, with the words of each finding highlighted and commented on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claims import Document

from ..catalog import Catalog
from ..model import Run, Severity, Status, Verdict
from .errors import ReportError
from .original import unchanged
from .summary import STATUS_WORDS, facts, figures, name_of, said_of, severity_of, statement, topic_title
from .text import one_line, shorten

NAME = "pdf"
WORKER = Path(__file__).with_name("pdf_highlights.py")
COMMENTED: tuple[Status, ...] = ("contradicted", "inconsistent", "partly_supported", "not_testable")
RED, AMBER, YELLOW, BLUE = (245, 160, 150), (255, 200, 120), (255, 236, 130), (170, 205, 250)
COLOURS: dict[Severity | None, tuple[int, int, int]] = {"material": RED, "significant": AMBER, "minor": YELLOW, None: AMBER}
SHOWN_EXCEPTIONS = 8
LONGEST = 160
SECONDS = 240
MEMORY = 2_000_000_000


def filename(document: Document) -> str | None:
    """The name of the highlighted copy; None for a document that is no PDF."""
    return f"{Path(document.name).stem}.reviewed.pdf" if document.kind == "pdf" else None


def render(run: Run, catalog: Catalog, document: Document) -> bytes:
    """The file with a highlight for each finding, appended to its bytes, which stay as they are.

    Words that the page does not give back are commented on at the top of their page.

    Raises:
        ReportError: when the file is gone or has changed since it was read, or cannot be written anew.
    """
    data = unchanged(document)
    found = [one for one in run.verdicts if one.claim.place.document == document.name and one.status in COMMENTED]
    if not found:
        return data
    head = {"memory": MEMORY, "seconds": SECONDS, "marks": [_mark(one, catalog, run) for one in found]}
    # A process of its own, as for reading: a file that breaks the library ends only that.
    done = subprocess.run(
        [sys.executable, "-P", str(WORKER)], input=json.dumps(head).encode() + b"\n" + data, capture_output=True, check=False
    )
    if done.returncode or not done.stdout.startswith(data):
        raise ReportError(f"{document.path}: this PDF cannot be written with highlights. The other reports hold its findings.")
    return done.stdout


def _mark(verdict: Verdict, catalog: Catalog, run: Run) -> dict[str, Any]:
    claim = verdict.claim
    colour = COLOURS[severity_of(verdict)] if verdict.status in ("contradicted", "inconsistent") else BLUE
    return {
        "page": (claim.place.page or 1) - 1, "words": claim.quote,
        "sentence": claim.sentence, "note": "\n".join(_lines(verdict, catalog)), "colour": colour,
        "id": one_line(claim.id), "date": _date(run.started_at),
    }  # fmt: skip


def _date(started_at: str) -> str:
    when = datetime.fromisoformat(started_at)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def _lines(verdict: Verdict, catalog: Catalog) -> Iterator[str]:
    yield f"{STATUS_WORDS[verdict.status]}. {topic_title(catalog, verdict.claim.topic)}"
    if said := statement(verdict):
        yield said
    if verdict.why:
        yield facts(verdict)
    if verdict.excused or verdict.unknown:
        yield str(figures(verdict))
    for one in verdict.exceptions[:SHOWN_EXCEPTIONS]:
        yield f"• {name_of(one, LONGEST)}: {shorten(said_of(one), LONGEST)}"
    if (more := len(verdict.exceptions) - SHOWN_EXCEPTIONS) > 0:
        yield f"and {more:,} more"
    if (both := verdict.rewrite) is not None:
        yield f"True today: {one_line(both.wording)}" if both.wording else f"No true wording found. {one_line(both.why)}"
        if both.repair:
            yield f"Or make it true: {one_line(both.repair)}"
    yield f"Finding {one_line(verdict.claim.id)}"
