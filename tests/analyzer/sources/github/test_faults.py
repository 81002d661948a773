"""What GitHub may do to a collector: limits, refusals, faults; and what the collector says then."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from analyzer.collect import CollectError
from analyzer.evidence.assurance import assure
from analyzer.evidence.locker import Locker
from tests.analyzer.collect.lockers import CATALOG, rows
from tests.analyzer.collect.servers import Asked, Reply
from tests.analyzer.sources.github.conftest import NOW, Collect, Load
from tests.analyzer.sources.github.github_org import Fault, Org, Record

SECONDARY = {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}
DENIED = {"message": "Resource not accessible by personal access token", "status": "403"}
CHANGES = "select count(*), count(distinct number) from pull_requests where repo = 'acme/ledger'"


def once(path: str, *replies: Reply) -> Fault:
    """Misbehave at a path, so many times."""
    left = list(replies)
    return lambda asked: left.pop(0) if asked.path == path and left else None


def refused(path: str, reply: Callable[[], Reply]) -> Fault:
    """Answer every request to a path so."""
    return lambda asked: reply() if asked.path == path else None


def query_of(asked: Asked) -> Record:
    """The body of a query; empty for other requests."""
    return json.loads(asked.body) if asked.path == "/graphql" else {"query": "", "variables": {}}


@pytest.mark.parametrize(
    ("reply", "least", "most"),
    [
        (Reply(SECONDARY, status=403, headers={"Retry-After": "37"}), 37, 37), (Reply(SECONDARY, status=403), 60, 75),
        (Reply(SECONDARY, status=429, headers={"Retry-After": "Wed, 01 Jul 2026 08:00:41 GMT"}), 41, 41),
        (Reply(SECONDARY, status=429), 0.5, 2),
    ],
    ids=["403 with Retry-After", "403 without", "429 with a date", "429 without"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/orgs/acme/outside_collaborators", "/graphql"])
def test_secondary_limits_are_waited_for(run: Collect, org: Org, path: str, reply: Reply, least: float, most: float) -> None:
    reply.headers.setdefault("Date", "Wed, 01 Jul 2026 08:00:00 GMT")
    org.faults.append(once(path, reply))
    waits: list[float] = []
    done = run(only=["collaborators", "rights"], sleep=waits.append)
    assert done.gaps == () and done.stats.refused == 1
    assert len(waits) == 1 and least <= waits[0] <= most


@pytest.mark.parametrize(("resource", "part"), [("core", "collaborators"), ("graphql", "members")])
def test_the_limit_of_an_hour_is_waited_for_by_the_clock_of_the_server(run: Collect, org: Org, resource: str, part: str) -> None:
    org.left[resource] = 3 if resource == "core" else 2
    waits: list[float] = []
    assert run(only=[part], sleep=waits.append).gaps == ()
    assert waits == [421.0]


def test_a_secondary_limit_that_graphql_reports_with_status_200(run: Collect, org: Org, loaded: Load) -> None:
    reply = Reply({"data": None, "errors": [SECONDARY]}, headers={"Retry-After": "44"})
    org.faults.append(once("/graphql", reply))
    waits: list[float] = []
    assert run(only=["members"], sleep=waits.append).gaps == ()
    assert waits == [44.0]


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"message": "Server Error"}, status=500), Reply(b"<html>Unicorn!</html>", status=503),
        Reply(b'{"data": {"organization": {"memb', cut=False), Reply([], cut=True), Reply(hang=True),
    ],
    ids=["500", "503", "half a JSON", "cut off", "hangs up"],
)  # fmt: skip
def test_faults_on_the_way_are_repeated(run: Collect, org: Org, reply: Reply, tmp_path: Path) -> None:
    org.faults += [once("/graphql", reply, reply), once("/orgs/acme/members", reply)]
    done = run(only=["members"])
    assert done.gaps == () and done.stats.retries == 3
    (entry,) = (one for one in Locker(tmp_path / "locker").entries() if one.name.endswith("members.json"))
    assert entry.rows == entry.source_count == 240


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"message": "We couldn't respond to your request in time."}, status=502),
        Reply({"data": None, "errors": [{"message": "Something went wrong while executing your query."}]}),
    ],
    ids=["502", "an error in the answer"],
)
def test_pages_that_github_does_not_finish_are_asked_for_in_halves(run: Collect, org: Org, loaded: Load, reply: Reply) -> None:
    sizes: list[int] = []

    def answer(asked: Asked) -> Reply | None:
        body = query_of(asked)
        if "mergedBy" not in body["query"] or body["variables"]["name"] != "ledger":
            return None
        sizes.append(body["variables"]["first"])
        return Reply(reply.value, status=reply.status) if sizes[-1] > 30 else None

    org.faults.append(answer)
    done = run(only=["pull_requests"])
    assert done.gaps == () and sizes[:4] == [100, 50, 25, 50]
    assert rows(loaded(), CHANGES) == [(260, 260)]


def test_a_server_that_stays_broken_is_a_gap(run: Collect, org: Org) -> None:
    org.faults.append(lambda asked: Reply(b"", status=503) if "deployments(first: $first" in query_of(asked)["query"] else None)
    (gap,) = run(only=["deployments"]).gaps
    assert gap.part == "deployments" and "503" in gap.why and "acme/ledger" in gap.what


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/orgs/acme/members", "members"), ("/orgs/acme/outside_collaborators", "collaborators"), ("/orgs/acme/teams", "teams"),
        ("/repos/acme/ledger/branches/main/protection", "rules"), ("/repos/acme/ledger/rulesets", "rules"),
        ("/orgs/acme/dependabot/alerts", "dependabot"), ("/orgs/acme/code-scanning/alerts", "code_scanning"),
        ("/orgs/acme/secret-scanning/alerts", "secret_scanning"), ("/orgs/acme/audit-log", "audit_log"),
    ],
)  # fmt: skip
def test_one_denied_call_is_a_gap_that_says_what_is_lacking(run: Collect, org: Org, path: str, part: str) -> None:
    headers = {"X-Accepted-GitHub-Permissions": "members=read; organization_administration=read"}
    org.faults.append(refused(path, lambda: Reply(DENIED, status=403, headers=headers)))
    (gap,) = run(only=[part, "collaborators"]).gaps
    assert gap.part == part and "not accessible" in gap.why and "not shown" in gap.advice
    assert "members: read or organization_administration: read" in gap.advice or part in ("members", "collaborators")


def test_what_is_denied_weakens_the_tables_that_rest_on_it(run: Collect, org: Org, loaded: Load) -> None:
    org.faults.append(refused("/repos/acme/ledger/branches/main/protection", lambda: Reply({"message": "Not Found"}, status=404)))
    (gap,) = run(only=["repositories", "rules"]).gaps
    assert "acme/ledger" in gap.what and "Administration: read" in gap.advice
    one = loaded()
    failed = {table for result in assure(one.store, CATALOG, one.files, one.store.period) if result.passed is False
              for table in result.tables}  # fmt: skip
    assert "branch_rules" in failed


def test_a_plan_without_protected_branches_protects_none(run: Collect, org: Org, loaded: Load) -> None:
    said = {"message": "Upgrade to GitHub Pro or make this repository public to enable this feature."}
    for path in ("/repos/acme/ledger/branches/main/protection", "/repos/acme/ledger/rulesets"):
        org.faults.append(refused(path, lambda: Reply(said, status=403)))
    assert run(only=["rules"]).gaps == ()
    assert rows(loaded(), "select count(*) from branch_rules where repo = 'acme/ledger'") == [(0,)]


def test_a_token_without_single_sign_on_says_where_to_authorise_it(run: Collect, org: Org) -> None:
    headers = {"X-GitHub-SSO": "required; url=https://github.example/orgs/acme/sso?authorization_request=A1"}
    said = {"message": "Resource protected by organization SAML enforcement."}
    org.faults.append(refused("/orgs/acme/teams", lambda: Reply(said, status=403, headers=headers)))
    (gap,) = run(only=["teams"]).gaps
    assert "https://github.example/orgs/acme/sso" in gap.advice


def test_whoever_is_no_owner_sees_no_second_factors_and_nobody_is_taken_to_have_one(
    run: Collect, org: Org, loaded: Load
) -> None:  # fmt: skip
    org.is_owner = False
    gaps = run(only=["members", "collaborators"]).gaps
    assert {gap.part for gap in gaps} == {"members", "collaborators"} and all("owner" in gap.advice for gap in gaps)
    assert rows(loaded(), "select mfa_enabled, count(*) from app_accounts group by 1") == [(None, 243)]


def test_an_organisation_without_an_audit_log_has_a_gap_there(run: Collect, org: Org) -> None:
    org.log = None
    (gap,) = run(only=["audit_log", "teams"]).gaps
    assert gap.part == "audit_log" and "404" in gap.why and "Enterprise Cloud" in gap.advice


def test_repositories_that_are_counted_and_not_shown_are_a_gap(run: Collect, org: Org) -> None:
    hidden = org.repositories["acme/wiki"]

    def answer(asked: Asked) -> None:
        if asked.path == "/orgs/acme/repos":
            org.repositories.pop("acme/wiki", None)
        elif asked.path == "/orgs/acme":
            org.repositories["acme/wiki"] = hidden

    org.faults.append(answer)
    (gap,) = run(only=["repositories"]).gaps
    assert "counts 105 repositories and shows 104" in gap.why


def test_a_log_that_breaks_off_is_asked_for_again_from_its_begin(run: Collect, org: Org, loaded: Load) -> None:
    org.faults.append(
        lambda asked: Reply(DENIED, status=403) if asked.path.endswith("/audit-log") and "after" in asked.query else None
    )
    assert len(run(only=["audit_log"]).gaps) == 1
    org.faults.clear()
    assert run(only=["audit_log"], now=lambda: NOW + timedelta(hours=2)).gaps == ()
    assert rows(loaded(), "select count(*), count(distinct account_id) from account_events") == [(250, 250)]


def test_a_withdrawn_token_ends_the_run_with_words(run: Collect, org: Org) -> None:
    org.faults.append(refused("/user", lambda: Reply({"message": "Bad credentials"}, status=401)))
    with pytest.raises(CollectError, match=r"Bad credentials.*expired, withdrawn or wrong"):
        run()


def test_an_organisation_that_is_not_there_ends_the_run_with_words(run: Collect) -> None:
    with pytest.raises(CollectError, match=r"404.*Look at --org"):
        run(options={"org": ("nobody",)})


def test_another_server_in_a_next_link_is_not_followed(run: Collect, org: Org) -> None:
    stranger = Reply([], headers={"Link": '<https://elsewhere.example/orgs/acme/teams?page=2>; rel="next"'})
    org.faults.append(once("/orgs/acme/teams", stranger))
    with pytest.raises(CollectError, match="no server of this collector"):
        run(only=["teams"])
