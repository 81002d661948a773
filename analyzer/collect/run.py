"""Runs a collector: connect, then each part of each target; what goes wrong in a part is a gap, and the rest goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..evidence.snapshots import INCOMPLETE
from .errors import CollectError, PartError
from .model import Collector, Options, Part, Progress, Target, stamp
from .session import Session
from .state import Checkpoint, Gap, RunState, fingerprint
from .stats import Stats

SKEW_SECONDS = 300.0
RECORD_SOURCE = "goldenthread/collector_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came of a run.

    Attributes:
        run: its id.
        targets: what was collected.
        files: the names of the files that it put into the locker, with their entries.
        gaps: what is missing.
        stats: its counters.
        resumed: it went on from where an earlier one was interrupted.
        notes: what the user should know: write access, a clock that differs.
    """

    run: str
    targets: tuple[Target, ...]
    files: dict[str, int]
    gaps: tuple[Gap, ...]
    stats: Stats = field(default_factory=Stats)
    resumed: bool = False
    notes: tuple[str, ...] = ()


def selected(collector: Collector, only: Sequence[str]) -> tuple[Part, ...]:
    """The parts that `--only` names; all where it names none.

    Raises:
        CollectError: if there is no such part.
    """
    names = [part.name for part in collector.parts]
    unknown = [name for name in only if name not in names]
    if unknown:
        raise CollectError(f"{collector.title} has no part {', '.join(unknown)}", f"Its parts are: {', '.join(names)}")
    return tuple(part for part in collector.parts if not only or part.name in only)


def collect(
    collector: Collector, locker: Path, *, options: Options | None = None, environ: Mapping[str, str] | None = None,
    only: Sequence[str] = (), since: datetime | None = None, progress: Progress = lambda what, done, of: None,
    sleep: Callable[[float], None] = time.sleep, now: Callable[[], datetime] = lambda: datetime.now(UTC),
    prepare: Callable[[Session], None] = lambda session: None,
) -> Collected:  # fmt: skip
    """Collect into a locker; an interrupted run with the same options is taken up where it stopped.

    Args:
        options: of the collector.
        environ: the variables of the environment, in which credentials are looked for.
        only: names of parts; all when empty.
        since: from when on events are collected, UTC.
        progress: called with what is being done, how much of it is done, and of how much.
        sleep: waits for seconds.
        now: the time, UTC.
        prepare: called with the session before anything is sent; tests put their transport in.

    Raises:
        CollectError: if the run cannot go on; what was collected until then is kept for the next run.
        LockerError: if the locker is damaged.
    """
    parts, options = selected(collector, only), options or Options()
    checkpoint = Checkpoint(locker, collector.name, fingerprint(options, only, since), now())
    session = Session(
        collector=collector, locker=locker, checkpoint=checkpoint, options=options, environ=environ or {}, since=since,
        progress=progress, sleep=sleep, now=now,
    )  # fmt: skip
    try:
        prepare(session)
        progress(f"Connecting to {collector.title}", 0, 0)
        targets = tuple(_without_secrets(session, target) for target in collector.connect(session))
        for target in targets:
            _target(session, target, parts)
    except PartError as error:
        checkpoint.close()
        text = session.redactor.text
        raise CollectError(text(error.problem), text(error.advice)) from session.redactor.error(error)
    except Exception as error:
        checkpoint.close()
        cleaned = session.redactor.error(error)
        if cleaned is error:
            raise
        raise cleaned from None
    except BaseException:
        checkpoint.close()
        raise
    finally:
        session.close()
    state = checkpoint.state
    checkpoint.end()
    return Collected(
        run=state.run, targets=targets, files=dict(state.entries), gaps=tuple(state.gaps), stats=session.stats,
        resumed=checkpoint.resumed, notes=tuple(_notes(session, targets)),
    )  # fmt: skip


def _without_secrets(session: Session, target: Target) -> Target:
    """A target as it may be written; a source may answer with what it was sent."""
    text = session.redactor.text
    return replace(
        target, account=text(target.account), principal=text(target.principal), name=text(target.name),
        scopes=tuple(map(text, target.scopes)), write_access=tuple(map(text, target.write_access)),
        unknown_access=text(target.unknown_access),
    )  # fmt: skip


def _target(session: Session, target: Target, parts: Sequence[Part]) -> None:
    """Collect the parts of a target that are not done yet, as many at once as the collector allows."""
    todo = [part for part in parts if not session.is_done(target, part)]
    name = target.name or target.account

    def one(part: Part) -> None:
        session.progress(f"{name}: {part.title}", sum(session.is_done(target, one) for one in parts), len(parts))
        try:
            session.collector.collect(session, target, part)
        except PartError as error:
            session.gap(target, part, part.title, error.problem, error.advice)
        except BaseException:
            session.stopping.set()
            raise
        session.done(target, part)

    if session.collector.at_once == 1:
        for part in todo:
            one(part)
    else:
        session.map(one, todo, threads=session.collector.at_once)
    session.progress(f"{name}: done", len(parts), len(parts))
    _record(session, target, parts)


def _record(session: Session, target: Target, parts: Sequence[Part]) -> None:
    """Put the record of the run into the locker."""
    state, now = session.checkpoint.state, session.now()
    content = run_record(session, target, parts, now)
    name = f"{session.collector.name}.{target.account}.run.{state.run.rpartition('-')[2]}.json"
    session.into_locker(
        name, lambda file: file.write(json.dumps(content, ensure_ascii=False, indent=1).encode()),
        target=target, part="", kind="run", source=RECORD_SOURCE, extracted_at=now,
        parameters={"call": "goldenthread collect", INCOMPLETE: sorted({gap.part for gap in session.gaps_of(target)})},
        rows=1, complete=True,
    )  # fmt: skip


def run_record(session: Session, target: Target, parts: Sequence[Part], now: datetime) -> dict[str, Any]:
    """What a run says of itself: who collected, with which rights, what is whole and what is missing."""
    state, stats = session.checkpoint.state, session.stats
    gaps = session.gaps_of(target)
    return {
        "collectorRun": {
            "run": state.run, "collector": session.collector.name, "account": target.account, "name": target.name,
            "principal": target.principal, "scopes": list(target.scopes), "writeAccess": list(target.write_access),
            "accessNotLookedAt": target.unknown_access, "startedAt": stamp(state.started_at), "endedAt": stamp(now),
            "status": "partial" if gaps else "succeeded", "resumed": state.resumed, "calls": stats.calls, "pages": stats.pages,
            "refused": stats.refused, "retries": stats.retries, "waitedSeconds": round(stats.waited, 1),
            "clockSkewSeconds": stats.clock_skew,
            "parts": [
                {"part": part.name, "kind": part.kind, "tables": list(part.tables), "complete": not own, "gaps": own}
                for part in parts
                for own in [[one.model_dump(mode="json", exclude={"account", "part"}) for one in gaps if one.part == part.name]]
            ],
        }
    }  # fmt: skip


def _notes(session: Session, targets: Sequence[Target]) -> list[str]:
    notes = []
    for target in targets:
        who = f"{target.principal} ({target.name or target.account})"
        if target.write_access:
            notes.append(
                f"{who} may also change things: {', '.join(target.write_access)}. "
                f"Nothing was changed; give the collector credentials that only read"
            )
        if target.unknown_access:
            notes.append(f"What {who} may do could not be looked at: {target.unknown_access}")
    skew = session.stats.clock_skew
    if skew is not None and abs(skew) > SKEW_SECONDS:
        notes.append(f"The clock of this machine is {abs(skew):.0f} seconds {'ahead' if skew > 0 else 'behind'}; set it right")
    return [session.redactor.text(note) for note in notes]


def plan(collector: Collector, only: Sequence[str]) -> list[tuple[Part, str]]:
    """The calls that a run would make, by part; nothing is asked for that."""
    return [(part, call) for part in selected(collector, only) for call in part.calls]


__all__ = ["Collected", "RunState", "collect", "plan", "run_record", "selected"]
