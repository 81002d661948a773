"""Keys and what is signed with them: assertions of an app (RFC 7523) and proofs of possession (RFC 9449)."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.collect import CollectError
from analyzer.collect.jwt import base64url, need_cryptography, rsa_key, signed

BITS = 2048
VALID_SECONDS = 300
NUMBERS = ("n", "e", "d", "p", "q", "dp", "dq", "qi")


@dataclass(frozen=True, slots=True)
class Key:
    """A private RSA key; shows itself nowhere.

    Attributes:
        id: by which the organisation knows it; None where it does not have to be said.
    """

    _private: Any
    id: str | None = None

    def __repr__(self) -> str:
        return "Key(not shown)"

    @classmethod
    def made(cls) -> Key:
        """A new one."""
        from cryptography.hazmat.primitives.asymmetric import rsa

        return cls(rsa.generate_private_key(65537, BITS))

    @classmethod
    def read(cls, text: str, key_id: str | None = None) -> Key:
        """A key as Okta hands it out: PEM, or JSON (JWK).

        Raises:
            CollectError: if it is neither, or `cryptography` is not installed; the text is not quoted.
        """
        text = text.strip()
        private: Any = None
        if not text.startswith("{"):
            private = rsa_key(text.replace("\\n", "\n").encode())
        else:
            need_cryptography()
            from cryptography.hazmat.primitives.asymmetric import rsa

            try:
                jwk: dict[str, str] = json.loads(text)
                n, e, d, p, q, dp, dq, qi = (_integer(jwk[name]) for name in NUMBERS)
                private = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(e, n)).private_key()
                key_id = key_id or jwk.get("kid")
            except (ValueError, TypeError, KeyError, AttributeError):
                private = None
        if private is None:
            raise CollectError(
                "The private key cannot be read", "It has to be an RSA key without a passphrase, in PEM or as JSON Web Key"
            ) from None
        return cls(private, key_id)

    def public(self) -> dict[str, str]:
        """Its public half as JSON Web Key."""
        numbers = self._private.public_key().public_numbers()
        return {"kty": "RSA", "n": _bytes(numbers.n), "e": _bytes(numbers.e)}

    def assertion(self, client_id: str, audience: str, now: datetime) -> str:
        """The assertion with which an app asks for a token."""
        at = int(now.timestamp())
        claims = {
            "iss": client_id, "sub": client_id, "aud": audience, "iat": at, "exp": at + VALID_SECONDS, "jti": str(uuid.uuid4()),
        }  # fmt: skip
        return signed(self._private, claims, {"kid": self.id} if self.id else None)

    def proof(self, method: str, url: str, now: datetime, token: str | None, nonce: str | None) -> str:
        """The proof for one request: its method and address, the hash of the token, the nonce that was asked for."""
        claims: dict[str, Any] = {"jti": str(uuid.uuid4()), "htm": method, "htu": url, "iat": int(now.timestamp())}
        if nonce:
            claims["nonce"] = nonce
        if token:
            claims["ath"] = base64url(hashlib.sha256(token.encode()).digest())
        return signed(self._private, claims, {"typ": "dpop+jwt", "jwk": self.public()})


def _bytes(number: int) -> str:
    return base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _integer(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
