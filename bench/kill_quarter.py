"""Kills `goldenthread quarter` at random moments, and looks at what is left: `python bench/kill_quarter.py [--times 100]`.

A company on this machine collects from a directory on this machine into a locker, is reviewed and kept. Each time the command is
killed (SIGKILL) after a random part of the time that it takes. Then the locker has to agree with its ledger, every kept review with
its manifest, and the next run has to complete with the verdicts of one that nobody disturbed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer.catalog import load_catalog
from analyzer.cli import main as command
from analyzer.config import Config
from analyzer.evidence.locker import LEDGER, Locker
from analyzer.model import Period
from analyzer.pipeline import review
from analyzer.quarter_kept import faults_of, kept_in
from analyzer.reports import write
from analyzer.saved_run import load_run
from tests.command_line import lay_out

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime.now(UTC)
QUARTER = f"{NOW.year}-Q{(NOW.month + 2) // 3}"
CONFIG = """documents = ["documents"]
evidence = ["evidence", "locker"]
semantics = false
wordings = false
history = false

[[collect]]
system = "directory"
options = {{endpoint = "{url}"}}
"""
COLLECTOR = "from tests.analyzer.collect.servers import DIRECTORY as COLLECTOR\n"
SOURCE = (
    "title: Users\nsystem: Directory\nhow_to_export: GET /users, all pages.\n"
    "recognise: {format: json, require: [id, login]}\ntables: [idp_users]\nreference: its own\n"
)
LOAD = (
    "insert into idp_users (user_id, email, status, evidence_file, evidence_row)\n"
    "select record->>'$.id', record->>'$.login', 'ACTIVE', file, row_number from raw;\n"
)


def company(folder: Path, url: str) -> None:
    """Lay out the company."""
    lay_out(folder)
    users = folder / "sources" / "directory" / "users"
    users.mkdir(parents=True)
    (users.parent / "collect.py").write_text(COLLECTOR)
    (users / "source.yaml").write_text(SOURCE)
    (users / "load.sql").write_text(LOAD)
    (folder / "goldenthread.toml").write_text(CONFIG.format(url=url))


def start(folder: Path) -> int:
    """Start the command in a process of its own, which has everything imported already; returns its id."""
    words = ["quarter", QUARTER, "-q", "-f", "json", "--sources", folder / "sources", "--config", folder / "goldenthread.toml"]
    child = os.fork()
    if child:
        return child
    code = 2
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os.environ["DIRECTORY_TOKEN"] = "none of anybody's"
        sys.argv = ["goldenthread", *map(str, words)]
        command()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a command; returns its exit code, or less than 0 where it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def warm(folder: Path) -> None:
    """Load what every run needs, before processes are forked; nothing here leaves a thread behind."""
    for name in ("duckdb", "httpx", "analyzer.collect.configured", "analyzer.quarter"):
        importlib.import_module(name)
    today = NOW.date()
    period = Period(start=today, end=today, as_of=today)
    settings = Config(semantics=False, wordings=False, history=False)
    write(review([folder / "documents"], [], period, load_catalog(), settings), load_catalog(), "json", folder / "warm")


@contextmanager
def served() -> Iterator[str]:
    """The directory, in a process of its own; gives its address."""
    program = "from tests.analyzer.collect.servers import *\nimport sys\n"
    program += "with serving(directory(lambda: s.url)) as s: print(s.url, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as one:
        if one.stdout is None or one.stdin is None:
            raise SystemExit("the directory cannot be started")
        yield one.stdout.readline().strip()
        one.stdin.close()


def faults(folder: Path) -> list[str]:
    """What is not as it should be after a kill: an addition that was broken off is named by the locker, and is no fault."""
    locker = Locker(folder / "locker")
    known = locker.verify() if (folder / "locker" / LEDGER).is_file() else []
    found = [fault for fault in known if "interrupted" not in fault]
    return found + [fault for one in kept_in(folder / "quarters") for fault in faults_of(one)]


def main(times: int, seed: int) -> int:
    """Kill the command so often; returns 1 where something was wrong."""
    rng, seen, wrong, takes = random.Random(seed), Counter[str](), list[str](), 0.0
    with tempfile.TemporaryDirectory() as name, served() as url:
        folder = Path(name)
        company(folder, url)
        warm(folder)
        for _ in range(2):
            begin = time.perf_counter()
            if ended(start(folder)):
                raise SystemExit("the command fails even when nobody disturbs it")
            takes = time.perf_counter() - begin
        undisturbed = load_run(kept_in(folder / "quarters")[-1].folder / "run.json").verdicts
        for number in range(1, times + 1):
            before = len(kept_in(folder / "quarters"))
            child = start(folder)
            time.sleep(rng.uniform(0, takes))
            os.kill(child, signal.SIGKILL)
            code = ended(child)
            half = "nothing kept" if len(kept_in(folder / "quarters")) == before else "kept"
            seen["ended before the kill" if code != -signal.SIGKILL else f"killed, {half}"] += 1
            seen["left half-built"] += bool(list((folder / "quarters").glob(".building-*")))
            wrong += [f"{number}, after the kill: {fault}" for fault in faults(folder)]
            if code := ended(start(folder)):
                wrong.append(f"{number}: the next run ended with {code}")
            wrong += [f"{number}, after the next run: {fault}" for fault in [*faults(folder), *Locker(folder / "locker").verify()]]
            if load_run(kept_in(folder / "quarters")[-1].folder / "run.json").verdicts != undisturbed:
                wrong.append(f"{number}: the next run has other verdicts")
            if list((folder / "quarters").glob(".building-*")):
                wrong.append(f"{number}: the next run leaves something half-built")
            if not number % 10:
                print(f"{number} times, {len(wrong)} faults", flush=True)
        entries = len(Locker(folder / "locker").entries())
    print(f"{times} times: {', '.join(f'{count} {what}' for what, count in sorted(seen.items()))}.")
    print(f"One run takes {takes:.1f} s; the locker has {entries} entries; {len(wrong)} faults.")
    for one in wrong:
        print(f"  {one}")
    return int(bool(wrong))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kills goldenthread quarter at random moments.")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260930)
    given = parser.parse_args()
    sys.exit(main(given.times, given.seed))
