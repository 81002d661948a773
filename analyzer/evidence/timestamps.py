"""Time-stamp tokens (RFC 3161): the hash they speak of and the time they give.

Only that is read. Whether the authority signed it is for `openssl ts -verify` with the authority's certificate.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
SEQUENCE, OCTETS, INTEGER, OID, GENERALIZED_TIME, EXPLICIT = 0x30, 0x04, 0x02, 0x06, 0x18, 0xA0
LARGEST = 1_000_000


class TokenError(ValueError):
    """Text or bytes that are no time-stamp token; the message says why, as a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token says.

    Attributes:
        digest: the hash that it stamps, hexadecimal.
        at: its time, naive UTC.
    """

    digest: str
    at: datetime


def read_token(text: str) -> Token:
    """Read a token, or a whole reply of an authority, in base64.

    Raises:
        TokenError: if it is neither.
    """
    plain = "".join(line for line in text.splitlines() if not line.startswith("-----"))
    if len(plain) > LARGEST:
        raise TokenError("it is too large")
    try:
        data = base64.b64decode("".join(plain.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise TokenError("it is not base64") from error
    at = data.find(TST_INFO)
    if at < 0:
        raise TokenError("it is no time-stamp token")
    explicit, _ = _value(data, at + len(TST_INFO), EXPLICIT)
    content, _ = _value(explicit, 0, OCTETS)
    info, _ = _value(content, 0, SEQUENCE)
    _, after_version = _value(info, 0, INTEGER)
    _, after_policy = _value(info, after_version, OID)
    imprint, after_imprint = _value(info, after_policy, SEQUENCE)
    _, after_algorithm = _value(imprint, 0, SEQUENCE)
    digest, _ = _value(imprint, after_algorithm, OCTETS)
    _, after_serial = _value(info, after_imprint, INTEGER)
    moment, _ = _value(info, after_serial, GENERALIZED_TIME)
    return Token(digest=digest.hex(), at=_moment(moment))


def _value(data: bytes, at: int, tag: int) -> tuple[bytes, int]:
    """The content of the element that starts at a place, and the place after it."""
    if at + 2 > len(data) or data[at] != tag:
        raise TokenError("it is damaged")
    length, start = data[at + 1], at + 2
    if length >= 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
        if not 0 < size <= 4:
            raise TokenError("it is damaged")
    if start + length > len(data):
        raise TokenError("it breaks off")
    return data[start : start + length], start + length


def _moment(data: bytes) -> datetime:
    text = data.decode("ascii", errors="replace")
    if not text.endswith("Z"):
        raise TokenError("its time is not in UTC")
    try:
        return datetime.strptime(text[:14] + "Z", "%Y%m%d%H%M%SZ").replace(tzinfo=UTC).replace(tzinfo=None)
    except ValueError as error:
        raise TokenError("its time cannot be read") from error
