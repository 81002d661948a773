"""What GitHub's scanners found, and the audit log."""

from __future__ import annotations

from analyzer.collect import Part, Session, Target, stamp

from .calls import Calls
from .queries import ALERTS_ENABLED

SWITCHED_OFF = "Dependabot alerts are switched off"
NAMED = 10


def collect_dependabot(session: Session, target: Target, part: Part) -> None:
    """Dependabot alerts of all states; repositories whose alerts are switched off are a gap, not without findings."""
    calls: Calls = target.handle
    path = f"/orgs/{target.account}/dependabot/alerts"
    with session.stream(target, part, call=f"GET {path}", source="github/dependabot_alerts") as stream:
        for page in calls.pages(path, resume=stream):
            page.into(stream)
        if not stream.finished:
            pages = calls.connection(ALERTS_ENABLED, {"org": target.account}, "data.organization.repositories")
            found = [one for page in pages for one in page.value["nodes"]]
            off = [one["nameWithOwner"] for one in found if not one["hasVulnerabilityAlertsEnabled"]]
            if off:
                more = f" and {len(off) - NAMED} more" if len(off) > NAMED else ""
                why = f"{SWITCHED_OFF} in {', '.join(off[:NAMED])}{more}"
                advice = "Switch them on in the security settings, or let an administrator of the repositories make the token"
                stream.gap(why, advice, what="repositories without alerts")


def collect_code_scanning(session: Session, target: Target, part: Part) -> None:
    """Code scanning alerts of all states."""
    _alerts(session, target, part, "code-scanning", {})


def collect_secret_scanning(session: Session, target: Target, part: Part) -> None:
    """Secret scanning alerts of all states; the secrets themselves are not asked for."""
    _alerts(session, target, part, "secret-scanning", {"hide_secret": "true"})


def _alerts(session: Session, target: Target, part: Part, scanner: str, params: dict[str, str]) -> None:
    calls: Calls = target.handle
    path = f"/orgs/{target.account}/{scanner}/alerts"
    source = f"github/{scanner.replace('-', '_')}_alerts"
    with session.stream(target, part, call=f"GET {path}", source=source, parameters=params) as stream:
        for page in calls.pages(path, params, resume=stream):
            page.into(stream)


def collect_audit_log(session: Session, target: Target, part: Part) -> None:
    """The audit log of the window, which organisations of GitHub Enterprise Cloud have."""
    calls: Calls = target.handle
    path = f"/orgs/{target.account}/audit-log"
    window = session.window(target, part)
    params = {"phrase": f"created:{stamp(window.since)}..{stamp(window.until)}", "include": "web", "order": "asc"}
    with session.stream(target, part, call=f"GET {path}", source="github/audit_log", parameters=params) as stream:
        for page in calls.pages(path, params, resume=stream):
            page.into(stream)
