"""What a run remembers between its steps, so that an interrupt loses nothing: one small file, replaced as a whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from .errors import CollectError
from .model import Options

try:
    import fcntl
except ImportError:
    fcntl = None

FOLDER = "collecting"
FILE = "run.json"
RESUMED_WITHIN = timedelta(hours=24)


class Gap(BaseModel):
    """Something that should have been collected and was not; a review sees it and takes nothing for absent.

    Attributes:
        account: of the target.
        part: name of the part.
        what: what is missing: a call, a region, a repository.
        why: in one sentence.
        advice: what to do about it.
        tables: the vendor-neutral tables that miss it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    account: str
    part: str
    what: str
    why: str
    advice: str = ""
    tables: tuple[str, ...] = ()


class RunState(BaseModel):
    """A run as it stands.

    Attributes:
        run: id of the run.
        fingerprint: of the options; another one is another run.
        started_at: when it began.
        streams: when each stream was begun.
        entries: the entry of the ledger of each stream that is in the locker.
        parts: the parts that are done, as `account/part`.
        gaps: what is missing so far.
        recorded: targets whose record of the run is in the locker.
        resumed: how often it was taken up again.
    """

    model_config = ConfigDict(extra="forbid")

    run: str
    fingerprint: str
    started_at: datetime
    streams: dict[str, datetime] = {}
    entries: dict[str, int] = {}
    parts: list[str] = []
    gaps: list[Gap] = []
    recorded: list[str] = []
    resumed: int = 0


class Checkpoint:
    """The state of a run in its folder below a locker.

    Args:
        locker: the folder of the locker.
        vendor: the collector's name.
        fingerprint: of the options of this run.
        now: the time, UTC.

    Raises:
        CollectError: if the same collector is running on this locker.
    """

    def __init__(self, locker: Path, vendor: str, fingerprint: str, now: datetime) -> None:
        self.folder = locker / FOLDER / vendor
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (locker / FOLDER / f"{vendor}.lock").open("w")
        if fcntl is not None:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                self._lock.close()
                raise CollectError(f"{vendor} is being collected into {locker} by another process", "Wait for it") from error
        found = self._read()
        self.resumed = found is not None and found.fingerprint == fingerprint and now - found.started_at < RESUMED_WITHIN
        self.dropped = found if found is not None and not self.resumed else None
        if found is not None and self.resumed:
            self.state = found
            self.state.resumed += 1
        else:
            shutil.rmtree(self.folder)
            self.folder.mkdir()
            self.state = RunState(run=f"{vendor}-{now:%Y%m%dT%H%M%S.%fZ}", fingerprint=fingerprint, started_at=now)
        self.save()

    def _read(self) -> RunState | None:
        try:
            return RunState.model_validate_json((self.folder / FILE).read_bytes())
        except (OSError, ValidationError):
            return None

    def save(self) -> None:
        """Replace the file as a whole."""
        new = self.folder / f"{FILE}.new"
        with new.open("w", encoding="utf-8") as file:
            file.write(self.state.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / FILE)

    def end(self) -> None:
        """The run is whole: forget it."""
        shutil.rmtree(self.folder)
        self.close()

    def close(self) -> None:
        """Let others collect; the state stays for the next run."""
        self._lock.close()


def fingerprint(options: Options, only: Sequence[str], since: datetime | None) -> str:
    """What has to be the same for an interrupted run to be taken up again."""
    given = [sorted((name, list(value)) for name, value in options.values.items()), sorted(only), since and since.isoformat()]
    return hashlib.sha256(json.dumps(given).encode()).hexdigest()
