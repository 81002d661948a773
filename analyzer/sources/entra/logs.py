"""What happened: sign-ins, and changes of accounts, roles and groups."""

from __future__ import annotations

from datetime import timedelta

from analyzer.collect import Part, Session, Target, odata_pages, stamp

from .calls import V1

SIGN_INS, AUDITS = f"{V1}/auditLogs/signIns", f"{V1}/auditLogs/directoryAudits"
SIGN_IN_DAYS = 30
LAG = timedelta(hours=2)
PAGE = 1000


def collect_sign_ins(session: Session, target: Target, part: Part) -> None:
    """Interactive sign-ins of the window."""
    _collect(session, target, part, SIGN_INS, "createdDateTime", "entra/sign_ins")


def collect_audits(session: Session, target: Target, part: Part) -> None:
    """Entries of the directory's audit log of the window."""
    _collect(session, target, part, AUDITS, "activityDateTime", "entra/directory_audits")


def _collect(session: Session, target: Target, part: Part, path: str, moment: str, source: str) -> None:
    window = session.window(target, part)
    # an entry may come into the log some time after what it tells of: what the last run could not see yet is asked for again, and
    # what it did see is known to be the same
    start = window.since if session.since else window.since - LAG
    params = {"$filter": f"{moment} ge {stamp(start)} and {moment} le {stamp(window.until)}", "$top": PAGE}
    oldest = window.until - timedelta(days=SIGN_IN_DAYS)
    if window.since < oldest:
        session.gap(
            target, part, f"GET {path}: before {oldest:%Y-%m-%d}",
            f"Microsoft keeps this log for {SIGN_IN_DAYS} days, and for 7 in a tenant without Entra ID P1 or P2",
            "Collect at least once a month; for what is older, give the files of the log archive as evidence",
        )  # fmt: skip
    with session.stream(target, part, call=f"GET {path}", source=source, parameters=params) as stream:
        for page in odata_pages(session.http, path, params, resume=stream):
            page.into(stream)
