"""What a run counts of its own doing, for its record: calls, pages, refusals, repeats, waits, and how the clocks differ."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stats:
    """Counters that several threads may raise.

    Attributes:
        calls: requests that were sent, repeats included.
        pages: answers that were kept.
        refused: answers that refused a request for too many of them.
        retries: requests that were repeated, for whatever reason.
        waited: seconds that were waited for the source.
        clock_skew: seconds that the clock of this machine is ahead of the source's, the largest seen; None when not told.
    """

    calls: int = 0
    pages: int = 0
    refused: int = 0
    retries: int = 0
    waited: float = 0.0
    clock_skew: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, *, calls: int = 0, pages: int = 0, refused: int = 0, retries: int = 0, waited: float = 0.0) -> None:
        """Add to the counters; `waited` in seconds."""
        with self._lock:
            self.calls += calls
            self.pages += pages
            self.refused += refused
            self.retries += retries
            self.waited += waited

    def skew(self, seconds: float) -> None:
        """Note by how many seconds this machine's clock is ahead."""
        with self._lock:
            if self.clock_skew is None or abs(seconds) > abs(self.clock_skew):
                self.clock_skew = round(seconds, 1)
