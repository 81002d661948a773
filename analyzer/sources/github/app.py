"""A GitHub App that collects with a private key: tokens of its installation, limited to reading, renewed before they end."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from analyzer.collect import CollectError, MissingCredentials, PartError, Secret, Session, Target
from analyzer.collect.jwt import rsa_key, signed

from .calls import VERSION, Calls

KEY_VARIABLE = "GITHUB_APP_PRIVATE_KEY"
READS = (
    "administration", "checks", "contents", "deployments", "members", "metadata", "organization_administration",
    "pull_requests", "secret_scanning_alerts", "security_events", "statuses", "vulnerability_alerts",
)  # fmt: skip
VALID = timedelta(minutes=9)
SKEW = timedelta(minutes=1)
RENEWED_BEFORE = timedelta(minutes=5)


@dataclass(kw_only=True, repr=False)
class App:
    """An app in one organisation.

    Attributes:
        session: of the run.
        app_id: number or client id of the app.
        key: its private key, as `cryptography` has it.
        installation: number of its installation in the organisation.
        reads: the permissions that its tokens are asked to have.
    """

    session: Session
    app_id: str
    key: Any
    installation: int = 0
    reads: tuple[str, ...] = ()
    _token: Secret | None = None
    _ends: datetime | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def headers(self, api: str) -> dict[str, str]:
        """What carries the credentials: the app's own where it asks for tokens, else a token of the installation."""
        if api == "app":
            return {"authorization": f"Bearer {self._signed()}"}
        with self._lock:
            if self._token is None or self._ends is None or self.session.now() >= self._ends - RENEWED_BEFORE:
                self._exchange()
            return {"authorization": f"Bearer {self._token.reveal() if self._token else ''}"}

    def renew(self) -> bool:
        """Get another token after a refusal; False where the refused one is the app's own."""
        with self._lock:
            if self._token is None:
                return False
            self._exchange()
            return True

    def _exchange(self) -> None:
        path = f"/app/installations/{self.installation}/access_tokens"
        body = {"permissions": dict.fromkeys(self.reads, "read")}
        self._token = None
        answer = self.session.http.post(path, body, api="app", headers=VERSION).json
        self._token = self.session.known(Secret(answer["token"]))
        self._ends = datetime.fromisoformat(answer["expires_at"])

    def _signed(self) -> str:
        """The app's own credentials: a JSON Web Token (RS256) that is good for some minutes."""
        now = self.session.now()
        claims = {"iat": int((now - SKEW).timestamp()), "exp": int((now + VALID).timestamp()), "iss": self.app_id}
        return self.session.known(Secret(signed(self.key, claims))).reveal()


def app_target(session: Session, calls: Calls, org: str) -> Target:
    """Let an app collect an organisation: every request carries a token of its installation from then on.

    Raises:
        CollectError: if the key cannot be read, or the app is not installed there.
    """
    app_id = session.options.one("app-id") or ""
    app = App(session=session, app_id=app_id, key=_key(session))
    session.http.authorise = app.headers
    session.http.reauthorise = app.renew
    try:
        installed = session.http.get(f"/orgs/{org}/installation", api="app", headers=VERSION).json
    except PartError as error:
        advice = f"Install the app {app_id} in the organisation {org}, for all of its repositories"
        raise CollectError(error.problem, advice) from error
    permissions: Mapping[str, str] = installed.get("permissions") or {}
    app.installation = int(installed["id"])
    app.reads = tuple(name for name in READS if name in permissions)
    scopes = tuple(f"{name}: {level}" for name, level in sorted(permissions.items()))
    return Target(
        account=str((installed.get("account") or {}).get("login") or org), principal=f"app {installed.get('app_slug') or app_id}",
        name=org, scopes=scopes, write_access=tuple(one for one in scopes if not one.endswith(": read")), handle=calls,
    )  # fmt: skip


def _key(session: Session) -> Any:
    """The private key of the app from its file, or from the environment.

    Raises:
        MissingCredentials: if there is none.
        CollectError: if it cannot be read; the text is not quoted.
    """
    path = session.options.one("private-key-file")
    if path:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise MissingCredentials(f"The private key {path} cannot be read", "Look at --private-key-file") from error
        session.known(Secret(text.strip()))
    else:
        text = session.secret(KEY_VARIABLE, what="the private key of the app, or its file by --private-key-file").reveal()
    key = rsa_key(text.replace("\\n", "\n").encode())
    if key is None:
        raise CollectError("The private key of the app cannot be read", "It has to be the PEM file that GitHub made for the app")
    return key
