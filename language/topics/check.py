"""Reads the labelled corpus as the product reads documents, and reports lines whose label is missing or wrong.

usage: python -m language.topics.check [FILE ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

from analyzer.catalog import load_catalog
from language.topics.corpus import CORPUS, Problem, read_labelled


def main() -> int:
    topics = {topic.id for topic in load_catalog().claim_topics()}
    files = [Path(name) for name in sys.argv[1:]] or sorted(CORPUS.glob("*.md"))
    lines, problems = 0, []
    for file in files:
        found = read_labelled(file, topics)
        lines += sum(not isinstance(one, Problem) for one in found)
        problems += [one for one in found if isinstance(one, Problem)]
    for problem in problems:
        print(f"{problem.file}:{problem.line}: {problem.what}")
    print(f"{len(files)} files, {lines} labelled units, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
