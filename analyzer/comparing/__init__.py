"""Two versions side by side: which promises are the same, and how verdicts, exceptions and evidence moved between two runs."""

from .claims import Pair, match
from .runs import Comparison, Moved, compare

__all__ = ["Comparison", "Moved", "Pair", "compare", "match"]
