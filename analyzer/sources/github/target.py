"""Which organisations are collected, who collects them, and what the credentials may do there."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.collect import CollectError, Options, PartError, Session, Target

from .calls import Calls

PUBLIC = "https://api.github.com"
TOKEN_VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN")
READING_SCOPES = frozenset(
    ("read:org", "read:audit_log", "read:enterprise", "read:packages", "read:project", "read:user", "read:public_key",
     "read:gpg_key", "read:repo_hook", "read:ssh_signing_key", "user:email", "repo:status", "security_events")
)  # fmt: skip
FINE_GRAINED = "GitHub does not tell which permissions a fine-grained token has; look at the page of the token"
UNKNOWN = "GitHub does not tell which permissions this kind of token has"


def hosts(options: Options) -> dict[str, str]:
    """The origins of REST and GraphQL; those of a GitHub Enterprise Server differ in their paths."""
    address = (options.one("endpoint") or PUBLIC).rstrip("/")
    return {"api": address, "graphql": address.removesuffix("/v3"), "app": address}


def organisations(options: Options) -> tuple[str, ...]:
    """The organisations that the options name.

    Raises:
        CollectError: if they name none.
    """
    found = tuple(dict.fromkeys(one.strip() for one in options.many("org") if one.strip()))
    if not found:
        raise CollectError("It is not said which organisation of GitHub to collect", "Give --org acme, or set GITHUB_ORG")
    return found


def connect(session: Session) -> Sequence[Target]:
    """The organisations that the options name, and who the credentials of the environment are.

    Raises:
        CollectError: if no organisation is named, one is not there, or the credentials are missing or refused.
    """
    names = organisations(session.options)
    if session.options.one("app-id"):
        from .app import app_target

        org, *others = names
        if others:
            raise CollectError("An app collects one organisation at a time", "Give one --org")
        return [app_target(session, Calls(session=session), org)]
    token = session.secret(*TOKEN_VARIABLES, what="a token, or an app named by --app-id (GITHUB_APP_ID) with its private key")
    session.http.authorise = lambda api: {"authorization": f"Bearer {token.reveal()}"}
    calls = Calls(session=session)
    me = calls.get("/user")
    principal = str(me.json["login"])
    given = me.headers.get("x-oauth-scopes")
    scopes = tuple(scope.strip() for scope in (given or "").split(",") if scope.strip())
    unknown = "" if given is not None else FINE_GRAINED if token.reveal().startswith("github_pat_") else UNKNOWN
    return [
        Target(
            account=canonical(calls, name), principal=principal, name=name, scopes=scopes,
            write_access=tuple(scope for scope in scopes if scope not in READING_SCOPES), unknown_access=unknown, handle=calls,
        )
        for name in names
    ]  # fmt: skip


def canonical(calls: Calls, name: str) -> str:
    """The name of an organisation as GitHub writes it.

    Raises:
        CollectError: if it is not there for these credentials.
    """
    try:
        return str(calls.get(f"/orgs/{name}").json["login"])
    except PartError as error:
        advice = "Look at --org, and whether the token or the app is meant for this organisation"
        raise CollectError(error.problem, f"{error.advice}. {advice}" if error.advice else advice) from error
