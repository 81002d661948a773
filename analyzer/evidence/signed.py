"""Whether the reply of a time-stamp authority (RFC 3161) stands: imprint, policy, signature, certificates. Nothing is asked.

rfc3161-client verifies. It takes strict DER only, which some authorities do not send; such a reply is verified by the `openssl` of
the machine where there is one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

GRANTED = 0
SHOWN = 200
SECONDS = 30
LIBRARY = "rfc3161-client is not installed, which verifies time-stamps; install goldenthread[timestamps]"


class TrustError(ValueError):
    """Certificates that cannot be used; the message says why, as a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom the user trusts to say what time it was.

    Attributes:
        file: the certificates, as PEM.
        certificates: what is in it: roots, and what lies between them and the authority.
        policy: the policy that stamps have to be made under, as numbers with dots; None for any.
    """

    file: Path
    certificates: tuple[Certificate, ...]
    policy: str | None = None

    @classmethod
    def read(cls, file: Path, policy: str | None) -> Trust:
        """Read a file of certificates.

        Raises:
            TrustError: if it cannot be read, holds none, or the library that reads it is missing.
        """
        try:
            import rfc3161_client  # noqa: F401
            from cryptography.x509 import load_pem_x509_certificates
        except ImportError as error:
            raise TrustError(LIBRARY) from error
        try:
            found = load_pem_x509_certificates(file.read_bytes())
        except OSError as error:
            raise TrustError(f"it cannot be read ({error.strerror})") from error
        except ValueError as error:
            raise TrustError("it holds no certificate in PEM, or a damaged one") from error
        return cls(file=file, certificates=tuple(dict.fromkeys(found)), policy=policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a reply says, once it can be read.

    Attributes:
        at: the time that it gives, UTC.
        policy: the policy that it was made under.
        signer: the subject of the certificate that signed, empty where it is not known.
        nonce: the number of the request that it answers.
    """

    at: datetime
    policy: str
    signer: str = ""
    nonce: int | None = None


def verified(reply: bytes, data: bytes, trust: Trust) -> tuple[Signed | None, list[str]]:
    """Verify a reply.

    Args:
        reply: as the authority sent it.
        data: what it should be a stamp of.
        trust: whom the user trusts.

    Returns:
        What it says, None where it cannot be read; and what is wrong with it, each as a clause.
    """
    from rfc3161_client import decode_timestamp_response

    try:
        response: Any = decode_timestamp_response(reply)
        refused = _refused(response)
        if refused:
            return None, [refused]
        info = response.tst_info
    except ValueError as error:
        return _by_openssl(reply, data, trust, _short(error))
    leaf = _leaf(response)
    signed = Signed(at=info.gen_time, policy=info.policy.dotted_string, nonce=info.nonce, signer=_subject(leaf))
    faults = _policy_faults(signed.policy, trust)
    imprint = info.message_imprint
    if imprint.message != _digest(data, imprint.hash_algorithm.dotted_string):
        faults.append("it is a stamp of something else: its imprint is not the hash of those entries")
    return signed, faults + _signature_faults(response, imprint.message, trust, leaf)


def _refused(response: Any) -> str:
    if response.status == GRANTED:
        return ""
    said = "; ".join(response.status_string) or f"status {response.status}"
    return f"the authority did not grant it ({said[:SHOWN]})"


def _digest(data: bytes, algorithm: str) -> bytes | None:
    names = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}
    name = names.get(algorithm)
    return hashlib.new(name, data).digest() if name else None


def _policy_faults(policy: str, trust: Trust) -> list[str]:
    if trust.policy in (None, policy):
        return []
    return [f"it was made under the policy {policy}, not under {trust.policy}"]


def _signature_faults(response: Any, imprint: bytes, trust: Trust, leaf: Certificate | None) -> list[str]:
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        VerifierBuilder(roots=list(trust.certificates)).build().verify(response, imprint)
    except VerificationError as error:
        return [_why(str(error), response.tst_info.gen_time, trust, leaf)]
    return []


def _why(said: str, at: datetime, trust: Trust, leaf: Certificate | None) -> str:
    """Why a signature does not stand, as far as it can be told."""
    if leaf is not None and not leaf.not_valid_before_utc <= at <= leaf.not_valid_after_utc:
        valid = f"{leaf.not_valid_before_utc:%Y-%m-%d %H:%M:%S} to {leaf.not_valid_after_utc:%Y-%m-%d %H:%M:%S}"
        return f"the certificate of the authority was not valid at the time of the stamp (it is from {valid})"
    reasons = "; ".join(re.findall(r'reason: "([^"]+)"', said)) or " ".join(said.split())[:SHOWN]
    if "certificate verify" in reasons:
        return f"the certificate of the authority ({_subject(leaf)}) does not lead to one in {trust.file.name}"
    return f"its signature does not stand, so it was changed or is not the authority's ({reasons})"


def _leaf(response: Any) -> Certificate | None:
    from cryptography.x509 import load_der_x509_certificate

    try:
        signer = next(iter(response.signed_data.signer_infos))
        found = [load_der_x509_certificate(one) for one in response.signed_data.certificates]
    except (StopIteration, ValueError):
        return None
    return next((one for one in found if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)), None)


def _subject(leaf: Certificate | None) -> str:
    return leaf.subject.rfc4514_string() if leaf is not None else "not sent along"


def _by_openssl(reply: bytes, data: bytes, trust: Trust, said: str) -> tuple[Signed | None, list[str]]:
    """Verify a reply that is no strict DER."""
    program = shutil.which("openssl")
    if program is None:
        return None, [f"its reply cannot be read ({said}), and this machine has no openssl to try it with"]
    try:
        return _openssl_verified(program, reply, data, trust, said)
    except subprocess.TimeoutExpired:
        return None, [f"its reply cannot be read ({said}), and openssl gave no answer to it within {SECONDS} seconds"]
    except OSError as error:
        return None, [f"its reply cannot be read ({said}), and openssl cannot be run to try it with ({error.strerror})"]


def _openssl_verified(program: str, reply: bytes, data: bytes, trust: Trust, said: str) -> tuple[Signed | None, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        whole, token = Path(folder, "reply.tsr"), Path(folder, "token.der")
        whole.write_bytes(reply)

        def ts(*words: str) -> subprocess.CompletedProcess[bytes]:
            command = [program, "ts", *words]
            return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env={"OPENSSL_CONF": os.devnull})

        if ts("-reply", "-in", str(whole), "-token_out", "-out", str(token)).returncode or not token.exists():
            return None, [f"its reply cannot be read ({said})"]
        # of the token alone, in which nothing that is not signed stands before these lines
        text = ts("-reply", "-in", str(token), "-token_in", "-text").stdout.decode("utf-8", "replace")
        policy = re.search(r"^Policy OID: (\S+)", text, re.MULTILINE)
        at = re.search(r"^Time stamp: (\w{3}) +(\d+) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT", text, re.MULTILINE)
        if policy is None or at is None:
            return None, [f"its reply cannot be read ({said})"]
        moment = datetime.strptime(" ".join(at.groups()), "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        certificates = str(trust.file)
        done = ts("-verify", "-in", str(token), "-token_in", "-digest", hashlib.sha256(data).hexdigest(), "-CAfile", certificates,
                  "-attime", str(int(moment.timestamp())))  # fmt: skip
    signed = Signed(at=moment, policy=policy[1])
    faults = _policy_faults(signed.policy, trust)
    if done.returncode:
        faults.append(f"it does not stand ({_openssl_said(done.stderr)})")
    return signed, faults


def _openssl_said(text: bytes) -> str:
    reasons = re.findall(r":([^:\n]+):[^:\n]*:\d+:?([^\n]*)", text.decode("utf-8", "replace"))
    return "; ".join(f"{what}{': ' + more if more else ''}" for what, more in reasons)[:SHOWN] or "openssl does not say why"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:SHOWN].rstrip(".")
