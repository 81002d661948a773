"""Signing in to Google: which credentials there are, what is said where they are missing, wrong or over."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from analyzer.collect import CollectError, ExpiredCredentials, MissingCredentials
from tests.analyzer.collect.servers import Asked, Reply
from tests.analyzer.sources.google.company import ADMIN, NOW, READER
from tests.analyzer.sources.google.conftest import Collect, Served
from tests.analyzer.sources.google.domain import PREFIX


def test_a_service_account_stands_in_for_an_administrator_with_scopes_that_only_read(served: Served, run: Collect) -> None:
    run(only=["org_units"])
    claims = served.domain.signed
    assert (claims["iss"], claims["sub"], claims["aud"]) == (READER, ADMIN, f"{served.server.url}/token")
    assert all(one.endswith(".readonly") for one in claims["scope"].split())
    assert claims["iat"] == NOW.timestamp() and claims["exp"] - claims["iat"] == 3600
    assert len(served.domain.tokens) == 1


def test_what_is_missing_is_named(served: Served, run: Collect, tmp_path: Path) -> None:
    with pytest.raises(MissingCredentials, match="GOOGLE_APPLICATION_CREDENTIALS"):
        run(environ={})
    with pytest.raises(MissingCredentials, match="--subject"):
        run(subject=None)
    with pytest.raises(MissingCredentials, match="cannot be read"):
        run(environ={"GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "nowhere.json")})
    assert served.server.asked == []


@pytest.mark.parametrize(
    "content", ["no JSON", '{"type": "authorized_user"}', '{"private_key": "canary-text", "client_email": "a"}']
)
def test_a_file_that_is_no_key_is_not_quoted(run: Collect, tmp_path: Path, content: str) -> None:
    (tmp_path / "other.json").write_text(content)
    with pytest.raises(CollectError, match="no key of a service account") as found:
        run(environ={"GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "other.json")})
    assert "canary-text" not in str(found.value)


def test_refusals_are_told_apart(served: Served, run: Collect, tmp_path: Path) -> None:
    with pytest.raises(ExpiredCredentials, match="administrator of the domain"):
        run(subject="nobody@acme.example")
    served.domain.delegated.clear()
    with pytest.raises(ExpiredCredentials, match="Delegate the scopes"):
        run()


def test_a_clock_that_is_wrong_is_told(served: Served, run: Collect) -> None:
    said = "Invalid JWT: Token must be a short-lived token and in a reasonable timeframe. Check your iat and exp values"

    def late(asked: Asked, reply: Reply) -> Reply:
        refused = {"error": "invalid_grant", "error_description": f"{said}; iat and exp"}
        return Reply(refused, status=400) if asked.path == "/token" else reply

    served.change = late
    with pytest.raises(ExpiredCredentials, match="clock"):
        run()


def test_a_token_from_the_environment_is_looked_at(served: Served, run: Collect) -> None:
    scopes = (f"{PREFIX}admin.directory.user", f"{PREFIX}admin.directory.orgunit.readonly", "openid")
    token = served.domain.give(*scopes)
    (target,) = run(only=["org_units"], environ={"GOOGLE_OAUTH_ACCESS_TOKEN": token}).targets
    assert target.principal == ADMIN and target.scopes == scopes and target.write_access == scopes[:1]


def test_a_token_that_is_over_is_told(served: Served, run: Collect) -> None:
    with pytest.raises(ExpiredCredentials, match="expired or wrong"):
        run(environ={"GOOGLE_OAUTH_ACCESS_TOKEN": "ya29.canary-unknown"})
    assert [one.path for one in served.server.asked] == ["/tokeninfo"]


def test_credentials_are_nowhere(served: Served, run: Collect, tmp_path: Path) -> None:
    def leak(asked: Asked, reply: Reply) -> Reply:
        if asked.path.endswith("/orgunits"):
            reply.value["organizationUnits"][0]["description"] = next(iter(served.domain.tokens))
        return reply

    served.change = leak
    done = run()
    key = json.loads((tmp_path / "key.json").read_text())["private_key"].splitlines()[3]
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    for secret in (*served.domain.tokens, key):
        assert secret.encode() not in written and secret not in repr(done)


def test_without_cryptography_a_service_account_says_what_is_missing(run: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cryptography", *(known for known in sys.modules if known.startswith("cryptography."))):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(CollectError, match="cryptography is needed, which is not installed"):
        run()
