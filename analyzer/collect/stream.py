"""One call's answers on their way into the locker: added page by page, put into the ledger as one file when they are whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import PartError
from .model import Part, Target, Window, stamp
from .spool import Spool

if TYPE_CHECKING:
    from .session import Session

Item = TypeVar("Item")
UNSAFE = re.compile(r"[^A-Za-z0-9@._+-]+")


class Stream:
    """The answers to one call of a part; a context that puts them into the locker when it ends without an error.

    `Denied` and `Unavailable` do not leave the context: what came until then goes into the locker as incomplete, and a gap
    is recorded. Any other error leaves it, and the next run goes on behind the last page.

    Attributes:
        name: of the file in the ledger.
        finished: it is in the locker already, from before an interrupt; nothing is added then.
        complete: False once it is known that something is missing.
        source_count: the number of records that the source itself reports; set it where the source tells it.
        window: what a part of events covers.
    """

    def __init__(
        self, session: Session, target: Target, part: Part, *, call: str, label: str = "",
        parameters: Mapping[str, Any] | None = None, source: str | None = None, records: bool = False, suffix: str = "json",
        after: Stream | None = None,
    ) -> None:  # fmt: skip
        self.session, self.target, self.part = session, target, part
        self._text = session.redactor.text
        self.call, self.parameters = self._text(call), session.redactor.strings(dict(parameters or {}))
        self.source, self.records = source, records
        self.window: Window | None = session.window(target, part) if part.kind == "events" else None
        self.label = self._text(label)
        self.name = stream_name(session.collector.name, target, part, self.label, self.window, suffix)
        state = session.checkpoint.state
        self.started_at = state.streams.setdefault(self.name, session.now())
        self.finished = self.name in state.entries
        is_listed = after is None or after.complete
        self.complete = is_listed and not any(gap.what == self._what for gap in session.gaps_of(target, part))
        self.source_count: int | None = None
        self._spool = Spool(session.checkpoint.folder / self.name)
        session.checkpoint.save()

    @property
    def _what(self) -> str:
        return f"{self.call} ({self.label})" if self.label else self.call

    @property
    def cursor(self) -> str | None:
        """Where the next page begins, as it was added with the last one; None at the beginning and at the end."""
        return self._spool.lines[-1].cursor if self._spool.lines else None

    @property
    def begun(self) -> bool:
        """Whether any page is there."""
        return bool(self._spool.lines)

    @property
    def rows(self) -> int:
        """The records in its pages."""
        return sum(line.rows for line in self._spool.lines)

    def add(self, body: bytes, *, rows: int, cursor: str | None = None, key: str | None = None) -> None:
        """Keep an answer as it came, secrets blanked out.

        Args:
            body: the bytes of the answer.
            rows: the records in it.
            cursor: where the next page begins, None behind the last one: `Page.cursor`.
            key: what it is the answer about, where the call is made for each item.
        """
        if self.finished:
            return
        cleaned, redacted = self.session.redactor.body(body)
        cursor, key = (None if one is None else self._text(one) for one in (cursor, key))
        self._spool.add(cleaned, {"rows": rows, "cursor": cursor, "key": key, "redacted": tuple(sorted(redacted))})
        self.session.stats.count(pages=1)

    def record(self, value: Mapping[str, Any], key: str | None = None) -> None:
        """Keep one record that the collector puts together: an answer beside what it is an answer about.

        The stream has to be opened with `records=True`.
        """
        self.add(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode(), rows=1, key=key)

    def todo(self, items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
        """The items that no page is about yet."""
        if self.finished:
            return []
        done = {line.key for line in self._spool.lines}
        return [item for item in items if self._text(key(item)) not in done]

    def kept(self) -> Iterator[Any]:
        """The pages so far as values of JSON, those from before an interrupt included; for the calls that follow from them."""
        for body in self._spool.bodies():
            yield json.loads(body)

    def gap(self, why: str, advice: str = "", what: str = "") -> None:
        """Something of this stream is missing, and the rest goes on: it will be in the locker as incomplete.

        Args:
            what: what is missing, such as a region or a repository; the whole call when left out.
        """
        self.complete = False
        self.session.gap(self.target, self.part, f"{self._what}: {what}" if what else self._what, why, advice)

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if isinstance(error, PartError):
            self.gap(error.problem, error.advice)
        elif error is not None:
            return False
        if not self.finished and (self.complete or self.begun or self.window):
            self._finish()
        return True

    def _finish(self) -> None:
        redacted = sorted({name for line in self._spool.lines for name in line.redacted})
        window = self.window
        self.session.into_locker(
            self.name, lambda file: self._spool.write(file, self.records) if self.begun else file.write(b"[]\n"),
            target=self.target, part=self.part.name, kind=self.part.kind, source=self.source, extracted_at=self.started_at,
            parameters={"call": self.call, **self.parameters}, rows=self.rows, source_count=self.source_count,
            pages=len(self._spool.lines), complete=self.complete, window=str(window) if window else None, redacted=redacted,
        )  # fmt: skip
        self.finished = True


def stream_name(vendor: str, target: Target, part: Part, label: str, window: Window | None, suffix: str) -> str:
    """The name of a stream's file: the same in each run for a snapshot, with its window for events."""
    words = [vendor, target.account, part.name, label]
    if window:
        words.append(f"{stamp(window.since)}_{stamp(window.until)}".replace(":", ""))
    return ".".join(UNSAFE.sub("-", word) for word in words if word) + f".{suffix}"
