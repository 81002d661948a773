"""Keys and what is signed with them: assertions of an app (RFC 7523) and proofs of possession (RFC 9449)."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from analyzer.collect import CollectError

BITS = 2048
VALID_SECONDS = 300
NUMBERS = ("n", "e", "d", "p", "q", "dp", "dq", "qi")


@dataclass(frozen=True, slots=True)
class Key:
    """A private RSA key; shows itself nowhere.

    Attributes:
        id: by which the organisation knows it; None where it does not have to be said.
    """

    _private: rsa.RSAPrivateKey
    id: str | None = None

    def __repr__(self) -> str:
        return "Key(not shown)"

    @classmethod
    def made(cls) -> Key:
        """A new one."""
        return cls(rsa.generate_private_key(65537, BITS))

    @classmethod
    def read(cls, text: str, key_id: str | None = None) -> Key:
        """A key as Okta hands it out: PEM, or JSON (JWK).

        Raises:
            CollectError: if it is neither; the text is not quoted.
        """
        text = text.strip()
        try:
            if text.startswith("{"):
                jwk: dict[str, str] = json.loads(text)
                n, e, d, p, q, dp, dq, qi = (_integer(jwk[name]) for name in NUMBERS)
                numbers = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(e, n))
                return cls(numbers.private_key(), key_id or jwk.get("kid"))
            private = serialization.load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
        except (ValueError, TypeError, KeyError, AttributeError):
            private = None
        if not isinstance(private, rsa.RSAPrivateKey):
            raise CollectError(
                "The private key cannot be read", "It has to be an RSA key without a passphrase, in PEM or as JSON Web Key"
            ) from None
        return cls(private, key_id)

    def public(self) -> dict[str, str]:
        """Its public half as JSON Web Key."""
        numbers = self._private.public_key().public_numbers()
        return {"kty": "RSA", "n": _bytes(numbers.n), "e": _bytes(numbers.e)}

    def sign(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        """A signed JSON Web Token (RS256)."""
        text = ".".join(_text(json.dumps(part, separators=(",", ":")).encode()) for part in ({**header, "alg": "RS256"}, claims))
        return f"{text}.{_text(self._private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def signed(key: Key, client_id: str, audience: str, now: datetime) -> str:
    """The assertion with which an app asks for a token."""
    at = int(now.timestamp())
    claims = {
        "iss": client_id, "sub": client_id, "aud": audience, "iat": at, "exp": at + VALID_SECONDS, "jti": str(uuid.uuid4()),
    }  # fmt: skip
    return key.sign({"typ": "JWT", **({"kid": key.id} if key.id else {})}, claims)


def proof(key: Key, method: str, url: str, now: datetime, token: str | None, nonce: str | None) -> str:
    """The proof for one request: its method and address, the hash of the token, the nonce that was asked for."""
    claims: dict[str, Any] = {"jti": str(uuid.uuid4()), "htm": method, "htu": url, "iat": int(now.timestamp())}
    if nonce:
        claims["nonce"] = nonce
    if token:
        claims["ath"] = _text(hashlib.sha256(token.encode()).digest())
    return key.sign({"typ": "dpop+jwt", "jwk": key.public()}, claims)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(number: int) -> str:
    return _text(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _integer(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
