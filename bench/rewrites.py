"""How many promises that do not hold get a wording that is true, on the sample company and on labelled packs.

usage: python bench/rewrites.py [GOLD]

GOLD holds `packs/<id>/evidence` and `verdicts/<id>.json`. A proposal counts only where it was read, bound and judged again as
supported. Printed are, by verdict: how many there are, how many have a wording, and in which way it was found; then the seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analyzer.catalog import load_catalog
from analyzer.config import Config, parse_period, read_config
from analyzer.model import Run
from analyzer.pipeline import review
from bench.score_gold import period_of

SAMPLE = Path(__file__).resolve().parents[1] / "samples/northwind"
REPAIRED = ("contradicted", "partly_supported", "not_testable")


def told(run: Run, name: str) -> tuple[Counter[tuple[str, str]], str]:
    """The verdicts of a run that are due a repair, by status and way, and a line on the run."""
    due = [one for one in run.verdicts if one.status in REPAIRED and one.rewrite is not None]
    ways = Counter((one.status, (one.rewrite.way if one.rewrite else "") or "none") for one in due)
    return ways, f"{name}: {run.seconds.get('wording', 0):.1f} s for {len(due)}"


def main() -> int:
    catalog = load_catalog()
    config = read_config(SAMPLE / "goldenthread.toml")
    begin = time.perf_counter()
    run = review(
        [SAMPLE / name for name in config.documents],
        [SAMPLE / "evidence"],
        parse_period(config.period or "", None),
        catalog,
        config,
    )
    ways, line = told(run, "northwind")
    report("sample company", ways)
    print(line)
    if len(sys.argv) > 1:
        gold, total = Path(sys.argv[1]), Counter()
        for file in sorted((gold / "verdicts").glob("*.json")):
            label = json.loads(file.read_text(encoding="utf-8"))
            evidence = gold / "packs" / file.stem / "evidence"
            documents = [evidence / name for name in label["documents"] if (evidence / name).exists()]
            total += told(review(documents, [evidence], period_of(label), catalog, Config()), file.stem)[0]
        report("packs", total)
    print(f"{time.perf_counter() - begin:.0f} s in all")
    return 0


def report(name: str, ways: Counter[tuple[str, str]]) -> None:
    """Print the counts of one set."""
    for status in REPAIRED:
        of = {way: n for (one, way), n in ways.items() if one == status}
        worded = sum(n for way, n in of.items() if way != "none")
        listed = ", ".join(f"{way} {n}" for way, n in sorted(of.items()))
        print(f"{name}, {status}: {worded} of {sum(of.values())} have a true wording ({listed})")


if __name__ == "__main__":
    sys.exit(main())
