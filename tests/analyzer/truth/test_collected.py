"""What a collector of a directory brings, month after month: users, their factors, and the log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.evidence.locker import Collected, Locker
from analyzer.model import Run
from tests.analyzer.truth.lockers import only, reviewed

RUNS = [datetime(2026, 1, 1, 6, tzinfo=UTC) + timedelta(days=30 * number) for number in range(4)]
PROMISE = "All employees use a hardware token as their second factor."
KEY = {"factorType": "webauthn", "profile": {"authenticatorName": "YubiKey 5C NFC"}}
SMS = {"factorType": "sms", "profile": {"phoneNumber": "+1555"}}
# who is on the list of each run, and the factors of each
LISTS: list[dict[str, list[dict[str, Any]]]] = [
    {"ann": [KEY], "ben": [KEY]}, {"ann": [KEY], "ben": [KEY], "dan": [KEY, SMS]}, {"ann": [KEY], "ben": [KEY]},
    {"ann": [KEY], "ben": [KEY], "eve": [KEY]},
]  # fmt: skip
LOG = [
    ("2026-01-12T09:00:00.000Z", "user.lifecycle.activate", "dan"),
    ("2026-02-10T09:00:00.000Z", "user.lifecycle.deactivate", "dan"),
    ("2026-02-10T10:00:00.000Z", "user.session.start", "ann"),
]


# ben's telephone is a second factor from 12 January to 10 February, as the log says too
NEW_FACTOR = {**SMS, "created": "2026-01-12T09:00:00.000Z"}
BENS_LISTS: list[dict[str, list[dict[str, Any]]]] = [
    {"ann": [KEY], "ben": [KEY]}, {"ann": [KEY], "ben": [KEY, NEW_FACTOR]}, {"ann": [KEY], "ben": [KEY]},
]  # fmt: skip
BENS_LOG = [
    ("2026-01-12T09:00:00.000Z", "user.mfa.factor.activate", "ben"),
    ("2026-02-10T09:00:00.000Z", "user.mfa.factor.deactivate", "ben"),
]


def collect(
    locker: Path, number: int, lists: Sequence[dict[str, list[dict[str, Any]]]] = LISTS, log: Sequence[tuple[str, str, str]] = LOG
) -> None:
    """Put a run of a collector into the locker."""
    moment = RUNS[number]
    known = {"vendor": "okta", "account": "acme", "run": f"r{number}"}

    def put(name: str, content: Any, part: str, kind: str, source: str | None, **how: Any) -> None:
        file = locker.parent / "answer.json"
        file.write_text(json.dumps(content))
        collected = Collected(part=part, kind=kind, **known)
        Locker(locker).add(file, name=name, extracted_at=moment, complete=True, source=source, collected=collected, **how)

    login = "{}@acme.example".format
    since = {"lastLogin": None, "created": "2025-01-05T09:00:00Z", "statusChanged": None}
    people = [{**since, "id": who, "status": "ACTIVE", "profile": {"login": login(who)}} for who in lists[number]]
    factors = [
        {**factor, "id": f"{who}-{at}", "userId": who, "status": "ACTIVE", "provider": "OKTA"}
        for who, own in lists[number].items() for at, factor in enumerate(own)
    ]  # fmt: skip
    put("okta.acme.users.json", people, "users", "snapshot", "okta/users", rows=len(people))
    put("okta.acme.factors.json", factors, "users", "snapshot", "okta/factors", rows=len(factors))
    start = RUNS[number - 1] if number else moment - timedelta(days=30)
    events = [
        {
            "uuid": f"{at}", "published": at, "eventType": kind, "actor": {"id": who, "type": "User", "alternateId": login(who)},
            "outcome": {"result": "SUCCESS"}, "target": [{"type": "User", "id": who, "alternateId": login(who)}],
        }
        for at, kind, who in log if start <= datetime.fromisoformat(at) < moment
    ]  # fmt: skip
    window = f"{start:%Y-%m-%dT%H:%M:%SZ}..{moment:%Y-%m-%dT%H:%M:%SZ}"
    put("okta.acme.log.json", events, "log", "events", "okta/system_log", rows=len(events), window=window)
    parts = [{"part": part, "tables": [], "complete": True, "gaps": []} for part in ("users", "log")]
    at = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    record = {
        "run": known["run"], "collector": "okta", "account": "acme", "principal": "auditor", "startedAt": at, "endedAt": at,
        "parts": parts, "writeAccess": [],
    }  # fmt: skip
    put(f"run.{number}.json", {"collectorRun": record}, "", "run", None, rows=1, parameters={"incomplete": []})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    locker = tmp_path_factory.mktemp("collected") / "locker"
    for number in range(len(RUNS)):
        collect(locker, number)
    return reviewed(locker, RUNS[0].date(), RUNS[3].date(), PROMISE)


def test_the_log_dates_what_the_lists_show(run: Run) -> None:
    spans = [(one.start, one.end, one.state, one.items) for one in only(run, "mfa_strength").history]
    assert spans[:3] == [
        (date(2026, 1, 1), date(2026, 1, 11), "held", ()),
        (date(2026, 1, 12), date(2026, 2, 10), "broken", ("dan@acme.example",)),
        (date(2026, 2, 11), date(2026, 3, 2), "held", ()),
    ]


def test_a_list_that_the_log_does_not_lead_to_is_a_finding_and_leaves_the_days_before_it_open(run: Run) -> None:
    (told,) = (one for one in run.assurance if one.test == "user_list_from_log")
    assert told.passed is False and told.items == ("eve@acme.example",)
    unknown = only(run, "mfa_strength").history[3]
    assert (unknown.state, unknown.start, unknown.end) == ("unknown", date(2026, 3, 3), date(2026, 3, 31))
    assert "do not agree on eve@acme.example" in unknown.why


def test_the_log_dates_since_when_and_until_when_a_factor_broke_the_promise(tmp_path: Path) -> None:
    locker = tmp_path / "locker"
    for number in range(len(BENS_LISTS)):
        collect(locker, number, BENS_LISTS, BENS_LOG)
    run = reviewed(locker, RUNS[0].date(), RUNS[2].date(), PROMISE)
    assert [(one.start, one.end, one.state, one.items) for one in only(run, "mfa_strength").history] == [
        (date(2026, 1, 1), date(2026, 1, 11), "held", ()),
        (date(2026, 1, 12), date(2026, 2, 10), "broken", ("ben@acme.example",)),
        (date(2026, 2, 11), date(2026, 3, 2), "held", ()),
    ]
