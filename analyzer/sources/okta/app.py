"""An app of the organisation that collects with a private key, by tokens that may be bound to a key of the run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from analyzer.collect import Answer, CollectError, MissingCredentials, Secret, Session

from .keys import Key

KEY_VARIABLES = ("OKTA_PRIVATE_KEY", "OKTA_CLIENT_PRIVATEKEY")
TOKEN_PATH = "/oauth2/v1/token"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
READS = (
    "okta.users.read", "okta.groups.read", "okta.apps.read", "okta.policies.read", "okta.authenticators.read",
    "okta.roles.read", "okta.logs.read", "okta.devices.read", "okta.appGrants.read",
)  # fmt: skip
NOT_GRANTED = ("invalid_scope", "consent_required", "access_denied")
RENEWED_BEFORE = timedelta(minutes=5)
TRIES = 4


@dataclass(kw_only=True, repr=False)
class App:
    """An app of the organisation that signs in with a private key: the access token, renewed before it ends.

    Attributes:
        session: of the run.
        client_id: of the app.
        key: its private key.
        scopes: what the current token may be used for.
    """

    session: Session
    client_id: str
    key: Key
    scopes: tuple[str, ...] = ()
    _token: Secret | None = None
    _ends: datetime | None = None
    _bound: Key | None = None
    _nonce: str | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def headers(self, api: str) -> dict[str, str]:
        """What carries the token; nothing where the token itself is asked for."""
        if api == "token":
            return {}
        with self._lock:
            if self._token is None or self._ends is None or self.session.now() >= self._ends - RENEWED_BEFORE:
                self._ask(self.scopes or READS)
            token = self._token.reveal() if self._token else ""
            return {"authorization": f"{'DPoP' if self._bound else 'Bearer'} {token}"}

    def renew(self) -> bool:
        """Get another token after a refusal."""
        with self._lock:
            return self._ask(self.scopes)

    def find_scopes(self) -> tuple[str, ...]:
        """Ask for every scope, and where the app does not have all of them, find those that it has.

        Raises:
            CollectError: if it has none of them, or the organisation refuses it.
        """
        with self._lock:
            if not self._ask(READS):
                granted = tuple(scope for scope in READS if self._ask((scope,)))
                if not granted:
                    raise CollectError(
                        f"The app {self.client_id} has none of the scopes that collecting needs",
                        "Grant them under Okta API Scopes of the app: " + ", ".join(READS),
                    )
                self._ask(granted)
        return self.scopes

    def _ask(self, scopes: tuple[str, ...]) -> bool:
        """Exchange an assertion for a token; False where the app does not have the scopes."""
        for _ in range(TRIES):
            answer = self._exchange(scopes)
            said = answer.json if isinstance(answer.json, dict) else {}
            if answer.status == 200 and said.get("access_token"):
                self._token = self.session.known(Secret(said["access_token"]))
                self._ends = self.session.now() + timedelta(seconds=int(said.get("expires_in", 3600)))
                self.scopes = tuple(str(said.get("scope") or " ".join(scopes)).split())
                if str(said.get("token_type", "")).lower() != "dpop":
                    self._bound = None
                return True
            error = said.get("error")
            if error in NOT_GRANTED:
                return False
            if error == "use_dpop_nonce" and answer.headers.get("dpop-nonce"):
                self._nonce = answer.headers["dpop-nonce"]
            elif error == "invalid_dpop_proof" and self._bound is None:
                self._bound = Key.made()
            else:
                raise self._refusal(said, answer)
        raise CollectError("The organisation keeps asking for another proof of the key", "Run it again later")

    def _exchange(self, scopes: tuple[str, ...]) -> Answer:
        url = self.session.http.hosts["api"] + TOKEN_PATH
        assertion = self.session.known(Secret(self.key.assertion(self.client_id, url, self.session.now())))
        form = {
            "grant_type": "client_credentials", "scope": " ".join(scopes), "client_assertion_type": ASSERTION,
            "client_assertion": assertion.reveal(),
        }  # fmt: skip
        return self.session.http.post(TOKEN_PATH, form=form, api="token", accept=(400, 401, 403))

    def _refusal(self, said: dict[str, Any], answer: Answer) -> CollectError:
        words = str(said.get("error_description") or said.get("errorSummary") or said.get("error") or f"status {answer.status}")
        skew = self.session.stats.clock_skew
        clock = (
            f" The clock of this machine differs by {skew:.0f} seconds from Okta's; set it right." if abs(skew or 0) > 60 else ""
        )
        return CollectError(
            f"Okta gives the app {self.client_id} no token: {self.session.redactor.text(words)}",
            f"Look at the client ID, and whether the public key of this private key (key ID {self.key.id or 'not given'}) is active"
            f" among the keys of the app.{clock}",
        )

    def prove(self, request: httpx.Request) -> None:
        """Add to a request the proof that whoever sends it has the key that the token is bound to (RFC 9449)."""
        with self._lock:
            bound, nonce = self._bound, self._nonce
        if bound is not None:
            asks = request.url.path == TOKEN_PATH
            token = None if asks else request.headers.get("authorization", "").partition(" ")[2]
            url = str(request.url.copy_with(query=None, fragment=None))
            request.headers["dpop"] = bound.proof(request.method, url, self.session.now(), token, nonce)

    def learn(self, response: httpx.Response) -> None:
        """Keep the nonce that the next proof has to hold."""
        if nonce := response.headers.get("dpop-nonce"):
            with self._lock:
                self._nonce = nonce


def app_of(session: Session, client_id: str) -> App:
    """Let an app collect: every request carries its token from then on.

    Raises:
        MissingCredentials: if its key is not to be had.
    """
    path = session.options.one("private-key-file")
    if path:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise MissingCredentials(f"The private key {path} cannot be read", "Look at --private-key-file") from error
        session.known(Secret(text.strip()))
    else:
        text = session.secret(*KEY_VARIABLES, what="the private key of the app, or its file by --private-key-file").reveal()
    app = App(session=session, client_id=client_id, key=Key.read(text, session.options.one("key-id")))
    session.http.authorise = app.headers
    session.http.reauthorise = app.renew
    session.http.client.event_hooks = {"request": [app.prove], "response": [app.learn]}
    return app
