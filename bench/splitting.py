"""The share of labelled sentences that are taken apart rightly, by kind.

usage: python bench/splitting.py [--faults]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.claims.splitting_set import case_files, faults


def main() -> int:
    """Print the share of every kind and overall; with --faults also what is wrong with which case."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--faults", action="store_true", help="print what is wrong with each case that is")
    options = parser.parse_args()
    right = total = 0
    for file in case_files():
        found = [(case, faults(case)) for case in file.cases]
        good = sum(not wrong for _, wrong in found)
        right, total = right + good, total + len(found)
        print(f"{good:4} of {len(found):3}  {file.kind}")
        for case, wrong in found if options.faults else []:
            if wrong:
                print(f"       {case.text.strip()!r}")
                print(*(f"           {one}" for one in wrong), sep="\n")
    print(f"{right:4} of {total:3}  overall ({right / total:.0%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
