"""An organisation with people and changes, and how it is collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, find_collector
from analyzer.evidence.load import Loaded
from tests.analyzer.collect import lockers
from tests.analyzer.sources.github.github_org import TOKEN, Org, Record, at, example, running

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
Collect = Callable[..., Collected]
Load = Callable[..., Loaded]


def sha(*words: object) -> str:
    """A hash of forty digits."""
    import hashlib

    return hashlib.sha1(repr(words).encode(), usedforsecurity=False).hexdigest()


def pull(repository: str, number: int, merged: datetime, **changes: Any) -> Record:
    """A pull request with one commit of its author and one approval by somebody else."""
    commit = {"oid": sha(repository, number, "c"), "at": at(merged - timedelta(hours=30)), "authors": ["ines-okafor"]}
    review = {"author": "lev-brandt", "state": "APPROVED", "submittedAt": at(merged - timedelta(hours=2)), "oid": commit["oid"]}
    return {
        "number": number, "title": f"LED-{number} Change", "createdAt": at(merged - timedelta(hours=40)), "mergedAt": at(merged),
        "updatedAt": at(merged), "author": "ines-okafor", "mergedBy": "lev-brandt", "sha": sha(repository, number),
        "commits": [commit], "reviews": [review], **changes,
    }  # fmt: skip


def deployment(number: int, made: datetime, commit: str, **changes: Any) -> Record:
    """A deployment to production that succeeded."""
    who = {"__typename": "Bot", "login": "deploy-app", "id": "B_1"}
    state = {"state": "SUCCESS", "createdAt": at(made), "creator": who}
    return {
        "id": f"DE_{number}", "databaseId": number, "commitOid": commit, "environment": "production", "createdAt": at(made),
        "originalEnvironment": "production", "task": "deploy", "state": "ACTIVE", "creator": who, "ref": {"name": "main"},
        "latestStatus": state, **changes,
    }  # fmt: skip


def ruleset(number: int, approvals: int, **changes: Any) -> Record:
    """A ruleset that requires approvals on the default branch."""
    required = {
        "required_approving_review_count": approvals, "dismiss_stale_reviews_on_push": True, "require_code_owner_review": False,
        "require_last_push_approval": True,
    }  # fmt: skip
    return example(
        "ruleset", id=number, bypass_actors=[], conditions={"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        rules=[{"type": "pull_request", "parameters": required}], created_at=f"2024-01-01T00:{number % 60:02}:00Z", **changes,
    )  # fmt: skip


def acme() -> Org:
    """240 members, three from outside, 105 repositories with rules, 260 changes in one of them, alerts, a log."""
    org = Org(clock=lambda: NOW)
    org.members = [
        {"login": "ines-okafor", "role": "ADMIN", "two_factor": "secure", "emails": ["ines@acme.example"]},
        {"login": "lev-brandt", "role": "MEMBER", "two_factor": "insecure", "emails": ["lev@acme.example"]},
        {"login": "mara-voss", "role": "MEMBER", "two_factor": "disabled", "emails": ["mara@acme.example"]},
        *({"login": f"person{n:03}", "role": "MEMBER", "two_factor": "secure"} for n in range(237)),
    ]
    org.members.sort(key=lambda one: one["login"])
    org.outside = {"guest-one": "secure", "guest-two": "disabled", "guest-three": "insecure"}
    for name in ("ledger", "wiki", "old", *(f"tool{n:03}" for n in range(102))):
        org.repositories[f"acme/{name}"] = example(
            "repos", name=name, full_name=f"acme/{name}", archived=name == "old", default_branch="main", private=True,
            visibility="private", created_at="2024-01-01T00:00:00Z", pushed_at=at(NOW), temp_clone_token="CANARYCLONETOKEN2876QJ2O",
            topics=["production"] if name == "ledger" else [],
        )  # fmt: skip
    protected = example("protection")
    protected["required_pull_request_reviews"]["required_approving_review_count"] = 2
    org.protection["acme/ledger"] = protected
    org.org_rulesets = {900: ruleset(900, 1, name="everywhere", source_type="Organization", source="acme")}
    org.rulesets["acme/wiki"] = [ruleset(7, 3, name="wiki", source="acme/wiki", enforcement="evaluate")]
    org.in_force = {name: [900] for name in org.repositories if name != "acme/wiki"}
    org.direct = {"acme/ledger": [("guest-one", "WRITE"), *((f"person{n:03}", "READ") for n in range(120))]}
    org.teams = {"platform": [f"person{n:03}" for n in range(130)], "design": ["mara-voss"]}
    org.pulls["acme/ledger"] = [pull("acme/ledger", n, NOW - timedelta(days=100) + timedelta(hours=7 * n)) for n in range(1, 261)]
    org.pulls["acme/wiki"] = [pull("acme/wiki", 1, NOW - timedelta(days=3)), pull("acme/wiki", 2, NOW - timedelta(days=900))]
    org.deployments["acme/ledger"] = [
        deployment(n, NOW - timedelta(days=90) + timedelta(hours=9 * n), sha("acme/ledger", n)) for n in range(1, 131)
    ]
    repository = {"full_name": "acme/ledger"}
    org.alerts = {
        "dependabot": [example("dependabot", number=n, repository=repository, state="open", fixed_at=None) for n in range(1, 131)],
        "code_scanning": [example("code_scanning", number=4, repository=repository)],
        "secret_scanning": [example("secret_scanning", secret="CANARYSECRETINCODE", repository=repository)],
    }
    org.alerts["code_scanning"][0]["rule"]["security_severity_level"] = "high"
    org.log = [entry(n, NOW - timedelta(days=50) + timedelta(hours=n)) for n in range(250)]
    return org


def entry(number: int, moment: datetime, **changes: Any) -> Record:
    """An entry of the audit log."""
    milliseconds = int(moment.timestamp() * 1000)
    more = {"@timestamp": milliseconds, "created_at": milliseconds, "_document_id": f"d{number}", "user": f"person{number:03}"}
    return example("audit_log", org="acme", actor="ines-okafor", **{**more, **changes})


@pytest.fixture
def org() -> Iterator[Org]:
    """The organisation, served."""
    one = acme()
    with running(one):
        yield one


@pytest.fixture
def run(org: Org, tmp_path: Path) -> Collect:
    """Collects it into a locker, and waits for nothing."""

    def collecting(**how: Any) -> Collected:
        options = {"endpoint": (org.url,), "org": ("acme",), **how.pop("options", {})}
        how = {"environ": {"GITHUB_TOKEN": TOKEN}, "sleep": lambda seconds: None, "now": lambda: NOW, **how}
        return collect(find_collector("github"), tmp_path / "locker", options=Options(options), **how)

    return collecting


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    """The tables as a review fills them from the locker."""

    def loading(day: date = TODAY) -> Loaded:
        return lockers.loaded(tmp_path / "locker", day)

    return loading
