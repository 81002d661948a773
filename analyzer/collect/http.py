"""Requests of a collector: allow-listed, repeated where the source asks for it, with errors in words."""

from __future__ import annotations

import json
import random
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import httpx

from .errors import CollectError, Denied, ExpiredCredentials, Unavailable
from .guard import GuardedTransport, is_here, origin_of
from .model import Secret

if TYPE_CHECKING:
    from .session import Session

ATTEMPTS = 6
TIMEOUT = httpx.Timeout(60.0, connect=15.0)
LONGEST_WAIT = 900.0
LONGEST_BACKOFF = 60.0
SKEW_SECONDS = 300.0
REDIRECTS = 3
SHOWN = 300
RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
LEFT = ("x-rate-limit-remaining", "x-ratelimit-remaining")
EPOCH_FROM = 1_000_000_000
CREDENTIALS = ("access_token", "assertion", "client_assertion", "client_secret", "password", "refresh_token")  # fields of forms
QUOTA = re.compile(
    rb'"reason"\s*:\s*"(?:quotaExceeded|(?:userR|r)ateLimitExceeded|RATE_LIMIT_EXCEEDED)"'
)  # as Google says it with 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is whole.

    Attributes:
        body: the bytes as they came.
        json: the value in them, None where they are no JSON.
        headers: of the answer, names in lower case.
        url: that was asked.
        status: of HTTP.
    """

    body: bytes
    json: Any
    headers: Mapping[str, str]
    url: str
    status: int


class Http:
    """The client of a session; threads may share it.

    Args:
        session: gives the operations, the hosts, the counters and the sleep.
        transport: what sends; the network when left out.

    Attributes:
        authorise: the headers that carry the credentials to an api.
        reauthorise: renews them after a 401, and says whether it did.
        lacks: whether an answer with another status than 403 says that a permission is missing, as some sources do with 401.
    """

    def __init__(self, session: Session, transport: httpx.BaseTransport | None = None) -> None:
        self.session = session
        self.hosts = dict(session.collector.hosts(session.options))
        self.transport = transport
        self.authorise: Callable[[str], Mapping[str, str]] = lambda api: {}
        self.reauthorise: Callable[[], bool] = lambda: False
        self.lacks: Callable[[httpx.Response], bool] = lambda response: False
        self.page_limit: int | None = None

    @cached_property
    def client(self) -> httpx.Client:
        """The guarded client; made with the first request."""
        proxy = self._proxy()
        inner = self.transport or httpx.HTTPTransport(limits=httpx.Limits(max_connections=16), trust_env=True, proxy=proxy)
        guarded = GuardedTransport(inner, self.session.collector.operations, self.hosts)
        agent = {"user-agent": "goldenthread-collector", "accept": "application/json"}
        client = httpx.Client(transport=guarded, timeout=TIMEOUT, headers=agent, trust_env=False, follow_redirects=False)
        self.session.closing.append(client.close)
        return client

    def _know(self, headers: Mapping[str, str], form: Mapping[str, str]) -> None:
        """Make credentials known that are sent, so that an answer that quotes them is not kept with them."""
        sent = [value.rpartition(" ")[2] for name, value in headers.items() if name.lower() == "authorization"]
        sent += [value for name, value in form.items() if name in CREDENTIALS]
        for value in sent:
            self.session.known(Secret(value))

    def _proxy(self) -> str | None:
        """The proxy that the environment names, unless every server is this machine or one that NO_PROXY names."""
        environ = self.session.environ
        proxy = next((environ[name] for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY") if environ.get(name)), None)
        around = environ.get("NO_PROXY", environ.get("no_proxy", "")).split(",")
        outside = [name.strip().lstrip(".") for name in around if name.strip()]
        servers = [urlsplit(url).hostname or "" for url in self.hosts.values()]
        direct = all(is_here(one) or any(one == name or one.endswith(f".{name}") for name in outside) for one in servers)
        return None if direct else proxy

    def get(
        self, path: str, params: Mapping[str, Any] | None = None, *, api: str = "api", headers: Mapping[str, str] | None = None,
        accept: tuple[int, ...] = (), permission: str = "",
    ) -> Answer:  # fmt: skip
        """GET a path of an api, or a whole address of it.

        Args:
            accept: statuses that are an answer too, such as 404 where something may not be there.
            permission: what the call needs, for the message where it is denied.

        Raises:
            Denied, Unavailable: end the part.
            ExpiredCredentials, OperationRefused, CollectError: end the run.
        """
        return self.send("GET", path, params=params, api=api, headers=headers, accept=accept, permission=permission)

    def post(
        self, path: str, body: Any = None, *, form: Mapping[str, str] | None = None, api: str = "api",
        headers: Mapping[str, str] | None = None, accept: tuple[int, ...] = (), permission: str = "",
    ) -> Answer:  # fmt: skip
        """POST a value as JSON, or a form; for GraphQL and for the exchange of tokens. The rest as in `get`."""
        return self.send(
            "POST", path, body=body, form=form, api=api, headers=headers, accept=accept, permission=permission
        )  # fmt: skip

    def send(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, body: Any = None,
        form: Mapping[str, str] | None = None, api: str = "api", headers: Mapping[str, str] | None = None,
        accept: tuple[int, ...] = (), permission: str = "",
    ) -> Answer:  # fmt: skip
        """Send a request until it is answered: waits where the source asks for it, and repeats what failed on the way."""
        url = path if re.match(r"https?://", path) else self.hosts[api].rstrip("/") + path
        what = f"{method} {url.partition('?')[0]}"
        problem, renewed, redirects, attempt = "", False, 0, 0
        while attempt < ATTEMPTS:
            attempt += 1
            given = {**self.authorise(api), **(headers or {})}
            self._know(given, form or {})
            self.session.stats.count(calls=1, retries=1 if attempt > 1 else 0)
            try:
                response = self.client.request(method, url, params=params, json=body, data=form, headers=given)
            except httpx.HTTPError as error:
                problem = self._failure(what, error)
                self._wait(self._backoff(attempt))
                continue
            self._look_at_clock(response)
            status = response.status_code
            if status in accept or 200 <= status < 300:
                answer = _answer(response)
                if answer is not None and not _is_limited(answer):
                    return answer
                problem = "the answer broke off or is no JSON"
                if answer is not None:
                    self.session.stats.count(refused=1)
                    problem = "it refuses requests for too many of them"
                self._wait(self._until_reset(response) or self._backoff(attempt))
            elif response.is_redirect and redirects < REDIRECTS:
                redirects += 1
                attempt -= 1
                url, params = self._redirected(what, url, response), None
            elif status == 401 and not renewed and not self.lacks(response) and self.reauthorise():
                renewed = True
            elif (wait := self._asked_to_wait(response, attempt)) is not None:
                self.session.stats.count(refused=1)
                problem = f"it refuses requests for too many of them ({status})"
                if wait > LONGEST_WAIT:
                    raise Unavailable(f"{what}: {problem} and asks to wait {wait / 60:.0f} minutes", "Run it again later")
                self._wait(wait)
            elif status in (408, 500, 502, 503, 504):
                problem = f"it answers {status}"
                self._wait(self._retry_after(response) or self._backoff(attempt))
            else:
                raise self._refusal(what, response, permission)
        raise Unavailable(f"{what}: {problem}, {ATTEMPTS} times", "Run it again; what was collected is kept")

    def _wait(self, seconds: float) -> None:
        seconds = min(seconds, LONGEST_WAIT)
        self.session.stats.count(waited=seconds)
        self.session.sleep(seconds)

    def _backoff(self, attempt: int) -> float:
        return min(LONGEST_BACKOFF, 2.0 ** (attempt - 1)) * random.uniform(0.75, 1.25)

    def _failure(self, what: str, error: httpx.HTTPError) -> str:
        """What happened on the way; raises where to repeat it is of no use."""
        text = self.session.redactor.text(str(error)) or type(error).__name__
        if isinstance(error, httpx.ConnectError) and ("CERTIFICATE" in text.upper() or _is_tls(error)):
            advice = (
                "Where a proxy of your company opens TLS connections, its certificate has to be trusted: name it in SSL_CERT_FILE."
                " Otherwise somebody between here and the source reads along; nothing was sent"
            )
            raise CollectError(f"{what}: the certificate of the server is not trusted ({text})", advice)
        if isinstance(error, httpx.TimeoutException):
            return "it does not answer in time"
        if isinstance(error, httpx.ConnectError):
            return f"it cannot be reached ({text})"
        return f"the connection broke off ({text})"

    def _look_at_clock(self, response: httpx.Response) -> None:
        try:
            theirs = parsedate_to_datetime(response.headers["date"])
        except (KeyError, ValueError):
            return
        theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        self.session.stats.skew((self.session.now() - theirs).total_seconds())

    def _redirected(self, what: str, url: str, response: httpx.Response) -> str:
        target = urljoin(url, response.headers.get("location", ""))
        if origin_of(target) != origin_of(url):
            raise Unavailable(f"{what}: it sends on to {origin_of(target)}, which is another server; that was not followed")
        return target

    def _retry_after(self, response: httpx.Response) -> float | None:
        value = response.headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d+(\.\d+)?", value):
            return float(value)
        try:
            return max(0.0, (parsedate_to_datetime(value) - self._their_now(response)).total_seconds()) if value else None
        except (ValueError, TypeError):
            return None

    def _their_now(self, response: httpx.Response) -> datetime:
        """The time by the clock that wrote the headers."""
        try:
            theirs = parsedate_to_datetime(response.headers["date"])
        except (KeyError, ValueError):
            return self.session.now()
        return theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)

    def _asked_to_wait(self, response: httpx.Response, attempt: int) -> float | None:
        """Seconds until the source takes requests again; None where it did not refuse for too many of them."""
        status, headers = response.status_code, response.headers
        none_left = any(headers.get(name) == "0" for name in LEFT)
        secondary = status == 403 and b"rate limit" in response.content.lower()
        by_reason = status == 403 and QUOTA.search(response.content) is not None
        too_many = status == 429 or (status == 403 and (none_left or secondary or by_reason or "retry-after" in headers))
        if not too_many:
            return None
        after = self._retry_after(response)
        if after is None and (none_left or status == 429):
            after = self._until_reset(response)
        if after is not None:
            return after
        return max(60.0, self._backoff(attempt)) if secondary and not by_reason else self._backoff(attempt)

    def _until_reset(self, response: httpx.Response) -> float | None:
        """Seconds until the source counts anew, by its own clock, where it says that none is left."""
        headers = response.headers
        reset = next((headers[name] for name in RESETS if re.fullmatch(r"\d+", headers.get(name, ""))), None)
        if reset is None or not (response.status_code == 429 or any(headers.get(name) == "0" for name in LEFT)):
            return None
        until = float(reset)
        return max(1.0, (until - self._their_now(response).timestamp() if until > EPOCH_FROM else until) + 1.0)

    def _refusal(self, what: str, response: httpx.Response, permission: str) -> CollectError:
        said = self.session.redactor.text(_said(response))
        lacks = self.lacks(response)
        if response.status_code == 401 and not lacks:
            skew = self.session.stats.clock_skew
            clock = f" The clock of this machine differs by {skew:.0f} seconds from the server's; set it right first."
            advice = "Make new ones" + (f".{clock}" if skew is not None and abs(skew) > SKEW_SECONDS else "")
            return ExpiredCredentials(f"{what}: the credentials are not accepted (401{said}); expired, withdrawn or wrong", advice)
        if lacks or response.status_code in (403, 404):
            found = "is not there, or not for these credentials" if response.status_code == 404 else "is denied"
            return Denied(f"{what} {found} ({response.status_code}{said})", f"Grant {permission}" if permission else "", permission)
        return Unavailable(f"{what}: it answers {response.status_code}{said}")


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _said(response: httpx.Response) -> str:
    """What the source says of a refusal, shortened."""
    try:
        value = json.loads(response.content)
    except ValueError:
        return ""
    for key in ("errorSummary", "message", "error_description", "error"):
        text = value.get(key) if isinstance(value, dict) else None
        if isinstance(text, dict):
            text = text.get("message")
        if isinstance(text, str) and text:
            return f": {text[:SHOWN]}"
    return ""


def _answer(response: httpx.Response) -> Answer | None:
    """The answer, or None where it is not whole."""
    body, kind = response.content, response.headers.get("content-type", "")
    value: Any = None
    if body and ("json" in kind or body.lstrip()[:1] in (b"{", b"[")):
        try:
            value = json.loads(body)
        except ValueError:
            return None
    elif not body and "json" in kind:
        return None
    return Answer(
        body=body, json=value, headers={k.lower(): v for k, v in response.headers.items()}, url=str(response.url),
        status=response.status_code,
    )  # fmt: skip


def _is_limited(answer: Answer) -> bool:
    """Whether a GraphQL answer says, with status 200, that there were too many requests."""
    errors = answer.json.get("errors") if isinstance(answer.json, dict) else None
    return isinstance(errors, list) and any(isinstance(one, dict) and one.get("type") == "RATE_LIMITED" for one in errors)


def addresses(link: str) -> Iterator[tuple[str, str]]:
    """The relations of a Link header (RFC 8288) and their addresses."""
    for found in re.finditer(r'<([^>]*)>((?:\s*;\s*[\w*!#$&+.^`|~-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]+))?)*)', link):
        relation = re.search(r'(?:^|;)\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))', found[2], re.IGNORECASE)
        if relation:
            for one in (relation[1] or relation[2]).split():
                yield one.lower(), found[1]
