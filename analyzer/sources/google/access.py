"""Signing in to Google: a token from the environment, or a service account that stands in for an administrator."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analyzer.collect import Answer, CollectError, ExpiredCredentials, MissingCredentials, Secret, Session
from analyzer.collect.jwt import rsa_key, signed

TOKEN, KEY_FILE, SUBJECT = "GOOGLE_OAUTH_ACCESS_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_WORKSPACE_ADMIN"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
VALID_SECONDS = 3600
PREFIX = "https://www.googleapis.com/auth/"
SCOPES = tuple(
    PREFIX + name
    for name in (
        "admin.directory.user.readonly", "admin.directory.orgunit.readonly", "admin.directory.group.readonly",
        "admin.directory.rolemanagement.readonly", "admin.reports.audit.readonly", "admin.directory.device.mobile.readonly",
        "admin.directory.device.chromeos.readonly", "cloud-identity.policies.readonly",
    )
)  # fmt: skip
READS = ("openid", "email", "profile", f"{PREFIX}userinfo.email", f"{PREFIX}userinfo.profile")
NOT_DELEGATED = ("unauthorized_client", "access_denied")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What was signed in with.

    Attributes:
        principal: the service account and whom it stands in for, or the owner of the token.
        scopes: what the token reaches.
        unknown: what could not be looked at of what it may do; empty where everything could.
    """

    principal: str
    scopes: tuple[str, ...]
    unknown: str = ""

    @property
    def write_access(self) -> tuple[str, ...]:
        """The scopes that can change something."""
        return tuple(one for one in self.scopes if not one.endswith(".readonly") and one not in READS)


def sign_in(session: Session) -> Access:
    """Authorise the session's requests.

    Raises:
        MissingCredentials, ExpiredCredentials: if there is nothing to sign in with, or it is not accepted.
    """
    if session.environ.get(TOKEN, "").strip():
        token = session.secret(TOKEN, what="an access token")
        session.http.authorise = lambda api: {} if api == "login" else {"authorization": f"Bearer {token.reveal()}"}
        return _told(session, token)
    account = _ServiceAccount.read(session)
    tokens: list[Secret] = []
    granted = _granted(session, account, tokens)

    def renew() -> bool:
        answer = account.exchange(session, granted)
        tokens[:] = [_given(session, answer)]
        return True

    session.http.authorise = lambda api: {} if api == "login" else {"authorization": f"Bearer {tokens[0].reveal()}"}
    session.http.reauthorise = renew
    unknown = "its tokens were asked for with scopes that only read; Google does not say which others are delegated to it"
    return Access(principal=f"{account.email} for {account.subject}", scopes=granted, unknown=unknown)


def _told(session: Session, token: Secret) -> Access:
    """What Google says of a token."""
    answer = session.http.post("/tokeninfo", form={"access_token": token.reveal()}, api="login", accept=(400, 401, 403, 404, 405))
    said = answer.json if isinstance(answer.json, dict) else {}
    if said.get("error") in ("invalid_token", "invalid_request") or said.get("error_description") == "Invalid Value":
        raise ExpiredCredentials(
            "Google does not accept the access token: it is expired or wrong", f"Get a new one and set {TOKEN}"
        )
    who = str(said.get("email") or said.get("azp") or "the owner of the access token")
    if not isinstance(said.get("scope"), str):
        return Access(principal=who, scopes=(), unknown="Google did not say which scopes the access token has")
    return Access(principal=who, scopes=tuple(said["scope"].split()))


def _granted(session: Session, account: _ServiceAccount, tokens: list[Secret]) -> tuple[str, ...]:
    """The scopes that are delegated to a service account: all at once, or found one by one, as Google refuses a set as a whole."""
    answer = account.exchange(session, SCOPES)
    if answer.status == 200:
        tokens.append(_given(session, answer))
        return SCOPES
    if _error(answer) not in NOT_DELEGATED:
        raise _refused(session, answer)
    granted = tuple(scope for scope in SCOPES if account.exchange(session, (scope,)).status == 200)
    if not granted:
        raise _refused(session, answer)
    tokens.append(_given(session, account.exchange(session, granted)))
    return granted


def _given(session: Session, answer: Answer) -> Secret:
    token = answer.json.get("access_token") if isinstance(answer.json, dict) else None
    if answer.status != 200 or not isinstance(token, str):
        raise _refused(session, answer)
    return session.known(Secret(token))


def _error(answer: Answer) -> str:
    return str(answer.json.get("error") or "") if isinstance(answer.json, dict) else ""


def _refused(session: Session, answer: Answer) -> CollectError:
    code = _error(answer)
    said = str(answer.json.get("error_description") or code) if isinstance(answer.json, dict) else f"the answer is {answer.status}"
    advice = f"Look at the key file that {KEY_FILE} names; the key may have been deleted"
    if code in NOT_DELEGATED:
        advice = "Delegate the scopes to the client id of the service account: `goldenthread collect google --credentials`"
    elif "iat and exp" in said:
        advice = "Set the clock of this machine right"
    elif "email or User ID" in said:
        advice = f"--subject (or {SUBJECT}) has to be an administrator of the domain"
    return ExpiredCredentials(session.redactor.text(f"Google does not accept the credentials: {said}"), advice)


@dataclass(frozen=True, slots=True)
class _ServiceAccount:
    """A service account with its key; shows its key nowhere."""

    _key: Any
    key_id: str
    email: str
    subject: str

    def __repr__(self) -> str:
        return f"ServiceAccount({self.email})"

    @classmethod
    def read(cls, session: Session) -> _ServiceAccount:
        """Read the key file that the environment names.

        Raises:
            MissingCredentials, CollectError: if there is none, or it is none; nothing of it is quoted.
        """
        path, subject = session.environ.get(KEY_FILE, "").strip(), session.options.one("subject")
        if not path or not subject:
            missing = (
                f"the key file of a service account ({KEY_FILE})" if not path else f"whom it stands in for (--subject or {SUBJECT})"
            )
            advice = f"Set it, or {TOKEN}. `goldenthread collect google --credentials` says how to make them"
            raise MissingCredentials(f"No credentials for Google Workspace: {missing} is missing", advice)
        advice = f"{KEY_FILE} has to name the JSON key file of a service account"
        key: Any = None
        content: Any = None
        try:
            content = json.loads(Path(path).read_bytes())
            pem = session.known(Secret(content["private_key"])).reveal()
            key = rsa_key(pem.encode())
        except OSError as error:
            raise MissingCredentials(f"{path} cannot be read ({error.strerror})", advice) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            key = None
        if key is None or not content.get("client_email"):
            raise CollectError(f"{path} is no key of a service account", advice) from None
        return cls(key, str(content.get("private_key_id") or ""), str(content["client_email"]), subject)

    def exchange(self, session: Session, scopes: Sequence[str]) -> Answer:
        """Ask for a token with scopes; the answer may be a refusal."""
        url = session.http.hosts["login"].rstrip("/") + "/token"
        form = {"grant_type": GRANT, "assertion": self._assertion(scopes, url, session.now())}
        return session.http.post("/token", form=form, api="login", accept=(400, 401, 403))

    def _assertion(self, scopes: Sequence[str], url: str, now: datetime) -> str:
        at = int(now.timestamp())
        claims = {
            "iss": self.email, "sub": self.subject, "scope": " ".join(scopes), "aud": url, "iat": at, "exp": at + VALID_SECONDS,
        }  # fmt: skip
        return signed(self._key, claims, {"kid": self.key_id} if self.key_id else None)
