"""The allow-list at the transport: a request that no operation of the collector names is refused before it leaves."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from .errors import CollectError, OperationRefused
from .model import Operation

TOKEN = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[_A-Za-z]\w*|[{}()\[\]]|\S')
READS = ("query", "fragment", "{")


class GuardedTransport(httpx.BaseTransport):
    """A transport that lets only the operations of a collector pass.

    Args:
        inner: sends what passes.
        operations: the allow-list.
        hosts: the origins by the `api` of the operations.

    Raises:
        CollectError: if an origin is no `https` address of a server; plain `http` is for this machine alone.
    """

    def __init__(self, inner: httpx.BaseTransport, operations: Sequence[Operation], hosts: Mapping[str, str]) -> None:
        self.inner = inner
        self.operations = tuple(operations)
        self.origins = {name: origin_of(url) for name, url in hosts.items()}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request if it is on the list.

        Raises:
            OperationRefused: if it is not.
        """
        if problem := self.refusal(request):
            raise OperationRefused(
                f"{request.method} {request.url.copy_with(query=None, fragment=None)} was not sent: {problem}",
                "A collector only reads, and only what its list of operations names",
            )
        return self.inner.handle_request(request)

    def refusal(self, request: httpx.Request) -> str:
        """Why a request may not leave; empty where it may."""
        url = request.url
        path = url.raw_path.decode("ascii").partition("?")[0]
        if re.search(r"%2[ef]|%5c|\\|/\.{1,2}(?:/|$)", path, re.IGNORECASE):
            return "its path has dots or slashes that another reader may take otherwise"
        if url.userinfo:
            return "its address carries credentials"
        override = next((name for name in request.headers if re.search(r"method-?override", name, re.IGNORECASE)), None)
        if override:
            return f"the header {override} makes another operation of it"
        origin = origin_of(str(url))
        there = [one for one in self.operations if self.origins.get(one.api) == origin]
        if not there:
            return f"{origin} is no server of this collector"
        hits = [one for one in there if one.allows(request.method, path)]
        if not hits:
            return "the operation is not on the list"
        return graphql_refusal(request.read()) if all(one.graphql for one in hits) else ""

    def close(self) -> None:
        """Close the inner transport."""
        self.inner.close()


def origin_of(url: str) -> str:
    """Scheme, name and port of an address.

    Raises:
        CollectError: if it is none, or plain `http` to another machine.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        port = None
    if not parts.hostname or port is None:
        raise CollectError(f"{url!r} is no address of a server", "Write it as https://name")
    if parts.scheme == "http" and not is_here(parts.hostname):
        raise CollectError(f"{url} is not encrypted", "Use https; plain http is only taken for this machine itself")
    return f"{parts.scheme}://{parts.hostname}:{port}"


def is_here(name: str) -> bool:
    """Whether a name is this machine's own."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def graphql_refusal(body: bytes) -> str:
    """Why the body of a GraphQL request may not leave; empty where it holds nothing but queries."""
    try:
        content: Any = json.loads(body)
    except ValueError:
        return "its body is no JSON"
    document = content.get("query") if isinstance(content, dict) else None
    if not isinstance(document, str) or set(content) - {"query", "variables", "operationName"}:
        return "its body is no single GraphQL query"
    depth, starts, at_start = 0, [], True
    for token in TOKEN.findall(document):
        if token.startswith(("#", ",", "\ufeff")):
            continue
        if depth == 0 and at_start:
            starts.append(token)
            at_start = False
        if token in "{([":
            depth += 1
        elif token in "})]":
            depth -= 1
            at_start = depth == 0 and token == "}"
        if depth < 0:
            return "its GraphQL cannot be read"
    if depth or not starts:
        return "its GraphQL cannot be read"
    other = next((start for start in starts if start not in READS), None)
    return f"its GraphQL holds a {other}, and only queries are sent" if other else ""
