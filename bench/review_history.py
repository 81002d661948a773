"""What it costs to look at earlier exports: a review of the sample company with twelve monthly exports in a locker.

usage: python bench/review_history.py

Fills a locker with the exports of `samples/northwind` as of the last days of twelve months. In two of them a laptop has no disk
encryption, and one month was never collected. Prints wall time, processor time and peak memory of `goldenthread review` on it
with and without the history of promises, and what the history says of the laptops.
"""

from __future__ import annotations

import calendar
import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from review_sample import ROOT, measure

from analyzer.catalog import load_catalog
from analyzer.evidence.describe import describe
from analyzer.evidence.locker import Locker

SAMPLE = ROOT / "samples/northwind"
MONTHS = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 7)]
OUTAGE, OPEN = (2025, 12), ((2026, 2), (2026, 3))
LAPTOPS = "jamf_computers.csv"
PERIOD = "2025-07-31..2026-06-30"


def fill(locker: Path, workspace: Path) -> None:
    """Put the exports of the months into the locker."""
    catalog = load_catalog()
    sources = {file: describe(file, catalog).source for file in sorted((SAMPLE / "evidence").iterdir())}
    for year, month in MONTHS:
        if (year, month) == OUTAGE:
            continue
        made = datetime(year, month, calendar.monthrange(year, month)[1], 12, tzinfo=UTC)
        for file, source in sources.items():
            text = file.read_bytes()
            if file.name == LAPTOPS and (year, month) in OPEN:
                text = text.replace(b"Encrypted", b"Not Encrypted", 1)
            kept = workspace / file.name
            kept.write_bytes(text)
            Locker(locker).add(kept, name=file.name, source=source, extracted_at=made)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-bench-"))
    fill(folder / "locker", folder)
    review = [
        "review", str(SAMPLE / "description.docx"), str(SAMPLE / "policies"), "--evidence", str(folder / "locker"), "--config",
        str(SAMPLE / "goldenthread.toml"), "--period", PERIOD, "--no-wordings", "--quiet", "--format", "json",
    ]  # fmt: skip
    for title, how in (("without history", ["--no-history"]), ("with history", [])):
        wall, processor, memory = measure([*review, *how, "--out", str(folder / "out")], folder / "log")
        print(f"{title:16} wall {wall:7.1f} s   processor {processor:7.1f} s   peak {memory:6.0f} MB")
    verdicts = json.loads((folder / "out/report.json").read_text())["verdicts"]
    told = [one for one in verdicts if one["history"]]
    print(f"{len(told)} of {len(verdicts)} claims have a history; of the disks:")
    for span in next(one["history"] for one in told if one["topic"] == "disk_encryption"):
        print(f"  {span['start']}..{span['end']} {span['state']:8} {', '.join(span['items'][:4])}  {span['why'][:90]}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
