"""What the cells of a column look like, before anyone knows what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog import ColumnType

DATE = re.compile(
    r"\s*(?:\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?[- ][A-Za-z]{3,9}\.?,?[- ]\d{2,4}"
    r"|[A-Za-z]{3,9}\.?[ -]\d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{8}T\d{4,6}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,? )",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\s*[-+$€£]?\s*\d[\d,.]*\s*(?:%|[A-Za-z]{1,8}\.?)?\s*")
ANSWER = re.compile(
    r"\s*(?:y|n|yes|no|true|false|t|f|on|off|0|1|x|✓|✔|✗|✘|enabled|disabled|active|inactive|pass(?:ed)?|fail(?:ed)?"
    r"|done|not \w+)(?!\w)"
    r"(?:\s*[(,;–-].*)?\s*",
    re.IGNORECASE,
)
EMPTY = re.compile(r"\s*(?:|-+|[–—]|n/?a|none|null|nil|tbd|unknown|pending)\s*", re.IGNORECASE)
PROTOCOL = re.compile(r".*(?:tls|ssl).*|\s*v?1[._][0-3]\s*", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?=\S*\d)[A-Za-z0-9][\w./:#-]*")
MOST = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Shares of the cells that say something, 0 to 1: of dates, figures, answers and protocols; and how different they are."""

    dates: float
    figures: float
    answers: float
    distinct: float
    protocols: float = 0.0


def shape_of(cells: Sequence[str]) -> Shape | None:
    """The shape of a column; None where no cell says anything."""
    said = [cell.strip() for cell in cells if not EMPTY.fullmatch(cell)]
    if not said:
        return None

    def share(form: re.Pattern[str]) -> float:
        return sum(form.match(cell) is not None for cell in said) / len(said)

    return Shape(
        dates=share(DATE), figures=sum(FIGURE.fullmatch(cell) is not None for cell in said) / len(said),
        answers=sum(ANSWER.fullmatch(cell) is not None for cell in said) / len(said), distinct=len(set(said)) / len(said),
        protocols=share(PROTOCOL),
    )  # fmt: skip


def tell_apart(cells: Sequence[str]) -> bool:
    """Whether cells are identifiers of records: all there, all different, each one word with a figure in it, and no dates."""
    said = [cell.strip() for cell in cells]
    return bool(said) and len(set(said)) == len(said) and all(IDENTIFIER.fullmatch(one) and not DATE.match(one) for one in said)


def is_of(kind: ColumnType, shape: Shape | None) -> bool:
    """Whether most cells are surely values of a column's type."""
    if kind != "boolean" or shape is None:
        return fits(kind, shape) > 0
    return shape.answers >= MOST


def fits(kind: ColumnType, shape: Shape | None) -> float:
    """How well cells fit a column's type, 0 to 1; a column without any says little against it."""
    if shape is None:
        return 0.9
    if kind in ("timestamp", "date"):
        return float(shape.dates >= MOST)
    if kind == "number":
        return float(shape.figures >= MOST and shape.dates < 0.5)
    if kind == "tls_version":
        return float(shape.protocols >= MOST)
    if kind == "boolean":
        if shape.answers >= MOST:
            return 1.0
        return 0.85 if shape.distinct < 0.5 and shape.dates < 0.3 and shape.figures < 0.3 else 0.0
    return float(shape.dates < MOST)
