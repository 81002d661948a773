"""An organisation of Okta on this machine: its answers are those that Okta was recorded to give, about people who do not exist.

What it says is copied from `recorded.json` and only the values differ. It pages with opaque cursors in two `Link` lines, counts
calls in `X-Rate-Limit-*`, answers 429 without `Retry-After`, leaves deprovisioned users out unless a filter asks for them, knows
scopes, and hands out tokens for assertions and proofs whose signatures are right.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.analyzer.collect.servers import Asked, Reply, Server, serving

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))
TOKEN = "00canary-token-of-the-api-3f9a"
ORG_ID = "00o1acmeorg"
Record = dict[str, Any]
Fault = Callable[[Asked], "Reply | None"]
SCOPES = (
    ("/api/v1/users", "okta.users.read"), ("/api/v1/groups", "okta.groups.read"), ("/api/v1/apps", "okta.apps.read"),
    ("/api/v1/policies", "okta.policies.read"), ("/api/v1/authenticators", "okta.authenticators.read"),
    ("/api/v1/iam", "okta.roles.read"), ("/oauth2/v1/clients", "okta.roles.read"), ("/api/v1/logs", "okta.logs.read"),
    ("/api/v1/devices", "okta.devices.read"),
)  # fmt: skip


def recorded(name: str, /, **changes: Any) -> Record:
    """A recorded answer with other values for some of its keys; a key that it does not have is a mistake of the test."""
    record = copy.deepcopy(RECORDED[name])
    unknown = set(changes) - set(record)
    if unknown:
        raise KeyError(f"Okta's {name} has no {unknown}")
    record.update(changes)
    return record


def factor(kind: str, number: str, name: str | None = None) -> Record:
    """A factor; a key or passkey (`webauthn`) has its name beside the credential, as the API description has it."""
    if kind == "webauthn":
        profile = {"credentialId": f"c{number}", **({"authenticatorName": name} if name else {})}
        return {**recorded("totp", id=f"fwf{number}", profile=profile, provider="FIDO", vendorName="FIDO"), "factorType": kind}
    template = {"sms": "sms", "push": "signed_nonce", "signed_nonce": "signed_nonce", "question": "question"}.get(kind, "totp")
    return {**recorded(template, id=f"{kind[:3]}{number}", status="ACTIVE"), "factorType": kind}


@dataclass
class Org:
    """What the organisation holds, and how it misbehaves.

    Attributes:
        faults: asked before every answer; the first reply that one gives is sent in its place.
        limit: calls that one kind of path takes until the next minute.
        clock: the time by which it dates its answers.
    """

    users: list[Record] = field(default_factory=list)
    factors: dict[str, list[Record]] = field(default_factory=dict)
    groups: list[Record] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    roles: dict[str, list[Record]] = field(default_factory=dict)
    group_roles: dict[str, list[Record]] = field(default_factory=dict)
    policies: dict[str, list[Record]] = field(default_factory=dict)
    rules: dict[str, list[Record]] = field(default_factory=dict)
    apps: list[Record] = field(default_factory=list)
    assigned: dict[str, list[Record]] = field(default_factory=dict)
    devices: list[Record] = field(default_factory=list)
    events: list[Record] = field(default_factory=list)
    permissions: list[str] = field(default_factory=lambda: ["okta.users.read"])
    reach: str = "/api/v1/users"
    pipeline: str = "idx"
    owner: str = "00uowner"
    faults: list[Fault] = field(default_factory=list)
    limit: int = 600
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    url: str = ""
    client: tuple[str, rsa.RSAPublicKey] | None = None
    granted: tuple[str, ...] = ()
    client_roles: list[Record] = field(default_factory=list)
    needs_proof: bool = False
    tokens: dict[str, tuple[tuple[str, ...], str | None]] = field(default_factory=dict)
    _used: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def user(self, number: int | str, status: str = "ACTIVE", *factors: Record, **more: Any) -> Record:
        """Add a user with factors."""
        login = f"person{number}@acme.example"
        profile = {**RECORDED["user"]["profile"], "login": login, "email": login, "firstName": "Person", "lastName": str(number)}
        one = recorded("user", id=f"00u{number}", status=status, profile=profile, **more)
        self.users.append(one)
        self.factors[one["id"]] = list(factors)
        return one

    def group(self, name: str, *members: str, kind: str = "OKTA_GROUP") -> Record:
        """Add a group with members."""
        template = "everyone" if kind == "BUILT_IN" else "group"
        one = recorded(template, id=f"00g{name.lower()}", profile={"name": name, "description": None})
        self.groups.append(one)
        self.members[one["id"]] = list(members)
        return one

    def next_minute(self) -> None:
        """Count calls anew."""
        self._used.clear()

    def answer(self, asked: Asked) -> Reply:
        """What Okta says to a request, and when."""
        reply = self._answer(asked)
        reply.headers = {"Date": format_datetime(self.clock(), usegmt=True), **reply.headers}
        return reply

    def _answer(self, asked: Asked) -> Reply:
        for fault in self.faults:
            if (reply := fault(asked)) is not None:
                return reply
        if asked.path == "/oauth2/v1/token":
            return self._token(asked)
        if asked.path == "/.well-known/okta-organization":
            return Reply({"id": ORG_ID, "pipeline": self.pipeline, "_links": {"organization": {"href": self.url}}})
        if refusal := self._refused(asked):
            return refusal
        headers, over = self._counted(asked.path)
        if over:
            return Reply(RECORDED["too_many"], status=429, headers=headers)
        reply = self._found(asked)
        reply.headers = {**headers, **reply.headers}
        return reply

    def _refused(self, asked: Asked) -> Reply | None:
        scheme, _, given = asked.headers.get("authorization", "").partition(" ")
        if scheme == "SSWS" and given == TOKEN:
            return None
        known = self.tokens.get(given)
        if known is None or scheme != ("DPoP" if known[1] else "Bearer"):
            return Reply(_error("E0000011", "Invalid token provided"), status=401)
        if known[1] and not self._proved(asked, given, known[1]):
            return Reply({"error": "invalid_dpop_proof"}, status=400)
        needed = next((scope for path, scope in SCOPES if asked.path.startswith(path)), "")
        if asked.path.endswith("/grants"):
            needed = "okta.appGrants.read"
        if asked.path.endswith("/roles"):
            needed = "okta.roles.read"
        if needed and needed not in known[0]:
            said = "The access token provided does not contain the required scopes."
            return Reply(_error("E0000006", said), status=403, headers={"www-authenticate": 'Bearer error="insufficient_scope"'})
        return None

    def _counted(self, path: str) -> tuple[dict[str, str], bool]:
        bucket = "/".join(path.split("/")[:4])
        with self._lock:
            used = self._used.get(bucket, 0) + 1
            over = used > self.limit
            self._used[bucket] = 0 if over else used
        left = 0 if over else self.limit - used
        reset = str(int(self.clock().timestamp()) + 30)
        return {"X-Rate-Limit-Limit": str(self.limit), "X-Rate-Limit-Remaining": str(left), "X-Rate-Limit-Reset": reset}, over

    def _page(self, asked: Asked, records: list[Record], default: int, most: int = 10_000) -> Reply:
        size = int(asked.query.get("limit", default))
        if size > most:
            return Reply(_error("E0000001", "Api validation failed: limit"), status=400)
        after = asked.query.get("after", "")
        first = int(base64.urlsafe_b64decode(after)) if after else 0
        headers = {"link": f'<{self.url}{asked.path}?limit={size}>; rel="self"'}
        if first + size < len(records):
            cursor = base64.urlsafe_b64encode(str(first + size).encode()).decode()
            query = urlencode({**asked.query, "after": cursor})
            headers["Link"] = f'<{self.url}{asked.path}?{query}>; rel="next"'
        return Reply(records[first : first + size], headers=headers)

    def _found(self, asked: Asked) -> Reply:
        api, id_ = "/api/v1", "([^/]+)"
        answers: tuple[tuple[str, Callable[..., Reply | None]], ...] = (
            (f"{api}/users", lambda: self._listed(asked)),
            (f"{api}/users/me", lambda: self._one(self.users, self.owner)),
            (f"{api}/users/{id_}", lambda user: self._one(self.users, user)),
            (f"{api}/users/{id_}/factors", lambda user: Reply(self.factors[user]) if user in self.factors else None),
            (f"{api}/users/{id_}/roles", lambda user: Reply(self._roles(user))),
            (f"{api}/groups", lambda: self._page(asked, self.groups, 10_000)),
            (f"{api}/groups/{id_}", lambda group: self._one(self.groups, group)),
            (f"{api}/groups/{id_}/users", lambda group: self._page(asked, self._members(group), 1000)),
            (f"{api}/groups/{id_}/roles", lambda group: Reply(self.group_roles.get(group, []))),
            (f"{api}/policies", lambda: Reply(self.policies.get(asked.query["type"], []))),
            (f"{api}/policies/{id_}/rules", lambda policy: Reply(self.rules.get(policy, []))),
            (f"{api}/apps", lambda: self._page(asked, self.apps, 20, 200)),
            (f"{api}/apps/{id_}/users", lambda app: self._page(asked, self.assigned.get(app, []), 50, 500)),
            (f"{api}/apps/{id_}/grants", lambda client: Reply([{"id": f"oag{s}", "scopeId": s} for s in self.granted])),
            (f"{api}/authenticators", lambda: Reply([RECORDED["authenticator"]])),
            (f"{api}/devices", lambda: self._page(asked, self.devices, 20, 200)),
            (f"{api}/logs", lambda: self._log(asked)),
            (f"{api}/iam/assignees/users", lambda: self._assignees(asked)),
            (f"{api}/iam/roles/{id_}/permissions", lambda role: Reply({"permissions": [{"label": p} for p in self.permissions]})),
            (f"{api}/iam/resource-sets/{id_}/resources", lambda resources: self._resources()),
            (f"/oauth2/v1/clients/{id_}/roles", lambda client: Reply(self.client_roles)),
        )
        for path, answer in answers:
            if (found := re.fullmatch(path, asked.path)) and (reply := answer(*found.groups())):
                return reply
        return Reply(RECORDED["not_found"], status=404)

    def _listed(self, asked: Asked) -> Reply:
        wanted = asked.query.get("filter")
        if wanted not in (None, 'status eq "DEPROVISIONED"'):
            return Reply(_error("E0000031", "Invalid search criteria."), status=400)
        return self._page(asked, [one for one in self.users if (one["status"] == "DEPROVISIONED") == bool(wanted)], 200, 200)

    def _one(self, records: list[Record], number: str) -> Reply | None:
        found = next((one for one in records if one["id"] == number), None)
        return Reply(found) if found else None

    def _members(self, group: str) -> list[Record]:
        return [one for one in self.users if one["id"] in self.members[group]]

    def _roles(self, user: str) -> list[Record]:
        through = [
            {**role, "assignmentType": "GROUP"}
            for group, roles in self.group_roles.items() for role in roles if user in self.members[group]
        ]  # fmt: skip
        return [*self.roles.get(user, []), *through]

    def _resources(self) -> Reply:
        (one, *_) = recorded("resources")["resources"]
        one["_links"]["self"]["href"], one["orn"] = self.url + self.reach, "orn:okta:idp:x:y"
        return Reply({"resources": [one], "_links": {}})

    def _assignees(self, asked: Asked) -> Reply:
        ids = sorted(self.roles)
        first, size = int(asked.query.get("after", 0)), 2
        more = first + size < len(ids)
        links = {"next": {"href": f"{self.url}{asked.path}?limit={size}&after={first + size}"}} if more else {}
        return Reply({"value": [{"id": one} for one in ids[first : first + size]], "_links": links})

    def _log(self, asked: Asked) -> Reply:
        since, until = asked.query["since"], asked.query["until"]
        listed = sorted((e for e in self.events if since <= e["published"] < until), key=lambda e: e["published"])
        reply = self._page(asked, listed, 100, 1000)
        if reply.status == 200 and reply.value and "Link" not in reply.headers:
            cursor = base64.urlsafe_b64encode(str(len(listed)).encode()).decode()
            reply.headers["Link"] = f'<{self.url}{asked.path}?{urlencode({**asked.query, "after": cursor})}>; rel="next"'
        return reply

    def _token(self, asked: Asked) -> Reply:
        form = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
        claims = _verified(form["client_assertion"], self.client[1] if self.client else None)
        if claims is None or not self.client or claims["iss"] != self.client[0] or claims["aud"] != f"{self.url}/oauth2/v1/token":
            said = {"error": "invalid_client", "error_description": "The client_assertion signature is invalid."}
            return Reply(said, status=401)
        if claims["exp"] < self.clock().timestamp():
            return Reply({"error": "invalid_client", "error_description": "The client_assertion token is expired."}, status=401)
        scopes = tuple(form["scope"].split())
        if not set(scopes) <= set(self.granted):
            said = {"error": "invalid_scope", "error_description": "One or more scopes are not configured for the resource."}
            return Reply(said, status=400)
        bound = None
        if self.needs_proof:
            if "dpop" not in asked.headers:
                return Reply(RECORDED["dpop_missing"], status=400)
            proof = _verified(asked.headers["dpop"], None)
            if not proof or proof.get("nonce") != "nonce-1":
                return Reply(RECORDED["dpop_nonce"], status=400, headers={"dpop-nonce": "nonce-1"})
            bound = json.dumps(_header(asked.headers["dpop"])["jwk"], sort_keys=True)
        token = f"canary-access-token-{len(self.tokens)}"
        self.tokens[token] = (scopes, bound)
        said = recorded("token", access_token=token, token_type="DPoP" if bound else "Bearer", scope=" ".join(scopes))
        return Reply(said)

    def _proved(self, asked: Asked, token: str, bound: str) -> bool:
        text = asked.headers.get("dpop", "")
        claims = _verified(text, None) if text else None
        hashed = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
        right = (asked.method, self.url + asked.path, hashed)
        same_key = bool(text) and json.dumps(_header(text)["jwk"], sort_keys=True) == bound
        return claims is not None and same_key and (claims["htm"], claims["htu"], claims["ath"]) == right


def _error(code: str, said: str) -> Record:
    return recorded("too_many", errorCode=code, errorLink=code, errorSummary=said)


def _part(text: str) -> Record:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _header(token: str) -> Record:
    return _part(token.split(".", maxsplit=1)[0])


def _verified(token: str, key: rsa.RSAPublicKey | None) -> Record | None:
    """The claims of a signed token whose signature is right; by the key in its own header where none is given."""
    header, claims, signature = token.split(".")
    if key is None:
        jwk = _part(header).get("jwk")
        if jwk is None:
            return None
        e, n = (int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "=="), "big") for name in ("e", "n"))
        key = rsa.RSAPublicNumbers(e, n).public_key()
    try:
        signed = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        key.verify(signed, f"{header}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except Exception:
        return None
    return _part(claims)


@contextmanager
def running(org: Org) -> Iterator[Server]:
    """Serve an organisation."""
    with serving(org.answer) as server:
        org.url = server.url
        yield server
