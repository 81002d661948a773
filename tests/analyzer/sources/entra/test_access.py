"""Signing in to Graph: which credentials there are, what is said where they are missing, wrong or over."""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)  # fmt: skip
from cryptography.x509.oid import NameOID

from analyzer.collect import CollectError, ExpiredCredentials, MissingCredentials
from tests.analyzer.sources.entra.company import APP, NOW, TENANT
from tests.analyzer.sources.entra.conftest import Collect, Served

KEY = rsa.generate_private_key(65537, 2048)
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "goldenthread.example")])
CERTIFICATE = (
    x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME).public_key(KEY.public_key()).serial_number(1)
    .not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=365)).sign(KEY, SHA256())
)  # fmt: skip
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + CERTIFICATE.public_bytes(Encoding.PEM)


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("kind", ["pem", "pfx"])
def test_a_certificate_signs_for_the_app(served: Served, run: Collect, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"app.{kind}"
    environ = {"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_CERTIFICATE_PATH": str(file)}
    if kind == "pfx":
        environ["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = "canary-passphrase"
        file.write_bytes(
            pkcs12.serialize_key_and_certificates(b"app", KEY, CERTIFICATE, None, BestAvailableEncryption(b"canary-passphrase"))
        )
    else:
        file.write_bytes(PEM)
    assert run(only=["devices"], environ=environ).gaps == ()
    signed, _, signature = served.tenant.form["client_assertion"].rpartition(".")
    pss = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=SHA256().digest_size)
    KEY.public_key().verify(decoded(signature), signed.encode(), pss, SHA256())
    header, claims = (json.loads(decoded(part)) for part in signed.split("."))
    thumbprint = hashlib.sha256(CERTIFICATE.public_bytes(Encoding.DER)).digest()
    assert header["alg"] == "PS256" and decoded(header["x5t#S256"]) == thumbprint
    assert claims["aud"] == f"{served.server.url}/{TENANT}/oauth2/v2.0/token" and claims["iss"] == claims["sub"] == APP
    assert claims["nbf"] <= NOW.timestamp() < claims["exp"]
    assert "client_secret" not in served.tenant.form


@pytest.mark.parametrize("content", [b"no key at all", PEM[:600]])
def test_a_file_without_a_certificate_is_not_quoted(run: Collect, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "app.pem").write_bytes(content)
    with pytest.raises(CollectError, match="holds no certificate") as found:
        run(environ={"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_CERTIFICATE_PATH": str(tmp_path / "app.pem")})
    assert content.decode()[40:80] not in str(found.value) or content == b"no key at all"


def test_what_is_missing_is_named(served: Served, run: Collect) -> None:
    with pytest.raises(MissingCredentials, match="AZURE_CLIENT_ID"):
        run(environ={})
    with pytest.raises(MissingCredentials, match="AZURE_CLIENT_SECRET"):
        run(environ={"AZURE_CLIENT_ID": APP})
    assert served.server.asked == []


@pytest.mark.parametrize(("client", "why"), [(APP, "not the app's"), ("another", "does not know this app")])
def test_wrong_credentials_are_told_apart(run: Collect, client: str, why: str) -> None:
    with pytest.raises(ExpiredCredentials, match=why) as found:
        run(environ={"AZURE_CLIENT_ID": client, "AZURE_CLIENT_SECRET": "canary-wrong-one"})
    assert "canary-wrong-one" not in str(found.value) and "Trace" not in str(found.value)


def test_a_token_from_the_environment_says_who_it_is_and_what_it_may(served: Served, run: Collect) -> None:
    token = served.tenant.give(roles=["DeviceManagementManagedDevices.Read.All"], scp="User.Read Mail.ReadWrite openid")
    (target,) = run(only=["devices"], environ={"ENTRA_ACCESS_TOKEN": token}).targets
    assert (target.account, target.principal) == (TENANT, "goldenthread")
    person = served.tenant.give(
        roles=None, scp="User.Read DeviceManagementManagedDevices.ReadWrite.All openid", idtyp="user", upn="ana@acme.example"
    )
    (target,) = run(only=["devices"], environ={"ENTRA_ACCESS_TOKEN": person}, now=lambda: NOW + timedelta(days=1)).targets
    assert target.principal == "ana@acme.example" and target.write_access == ("DeviceManagementManagedDevices.ReadWrite.All",)


def test_a_token_that_is_over_is_told_before_anything_is_asked(served: Served, run: Collect) -> None:
    token = served.tenant.give(exp=int((NOW - timedelta(minutes=5)).timestamp()))
    with pytest.raises(ExpiredCredentials, match="2026-06-30 07:55 UTC"):
        run(environ={"ENTRA_ACCESS_TOKEN": token})
    assert served.server.asked == []


def test_a_token_that_cannot_be_read_has_unknown_permissions(served: Served, run: Collect) -> None:
    served.tenant.tokens.append("opaque")
    with pytest.raises(CollectError, match="not accepted"):
        run(only=["devices"], environ={"ENTRA_ACCESS_TOKEN": "opaque-and-unknown"})


def test_without_cryptography_a_certificate_says_what_is_missing(
    run: Collect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.pem").write_bytes(PEM)
    for name in ("cryptography", *(known for known in sys.modules if known.startswith("cryptography."))):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(CollectError, match="cryptography is needed, which is not installed"):
        run(environ={"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_CERTIFICATE_PATH": str(tmp_path / "app.pem")})
