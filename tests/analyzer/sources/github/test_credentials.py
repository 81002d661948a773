"""With which credentials GitHub is collected, and what is said of their rights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from analyzer.collect import CollectError, MissingCredentials, credentials_page
from analyzer.evidence.locker import Locker
from analyzer.sources.github.app import READS
from analyzer.sources.github.collect import PARTS
from tests.analyzer.collect.servers import Asked, Reply
from tests.analyzer.sources.github.conftest import Collect
from tests.analyzer.sources.github.github_org import INSTALLATION_TOKEN, KEY, Org

PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
).decode()  # fmt: skip


def test_without_credentials_it_says_what_is_missing(run: Collect) -> None:
    with pytest.raises(MissingCredentials, match="GITHUB_TOKEN or GH_TOKEN"):
        run(environ={})


def test_without_an_organisation_it_says_how_to_name_one(run: Collect) -> None:
    with pytest.raises(CollectError, match="--org acme"):
        run(options={"org": ()})


def test_scopes_of_a_classic_token_and_those_that_can_write(run: Collect, org: Org) -> None:
    (target,) = run(only=["teams"]).targets
    assert (target.principal, target.account) == ("reader", "acme")
    assert target.scopes == ("read:org", "read:audit_log", "repo") and target.write_access == ("repo",)
    org.scopes = "read:org, security_events"
    assert run(only=["teams"]).targets[0].write_access == ()


def test_what_a_fine_grained_token_may_do_is_not_known(run: Collect, org: Org) -> None:
    org.scopes = None
    (target,) = run(only=["teams"]).targets
    assert target.scopes == () and "does not tell which permissions" in target.unknown_access


def test_an_app_collects_with_tokens_that_only_read_and_its_other_rights_are_reported(
    run: Collect, org: Org, tmp_path: Path
) -> None:  # fmt: skip
    org.permissions = {"members": "read", "contents": "write", "metadata": "read", "issues": "write"}
    asked: list[Asked] = []
    org.faults.append(lambda one: asked.append(one) if one.method == "POST" and one.path.startswith("/app/") else None)
    done = run(only=["members", "teams"], options={"app-id": ("4711",)}, environ={"GITHUB_APP_PRIVATE_KEY": PEM})
    (target,) = done.targets
    assert (target.principal, target.write_access) == ("app goldenthread", ("contents: write", "issues: write"))
    assert [json.loads(one.body) for one in asked] == [{"permissions": {"contents": "read", "members": "read", "metadata": "read"}}]
    assert done.gaps == ()
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    assert INSTALLATION_TOKEN.encode() not in written and PEM.splitlines()[3].encode() not in written
    assert Locker(tmp_path / "locker").verify() == []


def test_a_token_of_an_app_that_ends_is_renewed(run: Collect, org: Org) -> None:
    org.permissions = {"members": "read"}
    left = [Reply({"message": "Bad credentials"}, status=401)]
    exchanged: list[str] = []
    org.faults.append(lambda one: exchanged.append(one.path) if one.path.startswith("/app/") else None)
    org.faults.append(lambda one: left.pop() if one.path.endswith("/teams") and left else None)
    done = run(only=["teams"], options={"app-id": ("4711",)}, environ={"GITHUB_APP_PRIVATE_KEY": PEM})
    assert done.gaps == () and len(exchanged) == 2


def test_an_app_that_is_not_installed_or_whose_key_is_none(run: Collect, org: Org, tmp_path: Path) -> None:
    org.faults.append(lambda one: Reply({"message": "Not Found"}, status=404) if one.path.endswith("/installation") else None)
    with pytest.raises(CollectError, match="Install the app 4711 in the organisation acme"):
        run(options={"app-id": ("4711",)}, environ={"GITHUB_APP_PRIVATE_KEY": PEM})
    (tmp_path / "key.pem").write_text("CANARYTEXT that is no key")
    with pytest.raises(CollectError, match="cannot be read") as told:
        run(options={"app-id": ("4711",), "private-key-file": (str(tmp_path / "key.pem"),)})
    assert "CANARYTEXT" not in str(told.value)


def test_the_page_names_every_part_and_every_permission() -> None:
    page = credentials_page("github")
    assert [part.name for part in PARTS if f"`{part.name}`" not in page] == []
    names = {
        "organization_administration": "Administration", "vulnerability_alerts": "Dependabot alerts",
        "security_events": "Code scanning alerts", "statuses": "Commit statuses",
    }  # fmt: skip
    assert [one for one in READS if names.get(one, one.replace("_", " ").capitalize()) not in page] == []
