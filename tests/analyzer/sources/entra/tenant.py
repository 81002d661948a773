"""A tenant of Entra on a local server, which answers by Microsoft's own description of Graph.

`graph.json` is that description, cut down: paths with the query options that they take, types with their properties, values of
enumerations. What is asked has to fit it, and so does what is answered; what does not is kept in `Tenant.unlike`.
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
from urllib.parse import parse_qs, urlencode

from tests.analyzer.collect.servers import Asked, Reply, Server, serving
from tests.analyzer.sources.entra import company

GRAPH = json.loads((Path(__file__).parent / "graph.json").read_text())
NEEDS = {
    "/users": ("User.Read.All",), "/users/$count": ("User.Read.All",), "/users/{user-id}": ("User.Read.All",),
    "/directory/deletedItems/microsoft.graph.user": ("User.Read.All",),
    "/users/{user-id}/authentication/methods": ("UserAuthenticationMethod.Read.All",),
    "/reports/authenticationMethods/userRegistrationDetails": ("AuditLog.Read.All",),
    "/identity/conditionalAccess/policies": ("Policy.Read.All",),
    "/policies/identitySecurityDefaultsEnforcementPolicy": ("Policy.Read.All",),
    "/roleManagement/directory/roleDefinitions": ("RoleManagement.Read.Directory",),
    "/roleManagement/directory/roleAssignments": ("RoleManagement.Read.Directory",),
    "/groups": ("Group.Read.All",), "/groups/{group-id}": ("Group.Read.All",), "/groups/{group-id}/members": ("Group.Read.All",),
    "/groups/{group-id}/transitiveMembers/microsoft.graph.user": ("Group.Read.All",),
    "/auditLogs/signIns": ("AuditLog.Read.All",), "/auditLogs/directoryAudits": ("AuditLog.Read.All",),
    "/deviceManagement/managedDevices": ("DeviceManagementManagedDevices.Read.All",),
}  # fmt: skip
EVERYTHING = tuple(sorted({one for needed in NEEDS.values() for one in needed}))
TEMPLATES = [
    (re.compile(re.sub(r"\\\{[\w\\-]+\\\}", "([^/]+)", re.escape(path))), path)
    for path in sorted(GRAPH["paths"], key=lambda path: "{" in path)
]
Record = dict[str, Any]


@dataclass
class Tenant:
    """What the server knows, and how it behaves.

    Attributes:
        page: records on a page at most.
        roles: permissions of the tokens that it gives out.
        premium: whether the tenant has a licence with which the directory tells of sign-ins.
        form: the fields of the last request for a token.
        unlike: what was asked or answered unlike the description.
    """

    page: int = 10
    roles: tuple[str, ...] = EVERYTHING
    premium: bool = True
    secret: str = "canary-5be3c0secret"
    lists: dict[str, list[Record]] = field(default_factory=company.lists)
    members: dict[str, list[Record]] = field(default_factory=company.members)
    methods: dict[str, list[Record]] = field(default_factory=company.methods)
    tokens: list[str] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)
    unlike: list[str] = field(default_factory=list)
    server: Server | None = None

    def answer(self, asked: Asked) -> Reply:
        """What the tenant answers."""
        if asked.path.endswith("/oauth2/v2.0/token"):
            return self._token(asked)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
        path = asked.path.removeprefix("/v1.0")
        template, names = next(
            ((one, found.groups()) for pattern, one in TEMPLATES if (found := pattern.fullmatch(path))), (None, ())
        )  # fmt: skip
        if template is None or asked.method != "GET" or path == asked.path:
            self.unlike.append(f"{asked.method} {asked.path} is not described")
            return error(400, "BadRequest", f"Resource not found for the segment '{path}'.")
        if problem := self._problem(template, asked.query):
            self.unlike.append(f"{asked.path}: {problem}")
            return error(400, "BadRequest", problem)
        if not set(NEEDS[template]) & set(json.loads(_middle(token)).get("roles", ())):
            return error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        told = "signInActivity" in asked.query.get("$select", "") or template == "/auditLogs/signIns"
        if told and not self.premium:
            why = "Neither tenant is B2C or tenant doesn't have premium license"
            return error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", why)
        return self._described(template, names, asked)

    def _described(self, template: str, names: tuple[str, ...], asked: Asked) -> Reply:
        kind = GRAPH["paths"][template]["item"]
        if template == "/users/$count":
            if asked.headers.get("consistencylevel") != "eventual":
                return error(400, "Request_BadRequest", "$count is not currently supported.")
            return Reply(str(len(self.lists["/users"])).encode(), headers={"content-type": "text/plain"})
        records = self._records(template, names)
        if records is None:
            return error(404, "Request_ResourceNotFound", f"Resource '{names[0]}' does not exist.")
        for record in records:
            self.unlike += [f"{template}: {problem}" for problem in unlike(record, kind)]
        records = [_selected(_expanded(one, asked.query), asked.query) for one in records if _filtered(one, asked.query)]
        context = f"https://graph.microsoft.com/v1.0/$metadata#{template[1:]}"
        if GRAPH["paths"][template]["one"]:
            return Reply({"@odata.context": context, **records[0]})
        first = int(asked.query.get("$skiptoken", 0))
        size = min(self.page, int(asked.query.get("$top", self.page)))
        value = {"@odata.context": context, "value": records[first : first + size]}
        if first + size < len(records):
            query = urlencode({**asked.query, "$skiptoken": first + size})
            value["@odata.nextLink"] = f"{self.server.url if self.server else ''}{asked.path}?{query}"
        return Reply(value)

    def _records(self, template: str, names: tuple[str, ...]) -> list[Record] | None:
        if template == "/users/{user-id}/authentication/methods":
            return self.methods.get(names[0])
        if template.startswith("/groups/{group-id}/"):
            return self.members.get(names[0])
        if template in ("/users/{user-id}", "/groups/{group-id}"):
            found = [one for one in self.lists[template.rpartition("/")[0]] if one["id"] == names[0]]
            return found or None
        return self.lists[template]

    def _problem(self, template: str, query: dict[str, str]) -> str:
        """What is wrong with the query options of a request."""
        path = GRAPH["paths"][template]
        other = set(query) - set(path["query"]) - {"$skiptoken"}
        if other:
            return f"the query options {sorted(other)} are not described"
        known = properties(path["item"]) if path["item"] else {}
        named = [one for option in ("$select", "$expand") for one in query.get(option, "").split(",") if one]
        named += re.findall(r"(\w+) (?:ge|le) ", query.get("$filter", ""))
        top = query.get("$top", "1")
        if not top.isdecimal() or not 1 <= int(top) <= 1000:
            return f"$top cannot be {top}"
        derived = properties("user") if path["item"] == "directoryObject" else {}
        wrong = [one for one in named if one not in known and one not in derived]
        return f"{path['item']} has no {wrong}" if wrong else ""

    def _token(self, asked: Asked) -> Reply:
        form = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
        self.form = form
        if form.get("client_id") != company.APP or not form.get("scope", "").endswith("/.default"):
            return Reply({"error": "unauthorized_client", "error_description": "AADSTS700016: not found.\nTrace ID: 1"}, status=400)
        if "client_assertion" not in form and form.get("client_secret") != self.secret:
            why = "AADSTS7000215: Invalid client secret provided."
            return Reply({"error": "invalid_client", "error_description": why}, status=401)
        return Reply({"token_type": "Bearer", "expires_in": 3599, "access_token": self.give()})

    def give(self, **claims: Any) -> str:
        """A new token; it is signed by nobody."""
        own = {"tid": company.TENANT, "appid": company.APP, "app_displayname": "goldenthread", "idtyp": "app", "exp": 4102444800}
        parts = [{"alg": "none"}, {**own, "roles": list(self.roles), "jti": len(self.tokens), **claims}]
        text = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
        self.tokens.append(f"{text}.canary-signature")
        return self.tokens[-1]


def _middle(token: str) -> bytes:
    middle = token.split(".")[1]
    return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))


def error(status: int, code: str, message: str, **headers: str) -> Reply:
    """A refusal as Graph words it."""
    inner = {"date": "2026-06-30T08:00:00", "request-id": "1", "client-request-id": "1"}
    return Reply({"error": {"code": code, "message": message, "innerError": inner}}, status=status, headers=headers)


def properties(kind: str) -> dict[str, Any]:
    """The properties of a type, with those that it has from others."""
    own = GRAPH["types"][kind]
    return {**(properties(own["base"]) if "base" in own else {}), **own["properties"]}


def unlike(value: Any, kind: Any, place: str = "") -> Iterator[str]:
    """What a value has that its described type has not."""
    if value is None:
        return
    if isinstance(kind, list):
        if not isinstance(value, list):
            yield f"{place} is no list"
            return
        for one in value:
            yield from unlike(one, kind[0], place)
    elif kind in GRAPH["enums"] or kind[1:] in GRAPH["enums"]:
        if value not in GRAPH["enums"][kind.removeprefix("#")]:
            yield f"{place} cannot be {value!r}"
    elif kind.removeprefix("#") in GRAPH["types"]:
        named = str(value.get("@odata.type", "")).removeprefix("#microsoft.graph.")
        known = properties(named or kind.removeprefix("#"))
        for name, inner in value.items():
            if name not in known and not name.startswith("@odata."):
                yield f"{place}.{name} is not described"
            elif name in known:
                yield from unlike(inner, known[name], f"{place}.{name}")
    else:
        fits = {
            "string": isinstance(value, str), "boolean": isinstance(value, bool), "number": isinstance(value, int | float),
            "date-time": isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value)),
        }  # fmt: skip
        if not fits[kind]:
            yield f"{place} is no {kind}: {value!r}"


def _filtered(record: Record, query: dict[str, str]) -> bool:
    for name, sign, moment in re.findall(r"(\w+) (ge|le) (\S+)", query.get("$filter", "")):
        own, asked = datetime.fromisoformat(record[name]), datetime.fromisoformat(moment)
        if own < asked if sign == "ge" else own > asked:
            return False
    return True


def _expanded(record: Record, query: dict[str, str]) -> Record:
    """Without what comes only when it is asked for."""
    return {name: value for name, value in record.items() if name != "principal" or "principal" in query.get("$expand", "")}


def _selected(record: Record, query: dict[str, str]) -> Record:
    names = query.get("$select", "").split(",") if "$select" in query else None
    return {name: value for name, value in record.items() if names is None or name in names or name.startswith("@odata.")}


@contextmanager
def serving_tenant(tenant: Tenant, change: Any = lambda asked, reply: reply) -> Iterator[Server]:
    """Serve a tenant; `change` sees each request with its answer and may give another."""
    with serving(lambda asked: change(asked, tenant.answer(asked))) as server:
        tenant.server = server
        yield server
