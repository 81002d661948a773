"""Calls to AWS: the allow-list hung into every request of botocore, one client for each service and region, errors in words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    ReadTimeoutError,
    SSLError,
    TokenRetrievalError,
)
from botocore.parsers import ResponseParserError
from botocore.utils import parse_timestamp

from analyzer.collect import (
    CollectError,
    Denied,
    ExpiredCredentials,
    MissingCredentials,
    OperationRefused,
    Session,
    Unavailable,
)

from .allowed import ALLOWED

FAULTS = (ClientError, BotoCoreError, ResponseParserError)
DENIED = ("AccessDenied", "Unauthorized", "AuthorizationError", "NotAuthorized", "Forbidden", "403")
EXPIRED = ("ExpiredToken", "RequestExpired", "TokenRefreshRequired")
WRONG = ("InvalidClientTokenId", "UnrecognizedClient", "AuthFailure", "SignatureDoesNotMatch", "InvalidAccessKeyId")
CLOCK = ("RequestTimeTooSkewed", "RequestInTheFuture", "not yet valid", "Signature expired")
THROTTLED = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown", "ProvisionedThroughputExceeded", "BandwidthLimit")
ADVICE_CREDENTIALS = (
    "`goldenthread collect aws --credentials` says which are looked for; with single sign-on, `aws sso login` renews them"
)
ADVICE_CLOCK = "AWS takes no request whose time is off by minutes; set the clock of this machine right"
ADVICE_TLS = "Where a proxy of your company opens TLS connections, name its certificate in AWS_CA_BUNDLE"
SHOWN = 300
NAMES = frozenset(one.partition(":")[2] for one in ALLOWED)
THREADS = 8
BUCKET_THREADS = 24  # buckets have no wide calls, and S3 takes more at once than the other services


@dataclass(kw_only=True)
class Account:
    """An account of AWS as the collector reaches it.

    Attributes:
        session: of the run.
        boto: credentials and the allow-list.
        id: number of the account.
        principal: ARN of the caller.
        home: region of the services that have only one place.
        regions: those that are collected.
        endpoint: address of another server than Amazon's, for tests.
        refusal: why it cannot be reached at all; every part is a gap then.
    """

    session: Session
    boto: boto3.Session
    id: str
    principal: str = ""
    home: str = "us-east-1"
    regions: tuple[str, ...] = ()
    endpoint: str | None = None
    refusal: CollectError | None = None
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def client(self, service: str, region: str) -> Any:
        """The client of a service in a region."""
        key = (service, region)
        if key in self._clients:  # without the lock: who has a client does not wait while another one is made
            return self._clients[key]
        with self._lock:
            if key not in self._clients:
                self._clients[key] = client_of(self.boto, service, region, self.endpoint)
                self.session.closing.append(self._clients[key].close)
            return self._clients[key]

    def call(self, service: str, operation: str, region: str | None = None, none: tuple[str, ...] = (), **params: Any) -> Any:
        """Call an operation once.

        Args:
            operation: as AWS writes it: `DescribeDBInstances`.
            region: the home region when left out.
            none: codes of errors that mean that there is nothing.

        Returns:
            The answer, or None where an error of `none` says that there is nothing.

        Raises:
            PartError, CollectError: as `in_words` tells.
        """
        client = self.client(service, region or self.home)
        try:
            return trimmed(getattr(client, method_of(client, operation))(**params))
        except FAULTS as error:
            if isinstance(error, ClientError) and code_of(error) in none:
                return None
            raise in_words(error, service, operation, region or self.home) from error

    def pages(self, service: str, operation: str, region: str | None = None, **params: Any) -> Iterator[Any]:
        """All pages of an operation. Arguments as in `call`."""
        client = self.client(service, region or self.home)
        method = method_of(client, operation)
        if not client.can_paginate(method):
            yield self.call(service, operation, region, **params)
            return
        try:
            for page in client.get_paginator(method).paginate(**params):
                yield trimmed(page)
        except FAULTS as error:
            raise in_words(error, service, operation, region or self.home) from error

    def items(self, service: str, operation: str, key: str, region: str | None = None, **params: Any) -> list[Any]:
        """The records of all pages of an operation, under a key of the answer."""
        return [item for page in self.pages(service, operation, region, **params) for item in page.get(key) or []]


def session_of(**credentials: str | None) -> boto3.Session:
    """A session of boto that reads moments quickly: thousands of them are most of what a wide answer costs.

    Args:
        credentials: as `boto3.Session` takes them.

    Raises:
        BotoCoreError: if they name a profile that there is not.
    """
    core = botocore.session.Session()
    core.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)
    return boto3.Session(botocore_session=core, **credentials)


def moment(value: Any) -> datetime:
    """What botocore makes of a moment, without its guessing of forms where it is written as ISO 8601 says."""
    if isinstance(value, str) and value[10:11] == "T":
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    return parse_timestamp(value)


def client_of(boto: boto3.Session, service: str, region: str, endpoint: str | None) -> Any:
    """A client that waits and repeats as AWS advises."""
    config = Config(
        max_pool_connections=BUCKET_THREADS, retries={"mode": "standard", "max_attempts": 8}, connect_timeout=15, read_timeout=60,
        user_agent_extra="goldenthread-collector", s3={"addressing_style": "path"} if endpoint else None,
        inject_host_prefix=not endpoint,
    )  # fmt: skip
    with told(service, "", region):
        client = boto.client(service, region_name=region, endpoint_url=endpoint, config=config)
    if endpoint and service == "s3control":
        # it puts the account before the name of the server, which a server of one's own has no name for
        client.meta.events.register_first("before-sign.s3-control", lambda request, **known: _at(endpoint, request))
    return client


def _at(endpoint: str, request: Any) -> None:
    there, asked = urlsplit(endpoint), urlsplit(request.url)
    request.url = urlunsplit((there.scheme, there.netloc, asked.path, asked.query, ""))


def method_of(client: Any, operation: str) -> str:
    """The method of a client for an operation: `describe_db_instances`."""
    return next(name for name, wire in client.meta.method_to_api_mapping.items() if wire == operation)


def trimmed(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without what botocore adds to it and without cursors."""
    return {key: value for key, value in answer.items() if key not in ("ResponseMetadata", "NextToken", "Marker", "IsTruncated")}


def guarded(boto: boto3.Session, session: Session) -> boto3.Session:
    """Hang the allow-list and the counters into every client that this session of boto will make."""
    events = boto.events
    # both: an operation before anything is built of it, and whatever is signed, presigned addresses included
    events.register("before-call", refuse_unknown)
    events.register("before-sign", _refuse_signing)
    events.register("before-send", lambda **known: session.go_on())
    events.register("before-send", lambda **known: session.stats.count(calls=1))
    events.register("needs-retry", _counter(session))
    return boto


def refuse_unknown(model: Any, **known: Any) -> None:
    """Refuse an operation that is not on the allow-list, before it is sent.

    Raises:
        OperationRefused: if it is not.
    """
    name = f"{model.service_model.service_name}:{model.name}"
    if name not in ALLOWED:
        raise OperationRefused(
            f"{name} was not sent: it is not on the list", "A collector only reads, and only what its list names"
        )


def _refuse_signing(operation_name: str, signature_version: Any = None, request_signer: Any = None, **known: Any) -> None:
    if operation_name not in NAMES:
        raise OperationRefused(f"{operation_name} was not signed: it is not on the list", "A collector only reads")


def _counter(session: Session) -> Callable[..., None]:
    def count(response: Any = None, attempts: int = 1, **known: Any) -> None:
        if attempts > 1:
            session.stats.count(retries=1)
        parsed = response[1] if response else {}
        code = str(parsed.get("Error", {}).get("Code", ""))
        if any(code.startswith(one) for one in THROTTLED):
            session.stats.count(refused=1)
        try:
            theirs = parsedate_to_datetime(parsed["ResponseMetadata"]["HTTPHeaders"]["date"])
        except (KeyError, ValueError, TypeError):
            return
        theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        session.stats.skew((session.now() - theirs).total_seconds())

    return count


def code_of(error: ClientError) -> str:
    """The code of an error of AWS."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def told(service: str, operation: str, region: str) -> Iterator[None]:
    """Errors of botocore in words."""
    try:
        yield
    except FAULTS as error:
        raise in_words(error, service, operation, region) from error


def in_words(error: Exception, service: str, operation: str, region: str) -> CollectError:
    """What an error of AWS means for a run: `Denied` and `Unavailable` for this call, another one for all of it."""
    name = f"{service}:{operation}" if operation else service
    if isinstance(error, ClientError):
        return _answered(error, name, region)
    if isinstance(error, (NoCredentialsError, PartialCredentialsError)):
        return MissingCredentials("No credentials for AWS were found", ADVICE_CREDENTIALS)
    if isinstance(error, (CredentialRetrievalError, TokenRetrievalError)):
        return ExpiredCredentials(f"The credentials for AWS cannot be had ({_short(error)})", ADVICE_CREDENTIALS)
    if isinstance(error, ProfileNotFound):
        return MissingCredentials(str(error), "`aws configure list-profiles` names those that there are")
    if isinstance(error, NoRegionError):
        return CollectError("No region is known to begin with", "Give --region, or set AWS_REGION")
    if isinstance(error, SSLError):
        return CollectError(f"{name} in {region}: the certificate of the server is not trusted ({_short(error)})", ADVICE_TLS)
    if isinstance(error, EndpointConnectionError):
        return Unavailable(f"{name}: there is no server of it in {region}, or it cannot be reached", "Check the region's name")
    late = isinstance(error, (ConnectTimeoutError, ReadTimeoutError, ConnectionClosedError))
    said = (
        "it does not answer"
        if late
        else "it answers what cannot be read"
        if isinstance(error, ResponseParserError)
        else _short(error)
    )
    return Unavailable(f"{name} in {region}: {said}", "Run it again" if late else "")


def _answered(error: ClientError, name: str, region: str) -> CollectError:
    code, said = code_of(error), _short(error)
    if any(one in code or one in said for one in CLOCK):
        return CollectError(f"{name} in {region}: the clock of this machine differs from Amazon's ({code})", ADVICE_CLOCK)
    if any(code.startswith(one) for one in EXPIRED):
        return ExpiredCredentials(f"The credentials for AWS have expired ({code})", ADVICE_CREDENTIALS)
    if any(code.startswith(one) for one in DENIED) or code in ("UnauthorizedOperation", "OptInRequired", "SubscriptionRequired"):
        return Denied(f"{name} is denied in {region} ({code}: {said})", f"Grant {name}, or see the policies above it", name)
    if any(code.startswith(one) for one in WRONG):
        return Denied(
            f"{name} does not accept the credentials in {region} ({code})", "The region may be disabled for the account", name
        )
    if any(code.startswith(one) for one in THROTTLED):
        return Unavailable(f"{name} in {region}: it refuses requests for too many of them ({code})", "Run it again later")
    return Unavailable(f"{name} in {region}: it answers {code}: {said}")


def _short(error: Exception) -> str:
    text = error.response.get("Error", {}).get("Message", "") if isinstance(error, ClientError) else str(error)
    return " ".join(str(text).split())[:SHOWN].rstrip(".")
