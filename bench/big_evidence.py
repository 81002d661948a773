"""Times checks over large evidence: whole processes, with their peak memory, over the same Parquet files.

usage: python bench/big_evidence.py --dir FOLDER [--requests N] [--reviews N] [--people N] [--accounts N] [--csv BYTES]
       [--memory 1GB] [--only changes,leavers,month,ingest] [--engines product,bare,pandas,sqlite]

The folder takes the files (invented, the same for the same sizes, kept for the next run) and what does not fit into memory.
Each check runs through `goldenthread review` with a document of one sentence, on the bare engine with the query of the check
(`bare`) and with one that was written for these files alone (`by hand`), in pandas (where that is installed) and in SQLite;
all have to give the same answer. `month` asks for one month
of the changes, so that the period reaches the files. `ingest` reads a CSV into typed tables.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import big_data
from big_engines import digest

HERE = Path(__file__).resolve().parent
SENTENCES = {
    "changes": "Every pull request is approved by at least one person other than its author before it is merged.",
    "leavers": "Access of leavers is revoked within 24 hours of termination.",
}
MONTH = ("2025-11-01", "2025-11-30")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One engine's run: its answer, wall and processor time in seconds, peak memory in MB."""

    engine: str
    answer: dict[str, Any]
    wall: float
    processor: float
    peak: float


def measure(arguments: list[str], output: Path) -> tuple[int, dict[str, float]]:
    """Exit code and cost of a process whose standard output goes to a file."""
    begin = time.perf_counter()
    with output.open("wb") as sink:
        child = subprocess.Popen(arguments, stdout=sink, cwd=HERE.parent)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    cost = {"wall": time.perf_counter() - begin, "processor": used.ru_utime + used.ru_stime, "peak": peak}
    return child.returncode, cost


def engine_run(engine: str, job: str, folder: Path, options: dict[str, Any], log: Path) -> Measured | None:
    """A run of `big_engines`; None where the engine is not installed or gave up for want of memory."""
    arguments = [sys.executable, str(HERE / "big_engines.py"), job, str(folder), json.dumps(options)]
    code, cost = measure(arguments, log)
    return Measured(engine=engine, answer=json.loads(log.read_text()), **cost) if code == 0 else None


def product_run(folder: Path, period: tuple[str, str], memory: str, log: Path) -> Measured | None:
    """The check through the product, from the document to the report."""
    document = log.with_name("policy.md")
    document.write_text(f"# Policy\n\n{SENTENCES[folder.name]}\n", encoding="utf-8")
    arguments = [
        sys.executable, "-m", "analyzer", "review", str(document), "--evidence", str(folder), "--period", "..".join(period),
        "--memory", memory, "--format", "json", "--out", str(log.with_name("out")), "--fail-on", "never", "--quiet",
    ]  # fmt: skip
    code, cost = measure(arguments, log)
    if code:
        return None
    report = json.loads(log.with_name("out").joinpath("report.json").read_text(encoding="utf-8"))
    verdict = max(report["verdicts"], key=lambda one: one["population"] or 0)
    items = [one["item"] for one in verdict["exceptions"]]
    seconds = report["run"]["seconds"]
    answer = {"population": verdict["population"], "failing": len(items), "items": digest(items), "seconds": seconds}
    return Measured(engine="product", answer=answer, **cost)


def show(title: str, runs: list[Measured]) -> None:
    """Print the figures of a check as a table."""
    bare = next((one for one in runs if one.engine.startswith("bare")), None)
    heads = " ".join(f"{head:>8}" for head in ("wall s", "of bare", "cpu s", "of bare", "peak MB"))
    print(f"\n{title}\n{'engine':10} {heads} {'items':>11} {'failing':>8}  where the time went")
    for one in runs:
        ratios = (
            [f"{ours / theirs:.2f}" for ours, theirs in ((one.wall, bare.wall), (one.processor, bare.processor))]
            if bare
            else ["", ""]
        )
        steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in one.answer["seconds"].items())
        found = f"{one.answer['population']:11,} {one.answer['failing']:8,}"
        print(
            f"{one.engine:10} {one.wall:8.1f} {ratios[0]:>8} {one.processor:8.1f} {ratios[1]:>8} {one.peak:8.0f} {found}  {steps}",
            flush=True,
        )
    agree = len({(one.answer["population"], one.answer["failing"], one.answer["items"]) for one in runs}) == 1
    print("all give the same answer" if agree else "THE ANSWERS DIFFER")


def compare(title: str, folder: Path, period: tuple[str, str], given: argparse.Namespace, engines: list[str]) -> None:
    """Put one question to all engines."""
    log = given.dir / "log"
    options = {"start": period[0], "end": period[1], "memory": given.memory, "spill": str(given.dir / "spill")}
    runs = []
    for engine in engines:
        one = (
            product_run(folder, period, given.memory, log)
            if engine == "product"
            else engine_run(engine, engine, folder, options, log)
        )
        if one is None and engine == "bare":
            print(f"{engine}: gives up within {given.memory}; once more with four times as much", flush=True)
            options["memory"] = re.sub(r"\d+", lambda size: str(4 * int(size[0])), given.memory)
            one = engine_run(f"bare {options['memory']}", engine, folder, options, log)
        if one:
            runs.append(one)
        else:
            print(f"{engine}: could not run", flush=True)
    show(title, runs)


def main() -> None:
    """Make the files and print the tables."""
    parser = argparse.ArgumentParser(description="Times checks over large evidence.")
    parser.add_argument("--dir", type=Path, required=True)
    for name, size in (("requests", 10_000_000), ("reviews", 15_000_000), ("people", 500_000), ("accounts", 5_000_000)):
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--csv", type=int, default=1_000_000_000)
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--only", default="changes,month,leavers,ingest")
    parser.add_argument("--engines", default="product,bare,by hand,pandas,sqlite")
    given = parser.parse_args()
    given.dir = given.dir.resolve()
    wanted, engines = given.only.split(","), given.engines.split(",")
    sizes = f"{given.requests}-{given.reviews}-{given.people}-{given.accounts}-{given.csv}"
    data = given.dir / sizes
    year = (big_data.START, big_data.END)
    if {"changes", "month"} & set(wanted):
        big_data.changes(data, given.requests, given.reviews)
        changes = data / "changes"
        if "changes" in wanted:
            title = f"{given.requests:,} pull requests with {given.reviews:,} reviews, engine limited to {given.memory}"
            compare(title, changes, year, given, engines)
        if "month" in wanted:
            compare("one month of them", changes, MONTH, given, [one for one in engines if one in ("product", "bare", "by hand")])
    if "leavers" in wanted:
        big_data.leavers(data, given.people, given.accounts)
        title = f"{given.people:,} people against {given.accounts:,} accounts, engine limited to {given.memory}"
        compare(title, data / "leavers", year, given, engines)
    if "ingest" in wanted:
        path = big_data.sign_ins(data, given.csv)
        options = {"start": year[0], "end": year[1], "memory": "500MB"}
        one = engine_run("product", "ingest", path.parent, options, given.dir / "log")
        if one:
            rows, seconds = one.answer["rows"], one.answer["seconds"]["load"]
            print(
                f"\ningest of a CSV of {path.stat().st_size / 1e6:,.0f} MB: {rows:,} rows in {seconds:.1f} s,"
                f" {rows / seconds:,.0f} rows a second, peak {one.peak:.0f} MB, faults {one.answer['faults']}"
            )


if __name__ == "__main__":
    main()
