"""Asks a time-stamp authority (RFC 3161) to stamp a locker's ledger; only where a configuration names one, and only on command.

What leaves the machine is a hash and a random number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from ..errors import LockerError
from ..evidence.locker import Locker, is_locker
from ..evidence.signed import Signed, Trust, verified
from ..evidence.stamps import TOLERANCE, Stamp, Stamps, moment
from .errors import CollectError

ASKING, ANSWERING = "application/timestamp-query", "application/timestamp-reply"
SECONDS = 30.0
LARGEST = 256 * 1024


def stamp_ledger(
    locker: Locker, authority: str, trust: Trust, *, now: Callable[[], datetime] = lambda: datetime.now(UTC),
    transport: httpx.BaseTransport | None = None,
) -> tuple[Stamp, Signed]:  # fmt: skip
    """Have all entries of a locker stamped, verify the answer, and keep it.

    Args:
        authority: its address.
        trust: whom the user trusts; an answer that is not theirs is not kept.
        now: the time, UTC.
        transport: what sends; the network when left out.

    Raises:
        LockerError: if the locker does not agree with its ledger or is empty: nothing damaged is stamped.
        CollectError: if the authority cannot be reached or its answer does not stand.
    """
    faults = locker.verify()
    if faults:
        raise LockerError("\n".join([f"{locker.folder} does not agree with its ledger, so it is not stamped:", *faults]))
    entries = len(locker.entries()) if is_locker(locker.folder) else 0
    if not entries:
        raise LockerError(f"{locker.folder} has no entries to stamp")
    data, asked_at = locker.ledger_start(entries), now()
    reply, nonce = _asked(authority, data, transport)
    signed, wrong = verified(reply, data, trust)
    if signed is not None and signed.nonce not in (nonce, None):
        wrong = [*wrong, "it answers another request"]
    if signed is None or wrong:
        raise CollectError(f"{authority}: its time-stamp is not kept: {'; '.join(wrong)}", "Nothing was added to the locker")
    skew = (asked_at - signed.at).total_seconds()
    if abs(skew) > TOLERANCE.total_seconds():
        clocks = f"it says {moment(signed.at)}, and the clock of this machine {moment(asked_at)}"
        raise CollectError(f"{authority}: its time-stamp is not kept: {clocks}", "Set the clock that is wrong right")
    return Stamps(locker).add(entries=entries, authority=authority, requested_at=asked_at, reply=reply), signed


def _asked(authority: str, data: bytes, transport: httpx.BaseTransport | None) -> tuple[bytes, int]:
    """The authority's answer, and the number that it has to repeat."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        with (
            httpx.Client(timeout=SECONDS, transport=transport) as client,
            client.stream("POST", authority, content=request.as_bytes(), headers={"content-type": ASKING}) as response,
        ):
            reply = b""
            for chunk in response.iter_bytes():
                reply += chunk
                if len(reply) > LARGEST:
                    raise CollectError(f"{authority}: it answers more than a time-stamp", "Check the address of the authority")
    except httpx.HTTPError as error:
        raise CollectError(f"{authority}: it cannot be reached ({error or type(error).__name__})", "Run it again later") from error
    kind = response.headers.get("content-type", "").partition(";")[0]
    if response.status_code != 200 or kind != ANSWERING:
        said = f"status {response.status_code}, {kind or 'no content type'}"
        raise CollectError(f"{authority}: it answers no time-stamp ({said})", "Check the address of the authority")
    return reply, request.nonce or 0
