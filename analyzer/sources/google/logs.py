"""What happened: sign-ins, and what administrators changed."""

from __future__ import annotations

from datetime import timedelta

from analyzer.collect import Part, Session, Target, stamp, token_pages

from .calls import ACTIVITIES, pages_of

LOG_DAYS = 180
LAG = timedelta(hours=6)
FIELDS = "nextPageToken,items(id,actor,ipAddress,networkInfo,events)"


def collect_logins(session: Session, target: Target, part: Part) -> None:
    """Sign-ins of the window."""
    _collect(session, target, part, "login")


def collect_admin(session: Session, target: Target, part: Part) -> None:
    """What administrators did in the window."""
    _collect(session, target, part, "admin")


def _collect(session: Session, target: Target, part: Part, application: str) -> None:
    path = f"{ACTIVITIES}/{application}"
    window = session.window(target, part)
    oldest = window.until - timedelta(days=LOG_DAYS)
    if window.since < oldest:
        session.gap(
            target, part, f"GET {path}: before {oldest:%Y-%m-%d}", f"Google keeps this log for {LOG_DAYS} days",
            "Collect at least twice a year; for what is older, give the files of the log archive as evidence",
        )  # fmt: skip
    # an entry may come into the log hours after what it tells of: what the last run could not see yet is asked for again, and
    # what it did see is known to be the same
    start = window.since if session.since else window.since - LAG
    params = {"startTime": stamp(start), "endTime": stamp(window.until), "fields": FIELDS}
    with session.stream(
        target, part, call=f"GET {ACTIVITIES}/{{application}}", source="google/activities",
        parameters={"application": application, **params},
    ) as stream:  # fmt: skip
        for page in token_pages(session.http, path, {**params, **pages_of(1000)}, items="items", resume=stream):
            page.into(stream)
