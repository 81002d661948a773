"""Times a review of the sample company as a user runs it: whole processes, warm disk caches.

usage: python bench/review_sample.py [RUNS]

Prints wall time, processor time and peak memory of `goldenthread review` on `samples/northwind` (median of the runs),
where the time of the last run went, and the wall time of `goldenthread --help`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).parent / "goldenthread"


def measure(arguments: list[str], output: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak memory in MB of one run of the command."""
    begin = time.perf_counter()
    with output.open("wb") as sink:
        child = os.posix_spawn(
            COMMAND, [str(COMMAND), *arguments], os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, sink.fileno(), 1), (os.POSIX_SPAWN_DUP2, sink.fileno(), 2)],
        )  # fmt: skip
        _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        raise SystemExit(f"goldenthread {' '.join(arguments)} ended with {code}: {output.read_text(errors='replace')[-2000:]}")
    divisor = 1024 * 1024 if sys.platform == "darwin" else 1024
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / divisor


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-bench-"))
    review = ["review", "--config", str(ROOT / "samples/northwind/goldenthread.toml"), "--out", str(folder / "out")]
    measure(review, folder / "log")
    results = [measure(review, folder / "log") for _ in range(runs)]
    for name, values in zip(("wall s", "processor s", "peak MB"), zip(*results, strict=True), strict=True):
        spread = f"median {statistics.median(values):7.2f}   min {min(values):7.2f}   max {max(values):7.2f}"
        print(f"review of the sample, {name:12} {spread}")
    stages = json.loads((folder / "out/report.json").read_text())["run"]["seconds"]
    print("where the time went: " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in stages.items()))
    helps = [measure(["--help"], folder / "log")[0] for _ in range(runs + 1)][1:]
    print(f"goldenthread --help, wall s   median {statistics.median(helps):7.3f}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
