"""Which collected files of a locker speak for the day of a review."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.find import find_files
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.locker import Collected, Locker
from analyzer.model import Period

USER = {"statusChanged": None, "lastLogin": None, "created": "2026-01-05T09:00:00Z"}


class Runs:
    """Writes runs of a collector of Okta into a locker."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder / "locker", folder / "answer.json"

    def put(self, run: str, name: str, content: Any, day: str, *, kind: str = "snapshot", part: str = "users", **how: Any) -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        self.file.write_text(text)
        known = Collected(run=run, vendor="okta", account="acme", part="" if kind == "run" else part, kind=kind)
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        self.add = Locker(self.folder).add(self.file, name=name, extracted_at=moment, collected=known, **{"complete": True, **how})

    def users(self, run: str, day: str, *logins: str, recorded: bool = True, incomplete: tuple[str, ...] = (), **how: Any) -> None:
        people = [{**USER, "id": one, "status": "ACTIVE", "profile": {"login": f"{one}@acme.example"}} for one in logins]
        self.put(run, "okta.acme.users.json", people, day, rows=len(people), **how)
        if recorded:
            self.record(run, day, incomplete)

    def record(self, run: str, day: str, incomplete: tuple[str, ...] = ()) -> None:
        gaps = [{"what": "a call", "why": "it is denied", "advice": "", "tables": ["idp_users"]}]
        parts = [{"part": "users", "tables": ["idp_users"], "complete": not incomplete, "gaps": gaps if incomplete else []}]
        content = {
            "run": run, "collector": "okta", "account": "acme", "principal": "auditor", "startedAt": day, "endedAt": day,
            "parts": parts, "writeAccess": [],
        }  # fmt: skip
        parameters = {"incomplete": list(incomplete)}
        self.put(run, f"okta.acme.run.{run}.json", {"collectorRun": content}, day, kind="run", rows=1, parameters=parameters)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


def loaded(runs: Runs, as_of: str) -> Loaded:
    day = date.fromisoformat(as_of)
    return load_evidence([runs.folder], load_catalog(), Period(start=date(2026, 1, 1), end=day, as_of=day))


def logins(one: Loaded) -> list[str]:
    return sorted(str(row[0]).partition("@")[0] for row in one.store.rows("select email from idp_users")[1])


def test_the_latest_whole_run_that_is_not_later_than_the_day(runs: Runs) -> None:
    runs.users("r1", "2026-03-01", "ann")
    runs.users("r2", "2026-04-01", "ann", "ben")
    runs.users("r3", "2026-05-01", "cid")
    assert logins(loaded(runs, "2026-04-30")) == ["ann", "ben"]
    assert logins(loaded(runs, "2026-04-01")) == ["ann", "ben"]
    assert logins(loaded(runs, "2026-03-31")) == ["ann"]


def test_a_state_of_a_later_day_says_nothing_of_an_earlier_one(runs: Runs) -> None:
    runs.users("r1", "2026-05-01", "ann")
    one = loaded(runs, "2026-04-30")
    assert logins(one) == []
    assert any("after 2026-04-30" in left.why for left in one.left_out)


@pytest.mark.parametrize("how", [{"complete": False}, {"incomplete": ("users",)}, {"recorded": False}])
def test_an_incomplete_run_gives_way_to_an_earlier_whole_one(runs: Runs, how: dict[str, Any]) -> None:
    runs.users("r1", "2026-03-01", "ann", "ben")
    runs.users("r2", "2026-04-01", "ann", **how)
    one = loaded(runs, "2026-04-30")
    assert logins(one) == ["ann", "ben"]
    assert any("incomplete" in left.why for left in one.left_out)


@pytest.mark.parametrize("how", [{"complete": False}, {"incomplete": ("users",)}, {"recorded": False}])
def test_where_no_run_is_whole_the_latest_is_known_to_be_incomplete(runs: Runs, how: dict[str, Any]) -> None:
    runs.users("r1", "2026-03-01", "ann", "ben", **how)
    runs.users("r2", "2026-04-01", "ann", **how)
    one = loaded(runs, "2026-04-30")
    assert logins(one) == ["ann"]
    (file,) = (file for file in one.files if "idp_users" in file.tables)
    assert file.incomplete and not file.whole


def test_files_of_one_run_stay_together(runs: Runs) -> None:
    gone = {**USER, "id": "x", "status": "ACTIVE", "profile": {"login": "gone@acme.example"}}
    runs.put("r1", "okta.acme.users.old.json", [gone], "2026-03-01")
    runs.users("r1", "2026-03-01", "ann")
    runs.users("r2", "2026-04-01", "ann")
    assert logins(loaded(runs, "2026-04-30")) == ["ann"]
    assert logins(loaded(runs, "2026-03-30")) == ["ann", "gone"]


def test_runs_of_events_are_one_chain(runs: Runs) -> None:
    for run, start, end in (("r1", "2026-01-01", "2026-03-01"), ("r2", "2026-03-01", "2026-06-01")):
        window = f"{start}T00:00:00Z..{end}T00:00:00Z"
        runs.put(run, f"okta.acme.log.{run}.json", [{"id": run}], end, kind="events", part="log", window=window, rows=1)
        runs.record(run, end)
    found = [one for one in find_files([runs.folder], date(2026, 6, 1))[0] if one.events]
    assert [one.entry.window for one in found if one.entry] == ["2026-01-01T00:00:00Z..2026-06-01T00:00:00Z"] * 2
    assert {one.extracted_at for one in found} == {"2026-06-01T00:00:00Z"}
    assert not any(one.partial for one in found)


def test_a_gap_between_runs_of_events_stays_one(runs: Runs) -> None:
    spans = {"r1": ("2026-01-01", "2026-03-01"), "r2": ("2026-04-01", "2026-06-01"), "r3": ("2026-01-10", "2026-02-01")}
    for run, (start, end) in spans.items():
        window = f"{start}T00:00:00Z..{end}T00:00:00Z"
        runs.put(run, f"okta.acme.log.{run}.json", [{"id": run}], end, kind="events", part="log", window=window, rows=1)
        runs.record(run, end)
    found = [one for one in find_files([runs.folder], date(2026, 6, 1))[0] if one.events]
    assert [one.entry.window for one in found if one.entry] == [
        "2026-01-01T00:00:00Z..2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z..2026-06-01T00:00:00Z",
    ]  # fmt: skip


def test_an_answer_without_records_is_told_and_hides_nothing(runs: Runs) -> None:
    runs.users("r1", "2026-03-01")
    one = loaded(runs, "2026-03-30")
    assert any("none of these" in left.why for left in one.left_out)


def test_what_a_collector_brought_is_never_guessed(runs: Runs) -> None:
    runs.put("r1", "okta.acme.users.json", "email,status\nann@acme.example,ACTIVE\n", "2026-03-01", rows=1)
    one = loaded(runs, "2026-03-30")
    assert one.files == () and any("no source" in left.why for left in one.left_out)
