"""What is kept for a shorter time than passes between two looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Conflict, Language
from ...reports.text import stated
from ..material import Material, Statement, side_of
from ..scopes import relate
from ..values import span_days

# What is kept, what looks at it, and how to say both.
PAIRS = (
    ("log_retention.retention", "log_review.frequency", "Logs", "reviewed"),
    ("backup_retention.retention", "backup_frequency.frequency", "Backups", "taken"),
)


def find(material: Material) -> Iterator[Conflict | Language]:
    """The longest retention against the most frequent review, where both speak of the same."""
    for kept, looked, what, verb in PAIRS:
        pairs = [
            (keeping, looking)
            for keeping in material.by_key.get(kept, ())
            for looking in material.by_key.get(looked, ())
            if _same_subject(material, keeping, looking)
        ]
        if not pairs:
            continue
        keeping = max((one for one, _ in pairs), key=_days)
        looking = min((one for _, one in pairs), key=_days)
        if 0 < _days(keeping) < 0.95 * _days(looking) and keeping.claim.place != looking.claim.place:
            yield Conflict(
                topic=keeping.claim.topic, a=side_of(keeping.claim), b=side_of(looking.claim),
                why=f"{what} are kept for {stated(keeping.value)} and {verb} {stated(looking.value)}: some are gone before "
                + ("anybody looks at it." if verb == "reviewed" else "the next one exists."),
                agree="Keep them longer than the time between two of these, or do it more often.",
            )  # fmt: skip


def _same_subject(material: Material, keeping: Statement, looking: Statement) -> bool:
    first, second = material.subjects([keeping, looking])
    return relate(first, second, keeping.document == looking.document).overlap != "disjoint"


def _days(one: Statement) -> float:
    return span_days(one.value) or 0.0
