"""Who collects: tokens and apps with keys, what they may do, what they lack, and that their secrets are nowhere."""

from __future__ import annotations

import base64
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from analyzer.collect import CollectError, MissingCredentials, Options, find_collector
from analyzer.sources.okta.app import READS
from tests.analyzer.collect.servers import Reply
from tests.analyzer.sources.okta.conftest import NOW, Collect
from tests.analyzer.sources.okta.okta_org import TOKEN, Org, recorded

PRIVATE = rsa.generate_private_key(65537, 2048)
PEM = PRIVATE.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()  # fmt: skip
CLIENT = "0oaclient"
READER = [recorded("role", label="Read-only Administrator", type="READ_ONLY_ADMIN")]


def app(org: Org, *scopes: str, roles: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Make the organisation know the app; what a run needs to be it."""
    org.client, org.granted = (CLIENT, PRIVATE.public_key()), scopes or READS
    org.client_roles = READER if roles is None else roles
    return {"options": {"client-id": (CLIENT,)}, "environ": {"OKTA_PRIVATE_KEY": PEM}}


def jwk() -> str:
    """The key as JSON Web Key, as Okta shows it."""

    def text(number: int) -> str:
        return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()

    private = PRIVATE.private_numbers()
    public = private.public_numbers
    parts = {"n": public.n, "e": public.e, "d": private.d, "p": private.p, "q": private.q}
    parts |= {"dp": private.dmp1, "dq": private.dmq1, "qi": private.iqmp}
    return json.dumps({"kty": "RSA", "kid": "key-1", **{name: text(number) for name, number in parts.items()}})


def test_a_token_of_a_reader_is_told_to_be_one(run: Collect) -> None:
    done = run(only=["devices"])
    (target,) = done.targets
    assert (target.principal, target.scopes, target.write_access) == ("personowner@acme.example", ("Read-only Administrator",), ())
    assert done.notes == ()


def test_a_token_that_may_write_is_reported(run: Collect, org: Org) -> None:
    org.roles[org.owner] = [recorded("role", label="Super Administrator", type="SUPER_ADMIN")]
    done = run(only=["devices"])
    assert done.targets[0].write_access == ("Super Administrator",)
    assert "may also change things: Super Administrator" in done.notes[0]


def test_a_role_of_the_organisations_own_is_looked_into(run: Collect, org: Org) -> None:
    org.roles[org.owner] = [recorded("custom_role")]
    org.permissions = ["okta.users.read", "okta.users.credentials.manage"]
    done = run(only=["users"])
    assert done.targets[0].write_access == ("UserCreatorRole: okta.users.credentials.manage",)
    assert done.gaps == ()


def test_a_role_that_reaches_only_some_users_leaves_a_gap(run: Collect, org: Org) -> None:
    org.roles[org.owner], org.reach = [recorded("custom_role")], "/api/v1/groups/00gengineers/users"
    done = run(only=["users", "devices"])
    assert {gap.part for gap in done.gaps} == {"users", "devices"}
    assert "do not reach every user" in done.gaps[0].why and "Read-only Administrator" in done.gaps[0].advice


def test_rights_that_cannot_be_looked_at_are_said_to_be_unknown(run: Collect, org: Org) -> None:
    denied = Reply({"errorCode": "E0000006", "errorSummary": "no"}, status=403)
    org.faults.append(lambda asked: denied if asked.path == f"/api/v1/users/{org.owner}/roles" else None)
    done = run(only=["devices"])
    assert "could not be looked at" in done.notes[0]


@pytest.mark.parametrize("proof", [False, True], ids=["bearer", "proof of possession"])
def test_an_app_collects_all_of_it(run: Collect, org: Org, proof: bool) -> None:
    org.needs_proof = proof
    done = run(**app(org))
    assert done.gaps == () and done.notes == ()
    assert done.targets[0].principal == CLIENT and set(READS) < set(done.targets[0].scopes)


def test_a_json_web_key_in_a_file_does_as_well(run: Collect, org: Org, tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_text(jwk())
    how = app(org)
    how["options"]["private-key-file"] = (str(file),)
    assert run(only=["devices"], **{**how, "environ": {}}).gaps == ()


def test_scopes_that_are_missing_are_gaps(run: Collect, org: Org) -> None:
    done = run(**app(org, *(scope for scope in READS if scope not in ("okta.logs.read", "okta.apps.read", "okta.appGrants.read"))))
    assert {gap.part for gap in done.gaps} == {"apps", "log"}
    assert all("required scopes" in gap.why and "okta." in gap.advice for gap in done.gaps)
    assert "could not be looked at" in done.notes[0]


def test_an_app_without_roles_is_told_by_its_calls(run: Collect, org: Org) -> None:
    assert run(only=["devices"], **app(org, roles=[])).gaps == ()


def test_scopes_that_can_write_are_reported_though_they_are_not_used(run: Collect, org: Org) -> None:
    done = run(only=["devices"], **app(org, *READS, "okta.users.manage"))
    assert done.targets[0].write_access == ("okta.users.manage",)
    assert all("manage" not in scope for scopes, _ in org.tokens.values() for scope in scopes)


def test_a_token_that_ends_during_the_run_is_renewed(run: Collect, org: Org) -> None:
    def withdraw(asked: Any) -> None:
        if asked.path == "/api/v1/users" and len(org.tokens) == 1:
            org.tokens = {f"old-{n}": value for n, value in enumerate(org.tokens.values())}

    org.faults.append(withdraw)
    done = run(only=["users"], **app(org))
    assert done.gaps == () and len(org.tokens) == 2


def test_secrets_of_an_app_are_nowhere(run: Collect, org: Org, tmp_path: Path) -> None:
    def leak(asked: Any) -> Reply | None:
        said = f"not with {asked.headers.get('authorization')}"
        return Reply({"errorSummary": said}, status=403) if asked.path == "/api/v1/devices" else None

    org.faults.append(leak)
    org.needs_proof = True
    done = run(**app(org))
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file()).decode()
    found = [secret for secret in (*org.tokens, *PEM.splitlines()[1:-1], "eyJhbGci", "eyJ0eXAi") if secret in written + repr(done)]
    assert found == []


@pytest.mark.parametrize(
    ("environ", "options", "said"),
    [
        ({}, {}, "OKTA_API_TOKEN"),
        ({}, {"client-id": (CLIENT,)}, "OKTA_PRIVATE_KEY"),
        ({"OKTA_PRIVATE_KEY": "canary-no-key"}, {"client-id": (CLIENT,)}, "cannot be read"),
        ({}, {"client-id": (CLIENT,), "private-key-file": ("nowhere.pem",)}, "nowhere.pem"),
        ({"OKTA_API_TOKEN": "wrong"}, {}, "expired, withdrawn or wrong"),
        ({"OKTA_API_TOKEN": TOKEN}, {"endpoint": ("http://acme.okta.example",)}, "not encrypted"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said(run: Collect, org: Org, environ: dict[str, str], options: Any, said: str) -> None:
    with pytest.raises(CollectError, match=said) as caught:
        run(environ=environ, options=options)
    assert "canary" not in str(caught.value)


def test_an_app_that_okta_does_not_know(run: Collect, org: Org) -> None:
    how = app(org)
    org.client = (CLIENT, rsa.generate_private_key(65537, 2048).public_key())
    with pytest.raises(CollectError, match="client_assertion signature is invalid"):
        run(**how)


def test_without_cryptography_a_token_does_and_an_app_says_what_is_missing(
    run: Collect, org: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cryptography", *(known for known in sys.modules if known.startswith("cryptography."))):
        monkeypatch.setitem(sys.modules, name, None)
    assert run(only=["devices"]).gaps == ()
    how = {"options": {"client-id": (CLIENT,)}, "environ": {"OKTA_PRIVATE_KEY": PEM}}
    with pytest.raises(CollectError, match="cryptography is needed, which is not installed"):
        run(**how)


def test_a_clock_that_is_wrong_is_named_as_the_reason(run: Collect, org: Org) -> None:
    org.clock = lambda: NOW + timedelta(hours=1)
    with pytest.raises(CollectError, match=r"token is expired.*clock of this machine differs by -3600 seconds"):
        run(**app(org))


def test_an_address_where_there_is_no_okta(run: Collect, org: Org) -> None:
    org.faults.append(lambda asked: Reply({"hello": "world"}))
    with pytest.raises(CollectError, match="does not answer as an organisation of Okta"):
        run()
    org.faults[:] = [lambda asked: Reply(status=404)]
    with pytest.raises(CollectError, match="--domain"):
        run()


def test_an_app_without_scopes(run: Collect, org: Org) -> None:
    with pytest.raises(CollectError, match="none of the scopes"):
        run(**app(org, "okta.brands.read"))


def test_no_organisation_is_named() -> None:
    with pytest.raises(CollectError, match="--domain"):
        find_collector("okta").hosts(Options({}))
    hosts = find_collector("okta").hosts(Options({"domain": ("acme-admin.okta.com/",)}))
    assert hosts == {"api": "https://acme.okta.com", "token": "https://acme.okta.com"}
    assert issubclass(MissingCredentials, CollectError)
