"""Policies with their rules, authenticators, apps with their assignments, devices, the System Log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from analyzer.collect import Part, PartError, Session, Target, stamp

from .target import Organisation

POLICIES, APPS, DEVICES, LOGS = "/api/v1/policies", "/api/v1/apps", "/api/v1/devices", "/api/v1/logs"
CLASSIC, ENGINE = ("OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL"), "ACCESS_POLICY"
PAGE, ASSIGNED, EVENTS = 200, 500, 1000
LATE = timedelta(minutes=15)
Record = dict[str, Any]


def collect_policies(session: Session, target: Target, part: Part) -> None:
    """Policies of each kind, each with its rules and the names of the groups that both are for."""
    org: Organisation = target.handle
    names: dict[str, Record] = {}
    for kind in (*CLASSIC, *((ENGINE,) if org.has_devices else ())):
        label = kind.lower().replace("_", "-")
        parameters = {"type": kind}
        if kind == "PASSWORD":
            with session.stream(
                target, part, call=f"GET {POLICIES}", label=label, source="okta/password_policies", parameters=parameters
            ) as plain:  # fmt: skip
                for page in org.calls.pages(POLICIES, parameters, resume=plain):
                    page.into(plain)
            continue
        source = None if kind == "MFA_ENROLL" else "okta/sign_on_policies"
        with session.stream(
            target, part, call=f"GET {POLICIES} and {POLICIES}/{{id}}/rules", label=label, source=source, records=True,
            parameters=parameters,
        ) as stream:  # fmt: skip
            if stream.finished:
                continue
            for policy in stream.todo(org.calls.all(POLICIES, parameters), key=lambda one: one["id"]):
                rules = org.calls.all(f"{POLICIES}/{policy['id']}/rules")
                if kind == "MFA_ENROLL":
                    stream.record({"enrolment": policy, "enrolmentRules": rules}, key=policy["id"])
                    continue
                for group in _groups((policy, *rules)):
                    if group not in names:
                        try:
                            names[group] = org.calls.get(f"/api/v1/groups/{group}", permission="the scope okta.groups.read").json
                        except PartError as error:
                            stream.gap(error.problem, error.advice, what=f"name of the group {group}")
                            names[group] = {}
                known = [
                    {"id": group, "name": found["profile"].get("name"), "type": found.get("type")}
                    for group in _groups((policy, *rules)) if (found := names[group])
                ]  # fmt: skip
                stream.record({**policy, "rules": rules, "groups": known}, key=policy["id"])
    with session.stream(target, part, call="GET /api/v1/authenticators", label="authenticators") as stream:
        for page in org.calls.pages("/api/v1/authenticators", resume=stream, permission="the scope okta.authenticators.read"):
            page.into(stream)


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
        if org.limited:
            apps.gap(org.limited, what="apps that are not seen")
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
