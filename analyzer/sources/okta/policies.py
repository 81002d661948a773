"""Policies with their rules, authenticators, apps with their assignments, devices, the System Log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from analyzer.collect import Part, PartError, Session, Stream, Target, stamp

from .target import Organisation

POLICIES, APPS, DEVICES, LOGS = "/api/v1/policies", "/api/v1/apps", "/api/v1/devices", "/api/v1/logs"
AUTHENTICATORS = "/api/v1/authenticators"
CLASSIC, ENGINE = ("OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL"), "ACCESS_POLICY"
SOURCES = {"OKTA_SIGN_ON": "okta/sign_on_policies", "ACCESS_POLICY": "okta/sign_on_policies", "PASSWORD": "okta/password_policies"}
PAGE, ASSIGNED, EVENTS = 200, 500, 1000
LATE = timedelta(minutes=15)
Record = dict[str, Any]


def collect_policies(session: Session, target: Target, part: Part) -> None:
    """Policies of each kind, each with its rules and the names of the groups that both are for."""
    org: Organisation = target.handle
    groups = Groups(org)
    for kind in (*CLASSIC, *((ENGINE,) if org.has_devices else ())):
        parameters = {"type": kind}
        label, source = kind.lower().replace("_", "-"), SOURCES.get(kind)
        if kind == "PASSWORD":
            with session.stream(target, part, call=f"GET {POLICIES}", label=label, source=source, parameters=parameters) as plain:
                org.say_limits(plain, "policies")
                for page in org.calls.pages(POLICIES, parameters, resume=plain):
                    page.into(plain)
            continue
        with session.stream(
            target, part, call=f"GET {POLICIES} and {POLICIES}/{{id}}/rules", label=label, source=source, records=True,
            parameters=parameters,
        ) as stream:  # fmt: skip
            org.say_limits(stream, "policies")
            for policy in stream.todo([] if stream.finished else org.calls.all(POLICIES, parameters), key=lambda one: one["id"]):
                rules = org.calls.all(f"{POLICIES}/{policy['id']}/rules")
                if source is None:
                    stream.record({"enrolment": policy, "enrolmentRules": rules}, key=policy["id"])
                else:
                    stream.record({**policy, "rules": rules, "groups": groups.of((policy, *rules), stream)}, key=policy["id"])


def collect_authenticators(session: Session, target: Target, part: Part) -> None:
    """The kinds of authenticator that the organisation has, and which of them are on."""
    org: Organisation = target.handle
    with session.stream(target, part, call=f"GET {AUTHENTICATORS}") as stream:
        for page in org.calls.pages(AUTHENTICATORS, resume=stream):
            page.into(stream)


class Groups:
    """The names of the groups that policies are for, each asked for once.

    Args:
        org: whose they are.
    """

    def __init__(self, org: Organisation) -> None:
        self.org = org
        self._known: dict[str, Record] = {}
        self._refused: PartError | None = None

    def of(self, records: Iterable[Record], stream: Stream) -> list[Record]:
        """Id, name and type of each group that policies and rules name; where they cannot be asked for, the stream has a gap."""
        found = [self._known.get(group) or self._ask(group) for group in _groups(records)]
        if self._refused:
            stream.gap(self._refused.problem, self._refused.advice, what="names of the groups that rules are for")
        return [one for one in found if one]

    def _ask(self, group: str) -> Record:
        if self._refused is None:
            try:
                answer = self.org.calls.get(f"/api/v1/groups/{group}", permission="the scope okta.groups.read").json
            except PartError as error:
                self._refused = error
            else:
                self._known[group] = {"id": group, "name": answer["profile"].get("name"), "type": answer.get("type")}
        return self._known.get(group, {})


def _groups(records: Iterable[Record]) -> list[str]:
    """Ids of the groups that policies and rules include or leave out, each once."""
    found: dict[str, None] = {}
    for record in records:
        people = (record.get("conditions") or {}).get("people") or {}
        groups = people.get("groups") or {}
        for group in (*(groups.get("include") or ()), *(groups.get("exclude") or ())):
            if str(group).startswith("00g"):
                found[str(group)] = None
    return list(found)


def collect_apps(session: Session, target: Target, part: Part) -> None:
    """Every app, and who is assigned to each that is active."""
    org: Organisation = target.handle
    with session.stream(target, part, call=f"GET {APPS}", parameters={"limit": PAGE}) as apps:
        org.say_limits(apps, "apps")
        for page in org.calls.pages(APPS, {"limit": PAGE}, resume=apps):
            page.into(apps)
    with session.stream(
        target, part, call=f"GET {APPS}/{{id}}/users", label="assignments", source="okta/app_assignments", records=True,
        after=apps, parameters={"limit": ASSIGNED},
    ) as assignments:  # fmt: skip

        def one(app: Record) -> None:
            users = org.calls.all(f"{APPS}/{app['id']}/users", {"limit": ASSIGNED})
            kept = {name: app.get(name) for name in ("id", "name", "label", "status", "signOnMode")}
            assignments.record({"app": kept, "assignments": users}, key=app["id"])

        active = [app for page in apps.kept() for app in page if app.get("status") == "ACTIVE"]
        session.map(one, assignments.todo(active, key=lambda app: app["id"]))


def collect_devices(session: Session, target: Target, part: Part) -> None:
    """Every device with its users; the classic engine knows none."""
    org: Organisation = target.handle
    if not org.has_devices:
        return
    parameters = {"limit": PAGE, "expand": "user"}
    with session.stream(target, part, call=f"GET {DEVICES}", source="okta/devices", parameters=parameters) as devices:
        org.say_limits(devices, "devices")
        for page in org.calls.pages(DEVICES, parameters, resume=devices):
            page.into(devices)


def collect_log(session: Session, target: Target, part: Part) -> None:
    """The events of the window, the oldest first; of what came late into the log shortly before it, too."""
    org: Organisation = target.handle
    window = session.window(target, part)
    parameters = {"since": stamp(window.since - LATE), "until": stamp(window.until), "sortOrder": "ASCENDING", "limit": EVENTS}
    with session.stream(target, part, call=f"GET {LOGS}", source="okta/system_log", parameters=parameters) as log:
        for page in org.calls.pages(LOGS, parameters, resume=log):
            if page.rows == 0:
                # the log offers a next page for ever; an empty one says that the end of the window is reached
                log.add(page.body, rows=0)
                break
            page.into(log)
