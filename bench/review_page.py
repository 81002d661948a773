"""Times the review page in headless Chromium at the size of a large engagement.

usage: python bench/review_page.py [CLAIMS] [PAGES]

The page is made of a review of the sample company, whose documents and findings are repeated until there are CLAIMS (2,000) claims
and PAGES (200) pages of 400 words. Printed are: how long the page takes to make, its size, and for each act (load, median of three;
filter; search for the first time and again; open a finding; scroll a pane by 120 pixels a frame) the time on the clock, which is
longer where the machine is busy, and the processor time of the page's main thread. Needs chromium and chromedriver.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analyzer.catalog import load_catalog
from analyzer.config import parse_period, read_config
from analyzer.model import Run, Verdict
from analyzer.pipeline import review
from analyzer.reports.html import render
from claims import Document
from tests.analyzer.reports.browser import Browser

SAMPLE = Path(__file__).resolve().parents[1] / "samples/northwind"
WORDS_OF_A_PAGE = 400
STEPS = 120
ACTS = {
    "filter by verdict": "document.querySelector('.chip[data-status=contradicted]').click()",
    "clear": "document.querySelector('#clear').click()",
    "first search": "document.querySelector('#search').value = 'okta'; document.querySelector('#filters').requestSubmit()",
    "next search": "document.querySelector('#search').value = 'snowflake'; document.querySelector('#filters').requestSubmit()",
    "clear the search": "document.querySelector('#clear').click()",
    "open a finding": "document.querySelector('.finding .head').click()",
}
LOADED = """
const entry = performance.getEntriesByType('navigation')[0];
const paint = performance.getEntriesByName('first-contentful-paint')[0];
return { complete: entry.domComplete, painted: paint ? paint.startTime : null };
"""
TIMED = "const start = performance.now(); {0}; document.body.offsetHeight; return performance.now() - start;"
FRAMES = """
const pane = document.querySelector(arguments[0]), steps = arguments[1], done = arguments[2];
const times = []; let last = performance.now(), step = 0;
pane.scrollTop = 0;
const frame = () => {
  const now = performance.now(); times.push(now - last); last = now;
  if (step++ >= steps) { done(times.slice(1)); return; }
  pane.scrollTop += 120;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


def words_of(document: Document) -> int:
    """The number of words."""
    return sum(len(block.text.split()) for block in document.blocks)


def enlarged(run: Run, claims: int, pages: int) -> Run:
    """The run with copies of its documents until there are enough pages, and the first so many claims of all copies."""
    documents: list[Document] = []
    verdicts: list[Verdict] = []
    needed = pages * WORDS_OF_A_PAGE
    for copy, document in ((n // len(run.documents), one) for n, one in enumerate(cycle(run.documents))):
        if needed <= 0 and len(verdicts) >= claims:
            break
        name = f"{copy + 1:02} {document.name}"
        documents.append(replace(document, name=name))
        needed -= words_of(document)
        for verdict in run.verdicts:
            if verdict.claim.place.document == document.name:
                place = replace(verdict.claim.place, document=name)
                claim = replace(verdict.claim, id=f"{verdict.claim.id}-{copy}", place=place)
                verdicts.append(replace(verdict, binding=replace(verdict.binding, claim=claim)))
    return replace(run, documents=tuple(documents), verdicts=tuple(verdicts[:claims]))


def main() -> int:
    claims, pages = (int(given) for given in (sys.argv[1:] + ["2000", "200"][len(sys.argv) - 1 :]))
    driver, binary = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if not (driver and binary):
        print("chromium and chromedriver are needed")
        return 2
    catalog, config = load_catalog(), read_config(SAMPLE / "goldenthread.toml")
    documents = [SAMPLE / name for name in config.documents]
    small = review(documents, [SAMPLE / "evidence"], parse_period(config.period or "", None), catalog, config)
    run = enlarged(small, claims, pages)
    begin = time.perf_counter()
    page = render(run, catalog)
    made, words = time.perf_counter() - begin, sum(words_of(document) for document in run.documents)
    print(
        f"{len(run.verdicts):,} claims, {words // WORDS_OF_A_PAGE} pages ({words:,} words): made in {made:.1f} s,"
        f" {len(page.encode()) / 1e6:.1f} MB"
    )
    with tempfile.TemporaryDirectory() as folder, Browser(driver, binary) as browser:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        measure(browser, path)
    return 0


def measure(browser: Browser, path: Path) -> None:
    """Print the times of a page."""
    loads: list[tuple[float, float, float]] = []
    for _ in range(3):
        browser.open(path)
        told = browser.run(LOADED)
        loads.append((told["painted"] or told["complete"], told["complete"], browser.busy()))
    painted, complete, busy = (statistics.median(times) for times in zip(*loads, strict=True))
    print(f"load: first paint {painted:.0f} ms, complete with its script {complete:.0f} ms, processor {busy * 1000:.0f} ms")
    for name, act in ACTS.items():
        before = browser.busy()
        clock = browser.run(TIMED.format(act))
        print(f"{name}: {clock:.0f} ms, processor {(browser.busy() - before) * 1000:.0f} ms")
    for pane in ("#findings", "#documents"):
        before = browser.busy()
        times: list[float] = browser.run_until_told(FRAMES, pane, STEPS)
        share = (browser.busy() - before) * 1000 / STEPS
        print(f"scroll {pane[1:]}: {statistics.median(times):.0f} ms a frame (median), processor {share:.1f} ms a frame")


if __name__ == "__main__":
    sys.exit(main())
