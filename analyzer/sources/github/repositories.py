"""Repositories, and the rules of their default branches: branch protection and rulesets, those of the organisation too."""

from __future__ import annotations

import threading
from typing import Any

from analyzer.collect import Denied, Part, PartError, Session, Stream, Target

from .calls import Calls, Record

NOT_PROTECTED = ("branch not protected", "branch not found")
NOT_IN_PLAN = "Upgrade to GitHub"
ADMINISTRATION = "Administration: read, of the repository"


def collect_repositories(session: Session, target: Target, part: Part) -> None:
    """Every repository of the organisation, archived ones too."""
    calls: Calls = target.handle
    path = f"/orgs/{target.account}/repos"
    with session.stream(target, part, call=f"GET {path}", source="github/repositories", parameters={"type": "all"}) as stream:
        for page in calls.pages(path, {"type": "all", "sort": "full_name"}, resume=stream):
            page.into(stream)
        whole = calls.get(f"/orgs/{target.account}").json
        own, shown = whole.get("public_repos"), whole.get("total_private_repos")
        if isinstance(own, int) and isinstance(shown, int):
            stream.source_count = own + shown
            if stream.rows < own + shown:
                missing = f"GitHub counts {own + shown} repositories and shows {stream.rows} of them"
                stream.gap(missing, "Let the token or the app reach all repositories", what="repositories that are not shown")


def collect_rules(session: Session, target: Target, part: Part) -> None:
    """Branch protection and rulesets of the default branch of each repository that is not archived."""
    calls: Calls = target.handle
    org = target.account
    listed = calls.all(f"/orgs/{org}/repos", {"type": "all", "sort": "full_name"})
    repositories = [one for one in listed if not one.get("archived") and not one.get("disabled") and one.get("default_branch")]
    with session.stream(
        target, part, call="GET /repos/{owner}/{repo}/branches/{branch}/protection", source="github/branch_protection", records=True
    ) as protection:  # fmt: skip
        session.map(
            lambda one: _protection(calls, protection, one), protection.todo(repositories, key=lambda one: one["full_name"])
        )  # fmt: skip
    rulesets = Rulesets(calls, org)
    with session.stream(
        target, part, call="GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", label="rulesets", source="github/rulesets"
    ) as stream:  # fmt: skip
        session.map(lambda one: rulesets.into(stream, one), stream.todo(repositories, key=lambda one: one["full_name"]))


def _protection(calls: Calls, stream: Stream, repository: Record) -> None:
    """The protection of a default branch; that it is not protected is an answer, that it is not shown is none."""
    name, branch = repository["full_name"], repository["default_branch"]
    path = f"/repos/{name}/branches/{quoted(branch)}/protection"
    record: Record = {"repository": name, "branch": branch}
    try:
        answer = calls.get(path, accept=(404,), permission=ADMINISTRATION)
    except PartError as error:
        if NOT_IN_PLAN not in error.problem:
            stream.gap(error.problem, error.advice, what=name)
            return
        record |= {"protection": None, "message": error.problem}
    else:
        said = str(answer.json.get("message", "")) if isinstance(answer.json, dict) else ""
        if answer.status == 200:
            record["protection"] = answer.json
        elif said.lower().startswith(NOT_PROTECTED):
            record |= {"protection": None, "message": said}
        else:
            stream.gap(f"GET {path} is not there, or not for these credentials (404: {said})", f"Grant {ADMINISTRATION}", what=name)
            return
    stream.record(record, key=name)


class Rulesets:
    """The rulesets of repositories; those of the organisation are asked for once.

    Args:
        calls: of the run.
        org: the organisation.
    """

    def __init__(self, calls: Calls, org: str) -> None:
        self.calls, self.org = calls, org
        self._of_org: dict[int, Record] = {}
        self._lock = threading.Lock()

    def into(self, stream: Stream, repository: Record) -> None:
        """Add the rulesets that apply to a repository, each with whether it is in force on the default branch."""
        name, branch = repository["full_name"], repository["default_branch"]
        path = f"/repos/{name}/rulesets"
        try:
            listed = self.calls.all(path, {"includes_parents": "true"})
            in_force = {one.get("ruleset_id") for one in self._in_force(name, branch)} if listed else set()
            found = [
                {
                    **self._whole(path, one), "repository": name, "default_branch": branch,
                    "in_force_on_default_branch": one["id"] in in_force,
                }
                for one in listed
            ]  # fmt: skip
        except PartError as error:
            if NOT_IN_PLAN not in error.problem:
                stream.gap(error.problem, error.advice, what=name)
                return
            found = []
        stream.add(written(found), rows=len(found), key=name)

    def _in_force(self, name: str, branch: str) -> list[Record]:
        return self.calls.all(f"/repos/{name}/rules/branches/{quoted(branch)}")

    def _whole(self, path: str, listed: Record) -> Record:
        """A ruleset with its rules and who may pass it by, which only those see who administer it."""
        number = int(listed["id"])
        if listed.get("source_type") != "Organization":
            return self.calls.get(f"{path}/{number}").json
        with self._lock:
            if number not in self._of_org:
                try:
                    self._of_org[number] = self.calls.get(f"/orgs/{self.org}/rulesets/{number}").json
                except Denied:
                    self._of_org[number] = self.calls.get(f"{path}/{number}", {"includes_parents": "true"}).json
            return self._of_org[number]


def quoted(text: str) -> str:
    """A name as one step of a path; the slashes in it too."""
    from urllib.parse import quote

    return quote(text, safe="/")


def written(records: list[Any]) -> bytes:
    """Records as the page of a list."""
    import json

    return json.dumps(records, ensure_ascii=False, separators=(",", ":")).encode()
