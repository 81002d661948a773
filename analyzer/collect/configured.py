"""Collecting what the configuration names: one system after the other, and what fails for one leaves the others alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..config import CollectRule
from ..errors import AnalyzerError
from .find import find_collector
from .model import Option, Options, Progress
from .options import parsed
from .run import Collected, collect


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of one entry of the configuration.

    Attributes:
        title: what people call the system.
        done: what was collected; None where nothing could be.
        problem: why not, and what to do.
    """

    title: str
    done: Collected | None = None
    problem: str = ""

    @property
    def files(self) -> int:
        """The number of files that it put into the locker, apart from the record of the run."""
        return sum(not name.rpartition(".run.")[1] for name in self.done.files) if self.done else 0


def collect_configured(
    rules: Sequence[CollectRule], base: Path, environ: Mapping[str, str], *, sources: Sequence[Path] = (),
    progress: Progress = lambda what, done, of: None, sleep: Callable[[float], None] = time.sleep,
) -> list[Fetched]:  # fmt: skip
    """Collect from each system that a configuration names, into its locker.

    Args:
        base: the folder that the paths of the configuration are relative to.
        environ: the variables of the environment, in which credentials are looked for.
        sources: folders of the user's own, with collectors.
        sleep: waits for seconds.
    """
    return [_one(rule, base, environ, sources, progress, sleep) for rule in rules]


def _one(
    rule: CollectRule, base: Path, environ: Mapping[str, str], sources: Sequence[Path], progress: Progress,
    sleep: Callable[[float], None],
) -> Fetched:  # fmt: skip
    title = rule.system
    try:
        collector = find_collector(rule.system, sources)
        title = collector.title
        options = options_of(collector.options, rule, environ)
        since = datetime.combine(rule.since, datetime.min.time(), UTC) if rule.since else None
        done = collect(
            collector, base / rule.into, options=options, environ=environ, only=rule.only, since=since, progress=progress,
            sleep=sleep,
        )  # fmt: skip
    except AnalyzerError as error:
        return Fetched(title=title, problem=str(error))
    except OSError as error:
        return Fetched(title=title, problem=f"{base / rule.into} cannot be written: {error.strerror or error}.")
    found = Fetched(title=title, done=done)
    return found if found.files else Fetched(title=title, done=done, problem="Nothing came: " + _gaps(done))


def options_of(known: Sequence[Option], rule: CollectRule, environ: Mapping[str, str]) -> Options:
    """The values of a collector's own options, from the configuration and then from the environment.

    Raises:
        CollectError: if there is no such option.
    """
    given = {name: value for name, value in rule.options.items() if value is not False}
    words = [f"--{name}" if value is True else f"--{name}={_word(value)}" for name, value in given.items()]
    return parsed(known, words, environ)


def _word(value: str | int | Sequence[str]) -> str:
    return ",".join(value) if isinstance(value, (list, tuple)) else str(value)


def _gaps(done: Collected) -> str:
    return "; ".join(dict.fromkeys(gap.why for gap in done.gaps)) + "." if done.gaps else "the system has none of it."
