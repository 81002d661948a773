"""An organisation of GitHub on this machine, about people who do not exist.

What it can be asked is what GitHub's own API descriptions say (`schema.graphql`, `rest.json`): queries are validated and executed
against the schema, paths and parameters against the operations, and answers are copies of the examples with other values. It
pages with `Link` headers of numbered organisations and with cursors of GraphQL, counts in `X-RateLimit-*` apart for REST and
GraphQL, hides what credentials may not see behind 404 or null, and hands out tokens for the signed requests of an app.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from graphql import DocumentNode, GraphQLSchema, build_schema, execute_sync, parse, validate

from tests.analyzer.collect.servers import Asked, Reply, Server, serving

HERE = Path(__file__).parent
REST: dict[str, Any] = {k: v for k, v in json.loads((HERE / "rest.json").read_text("utf-8")).items() if k != "_origin"}
TOKEN = "ghp_canary0fTheClassicToken7f31"
INSTALLATION_TOKEN = "ghs_canaryOfTheInstallation55aa"
KEY = rsa.generate_private_key(65537, 2048)
ORG = "acme"
Record = dict[str, Any]
Fault = Callable[[Asked], "Reply | None"]


@cache
def schema() -> GraphQLSchema:
    """GitHub's schema, reduced."""
    return build_schema((HERE / "schema.graphql").read_text("utf-8"))


@cache
def _document(text: str) -> tuple[DocumentNode, list[str]]:
    document = parse(text)
    return document, [error.message for error in validate(schema(), document)]


def example(name: str, /, **changes: Any) -> Record:
    """An example of the description with other values."""
    return {**copy.deepcopy(REST[name]["example"]), **changes}


def at(moment: datetime) -> str:
    """A time as GitHub writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def account(login: str, number: int) -> Record:
    """A person as REST has them."""
    return example("members", login=login, id=number, url=f"https://api.github.example/users/{login}")


@dataclass
class Org:
    """The organisation; its attributes may be changed while it is served.

    Attributes:
        clock: the time of the server.
        faults: asked before each answer; the first that gives one is taken.
        scopes: of the classic token; None for a token whose permissions GitHub does not tell.
        is_owner: whether the credentials are an owner's, who alone is shown second factors.
        saml: name in single sign-on by login; None without single sign-on.
        pushed: time, hash and author of what reached a default branch without a pull request, by repository.
        left: requests that are left of an hour, by resource.
    """

    clock: Callable[[], datetime]
    members: list[Record] = field(default_factory=list)
    outside: dict[str, str] = field(default_factory=dict)
    repositories: dict[str, Record] = field(default_factory=dict)
    direct: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    protection: dict[str, Record] = field(default_factory=dict)
    rulesets: dict[str, list[Record]] = field(default_factory=dict)
    org_rulesets: dict[int, Record] = field(default_factory=dict)
    in_force: dict[str, list[int]] = field(default_factory=dict)
    pulls: dict[str, list[Record]] = field(default_factory=dict)
    pushed: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    deployments: dict[str, list[Record]] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    alerts: dict[str, list[Record]] = field(default_factory=lambda: {"dependabot": [], "code_scanning": [], "secret_scanning": []})
    alerts_off: set[str] = field(default_factory=set)
    log: list[Record] | None = field(default_factory=list)
    saml: dict[str, str] | None = None
    scopes: str | None = "read:org, read:audit_log, repo"
    is_owner: bool = True
    permissions: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=lambda: {"core": 5000, "graphql": 5000})
    url: str = ""

    def answer(self, asked: Asked) -> Reply:
        """What is answered to a request."""
        for fault in list(self.faults):
            if (reply := fault(asked)) is not None:
                return reply
        resource = "graphql" if asked.path == "/graphql" else "core"
        headers = {
            "X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": str(max(0, self.left[resource] - 1)),
            "X-RateLimit-Reset": str(int((self.clock() + timedelta(minutes=7)).timestamp())), "X-RateLimit-Resource": resource,
            "Date": self.clock().strftime("%a, %d %b %Y %H:%M:%S GMT"),
        }  # fmt: skip
        if self.scopes is not None:
            headers["X-OAuth-Scopes"] = self.scopes
        if self.left[resource] <= 0:
            self.left[resource] = 5000
            return self._limited(resource, headers)
        self.left[resource] -= 1
        reply = self._answer(asked)
        reply.headers = {**headers, **reply.headers}
        return reply

    def _limited(self, resource: str, headers: dict[str, str]) -> Reply:
        said = f"API rate limit exceeded for user ID 1 ({resource})."
        if resource == "graphql":
            return Reply({"errors": [{"type": "RATE_LIMITED", "message": said}]}, headers=headers)
        return Reply({"message": said}, status=403, headers=headers)

    def _answer(self, asked: Asked) -> Reply:
        given = asked.headers.get("authorization", "")
        if asked.path.startswith("/app/") or asked.path.endswith("/installation"):
            if not self._is_signed(given):
                return Reply({"message": "A JSON web token could not be decoded"}, status=401)
        elif given not in (f"Bearer {TOKEN}", f"Bearer {INSTALLATION_TOKEN}"):
            return Reply({"message": "Bad credentials"}, status=401)
        if asked.path == "/graphql":
            from tests.analyzer.sources.github.github_graph import root

            body = json.loads(asked.body)
            document, errors = _document(body["query"])
            if errors:
                return Reply({"errors": [{"message": message} for message in errors]})
            done = execute_sync(schema(), document, root(self), variable_values=body["variables"])
            return Reply(done.formatted)
        return self._rest(asked)

    def _is_signed(self, given: str) -> bool:
        try:
            head, claims, signature = given.removeprefix("Bearer ").split(".")
            KEY.public_key().verify(_bytes(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, InvalidSignature):
            return False
        return json.loads(_bytes(claims))["exp"] > self.clock().timestamp()

    def _rest(self, asked: Asked) -> Reply:
        path = self._renamed(asked.path)
        for name, one in REST.items():
            pattern = re.sub(r"\\{branch\\}", "(?P<branch>.+)", re.escape(one["path"]))
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", pattern)
            found = re.fullmatch(pattern, path)
            if found and one["method"] == asked.method:
                for key, value in asked.query.items():
                    known = one["query"].get(key)
                    if known is None or (known and value not in known) or (key == "per_page" and int(value) > 100):
                        return Reply({"message": f"Validation failed: {key}={value}"}, status=422)
                value = getattr(self, f"_{name}")(asked, **found.groupdict())
                if isinstance(value, list):
                    return self._listed(asked, value)
                return value if isinstance(value, Reply) else Reply(value)
        return Reply({"message": "Not Found"}, status=404)

    def _listed(self, asked: Asked, records: list[Record]) -> Reply:
        size, page = int(asked.query.get("per_page", 30)), int(asked.query.get("page") or asked.query.get("after") or 1)
        more = records[page * size :]
        word = "after" if asked.path.endswith(("dependabot/alerts", "audit-log")) else "page"
        path = self._renamed(asked.path, to_numbers=True)
        following = urlencode({**asked.query, word: page + 1})
        link = {"Link": f'<{self.url}{path}?{following}>; rel="next", <{self.url}{path}?last>; rel="last"'} if more else {}
        return Reply(records[(page - 1) * size : page * size], headers=link)

    def _renamed(self, path: str, to_numbers: bool = False) -> str:
        """A path by names, or as GitHub writes it in links: by numbers."""
        pairs = [(f"/orgs/acme/teams/{slug}/", f"/organizations/1/team/{n}/") for n, slug in enumerate(self.teams)]
        for name, number in [*pairs, ("/orgs/acme/", "/organizations/1/")]:
            path = path.replace(name, number) if to_numbers else path.replace(number, name)
        return path

    def _missing(self, name: str = "Not Found", **headers: str) -> Reply:
        return Reply({"message": name}, status=404, headers=headers)

    def _user(self, asked: Asked) -> Any:
        return example("user", login="reader")

    def _org(self, asked: Asked, org: str) -> Any:
        if org.lower() != ORG:
            return self._missing()
        public = sum(not one["private"] for one in self.repositories.values())
        return example("org", login=ORG, public_repos=public, total_private_repos=len(self.repositories) - public)

    def _members(self, asked: Asked, org: str) -> Any:
        return self._people(asked, {one["login"]: one["two_factor"] for one in self.members})

    def _outside_collaborators(self, asked: Asked, org: str) -> Any:
        return self._people(asked, self.outside)

    def _people(self, asked: Asked, people: dict[str, str]) -> Any:
        which = asked.query.get("filter", "all")
        if which != "all" and not self.is_owner:
            return Reply({"message": "Only owners can use this filter."}, status=422)
        chosen = [login for login, kind in people.items() if which in ("all", f"2fa_{kind}")]
        return [account(login, number) for number, login in enumerate(chosen, start=1)]

    def _repos(self, asked: Asked, org: str) -> Any:
        return sorted(self.repositories.values(), key=lambda one: one["full_name"])

    def _protection(self, asked: Asked, owner: str, repo: str, branch: str) -> Any:
        return self.protection.get(f"{owner}/{repo}") or self._missing("Branch not protected")

    def _rulesets(self, asked: Asked, owner: str, repo: str) -> Any:
        own = [example("rulesets", **{k: one[k] for k in ("id", "name", "source_type", "source", "enforcement")})
               for one in [*self.rulesets.get(f"{owner}/{repo}", []), *self.org_rulesets.values()]]  # fmt: skip
        return own

    def _ruleset(self, asked: Asked, owner: str, repo: str, ruleset_id: str) -> Any:
        found = [one for one in self.rulesets.get(f"{owner}/{repo}", []) if one["id"] == int(ruleset_id)]
        hidden = {k: v for k, v in self.org_rulesets.get(int(ruleset_id), {}).items() if k != "bypass_actors"}
        return (found or [hidden])[0] or self._missing()

    def _org_ruleset(self, asked: Asked, org: str, ruleset_id: str) -> Any:
        return self.org_rulesets.get(int(ruleset_id)) or self._missing()

    def _branch_rules(self, asked: Asked, owner: str, repo: str, branch: str) -> Any:
        return [example("branch_rules", ruleset_id=number) for number in self.in_force.get(f"{owner}/{repo}", [])]

    def _teams(self, asked: Asked, org: str) -> Any:
        return [example("teams", slug=slug, name=slug.title()) for slug in self.teams]

    def _team_members(self, asked: Asked, org: str, team_slug: str) -> Any:
        people = self.teams[team_slug][:1] if asked.query.get("role") == "maintainer" else self.teams[team_slug]
        return [account(login, number) for number, login in enumerate(people)]

    def _team_repos(self, asked: Asked, org: str, team_slug: str) -> Any:
        return [{**one, "role_name": "push"} for one in self.repositories.values()]

    def _dependabot(self, asked: Asked, org: str) -> Any:
        return self.alerts["dependabot"]

    def _code_scanning(self, asked: Asked, org: str) -> Any:
        return self.alerts["code_scanning"]

    def _secret_scanning(self, asked: Asked, org: str) -> Any:
        return self.alerts["secret_scanning"]

    def _audit_log(self, asked: Asked, org: str) -> Any:
        if self.log is None:
            return self._missing()
        since, _, until = asked.query["phrase"].removeprefix("created:").partition("..")
        span = [datetime.fromisoformat(one).timestamp() * 1000 for one in (since, until)]
        return [one for one in self.log if span[0] <= one["@timestamp"] <= span[1]]

    def _installation(self, asked: Asked, org: str) -> Any:
        return example("installation", id=77, account={"login": ORG}, app_slug="goldenthread", permissions=self.permissions)

    def _access_tokens(self, asked: Asked, installation_id: str) -> Any:
        wanted = json.loads(asked.body)["permissions"]
        if set(wanted) - set(self.permissions):
            return Reply({"message": "The permissions requested are not granted to this installation."}, status=422)
        ends = at(self.clock() + timedelta(hours=1))
        return Reply({"token": INSTALLATION_TOKEN, "expires_at": ends, "permissions": wanted}, status=201)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def running(org: Org) -> Iterator[Server]:
    """Serve the organisation on a port of this machine."""
    with serving(org.answer) as server:
        org.url = server.url
        yield server
