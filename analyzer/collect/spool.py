"""Pages of one stream on their way into the locker: written as they come, and found again after an interrupt.

    <name>.pages    the bytes of the pages, one behind the other
    <name>.index    a line for each page: where it ends, its hash, its rows, the cursor behind it, its key

A page counts once its line of the index stands; what an interrupt left behind it is cut off. Whatever is in the index and does
not agree with the bytes is dropped with everything that follows, so that nothing is lost silently and nothing comes twice.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

CHUNK = 1024 * 1024


class PageLine(BaseModel):
    """A line of the index.

    Attributes:
        end: where the page ends in the file of pages.
        sha256: of its bytes.
        rows: the records in it.
        key: what it is an answer about, for calls that are made once for each item.
        cursor: where the next page begins; None behind the last.
        redacted: names of what was blanked out in it.
        more: whatever the collector wants to know again after an interrupt.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    end: int
    sha256: str
    rows: int
    key: str | None = None
    cursor: str | None = None
    redacted: tuple[str, ...] = ()
    more: dict[str, Any] | None = None


class Spool:
    """The pages of one stream; several threads may add.

    Args:
        place: the path without its ending.
    """

    def __init__(self, place: Path) -> None:
        self.pages_file, self.index_file = place.with_name(place.name + ".pages"), place.with_name(place.name + ".index")
        self.lines: list[PageLine] = []
        self._lock = threading.Lock()
        self._recover()

    def _recover(self) -> None:
        self.pages_file.touch()
        self.index_file.touch()
        kept = 0
        with self.pages_file.open("rb") as pages:
            for raw in self.index_file.read_bytes().splitlines(keepends=True):
                try:
                    line = PageLine.model_validate_json(raw)
                except ValidationError:
                    break
                start = self.lines[-1].end if self.lines else 0
                if not raw.endswith(b"\n") or line.end < start:
                    break
                if hashlib.sha256(pages.read(line.end - start)).hexdigest() != line.sha256:
                    break
                self.lines.append(line)
                kept += len(raw)
        _cut(self.index_file, kept)
        _cut(self.pages_file, self.lines[-1].end if self.lines else 0)

    def add(self, body: bytes, line: dict[str, Any]) -> None:
        """Write a page and then its line.

        Args:
            line: the fields of `PageLine` besides `end` and `sha256`.
        """
        with self._lock:
            start = self.lines[-1].end if self.lines else 0
            entry = PageLine(end=start + len(body), sha256=hashlib.sha256(body).hexdigest(), **line)
            with self.pages_file.open("ab") as pages:
                pages.write(body)
            with self.index_file.open("ab") as index:
                index.write(entry.model_dump_json(exclude_none=True).encode() + b"\n")
            self.lines.append(entry)

    def bodies(self) -> Iterator[bytes]:
        """The pages in the order in which they came."""
        with self.pages_file.open("rb") as pages:
            start = 0
            for line in self.lines:
                yield pages.read(line.end - start)
                start = line.end

    def write(self, file: BinaryIO, records: bool) -> None:
        """Write the whole as one text: a single page as it came; objects as members of one array; else one behind the other.

        Args:
            records: whether each page is one record, so that a single one is a member of an array too.
        """
        first = next(self.bodies(), b"").lstrip()[:1]
        array = first == b"{" and (records or len(self.lines) > 1)
        file.write(b"[" if array else b"")
        for number, body in enumerate(self.bodies()):
            file.write((b",\n" if array else b"\n") if number else b"")
            file.write(body)
        file.write(b"]\n" if array else b"")

    def remove(self) -> None:
        """Delete both files."""
        self.pages_file.unlink(missing_ok=True)
        self.index_file.unlink(missing_ok=True)


def _cut(path: Path, size: int) -> None:
    if path.stat().st_size != size:
        with path.open("r+b") as file:
            file.truncate(size)
