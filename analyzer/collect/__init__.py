"""Collecting: facts from the systems themselves into a locker, read-only. Nothing here judges; nothing that judges imports this.

How to write a collector
========================

A collector is the file `analyzer/sources/<vendor>/collect.py` (with an empty `__init__.py` beside it); it is found there,
nothing is registered. It exposes one object, `COLLECTOR`. Beside it stands `credentials.md`: the least rights that it needs,
to paste, and nothing else; `goldenthread collect <vendor> --credentials` prints it. Files that it splits into are imported as
`from .calls import ...`. The whole of a small one:

    from analyzer.collect import Collector, Operation, Option, Options, Part, Session, Target, link_pages

    PARTS = (
        Part(name="users", title="users and their factors", tables=("idp_users", "idp_factors"),
             calls=("GET /api/v1/users", "GET /api/v1/users/{id}/factors for each user"),
             permission="the scope okta.users.read", lost="who has an account, and with which second factor"),
        Part(name="system_log", title="System Log", tables=("auth_events",), kind="events", lookback_days=90,
             calls=("GET /api/v1/logs",), permission="the scope okta.logs.read", lost="sign-ins"),
    )

    def connect(session: Session) -> list[Target]:
        token = session.secret("OKTA_API_TOKEN", what="an API token")          # MissingCredentials where there is none
        session.http.authorise = lambda api: {"authorization": f"SSWS {token.reveal()}"}
        me = session.http.get("/api/v1/users/me").json                          # ExpiredCredentials on 401
        return [Target(account="acme.okta.example", principal=me["profile"]["login"], scopes=(...), write_access=(...))]

    def collect(session: Session, target: Target, part: Part) -> None:
        if part.name == "users":
            with session.stream(target, part, call="GET /api/v1/users", source="okta/users",
                                parameters={"search": "status pr"}) as users:
                for page in link_pages(session.http, "/api/v1/users", {"search": "status pr", "limit": 200}, resume=users):
                    page.into(users)
            people = [user for page in users.kept() for user in page]
            with session.stream(target, part, call="GET /api/v1/users/{id}/factors", label="factors",
                                source="okta/factors", records=True, after=users) as factors:
                def one(user):
                    answer = session.http.get(f"/api/v1/users/{user['id']}/factors")
                    factors.record({"user": user["id"], "factors": answer.json}, key=user["id"])
                session.map(one, factors.todo(people, key=lambda user: user["id"]))
        ...

    COLLECTOR = Collector(
        name="okta", title="Okta", parts=PARTS, connect=connect, collect=collect,
        hosts=lambda options: {"api": options.one("endpoint") or f"https://{options.one('domain')}"},
        operations=(Operation(method="GET", path=r"/api/v1/users(/me|/[^/]+/factors)?"),
                    Operation(method="GET", path=r"/api/v1/logs")),
        options=(Option(name="domain", help="such as acme.okta.com", variable="OKTA_DOMAIN"), Option(name="endpoint", help="...")),
        redact=("activation.sharedSecret", "activationToken"),
    )

What the core does for you
--------------------------

Allow-list. Every request passes `GuardedTransport`: method, origin and whole path have to match an `Operation` whose `api` is
    one of `hosts`; GraphQL bodies may hold queries only; redirects to another server are refused. Write operations tightly and
    test that others are refused (`OperationRefused`). A collector that does not use `session.http` (boto3, a database) hangs
    its own allow-list into every request of its library, raising `OperationRefused`.
Requests. `session.http.get/post` wait on 429 (Retry-After in seconds or as a date, X-RateLimit-Reset, neither), on GitHub's
    secondary limits, repeat 5xx, time-outs, broken connections and truncated JSON, and raise in words: `Denied` (403, 404; pass
    `accept=(404,)` where absence is an answer, `permission=` where a call needs its own), `Unavailable`, `ExpiredCredentials`
    (401), certificate errors. `session.http.reauthorise` may be set to a function that renews a token and returns True,
    `session.http.lacks` to one that knows a refusal by another status than 403 (Okta's 401 where a feature is not to be had).
Pages. `link_pages` (Link header), `odata_pages`, `token_pages`, `offset_pages`, `graphql_pages`. Always pass `resume=stream`
    and add each page with `page.into(stream)` (or `stream.add(page.body, rows=..., cursor=page.cursor)`).
Streams. `session.stream(...)` is one file in the locker: the answers of one call with one shape, over all pages (and regions:
    one stream for all of them). Bodies are kept as they came: one page alone; pages that are objects as members of one array;
    pages that are arrays one behind the other. `sources/<vendor>/<export>/source.yaml` has to recognise that file
    (`records: ["[]"]` or `users` work for one page and for many). With `records=True` you put records together yourself with
    `stream.record({...}, key=...)`, and the file is always one array. Set `stream.source_count` where the source reports a
    total. A stream of a part of events has `stream.window`: ask the source for `since <= event < until`.
Gaps. `Denied` and `Unavailable` inside a `with session.stream(...)` end that stream only: what came so far is kept as incomplete
    and the gap is recorded; the code behind the `with` goes on (look at `stream.complete`; give `after=users` to a stream that
    asks about each of the users, so that it is no more whole than they are). Outside of a stream they end the
    part. For something smaller (a region, one repository) catch them yourself and call
    `stream.gap(error.problem, error.advice, what="eu-west-1")`. A gap weakens every verdict that rests on the part's
    `tables`; it is never absence. So never swallow an error without a gap. An answer "there is none" is no gap.
Interrupts. Each page counts once it is added. After a kill the same command goes on: finished parts are skipped, `resume=stream`
    continues at the cursor, `stream.todo(items, key)` leaves out what is there, `stream.kept()` gives back all pages, and a
    stream that is in the locker already (`stream.finished`) asks for nothing. Collect in an order that a second run repeats.
Windows. The first run of a part of events reaches `lookback_days` back or to `--since`; later ones begin where the last whole
    run of that part ended.
Secrets. `session.secret(VARIABLE, what=...)` gives a `Secret` that prints as nothing; `session.known(Secret(...))` for tokens
    that you exchange; what `session.http` sends as authorization, or in a form as a credential, is known by itself. Known
    credentials are blanked out of every body, message, record, name and error. `redact` names the secrets that the source itself
    puts into answers. Credentials are never an option of the command line. A `canaries.py` beside the
    collector's tests says how its users give them; a test then looks for them in everything that is written.
Threads. `session.map(function, items)` runs eight at once; streams and the transport may be shared. `at_once=4` in `COLLECTOR`
    runs four parts at the same time, which needs parts that do not rest on each other.
Rights. Say in `Target` who you are, which scopes you have and which of them can write (`write_access`), or why that cannot be
    seen (`unknown_access`).

Testing. `collect(COLLECTOR, locker, options=..., environ={...}, sleep=waits.append, prepare=...)` runs it without the command;
`prepare=lambda session: setattr(session.http, "transport", httpx.MockTransport(answer))` answers in place of the network, still
behind the allow-list; a server on 127.0.0.1 given by `--endpoint` is better. Recorded answers go to
`<export>/examples/<case>/` with `expected.yaml`. Tests stand in `tests/analyzer/sources/<vendor>/`.
"""

from .configured import Fetched, collect_configured
from .errors import (
    CollectError,
    Denied,
    ExpiredCredentials,
    MissingCredentials,
    OperationRefused,
    PartError,
    Unavailable,
)
from .find import credentials_page, find_collector, vendors
from .http import Answer, Http
from .model import Collector, Operation, Option, Options, Part, Progress, Secret, Target, Window, stamp
from .options import parsed
from .pages import Page, graphql_pages, link_pages, odata_pages, offset_pages, token_pages
from .run import Collected, collect, plan, selected
from .session import Session
from .stream import Stream

__all__ = [
    "Answer", "CollectError", "Collected", "Collector", "Denied", "ExpiredCredentials", "Fetched", "Http", "MissingCredentials",
    "Operation", "OperationRefused", "Option", "Options", "Page", "Part", "PartError", "Progress", "Secret", "Session", "Stream",
    "Target", "Unavailable", "Window", "collect", "collect_configured", "credentials_page", "find_collector", "graphql_pages",
    "link_pages", "odata_pages", "offset_pages", "parsed", "plan", "selected", "stamp", "token_pages", "vendors",
]  # fmt: skip
