"""Two versions side by side: which promises are the same, and how verdicts, exceptions and evidence moved between two runs.

`claims` pairs the promises of two versions. `runs` compares two reviews, with `cause` (why a verdict turned), `history` (since
when something is so), `populations` and `sources` (what the evidence did). `story` tells it in events and sections, and a format
is a module of the folder `formats`.
"""

from .claims import Pair, match
from .history import Past, Seen
from .runs import Comparison, Moved, compare

__all__ = ["Comparison", "Moved", "Pair", "Past", "Seen", "compare", "match"]
