"""Signing in to Microsoft Graph: a token from the environment, or one for an app by its secret or certificate; what it may do."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analyzer.collect import CollectError, ExpiredCredentials, MissingCredentials, Secret, Session
from analyzer.collect.jwt import base64url, need_cryptography, rsa_key, signed

TOKEN = "ENTRA_ACCESS_TOKEN"
CLIENT, SECRET = "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"
CERTIFICATE, PASSPHRASE = "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
VALID_SECONDS = 600
READS = re.compile(r"\.Read(Basic)?(\.|$)")
SIGN_IN_SCOPES = ("openid", "profile", "email", "offline_access")
SAYINGS = (
    ("AADSTS7000222", "the secret of the app has expired", "Make a new one and set AZURE_CLIENT_SECRET"),
    ("AADSTS7000215", "the secret is not the app's", "Set AZURE_CLIENT_SECRET to the secret's value, not to its id"),
    ("AADSTS700016", "the tenant does not know this app", "Look at AZURE_CLIENT_ID and at --tenant"),
    ("AADSTS90002", "there is no such tenant", "Look at --tenant"),
    ("AADSTS700024", "the signed assertion is not valid at this moment", "Set the clock of this machine right"),
    ("AADSTS700027", "the app does not know the certificate", "Upload it to the app, under Certificates & secrets"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a token says of itself.

    Attributes:
        tenant: its id.
        principal: the app or the person that signed in.
        permissions: what it was granted; None where the token does not say.
    """

    tenant: str
    principal: str
    permissions: tuple[str, ...] | None

    @property
    def write_access(self) -> tuple[str, ...]:
        """The permissions that can change something, or do something in somebody's name."""
        return tuple(one for one in self.permissions or () if not READS.search(one) and one not in SIGN_IN_SCOPES)


def sign_in(session: Session) -> Access:
    """Authorise the session's requests.

    Raises:
        MissingCredentials, ExpiredCredentials: if there is nothing to sign in with, or it is not accepted.
    """
    if session.environ.get(TOKEN, "").strip():
        token = session.secret(TOKEN, what="an access token")
        session.http.authorise = lambda api: {"authorization": f"Bearer {token.reveal()}"}
        return read_access(token, session.options.one("tenant"), session.now())
    tenant, client = session.options.one("tenant"), session.environ.get(CLIENT, "").strip()
    if not tenant or not client:
        missing = "the tenant (--tenant or AZURE_TENANT_ID)" if not tenant else f"the id of the app ({CLIENT})"
        advice = f"Set it, or {TOKEN}. `goldenthread collect entra --credentials` says how to make the app"
        raise MissingCredentials(f"No credentials for Microsoft Graph: {missing} is missing", advice)
    prove = _prove(session, tenant, client)
    tokens = [_token(session, tenant, client, prove)]

    def renew() -> bool:
        tokens[0] = _token(session, tenant, client, prove)
        return True

    session.http.authorise = lambda api: {"authorization": f"Bearer {tokens[0].reveal()}"} if api == "api" else {}
    session.http.reauthorise = renew
    return read_access(tokens[0], tenant, session.now())


def read_access(token: Secret, tenant: str | None, now: datetime) -> Access:
    """Read a token's claims; they are only reported, what the token may do is the server's to say.

    Raises:
        ExpiredCredentials: if it says that it is over.
        CollectError: if neither it nor the user says which tenant it is for.
    """
    claims = _claims(token.reveal())
    over = claims.get("exp")
    if isinstance(over, int | float) and over <= now.timestamp():
        at = datetime.fromtimestamp(over, UTC)
        raise ExpiredCredentials(f"The access token expired on {at:%Y-%m-%d %H:%M} UTC", f"Get a new one and set {TOKEN}")
    tid = claims.get("tid") or tenant
    if not isinstance(tid, str) or not tid:
        raise CollectError("The access token does not say which tenant it is for", "Give --tenant")
    granted: tuple[str, ...] | None = None
    if isinstance(claims.get("roles"), list):
        granted = tuple(str(one) for one in claims["roles"])
    elif isinstance(claims.get("scp"), str):
        granted = tuple(claims["scp"].split())
    elif claims.get("idtyp") == "app" or "appid" in claims:
        granted = ()
    who = claims.get("upn") or claims.get("app_displayname") or claims.get("appid") or claims.get("oid") or "unknown"
    return Access(tenant=tid, principal=str(who), permissions=granted)


def _claims(token: str) -> dict[str, Any]:
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


Prove = Callable[[str], Mapping[str, str]]


def _prove(session: Session, tenant: str, client: str) -> Prove:
    """How the app proves who it is: the fields of the request for a token to an address."""
    if path := session.environ.get(CERTIFICATE, "").strip():
        signer = _Certificate.read(session, Path(path))
        return lambda url: {
            "client_assertion_type": ASSERTION, "client_assertion": signer.assertion(client, url, session.now()),
        }  # fmt: skip
    secret = session.secret(SECRET, what=f"the app's secret ({SECRET}) or certificate ({CERTIFICATE})")
    return lambda url: {"client_secret": secret.reveal()}


def _token(session: Session, tenant: str, client: str, prove: Prove) -> Secret:
    path = f"/{tenant}/oauth2/v2.0/token"
    form = {
        "grant_type": "client_credentials", "client_id": client, "scope": f"{session.http.hosts['api'].rstrip('/')}/.default",
        **prove(session.http.hosts["login"].rstrip("/") + path),
    }  # fmt: skip
    answer = session.http.post(path, form=form, api="login", accept=(400, 401))
    token = answer.json.get("access_token") if isinstance(answer.json, dict) else None
    if isinstance(token, str) and answer.status == 200:
        return session.known(Secret(token))
    said = str(answer.json.get("error_description") or answer.json.get("error") or "") if isinstance(answer.json, dict) else ""
    known = next(((why, advice) for code, why, advice in SAYINGS if code in said), None)
    why, advice = known or (said.splitlines()[0] if said else f"the answer is {answer.status}", "Look at the app's credentials")
    raise ExpiredCredentials(session.redactor.text(f"Microsoft does not accept the credentials: {why}"), advice)


@dataclass(frozen=True, slots=True)
class _Certificate:
    """A certificate with its private key; shows itself nowhere."""

    _key: Any
    thumbprint: bytes

    def __repr__(self) -> str:
        return "Certificate(not shown)"

    @classmethod
    def read(cls, session: Session, path: Path) -> _Certificate:
        """Read a PEM file with certificate and key, or a PKCS #12 file.

        Raises:
            CollectError: if there is none in it; nothing of it is quoted.
        """
        need_cryptography()
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

        advice = f"{CERTIFICATE} has to name a PEM file with the certificate and its RSA key, or a .pfx file"
        given = session.environ.get(PASSPHRASE, "")
        passphrase = session.known(Secret(given)).reveal().encode() if given else None
        key: Any = None
        certificate: x509.Certificate | None = None
        try:
            data = path.read_bytes()
            if path.suffix.lower() in (".pfx", ".p12"):
                key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase)
            else:
                key, certificate = rsa_key(data, passphrase), x509.load_pem_x509_certificate(data)
        except OSError as error:
            raise MissingCredentials(f"{path} cannot be read ({error.strerror})", advice) from None
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, RSAPrivateKey) or certificate is None:
            hint = f"; where it has a passphrase, set {PASSPHRASE}" if passphrase is None else ""
            raise CollectError(f"{path} holds no certificate with a key that can be read", advice + hint) from None
        return cls(key, hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest())

    def assertion(self, client: str, url: str, now: datetime) -> str:
        """A signed statement that this is the app (RFC 7523), for one address."""
        at = int(now.timestamp())
        claims = {
            "aud": url, "iss": client, "sub": client, "jti": str(uuid.uuid4()), "nbf": at, "iat": at, "exp": at + VALID_SECONDS,
        }  # fmt: skip
        return signed(self._key, claims, {"x5t#S256": base64url(self.thumbprint)}, "PS256")
