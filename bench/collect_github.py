"""Collect merged pull requests with their reviews and commits from a GitHub on this machine: calls and seconds.

    python bench/collect_github.py [--changes 3000] [--repositories 1] [--latency 46]

The organisation is that of the tests: it executes the queries against GitHub's own schema. A first run records its answers; in the
runs that are measured they are played back, each after the latency of a distant server, so that the time is the collector's.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer.collect import Options, collect, find_collector
from analyzer.evidence.locker import Locker
from tests.analyzer.collect.servers import Asked, Reply, serving
from tests.analyzer.sources.github.conftest import pull
from tests.analyzer.sources.github.github_org import TOKEN, Org, at, example

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
REVIEWERS = ("lev-brandt", "mara-voss", "person001")


def organisation(changes: int, repositories: int) -> Org:
    """Changes of a year, evenly over the repositories; each has two commits and three reviews."""
    org = Org(clock=lambda: NOW)
    for n in range(repositories):
        name = f"acme/service{n:03}"
        org.repositories[name] = example("repos", name=name[5:], full_name=name, default_branch="main")
        org.pulls[name] = []
    for number in range(1, changes + 1):
        name = f"acme/service{number % repositories:03}"
        one = pull(name, number, NOW - timedelta(days=360) + timedelta(minutes=number * 360 * 24 * 60 / (changes + 1)))
        one["commits"] += [{**one["commits"][0], "oid": one["sha"]}]
        one["reviews"] = [{**one["reviews"][0], "author": who} for who in REVIEWERS]
        org.pulls[name].append(one)
    return org


class Recorder:
    """An organisation whose answers are kept, and given again without being worked out.

    Args:
        org: gives the answers.
    """

    def __init__(self, org: Org) -> None:
        self.org = org
        self.known: dict[tuple[str, str, bytes], Reply] = {}
        self.latency = 0.0

    def answer(self, asked: Asked) -> Reply:
        """The answer to a request, after the latency where it is known."""
        key = (asked.path, json.dumps(asked.query), asked.body)
        if key not in self.known:
            reply = self.org.answer(asked)
            self.known[key] = Reply(json.dumps(reply.value).encode(), status=reply.status, headers=reply.headers)
        else:
            time.sleep(self.latency / 1000)
        return self.known[key]


def measured(recorder: Recorder, what: str) -> None:
    """Collect once, and print what it took."""
    with serving(recorder.answer) as server, tempfile.TemporaryDirectory() as folder:
        recorder.org.url = server.url
        options = Options({"endpoint": (server.url,), "org": ("acme",)})
        begin, worked = time.perf_counter(), time.process_time()
        done = collect(
            find_collector("github"), Path(folder), options=options, environ={"GITHUB_TOKEN": TOKEN}, only=["pull_requests"],
            now=lambda: NOW,
        )  # fmt: skip
        seconds, worked = time.perf_counter() - begin, time.process_time() - worked
        (entry,) = (one for one in Locker(Path(folder)).entries() if ".pull_requests." in one.name)
    counts = f"{done.stats.calls} calls, {seconds:.1f} s, {entry.rows:,} changes, {len(done.gaps)} gaps"
    print(f"{what}, {len(recorder.org.pulls)} repositories: {counts}; {worked:.1f} s of processor, that of the server among it")


def main() -> None:
    """Seed, collect, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=3000)
    parser.add_argument("--repositories", type=int, default=1)
    parser.add_argument("--latency", type=float, default=46.0, help="milliseconds that each call takes")
    given = parser.parse_args()
    org = organisation(given.changes, given.repositories)
    print(f"{given.changes:,} changes with 3 reviews and 2 commits each, as of {at(NOW)}")
    recorder = Recorder(org)
    measured(recorder, "recorded")
    for latency in (0.0, given.latency):
        recorder.latency = latency
        measured(recorder, f"{latency:.0f} ms a call")


if __name__ == "__main__":
    main()
