"""What plots are drawn with: elements of SVG, and scales. Text of documents and evidence is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from ...model import Observation, Period, Verdict
from ..text import shorten

WIDTH = 560
GUTTER = 150
STATES = {True: "hold", False: "exception", None: "unknown"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot.

    Attributes:
        title: what is drawn.
        text: what can be seen in it, in words.
        svg: the drawing, for eyes only.
    """

    title: str
    text: str
    svg: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Values from `low` to `high` on the pixels from `left` to `right`."""

    low: float
    high: float
    left: float = 0
    right: float = WIDTH

    def __call__(self, value: float) -> float:
        """The pixel of a value; values outside stand at the edge."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return round(self.left + min(max(share, 0.0), 1.0) * (self.right - self.left), 2)


def element(tag: str, content: str = "", **attributes: object) -> Markup:
    """An element; `kind` stands for `class`, underscores in names for hyphens.

    Args:
        content: its text, which is escaped unless it is markup.
    """
    named = (("class" if name == "kind" else name.replace("_", "-"), value) for name, value in attributes.items())
    inside = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in named)
    return Markup("<{0}{1}>{2}</{0}>").format(tag, inside, escape(content))


def box(x: float, y: float, width: float, height: float, state: str) -> Markup:
    """A bar; what does not hold is hatched as well as coloured."""
    fill = {"fill": f"url(#hatch-{state})"} if state in ("exception", "unknown") else {}
    return element(
        "rect", x=round(x, 2), y=round(y, 2), width=round(max(width, 0.6), 2), height=round(height, 2), kind=f"p-{state}", **fill
    )


def label(x: float, y: float, words: str, anchor: str = "start", width: int = 22) -> Markup:
    """A text, cut to `width` characters."""
    return element("text", shorten(words, width), x=round(x, 2), y=round(y, 2), text_anchor=anchor)


def rule(x: float, top: float, bottom: float, kind: str = "p-axis") -> Markup:
    """A vertical line."""
    return element("line", x1=round(x, 2), x2=round(x, 2), y1=round(top, 2), y2=round(bottom, 2), kind=kind)


def drawing(height: float, parts: Iterable[Markup]) -> Markup:
    """The SVG of `WIDTH` times `height`, hidden from readers of screens, who are given the text."""
    attributes = {"kind": "plot", "viewBox": f"0 0 {WIDTH} {round(height)}", "width": WIDTH, "height": round(height)}
    return element("svg", Markup("").join(parts), **attributes, aria_hidden="true", focusable="false")


def time_scale(period: Period, left: float) -> Scale:
    """The days of the period, from the first to the end of the last."""
    return Scale(low=period.start.toordinal(), high=period.end.toordinal() + 1, left=left, right=WIDTH - 1)


def months(period: Period, scale: Scale, top: float, bottom: float) -> list[Markup]:
    """The axis of a time scale: a line and a name where a month begins, or each third one in a long period."""
    firsts = [
        date(year, month, 1)
        for year in range(period.start.year, period.end.year + 1)
        for month in range(1, 13)
        if period.start <= date(year, month, 1) <= period.end
    ]
    every = 1 if len(firsts) <= 7 else 3
    drawn: list[Markup] = []
    for first in [one for one in firsts if (one.month - 1) % every == 0]:
        x = scale(first.toordinal())
        year = f" {first.year}" if first.month == 1 or first == firsts[0] else ""
        drawn += [rule(x, top, bottom), label(x + 3, bottom, f"{MONTHS[first.month - 1]}{year}")]
    return drawn


def items_of(verdict: Verdict) -> list[Observation]:
    """All items of the population that nothing excuses, where every one is known; nothing otherwise."""
    items = [*verdict.exceptions, *verdict.unknown, *verdict.holding]
    return items if items and len(items) + len(verdict.excused) == verdict.population else []
