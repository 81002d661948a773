"""How long a review of documents alone takes, cold, and its memory.

usage: python bench/review_documents.py [WORDS]

Writes 25 documents of WORDS words in total (100,000 when left out) that are put together from the sample's own paragraphs,
their times drawn anew, and reviews them in a process of its own without a cache of vectors.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = 25


def main() -> int:
    words = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    texts = [*(ROOT / "samples/northwind/policies").glob("*.md"), *(ROOT / "samples/northwind/text").glob("*.md")]
    paragraphs = [
        one
        for path in texts
        for one in path.read_text(encoding="utf-8").split("\n\n")
        if len(one.split()) > 8 and not one.startswith(("---", "|", "#"))
    ]
    draw = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        written = 0
        for number in range(DOCUMENTS):
            text, count = [f"# Policy {number}"], 0
            while count < words / DOCUMENTS:
                paragraph = re.sub(
                    r"\b(\d+)( days| hours| minutes)", lambda m: f"{draw.randint(1, 90)}{m[2]}", draw.choice(paragraphs)
                )
                text += [f"## Section {len(text)}", f"In area {draw.randint(1, 500)}, this holds.", paragraph]
                count += len(paragraph.split())
            Path(folder, f"policy-{number}.md").write_text("\n\n".join(text), encoding="utf-8")
            written += count
        command = [sys.executable, "-m", "analyzer", "review", folder, "-f", "json", "--period", "2026-01-01..2026-06-30"]
        begin = time.perf_counter()
        done = subprocess.run(command, env=os.environ | {"GOLDENTHREAD_CACHE": "off"}, capture_output=True, check=True, text=True)
        seconds = time.perf_counter() - begin
    found = json.loads(done.stdout)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{DOCUMENTS} documents, {written:,} words, {len(found['verdicts']):,} claims")
    print(f"{len(found['conflicts'])} conflicts, {len(found['language'])} findings about words")
    print(f"{seconds:.1f} s in all, of these {found['run']['seconds']['comparing']:.1f} s to compare")
    print(f"{used.ru_utime + used.ru_stime:.1f} s of processor time, {used.ru_maxrss / 1024:,.0f} MB of memory at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
