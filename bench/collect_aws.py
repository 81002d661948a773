"""Collect an account of AWS from a moto server on this machine: calls and seconds, and the same with a delay added to each call.

python bench/collect_aws.py [--users 500] [--buckets 300] [--databases 60] [--keys 40] [--volumes 100] [--delay 80]
                            [--regions all] [--blocked]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer.collect import Collector, Options, Part, Session, Target, collect, find_collector
from analyzer.sources.aws import targets
from tests.analyzer.sources.aws.moto_account import REGION, Account, Size, environment, moto_server


def with_delay(milliseconds: float):
    """Wrap the guard so that each call takes that much longer, as against a distant server."""
    guard = targets.guarded

    def guarded(boto, session: Session):
        guard(boto, session)
        boto.events.register("before-send", lambda **known: time.sleep(milliseconds / 1000))
        return boto

    return guarded


def timed(collector: Collector, begin: float, parts: list[tuple[float, float, str]]) -> Collector:
    """The collector, noting in seconds from `begin` on when each part starts and ends; some run at the same time."""

    def one(session: Session, target: Target, part: Part) -> None:
        start = time.perf_counter() - begin
        try:
            collector.collect(session, target, part)
        finally:
            parts.append((start, time.perf_counter() - begin, part.title))

    return replace(collector, collect=one)


def main() -> None:
    """Seed, collect, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in (("users", 500), ("buckets", 300), ("databases", 60), ("keys", 40), ("volumes", 100)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--delay", type=float, default=80.0, help="milliseconds")
    parser.add_argument("--regions", default=REGION, help="names with commas, or `all` that are enabled")
    parser.add_argument(
        "--blocked", action="store_true", help="the account blocks public access, so that no bucket is asked for it"
    )
    given = parser.parse_args()
    size = Size(users=given.users, buckets=given.buckets, databases=given.databases, keys=given.keys, volumes=given.volumes)
    with moto_server() as url:
        account = Account(url, size)
        begin = time.perf_counter()
        account.seed()
        if given.blocked:
            account.block()
        account.close()
        print(f"seeded in {time.perf_counter() - begin:.1f} s: {size}")
        os.environ |= environment(url)
        chosen = {} if given.regions == "all" else {"region": tuple(given.regions.split(","))}
        options = Options({"endpoint": (url,), **chosen})
        guard = targets.guarded
        for delay in (0.0, given.delay):
            targets.guarded = with_delay(delay) if delay else guard
            with tempfile.TemporaryDirectory() as folder:
                begin, busy = time.perf_counter(), time.process_time()
                parts: list[tuple[float, float, str]] = []
                done = collect(timed(find_collector("aws"), begin, parts), Path(folder), options=options, environ=os.environ)
                seconds, busy = time.perf_counter() - begin, time.process_time() - busy
            counts = f"{done.stats.calls:,} calls, {seconds:.1f} s ({busy:.1f} s of the collector's processor time)"
            print(f"{delay:.0f} ms added: {counts}, {len(done.gaps)} gaps, {done.stats.retries} retries")
            for start, end, what in sorted(parts):
                print(f"    {start:6.2f} to {end:6.2f} s  {what}")
        targets.guarded = guard


if __name__ == "__main__":
    main()
