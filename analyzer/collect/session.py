"""What a collector works with: its options, credentials, transport, streams, gaps, windows, threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from ..errors import LockerError
from ..evidence.locker import Collected, Locker, is_locker
from .errors import MissingCredentials, Stopped
from .model import Collector, Kind, Options, Part, Progress, Secret, Target, Window
from .redact import Redactor
from .state import Checkpoint, Gap
from .stats import Stats
from .stream import Stream

if TYPE_CHECKING:
    from .http import Http

THREADS = 8
LOCKER_ATTEMPTS = 40
LOCKER_WAIT_SECONDS = 0.25
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(kw_only=True)
class Session:
    """One run of one collector.

    Attributes:
        collector: what is run.
        locker: where it goes.
        checkpoint: what the run remembers.
        options: the collector's own options.
        environ: the variables of the environment.
        since: the begin of the window of events as the user wants it, UTC.
        progress: called with what is being done, how much of it is done, and of how much (0: not known).
        sleep: waits for seconds; tests give one that does not.
        now: the time, UTC.
        closing: called when the run is over, the last first; connections of the collector's own belong here.
        stopping: set where the run ends before it is whole, so that what goes on elsewhere ends soon; see `go_on`.
    """

    collector: Collector
    locker: Path
    checkpoint: Checkpoint
    options: Options
    environ: Mapping[str, str] = field(repr=False)
    since: datetime | None = None
    progress: Progress = lambda what, done, of: None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    stats: Stats = field(default_factory=Stats)
    closing: list[Callable[[], object]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    @cached_property
    def redactor(self) -> Redactor:
        """Blanks out secrets; `secret` makes credentials known to it."""
        return Redactor(self.collector.redact)

    @cached_property
    def http(self) -> Http:
        """The transport, which lets only the operations of the collector pass."""
        from .http import Http

        return Http(self)

    def secret(self, *variables: str, what: str) -> Secret:
        """A credential from the first of the variables that is set.

        Args:
            what: what it is, for the message: `an API token of Okta`.

        Raises:
            MissingCredentials: if none is set.
        """
        value = next((self.environ[name].strip() for name in variables if self.environ.get(name, "").strip()), None)
        if value is None:
            how = f"Set {' or '.join(variables)}. `goldenthread collect {self.collector.name} --credentials` says how to make it"
            raise MissingCredentials(f"No credentials for {self.collector.title}: {what} is missing", how)
        return self.known(Secret(value))

    def known(self, secret: Secret) -> Secret:
        """Make a credential from elsewhere (a token that was exchanged, a key file) known, so that it is written nowhere."""
        self.redactor.know(secret)
        return secret

    def stream(
        self, target: Target, part: Part, *, call: str, label: str = "", parameters: Mapping[str, Any] | None = None,
        source: str | None = None, records: bool = False, suffix: str = "json", after: Stream | None = None,
    ) -> Stream:  # fmt: skip
        """Open a file of answers; see `Stream`.

        Args:
            call: what is called, for the ledger: `GET /api/v1/users`.
            label: tells the streams of a part apart; the same in each run.
            parameters: of the call, for the ledger; no credentials.
            source: id of the source that recognises it: `okta/users`.
            records: the collector puts records together itself (`Stream.record`) instead of keeping answers.
            after: the stream that says what is asked about; where it is incomplete, this one is too.
            suffix: the ending of its name; `csv` for a text that is no JSON.
        """
        with self._lock:
            return Stream(
                self, target, part, call=call, label=label, parameters=parameters, source=source, records=records, suffix=suffix,
                after=after,
            )  # fmt: skip

    def gap(self, target: Target, part: Part, what: str, why: str, advice: str = "") -> None:
        """Record that something should have been collected and was not.

        Args:
            what: a call, a region, a repository.
            why: one sentence without a full stop.
            advice: what the user can do about it; the part's permission when left out.
        """
        if not advice and part.permission:
            advice = f"Grant {part.permission}"
        if part.lost:
            advice = f"{advice}. Without it this is not shown: {part.lost}" if advice else f"Not shown without it: {part.lost}"
        text = self.redactor.text
        gap = Gap(account=target.account, part=part.name, what=text(what), why=text(why), advice=text(advice), tables=part.tables)
        with self._lock:
            if gap not in self.checkpoint.state.gaps:
                self.checkpoint.state.gaps.append(gap)
                self.checkpoint.save()

    def gaps_of(self, target: Target, part: Part | None = None) -> list[Gap]:
        """The gaps so far of a target, or of one of its parts."""
        gaps = self.checkpoint.state.gaps
        return [one for one in gaps if one.account == target.account and (part is None or one.part == part.name)]

    def window(self, target: Target, part: Part) -> Window:
        """The window of a part of events: from `--since`, else from where the last whole run ended, else the part's look-back."""
        key = (target.account, part.name)
        if key not in self._windows:
            until = self.checkpoint.state.started_at.replace(microsecond=0)
            since = self.since or self._reached(target, part) or until - timedelta(days=part.lookback_days)
            self._windows[key] = Window(since=min(since, until), until=until)
        return self._windows[key]

    def _reached(self, target: Target, part: Part) -> datetime | None:
        """The earliest moment up to which every stream of the last whole run of a part reached."""
        ends: dict[str, datetime] = {}
        broken: set[str] = set()
        for entry in Locker(self.locker).entries() if is_locker(self.locker) else ():
            one = entry.collected
            same = one and (one.vendor, one.account, one.part) == (self.collector.name, target.account, part.name)
            if one is None or not same or one.run == self.checkpoint.state.run or not entry.window:
                continue
            if not entry.complete:
                broken.add(one.run)
            end = datetime.fromisoformat(entry.window.partition("..")[2])
            ends[one.run] = min(end, ends.get(one.run, end))
        whole = [end for run, end in ends.items() if run not in broken]
        return max(whole, default=None)

    def is_done(self, target: Target, part: Part) -> bool:
        """Whether a part was collected already, before an interrupt."""
        return _mark(target, part) in self.checkpoint.state.parts

    def done(self, target: Target, part: Part) -> None:
        """Remember that a part was collected."""
        with self._lock:
            self.checkpoint.state.parts.append(_mark(target, part))
            self.checkpoint.save()

    def go_on(self) -> None:
        """Called before anything is begun.

        Raises:
            Stopped: if the run ends, because of an error or an interrupt elsewhere.
        """
        if self.stopping.is_set():
            raise Stopped("The run ends")

    def close(self) -> None:
        """Close what was opened."""
        while self.closing:
            self.closing.pop()()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item], threads: int = THREADS) -> list[Result]:
        """Call a function for each item, several at once; the first error is raised when all that were begun have ended."""

        def one(item: Item) -> Result:
            self.go_on()
            return function(item)

        pool = ThreadPoolExecutor(max_workers=threads)
        futures = [pool.submit(one, item) for item in items]
        try:
            return [future.result() for future in _failed_first(futures)]
        except (KeyboardInterrupt, SystemExit):
            self.stopping.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def into_locker(
        self, name: str, write: Callable[[BinaryIO], Any], *, target: Target, part: str, kind: Kind | str, source: str | None,
        extracted_at: datetime, parameters: dict[str, Any], rows: int, source_count: int | None = None, pages: int | None = None,
        complete: bool, window: str | None = None, redacted: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """Write a file and its entry of the ledger, once: after an interrupt between the two it is found to be there."""
        state, locker = self.checkpoint.state, Locker(self.locker)
        with self._lock:
            if name in state.entries:
                return
            there = [e for e in locker.entries() if e.name == name] if is_locker(self.locker) else []
            entry = next((e for e in there if e.collected and e.collected.run == state.run), None)
            if entry is None:
                whole = self.checkpoint.folder / f"{name}.whole"
                with whole.open("wb") as file:
                    write(file)
                entry = self._added(
                    locker, whole, name=name, source=source, parameters=parameters, principal=target.principal,
                    extracted_at=extracted_at, window=window, rows=rows, source_count=source_count, pages=pages, complete=complete,
                    redacted=tuple(redacted),
                    collected=Collected(
                        run=state.run, vendor=self.collector.name, account=target.account, part=part, kind=str(kind)
                    ),
                )  # fmt: skip
                whole.unlink()
            state.entries[name] = entry.entry
            self.checkpoint.save()

    def _added(self, locker: Locker, file: Path, **what: Any) -> Any:
        for attempt in range(1, LOCKER_ATTEMPTS + 1):
            try:
                return locker.add(file, **what)
            except LockerError as error:
                if "another process" not in str(error) or attempt == LOCKER_ATTEMPTS:
                    raise
                time.sleep(LOCKER_WAIT_SECONDS)
        raise LockerError(f"{self.locker}: another process keeps adding to this locker; try again")


def _failed_first(futures: Sequence[Future[Result]]) -> Sequence[Future[Result]]:
    """The futures when all have ended; as soon as one has failed, that one alone."""
    done, _ = wait(futures, return_when=FIRST_EXCEPTION)
    failed = [one for one in futures if one in done and one.exception() is not None]
    told = [one for one in failed if not isinstance(one.exception(), Stopped)]
    return told[:1] or failed[:1] or futures


def _mark(target: Target, part: Part) -> str:
    return f"{target.account}/{part.name}"
