"""Time-stamps of a locker (RFC 3161): what an authority confirmed that the ledger was, and when.

    timestamps.jsonl    beside the ledger, append-only, a stamp a line, each sealing the line before

A stamp is made of the SHA-256 of the first lines of the ledger, byte for byte, so that anybody can make it again:
`head -n <entries> ledger.jsonl | sha256sum`. The reply of the authority is kept as it came, in base64. With a stamp, entries that
were removed from the end or written anew are noticed too. What it shows is that the ledger was so at that time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import LockerError
from .locker import FIRST, LEDGER, Entry, Locker, append_line, mend_last_line
from .signed import Signed, Trust, TrustError, verified
from .timestamps import TokenError, read_token

STAMPS = "timestamps.jsonl"
TOLERANCE = timedelta(minutes=5)


class Stamp(BaseModel):
    """A line of the time-stamps.

    Attributes:
        stamp: its number, from 1.
        entries: how many entries of the ledger it is about, from the first on.
        ledger_sha256: hash of their lines, hexadecimal.
        authority: address of the authority that was asked.
        requested_at: when, by the clock of this machine, ISO 8601.
        reply: what it answered, in base64.
        previous: hash of the line before.
        hash: hash of this line without this field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stamp: int
    entries: int
    ledger_sha256: str
    authority: str
    requested_at: str
    reply: str
    previous: str
    hash: str = ""

    def sealed(self) -> Stamp:
        """The stamp with the hash that its other fields give."""
        text = json.dumps(self.model_dump(mode="json", exclude={"hash"}), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return self.model_copy(update={"hash": hashlib.sha256(text.encode("ascii")).hexdigest()})


class Stamps:
    """The time-stamps of a locker.

    Args:
        locker: whose ledger they are about.
    """

    def __init__(self, locker: Locker) -> None:
        self.locker, self.file = locker, locker.folder / STAMPS

    def stamps(self) -> tuple[Stamp, ...]:
        """All stamps, oldest first; none where nothing was stamped yet.

        Raises:
            LockerError: if a line is damaged or the chain is broken.
        """
        stamps, faults = self._read()
        if faults:
            raise LockerError("\n".join(f"{self.file}: {fault}" for fault in faults))
        return stamps

    def add(self, *, entries: int, authority: str, requested_at: datetime, reply: bytes) -> Stamp:
        """Keep the reply of an authority.

        Args:
            entries: how many entries it is about, from the first on.
            authority: its address.
            requested_at: when it was asked, UTC.
            reply: what it answered.

        Raises:
            LockerError: if another process is adding to the locker, or if the file is damaged.
        """
        with self.locker.locked():
            mend_last_line(self.file)
            before = self.stamps()
            stamp = Stamp(
                stamp=len(before) + 1, entries=entries, ledger_sha256=_sha256(self.locker.ledger_start(entries)),
                authority=authority, requested_at=requested_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
                reply=base64.b64encode(reply).decode("ascii"), previous=before[-1].hash if before else FIRST,
            ).sealed()  # fmt: skip
            append_line(self.file, stamp.model_dump_json())
        return stamp

    def verify(self, trust: Trust | None, now: datetime) -> tuple[list[str], list[tuple[Stamp, Signed]]]:
        """Check every stamp without any network: the ledger against it, its signature, its certificates, its time, its policy.

        Args:
            trust: whom the user trusts; without it, signatures cannot be checked and only the ledger is.
            now: the time, UTC.

        Returns:
            What is wrong, and the stamps with what was verified of them.
        """
        stamps, faults = self._read()
        faults = [f"{STAMPS}, {fault}" for fault in faults]
        entries = {entry.entry: entry for entry in self._entries()}
        good: list[tuple[Stamp, Signed]] = []
        for stamp in stamps:
            found = self._against_ledger(stamp, len(entries))
            if trust is None:
                found += _imprint_faults(stamp, self.locker.ledger_start(stamp.entries)) if not found else []
            else:
                signed, wrong = verified(_reply(stamp), self.locker.ledger_start(stamp.entries), trust)
                found += wrong
                if signed is not None:
                    found += _time_faults(signed, entries.get(stamp.entries), now)
                    good += [(stamp, signed)] if not found else []
            faults += [f"time-stamp {stamp.stamp}: {fault}" for fault in found]
        return faults, good

    def _entries(self) -> tuple[Entry, ...]:
        try:
            return self.locker.entries()
        except LockerError:
            return ()  # what is wrong with the ledger, `Locker.verify` says

    def _against_ledger(self, stamp: Stamp, there: int) -> list[str]:
        lines = self.locker.ledger_start(stamp.entries)
        if lines.count(b"\n") < stamp.entries:
            missing = f"it is of {stamp.entries} entries, and {LEDGER} has {there}; entries were removed after it was made"
            return [missing]
        if _sha256(lines) != stamp.ledger_sha256:
            return [f"the first {stamp.entries} entries of {LEDGER} are not what was stamped; they were changed after it was made"]
        return []

    def _read(self) -> tuple[tuple[Stamp, ...], list[str]]:
        stamps: list[Stamp] = []
        faults: list[str] = []
        previous = FIRST
        data = self.file.read_bytes() if self.file.exists() else b""
        for number, line in enumerate(data.splitlines(keepends=True), start=1):
            if not line.endswith(b"\n"):
                faults.append(f"line {number}: the line breaks off, stamping was interrupted; the next time-stamp removes it")
                continue
            try:
                stamp = Stamp.model_validate_json(line)
            except ValidationError as error:
                faults.append(f"line {number}: the line is damaged ({error.errors()[0]['msg']})")
                previous = ""
                continue
            if stamp.sealed().hash != stamp.hash:
                faults.append(f"line {number}: time-stamp {stamp.stamp} was changed after it was written")
            if (previous and stamp.previous != previous) or stamp.stamp != number:
                what = "one was removed, changed or moved"
                faults.append(f"line {number}: time-stamp {stamp.stamp} does not follow the one before it; {what}")
            previous = stamp.hash
            stamps.append(stamp)
        return tuple(stamps), faults


def read_trust(certificates: Path, policy: str | None) -> Trust:
    """Read the certificates of the authorities that the user trusts.

    Args:
        certificates: a file of PEM.
        policy: the policy that stamps have to be made under, as numbers with dots; any when left out.

    Raises:
        LockerError: if the file cannot be read or holds no certificate.
    """
    try:
        return Trust.read(certificates, policy)
    except TrustError as error:
        raise LockerError(f"{certificates}: {error}") from error


def _reply(stamp: Stamp) -> bytes:
    try:
        return base64.b64decode(stamp.reply, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _imprint_faults(stamp: Stamp, lines: bytes) -> list[str]:
    """What can be seen without certificates: whether the reply speaks of these lines at all."""
    try:
        token = read_token(stamp.reply)
    except TokenError as error:
        return [f"its reply cannot be read: {error}"]
    return (
        [] if token.digest == _sha256(lines) else ["it is a stamp of something else: its imprint is not the hash of those entries"]
    )


def _time_faults(signed: Signed, last: Entry | None, now: datetime) -> list[str]:
    faults = []
    if signed.at > now + TOLERANCE:
        faults.append(f"its time, {moment(signed.at)}, lies in the future; the clock of this machine is {moment(now)}")
    added = datetime.fromisoformat(last.added_at) if last else None
    if last and added and signed.at < added - TOLERANCE:
        faults.append(f"its time, {moment(signed.at)}, lies before its entry {last.entry} was added ({last.added_at})")
    return faults


def moment(at: datetime) -> str:
    """A moment of UTC to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
