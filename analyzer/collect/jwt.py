"""JSON Web Tokens that collectors sign (RFC 7519), and the private keys that they sign them with."""

from __future__ import annotations

import base64
import importlib.util
import json
from collections.abc import Mapping
from typing import Any, Literal

from .errors import CollectError


def need_cryptography() -> None:
    """Say in words where `cryptography`, which only signing needs, is missing.

    Raises:
        CollectError: if it is not installed.
    """
    if importlib.util.find_spec("cryptography") is None:
        advice = "Install it: pip install cryptography, or use a token"
        raise CollectError("To sign in with a private key cryptography is needed, which is not installed", advice)


def rsa_key(pem: bytes, passphrase: bytes | None = None) -> Any:
    """The private RSA key in a PEM text, as `cryptography` has it; None where there is none that can be read.

    Raises:
        CollectError: if `cryptography` is not installed.
    """
    need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPrivateKey) else None


def signed(
    key: Any, claims: Mapping[str, Any], header: Mapping[str, Any] | None = None, algorithm: Literal["RS256", "PS256"] = "RS256"
) -> str:  # fmt: skip
    """A signed token.

    Args:
        key: a private RSA key as `rsa_key` gives it.
        claims: what it says.
        header: what goes with the algorithm; the type is JWT where none is given.
    """
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    parts = ({"typ": "JWT", **(header or {}), "alg": algorithm}, claims)
    text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    padding = PKCS1v15() if algorithm == "RS256" else PSS(mgf=MGF1(SHA256()), salt_length=SHA256().digest_size)
    return f"{text}.{base64url(key.sign(text.encode(), padding, SHA256()))}"


def base64url(data: bytes) -> str:
    """Bytes as tokens write them: Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
