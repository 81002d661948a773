"""Collecting an organisation over HTTP: people, repositories, rules, changes and alerts as they reach the tables."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from analyzer.collect import OperationRefused, Session
from analyzer.evidence.locker import Locker
from tests.analyzer.collect.lockers import names, rows
from tests.analyzer.sources.github.conftest import NOW, Collect, Load, entry, pull, sha
from tests.analyzer.sources.github.github_org import TOKEN, Org, at


def test_a_whole_run_has_no_gap_and_every_file_is_known(run: Collect, loaded: Load, tmp_path: Path) -> None:
    done = run()
    assert done.gaps == ()
    assert done.notes == (
        "reader (acme) may also change things: repo. Nothing was changed; give the collector credentials that only read",
    )
    one = loaded()
    assert [file.faults for file in one.files if file.faults] == []
    assert Locker(tmp_path / "locker").verify() == []
    unknown = {what.what for what in one.left_out if "recognis" in what.why or "source" in what.why}
    assert all(any(part in name for part in ("teams", "rights", "secret_scanning")) for name in unknown), unknown


def test_members_with_role_address_and_second_factor(run: Collect, loaded: Load) -> None:
    run(only=["members"])
    one = loaded()
    assert rows(one, "select count(*), count(distinct account_id), count(*) filter (where mfa_enabled) from app_accounts") == [
        (240, 240, 239)
    ]
    named = "select account_id, email, is_privileged, mfa_enabled, notes from app_accounts where email is not null order by 1"
    assert rows(one, named) == [
        ("ines-okafor", "ines@acme.example", True, True, None),
        ("lev-brandt", "lev@acme.example", False, True, "the second factor is a code that comes by SMS"),
        ("mara-voss", "mara@acme.example", False, False, None),
    ]


def test_single_sign_on_says_who_an_account_is(run: Collect, loaded: Load, org: Org) -> None:
    org.saml = {f"person{n:03}": f"p{n}@acme.example" for n in range(150)}
    run(only=["members"])
    assert rows(loaded(), "select email from app_accounts where account_id = 'person149'") == [("p149@acme.example",)]


def test_collaborators_from_outside(run: Collect, loaded: Load) -> None:
    run(only=["collaborators"])
    found = rows(loaded(), "select account_id, role, mfa_enabled, notes is not null from app_accounts order by 1")
    assert found == [
        ("guest-one", "outside collaborator", True, False), ("guest-three", "outside collaborator", True, True),
        ("guest-two", "outside collaborator", False, False),
    ]  # fmt: skip


def test_rights_and_teams_are_kept_whole(run: Collect, tmp_path: Path) -> None:
    run(only=["rights", "teams"])
    locker = Locker(tmp_path / "locker")
    files = {one.name: json.loads(locker.file_of(one).read_text()) for one in locker.entries() if one.name.endswith(".json")}
    rights = next(found for name, found in files.items() if "rights" in name)
    of_one = next(one for one in rights if one["repository"] == "acme/ledger")
    assert len(rights) == 105 and len(of_one["direct_collaborators"]) == 121
    teams = {one["team"]["slug"]: one for one in next(found for name, found in files.items() if "teams" in name)}
    assert len(teams["platform"]["members"]) == 130 and teams["platform"]["members"][0]["role"] == "maintainer"


def test_repositories_and_the_rules_of_their_default_branches(run: Collect, loaded: Load, org: Org) -> None:
    asked: list[str] = []
    org.faults.append(lambda one: asked.append(one.path))
    run(only=["repositories", "rules"])
    one = loaded()
    assert rows(one, "select count(*), count(*) filter (where archived), count(*) filter (where deploys_to_prod) from repos") == [
        (105, 1, 1)
    ]
    rules = "select branch, required_approvals, enforcement, kind from branch_rules where repo = 'acme/{}' order by kind, 1, 2"
    assert rows(one, rules.format("ledger")) == [
        ("main", 2, "active", "branch_protection"), ("~DEFAULT_BRANCH", 1, "active", "ruleset"),
    ]  # fmt: skip
    elsewhere = "a rule that does not reach the default branch is none of it"
    assert rows(one, rules.format("wiki")) == [("~DEFAULT_BRANCH", 3, "evaluate", "ruleset")], elsewhere
    assert rows(one, "select count(*) from branch_rules where repo = 'acme/old'") == [(0,)]
    assert asked.count("/orgs/acme/rulesets/900") == 1, "rulesets of the organisation are asked for once"


def test_changes_with_authors_approvals_last_push_and_merge(run: Collect, loaded: Load, org: Org) -> None:
    changed = org.pulls["acme/ledger"][-1]
    merged = NOW - timedelta(days=2)
    first = {"oid": sha("x"), "at": at(merged - timedelta(days=2)), "authors": ["ines-okafor", "mara-voss"]}
    changed |= pull("acme/ledger", changed["number"], merged, commits=[first], author="mara-voss", mergedBy="ines-okafor")
    changed["forced"] = [(at(merged - timedelta(hours=1)), "mara-voss")]
    run(only=["pull_requests"])
    one = loaded()
    assert rows(one, "select repo, count(*), count(distinct number) from pull_requests group by 1 order by 1") == [
        ("acme/ledger", 260, 260), ("acme/wiki", 1, 1),
    ]  # fmt: skip
    told = (
        "select author, commit_authors, approvers, merged_by, last_pusher, checks_state, linked_ticket, lines_changed,"
        " cast(last_push_at as varchar) from pull_requests where number = 260"
    )
    assert rows(one, told) == [
        ("mara-voss", ["ines-okafor", "mara-voss"], ["lev-brandt"], "ines-okafor", "mara-voss", "SUCCESS", "LED-260", 24,
         "2026-06-29 07:00:00")
    ]  # fmt: skip
    assert rows(one, "select count(*) from pull_request_reviews where reviewer = 'lev-brandt'") == [(261,)]


def test_many_reviews_commits_and_authors_are_all_there(run: Collect, loaded: Load, org: Org) -> None:
    one = org.pulls["acme/wiki"][0]
    one["reviews"] = [{**one["reviews"][0], "author": f"person{n:03}"} for n in range(160)]
    one["commits"] = [{"oid": sha(n), "at": one["createdAt"], "authors": [f"person{n:03}"]} for n in range(140)]
    one["commits"][30]["authors"] = [f"person{n:03}" for n in range(30, 60)] + ["mara-voss"]
    run(only=["pull_requests"])
    found = loaded()
    assert rows(found, "select count(distinct reviewer) from pull_request_reviews where repo = 'acme/wiki'") == [(160,)]
    authors = rows(found, "select commit_authors from pull_requests where repo = 'acme/wiki'")[0][0]
    assert len(authors) == 141 and "mara-voss" in authors


def test_what_is_merged_later_is_added_and_nothing_comes_twice(run: Collect, loaded: Load, org: Org, tmp_path: Path) -> None:
    run(only=["pull_requests"])
    org.pulls["acme/ledger"].append(pull("acme/ledger", 261, NOW + timedelta(hours=1)))
    org.pulls["acme/ledger"][100]["updatedAt"] = at(NOW + timedelta(hours=2))  # somebody comments on an old one
    before = len(names(tmp_path / "locker"))
    done = run(only=["pull_requests"], now=lambda: NOW + timedelta(days=1))
    assert len(names(tmp_path / "locker")) > before and done.stats.calls <= 8
    later = loaded((NOW + timedelta(days=1)).date())
    assert rows(later, "select count(*), count(distinct number) from pull_requests where repo = 'acme/ledger'") == [(261, 261)]
    windows = [one.window for one in Locker(tmp_path / "locker").entries() if one.window]
    assert windows[-1] == "2026-07-01T08:00:00Z..2026-07-02T08:00:00Z"


def test_a_change_that_moves_while_pages_are_turned_is_not_lost(run: Collect, loaded: Load, org: Org) -> None:
    calls = [0]

    def comment(asked: object) -> None:
        calls[0] += 1
        if calls[0] == 5:  # after the first page of changes
            org.pulls["acme/ledger"][3]["updatedAt"] = at(NOW)

    org.faults.append(comment)
    run(only=["pull_requests"])
    assert rows(loaded(), "select count(*), count(distinct number) from pull_requests where repo = 'acme/ledger'") == [(260, 260)]


def test_commits_with_the_change_that_brought_them_in_and_those_that_nothing_did(run: Collect, loaded: Load, org: Org) -> None:
    org.pushed["acme/ledger"] = [(at(NOW - timedelta(days=5)), sha("direct"), "mara-voss"), (at(NOW), sha("later"), "mara-voss")]
    run(only=["commits"])
    one = loaded()
    assert rows(one, "select repo, count(*), count(distinct pr_number) from commits group by 1 order by 1") == [
        ("acme/ledger", 261, 260), ("acme/wiki", 1, 1),
    ]  # fmt: skip
    assert rows(one, "select sha, author, signed from commits where pr_number is null") == [(sha("direct"), "mara-voss", False)]


def test_deployments_of_the_window(run: Collect, loaded: Load) -> None:
    run(only=["deployments"], since=NOW - timedelta(days=80))
    one = loaded()
    assert rows(one, "select count(*), count(distinct deploy_id), min(deployed_at) >= '2026-04-12' from deployments") == [
        (104, 104, True)
    ]
    assert rows(one, "select distinct env, deployed_by, status, repo from deployments") == [
        ("production", "deploy-app", "success", "acme/ledger")
    ]


def test_alerts(run: Collect, loaded: Load) -> None:
    run(only=["dependabot", "code_scanning", "secret_scanning"])
    found = rows(loaded(), "select severity, scanner, count(*) from vuln_findings group by 1, 2 order by 2 nulls first")
    assert found == [("high", None, 130), ("high", "CodeQL", 1)]


def test_repositories_without_alerts_are_a_gap_by_name(run: Collect, org: Org) -> None:
    org.alerts_off = {"acme/wiki"}
    (gap,) = run(only=["dependabot"]).gaps
    assert "acme/wiki" in gap.why and gap.tables == ("vuln_findings",)


def test_the_audit_log_of_the_window_and_then_only_what_is_new(run: Collect, org: Org, loaded: Load) -> None:
    run(only=["audit_log"])
    assert rows(loaded(), "select count(*), count(distinct account_id) from account_events") == [(250, 250)]
    assert org.log is not None
    org.log.append(entry(500, NOW + timedelta(hours=1)))
    run(only=["audit_log"], now=lambda: NOW + timedelta(days=1))
    assert rows(loaded((NOW + timedelta(days=1)).date()), "select count(*) from account_events") == [(251,)]


def test_nothing_but_reading_leaves(run: Collect, org: Org) -> None:
    refused: list[str] = []

    def attempt(session: Session) -> None:
        for method, path in (
            ("POST", "/orgs/acme/repos"), ("DELETE", "/repos/acme/ledger"), ("PATCH", "/orgs/acme"), ("GET", "/orgs/acme/hooks"),
            ("PUT", "/repos/acme/ledger/branches/main/protection"), ("POST", "/repos/acme/ledger/rulesets"),
            ("DELETE", "/orgs/acme/members/mara-voss"), ("GET", "/repos/acme/ledger/contents/secrets.env"),
            ("POST", "/repos/acme/ledger/pulls/1/reviews"), ("PATCH", "/repos/acme/ledger/dependabot/alerts/1"),
        ):  # fmt: skip
            with pytest.raises(OperationRefused):
                session.http.send(method, path)
            refused.append(path)
        for text in ('mutation { addStar(input: {starrableId: "R_1"}) { clientMutationId } }', "subscription { x }"):
            with pytest.raises(OperationRefused):
                session.http.post("/graphql", {"query": text}, api="graphql")
            refused.append(text)

    run(only=["code_scanning"], prepare=attempt)
    assert len(refused) == 12


def test_secrets_are_nowhere(run: Collect, tmp_path: Path) -> None:
    run()
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    assert [word for word in (TOKEN, "CANARYCLONETOKEN2876QJ2O", "CANARYSECRETINCODE") if word.encode() in written] == []
