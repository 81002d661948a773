"""The code host: repositories, members, branch protection and a half-year of merged pull requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from .output import END, days, identifier, is_business_day, iso, moment, seeded, write_json
from .people import Person, active

ORGANISATION = "northwind-ledger"
API = "https://api.github.com"
WEB = "https://github.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository; `weight` is its share of the pull requests."""

    name: str
    production: bool = True
    archived: bool = False
    weight: int = 0
    branch: str = "main"


REPOSITORIES = (
    Repository(name="reconcile-api", weight=24),
    Repository(name="reconcile-web", weight=20),
    Repository(name="matching-engine", weight=14),
    Repository(name="ingest-workers", weight=12),
    Repository(name="billing-service", weight=6),
    Repository(name="infra-terraform", weight=9),
    Repository(name="notification-gateway", weight=4),
    Repository(name="data-pipeline", weight=6),
    Repository(name="developer-handbook", production=False, weight=3),
    Repository(name="load-test-sandbox", production=False, weight=2),
    Repository(name="legacy-importer", archived=True, branch="master"),
)
UNPROTECTED = ("notification-gateway", "developer-handbook", "load-test-sandbox", "legacy-importer")
ADMINS_EXEMPT = ("billing-service",)
TITLES = (
    "Add {0} to {1}",
    "Fix rounding in {1}",
    "Retry {0} when the bank feed is slow",
    "Speed up {1}",
    "Remove unused {0}",
    "Log {0} with the tenant id",
    "Validate {0} before {1}",
    "Move {0} behind a flag",
    "Cover {1} with tests",
    "Handle empty {0} in {1}",
    "Rename {0}",
    "Cache {0} for {1}",
    "Correct the currency of {0}",
    "Document {1}",
)
NOUNS = (
    "invoice lines",
    "match rules",
    "remittance files",
    "supplier aliases",
    "credit notes",
    "statement imports",
    "webhooks",
)
PLACES = (
    "the matcher",
    "the ledger export",
    "the approval screen",
    "the importer",
    "the settlement job",
    "the audit view",
)
BOT = "dependabot"
PACKAGES = ("fastapi", "react", "sqlalchemy", "pydantic", "vite", "celery", "boto3", "terraform-aws-modules/rds")
PULL_REQUESTS = 2700


def _login(who: str, kind: str = "User") -> dict[str, str]:
    return {"__typename": kind, "login": who}


def _commit(rng: Random, at: datetime, authors: list[str]) -> dict[str, Any]:
    return {
        "commit": {
            "oid": identifier(rng, 40),
            "committedDate": iso(at),
            "pushedDate": iso(at + timedelta(minutes=2)),
            "authors": {"nodes": [{"user": {"login": author}} for author in authors]},
        }
    }


def _review(who: str, state: str, at: datetime, kind: str = "User") -> dict[str, Any]:
    return {"author": _login(who, kind), "state": state, "submittedAt": iso(at)}


def _pull_request(rng: Random, repository: Repository, number: int, day: date, team: list[str]) -> dict[str, Any]:
    """A pull request that was reviewed as it should be."""
    author, *reviewers = rng.sample(team, 3)
    bot = rng.random() < 0.07
    opened = moment(rng, day, 15, 18)
    commits = [
        _commit(rng, opened - timedelta(minutes=20 * (n + 1)), [f"{BOT}[bot]" if bot else author])
        for n in range(1 if bot else rng.choice((1, 1, 2, 2, 3)))
    ][::-1]
    approved = opened + timedelta(minutes=rng.randrange(25, 200))
    reviews = []
    if not bot and rng.random() < 0.12:
        reviews.append(_review(reviewers[0], "CHANGES_REQUESTED", opened + timedelta(minutes=15)))
        commits.append(_commit(rng, opened + timedelta(minutes=18), [author]))
    elif rng.random() < 0.2:
        reviews.append(_review(reviewers[1], "COMMENTED", opened + timedelta(minutes=12)))
    reviews.append(_review(reviewers[0], "APPROVED", approved))
    if not bot and rng.random() < 0.04:
        # pushed again after the approval, and approved again
        commits.append(_commit(rng, approved + timedelta(minutes=9), [author]))
        approved += timedelta(minutes=35)
        reviews.append(_review(reviewers[0], "APPROVED", approved))
    merged = approved + timedelta(minutes=rng.randrange(3, 90))
    title = f"Bump {rng.choice(PACKAGES)}" if bot else rng.choice(TITLES).format(rng.choice(NOUNS), rng.choice(PLACES))
    return {
        "repository": {"nameWithOwner": f"{ORGANISATION}/{repository.name}"},
        "number": number,
        "title": title,
        "state": "MERGED",
        "author": _login(BOT, "Bot") if bot else _login(author),
        "mergedBy": _login(reviewers[0] if bot else author),
        "createdAt": iso(opened),
        "mergedAt": iso(merged),
        "baseRefName": repository.branch,
        "headRefOid": commits[-1]["commit"]["oid"],
        "reviews": {"totalCount": len(reviews), "nodes": reviews},
        "commits": {"totalCount": len(commits), "nodes": commits},
        "mergeCommit": {"oid": identifier(rng, 40)},
    }


def _engineers(day: date) -> list[Person]:
    return [p for p in active(day) if p.department == "Engineering" and p.active_on(day + timedelta(days=1))]


def _plant(pulls: list[dict[str, Any]]) -> None:
    """Change six pull requests: four without an independent approval, two that only look like it."""
    by_key = {(p["repository"]["nameWithOwner"].split("/")[1], p["number"]): p for p in pulls}

    def own(name: str, number: int) -> dict[str, Any]:
        """The first pull request of a person from that number on."""
        while by_key[(name, number)]["author"]["__typename"] == "Bot":
            number += 1
        return by_key[(name, number)]

    # merged by its author, nobody reviewed it
    pull = own("reconcile-api", 4417)
    pull["reviews"] = {"totalCount": 0, "nodes": []}
    # approved by somebody who wrote part of it
    pull = own("matching-engine", 1702)
    approver = pull["reviews"]["nodes"][-1]["author"]["login"]
    pull["commits"]["nodes"][0]["commit"]["authors"]["nodes"].append({"user": {"login": approver}})
    # pushed after the approval, never approved again
    pull = own("ingest-workers", 1301)
    approval = pull["reviews"]["nodes"][-1]
    late = datetime.fromisoformat(approval["submittedAt"].rstrip("Z")) + timedelta(minutes=1)
    last = pull["commits"]["nodes"][-1]["commit"]
    last["committedDate"] = last["pushedDate"] = iso(late)
    # approved by an automation only
    pull = own("infra-terraform", 1066)
    pull["reviews"] = {
        "totalCount": 1,
        "nodes": [
            _review(
                "release-helper",
                "APPROVED",
                datetime.fromisoformat(pull["mergedAt"].rstrip("Z")) - timedelta(minutes=5),
                "Bot",
            )
        ],
    }
    # a change to the handbook's draft branch: no review, and it goes nowhere near production
    pull = own("developer-handbook", 412)
    pull["reviews"], pull["baseRefName"] = {"totalCount": 0, "nodes": []}, "drafts"
    # the reviewer's first answer was a refusal, the last an approval
    pull = own("reconcile-web", 3377)
    first = pull["reviews"]["nodes"][-1]
    earlier = datetime.fromisoformat(first["submittedAt"].rstrip("Z")) - timedelta(minutes=10)
    pull["reviews"]["nodes"].insert(0, _review(first["author"]["login"], "CHANGES_REQUESTED", earlier))
    pull["reviews"]["totalCount"] += 1


def _pull_requests() -> list[dict[str, Any]]:
    rng, pulls = seeded("github pull requests"), []
    numbers = {
        "reconcile-api": 3900,
        "reconcile-web": 3100,
        "matching-engine": 1650,
        "ingest-workers": 1120,
        "billing-service": 540,
        "infra-terraform": 870,
        "notification-gateway": 310,
        "data-pipeline": 690,
        "developer-handbook": 390,
        "load-test-sandbox": 120,
    }
    open_days = [d for d in days() if is_business_day(d)]
    weights = [r.weight for r in REPOSITORIES]
    for day, count in ((d, PULL_REQUESTS // len(open_days) + rng.randrange(-5, 8)) for d in open_days):
        team = [p.login for p in _engineers(day)]
        for _ in range(count):
            repository = rng.choices(REPOSITORIES, weights)[0]
            numbers[repository.name] += 1
            pulls.append(_pull_request(rng, repository, numbers[repository.name], day, team))
    _plant(pulls)
    return pulls


def _protection(repository: Repository) -> dict[str, Any]:
    url = f"{API}/repos/{ORGANISATION}/{repository.name}/branches/{repository.branch}/protection"
    return {
        "repository": f"{ORGANISATION}/{repository.name}",
        "branch": repository.branch,
        "protection": {
            "url": url,
            "required_status_checks": {
                "url": f"{url}/required_status_checks",
                "strict": True,
                "contexts": ["build", "unit-tests"],
                "checks": [],
            },
            "enforce_admins": {"url": f"{url}/enforce_admins", "enabled": repository.name not in ADMINS_EXEMPT},
            "required_pull_request_reviews": {
                "url": f"{url}/required_pull_request_reviews",
                "dismiss_stale_reviews": True,
                "require_code_owner_reviews": repository.name == "infra-terraform",
                "required_approving_review_count": 2 if repository.name == "infra-terraform" else 1,
                "require_last_push_approval": True,
            },
            "required_linear_history": {"enabled": True},
            "allow_force_pushes": {"enabled": False},
            "allow_deletions": {"enabled": False},
            "required_conversation_resolution": {"enabled": False},
        },
    }


def _repository(repository: Repository, number: int) -> dict[str, Any]:
    full_name = f"{ORGANISATION}/{repository.name}"
    return {
        "id": 512300 + 17 * number,
        "name": repository.name,
        "full_name": full_name,
        "private": True,
        "visibility": "private",
        "owner": {"login": ORGANISATION, "type": "Organization"},
        "html_url": f"{WEB}/{full_name}",
        "url": f"{API}/repos/{full_name}",
        "default_branch": repository.branch,
        "archived": repository.archived,
        "disabled": False,
        "fork": False,
        "topics": ["production"] if repository.production else ["internal"],
        "custom_properties": {"deploys_to_production": "true" if repository.production else "false"},
        "created_at": f"2019-0{1 + number % 9}-11T17:20:00Z",
        "pushed_at": "2024-10-02T19:12:44Z" if repository.archived else iso(datetime.combine(END, datetime.min.time())),
    }


def _member(who: Person) -> dict[str, Any]:
    return {
        "login": who.login,
        "id": 7_400_000 + 31 * who.number,
        "node_id": f"MDQ6VXNlcj{7_400_000 + 31 * who.number}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{7_400_000 + 31 * who.number}?v=4",
        "url": f"{API}/users/{who.login}",
        "html_url": f"{WEB}/{who.login}",
        "organizations_url": f"{API}/users/{who.login}/orgs",
        "repos_url": f"{API}/users/{who.login}/repos",
        "type": "User",
        "site_admin": False,
    }


def members() -> list[Person]:
    """Who belongs to the organisation at the code host at the end of the period."""
    return [p for p in active() if p.department in ("Engineering", "Security and IT")]


def write(evidence: Path) -> None:
    """Everything of the code host."""
    write_json(evidence / "github_pull_requests.json", _pull_requests())
    write_json(
        evidence / "github_branch_protection.json", [_protection(r) for r in REPOSITORIES if r.name not in UNPROTECTED]
    )
    write_json(evidence / "github_repositories.json", [_repository(r, n) for n, r in enumerate(REPOSITORIES)])
    write_json(evidence / "github_members.json", [_member(p) for p in members()])
