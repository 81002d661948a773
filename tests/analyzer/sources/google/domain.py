"""A customer of Google Workspace on a local server, which answers by Google's own discovery documents.

`discovery.json` holds them, cut down: methods with the parameters and scopes that they take, and schemas of what they answer.
What is asked has to fit them, and so does what is answered; what does not is kept in `Domain.unlike`.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.analyzer.collect.servers import Asked, Reply, Server, serving
from tests.analyzer.sources.google import company

DISCOVERY = json.loads((Path(__file__).parent / "discovery.json").read_text())
SCHEMAS = DISCOVERY["schemas"]
METHODS = [
    (re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(method["path"]))), name)
    for name, method in sorted(DISCOVERY["methods"].items())
]
ITEMS = {
    "directory.users.list": "users", "directory.orgunits.list": "organizationUnits", "directory.groups.list": "groups",
    "directory.members.list": "members", "directory.roles.list": "items", "directory.roleAssignments.list": "items",
    "directory.mobiledevices.list": "mobiledevices", "directory.chromeosdevices.list": "chromeosdevices",
    "reports.activities.list": "items", "cloudidentity.policies.list": "policies",
}  # fmt: skip
COMMON = {"fields", "alt", "prettyPrint", "quotaUser"}
PREFIX = "https://www.googleapis.com/auth/"
KEY = rsa.generate_private_key(65537, 2048)
Record = dict[str, Any]


@dataclass
class Domain:
    """What the server knows, and how it behaves.

    Attributes:
        page: records on a page at most.
        delegated: scopes that the service account may have.
        tokens: their scopes by the tokens that it gave out.
        signed: the claims of the last assertion.
        unlike: what was asked or answered unlike the description.
    """

    page: int = 10
    delegated: set[str] = field(default_factory=lambda: {scope for one in DISCOVERY["methods"].values() for scope in one["scopes"]})
    lists: dict[str, list[Record]] = field(default_factory=company.lists)
    members: dict[str, list[Record]] = field(default_factory=company.members)
    tokens: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signed: Record = field(default_factory=dict)
    unlike: list[str] = field(default_factory=list)

    def key_file(self, folder: Path) -> Path:
        """The key file of the service account."""
        pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        value = {"type": "service_account", "private_key_id": "k1", "private_key": pem, "client_email": company.READER}
        (folder / "key.json").write_text(json.dumps(value))
        return folder / "key.json"

    def answer(self, asked: Asked) -> Reply:
        """What the domain answers."""
        if asked.path in ("/token", "/tokeninfo"):
            form = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
            return self._token(form) if asked.path == "/token" else self._info(form)
        scopes = self.tokens.get(asked.headers.get("authorization", "").removeprefix("Bearer "))
        if scopes is None:
            return error(401, "authError", "Invalid Credentials")
        name, path = next(
            ((name, found.groups()) for pattern, name in METHODS if (found := pattern.fullmatch(asked.path))), ("", ())
        )  # fmt: skip
        if not name or asked.method != "GET":
            self.unlike.append(f"{asked.method} {asked.path} is not described")
            return error(404, "notFound", "Not Found")
        if problem := self._problem(name, asked.query):
            self.unlike.append(f"{name}: {problem}")
            return error(400, "invalid", problem)
        if not set(DISCOVERY["methods"][name]["scopes"]) & set(scopes):
            return error(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
        return self._listed(name, path, asked.query)

    def _listed(self, name: str, path: tuple[str, ...], query: dict[str, str]) -> Reply:
        records = self._records(name, path, query)
        if records is None:
            return error(404, "notFound", "Resource Not Found: groupKey")
        first = int(query.get("pageToken", "0").removeprefix("t"))
        size = min(self.page, int(query.get("maxResults", query.get("pageSize", self.page))))
        paged = "pageToken" in DISCOVERY["methods"][name]["parameters"]
        part = records[first : first + size] if paged else records
        # what is empty is left out
        value: Record = {ITEMS[name]: part} if part else {}
        if paged and first + size < len(records):
            value["nextPageToken"] = f"t{first + size}"
        self.unlike += [f"{name}: {problem}" for problem in unlike(value, {"$ref": DISCOVERY["methods"][name]["response"]})]
        return Reply(masked(value, query["fields"]) if "fields" in query else value)

    def _records(self, name: str, path: tuple[str, ...], query: dict[str, str]) -> list[Record] | None:
        if name == "directory.members.list":
            return self.members.get(path[0])
        if name == "reports.activities.list":
            start, end = datetime.fromisoformat(query["startTime"]), datetime.fromisoformat(query["endTime"])
            found = self.lists[f"{name} {path[1]}"]
            return [one for one in found if start <= datetime.fromisoformat(one["id"]["time"]) <= end]
        return self.lists[f"{name} deleted" if query.get("showDeleted") == "true" else name]

    def _problem(self, name: str, query: dict[str, str]) -> str:
        """What is wrong with the parameters of a request."""
        known = DISCOVERY["methods"][name]["parameters"]
        if other := set(query) - set(known) - COMMON:
            return f"the parameters {sorted(other)} are not described"
        for key, value in query.items():
            rule = known.get(key, {})
            if "enum" in rule and value not in rule["enum"]:
                return f"{key} cannot be {value}"
            whole = rule.get("type") == "integer"
            if whole and not int(rule.get("minimum", 1)) <= int(value) <= int(rule.get("maximum", 1000)):
                return f"{key} cannot be {value}"
            if rule.get("type") == "boolean" and value not in ("true", "false"):
                return f"{key} cannot be {value}"
        if name == "directory.users.list" and not {"customer", "domain"} & set(query):
            return "customer or domain is missing"
        return ""

    def _token(self, form: dict[str, str]) -> Reply:
        signed, _, signature = form["assertion"].rpartition(".")
        try:
            KEY.public_key().verify(_decoded(signature), signed.encode(), padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return Reply({"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, status=400)
        self.signed = json.loads(_decoded(signed.split(".")[1]))
        if self.signed["sub"] != company.ADMIN:
            return Reply({"error": "invalid_grant", "error_description": "Invalid email or User ID"}, status=400)
        scopes = tuple(self.signed["scope"].split())
        if set(scopes) - self.delegated:
            why = (
                "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes"
            )
            return Reply({"error": "unauthorized_client", "error_description": f"{why} requested."}, status=401)
        return Reply({"access_token": self.give(*scopes), "expires_in": 3599, "token_type": "Bearer"})

    def _info(self, form: dict[str, str]) -> Reply:
        scopes = self.tokens.get(form.get("access_token", ""))
        if scopes is None:
            return Reply({"error": "invalid_token", "error_description": "Invalid Value"}, status=400)
        return Reply({"azp": "1", "scope": " ".join(scopes), "expires_in": "3000", "email": company.ADMIN})

    def give(self, *scopes: str) -> str:
        """A new token."""
        token = f"ya29.canary-{len(self.tokens)}-7d1f"
        self.tokens[token] = scopes
        return token


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def error(status: int, reason: str, message: str, **headers: str) -> Reply:
    """A refusal as Google words it."""
    errors = [{"message": message, "domain": "global", "reason": reason}]
    return Reply({"error": {"code": status, "message": message, "errors": errors}}, status=status, headers=headers)


def unlike(value: Any, schema: Record, place: str = "") -> Iterator[str]:
    """What a value has that its described schema has not."""
    schema = SCHEMAS[schema["$ref"]] if "$ref" in schema else schema
    kind = schema.get("type", "any")
    if kind == "object" and isinstance(value, dict):
        known = schema.get("properties", {})
        for name, inner in value.items():
            if name in known:
                yield from unlike(inner, known[name], f"{place}.{name}")
            elif "additionalProperties" not in schema:
                yield f"{place}.{name} is not described"
    elif kind == "array" and isinstance(value, list):
        for inner in value:
            yield from unlike(inner, schema["items"], place)
    elif kind != "any":
        fits = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}
        if kind not in fits or not isinstance(value, fits[kind]):
            yield f"{place} is no {kind}: {value!r}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{place} cannot be {value!r}"


def masked(value: Any, mask: str) -> Any:
    """A value without what a mask of fields does not name: `nextPageToken,users(id,name/fullName)`."""
    if isinstance(value, list):
        return [masked(one, mask) for one in value]
    kept: Record = {}
    for one in re.findall(r"[^,()]+(?:\((?:[^()]|\([^()]*\))*\))?", mask):
        name, inner = re.fullmatch(r"([^/(]+)(?:/(.+)|\((.*)\))?", one, re.DOTALL).group(1, 0)  # pyright: ignore[reportOptionalMemberAccess]
        rest = inner.removeprefix(name).removeprefix("/")
        rest = rest[1:-1] if rest.startswith("(") else rest
        if name in value:
            kept[name] = masked(value[name], rest) if rest else value[name]
    return kept


@contextmanager
def serving_domain(domain: Domain, change: Any) -> Iterator[Server]:
    """Serve a domain; `change` sees each request with its answer and may give another."""
    with serving(lambda asked: change(asked, domain.answer(asked))) as server:
        yield server
