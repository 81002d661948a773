"""Truth over the period: the days on which a promise held, did not hold, or cannot be known."""

from __future__ import annotations

from ...model import Period, Verdict
from ..over_time import over_time
from .drawing import Plot, box, drawing, months, time_scale

STATES = {"held": "hold", "broken": "exception", "unknown": "unknown"}
HEIGHT = 16


def plot(verdict: Verdict, period: Period) -> Plot | None:
    """A strip of the period, where the evidence tells of more than one day."""
    if not verdict.history:
        return None
    scale = time_scale(period, 0)
    parts = months(period, scale, 0, HEIGHT + 14)
    for span in verdict.history:
        left, right = scale(span.start.toordinal()), scale(span.end.toordinal() + 1)
        parts.append(box(left, 0, right - left, HEIGHT, STATES[span.state]))
    return Plot(title="Over the period", text=f"{over_time(verdict.history)}.", svg=drawing(HEIGHT + 18, parts))
