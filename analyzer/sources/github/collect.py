"""The collector of GitHub: people, repositories and their rules, changes, deployments, alerts, audit log; read-only."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.collect import Collector, Operation, Option, Part, Session, Target

from .alerts import collect_audit_log, collect_code_scanning, collect_dependabot, collect_secret_scanning
from .changes import collect_commits, collect_deployments, collect_pull_requests
from .people import collect_collaborators, collect_members, collect_rights, collect_teams
from .repositories import collect_repositories, collect_rules
from .target import connect, hosts

PARTS = (
    Part(
        name="members", title="members with their second factor", tables=("app_accounts",),
        calls=(
            "POST /graphql organization.membersWithRole, 100 a call", "GET /orgs/{org}/members?filter=2fa_insecure",
            "POST /graphql organization.samlIdentityProvider.externalIdentities, 100 a call",
        ),
        permission="the scope read:org (admin:org for single sign-on) to an owner, or Members: read to the app",
        lost="who is in the organisation, with which role, with or without a second factor",
    ),
    Part(
        name="collaborators", title="outside collaborators with their second factor", tables=("app_accounts",),
        calls=("GET /orgs/{org}/outside_collaborators", "the same with filter=2fa_disabled and filter=2fa_insecure"),
        permission="the scope read:org to an owner, or Members: read to the app",
        lost="who from outside of the organisation reaches its repositories",
    ),
    Part(
        name="rights", title="rights in repositories", tables=(),
        calls=("POST /graphql organization.repositories.collaborators, 100 repositories a call",),
        permission="the scope repo, or Administration: read and Metadata: read to the app",
        lost="who was given which right in which repository by name",
    ),
    Part(
        name="teams", title="teams", tables=(),
        calls=("GET /orgs/{org}/teams", "GET /orgs/{org}/teams/{slug}/members and /repos for each team"),
        permission="the scope read:org, or Members: read to the app", lost="who is in which team, and what the teams may do",
    ),
    Part(
        name="repositories", title="repositories", tables=("repos",), calls=("GET /orgs/{org}/repos", "GET /orgs/{org}"),
        permission="the scope repo, or Metadata: read to the app", lost="which repositories there are",
    ),
    Part(
        name="rules", title="branch protection and rulesets", tables=("branch_rules",),
        calls=(
            "GET /orgs/{org}/repos", "GET /repos/{owner}/{repo}/branches/{branch}/protection for the default branch of each",
            "GET /repos/{owner}/{repo}/rulesets for each", "GET /repos/{owner}/{repo}/rules/branches/{branch} where it has any",
            "GET /repos/{owner}/{repo}/rulesets/{id}, or /orgs/{org}/rulesets/{id}, for each ruleset",
        ),
        permission="the scope repo to an administrator, or Administration: read (repository and organization) to the app",
        lost="which approvals and checks the default branches require, and who may pass them by",
    ),
    Part(
        name="pull_requests", title="merged pull requests", tables=("pull_requests", "pull_request_reviews"), kind="events",
        calls=(
            "POST /graphql organization.repositories, 100 a call",
            "POST /graphql repository.pullRequests with reviews and commits, 100 a call, for each repository with changes",
        ),
        permission="the scope repo, or Pull requests: read, Contents: read and Checks: read to the app",
        lost="who wrote, approved and merged each change",
    ),
    Part(
        name="commits", title="commits on default branches", tables=("commits",), kind="events",
        calls=(
            "POST /graphql organization.repositories, 100 a call",
            "POST /graphql repository.defaultBranchRef.target.history, 100 a call, for each repository with pushes",
        ),
        permission="the scope repo, or Contents: read and Pull requests: read to the app",
        lost="what was committed to the default branches without a pull request",
    ),
    Part(
        name="deployments", title="deployments", tables=("deployments",), kind="events",
        calls=(
            "POST /graphql organization.repositories, 100 a call",
            "POST /graphql repository.deployments, 100 a call, for each repository with deployments",
        ),
        permission="the scope repo, or Deployments: read to the app", lost="what was deployed, when and by whom",
    ),
    Part(
        name="dependabot", title="Dependabot alerts", tables=("vuln_findings",),
        calls=("GET /orgs/{org}/dependabot/alerts", "POST /graphql organization.repositories, 100 a call"),
        permission="the scope security_events, or Dependabot alerts: read to the app",
        lost="which dependencies are vulnerable, and since when",
    ),
    Part(
        name="code_scanning", title="code scanning alerts", tables=("vuln_findings",),
        calls=("GET /orgs/{org}/code-scanning/alerts",),
        permission="the scope security_events, or Code scanning alerts: read to the app",
        lost="which weaknesses code scanning found",
    ),
    Part(
        name="secret_scanning", title="secret scanning alerts", tables=(), calls=("GET /orgs/{org}/secret-scanning/alerts",),
        permission="the scope security_events, or Secret scanning alerts: read to the app", lost="which secrets stand in the code",
    ),
    Part(
        name="audit_log", title="audit log", tables=("account_events",), kind="events", lookback_days=180,
        calls=("GET /orgs/{org}/audit-log from the end of the last run, or --since, to now",),
        permission="the scope read:audit_log, or Administration: read (organization) to the app, on GitHub Enterprise Cloud",
        lost="when people were added and removed, and their rights changed",
    ),
)  # fmt: skip
OWN: dict[str, Callable[[Session, Target, Part], None]] = {
    "members": collect_members, "collaborators": collect_collaborators, "rights": collect_rights, "teams": collect_teams,
    "repositories": collect_repositories, "rules": collect_rules, "pull_requests": collect_pull_requests,
    "commits": collect_commits,
    "deployments": collect_deployments, "dependabot": collect_dependabot, "code_scanning": collect_code_scanning,
    "secret_scanning": collect_secret_scanning, "audit_log": collect_audit_log,
}  # fmt: skip
NAME = r"[A-Za-z0-9._-]+"
REPOSITORY = rf"/repos/{NAME}/{NAME}"
BRANCH = r"[^?#]+"
PATHS = (
    r"/user", rf"/orgs/{NAME}", rf"/orgs/{NAME}/(members|outside_collaborators|teams|repos|audit-log)",
    rf"/orgs/{NAME}/teams/{NAME}/(members|repos)", rf"/orgs/{NAME}/(dependabot|code-scanning|secret-scanning)/alerts",
    rf"/orgs/{NAME}/rulesets/\d+", rf"{REPOSITORY}/rulesets(/\d+)?", rf"{REPOSITORY}/branches/{BRANCH}/protection",
    rf"{REPOSITORY}/rules/branches/{BRANCH}",
    # pages of lists that GitHub names by numbers
    r"/organizations/\d+/(members|outside_collaborators|teams|repos|audit-log|(dependabot|code-scanning|secret-scanning)/alerts)",
    r"/organizations/\d+/team/\d+/(members|repos)", r"/repositories/\d+/rulesets", rf"/repositories/\d+/rules/branches/{BRANCH}",
)  # fmt: skip
SERVER = "(/api/v3)?"


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect one part of an organisation."""
    OWN[part.name](session, target, part)


COLLECTOR = Collector(
    name="github", title="GitHub", parts=PARTS, connect=connect, collect=collect, hosts=hosts,
    operations=(
        *(Operation(method="GET", path=SERVER + path) for path in PATHS),
        Operation(method="POST", path=r"(/api)?/graphql", api="graphql", graphql=True),
        Operation(method="GET", path=rf"{SERVER}/orgs/{NAME}/installation", api="app"),
        Operation(method="POST", path=rf"{SERVER}/app/installations/\d+/access_tokens", api="app"),
    ),
    options=(
        Option(name="org", help="the organisation, such as acme; may be given several times", many=True, variable="GITHUB_ORG"),
        Option(name="app-id", help="a GitHub App with a private key, in place of a token", variable="GITHUB_APP_ID"),
        Option(name="private-key-file", help="the file of its private key", variable="GITHUB_APP_PRIVATE_KEY_FILE"),
        Option(name="endpoint", help="another server, such as https://github.acme.example/api/v3"),
    ),
    redact=("secret", "token", "temp_clone_token"),
)  # fmt: skip
