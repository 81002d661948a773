"""Collect merged pull requests with their reviews and commits from a GitHub on this machine: calls and seconds.

    python bench/collect_github.py [--changes 3000] [--repositories 1] [--latency 46]

Each call is answered after the latency of a distant server. The organisation is that of the tests: it executes the queries against
GitHub's own schema, in the same process; what that takes by itself is printed beside, as the run without latency.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer.collect import Options, collect, find_collector
from analyzer.evidence.locker import Locker
from tests.analyzer.sources.github.conftest import pull
from tests.analyzer.sources.github.github_org import TOKEN, Org, at, example, running

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


def measured(org: Org, latency: float) -> None:
    """Collect once, and print what it took."""
    org.faults[:] = [lambda asked: time.sleep(latency / 1000)]
    with running(org) as server, tempfile.TemporaryDirectory() as folder:
        options = Options({"endpoint": (server.url,), "org": ("acme",)})
        begin = time.perf_counter()
        done = collect(
            find_collector("github"), Path(folder), options=options, environ={"GITHUB_TOKEN": TOKEN}, only=["pull_requests"],
            now=lambda: NOW,
        )  # fmt: skip
        seconds = time.perf_counter() - begin
        (entry,) = (one for one in Locker(Path(folder)).entries() if ".pull_requests." in one.name)
    counts = f"{done.stats.calls} calls, {seconds:.1f} s, {entry.rows:,} changes, {len(done.gaps)} gaps"
    print(f"{latency:.0f} ms a call, {len(org.pulls)} repositories: {counts}")


def main() -> None:
    """Seed, collect, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=3000)
    parser.add_argument("--repositories", type=int, default=1)
    parser.add_argument("--latency", type=float, default=46.0, help="milliseconds that each call takes")
    given = parser.parse_args()
    org = organisation(given.changes, given.repositories)
    print(f"{given.changes:,} changes with 3 reviews and 2 commits each, as of {at(NOW)}")
    for latency in (0.0, given.latency):
        measured(org, latency)


if __name__ == "__main__":
    main()
